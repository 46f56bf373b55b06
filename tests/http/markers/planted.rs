//! Northwind's trade with Contoso and Harbor, with a marker in everything that somebody must not see.

use super::Side;
use crate::client::{Client, Response};
use crate::offered::{
    ALPINE, AMENDMENT, CONTRACT, DESCRIPTION, MARKUP, Written, accept, acceptance, extend_written,
    storage,
};
use crate::portal::TestPortal;
use crate::routes::{self, About, Route};
use crate::trade::{ADMIN, CONTOSO, HARBOR, OTHER_PARTNER, PARTNER, Trade, VAULT, fields};
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::answers::{Answers, Step};
use consign::domain::agreements::DocumentKind;
use consign::domain::ids::{DocumentId, OfferId};
use consign::web::paths;

/// Texts of documents.
pub const EULA_TEXT: &str = "Marker in the text of the EULA";
pub const CONTRACT_TEXT: &str = "Marker in the text of the contract";
pub const AMENDMENT_TEXT: &str = "Marker in the text of the amendment";
pub const OTHER_AMENDMENT_TEXT: &str = "Marker in the text of the other amendment";
/// A document of the ISV's that came with nothing.
pub const UNUSED: &str = "marker-unused.pdf";
pub const UNUSED_TEXT: &str = "Marker in the text of the unused document";
/// What the ISV is still working on, or asked of the channel desk.
pub const DRAFT: &str = "Marker of the unfinished one";
pub const UPLOAD: &str = "marker-upload.csv";
pub const UPLOADED: &str = "Marker of the row uploaded";
pub const REQUEST: &str = "Marker of the request";
pub const NEEDED: &str = "Marker of what is needed";
/// Who is told besides the organisations themselves.
pub const ISV_LIST: &str = "marker@northwind.example";
pub const PARTNER_LIST: &str = "marker@contoso.example";
pub const OTHER_LIST: &str = "marker@harbor.example";
/// Opportunities that were ended, and why.
pub const REVOKED: &str = "Marker of the revoked one";
pub const WHY_REVOKED: &str = "Marker of why it was revoked";
pub const OTHER_REVOKED: &str = "Marker of the other revoked one";
pub const WHY_OTHER_REVOKED: &str = "Marker of why the other was revoked";
pub const ENDED: &str = "Marker of the ended one";
pub const WHY_ENDED: &str = "Marker of why it was ended";
/// What Contoso offers, and has in mind.
pub const OFFER: &str = "Marker of the offer";
pub const OFFER_DRAFT: &str = "Marker of the draft of an offer";
pub const OFFER_DRAFT_ABOUT: &str = "Marker of what that is about";
/// What Harbor offers.
pub const OTHER_OFFER: &str = "Marker of the other offer";
pub const OTHER_DESCRIPTION: &str = "Marker of the other description";
pub const OTHER_MARKUP: &str = "19.0019";
pub const OTHER_AMENDMENT: &str = "marker-other-amendment.pdf";

/// What there is to be looked for, and where.
pub struct Planted {
    things: Vec<(About, String)>,
    /// The secret of the link to Contoso's offer.
    pub secret: String,
    /// Of both opportunities that were made together.
    pub batch: String,
    /// Contoso's of them, and Harbor's.
    pub opportunities: [String; 2],
    /// What each made of its own.
    pub offers: [OfferId; 2],
    /// What the buyer got until it had accepted.
    pub bought: Vec<(String, Response)>,
}

/// Plants everything, by the pages where they write letters.
pub fn plant(portal: &TestPortal) -> Planted {
    let trade = Trade::begin(portal);
    let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
    let other = portal.sign_in(OTHER_PARTNER);
    let lists = [
        (ADMIN, ISV_LIST),
        (PARTNER, PARTNER_LIST),
        (OTHER_PARTNER, OTHER_LIST),
    ];
    let lists = lists.map(|(by, address)| routes::listed(portal, by, address));
    let documents = documents(&trade);
    let [eula, contract, _] = documents;
    let answers = storage(&trade, &[CONTOSO, HARBOR], "12", [eula, contract]);
    let batch = create(&isv, &trade, &answers);
    let opportunities = [&partner, &other].map(|browser| {
        let list = browser.get(&paths::partner_opportunities()).page();
        list.attributes("tr[data-id]", "data-id").remove(0)
    });
    let (ours, secret, amendment) =
        extend_written(portal, &opportunities[0], PARTNER, &written(), true);
    let (theirs, others_secret, others_amendment) = extend_written(
        portal,
        &opportunities[1],
        OTHER_PARTNER,
        &other_written(),
        true,
    );
    let bought = buy(&portal.anonymous(), &secret);
    buy(&portal.anonymous(), &others_secret);
    let ended = end_some(&trade, &isv, &partner);
    let draft = unfinished(&trade, &isv);
    let upload = crate::bulk::taken(
        &isv,
        UPLOAD,
        &crate::bulk::file(&[crate::bulk::good(UPLOADED, CONTOSO)]),
    );
    let mut notes = OfferAnswers::default();
    let named = [("name", OFFER_DRAFT), ("description", OFFER_DRAFT_ABOUT)];
    notes.set(OfferStep::Dates, fields(&named));
    let offer_draft = routes::begun(portal, &opportunities[0], PARTNER, &notes);
    let mut things = vec![
        (About::Batch, batch.clone()),
        (About::Draft, draft),
        (About::Product, VAULT.to_owned()),
        (About::OfferDraft, offer_draft.to_string()),
        (About::Upload, last(&upload)),
    ];
    let mut add = |about, ids: &[String]| things.extend(ids.iter().map(|id| (about, id.clone())));
    add(About::Opportunity, &opportunities);
    add(About::Opportunity, &ended);
    add(About::Address, &lists);
    add(About::Offer, &[ours, theirs].map(|id| id.to_string()));
    let resellers = [CONTOSO, HARBOR].map(|account| trade.reseller(account).to_string());
    add(About::Reseller, &resellers);
    add(About::Document, &documents.map(|id| id.to_string()));
    let amendments = [amendment, others_amendment].map(|id| id.to_string());
    add(About::Document, &amendments);
    Planted {
        things,
        secret,
        batch,
        opportunities,
        offers: [ours, theirs],
        bought,
    }
}

