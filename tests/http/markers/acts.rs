//! What everybody does with what Northwind gives, by the pages where they write letters.

use super::Side::{self, Isv, Operator, OtherIsv, OtherPartner, Partner};
use super::planted::{Things, last};
use super::texts::*;
use crate::client::{Client, Response};
use crate::offered::{
    ALPINE, AMENDMENT, BELLOWS, CONTRACT, DESCRIPTION, MARKUP, OPPORTUNITY, Written, accept,
};
use crate::portal::TestPortal;
use crate::routes::{self, About};
use crate::trade::{
    ADMIN, CONTOSO, HARBOR, MEMBER, OTHER_PARTNER, PARTNER, STRANGER, Trade, VAULT, fields,
};
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::answers::{Answers, Step};
use consign::domain::agreements::DocumentKind;
use consign::domain::ids::{DocumentId, OfferId};
use consign::store::outbox::{self, Leased, MessageKind};
use consign::store::users;
use consign::web::paths;

/// Contoso's other one.
pub const COLLEAGUE: &str = "member@contoso.example";
/// Whose business it is what an ISV asks for.
pub const DESK: &[Side] = &[Operator];

/// The people, and the lists of who is told besides.
pub fn people(portal: &TestPortal, things: &mut Things) {
    let all: [(&'static [Side], &[&str], Option<&str>); 4] = [
        (&[Isv], &[ADMIN, MEMBER], Some(ISV_LIST)),
        (&[Partner], &[PARTNER, COLLEAGUE], Some(PARTNER_LIST)),
        (&[OtherPartner], &[OTHER_PARTNER], Some(OTHER_LIST)),
        (&[OtherIsv], &[STRANGER], None),
    ];
    for (whose, emails, list) in all {
        for email in emails {
            let found = portal.db.read_now(|c| users::by_email(c, email));
            let person = found.expect("it can be read").expect("somebody");
            things.add(About::Person, whose, [person.id]);
        }
        let listed = list.map(|address| routes::listed(portal, emails[0], address));
        things.add(About::Address, whose, listed);
    }
}

/// A EULA, a reseller contract, and what comes with nothing.
pub fn documents(trade: &Trade<'_>) -> [DocumentId; 3] {
    [
        (DocumentKind::Eula, "marker-eula.pdf", EULA_TEXT),
        (DocumentKind::ResellerContract, CONTRACT, CONTRACT_TEXT),
        (DocumentKind::Eula, UNUSED, UNUSED_TEXT),
    ]
    .map(|(kind, name, text)| trade.document(kind, name, text.as_bytes()))
}

pub fn written() -> Written<'static> {
    Written {
        name: OFFER,
        description: DESCRIPTION,
        markup: MARKUP,
        amendment: (AMENDMENT, AMENDMENT_TEXT.as_bytes()),
        expires: "2026-12-31",
    }
}

pub fn other_written() -> Written<'static> {
    Written {
        name: OTHER_OFFER,
        description: OTHER_DESCRIPTION,
        markup: OTHER_MARKUP,
        amendment: (OTHER_AMENDMENT, OTHER_AMENDMENT_TEXT.as_bytes()),
        expires: "2026-12-31",
    }
}

/// Creates opportunities of answers on the last page of the wizard; the id of the batch.
pub fn create(isv: &Client, trade: &Trade<'_>, answers: &Answers) -> String {
    let review = paths::isv_draft(trade.keep(answers), "review");
    let form = isv.get(&review).page().form("Create opportunities");
    let made = isv.submit(&review, &form);
    assert_eq!(made.status, 303, "{}", made.text());
    last(made.location())
}

/// What a buyer who takes units sends to accept.
fn accepting<'a>(
    account: &'a str,
    [company, person]: [&'a str; 2],
    units: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("account", account),
        ("company", company),
        ("person", person),
        ("units[plain_gb]", units),
        ("eula", "accepted"),
    ]
}

/// A buyer looks, works out what it would pay, and accepts.
pub fn buy(buyer: &Client, secret: &str, who: [&str; 2]) -> Vec<(String, Response)> {
    let link = paths::buyer_offer(secret);
    let [total, accepts] = [paths::buyer_total(secret), paths::buyer_accept(secret)];
    let unlisted = paths::for_account(&link, "123412341234");
    let sent = accepting(ALPINE, who, "100");
    let got = vec![
        (link.clone(), buyer.get(&link)),
        (unlisted.clone(), buyer.get(&unlisted)),
        (
            paths::for_account(&link, ALPINE),
            buyer.get(&paths::for_account(&link, ALPINE)),
        ),
        (
            accepts.clone(),
            buyer.post(&accepts, &[("account", ALPINE)]),
        ),
        (total.clone(), buyer.post(&total, &sent)),
        (accepts.clone(), buyer.post(&accepts, &sent)),
    ];
    let done = accept(buyer, &accepts, &sent);
    assert_eq!(done.status, 303, "{}", done.text());
    got
}

