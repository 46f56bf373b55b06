//! The discount of a row: its kind, what goes with the kind, and that nothing else was typed.

use super::{Column, Reading, word};
use crate::answers::{Fields, Step, discount, individual};
use crate::domain::catalog::Product;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::{DiscountKind, DurationsFault};
use crate::domain::money::Currency;
use crate::domain::pricing::LineKey;

/// The words by which people name the kinds of discount.
const DISCOUNT_WORDS: [(&str, DiscountKind); 8] = [
    ("percentage", DiscountKind::Percentage),
    ("percentage discount", DiscountKind::Percentage),
    ("percent", DiscountKind::Percentage),
    ("individual", DiscountKind::Individual),
    ("individual pricing", DiscountKind::Individual),
    ("flexible", DiscountKind::Flexible),
    ("flexible payment schedule", DiscountKind::Flexible),
    ("fps", DiscountKind::Flexible),
];

impl<'a> Reading<'a> {
    /// The kind of discount that the row names, if it is one.
    pub(super) fn kind(&self) -> Option<DiscountKind> {
        let typed = word(self.text(&Column::DiscountType));
        let known = DISCOUNT_WORDS.iter().find(|(name, _)| *name == typed);
        known.map(|(_, kind)| *kind)
    }

    pub(super) fn discount(&mut self, product: Option<&Product>) {
        let mut fields = Fields::default();
        let kind = self.kind();
        match kind {
            Some(kind) => fields.set("discount_type", kind.as_str()),
            None if self.text(&Column::DiscountType).is_empty() => {}
            None => self.refuse(
                &Column::DiscountType,
                "Discount type must be percentage, individual or flexible",
            ),
        }
        self.currency(kind, &mut fields);
        self.zero_prices(&mut fields);
        match kind {
            Some(DiscountKind::Percentage) => {
                self.public_or_custom(product, &mut fields);
                fields.set("percent", self.text(&Column::Percent));
                self.no_prices();
                self.no_schedule();
            }
            Some(DiscountKind::Individual) => {
                self.public_or_custom(product, &mut fields);
                if let Some(product) = product {
                    self.prices(product, &mut fields);
                }
                self.no_schedule();
            }
            Some(DiscountKind::Flexible) => self.schedule(product, &mut fields),
            None => {}
        }
        self.answers.set(Step::Discount, fields);
    }

    fn currency(&mut self, kind: Option<DiscountKind>, fields: &mut Fields) {
        let typed = self.text(&Column::Currency).to_uppercase();
        let currency = match typed.as_str() {
            "" => Some(Currency::LIST),
            code => Currency::parse(code),
        };
        match currency {
            None => self.refuse(
                &Column::Currency,
                "Currency must be USD, EUR, GBP, AUD or JPY",
            ),
            Some(currency)
                if currency != Currency::LIST && kind == Some(DiscountKind::Percentage) =>
            {
                self.refuse(
                    &Column::Currency,
                    "List prices are in USD – clear the currency or use individual prices",
                );
            }
            Some(currency) => fields.set("currency", currency.code()),
        }
    }

    fn zero_prices(&mut self, fields: &mut Fields) {
        match word(self.text(&Column::ZeroPrices)).as_str() {
            "" | "no" | "false" => {}
            "yes" | "true" => fields.set("zero", "yes"),
            _ => self.refuse(&Column::ZeroPrices, "Write yes or leave it empty"),
        }
    }

    /// The contract durations that the row names; nothing when they cannot be its product's, which is said.
    pub(super) fn contract_durations(
        &mut self,
        product: &Product,
    ) -> Option<Vec<ContractDuration>> {
        let codes = self.text(&Column::ContractDurations);
        let codes = codes.split([' ', ',', ';', '\n']);
        let parsed: Option<Vec<_>> = codes
            .filter(|code| !code.is_empty())
            .map(|code| ContractDuration::parse(&code.to_uppercase()))
            .collect();
        let text = match (parsed, product.model.duration_unit()) {
            (None, _) => {
                "Contract durations must be like P12M for months or P365D for days".to_owned()
            }
            (Some(durations), None) if !durations.is_empty() => {
                format!("{} has no contract durations – clear them", product.title)
            }
            (Some(durations), Some(unit))
                if durations.iter().any(|duration| duration.unit() != unit) =>
            {
                format!("{} has durations in {}", product.title, unit.label())
            }
            (Some(durations), Some(_) | None) => return Some(durations),
        };
        self.refuse(&Column::ContractDurations, text);
        None
    }

    /// Ticks the contract durations as the form does; without any, those of the public offer are meant.
    fn public_or_custom(&mut self, product: Option<&Product>, fields: &mut Fields) {
        let Some(product) = product else { return };
        let durations = self.contract_durations(product).unwrap_or_default();
        if durations.is_empty() {
            return;
        }
        let public = product.public_durations();
        let custom = durations.iter().find(|each| !public.contains(each));
        let mut written = fields.clone();
        discount::write_durations(&mut written, &product.id, &durations, custom.copied());
        // Of several custom durations the form holds one, and none is to be lost unsaid.
        let understood = discount::durations(&written, product).unwrap_or_default();
        if durations.iter().all(|each| understood.contains(each)) {
            *fields = written;
        } else {
            let text = discount::durations_text(DurationsFault::CustomNotAlone, &product.title);
            self.refuse(&Column::ContractDurations, text);
        }
    }

    /// The price columns in which this row has something.
    pub(super) fn filled_prices(&self) -> Vec<(LineKey, &'a str)> {
        let columns = self.layout.columns().iter().flatten();
        columns
            .filter_map(|column| {
                let Column::Price(line) = column else {
                    return None;
                };
                Some((line.clone(), self.text(column)))
            })
            .filter(|(_, typed)| !typed.is_empty())
            .collect()
    }

    fn no_prices(&mut self) {
        for (line, _) in self.filled_prices() {
            self.refuse(
                &Column::Price(line),
                "A price needs the discount type individual – clear it or change the type",
            );
        }
    }

    fn prices(&mut self, product: &Product, fields: &mut Fields) {
        let percent = self.text(&Column::Percent);
        let set = |fields: &mut Fields, row: &str, rule: &str, value: &str| {
            fields.set(individual::rule_field(&product.id, row), rule);
            fields.set(individual::value_field(&product.id, row), value);
        };
        if !percent.is_empty() {
            set(
                fields,
                individual::ALL_ROWS,
                individual::RULE_PERCENT,
                percent,
            );
        }
        let durations = discount::durations(fields, product).unwrap_or_default();
        let lines = individual::lines(product, &durations);
        for (line, typed) in self.filled_prices() {
            if lines.contains(&line) {
                let row = individual::line_code(&line);
                set(fields, &row, individual::RULE_PRICE, typed);
            } else {
                self.no_such_price(product, line);
            }
        }
    }

    /// Says that nothing is asked for in the column of a price.
    pub(super) fn no_such_price(&mut self, product: &Product, line: LineKey) {
        let text = format!(
            "{} has no price for {} of {} in this row – clear it",
            product.title,
            line.charge.label(),
            line.dimension
        );
        self.refuse(&Column::Price(line), text);
    }
}
