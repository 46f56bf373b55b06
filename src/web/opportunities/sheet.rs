//! What an opportunity says, laid out for reading: sections in the order of the form it was made with. Everything is as it was
//! frozen at creation. Each side reads of the other party, and only the ISV of who made it and together with what.

use crate::domain::account::Organisation;
use crate::domain::agreements::{Eula, Rcmp, ResellerContract};
use crate::domain::duration::DurationKind;
use crate::domain::opportunity::{Opportunity, Party};
use crate::web::facts::{Line, Part, Value, buyers, file, line, part, words};
use crate::web::{agreements, paths, view};

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
    asks.extend(vendor.map(|vendor| words("Contact", &vendor.email)));
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
        part("buyers", "Buyers", vec![buyers(&opportunity.buyers)]),
        part("eula", "EULA", vec![eula(opportunity)]),
        part(
            "rcmp",
            "Reseller contract",
            vec![contract(opportunity, rcmp)],
        ),
    ]
}

fn details(opportunity: &Opportunity) -> Vec<Line> {
    let description = opportunity.details.description();
    let description = description.map_or(Value::Nothing("Not given"), |text| {
        Value::Text(text.to_owned())
    });
    vec![
        line("Identifier", Value::Id(opportunity.id.to_string())),
        words("Name", opportunity.details.name()),
        line("Description", description),
        line(
            "Created",
            Value::Moment(view::moment(opportunity.created_at)),
        ),
    ]
}

fn made(opportunity: &Opportunity) -> Vec<Line> {
    let mut lines = vec![
        words("Created by", &opportunity.created_by),
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
        words("Name", &party.name),
        line("Account ID", Value::Id(party.account.grouped())),
    ]
}

fn product(opportunity: &Opportunity) -> Vec<Line> {
    let product = &opportunity.product;
    vec![
        words("Title", &product.title),
        line("Product ID", Value::Id(product.id.to_string())),
        words("Type", product.model.product_type().label()),
        words("Pricing", product.model.label()),
    ]
}

fn discount(opportunity: &Opportunity) -> Vec<Line> {
    let mut lines = vec![words("Discount type", opportunity.discount.label())];
    let percent = opportunity.percent;
    lines.extend(percent.map(|percent| words("Percentage", format!("{percent}%"))));
    lines.push(words("Currency", opportunity.prices.currency.code()));
    lines
}

fn duration(opportunity: &Opportunity) -> Vec<Line> {
    let last_day = opportunity
        .last_day()
        .map_or(Value::Nothing("None"), |day| {
            Value::Text(view::last_day(day))
        });
    let used = match opportunity.uses {
        0 => Value::Nothing("Not yet"),
        uses => Value::Text(view::count(uses, "time", "times")),
    };
    vec![
        words("Duration", opportunity.duration.kind().label()),
        line("Last day", last_day),
        line("Used", used),
    ]
}

/// How many offers can still be made.
fn left(opportunity: &Opportunity, is_open: bool) -> Line {
    let left = match opportunity.duration.kind() {
        _ if !is_open => Value::Nothing("None"),
        DurationKind::SingleUse => Value::Text("1".to_owned()),
        DurationKind::SpecificTime | DurationKind::NoSetTime => {
            Value::Text("Any number".to_owned())
        }
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

fn eula(opportunity: &Opportunity) -> Line {
    let values = match &opportunity.eula {
        Eula::Public => vec![
            Value::Text("The product’s public EULA".to_owned()),
            agreements::public(&opportunity.product.public_eula),
        ],
        Eula::Standard { version } => vec![agreements::standard(version)],
        Eula::Custom(document) => vec![file(document, paths::document(document.id))],
    };
    Line {
        label: "EULA",
        values,
    }
}

/// What the partner accepts, and where it reads it.
pub fn contract(opportunity: &Opportunity, rcmp: &Rcmp) -> Line {
    line(
        "Reseller contract",
        match &opportunity.contract {
            ResellerContract::None => Value::Nothing("None"),
            ResellerContract::Rcmp { version } => agreements::rcmp(rcmp, version),
            ResellerContract::Custom(document) => file(document, paths::document(document.id)),
        },
    )
}
