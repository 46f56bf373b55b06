//! What is typed where an offer is accepted: who accepts it, and what is taken up front.

use crate::answers::{Fields, Problems, typed};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::group_digits;
use crate::domain::offer::acceptance::{MAX_COMPANY, Purchase, PurchaseError};
use crate::domain::offer::{BuyerLine, OfferForBuyer};
use crate::domain::pricing::Charge;
use crate::domain::schedule::{Grant, MAX_QUANTITY};
use crate::domain::text;

/// The field of a quantity.
pub fn units_field(line: &BuyerLine) -> String {
    format!("units[{}]", line.key.dimension)
}

/// What was typed, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepting {
    /// The buyer's company.
    pub company: String,
    /// Who accepts for it.
    pub person: String,
    /// What is taken up front.
    pub purchase: Purchase,
}

/// The dimensions that can be taken up front, each once, with the shortest contract duration's price.
pub fn offered(offer: &OfferForBuyer) -> Vec<&BuyerLine> {
    let mut lines: Vec<&BuyerLine> = Vec::new();
    if offer.schedule.is_some() {
        return lines;
    }
    for line in &offer.lines {
        let upfront = matches!(line.key.charge, Charge::Upfront(_));
        let listed = |other: &&BuyerLine| other.key.dimension == line.key.dimension;
        if upfront && !lines.iter().any(listed) {
            lines.push(line);
        }
    }
    lines
}

/// The contract duration that is chosen; where only one is offered there is nothing to choose.
pub fn contract(fields: &Fields, offer: &OfferForBuyer) -> Option<ContractDuration> {
    match offer.durations.as_slice() {
        [only] => Some(*only),
        several => {
            let chosen = ContractDuration::parse(fields.get("contract"))?;
            several.contains(&chosen).then_some(chosen)
        }
    }
}

/// Reads the form.
///
/// # Errors
/// Everything that is missing or wrong, in the order of the page.
pub fn parse(fields: &Fields, offer: &OfferForBuyer) -> Result<Accepting, Problems> {
    let mut problems = Problems::none();
    let name = |field: &str, missing: &str, what: &str, problems: &mut Problems| {
        let name = text::clean(&fields.get(field).replace(['\n', '\t'], " "));
        if name.is_empty() {
            problems.add(field, missing);
        } else if text::length(&name) > MAX_COMPANY {
            problems.add(
                field,
                format!("{what} must be {MAX_COMPANY} characters or less"),
            );
        }
        name
    };
    let company = name(
        "company",
        "Enter the company name",
        "Company name",
        &mut problems,
    );
    let person = name(
        "person",
        "Enter the name of the person who accepts",
        "Name",
        &mut problems,
    );
    let purchase = purchase(fields, offer, &mut problems);
    problems.unless_any(Accepting {
        company,
        person,
        purchase,
    })
}

/// Reads only what is taken up front, which is all that the total depends on.
///
/// # Errors
/// What is missing or wrong of it.
pub fn taken(fields: &Fields, offer: &OfferForBuyer) -> Result<Purchase, Problems> {
    let mut problems = Problems::none();
    let purchase = purchase(fields, offer, &mut problems);
    problems.unless_any(purchase)
}

fn purchase(fields: &Fields, offer: &OfferForBuyer, problems: &mut Problems) -> Purchase {
    if offered(offer).is_empty() {
        return Purchase::default();
    }
    let before = problems.len();
    let units = if offer.product.tiered {
        tier(fields, offer)
    } else {
        quantities(fields, offer, problems)
    };
    if units.is_empty() && !offer.must_take {
        return Purchase::default();
    }
    let contract = contract(fields, offer);
    if contract.is_none() {
        problems.add("contract", "Select a contract duration");
    }
    if units.is_empty() && problems.len() == before {
        let (field, text) = nothing_taken(offer);
        problems.add(field, text);
    }
    Purchase { contract, units }
}

fn tier(fields: &Fields, offer: &OfferForBuyer) -> Vec<Grant> {
    let chosen = offered(offer)
        .into_iter()
        .find(|line| line.key.dimension.as_str() == fields.get("tier"));
    let grant = |line: &BuyerLine| Grant {
        dimension: line.key.dimension.clone(),
        quantity: 1,
    };
    chosen.map(grant).into_iter().collect()
}

fn quantities(fields: &Fields, offer: &OfferForBuyer, problems: &mut Problems) -> Vec<Grant> {
    let mut units = Vec::new();
    for line in offered(offer) {
        let field = units_field(line);
        let typed = fields.get(&field).trim();
        if typed.is_empty() || typed == "0" {
            continue;
        }
        match typed::count(typed, MAX_QUANTITY) {
            Some(quantity) => units.push(Grant {
                dimension: line.key.dimension.clone(),
                quantity,
            }),
            None => problems.add(
                field,
                format!(
                    "Quantity of {} must be a whole number from 1 to {}",
                    line.name,
                    group_digits(MAX_QUANTITY)
                ),
            ),
        }
    }
    units
}

fn nothing_taken(offer: &OfferForBuyer) -> (String, &'static str) {
    if offer.product.tiered {
        ("tier".to_owned(), "Select a tier")
    } else {
        let first = offered(offer).first().map(|line| units_field(line));
        (
            first.unwrap_or_default(),
            "Enter a quantity of at least one dimension",
        )
    }
}

/// What to do about a purchase that the offer refuses.
pub fn refusal(error: &PurchaseError, offer: &OfferForBuyer) -> Problems {
    match error {
        PurchaseError::Duration => Problems::one("contract", "Select a contract duration"),
        PurchaseError::NothingTaken | PurchaseError::OneTier => {
            let (field, text) = nothing_taken(offer);
            Problems::one(field, text)
        }
        PurchaseError::NotOffered(dimension) => {
            let line = offered(offer)
                .into_iter()
                .find(|line| line.key.dimension == *dimension);
            let (field, name) = line.map_or_else(
                || ("contract".to_owned(), dimension.to_string()),
                |line| (units_field(line), line.name.clone()),
            );
            Problems::one(
                field,
                format!("{name} is not offered for this contract duration"),
            )
        }
    }
}
