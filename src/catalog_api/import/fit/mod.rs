//! An authorization held against the catalogue: the parts of an opportunity that it makes, and what has no place in one.

mod agreements;
mod dates;

use super::asked::{Asked, Definition};
use super::node::{At, Source};
use super::prices::{self, Priced};
use super::remark::{Faults, Remark};
use crate::domain::account::{AccountId, Organisation};
use crate::domain::agreements::Document;
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::details::Details;
use crate::domain::duration::Duration;
use crate::domain::terms::Parts;
use agreements::{contract, eula};
use chrono::NaiveDate;
use dates::{dates, latest_start};

/// What an authorization is held against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The ISV.
    pub isv: &'a AccountId,
    /// Its products that are named.
    pub products: &'a [Product],
    /// The partners that are named, registered or not.
    pub partners: &'a [Organisation],
    /// Dimensions that the same document adds to products.
    pub dimensions: &'a [(ProductId, At<Definition>)],
    /// The ISV's uploaded documents, each with the address it can be read at.
    pub documents: &'a [(String, Document)],
    /// The UTC day.
    pub today: NaiveDate,
}

/// What is still to be done about a contract that comes with an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: it is chosen.
    Closed,
    /// It is to be chosen, as nothing says which.
    Choose,
    /// It is to be uploaded, as it stands at an address elsewhere.
    Upload,
}

/// The parts of an opportunity that an authorization makes.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The parts.
    pub parts: Parts,
    /// What is to be done about the EULA.
    pub eula: Gap,
    /// What is to be done about the reseller contract.
    pub contract: Gap,
    /// What has no place in an opportunity, or could not be found.
    pub remarks: Vec<Remark>,
}

/// Makes the parts of an opportunity of an authorization.
///
/// # Errors
/// What the catalogue or the calendar does not allow.
pub fn fit(asked: &Asked, known: &Known<'_>) -> Result<Fitted, Faults> {
    let mut faults = Faults::default();
    let mut remarks = asked.left_over.clone();
    accounts(asked, known, &mut faults);
    let product = product(asked, known, &mut faults, &mut remarks);
    let priced = prices::priced(asked, product, known, &mut faults, &mut remarks);
    dates(asked, known, &mut faults, &mut remarks);
    latest_start(asked, product, known, &mut faults);
    let partner = partner(asked, known, &mut remarks);
    let (eula, eula_gap) = eula(asked, product, known, &mut remarks);
    let (contract, contract_gap) = contract(asked, known, &mut remarks);
    let details = details(asked, &mut remarks);
    let Priced {
        discount,
        choices,
        zero,
    } = priced;
    if !faults.is_empty() {
        return Err(faults);
    }
    let changed = product.filter(|_| !choices.is_unchanged());
    let parts = Parts {
        details,
        resellers: partner.map(|partner| vec![partner.clone()]),
        products: product.map(|product| vec![product.clone()]),
        discount,
        duration: duration(asked),
        dimensions: Some(
            changed
                .map(|product| (product.id.clone(), choices))
                .into_iter()
                .collect(),
        ),
        buyers: asked
            .buyers
            .clone()
            .or_else(|| asked.released.then(Buyers::default)),
        eula,
        contract,
        zero_prices_confirmed: zero,
    };
    Ok(Fitted {
        parts,
        eula: eula_gap,
        contract: contract_gap,
        remarks,
    })
}

/// The two accounts of an authorization must not be one, and an entity must be this ISV's.
fn accounts(asked: &Asked, known: &Known<'_>, faults: &mut Faults) {
    if let Some(maker) = asked
        .manufacturer
        .as_ref()
        .filter(|maker| maker.value != *known.isv)
    {
        let text = format!(
            "it is an authorization of account {}, and yours is {}",
            maker.value, known.isv
        );
        faults.add(&maker.path, text);
    }
    if let Some(reseller) = asked
        .reseller
        .as_ref()
        .filter(|reseller| reseller.value == *known.isv)
    {
        let text = "is your own account; a reseller must be another";
        faults.rule(&reseller.path, "INVALID_RESELLER_ACCOUNT", text);
    }
}

fn product<'a>(
    asked: &Asked,
    known: &Known<'a>,
    faults: &mut Faults,
    remarks: &mut Vec<Remark>,
) -> Option<&'a Product> {
    let Some(named) = &asked.product else {
        remarks.push(Remark::new(
            &asked.path,
            "It names no product and no reseller; choose them",
        ));
        return None;
    };
    let found = known
        .products
        .iter()
        .find(|product| product.id == named.value);
    match found {
        None => {
            let text = format!(
                "{} is not in your catalogue – import the product first",
                named.value
            );
            faults.add(&named.path, text);
        }
        Some(product) if !product.can_be_resold() && asked.source == Source::Request => {
            let text = format!("{} is not on sale or cannot be resold", product.title);
            faults.rule(&named.path, "INCOMPATIBLE_PRODUCT", text);
        }
        Some(_) => {}
    }
    found
}

fn partner<'a>(
    asked: &Asked,
    known: &Known<'a>,
    remarks: &mut Vec<Remark>,
) -> Option<&'a Organisation> {
    let named = asked.reseller.as_ref()?;
    let found = known
        .partners
        .iter()
        .find(|partner| partner.account == named.value);
    match found {
        None => {
            let text = format!(
                "There is no reseller with account {} here; choose another",
                named.value
            );
            remarks.push(Remark::new(&named.path, text));
        }
        Some(partner) if !partner.registered => {
            let text = format!("{} is not registered as a reseller", partner.name);
            remarks.push(Remark::new(&named.path, text));
        }
        Some(_) => {}
    }
    found
}

fn details(asked: &Asked, remarks: &mut Vec<Remark>) -> Option<Details> {
    let name = asked.name.as_ref()?;
    let description = asked
        .description
        .as_ref()
        .map_or("", |at| at.value.as_str());
    let details = Details::new(&name.value, description).ok();
    if details.is_none() {
        remarks.push(Remark::new(
            &name.path,
            "This name cannot be taken as it is; type it",
        ));
    }
    details
}

fn duration(asked: &Asked) -> Option<Duration> {
    match &asked.availability {
        Some(limits) => {
            let last_day = limits.last_day.as_ref().map(|at| at.value);
            Some(match (limits.single_use, last_day) {
                (true, last_day) => Duration::SingleUse { last_day },
                (false, Some(last_day)) => Duration::SpecificTime { last_day },
                (false, None) => Duration::NoSetTime,
            })
        }
        // What is released without limits is for no set time; what is not may still get some.
        None => asked.released.then_some(Duration::NoSetTime),
    }
}

/// The word for how a product is priced (Catalog API, UpdatePricingTerms).
pub(super) fn pricing_word(product: &Product) -> &'static str {
    use crate::domain::contract_duration::DurationUnit;
    match product.model.duration_unit() {
        Some(DurationUnit::Months) => "Contract",
        Some(DurationUnit::Days) | None => "Usage",
    }
}

/// In words: `P12M`, or `P1M, P12M and P24M`.
pub(super) fn codes(durations: &[ContractDuration]) -> String {
    let codes: Vec<String> = durations.iter().map(|duration| duration.code()).collect();
    match codes.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