/// What somebody of the partner's does with its offer: records that an account of the buyer's accepted it, moves its last
/// day, and makes another link.
pub fn look_after(partner: &Client, offer: OfferId) {
    let who = [NOTED_COMPANY, NOTED_PERSON];
    let path = paths::partner_offer_acceptance(offer);
    let noted = accept(partner, &path, &accepting(BELLOWS, who, "50"));
    let day = [
        ("expiry-day", "30"),
        ("expiry-month", "12"),
        ("expiry-year", "2026"),
    ];
    let moved = partner.post(&paths::partner_offer_expiry(offer), &day);
    let link = partner.post(&paths::partner_offer_link(offer), &[]);
    for done in [noted, moved, link] {
        assert_eq!(done.status, 303, "{}", done.text());
    }
}

/// Two of the ISV's revoke an opportunity of each partner, and Contoso ends one.
pub fn end_some(trade: &Trade<'_>, [isv, member, partner]: [&Client; 3]) -> [String; 3] {
    let named = |name: &str, account: &str| {
        let mut answers = trade.answers(name);
        let reseller = trade.reseller(account).to_string();
        answers.set(Step::Resellers, fields(&[("reseller", &reseller)]));
        trade.give(&answers)
    };
    let [revoked, others, ended] = [
        named(REVOKED, CONTOSO),
        named(OTHER_REVOKED, HARBOR),
        named(ENDED, CONTOSO),
    ];
    let revoke = |id: &str| (paths::isv_opportunity_revoke(id), "Revoke opportunity");
    let end = |id: &str| (paths::partner_opportunity_end(id), "End opportunity");
    for (browser, (path, button), reason) in [
        (isv, revoke(&revoked), WHY_REVOKED),
        (member, revoke(&others), WHY_OTHER_REVOKED),
        (partner, end(&ended), WHY_ENDED),
    ] {
        let form = browser.get(&path).page().form(button);
        let done = browser.submit(&path, &form.set("reason", reason));
        assert_eq!(done.status, 303, "{}", done.text());
    }
    [revoked, others, ended]
}

/// Asks the channel desk; the id of the request.
pub fn ask(isv: &Client, subject: &str, needed: &str) -> String {
    let path = paths::isv_terms_request();
    let page = isv.get(&path).page();
    let form = page.form("Send request");
    let form = form.set("subject", subject).set("needed", needed);
    assert_eq!(isv.submit(&path, &form).status, 303);
    page.values("request").remove(0)
}

/// A draft of the ISV's, a file that waits, and a request to the channel desk.
pub fn unfinished(trade: &Trade<'_>, isv: &Client, things: &mut Things) {
    things.add(About::TermsRequest, DESK, [ask(isv, REQUEST, NEEDED)]);
    let mut answers = trade.answers(DRAFT);
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    things.add(About::Draft, &[Isv], [trade.keep(&answers)]);
    let file = crate::bulk::file(&[crate::bulk::good(UPLOADED, CONTOSO)]);
    let upload = crate::bulk::taken(isv, UPLOAD, &file);
    things.add(About::Upload, &[Isv], [last(&upload)]);
}

/// What each partner may offer yet.
pub fn offers_in_mind(portal: &TestPortal, opportunities: &[String; 2], things: &mut Things) {
    let all: [(&'static [Side], &str, [&str; 2]); 2] = [
        (&[Partner], PARTNER, [OFFER_DRAFT, OFFER_DRAFT_ABOUT]),
        (
            &[OtherPartner],
            OTHER_PARTNER,
            [OTHER_OFFER_DRAFT, OTHER_OFFER_DRAFT_ABOUT],
        ),
    ];
    for ((whose, by, [name, description]), opportunity) in all.into_iter().zip(opportunities) {
        let mut notes = OfferAnswers::default();
        let named = [("name", name), ("description", description)];
        notes.set(OfferStep::Dates, fields(&named));
        let draft = routes::begun(portal, opportunity, by, &notes);
        things.add(About::OfferDraft, whose, [draft]);
    }
}

/// All letters, sent as a worker does; one of them was for an address that is none and is given up.
pub fn letters(portal: &TestPortal, things: &mut Things) -> Vec<Leased> {
    let now = portal.clock.now();
    let lost = |letter: &Leased| {
        let extended = letter.kind == MessageKind::OfferExtended && letter.recipient == ISV_LIST;
        extended && letter.subject.contains(OPPORTUNITY)
    };
    let taken = portal.db.write_now(|c| {
        let letters = outbox::lease(c, u16::MAX, now)?;
        let given_up = letters.iter().find(|letter| lost(letter)).cloned();
        let given_up = given_up.expect("such a letter");
        for letter in letters.iter().filter(|letter| letter.id != given_up.id) {
            assert!(outbox::sent(c, letter, now)?);
        }
        outbox::failed(c, &given_up, "550 5.1.1 nobody here", None, now)?;
        Ok((letters, given_up.id))
    });
    let (letters, given_up) = taken.expect("they can be taken");
    things.add(About::Letter, DESK, [given_up]);
    letters
}
