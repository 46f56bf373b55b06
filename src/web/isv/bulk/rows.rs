//! The rows of an uploaded spreadsheet in a table: what each would make, or why it is refused.

use super::Bulk;
use super::terms::told;
use crate::answers::bulk::{Check, Column, Outcome, SheetRow, Verdict};
use crate::domain::agreements::Rcmp;
use crate::domain::discount::Discount;
use crate::domain::opportunity::discount_label;
use crate::domain::terms::{ProvenTerms, warnings};
use crate::web::isv::wizard;
use crate::web::view::Tag;

/// A row of the file, as it would fare.
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) reseller: String,
    pub(super) product: String,
    pub(super) name: String,
    pub(super) discount: String,
    /// What else it would say, label and words; nothing of a row that makes nothing.
    pub(super) terms: Vec<(String, String)>,
    pub(super) tag: Tag,
    /// Column and text.
    pub(super) notes: Vec<(String, String)>,
}

pub(super) fn warned(verdict: &Verdict<'_>, proven: &ProvenTerms) -> bool {
    !verdict.checks.is_empty() || !warnings(proven).is_empty()
}

pub(super) fn row(verdict: &Verdict<'_>, bulk: &Bulk) -> Row {
    match &verdict.outcome {
        Outcome::Good(proven) => good_row(verdict, proven, &bulk.catalogue.rcmp),
        Outcome::Refused(reasons) => Row {
            notes: reasons
                .iter()
                .map(|reason| (reason.column.clone(), reason.text.clone()))
                .collect(),
            ..refused_row(verdict.row, &bulk.upload.sheet.headings)
        },
    }
}

/// What to check about a row: the column, and why.
fn check(check: &Check) -> (String, String) {
    let (column, text) = match check {
        Check::NameInUse => (Column::Name, wizard::NAME_IN_USE.to_owned()),
        Check::Like(number) => (
            Column::Name,
            format!(
                "Row {number} gives the same product to the same reseller under this name. The partner may take one for the other."
            ),
        ),
        Check::Unconfirmed(reseller) => (Column::Reseller, wizard::unconfirmed(reseller)),
    };
    (column.heading(), text)
}

fn good_row(verdict: &Verdict<'_>, proven: &ProvenTerms, rcmp: &Rcmp) -> Row {
    let terms = proven.terms();
    let number = verdict.row.number;
    let of_terms = warnings(proven);
    let of_terms = of_terms
        .iter()
        .map(|warning| ("Check".to_owned(), wizard::warning(warning)));
    let notes: Vec<(String, String)> = verdict.checks.iter().map(check).chain(of_terms).collect();
    let percent = match &terms.discount {
        Discount::Percentage { percent, .. } => Some(*percent),
        Discount::Individual { .. } | Discount::Flexible { .. } => None,
    };
    let names = |all: Vec<&str>| all.join(", ");
    Row {
        number,
        reseller: names(terms.resellers.iter().map(|r| r.name.as_str()).collect()),
        product: names(terms.products.iter().map(|p| p.title.as_str()).collect()),
        name: terms.details.name().to_owned(),
        discount: discount_label(terms.discount.kind(), percent),
        terms: told(proven, rcmp),
        tag: if notes.is_empty() {
            Tag {
                kind: "done",
                label: "Good",
            }
        } else {
            Tag {
                kind: "waiting",
                label: "Warning",
            }
        },
        notes,
    }
}

/// A refused row, with what was typed into the columns that tell it from others.
pub(super) fn refused_row(row: &SheetRow, headings: &[String]) -> Row {
    let typed = |column: Column| {
        let heading = column.heading();
        let mut pairs = headings.iter().zip(&row.cells);
        let found = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(&heading));
        let text = found.map_or("", |(_, cell)| cell.shown().trim());
        text.chars().take(100).collect::<String>()
    };
    Row {
        number: row.number,
        reseller: typed(Column::Reseller),
        product: typed(Column::Product),
        name: typed(Column::Name),
        discount: typed(Column::Percent),
        terms: Vec::new(),
        tag: Tag {
            kind: "attention",
            label: "Refused",
        },
        notes: row
            .reasons
            .iter()
            .map(|reason| (reason.column.clone(), reason.text.clone()))
            .collect(),
    }
}
