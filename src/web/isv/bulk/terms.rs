//! What a good row would make, in full: nothing is created unseen (source document, review).

use crate::domain::agreements::{Eula, Rcmp};
use crate::domain::money::Currency;
use crate::domain::pricing::PriceLine;
use crate::domain::terms::{ProvenTerms, Terms};
use crate::web::view;

/// Label and words.
type Fact = (String, String);

/// Duration, buyers, agreements and all wholesale prices of what is proven.
pub(super) fn told(proven: &ProvenTerms, rcmp: &Rcmp) -> Vec<Fact> {
    let mut facts = around(proven.terms(), rcmp);
    for (product, book) in proven.products() {
        facts.extend(book.lines.iter().map(|line| price(line, book.currency)));
        let schedule = proven.schedule(product);
        let payments = schedule.iter().flat_map(|schedule| &schedule.payments);
        facts.extend(payments.map(|payment| {
            let amount = view::amount(payment.amount, book.currency);
            (format!("Payment on {}", view::day(payment.date)), amount)
        }));
    }
    facts
}

/// What is said beside the prices.
fn around(terms: &Terms, rcmp: &Rcmp) -> Vec<Fact> {
    let fact = |label: &str, words: String| (label.to_owned(), words);
    let mut facts = vec![fact("Duration", terms.duration.kind().label().to_owned())];
    if let Some(day) = terms.duration.last_day() {
        facts.push(fact(
            "Last day",
            format!("{}, until midnight UTC", view::day(day)),
        ));
    }
    let buyers = terms.buyers.accounts().iter();
    let buyers: Vec<String> = buyers.map(|account| account.grouped()).collect();
    facts.push(fact(
        "Buyers",
        if buyers.is_empty() {
            "Anyone".to_owned()
        } else {
            buyers.join(", ")
        },
    ));
    let eula = match &terms.eula {
        Eula::Public => "The product's own".to_owned(),
        Eula::Standard { version } => format!("Standard contract, version {version}"),
        Eula::Custom(document) => document.name.clone(),
    };
    facts.push(fact("EULA", eula));
    let contract = rcmp.name_of(&terms.contract);
    facts.extend(contract.map(|name| fact("Reseller contract", name)));
    facts
}

fn price(line: &PriceLine, currency: Currency) -> Fact {
    let wholesale = view::amount(line.wholesale, currency);
    let words = match line.list {
        Some(list) => format!("{wholesale}, list {}", view::amount(list, Currency::LIST)),
        None => wholesale,
    };
    (format!("{}, {}", line.name, line.key.charge.label()), words)
}
