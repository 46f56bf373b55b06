//! The offer wizard: its pages in their states, its rules broken through the forms, and who wins a race.

mod access;
mod alike;
mod closed;
mod dates;
mod documents;
mod drafts;
mod extend;
mod other_buyers;
#[cfg(feature = "postgres")]
mod overtaken;
mod pages;
mod price;
mod race;
mod rcmp;
mod readback;
mod refusals;
mod retired;
mod save;
mod target;

use crate::client::{Client, Response};
use crate::html::{Form, Page};
use crate::portal::TestPortal;
use crate::trade::{PARTNER, Trade, VAULT, fields};
use crate::wizard::{Typed, fill, uploads};
use consign::answers::offer::{OfferAnswers, OfferStep};
use consign::answers::{Answers, Step};
use consign::domain::account::User;
use consign::domain::ids::OfferDraftId;
use consign::random;
use consign::store::offers::drafts::{self as kept, NewOfferDraft, OfferDraft};
use consign::store::scope::{PartnerScope, Scope};
use consign::store::users;

const BUYER: &str = "210987654321";
const COLLEAGUE: &str = "member@contoso.example";
const OTHER_PARTNER: &str = "admin@harbor.example";

/// The scope and the person of a partner.
fn person(portal: &TestPortal, email: &str) -> (User, PartnerScope) {
    let found = portal.db.read_now(|c| {
        let user = users::by_email(c, email)?.expect("somebody");
        users::who(c, user.id)
    });
    let who = found.expect("it can be read").expect("somebody");
    match who.scope {
        Scope::Partner(scope) => (who.user, scope),
        Scope::Isv(_) | Scope::Operator => panic!("{email} is of no partner"),
    }
}

/// Answers that give Contoso 20% off Vault Storage for 12 months.
fn vault(trade: &Trade<'_>) -> Answers {
    let mut answers = trade.answers("Q1 renewals");
    answers.set(Step::Products, fields(&[("product", VAULT)]));
    let discount = [
        ("discount_type", "percentage"),
        ("percent", "20"),
        ("listed", VAULT),
        ("term[prod-vaultstorage1]", "P12M"),
    ];
    answers.set(Step::Discount, fields(&discount));
    answers
}

/// Answers that give Contoso a payment schedule: 200.00 on 1 April, 250.00 on 1 October 2027.
fn scheduled(trade: &Trade<'_>) -> Answers {
    trade.scheduled("Q1 renewals", ["200", "250"])
}

/// What completes a draft of an offer; of what is paid as used it has a subscription end as well.
fn complete() -> OfferAnswers {
    let mut answers = OfferAnswers::default();
    answers.set(OfferStep::Terms, fields(&[("buyers", BUYER)]));
    let price = [("adjustment", "markup"), ("percent", "5")];
    answers.set(OfferStep::Price, fields(&price));
    answers.set(OfferStep::Schedule, fields(&[("payments", "markup")]));
    let dates = [
        ("name", "Offer for Acme"),
        ("description", "Negotiated by Tom"),
        ("expiry-day", "31"),
        ("expiry-month", "12"),
        ("expiry-year", "2026"),
        ("end-day", "31"),
        ("end-month", "12"),
        ("end-year", "2027"),
    ];
    answers.set(OfferStep::Dates, fields(&dates));
    answers
}

/// Keeps a draft of an offer.
fn keep(
    portal: &TestPortal,
    (user, scope): &(User, PartnerScope),
    opportunity: &str,
    answers: &OfferAnswers,
) -> OfferDraftId {
    let now = portal.clock.now();
    let new = NewOfferDraft {
        id: random::id(now),
        opportunity: opportunity.parse().expect("an id"),
        answers,
        by: user.id,
    };
    let kept = portal.db.write_now(|c| kept::create(c, scope, &new, now));
    let done = consign::store::drafts::Created::Done;
    assert_eq!(kept.expect("it can be written"), done);
    new.id
}

