//! One row as the answers of a draft: the words of its cells become what the steps of the form would hold.

mod discount;
mod place;
mod schedule;

pub(super) use place::column_of;

use super::{Cell, Column, Layout, Reason, SheetRow};
use crate::answers::typed::DateBoxes;
use crate::answers::{Answers, Catalogue, Fields, Step};
use crate::domain::account::{AccountId, Organisation};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::discount::DiscountKind;
use crate::domain::duration::DurationKind;
use crate::domain::ids::DocumentId;

/// The words by which people name how long it can be used.
const DURATION_WORDS: [(&str, DurationKind); 5] = [
    ("single use", DurationKind::SingleUse),
    ("specific time", DurationKind::SpecificTime),
    ("specific time duration", DurationKind::SpecificTime),
    ("no set time", DurationKind::NoSetTime),
    ("no set time duration", DurationKind::NoSetTime),
];

/// A row being read.
pub(super) struct Reading<'a> {
    layout: &'a Layout,
    row: &'a SheetRow,
    catalogue: &'a Catalogue,
    answers: Answers,
    reasons: Vec<Reason>,
}

/// Reads a row: its answers, and what of it is no answer to anything.
pub(super) fn read(
    layout: &Layout,
    row: &SheetRow,
    catalogue: &Catalogue,
) -> (Answers, Vec<Reason>) {
    let mut reading = Reading {
        layout,
        row,
        catalogue,
        answers: Answers::default(),
        reasons: Vec::new(),
    };
    reading.bad_cells();
    reading.details();
    reading.reseller();
    let product = reading.product();
    reading.discount(product);
    reading.duration();
    reading.buyers();
    reading.agreement(Column::Eula, Step::Eula, "eula", &["public", "standard"]);
    reading.agreement(Column::Contract, Step::Rcmp, "contract", &["none", "rcmp"]);
    (reading.answers, reading.reasons)
}

/// The account ID that a row names, if it is one.
pub(super) fn account(layout: &Layout, row: &SheetRow) -> Option<AccountId> {
    AccountId::parse(text(layout, row, &Column::Reseller)).ok()
}

/// The product that a row names, whether or not it is there.
pub(super) fn product_id(layout: &Layout, row: &SheetRow) -> Option<ProductId> {
    ProductId::parse(text(layout, row, &Column::Product))
}

/// The documents that a row names.
pub(super) fn documents(layout: &Layout, row: &SheetRow) -> Vec<DocumentId> {
    [Column::Eula, Column::Contract]
        .iter()
        .filter_map(|column| text(layout, row, column).to_lowercase().parse().ok())
        .collect()
}

/// What stands in a column, without white space around it; empty when the file has no such column.
pub(super) fn text<'a>(layout: &Layout, row: &'a SheetRow, column: &Column) -> &'a str {
    let pairs = layout.columns().iter().zip(&row.cells);
    let found = pairs
        .filter_map(|(own, cell)| (own.as_ref() == Some(column)).then_some(cell))
        .next();
    match found {
        Some(Cell::Text(text)) => text.trim(),
        Some(Cell::Bad { .. }) | None => "",
    }
}

