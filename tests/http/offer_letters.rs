//! Letters about private offers: each side is told what concerns it, and the ISV never what the buyer pays.

use crate::notifications::{add, letters};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, CONTOSO, LOGSTREAM, PARTNER, Trade, fields};
use chrono::Days;
use consign::answers::Step;
use consign::answers::offer::OfferAnswers;
use consign::domain::account::AccountId;
use consign::domain::buyers::Buyers;
use consign::domain::ids::OfferId;
use consign::domain::money::Markup;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms};
use consign::random;
use consign::store::offers::drafts::{self, NewOfferDraft};
use consign::store::offers::{self, Accepted, Extended, NewAcceptance, NewOffer};
use consign::store::outbox::{Leased, MessageKind};
use consign::store::scope::PartnerScope;
use consign::store::{opportunities, organisations, users};
use consign::web::letters as write;
use consign::web::origin::Origin;

const BUYER: &str = "222233334444";
/// A markup whose digits stand nowhere else.
const MARKUP: &str = "17.31";

fn origin(portal: &TestPortal) -> Origin {
    portal.url.parse().expect("an origin")
}

fn account(digits: &str) -> AccountId {
    AccountId::parse(digits).expect("twelve digits")
}

fn scope(portal: &TestPortal) -> PartnerScope {
    let found = portal
        .db
        .read_now(|c| organisations::partner_scope(c, &account(CONTOSO)));
    found.expect("it can be read").expect("a partner")
}

/// Contoso extends an offer from an opportunity.
fn extend(portal: &TestPortal, opportunity: &str) -> OfferId {
    let (now, scope, origin) = (portal.clock.now(), scope(portal), origin(portal));
    let extended = portal.db.write_now(|c| {
        let by = users::by_email(c, PARTNER)?.expect("somebody");
        let id = opportunity.parse().expect("an id");
        let found = opportunities::find_for_partner(c, &scope, id)?.expect("an opportunity");
        let parts = OfferParts {
            buyers: Buyers::new(vec![account(BUYER)]).ok(),
            adjustment: Markup::new(MARKUP.parse().expect("a number"))
                .ok()
                .map(Adjustment::Markup),
            amendments: Some(Vec::new()),
            details: OfferDetails::new("LogStream for Acme", "Our own note").ok(),
            expires_on: Some(now.date_naive() + Days::new(30)),
            subscription_end: Some(now.date_naive() + Days::new(365)),
            ..OfferParts::default()
        };
        let terms = OfferTerms::prove(&found, parts, now.date_naive()).expect("they go together");
        let draft = NewOfferDraft {
            id: random::id(now),
            opportunity: id,
            answers: &OfferAnswers::default(),
            by: by.id,
        };
        drafts::create(c, &scope, &draft, now)?;
        let new = NewOffer {
            draft: draft.id,
            version: 1,
            opportunity: &found,
            terms: &terms,
            by: &by,
            link_hash: random::sha256_hex(b"a secret"),
            letters: &|c, offer| write::offer_extended(c, &origin, &found, &terms, offer, now),
        };
        offers::extend(c, &scope, &new, now)
    });
    match extended.expect("it can be written") {
        Extended::New(offer) => offer,
        other @ (Extended::Already(_) | Extended::Stale | Extended::Gone | Extended::Not(_)) => {
            panic!("{other:?}")
        }
    }
}

fn accept(portal: &TestPortal, offer: OfferId) {
    let (now, scope, origin) = (portal.clock.now(), scope(portal), origin(portal));
    let new = NewAcceptance {
        company: "Acme Corp",
        person: "Bo Buyer",
        purchase: Default::default(),
        letters: &|c, offer, acceptance| write::offer_accepted(c, &origin, offer, acceptance),
    };
    let who = (offer, &account(BUYER));
    let accepted = portal
        .db
        .write_now(|c| offers::accept_as_partner(c, &scope, who, "Tom Okafor", &new, now));
    assert!(matches!(
        accepted.expect("it can be written"),
        Accepted::New(_)
    ));
}

fn of(letters: &[Leased]) -> Vec<(&str, MessageKind)> {
    let mut all: Vec<_> = letters
        .iter()
        .map(|l| (l.recipient.as_str(), l.kind))
        .collect();
    all.sort_by_key(|(recipient, _)| *recipient);
    all
}

/// Northwind gives Contoso LogStream, for one offer.
fn single_use(portal: &TestPortal) -> String {
    let trade = Trade::begin(portal);
    let mut answers = trade.answers("Q1 renewals");
    answers.set(Step::Products, fields(&[("product", LOGSTREAM)]));
    answers.set(Step::Duration, fields(&[("duration", "single_use")]));
    trade.give(&answers)
}

#[test]
fn each_side_is_told_of_an_offer_and_of_its_acceptance_once_and_as_far_as_it_may_know() {
    on_each_database(|portal| {
        let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        add(&isv, "sales@northwind.example", &["offers"]);
        add(&isv, "both@northwind.example", &["offers", "opportunities"]);
        add(&isv, "ends@northwind.example", &["opportunities"]);
        add(&isv, "soon@northwind.example", &["reminders"]);
        add(&partner, "deals@contoso.example", &["offers"]);
        add(&partner, "ends@contoso.example", &["opportunities"]);
        letters(portal);

        let offer = extend(portal, &single_use(portal));
        let told = letters(portal);
        let (extended, ended) = (MessageKind::OfferExtended, MessageKind::OpportunityEnded);
        assert_eq!(
            of(&told),
            [
                ("both@northwind.example", extended),
                ("channel@northwind.example", extended),
                ("deals@contoso.example", extended),
                ("ends@contoso.example", ended),
                ("ends@northwind.example", ended),
                ("resale@contoso.example", extended),
                ("sales@northwind.example", extended),
            ]
        );
        let to_isv = told
            .iter()
            .find(|l| l.recipient == "sales@northwind.example")
            .expect("one");
        for said in [
            &offer.to_string(),
            BUYER,
            "4444 5555 6666",
            "LogStream for Acme",
            " USD – ",
            "used up now",
        ] {
            assert!(to_isv.text.contains(said), "{said}: {}", to_isv.text);
        }

        accept(portal, offer);
        let accepted = letters(portal);
        assert_eq!(accepted.len(), 5, "{:?}", of(&accepted));
        for letter in told.iter().chain(&accepted) {
            if letter.recipient.contains("northwind") {
                for secret in [MARKUP, "Our own note", "Your margin", "Purchase amount"] {
                    let found = [&letter.subject, &letter.text, &letter.html];
                    assert!(
                        found.iter().all(|part| !part.contains(secret)),
                        "{secret}: {}",
                        letter.text
                    );
                }
            } else {
                assert!(
                    !letter.text.contains("northwind.example"),
                    "{}",
                    letter.text
                );
            }
        }
    });
}
