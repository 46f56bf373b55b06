//! A question and its answers in words: names in place of ids, labels in place of values.

use crate::answers::fields::{LISTED, split};
use crate::answers::{Fields, dimensions, discount, individual, labels};
use crate::domain::catalog::{Dimension, Product};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::DurationKind;
use crate::domain::money::Currency;
use crate::domain::pricing::Charge;
use crate::web::isv::wizard::open_draft::OpenDraft;
use crate::web::wizard::overtaken::date;

/// What the words are taken from.
pub struct Words<'a> {
    open: &'a OpenDraft,
}

impl<'a> Words<'a> {
    /// The words for a draft.
    pub fn of(open: &'a OpenDraft) -> Self {
        Self { open }
    }

    /// What is asked.
    pub fn label(&self, question: &str) -> String {
        let (stem, place) = split(question);
        match (stem, place.as_slice()) {
            ("value", [product, line]) => {
                format!("{}: {}", self.title(product), self.line(product, line))
            }
            ("term", [product]) => format!("{}: contract durations", self.title(product)),
            ("keep", [product]) => format!("{}: dimensions", self.title(product)),
            ("dim_name", [product, number]) => {
                format!("{}: added dimension {number}", self.title(product))
            }
            ("fee", [product, key]) => format!(
                "{}: additional usage fee for {}",
                self.title(product),
                self.dimension_of(product, key)
            ),
            ("units", [key]) => format!("Units of {}", self.dimension(key)),
            ("rate", [key]) => format!("Usage rate of {}", self.dimension(key)),
            ("amount", [number]) => format!("Amount of payment {number}"),
            ("date", [number]) => format!("Date of payment {number}"),
            (stem, _) => labels::of_opportunity(stem).unwrap_or(stem).to_owned(),
        }
    }

    /// What is answered; nothing when nothing is.
    pub fn answer(&self, question: &str, fields: &Fields) -> String {
        let (stem, place) = split(question);
        match (stem, place.as_slice()) {
            ("value", [product, line]) => price(fields, product, line),
            ("term", [product]) => terms(fields, product),
            ("keep", [product]) => self.kept(fields, product),
            ("dim_name", [product, number]) => added(fields, product, number),
            ("end" | "date" | "plan_date", _) => date(fields, question),
            _ => {
                let values = fields.all(question).iter();
                let words: Vec<String> = values.map(|value| self.value(stem, value)).collect();
                if words.is_empty() {
                    self.value(stem, unanswered(stem))
                } else {
                    words.join(", ")
                }
            }
        }
    }

    /// A single value of a question.
    fn value(&self, stem: &str, value: &str) -> String {
        let named = match stem {
            "reseller" => self.reseller(value),
            "product" => self.product(value).map(|product| product.title.clone()),
            "discount_type" => DiscountKind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == value)
                .map(|kind| kind.label().to_owned()),
            "duration" => DurationKind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == value)
                .map(|kind| kind.label().to_owned()),
            "eula" | "contract" => self
                .agreement(value)
                .map(str::to_owned)
                .or_else(|| self.document(value)),
            "plan_frequency" => frequency(value).map(str::to_owned),
            "zero" if value == "yes" => Some("Confirmed".to_owned()),
            "percent" if !value.trim().is_empty() => Some(format!("{value}%")),
            _ => None,
        };
        named.unwrap_or_else(|| value.to_owned())
    }

    fn product(&self, id: &str) -> Option<&Product> {
        let all = self.open.lists.products.iter().chain(self.open.products());
        all.into_iter().find(|product| product.id.as_str() == id)
    }

    fn reseller(&self, id: &str) -> Option<String> {
        let listed = self.open.lists.resellers.iter().map(|r| &r.organisation);
        listed
            .chain(&self.open.catalogue.resellers)
            .find(|organisation| organisation.id.to_string() == id)
            .map(|organisation| organisation.name.clone())
    }

    /// A choice of agreement that is no file.
    fn agreement(&self, value: &str) -> Option<&str> {
        match value {
            "public" => Some("Each product's own EULA"),
            "standard" => Some("Standard contract"),
            "none" => Some("None"),
            "rcmp" => Some(&self.open.catalogue.rcmp.label),
            "upload" => Some("A file to upload"),
            _ => None,
        }
    }

    fn document(&self, id: &str) -> Option<String> {
        let listed = self
            .open
            .lists
            .documents
            .iter()
            .map(|upload| &upload.document);
        listed
            .chain(&self.open.catalogue.documents)
            .find(|document| document.id.to_string() == id)
            .map(|document| document.name.clone())
    }

    fn title(&self, id: &str) -> String {
        self.product(id)
            .map_or_else(|| id.to_owned(), |product| product.title.clone())
    }

    fn dimension_of(&self, product: &str, key: &str) -> String {
        let dimensions = self.product(product).map(|product| &product.dimensions);
        name_in(dimensions.into_iter().flatten(), key)
    }

    /// A dimension of the product that a payment schedule is for.
    fn dimension(&self, key: &str) -> String {
        let chosen = self.open.products().iter();
        let all = chosen.chain(&self.open.lists.products);
        name_in(all.flat_map(|product| &product.dimensions), key)
    }

    /// A row of the price table: its dimension and what is charged.
    fn line(&self, product: &str, line: &str) -> String {
        if line == individual::ALL_ROWS {
            return "price of all dimensions".to_owned();
        }
        match line.split_once(':') {
            Some((key, code)) => {
                let charge = Charge::parse(code).map_or_else(|| code.to_owned(), Charge::label);
                format!("price of {}, {charge}", self.dimension_of(product, key))
            }
            None => format!("price of {}, usage", self.dimension_of(product, line)),
        }
    }

    fn kept(&self, fields: &Fields, product: &str) -> String {
        if !fields.holds(LISTED, product) {
            return "All".to_owned();
        }
        let kept = |dimension: &&Dimension| {
            fields.is(&dimensions::field("keep", product, &dimension.key), "yes")
        };
        let dimensions = self.product(product).map(|product| &product.dimensions);
        let names: Vec<&str> = dimensions
            .into_iter()
            .flatten()
            .filter(kept)
            .map(|dimension| dimension.name.as_str())
            .collect();
        names.join(", ")
    }
}