/// A word as people may write it: in capitals, with dashes or underscores.
fn word(typed: &str) -> String {
    let spaced = typed.replace(['_', '-'], " ").to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'a> Reading<'a> {
    fn text(&self, column: &Column) -> &'a str {
        text(self.layout, self.row, column)
    }

    fn refuse(&mut self, column: &Column, text: impl Into<String>) {
        self.reasons.push(Reason {
            column: column.heading(),
            text: text.into(),
        });
    }

    fn bad_cells(&mut self) {
        for (column, cell) in self.layout.columns().iter().zip(&self.row.cells) {
            if let (Some(column), Cell::Bad { fault, .. }) = (column, cell) {
                self.refuse(column, fault.text());
            }
        }
    }

    fn details(&mut self) {
        let mut fields = Fields::default();
        fields.set("name", self.text(&Column::Name));
        fields.set("description", self.text(&Column::Description));
        self.answers.set(Step::Details, fields);
    }

    fn reseller(&mut self) {
        let typed = self.text(&Column::Reseller);
        if typed.is_empty() {
            return self.refuse(&Column::Reseller, "Enter the reseller’s account ID");
        }
        let account = match AccountId::parse(typed) {
            Ok(account) => account,
            Err(count) => {
                let text = format!("Account ID must be 12 digits – this one has {count}");
                return self.refuse(&Column::Reseller, text);
            }
        };
        let mut partners = self.catalogue.resellers.iter();
        let found: Option<&Organisation> = partners.find(|partner| partner.account == account);
        match found {
            Some(partner) => {
                let fields = crate::answers::resellers::write([&partner.id]);
                self.answers.set(Step::Resellers, fields);
            }
            None => self.refuse(
                &Column::Reseller,
                format!("No reseller has the account ID {account}"),
            ),
        }
    }

    fn product(&mut self) -> Option<&'a Product> {
        let typed = self.text(&Column::Product);
        if typed.is_empty() {
            self.refuse(&Column::Product, "Enter the product’s ID");
            return None;
        }
        let id = ProductId::parse(typed);
        let mut products = self.catalogue.products.iter();
        let found = products.find(|product| Some(&product.id) == id.as_ref());
        match found {
            Some(product) => {
                let fields = crate::answers::products::write([&product.id]);
                self.answers.set(Step::Products, fields);
            }
            None => self.refuse(
                &Column::Product,
                "Your catalogue has no product with this ID",
            ),
        }
        found
    }

    fn duration(&mut self) {
        let mut fields = Fields::default();
        let (typed, last_day) = (self.text(&Column::Duration), self.text(&Column::LastDay));
        let known = DURATION_WORDS.iter().find(|(name, _)| *name == word(typed));
        let kind = known.map(|(_, kind)| *kind);
        let flexible = self.kind() == Some(DiscountKind::Flexible);
        match kind {
            // The form leaves no choice there; what was typed is not to be passed over.
            Some(kind) if flexible && kind != DurationKind::SingleUse => self.refuse(
                &Column::Duration,
                "A flexible payment schedule needs single use – write that or leave it empty",
            ),
            Some(kind) => fields.set("duration", kind.as_str()),
            None if typed.is_empty() => {}
            None => self.refuse(
                &Column::Duration,
                "Duration must be single use, specific time or no set time",
            ),
        }
        if kind == Some(DurationKind::NoSetTime) && !flexible && !last_day.is_empty() {
            self.refuse(
                &Column::LastDay,
                "No set time has no last day – clear it or choose another duration",
            );
        } else if !last_day.is_empty() {
            match day_month_year(last_day) {
                Some([day, month, year]) => {
                    DateBoxes { day, month, year }.write(&mut fields, "end");
                }
                None => self.refuse(
                    &Column::LastDay,
                    "Last day must be a real date, like 2027-03-31",
                ),
            }
        }
        self.answers.set(Step::Duration, fields);
    }

    fn buyers(&mut self) {
        let mut fields = Fields::default();
        fields.set("buyers", one_to_a_line(self.text(&Column::Buyers)));
        self.answers.set(Step::Buyers, fields);
    }

    fn agreement(&mut self, column: Column, step: Step, field: &str, words: &[&str]) {
        let typed = self.text(&column).to_lowercase();
        let mut fields = Fields::default();
        if typed.is_empty() {
            return;
        }
        if words.contains(&typed.as_str()) || typed.parse::<DocumentId>().is_ok() {
            fields.set(field, typed);
            self.answers.set(step, fields);
        } else {
            let text = format!(
                "{} must be {} or the ID of an uploaded file",
                column.heading(),
                words.join(", ")
            );
            self.refuse(&column, text);
        }
    }
}

/// The three parts of a day written as `2027-03-31` or `31 Mar 2027`; other orders could mean two days.
fn day_month_year(typed: &str) -> Option<[&str; 3]> {
    let mut parts = typed.split([' ', '-']).filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        None
    } else if first.len() == 4 {
        Some([third, second, first])
    } else {
        Some([first, second, third])
    }
}

/// Account IDs one to a line, as the form takes them. Spaces stand between account IDs, or inside one that is written
/// in groups.
fn one_to_a_line(typed: &str) -> String {
    let mut lines = Vec::new();
    for entry in typed.split([';', ',', '\n']) {
        let words: Vec<&str> = entry.split_whitespace().collect();
        if words.iter().all(|word| AccountId::parse(word).is_ok()) {
            lines.extend(words.into_iter().map(str::to_owned));
        } else {
            lines.push(words.join(" "));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
