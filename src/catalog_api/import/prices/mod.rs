//! The prices of an authorization held against its product: which dimension is charged by what, for which durations.

mod dimensions;
mod flexible;
mod individual;

use super::asked::{Asked, Card, Pricing};
use super::fit::{Known, pricing_word};
use super::node::{At, Source};
use super::remark::{Faults, Remark};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::Discount;
use crate::domain::money::{Amount, Currency};
use crate::domain::pricing::{Charge, LineKey};
use std::collections::{BTreeMap, BTreeSet};

/// What the prices make.
#[derive(Debug, Default)]
pub(super) struct Priced {
    /// The discount.
    pub(super) discount: Option<Discount>,
    /// Changes to the dimensions of a SaaS contract.
    pub(super) choices: DimensionChoices,
    /// Whether there is a price of zero, which is then meant.
    pub(super) zero: bool,
}

/// The prices on their way from a document into an opportunity.
struct Fitting<'a> {
    product: &'a Product,
    asked: &'a Asked,
    known: &'a Known<'a>,
    faults: &'a mut Faults,
    remarks: &'a mut Vec<Remark>,
}

/// Makes a discount of the prices.
pub(super) fn priced(
    asked: &Asked,
    product: Option<&Product>,
    known: &Known<'_>,
    faults: &mut Faults,
    remarks: &mut Vec<Remark>,
) -> Priced {
    let Some(pricing) = &asked.pricing else {
        remarks.push(Remark::new(&asked.path, "It has no prices; enter them"));
        return Priced::default();
    };
    let Some(product) = product else {
        if asked.product.is_none() {
            let text = "Prices cannot be taken over without a product; enter them";
            remarks.push(Remark::new(&pricing.path, text));
        }
        return Priced::default();
    };
    let currency = pricing.currency.unwrap_or(Currency::LIST);
    let mut fitting = Fitting {
        product,
        asked,
        known,
        faults,
        remarks,
    };
    fitting.model(pricing);
    let rates = fitting.rates(pricing);
    match &pricing.fixed {
        Some(fixed) => fitting.flexible(fixed, currency, rates),
        None => fitting.individual(pricing, currency, rates),
    }
}

impl Fitting<'_> {
    fn model(&mut self, pricing: &Pricing) {
        let expected = pricing_word(self.product);
        if let Some(At { path, value }) = pricing.model.as_ref().filter(|at| at.value != expected) {
            let text = format!(
                "It says {value}; {} is a product of {expected} prices ({}), which stays so",
                self.product.title,
                self.product.model.label()
            );
            self.remarks.push(Remark::new(path, text));
        }
    }

    /// The rates of usage: of all usage dimensions of the product, and of nothing else.
    fn rates(&mut self, pricing: &Pricing) -> BTreeMap<LineKey, Amount> {
        let expected: BTreeSet<DimensionKey> = self
            .product
            .usage_dimensions()
            .map(|d| d.key.clone())
            .collect();
        let Some(card) = &pricing.usage else {
            if !expected.is_empty() {
                self.without("usage rates", pricing);
            }
            return BTreeMap::new();
        };
        for (key, _) in &card.prices {
            if expected.contains(&key.value) {
                continue;
            }
            self.wrong_dimension(key, "usage");
        }
        self.missing(card, &expected, "usage rate");
        let known = card
            .prices
            .iter()
            .filter(|(key, _)| expected.contains(&key.value));
        let rates = known.map(|(key, price)| {
            let line = LineKey {
                dimension: key.value.clone(),
                charge: Charge::Usage,
            };
            (line, *price)
        });
        rates.collect()
    }

    /// Prices of a kind that the product needs and of which there are none. A release checks that all are there; what is
    /// not released may still get them, and what stands at AWS is as it is.
    fn without(&mut self, what: &str, pricing: &Pricing) {
        let title = &self.product.title;
        if self.asked.released && self.asked.source == Source::Request {
            let text = format!("it is released without {what}, which {title} needs");
            self.faults
                .rule(&pricing.path, "MISSING_MANDATORY_TERMS", text);
        } else {
            let text = format!("It has no {what}, which {title} needs; enter them");
            self.remarks.push(Remark::new(&pricing.path, text));
        }
    }

    /// What stands at AWS may be older than the product as it is now, and goes without what the product does not have any more.
    fn wrong_dimension(&mut self, key: &At<DimensionKey>, kind: &str) {
        let title = &self.product.title;
        if self.asked.source == Source::Entity {
            let text = format!(
                "{} is no {kind} dimension of {title} now and is left out",
                key.value
            );
            self.remarks.push(Remark::new(&key.path, text));
        } else if self.product.dimension(&key.value).is_some() {
            let text = format!("{} is no {kind} dimension of {title}", key.value);
            self.faults.rule(&key.path, "INVALID_RATE_CARD", text);
        } else {
            let text = format!("{} is no dimension of {title}", key.value);
            self.faults.rule(&key.path, "INCOMPATIBLE_PRODUCT", text);
        }
    }

    fn missing(&mut self, card: &Card, expected: &BTreeSet<DimensionKey>, what: &str) {
        let lacking = expected
            .iter()
            .filter(|key| card.prices.iter().all(|(other, _)| other.value != **key));
        for key in lacking {
            if self.asked.source == Source::Entity {
                let text = format!("The {what} of {key} is missing; enter it");
                self.remarks.push(Remark::new(&card.path, text));
            } else {
                let text = format!("the {what} of {key} is missing");
                self.faults.rule(&card.path, "INVALID_RATE_CARD", text);
            }
        }
    }
}
