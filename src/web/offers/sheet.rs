//! What an offer says, laid out for reading, in pieces that its sides put together as far as they may know them.

use crate::domain::account::AccountId;
use crate::domain::agreements::{Document, Eula, PublicEula};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::DimensionKey;
use crate::domain::money::{self, Currency};
use crate::domain::offer::acceptance::Purchase;
use crate::domain::schedule::{Grant, Payment};
use crate::web::agreements;
use crate::web::opportunities::prices::Payments;
use crate::web::opportunities::sheet::{Line, Value};
use crate::web::view;
use chrono::NaiveDate;

/// An answer in words.
pub fn words(label: &'static str, text: impl Into<String>) -> Line {
    line(label, Value::Text(text.into()))
}

/// An answer that is one thing.
pub fn line(label: &'static str, value: Value) -> Line {
    Line {
        label,
        values: vec![value],
    }
}

/// For which accounts it is.
pub fn buyers(buyers: &Buyers) -> Line {
    let accounts = buyers.accounts().iter().map(AccountId::grouped);
    Line {
        label: "Buyer account IDs",
        values: accounts.map(Value::Id).collect(),
    }
}

/// A last day on which something can be done.
pub fn last_day(day: NaiveDate) -> String {
    format!("{}, until midnight UTC", view::day(day))
}

/// What buyers accept, and where they read it. Browsers send nothing out of the portal that tells of the offer.
pub fn eula(eula: &Eula, public: &PublicEula, href: impl Fn(&Document) -> String) -> Line {
    let value = match eula {
        Eula::Public => agreements::public(public),
        Eula::Standard { version } => agreements::standard(version),
        Eula::Custom(document) => file(document, href(document)),
    };
    line("End User License Agreement", value)
}

/// The documents that amend it.
pub fn amendments(documents: &[Document], href: impl Fn(&Document) -> String) -> Line {
    let files = documents.iter().map(|d| file(d, href(d)));
    let mut values: Vec<Value> = files.collect();
    if values.is_empty() {
        values.push(Value::Nothing("None"));
    }
    Line {
        label: "Amendments",
        values,
    }
}

/// A document to download.
pub fn file(document: &Document, href: String) -> Value {
    Value::File {
        name: document.name.clone(),
        href,
        size: view::size(document.size),
        fingerprint: view::fingerprint(&document.sha256),
    }
}

/// A payment schedule as the buyer pays it; `name` tells what a dimension is called.
pub fn payments(
    contract: String,
    grants: &[Grant],
    payments: &[Payment],
    currency: Currency,
    name: impl Fn(&DimensionKey) -> String,
) -> Payments {
    let total = money::total(payments.iter().map(|payment| payment.amount));
    let paid = |payment: &Payment| {
        (
            view::day(payment.date),
            view::amount(payment.amount, currency),
        )
    };
    Payments {
        contract,
        units: units(grants, name),
        payments: payments.iter().map(paid).collect(),
        total: view::total(total, currency),
    }
}

/// How much of what.
pub fn units(grants: &[Grant], name: impl Fn(&DimensionKey) -> String) -> Vec<(String, String)> {
    let unit = |grant: &Grant| {
        let quantity = money::group_digits(grant.quantity);
        (name(&grant.dimension), quantity)
    };
    grants.iter().map(unit).collect()
}

/// What was taken up front, in one line; nothing where all is billed as used.
pub fn taken(purchase: &Purchase, name: impl Fn(&DimensionKey) -> String) -> Option<String> {
    if purchase.units.is_empty() {
        return None;
    }
    let units = units(&purchase.units, name).into_iter();
    let units: Vec<String> = units
        .map(|(name, count)| format!("{count} × {name}"))
        .collect();
    let contract = purchase.contract.map(|contract| contract.label());
    let contract = contract.map_or_else(String::new, |contract| format!(" for {contract}"));
    Some(format!("{}{contract}", units.join(", ")))
}
