//! What an opportunity says, laid out for reading: sections in the order of the form it was made with. Everything is as it was
//! frozen at creation. Each side reads of the other party, and only the ISV of who made it and together with what.

use crate::domain::account::Organisation;
use crate::domain::agreements::{Document, Eula, Rcmp, ResellerContract};
use crate::domain::duration::DurationKind;
use crate::domain::opportunity::{Opportunity, Party};
use crate::web::view::{self, Moment};
use crate::web::{agreements, paths};

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
    /// Words that lead out of the portal.
    Outside {
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

/// All sections for the ISV.
pub fn for_isv(opportunity: &Opportunity, rcmp: &Rcmp) -> Vec<Part> {
    let mut details = details(opportunity);
    details.extend(made(opportunity));
    let mut parts = vec![
        part("details", "Opportunity details", details),
        part("reseller", "Reseller", party(&opportunity.reseller)),
    ];
    parts.extend(terms(opportunity, duration(opportunity), rcmp));
    parts
}

/// All sections for the partner, with whom it can ask, and whether offers can be made from it at this moment.
pub fn for_partner(
    opportunity: &Opportunity,
    vendor: Option<&Organisation>,
    is_open: bool,
    rcmp: &Rcmp,
) -> Vec<Part> {
    let mut asks = party(&opportunity.isv);
    asks.extend(vendor.map(|vendor| line("Contact", words(&vendor.email))));
    let mut duration = duration(opportunity);
    duration.push(left(opportunity, is_open));
    let mut parts = vec![
        part("details", "Opportunity details", details(opportunity)),
        part("vendor", "Vendor", asks),
    ];
    parts.extend(terms(opportunity, duration, rcmp));
    parts
}

fn terms(opportunity: &Opportunity, duration: Vec<Line>, rcmp: &Rcmp) -> Vec<Part> {
    vec![
        part("product", "Product", product(opportunity)),
        part("discount", "Discount", discount(opportunity)),
        part("duration", "Duration", duration),
        part(
            "dimensions",
            "Product dimensions",
            vec![dimensions(opportunity)],
        ),
        part("buyers", "Buyers", vec![buyers(opportunity)]),
        part("eula", "EULA", vec![eula(opportunity)]),
        part(
            "rcmp",
            "Reseller contract",
            vec![contract(opportunity, rcmp)],
        ),
    ]
}

fn part(id: &'static str, title: &'static str, lines: Vec<Line>) -> Part {
    Part { id, title, lines }
}

fn line(label: &'static str, value: Value) -> Line {
    Line {
        label,
        values: vec![value],
    }
}

fn words(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn details(opportunity: &Opportunity) -> Vec<Line> {
    let description = opportunity.details.description();
    vec![
        line("Identifier", Value::Id(opportunity.id.to_string())),
        line("Name", words(opportunity.details.name())),
        line(
            "Description",
            description.map_or(Value::Nothing("Not given"), words),
        ),
        line(
            "Created",
            Value::Moment(view::moment(opportunity.created_at)),
        ),
    ]
}

fn made(opportunity: &Opportunity) -> Vec<Line> {
    let mut lines = vec![
        line("Created by", words(&opportunity.created_by)),
        line(
            "Created together in",
            link(
                opportunity.batch.to_string(),
                paths::isv_batch(opportunity.batch),
            ),
        ),
    ];
    lines.extend(opportunity.cloned_from.map(|id| {
        line(
            "Cloned from",
            link(id.to_string(), paths::isv_opportunity(id)),
        )
    }));
    lines
}

fn link(label: String, href: String) -> Value {
    Value::Link { label, href }
}

fn party(party: &Party) -> Vec<Line> {
    vec![
        line("Name", words(&party.name)),
        line("Account ID", Value::Id(party.account.grouped())),
    ]
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
    lines.extend(
        opportunity
            .percent
            .map(|percent| line("Percentage", words(format!("{percent}%")))),
    );
    lines.push(line("Currency", words(opportunity.prices.currency.code())));
    lines
}

fn duration(opportunity: &Opportunity) -> Vec<Line> {
    let last_day = opportunity
        .last_day()
        .map_or(Value::Nothing("None"), |day| {
            words(format!("{}, until midnight UTC", view::day(day)))
        });
    let used = match opportunity.uses {
        0 => Value::Nothing("Not yet"),
        uses => words(view::count(uses, "time", "times")),
    };
    vec![
        line("Duration", words(opportunity.duration.kind().label())),
        line("Last day", last_day),
        line("Used", used),
    ]
}

/// How many offers can still be made.
fn left(opportunity: &Opportunity, is_open: bool) -> Line {
    let left = match opportunity.duration.kind() {
        _ if !is_open => Value::Nothing("None"),
        DurationKind::SingleUse => words("1"),
        DurationKind::SpecificTime | DurationKind::NoSetTime => words("Any number"),
    };
    line("Offers you can still make", left)
}

fn dimensions(opportunity: &Opportunity) -> Line {
    let values = opportunity
        .dimensions
        .iter()
        .map(|dimension| Value::Dimension {
            name: dimension.name.clone(),
            description: dimension.description.clone(),
            added: dimension.added,
        });
    Line {
        label: "Included",
        values: values.collect(),
    }
}

fn buyers(opportunity: &Opportunity) -> Line {
    if opportunity.buyers.is_anyone() {
        return line("Buyer account IDs", Value::Nothing("Any buyer"));
    }
    let accounts = opportunity.buyers.accounts().iter();
    Line {
        label: "Buyer account IDs",
        values: accounts
            .map(|account| Value::Id(account.grouped()))
            .collect(),
    }
}

fn eula(opportunity: &Opportunity) -> Line {
    let values = match &opportunity.eula {
        Eula::Public => vec![
            words("The product’s public EULA"),
            agreements::public(&opportunity.product.public_eula),
        ],
        Eula::Standard { version } => vec![agreements::standard(version)],
        Eula::Custom(document) => vec![file(document)],
    };
    Line {
        label: "EULA",
        values,
    }
}

fn contract(opportunity: &Opportunity, rcmp: &Rcmp) -> Line {
    line(
        "Reseller contract",
        match &opportunity.contract {
            ResellerContract::None => Value::Nothing("None"),
            ResellerContract::Rcmp { version } => agreements::rcmp(rcmp, version),
            ResellerContract::Custom(document) => file(document),
        },
    )
}

fn file(document: &Document) -> Value {
    Value::File {
        name: document.name.clone(),
        href: paths::document(document.id),
        size: view::size(document.size),
        fingerprint: view::fingerprint(&document.sha256),
    }
}
