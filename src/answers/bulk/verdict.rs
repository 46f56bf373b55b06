//! What becomes of every row: good, or refused with the column and the reason.

use super::row::{self, column_of};
use super::{Column, Layout, MAX_REASONS, Sheet, SheetRow};
use crate::answers::{Answers, Catalogue, Journey, Step};
use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{DocumentId, OrganisationId};
use crate::domain::terms::ProvenTerms;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why a row is refused: the column at which it is mended, and what to do there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The heading of the column.
    pub column: String,
    /// What to do.
    pub text: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An opportunity can be made of it.
    Good(Box<ProvenTerms>),
    /// It is refused.
    Refused(Vec<Reason>),
}

/// Why a good row may still not be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// An active opportunity has its name.
    NameInUse,
    /// The row of this number gives the same product to the same reseller under the same name.
    Like(u32),
    /// The reseller of this name has no confirmed e-mail address.
    Unconfirmed(String),
}

/// A row with what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// The row.
    pub row: &'a SheetRow,
    /// All that it says, in one text: two rows with the same one say the same.
    pub key: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What to check before creating; of good rows only.
    pub checks: Vec<Check>,
}

/// What was made before, and who is there, as far as it matters to a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// The rows, by number, of which opportunities were made.
    pub repeated: BTreeSet<u32>,
    /// Names that active opportunities have, in small letters.
    pub names: BTreeSet<String>,
    /// Those of the resellers that have no confirmed e-mail address.
    pub unconfirmed: BTreeSet<OrganisationId>,
}

/// What the rows of a file name, whether or not it exists, each once.
pub fn named(sheet: &Sheet, layout: &Layout) -> (Vec<AccountId>, Vec<ProductId>, Vec<DocumentId>) {
    let mut accounts = BTreeSet::new();
    let mut products = BTreeSet::new();
    let mut documents = BTreeSet::new();
    for each in &sheet.rows {
        accounts.extend(row::account(layout, each));
        products.extend(row::product_id(layout, each));
        documents.extend(row::documents(layout, each));
    }
    (
        accounts.into_iter().collect(),
        products.into_iter().collect(),
        documents.into_iter().collect(),
    )
}

/// All that each row says, in one text, whatever the order of the columns is.
pub fn keys(sheet: &Sheet, layout: &Layout) -> Vec<(u32, String)> {
    let key = |row: &SheetRow| (row.number, key(layout, row));
    sheet.rows.iter().map(key).collect()
}

/// The names that the rows of a file give to their opportunities, in small letters, each once.
pub fn names(sheet: &Sheet, layout: &Layout) -> BTreeSet<String> {
    let name = |each| row::text(layout, each, &Column::Name).to_ascii_lowercase();
    sheet.rows.iter().map(name).collect()
}

fn key(layout: &Layout, row: &SheetRow) -> String {
    let columns = layout.columns().iter().flatten();
    let said: BTreeMap<&Column, &str> = columns
        .map(|column| (column, row::text(layout, row, column)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let parts = said
        .into_iter()
        .map(|(column, text)| format!("{}\u{1F}{text}\u{1E}", column.heading()));
    parts.collect()
}

/// Judges every row against the catalogue as it is now.
pub fn judge<'a>(
    sheet: &'a Sheet,
    layout: &Layout,
    catalogue: &Catalogue,
    before: &Before,
    today: NaiveDate,
) -> Vec<Verdict<'a>> {
    let mut first: BTreeMap<String, u32> = BTreeMap::new();
    let mut called: BTreeMap<String, u32> = BTreeMap::new();
    let mut verdicts = Vec::with_capacity(sheet.rows.len());
    for each in &sheet.rows {
        let key = key(layout, each);
        let same = first.get(&key).copied();
        let outcome = if let Some(number) = same {
            refused(format!(
                "This row says the same as row {number} – clear one of them"
            ))
        } else if before.repeated.contains(&each.number) {
            refused(
                "An opportunity was created from the same row before – change its name to create another"
                    .to_owned(),
            )
        } else {
            one(layout, each, catalogue, today)
        };
        first.entry(key.clone()).or_insert(each.number);
        let checks = match &outcome {
            Outcome::Good(proven) => checks(proven, each.number, before, &mut called),
            Outcome::Refused(_) => Vec::new(),
        };
        verdicts.push(Verdict {
            row: each,
            key,
            outcome,
            checks,
        });
    }
    verdicts
}

/// What to check about the name of a good row and its reseller. That other resellers, or other products, get something of
/// the same name is what most files are for.
fn checks(
    proven: &ProvenTerms,
    number: u32,
    before: &Before,
    called: &mut BTreeMap<String, u32>,
) -> Vec<Check> {
    let name = proven.terms().details.name().to_ascii_lowercase();
    let mut found = Vec::new();
    if before.names.contains(&name) {
        found.push(Check::NameInUse);
    }
    let resellers = proven.terms().resellers.iter();
    let unheard = resellers.filter(|reseller| before.unconfirmed.contains(&reseller.id));
    found.extend(unheard.map(|reseller| Check::Unconfirmed(reseller.name.clone())));
    for (reseller, product, _) in proven.grants() {
        let all = format!("{}\u{1F}{}\u{1F}{name}", reseller.account, product.id);
        match called.get(&all) {
            Some(earlier) => found.push(Check::Like(*earlier)),
            None => {
                called.insert(all, number);
            }
        }
    }
    found
}

fn refused(text: String) -> Outcome {
    Outcome::Refused(vec![Reason {
        column: Column::Name.heading(),
        text,
    }])
}

fn one(layout: &Layout, row: &SheetRow, catalogue: &Catalogue, today: NaiveDate) -> Outcome {
    let (answers, mut reasons) = row::read(layout, row, catalogue);
    let journey = Journey::of(&answers, catalogue, today);
    if reasons.is_empty()
        && let Some(proven) = journey.proven()
    {
        return Outcome::Good(Box::new(proven.clone()));
    }
    add_problems(&journey, &answers, &mut reasons);
    let more = reasons.len().saturating_sub(MAX_REASONS);
    reasons.truncate(MAX_REASONS);
    if more > 0
        && let Some(last) = reasons.last_mut()
    {
        last.text.push_str(&format!(" (and {more} more)"));
    }
    Outcome::Refused(reasons)
}

/// Adds what the rules say of the answers, in the words of a row. Of a column about which something was said already,
/// that is enough: what was no answer is missing to the rules as well.
fn add_problems(journey: &Journey, answers: &Answers, reasons: &mut Vec<Reason>) {
    let said: BTreeSet<String> = reasons.iter().map(|reason| reason.column.clone()).collect();
    // Without a product, or a kind of discount, whatever is said of prices follows from that alone.
    let open = !answers.has(Step::Products);
    let kind = Column::DiscountType.heading();
    for (step, problems) in journey.all_problems() {
        for problem in problems {
            let column = column_of(step, &problem.field);
            let follows = open && step == Step::Discount && column != kind;
            if said.contains(&column) || follows {
                continue;
            }
            let text = match problem.text.strip_prefix("Line ") {
                Some(rest) => format!("Buyer {rest}"),
                None => problem.text.clone(),
            };
            reasons.push(Reason { column, text });
        }
    }
}
