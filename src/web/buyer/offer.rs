//! The offer as its buyer reads it: who sells what at which price under which terms, and the form that accepts it.

use crate::answers::{Fields, Problems};
use crate::domain::account::AccountId;
use crate::domain::agreements::Document;
use crate::domain::money::Currency;
use crate::domain::offer::{AcceptedByBuyer, BuyerLine, OfferForBuyer, OfferStatus};
use crate::web::auth::Visitor;
use crate::web::facts::{Line, Part, Value, line, part, words};
use crate::web::offers::purchase::Form;
use crate::web::offers::sheet::{amendments, eula, taken};
use crate::web::offers::total::{Reader, Total, TotalView};
use crate::web::opportunities::prices::{self, Payments};
use crate::web::page::{self, Page};
use crate::web::{paths, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "buyer/offer.html")]
struct Offer {
    page: Page,
    name: String,
    partner: String,
    isv: String,
    parts: Vec<Part>,
    prices: Vec<Price>,
    schedule: Option<Payments>,
    /// The agreement, once this account has accepted.
    agreement: Option<Agreement>,
    /// Whether it can be accepted. If it was cancelled, its last day says nothing that a buyer would understand.
    is_open: bool,
    action: String,
    account: String,
    grouped: String,
    agreed: bool,
    form: Form,
    total: TotalView,
    /// Where the total of what is being typed is worked out.
    preview: String,
}

struct Price {
    dimension: String,
    charge: String,
    unit: String,
    /// What it costs publicly.
    list: Option<String>,
    price: String,
}

struct Agreement {
    id: String,
    lines: Vec<Line>,
}

/// An offer that was opened.
pub struct Shown<'a> {
    /// The secret of the link.
    pub secret: &'a str,
    /// The buyer's account.
    pub account: &'a AccountId,
    /// The offer.
    pub offer: &'a OfferForBuyer,
    /// The time.
    pub now: DateTime<Utc>,
}

impl Shown<'_> {
    /// Whether the offer can still be accepted.
    pub fn is_open(&self) -> bool {
        OfferStatus::at(self.offer.expires_on, self.now) == OfferStatus::Active
    }

    /// The page, with what was typed, what it comes to, and what is wrong with it.
    pub fn page(
        &self,
        visitor: &Visitor,
        typed: &Fields,
        total: &Total,
        problems: Problems,
    ) -> HttpResponse {
        let status = page::status(&problems);
        self.answer(visitor, status, (typed, total), problems)
    }

    /// The page for somebody who accepted too late.
    pub fn too_late(&self, visitor: &Visitor) -> HttpResponse {
        let nothing = Fields::default();
        let nothing = (&nothing, &Total::Unknown);
        self.answer(visitor, StatusCode::CONFLICT, nothing, Problems::none())
    }

    fn answer(
        &self,
        visitor: &Visitor,
        status: StatusCode,
        (typed, total): (&Fields, &Total),
        problems: Problems,
    ) -> HttpResponse {
        let offer = self.offer;
        let form = Form::new(offer, typed, &problems);
        let mut page = visitor.page("Private offer", "buyer.offer");
        page.title.clone_from(&offer.name);
        page.problems = problems;
        page.failed = status == StatusCode::CONFLICT;
        let template = Offer {
            page,
            name: offer.name.clone(),
            partner: offer.partner.clone(),
            isv: offer.isv.clone(),
            parts: self.parts(),
            prices: offer.lines.iter().map(|line| price(offer, line)).collect(),
            schedule: schedule(offer),
            agreement: offer.accepted.as_ref().map(|made| agreement(offer, made)),
            is_open: self.is_open(),
            action: paths::buyer_accept(self.secret),
            account: self.account.to_string(),
            grouped: self.account.grouped(),
            agreed: typed.is("eula", "accepted"),
            form,
            total: TotalView::new(total, offer, Reader::Buyer),
            preview: paths::buyer_total(self.secret),
        };
        page::html(status, &template)
    }

    fn parts(&self) -> Vec<Part> {
        let offer = self.offer;
        let href = |document: &Document| {
            let path = paths::buyer_document(self.secret, document.id);
            paths::for_account(&path, self.account)
        };
        let mut details = vec![
            line("Offer ID", Value::Id(offer.id.to_string())),
            words("Seller", &offer.partner),
            words("Vendor", &offer.isv),
            words("Product", &offer.product.title),
            line("Your account ID", Value::Id(self.account.grouped())),
            words("Can be accepted until", view::last_day(offer.expires_on)),
        ];
        let end = offer.subscription_end.map(view::last_day);
        details.extend(end.map(|end| words("Subscription ends", end)));
        vec![
            part("details", "Offer", details),
            part(
                "terms",
                "Terms",
                vec![
                    eula(&offer.eula, &offer.product.public_eula, href),
                    amendments(&offer.amendments, href),
                ],
            ),
        ]
    }
}

fn price(offer: &OfferForBuyer, line: &BuyerLine) -> Price {
    Price {
        dimension: line.name.clone(),
        charge: line.key.charge.label(),
        unit: line.unit.clone(),
        list: line.list.map(|list| view::amount(list, Currency::LIST)),
        price: view::amount(line.price, offer.currency),
    }
}

fn schedule(offer: &OfferForBuyer) -> Option<Payments> {
    let (grants, payments) = offer.schedule.as_ref()?;
    let contract = offer
        .durations
        .first()
        .map_or_else(String::new, |contract| {
            format!("The contract runs for {}.", contract.label())
        });
    Some(prices::schedule_of(
        contract,
        (grants, payments),
        offer.currency,
        |key| offer.dimension_name(key),
    ))
}

fn agreement(offer: &OfferForBuyer, made: &AcceptedByBuyer) -> Agreement {
    let mut lines = vec![
        words("Company", &made.company),
        words("Accepted by", &made.person),
        line("Accepted", Value::Moment(view::moment(made.at))),
        words(
            "Runs",
            format!(
                "{} to {}",
                view::day(made.starts_on),
                view::day(made.ends_on)
            ),
        ),
    ];
    let taken = taken(&made.purchase, |key| offer.dimension_name(key));
    lines.extend(taken.map(|taken| words("Taken up front", taken)));
    lines.push(made.total.map_or_else(
        || line("Total", Value::Nothing("Billed as used")),
        |total| words("Total", view::total(total, offer.currency)),
    ));
    Agreement {
        id: made.id.to_string(),
        lines,
    }
}