impl Planted {
    /// The addresses of a route: with every thing that was planted, or one that is missing; for a buyer with its link.
    pub fn addresses(&self, side: Side, route: &Route) -> Vec<String> {
        let planted = |about| self.things.iter().filter(move |(kind, _)| *kind == about);
        let mut ids: Vec<&str> = planted(route.about).map(|(_, id)| id.as_str()).collect();
        if ids.is_empty() {
            ids.push(routes::missing(route.about));
        }
        let all = ids.into_iter().map(|id| route.path.replace("{id}", id));
        if side != Side::Buyer || !route.path.contains(routes::SECRET) {
            return all.collect();
        }
        if route.name == "buyer_document" {
            let documents = planted(About::Document);
            return documents
                .map(|(_, id)| {
                    let path = paths::buyer_document(&self.secret, id);
                    paths::for_account(&path, ALPINE)
                })
                .collect();
        }
        all.map(|path| paths::for_account(&path.replace(routes::SECRET, &self.secret), ALPINE))
            .collect()
    }

    /// A text without the ids that were in the address it came from.
    pub fn without_ids_of(&self, path: &str, text: String) -> String {
        let asked = self.things.iter().filter(|(_, id)| path.contains(id));
        asked.fold(text, |text, (_, id)| text.replace(id, ""))
    }
}

/// The last part of an address.
fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A EULA, a reseller contract, and what comes with nothing.
fn documents(trade: &Trade<'_>) -> [DocumentId; 3] {
    [
        (DocumentKind::Eula, "marker-eula.pdf", EULA_TEXT),
        (DocumentKind::ResellerContract, CONTRACT, CONTRACT_TEXT),
        (DocumentKind::Eula, UNUSED, UNUSED_TEXT),
    ]
    .map(|(kind, name, text)| trade.document(kind, name, text.as_bytes()))
}

fn written() -> Written<'static> {
    Written {
        name: OFFER,
        description: DESCRIPTION,
        markup: MARKUP,
        amendment: (AMENDMENT, AMENDMENT_TEXT.as_bytes()),
        expires: "2026-12-31",
    }
}

fn other_written() -> Written<'static> {
    Written {
        name: OTHER_OFFER,
        description: OTHER_DESCRIPTION,
        markup: OTHER_MARKUP,
        amendment: (OTHER_AMENDMENT, OTHER_AMENDMENT_TEXT.as_bytes()),
        expires: "2026-12-31",
    }
}

/// Creates opportunities of answers on the last page of the wizard; the id of the batch.
fn create(isv: &Client, trade: &Trade<'_>, answers: &Answers) -> String {
    let review = paths::isv_draft(trade.keep(answers), "review");
    let form = isv.get(&review).page().form("Create opportunities");
    let made = isv.submit(&review, &form);
    assert_eq!(made.status, 303, "{}", made.text());
    last(made.location())
}

/// A buyer looks, works out what it would pay, and accepts.
fn buy(buyer: &Client, secret: &str) -> Vec<(String, Response)> {
    let link = paths::buyer_offer(secret);
    let [total, accepts] = [paths::buyer_total(secret), paths::buyer_accept(secret)];
    let unlisted = paths::for_account(&link, "123412341234");
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
        (total.clone(), buyer.post(&total, &acceptance(ALPINE))),
        (accepts.clone(), buyer.post(&accepts, &acceptance(ALPINE))),
    ];
    let done = accept(buyer, &accepts, &acceptance(ALPINE));
    assert_eq!(done.status, 303, "{}", done.text());
    got
}

/// The ISV revokes an opportunity of each partner, and Contoso ends one.
fn end_some(trade: &Trade<'_>, isv: &Client, partner: &Client) -> [String; 3] {
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
    let revoke = |id: &str| (isv, paths::isv_opportunity_revoke(id), "Revoke opportunity");
    let end = |id: &str| {
        (
            partner,
            paths::partner_opportunity_end(id),
            "End opportunity",
        )
    };
    for ((browser, path, button), reason) in [
        (revoke(&revoked), WHY_REVOKED),
        (revoke(&others), WHY_OTHER_REVOKED),
        (end(&ended), WHY_ENDED),
    ] {
        let form = browser.get(&path).page().form(button);
        let done = browser.submit(&path, &form.set("reason", reason));
        assert_eq!(done.status, 303, "{}", done.text());
    }
    [revoked, others, ended]
}

/// A draft of the ISV's, and a request to the channel desk; the draft's id.
fn unfinished(trade: &Trade<'_>, isv: &Client) -> String {
    let path = paths::isv_terms_request();
    let form = isv.get(&path).page().form("Send request");
    let form = form.set("subject", REQUEST).set("needed", NEEDED);
    assert_eq!(isv.submit(&path, &form).status, 303);
    let mut answers = trade.answers(DRAFT);
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    trade.keep(&answers).to_string()
}
