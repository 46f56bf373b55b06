//! One row as the answers of a draft: the words of its cells become what the steps of the form would hold.

use super::columns::Column;
use super::{Cell, Layout, Reason, SheetRow, price_heading};
use crate::answers::{Answers, Catalogue, Fields, Step, discount, individual};
use crate::domain::account::{AccountId, Organisation};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::{DiscountKind, DurationsFault};
use crate::domain::duration::DurationKind;
use crate::domain::ids::DocumentId;
use crate::domain::money::Currency;
use crate::domain::pricing::LineKey;

/// The words by which people name the two kinds of discount that a row can hold, and the one that it cannot.
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

    fn discount(&mut self, product: Option<&Product>) {
        let mut fields = Fields::default();
        let typed = self.text(&Column::DiscountType);
        let known = DISCOUNT_WORDS.iter().find(|(name, _)| *name == word(typed));
        let kind = known.map(|(_, kind)| *kind);
        match kind {
            Some(DiscountKind::Flexible) => self.refuse(
                &Column::DiscountType,
                "A flexible payment schedule does not fit a row – use Create opportunity for it",
            ),
            Some(kind) => fields.set("discount_type", kind.as_str()),
            None if typed.is_empty() => {}
            None => self.refuse(
                &Column::DiscountType,
                "Discount type must be percentage or individual",
            ),
        }
        self.currency(kind, &mut fields);
        self.zero_prices(&mut fields);
        if let Some(product) = product {
            self.contract_durations(product, &mut fields);
        }
        match kind {
            Some(DiscountKind::Percentage) => {
                fields.set("percent", self.text(&Column::Percent));
                self.no_prices();
            }
            Some(DiscountKind::Individual) => {
                if let Some(product) = product {
                    self.prices(product, &mut fields);
                }
            }
            Some(DiscountKind::Flexible) | None => {}
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

    fn contract_durations(&mut self, product: &Product, fields: &mut Fields) {
        let typed = self.text(&Column::ContractDurations);
        let mut durations = Vec::new();
        for code in typed
            .split([' ', ',', ';', '\n'])
            .filter(|code| !code.is_empty())
        {
            match ContractDuration::parse(&code.to_uppercase()) {
                Some(duration) => durations.push(duration),
                None => {
                    return self.refuse(
                        &Column::ContractDurations,
                        "Contract durations must be like P12M for months or P365D for days",
                    );
                }
            }
        }
        if durations.is_empty() {
            return;
        }
        match product.model.duration_unit() {
            None => self.refuse(
                &Column::ContractDurations,
                format!("{} has no contract durations – clear them", product.title),
            ),
            Some(unit) if durations.iter().any(|duration| duration.unit() != unit) => self.refuse(
                &Column::ContractDurations,
                format!("{} has durations in {}", product.title, unit.label()),
            ),
            Some(_) => {
                let public = product.public_durations();
                let mut written = fields.clone();
                discount::write_durations(&mut written, &product.id, &durations, &public);
                // Of several custom durations the form holds one, and none is to be lost unsaid.
                let understood = discount::durations(&written, product).unwrap_or_default();
                if durations.iter().all(|each| understood.contains(each)) {
                    *fields = written;
                } else {
                    let text =
                        discount::durations_text(DurationsFault::CustomNotAlone, &product.title);
                    self.refuse(&Column::ContractDurations, text);
                }
            }
        }
    }

    /// The price columns in which this row has something.
    fn filled_prices(&self) -> Vec<(LineKey, &'a str)> {
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
                let text = format!(
                    "{} has no price for {} of {} in this row – clear it",
                    product.title,
                    line.charge.label(),
                    line.dimension
                );
                self.refuse(&Column::Price(line), text);
            }
        }
    }

    fn duration(&mut self) {
        let mut fields = Fields::default();
        let (typed, last_day) = (self.text(&Column::Duration), self.text(&Column::LastDay));
        let known = DURATION_WORDS.iter().find(|(name, _)| *name == word(typed));
        let kind = known.map(|(_, kind)| *kind);
        match kind {
            Some(kind) => fields.set("duration", kind.as_str()),
            None if typed.is_empty() => {}
            None => self.refuse(
                &Column::Duration,
                "Duration must be single use, specific time or no set time",
            ),
        }
        if kind == Some(DurationKind::NoSetTime) && !last_day.is_empty() {
            self.refuse(
                &Column::LastDay,
                "No set time has no last day – clear it or choose another duration",
            );
        } else if !last_day.is_empty() {
            match day_month_year(last_day) {
                Some([day, month, year]) => {
                    fields.set("end-day", day);
                    fields.set("end-month", month);
                    fields.set("end-year", year);
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

/// The column at which a problem of a step is mended.
pub(super) fn column_of(step: Step, field: &str) -> String {
    let column = match step {
        Step::Details if field == "description" => Column::Description,
        Step::Details => Column::Name,
        Step::Resellers => Column::Reseller,
        Step::Products | Step::Dimensions => Column::Product,
        Step::Discount => return discount_column(field),
        Step::Duration if field.starts_with("end") => Column::LastDay,
        Step::Duration => Column::Duration,
        Step::Buyers => Column::Buyers,
        Step::Eula => Column::Eula,
        Step::Rcmp => Column::Contract,
    };
    column.heading()
}

fn discount_column(field: &str) -> String {
    let column = match field.split('[').next().unwrap_or_default() {
        "percent" => Column::Percent,
        "zero" => Column::ZeroPrices,
        "currency" => Column::Currency,
        "term" | "term_custom" => Column::ContractDurations,
        "value" => match price_of(field) {
            Some(line) => return price_heading(&line),
            None => Column::Percent,
        },
        _ => Column::DiscountType,
    };
    column.heading()
}

/// The line in `value[prod-x][users:P12M]`; none for the row that stands for all.
fn price_of(field: &str) -> Option<LineKey> {
    use crate::domain::catalog::DimensionKey;
    use crate::domain::pricing::Charge;
    let row = field.rsplit_once('[')?.1.strip_suffix(']')?;
    let (dimension, charge) = match row.split_once(':') {
        Some((dimension, code)) => (dimension, Charge::parse(code)?),
        None => (row, Charge::Usage),
    };
    Some(LineKey {
        dimension: DimensionKey::parse(dimension)?,
        charge,
    })
}
