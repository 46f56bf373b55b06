//! What an offer says to its partner: everything, the buyer's prices beside the wholesale prices and the margin.

use crate::domain::agreements::Rcmp;
use crate::domain::money::Currency;
use crate::domain::offer::acceptance::Acceptance;
use crate::domain::offer::adjustment::{Adjustment, OfferLine};
use crate::domain::offer::{ContractAcceptance, Offer};
use crate::domain::schedule::{Payment, Schedule};
use crate::web::facts::{Line, Part, Value, buyers, line, part, words};
use crate::web::offers::sheet::{amendments, eula, taken};
use crate::web::opportunities::prices;
use crate::web::opportunities::sheet::contract;
use crate::web::{paths, view};

/// One price.
pub struct Price {
    /// The dimension's name.
    pub dimension: String,
    /// What is charged for: a contract duration or usage.
    pub charge: String,
    /// The unit that is counted.
    pub unit: String,
    /// The list price, where there is one.
    pub list: Option<String>,
    /// What the partner pays.
    pub wholesale: String,
    /// What the buyer pays.
    pub price: String,
    /// What the partner keeps.
    pub margin: String,
}

/// A payment schedule, both sides of it.
pub struct Payments {
    /// How long the contract runs.
    pub contract: String,
    /// What it includes.
    pub units: Vec<(String, String)>,
    /// Due date, wholesale, the buyer's payment, margin.
    pub rows: Vec<[String; 4]>,
    /// The three totals.
    pub totals: [String; 3],
}

/// What came of the offer for one account.
pub struct Agreement {
    /// Its id.
    pub id: String,
    /// The account.
    pub account: String,
    /// The company, and who accepted.
    pub company: String,
    /// Who accepted, and whether the partner noted it.
    pub person: String,
    /// When it was accepted.
    pub at: String,
    /// From when to when it runs.
    pub runs: String,
    /// What was taken up front.
    pub taken: Option<String>,
    /// Wholesale, purchase and margin; nothing where all is billed as used.
    pub totals: Option<[String; 3]>,
}

/// All sections.
pub fn parts(offer: &Offer, rcmp: &Rcmp) -> Vec<Part> {
    let opportunity = &offer.opportunity;
    vec![
        part("details", "Offer details", details(offer)),
        part(
            "product",
            "Product",
            vec![
                words("Title", &opportunity.product.title),
                line("Product ID", Value::Id(opportunity.product.id.to_string())),
                words("Vendor", &opportunity.isv.name),
                line(
                    "Opportunity",
                    Value::Link {
                        label: opportunity.details.name().to_owned(),
                        href: paths::partner_opportunity(opportunity.id),
                    },
                ),
            ],
        ),
        part("buyers", "Buyers", vec![buyers(&offer.buyers)]),
        part("agreements", "Agreements", agreements(offer, rcmp)),
    ]
}

fn details(offer: &Offer) -> Vec<Line> {
    let adjustment = match &offer.adjustment {
        Adjustment::Markup(markup) => format!("Markup of {markup}% on the wholesale price"),
        Adjustment::Discount(percent) => format!("Discount of {percent}% off the list price"),
        Adjustment::OwnAmounts(_) => "Own amounts for each payment".to_owned(),
    };
    let mut lines = vec![
        line("Identifier", Value::Id(offer.id.to_string())),
        words("Name", offer.details.name()),
        words("Description", offer.details.description()),
        line("Extended", Value::Moment(view::moment(offer.extended_at))),
        words("Extended by", &offer.extended_by),
        words("Price adjustment", adjustment),
        words("Expires", view::last_day(offer.expires_on)),
    ];
    let end = offer.subscription_end.map(view::last_day);
    lines.extend(end.map(|end| words("Subscription ends", end)));
    lines
}

fn agreements(offer: &Offer, rcmp: &Rcmp) -> Vec<Line> {
    let opportunity = &offer.opportunity;
    let mut lines = vec![
        eula(&opportunity.eula, &opportunity.product.public_eula, |d| {
            paths::document(d.id)
        }),
        amendments(&offer.amendments, |d| paths::document(d.id)),
    ];
    lines.push(contract(opportunity, rcmp));
    lines.extend(offer.contract.as_ref().map(accepted));
    lines
}

/// Who accepted the reseller contract, when, and which.
fn accepted(contract: &ContractAcceptance) -> Line {
    let which = match (&contract.version, &contract.sha256) {
        (Some(version), _) => format!(", version {version}"),
        (None, Some(sha256)) => format!(", file {}", view::fingerprint(sha256)),
        (None, None) => String::new(),
    };
    let at = view::moment(contract.at).words;
    words(
        "Contract accepted",
        format!("By {} on {at}{which}", contract.person),
    )
}

/// All prices.
pub fn prices(offer: &Offer) -> Vec<Price> {
    let currency = offer.opportunity.prices.currency;
    let price = |line: &OfferLine| Price {
        dimension: line.name.clone(),
        charge: line.key.charge.label(),
        unit: line.unit.clone(),
        list: line.list.map(|list| view::amount(list, Currency::LIST)),
        wholesale: view::amount(line.wholesale, currency),
        price: view::amount(line.price, currency),
        margin: view::total(line.margin(), currency),
    };
    offer.lines.iter().map(price).collect()
}

/// The payment schedule, if there is one.
pub fn payments(offer: &Offer) -> Option<Payments> {
    let schedule: &Schedule = offer.opportunity.schedule.as_ref()?;
    let own = offer.payments.as_ref()?;
    let currency = offer.opportunity.prices.currency;
    let row = |(theirs, own): (&Payment, &Payment)| {
        [
            view::day(theirs.date),
            view::amount(theirs.amount, currency),
            view::amount(own.amount, currency),
            view::total(own.amount.value() - theirs.amount.value(), currency),
        ]
    };
    let purchase = crate::domain::money::total(own.iter().map(|payment| payment.amount));
    let totals = [schedule.total(), purchase, purchase - schedule.total()];
    Some(Payments {
        contract: prices::contract(schedule),
        units: prices::units(&schedule.grants, |key| {
            offer.opportunity.dimension_name(key)
        }),
        rows: schedule.payments.iter().zip(own).map(row).collect(),
        totals: totals.map(|total| view::total(total, currency)),
    })
}

/// What came of it, oldest first.
pub fn came_of_it(offer: &Offer) -> Vec<Agreement> {
    let currency = offer.opportunity.prices.currency;
    let agreement = |made: &Acceptance| Agreement {
        id: made.id.to_string(),
        account: made.account.grouped(),
        company: made.company.clone(),
        person: if made.by_buyer {
            made.person.clone()
        } else {
            format!("{}, recorded by you", made.person)
        },
        at: view::moment(made.at).words,
        runs: format!(
            "{} to {}",
            view::day(made.starts_on),
            view::day(made.ends_on)
        ),
        taken: taken(&made.purchase, |key| offer.opportunity.dimension_name(key)),
        totals: made.totals.map(|totals| {
            [totals.wholesale, totals.purchase, totals.margin()]
                .map(|total| view::total(total, currency))
        }),
    };
    offer.acceptances.iter().map(agreement).collect()
}
