//! What an opportunity says, laid out for reading: sections in the order of the form it was made with, its price book and its
//! payment schedule. Everything is as it was frozen at creation.

use crate::domain::agreements::{Document, Eula, PublicEula, ResellerContract};
use crate::domain::money::{self, Currency};
use crate::domain::opportunity::{Opportunity, Party};
use crate::domain::pricing::{Basis, PriceLine};
use crate::domain::schedule::Schedule;
use crate::web::paths;
use crate::web::view::{self, Moment};

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What its address ends with.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it says.
    pub lines: Vec<Line>,
}

/// An answer with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name.
    pub label: &'static str,
    /// The answer; several where there are several.
    pub values: Vec<Value>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// An identifier.
    Id(String),
    /// Words for that nothing was given.
    Nothing(&'static str),
    /// A moment.
    Moment(Moment),
    /// Words that lead somewhere.
    Link {
        /// The words.
        label: String,
        /// Where.
        href: String,
    },
    /// A document to download.
    File {
        /// Its name.
        name: String,
        /// Where it is.
        href: String,
        /// How long it is.
        size: String,
        /// The beginning of its checksum.
        fingerprint: String,
    },
    /// A dimension.
    Dimension {
        /// Its name.
        name: String,
        /// What it is.
        description: String,
        /// Whether it exists only in this opportunity.
        added: bool,
    },
}

/// One price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The dimension's name.
    pub dimension: String,
    /// Whether the dimension exists only in this opportunity.
    pub added: bool,
    /// What is charged for: a contract duration or usage.
    pub charge: String,
    /// The unit that is counted.
    pub unit: String,
    /// The list price, where there is one.
    pub list: Option<String>,
    /// What the partner gets off, or how the price came about.
    pub discount: String,
    /// What the partner pays.
    pub wholesale: String,
}

/// A payment schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payments {
    /// How long the contract runs, in a sentence.
    pub contract: String,
    /// The dimensions bought, and how much of each.
    pub units: Vec<(String, String)>,
    /// When how much falls due.
    pub payments: Vec<(String, String)>,
    /// What all payments come to.
    pub total: String,
}

/// Digits of a checksum that tell two files apart at a glance.
const FINGERPRINT_DIGITS: usize = 8;

/// All sections.
pub fn parts(opportunity: &Opportunity) -> Vec<Part> {
    vec![
        part("details", "Opportunity details", details(opportunity)),
        part("reseller", "Reseller", reseller(&opportunity.reseller)),
        part("product", "Product", product(opportunity)),
        part("discount", "Discount", discount(opportunity)),
        part("duration", "Duration", duration(opportunity)),
        part("dimensions", "Product dimensions", vec![dimensions(opportunity)]),
        part("buyers", "Buyers", vec![buyers(opportunity)]),
        part("eula", "EULA", vec![eula(opportunity)]),
        part("rcmp", "Reseller contract", vec![contract(opportunity)]),
    ]
}

fn part(id: &'static str, title: &'static str, lines: Vec<Line>) -> Part {
    Part { id, title, lines }
}

fn line(label: &'static str, value: Value) -> Line {
    Line { label, values: vec![value] }
}