/// A draft of an offer, open in the browser of Contoso's admin.
struct Offer<'a> {
    trade: Trade<'a>,
    who: (User, PartnerScope),
    browser: Client,
    opportunity: String,
    draft: String,
}

impl<'a> Offer<'a> {
    /// A draft of an offer from what Northwind gives here.
    fn with(
        portal: &'a TestPortal,
        give: impl FnOnce(&Trade<'a>) -> Answers,
        answers: &OfferAnswers,
    ) -> Self {
        let trade = Trade::begin(portal);
        let given = give(&trade);
        let opportunity = trade.give(&given);
        let who = person(portal, PARTNER);
        let draft = keep(portal, &who, &opportunity, answers).to_string();
        Self {
            browser: portal.sign_in(PARTNER),
            trade,
            who,
            opportunity,
            draft,
        }
    }

    /// Nothing is answered yet.
    fn empty(portal: &'a TestPortal, give: impl FnOnce(&Trade<'a>) -> Answers) -> Self {
        Self::with(portal, give, &OfferAnswers::default())
    }

    /// A draft that can be extended.
    fn sound(portal: &'a TestPortal, give: impl FnOnce(&Trade<'a>) -> Answers) -> Self {
        Self::with(portal, give, &complete())
    }

    fn at(&self, place: impl AsRef<str>) -> String {
        format!("/partner/offer-drafts/{}/{}", self.draft, place.as_ref())
    }

    fn page(&self, place: impl AsRef<str>) -> Page {
        let answer = self.browser.get(&self.at(place));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.page()
    }

    fn press(&self, place: impl AsRef<str>, button: &str, typed: Typed<'_>) -> Response {
        let form = fill(self.page(&place).form(button), typed);
        self.submit(place, &form)
    }

    fn submit(&self, place: impl AsRef<str>, form: &Form) -> Response {
        if form.multipart {
            uploads::send(&self.browser, &form.action, &form.fields, &[])
        } else {
            self.browser.submit(&self.at(place), form)
        }
    }

    fn save(&self, step: OfferStep, typed: Typed<'_>) -> Response {
        self.press(step.as_str(), "Save and continue", typed)
    }

    /// What the draft holds.
    fn kept(&self) -> OfferDraft {
        let id: OfferDraftId = self.draft.parse().expect("an id");
        let found = self
            .trade
            .portal
            .db
            .read_now(|c| kept::find(c, &self.who.1, id));
        found.expect("it can be read").expect("a draft")
    }

    /// Types into a step what is good, and goes on to a place.
    fn accepts(&self, step: OfferStep, typed: Typed<'_>, next: &str) {
        let answer = self.save(step, typed);
        let errors = match answer.status {
            303 => Vec::new(),
            _ => answer.page().errors(),
        };
        assert_eq!(
            (answer.status, answer.location()),
            (303, self.at(next).as_str()),
            "{typed:?} {errors:?}"
        );
    }

    /// Types into a step what is wrong: the page comes back with these errors and everything typed, which is in the
    /// draft as well.
    fn refuses(&self, step: OfferStep, typed: Typed<'_>, errors: &[(&str, &str)]) -> Page {
        let answer = self.save(step, typed);
        assert_eq!(answer.status, 422, "{typed:?}");
        let page = answer.page();
        crate::wizard::assert_errors(&page, errors);
        let kept = self.kept();
        for (name, value) in typed {
            assert!(
                page.values(name).iter().any(|shown| shown == value),
                "{name}"
            );
            assert!(kept.answers.get(step).is(name, value), "{name}");
        }
        page
    }

    /// Presses *Extend Offer*.
    fn extend(&self) -> Response {
        self.press("review", "Extend Offer", &[])
    }
}

/// 12.5% off LogStream, for no set time.
fn logstream(trade: &Trade<'_>) -> Answers {
    trade.answers("Q1 renewals")
}

/// 12.5% off LogStream, to be used once.
fn once(trade: &Trade<'_>) -> Answers {
    let mut answers = trade.answers("Q1 renewals");
    answers.set(Step::Duration, fields(&[("duration", "single_use")]));
    answers
}
