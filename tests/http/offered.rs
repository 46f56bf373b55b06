//! Offers that Contoso extended before a test begins, made by the rules of the portal itself, with a marker in everything
//! that a side must not see.

use crate::client::{Client, Response};
use crate::portal::TestPortal;
use crate::trade::{CONTOSO, PARTNER, Trade, VAULT, fields};
use chrono::NaiveDate;
use consign::answers::offer::OfferAnswers;
use consign::answers::{Answers, Step};
use consign::domain::account::{AccountId, User};
use consign::domain::agreements::{Document, DocumentFormat, DocumentKind};
use consign::domain::buyers::Buyers;
use consign::domain::ids::{DocumentId, OfferId};
use consign::domain::money::Markup;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms, conflicts};
use consign::random;
use consign::store::offers::drafts::NewOfferDraft;
use consign::store::offers::{self, Extended, NewOffer};
use consign::store::scope::{PartnerScope, Scope};
use consign::store::{documents, opportunities, users};
use consign::web::letters;
use consign::web::origin::Origin;

/// The buyer's accounts.
pub const ALPINE: &str = "120012001200";
pub const BELLOWS: &str = "950095009500";

/// What the partner wrote for itself.
pub const DESCRIPTION: &str = "Marker of the description";
/// What the opportunity is called, which no buyer needs to know.
pub const OPPORTUNITY: &str = "Marker of the opportunity";
/// What the ISV wrote about it.
pub const ABOUT: &str = "Marker of what it is about";
/// The reseller contract's name.
pub const CONTRACT: &str = "marker-contract.pdf";
/// The amendment's name.
pub const AMENDMENT: &str = "marker-amendment.pdf";
/// A markup that gives prices which stand nowhere else: 17.0013% on 12.800 and 13.280 for a year.
pub const MARKUP: &str = "17.0013";
/// The buyer's prices under it.
pub const PRICES: [&str; 4] = ["14.976", "15.538", "0.09360104", "0.10296114"];
/// The wholesale prices.
pub const WHOLESALE: [&str; 4] = ["12.80 ", "13.28 ", "0.08 ", "0.088 "];

/// An offer and the secret of its link.
pub struct Offered {
    pub id: OfferId,
    pub secret: String,
    pub amendment: DocumentId,
    pub eula: DocumentId,
    pub contract: DocumentId,
    pub opportunity: String,
}

impl Offered {
    /// The partner's page.
    pub fn partner(&self, rest: &str) -> String {
        format!("/partner/offers/{}{rest}", self.id)
    }

    /// The ISV's page.
    pub fn isv(&self) -> String {
        format!("/isv/offers/{}", self.id)
    }

    /// The buyer's page for an account.
    pub fn buyer(&self, account: &str) -> String {
        format!("/offers/{}?account={account}", self.secret)
    }

    /// Where a buyer accepts.
    pub fn accept(&self) -> String {
        format!("/offers/{}/accept", self.secret)
    }
}

/// Contoso, as somebody of it is signed in.
pub fn partner(portal: &TestPortal, email: &str) -> (User, PartnerScope) {
    let found = portal.db.read_now(|c| {
        let user = users::by_email(c, email)?.expect("somebody");
        let who = users::who(c, user.id)?.expect("somebody");
        Ok((user, who.scope))
    });
    match found.expect("it can be read") {
        (user, Scope::Partner(scope)) => (user, scope),
        (_, other @ (Scope::Isv(_) | Scope::Operator)) => panic!("{other:?} is no partner's"),
    }
}

/// Extends an offer of storage at 20% off, with everything that an offer can have.
pub fn offered(portal: &TestPortal, name: &str) -> Offered {
    offered_by(portal, name, CONTOSO, PARTNER, "12")
}

/// Extends such an offer by another partner, with the months of the contract.
pub fn offered_by(
    portal: &TestPortal,
    name: &str,
    account: &str,
    email: &str,
    months: &str,
) -> Offered {
    let trade = Trade::begin(portal);
    let eula = trade.document(DocumentKind::Eula, "eula.pdf", b"%PDF-1.7 EULA");
    let contract = trade.document(
        DocumentKind::ResellerContract,
        CONTRACT,
        b"%PDF-1.7 contract",
    );
    let answers = storage(&trade, &[account], months, [eula, contract]);
    let opportunity = trade.give(&answers);
    let (id, secret, amendment) = extend(portal, &opportunity, name, email, "2026-12-31");
    Offered {
        id,
        secret,
        amendment,
        eula,
        contract,
        opportunity,
    }
}

/// The answers that give storage at 20% off to resellers, for each of these months, with a EULA and a reseller contract.
pub fn storage(
    trade: &Trade<'_>,
    resellers: &[&str],
    months: &str,
    [eula, contract]: [DocumentId; 2],
) -> Answers {
    let mut answers = trade.answers(OPPORTUNITY);
    answers.set(
        Step::Details,
        fields(&[("name", OPPORTUNITY), ("description", ABOUT)]),
    );
    let mut chosen = fields(&[]);
    for account in resellers {
        chosen.add("reseller", trade.reseller(account).to_string());
    }
    answers.set(Step::Resellers, chosen);
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    let mut discount = fields(&[
        ("discount_type", "percentage"),
        ("percent", "20"),
        ("listed", VAULT),
    ]);
    for months in months.split(' ') {
        discount.add(format!("term[{VAULT}]"), format!("P{months}M"));
    }
    answers.set(Step::Discount, discount);
    answers.set(Step::Eula, fields(&[("eula", &eula.to_string())]));
    answers.set(Step::Rcmp, fields(&[("contract", &contract.to_string())]));
    answers
}

