//! The things that addresses are about: made for a test, or missing.

use super::About;
use crate::offered::{extend, partner};
use crate::portal::TestPortal;
use crate::trade::{ADMIN, CONTOSO, LOGSTREAM, PARTNER, STRANGER, Trade, fields, letter};
use chrono::TimeDelta;
use consign::answers::offer::OfferAnswers;
use consign::answers::{Fields, Step};
use consign::domain::account::{AccountId, Role, User};
use consign::domain::agreements::DocumentKind;
use consign::domain::ids::{OfferDraftId, RequestId, UserId};
use consign::domain::notification::Topic;
use consign::random;
use consign::store::drafts::Created;
use consign::store::notifications::{self, Admitted, NewAddress};
use consign::store::offers::drafts::NewOfferDraft;
use consign::store::scope::{OwnScope, Scope};
use consign::store::second_steps::{self, NewSecondStep};
use consign::store::term_requests::{self, Asked, MAX_PER, NewTermRequest};
use consign::store::{offers, organisations, users};

/// The ISV of somebody, as a trade of its own.
pub fn trade<'a>(portal: &'a TestPortal, email: &str) -> Trade<'a> {
    let found = portal.db.read_now(|c| {
        let creator = users::by_email(c, email)?.expect("somebody");
        let isv = organisations::find(c, creator.organisation)?.expect("an ISV");
        let account: &AccountId = &isv.account;
        let scope = organisations::isv_scope(c, account)?.expect("an ISV");
        Ok((scope, creator))
    });
    let (scope, creator) = found.expect("it can be read");
    Trade {
        portal,
        scope,
        creator,
    }
}

/// Northwind's and Fabrikam's.
pub fn trades(portal: &TestPortal) -> [Trade<'_>; 2] {
    [trade(portal, ADMIN), trade(portal, STRANGER)]
}