fn name_in<'d>(mut dimensions: impl Iterator<Item = &'d Dimension>, key: &str) -> String {
    dimensions
        .find(|dimension| dimension.key.as_str() == key)
        .map_or_else(|| key.to_owned(), |dimension| dimension.name.clone())
}

/// What it means that a question was never answered.
fn unanswered(stem: &str) -> &'static str {
    match stem {
        "eula" => "public",
        "contract" => "none",
        "currency" => Currency::LIST.code(),
        _ => "",
    }
}

fn frequency(value: &str) -> Option<&'static str> {
    match value {
        "monthly" => Some("Monthly"),
        "quarterly" => Some("Quarterly"),
        "annually" => Some("Annually"),
        "custom" => Some("Every so many months"),
        _ => None,
    }
}

/// A price with how it is meant.
fn price(fields: &Fields, product: &str, line: &str) -> String {
    let value = fields.get(&individual::value_field(product, line)).trim();
    if value.is_empty() {
        String::new()
    } else if fields.is(
        &individual::rule_field(product, line),
        individual::RULE_PRICE,
    ) {
        format!("{value} {}", discount::currency(fields))
    } else {
        format!("{value}% off")
    }
}

/// The contract durations of a product.
fn terms(fields: &Fields, product: &str) -> String {
    if !fields.holds(LISTED, product) {
        return "Those of the public offer".to_owned();
    }
    let custom = fields.get(&discount::custom_term_field(product));
    let chosen = fields.all(&discount::term_field(product)).iter();
    let words: Vec<String> = chosen
        .map(|code| match ContractDuration::parse(code) {
            Some(duration) => duration.label(),
            None => format!("a custom duration of {custom}"),
        })
        .collect();
    words.join(", ")
}

/// An added dimension with everything that was typed for it.
fn added(fields: &Fields, product: &str, number: &str) -> String {
    let typed = |what: &str| {
        fields
            .get(&dimensions::row_field(what, product, number))
            .trim()
    };
    let said = [
        ("", typed("dim_name")),
        ("key ", typed("dim_key")),
        ("", typed("dim_description")),
        ("unit ", typed("dim_unit")),
        ("units included ", typed("dim_units")),
    ];
    let prices = fields.iter().filter_map(|(field, values)| {
        let code = dimensions::priced_duration(field, product, number)?;
        let price = values.first().filter(|price| !price.trim().is_empty())?;
        let duration = ContractDuration::parse(code).map_or_else(|| code.to_owned(), |d| d.label());
        Some(format!("{duration}: {price}"))
    });
    let said = said.into_iter().filter(|(_, value)| !value.is_empty());
    let words: Vec<String> = said
        .map(|(what, value)| format!("{what}{value}"))
        .chain(prices)
        .collect();
    words.join(" · ")
}