/// What a partner writes into an offer.
pub struct Written<'a> {
    pub name: &'a str,
    pub description: &'a str,
    pub markup: &'a str,
    /// The amendment's name and its bytes.
    pub amendment: (&'a str, &'a [u8]),
    pub expires: &'a str,
}

impl Written<'_> {
    fn parts(&self, amendment: &Document) -> OfferParts {
        let accounts = [ALPINE, BELLOWS].map(|id| AccountId::parse(id).expect("twelve digits"));
        let expires: NaiveDate = self.expires.parse().expect("a day");
        OfferParts {
            contract_accepted: true,
            buyers: Some(Buyers::new(accounts.into()).expect("few")),
            adjustment: Some(Adjustment::Markup(
                Markup::new(self.markup.parse().expect("a number")).expect("a markup"),
            )),
            amendments: Some(vec![amendment.clone()]),
            details: Some(OfferDetails::new(self.name, self.description).expect("a name")),
            expires_on: Some(expires),
            subscription_end: Some("2027-12-31".parse().expect("a day")),
        }
    }
}

/// Extends an offer from an opportunity and tells nobody.
pub fn extend(
    portal: &TestPortal,
    opportunity: &str,
    name: &str,
    email: &str,
    expires: &str,
) -> (OfferId, String, DocumentId) {
    let written = Written {
        name,
        description: DESCRIPTION,
        markup: MARKUP,
        amendment: (AMENDMENT, b"%PDF-1.7 amendment"),
        expires,
    };
    extend_written(portal, opportunity, email, &written, false)
}

/// Extends an offer as it is written, and tells both sides of it or nobody.
pub fn extend_written(
    portal: &TestPortal,
    opportunity: &str,
    email: &str,
    written: &Written<'_>,
    told: bool,
) -> (OfferId, String, DocumentId) {
    let (user, scope) = partner(portal, email);
    let (now, secret) = (portal.clock.now(), random::secret());
    let origin: Origin = portal.url.parse().expect("an origin");
    let (file, bytes) = written.amendment;
    let amendment = Document {
        id: random::id(now),
        kind: DocumentKind::Eula,
        name: file.to_owned(),
        format: DocumentFormat::Pdf,
        size: bytes.len(),
        sha256: random::sha256_hex(bytes),
    };
    let id = opportunity.parse().expect("an id");
    let made = portal.db.write_now(|c| {
        let opportunity = opportunities::find_for_partner(c, &scope, id)?.expect("an opportunity");
        documents::add(c, &scope, &amendment, bytes, user.id, now)?;
        let parts = written.parts(&amendment);
        let against = conflicts(&opportunity, &parts, now.date_naive());
        let terms = OfferTerms::prove(&opportunity, parts, now.date_naive());
        let terms = terms.unwrap_or_else(|| panic!("{against:?}"));
        let draft = NewOfferDraft {
            id: random::id(now),
            opportunity: opportunity.id,
            answers: &OfferAnswers::default(),
            by: user.id,
        };
        offers::drafts::create(c, &scope, &draft, now)?;
        offers::accept_contract(c, &scope, draft.id, &opportunity, &user, now)?;
        let new = NewOffer {
            draft: draft.id,
            version: 1,
            opportunity: &opportunity,
            terms: &terms,
            by: &user,
            link_hash: random::fingerprint(&secret),
            letters: &|c, offer| match told {
                true => letters::offer_extended(c, &origin, &opportunity, &terms, offer, now),
                false => Ok(Vec::new()),
            },
        };
        match offers::extend(c, &scope, &new, now)? {
            Extended::New(offer) => Ok(offer),
            other
            @ (Extended::Already(_) | Extended::Stale | Extended::Gone | Extended::Not(_)) => {
                panic!("{other:?}")
            }
        }
    });
    (made.expect("it can be written"), secret, amendment.id)
}

/// What a buyer of storage sends to accept.
pub fn acceptance(account: &str) -> Vec<(&str, &str)> {
    vec![
        ("account", account),
        ("company", "Alpine Ski House"),
        ("person", "Greta Wolff"),
        ("units[plain_gb]", "100"),
        ("eula", "accepted"),
    ]
}

/// Works out the total as a page without script does, and accepts what it shows.
pub fn accept(buyer: &Client, path: &str, sent: &[(&str, &str)]) -> Response {
    let asked = [sent, &[("go", "total")]].concat();
    let shown = buyer.post(path, &asked).page().values("shown");
    let seen: Vec<_> = shown
        .iter()
        .map(|total| ("shown", total.as_str()))
        .collect();
    buyer.post(path, &[sent, &seen].concat())
}