/// A product of an ISV that is paid as used.
fn product(trade: &Trade<'_>) -> &'static str {
    if trade.creator.email == ADMIN {
        LOGSTREAM
    } else {
        "prod-fabrikamqueue"
    }
}

/// A draft of an offer that a partner began.
pub fn begun(
    portal: &TestPortal,
    opportunity: &str,
    email: &str,
    answers: &OfferAnswers,
) -> OfferDraftId {
    let (user, scope) = partner(portal, email);
    let now = portal.clock.now();
    let new = NewOfferDraft {
        id: random::id(now),
        opportunity: opportunity.parse().expect("an id"),
        answers,
        by: user.id,
    };
    let begun = portal
        .db
        .write_now(|c| offers::drafts::create(c, &scope, &new, now));
    assert_eq!(begun.expect("it can be written"), Created::Done);
    new.id
}

/// An address on the list of notifications of somebody's organisation, told of everything; it is put there unless it is
/// there.
pub fn listed(portal: &TestPortal, by: &str, address: &str) -> String {
    let now = portal.clock.now();
    let id = portal.db.write_now(|c| {
        let user = users::by_email(c, by)?.expect("somebody");
        let scope = match users::who(c, user.id)?.expect("somebody").scope {
            Scope::Isv(scope) => OwnScope::from(&scope),
            Scope::Partner(scope) => OwnScope::from(&scope),
            Scope::Operator => panic!("the operator has no list"),
        };
        let there = notifications::list(c, &scope)?;
        if let Some(found) = there.into_iter().find(|known| known.email == address) {
            return Ok(found.id);
        }
        let new = NewAddress {
            id: random::id(now),
            email: address,
            topics: &Topic::ALL,
            by: &user.name,
            admitted: Admitted::AtOnce,
            letter: &|_, _| Ok(letter(address)),
        };
        let added = notifications::add(c, &scope, &new, now)?;
        assert_eq!(added, notifications::Added::Done);
        Ok(new.id)
    });
    id.expect("it can be written").to_string()
}

/// A request to the channel desk; later than those of before, since an ISV may make only so many a day.
fn asked(trade: &Trade<'_>) -> RequestId {
    let now = trade.portal.clock.now();
    let mut later = TimeDelta::zero();
    loop {
        let new = NewTermRequest {
            id: random::id(now),
            subject: "Prices by the hour".to_owned(),
            needed: "One rate at night".to_owned(),
            contact: trade.creator.email.clone(),
            letter: letter("desk@portal.example"),
        };
        let asked = trade
            .portal
            .db
            .write_now(|c| term_requests::add(c, &trade.scope, &new, &trade.creator, now + later));
        match asked.expect("it can be written") {
            Asked::Done => return new.id,
            Asked::Already => panic!("a new id"),
            Asked::TooMany => later += MAX_PER,
        }
    }
}

/// Somebody new where somebody else is.
fn colleague(portal: &TestPortal, of: &User) -> UserId {
    let now = portal.clock.now();
    let id: UserId = random::id(now);
    let added = portal.db.write_now(|c| {
        let colleague = User {
            id,
            email: format!("{id}@b.example"),
            role: Role::Member,
            ..of.clone()
        };
        let added = users::add(c, &colleague, "no password", now)?;
        // That can be taken from them.
        let step = NewSecondStep {
            sealed: b"sealed",
            span: 0,
            codes: &[],
        };
        second_steps::set(c, id, &step, now)?;
        Ok(added)
    });
    assert_eq!(
        added.expect("it can be written"),
        organisations::Added::Done
    );
    id
}

/// Makes a new thing of an ISV's, and says its id.
pub fn new(trade: &Trade<'_>, about: About) -> String {
    let mut answers = trade.answers("Q1 renewals");
    let mut chosen = Fields::default();
    chosen.add("product", product(trade));
    answers.set(Step::Products, chosen);
    match about {
        About::Nothing => String::new(),
        About::Opportunity => trade.give(&answers),
        About::Batch => trade.create(&answers).to_string(),
        About::Draft => trade.keep(&answers).to_string(),
        About::Product => product(trade).to_owned(),
        About::Reseller => trade.reseller(CONTOSO).to_string(),
        About::Offer => {
            let opportunity = trade.give(&answers);
            let (offer, ..) = extend(trade.portal, &opportunity, "Offer", PARTNER, "2026-12-31");
            offer.to_string()
        }
        About::Document => {
            let bytes = format!("%PDF-1.7 {}", trade.creator.email);
            trade
                .document(DocumentKind::Eula, "EULA.pdf", bytes.as_bytes())
                .to_string()
        }
        About::OfferDraft => {
            let opportunity = trade.give(&answers);
            begun(
                trade.portal,
                &opportunity,
                PARTNER,
                &OfferAnswers::default(),
            )
            .to_string()
        }
        About::TermsRequest => asked(trade).to_string(),
        About::Person => colleague(trade.portal, &trade.creator).to_string(),
        About::Address => trade.listed("listed@b.example"),
        About::Letter => trade.given_up(&answers),
        About::Upload => crate::bulk::waiting(trade, product(trade)),
    }
}

/// Makes a new thing of a partner's out of what an ISV gives to this account, and says its id.
pub fn of_partner(trade: &Trade<'_>, (email, account): (&str, &str), about: About) -> String {
    let portal = trade.portal;
    let given = || {
        let mut answers = trade.answers("Q1 renewals");
        let reseller = trade.reseller(account).to_string();
        answers.set(Step::Resellers, fields(&[("reseller", &reseller)]));
        trade.give(&answers)
    };
    let extended = || extend(portal, &given(), "Offer", email, "2026-12-31");
    match about {
        About::Opportunity => given(),
        About::Offer => extended().0.to_string(),
        About::OfferDraft => begun(portal, &given(), email, &OfferAnswers::default()).to_string(),
        // What amends the EULA of an offer.
        About::Document => extended().2.to_string(),
        About::Person => colleague(portal, &partner(portal, email).0).to_string(),
        About::Address => listed(portal, email, "listed@b.example"),
        other @ (About::Nothing
        | About::Batch
        | About::Draft
        | About::Product
        | About::Reseller
        | About::Letter
        | About::TermsRequest
        | About::Upload) => panic!("no partner has a {other:?}"),
    }
}

/// An id of the right form that nothing has.
pub fn missing(about: About) -> &'static str {
    match about {
        About::Nothing => "",
        About::Opportunity => "opp_01h455vb4pex5vsknk084sn02q",
        About::Batch => "bat_01h455vb4pex5vsknk084sn02q",
        About::Draft => "drf_01h455vb4pex5vsknk084sn02q",
        About::Product => "prod-unknown000001",
        About::Reseller => "org_01h455vb4pex5vsknk084sn02q",
        About::Offer => "off_01h455vb4pex5vsknk084sn02q",
        About::OfferDraft => "ofd_01h455vb4pex5vsknk084sn02q",
        About::TermsRequest => "req_01h455vb4pex5vsknk084sn02q",
        About::Person => "usr_01h455vb4pex5vsknk084sn02q",
        About::Document => "doc_01h455vb4pex5vsknk084sn02q",
        About::Address => "adr_01h455vb4pex5vsknk084sn02q",
        About::Letter => "msg_01h455vb4pex5vsknk084sn02q",
        About::Upload => "blk_01h455vb4pex5vsknk084sn02q",
    }
}