fn words(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn details(opportunity: &Opportunity) -> Vec<Line> {
    let description = opportunity.details.description();
    let mut lines = vec![
        line("Identifier", Value::Id(opportunity.id.to_string())),
        line("Name", words(opportunity.details.name())),
        line("Description", description.map_or(Value::Nothing("Not given"), words)),
        line("Created", Value::Moment(view::moment(opportunity.created_at))),
        line("Created by", words(&opportunity.created_by)),
        line("Created together in", link(opportunity.batch.to_string(), paths::isv_batch(opportunity.batch))),
    ];
    lines.extend(opportunity.cloned_from.map(|id| line("Cloned from", link(id.to_string(), paths::isv_opportunity(id)))));
    lines
}

fn link(label: String, href: String) -> Value {
    Value::Link { label, href }
}

fn reseller(party: &Party) -> Vec<Line> {
    vec![line("Name", words(&party.name)), line("Account ID", Value::Id(party.account.grouped()))]
}

fn product(opportunity: &Opportunity) -> Vec<Line> {
    let product = &opportunity.product;
    vec![
        line("Title", words(&product.title)),
        line("Product ID", Value::Id(product.id.to_string())),
        line("Type", words(product.model.product_type().label())),
        line("Pricing", words(product.model.label())),
    ]
}

fn discount(opportunity: &Opportunity) -> Vec<Line> {
    let mut lines = vec![line("Discount type", words(opportunity.discount.label()))];
    lines.extend(opportunity.percent.map(|percent| line("Percentage", words(format!("{percent}%")))));
    lines.push(line("Currency", words(opportunity.prices.currency.code())));
    lines
}

fn duration(opportunity: &Opportunity) -> Vec<Line> {
    let last_day = opportunity.last_day().map_or(Value::Nothing("None"), |day| {
        words(format!("{}, until midnight UTC", view::day(day)))
    });
    let used = match opportunity.uses {
        0 => Value::Nothing("Not yet"),
        uses => words(view::count(uses, "time", "times")),
    };
    vec![
        line("Time length", words(opportunity.duration.kind().label())),
        line("Last day", last_day),
        line("Used", used),
    ]
}

fn dimensions(opportunity: &Opportunity) -> Line {
    let values = opportunity.dimensions.iter().map(|dimension| Value::Dimension {
        name: dimension.name.clone(),
        description: dimension.description.clone(),
        added: dimension.added,
    });
    Line { label: "Included", values: values.collect() }
}

fn buyers(opportunity: &Opportunity) -> Line {
    if opportunity.buyers.is_anyone() {
        return line("Buyer account IDs", Value::Nothing("Any buyer"));
    }
    let accounts = opportunity.buyers.accounts().iter();
    Line { label: "Buyer account IDs", values: accounts.map(|account| Value::Id(account.grouped())).collect() }
}

fn eula(opportunity: &Opportunity) -> Line {
    let standard = "Standard Contract for AWS Marketplace";
    line(
        "Buyers accept",
        match (&opportunity.eula, &opportunity.product.public_eula) {
            (Eula::Public, PublicEula::Standard) => words(format!("The product’s public EULA: {standard}")),
            // Not a link: the address is the ISV's own text, and nothing here vouches for where it leads.
            (Eula::Public, PublicEula::Custom { url }) => words(format!("The product’s public EULA: {url}")),
            (Eula::Standard { version }, _) => words(format!("{standard}, version {version}")),
            (Eula::Custom(document), _) => file(document),
        },
    )
}

fn contract(opportunity: &Opportunity) -> Line {
    line(
        "The partner accepts",
        match &opportunity.contract {
            ResellerContract::None => Value::Nothing("None"),
            ResellerContract::Rcmp { version } => words(format!("Reseller Contract for AWS Marketplace (RCMP), version {version}")),
            ResellerContract::Custom(document) => file(document),
        },
    )
}

fn file(document: &Document) -> Value {
    Value::File {
        name: document.name.clone(),
        href: paths::document(document.id),
        size: view::size(document.size),
        fingerprint: document.sha256.chars().take(FINGERPRINT_DIGITS).collect(),
    }
}

/// The price book.
pub fn prices(opportunity: &Opportunity) -> Vec<Price> {
    let added = |line: &PriceLine| opportunity.dimensions.iter().any(|d| d.added && d.key == line.key.dimension);
    let lines = opportunity.prices.lines.iter();
    lines.map(|line| price(line, opportunity.prices.currency, added(line))).collect()
}

fn price(line: &PriceLine, currency: Currency, added: bool) -> Price {
    Price {
        dimension: line.name.clone(),
        added,
        charge: line.key.charge.label(),
        unit: line.unit.clone(),
        list: line.list.map(|list| view::amount(list, Currency::LIST)),
        discount: match line.basis {
            Basis::Percent(percent) => format!("{percent}%"),
            Basis::Price => "Own price".to_owned(),
            Basis::Fee => "Usage fee".to_owned(),
            Basis::Custom => "Added".to_owned(),
        },
        wholesale: view::amount(line.wholesale, currency),
    }
}

/// The payment schedule, if there is one.
pub fn payments(opportunity: &Opportunity) -> Option<Payments> {
    let schedule: &Schedule = opportunity.schedule.as_ref()?;
    let currency = opportunity.prices.currency;
    let named = |grant: &crate::domain::schedule::Grant| {
        let dimension = opportunity.dimensions.iter().find(|d| d.key == grant.dimension);
        let name = dimension.map_or_else(|| grant.dimension.to_string(), |d| d.name.clone());
        (name, money::group_digits(&grant.quantity.to_string()))
    };
    let dated = |payment: &crate::domain::schedule::Payment| (view::day(payment.date), view::amount(payment.amount, currency));
    Some(Payments {
        contract: format!("The buyer’s contract runs for {}.", schedule.contract.label()),
        units: schedule.grants.iter().map(named).collect(),
        payments: schedule.payments.iter().map(dated).collect(),
        total: format!("{} {currency}", money::grouped(schedule.total(), currency)),
    })
}
