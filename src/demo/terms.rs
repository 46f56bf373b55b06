//! From what the demo says of an opportunity to terms, proved as those of every other opportunity are.

use crate::demo::accounts::{Accounts, account_id};
use crate::demo::deal::{BuyerEula, Contract, Deal, Extra, Off, Plan};
use crate::domain::agreements::{
    Document, Eula, RCMP_VERSION, ResellerContract, STANDARD_EULA_VERSION,
};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{DimensionKey, Product, ProductId};
use crate::domain::contract_duration::{ContractDuration, DurationUnit};
use crate::domain::details::Details;
use crate::domain::dimensions::{CustomDimension, DimensionChoices};
use crate::domain::discount::{Discount, IndividualPricing, LineRule};
use crate::domain::duration::Duration;
use crate::domain::money::{Amount, Currency, Percent, PriceKind};
use crate::domain::pricing::{Charge, LineKey};
use crate::domain::schedule::{self, Frequency, Grant, Schedule};
use crate::domain::terms::{Parts, ProvenTerms, conflicts};
use anyhow::Context;
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Days from the last day of an opportunity to the first payment of its schedule.
const FIRST_PAYMENT: Days = Days::new(15);

/// What an ISV of the demo can choose from.
#[derive(Debug, Clone)]
pub struct Choices<'a> {
    /// Everybody.
    pub accounts: &'a Accounts,
    /// The ISV's account ID.
    pub isv: &'static str,
    /// Its products.
    pub products: &'a [Product],
    /// Its EULA for services, if it has one.
    pub eula: Option<&'a Document>,
    /// Its own reseller contract, if it has one.
    pub contract: Option<&'a Document>,
}

/// The terms of a submission made on a day.
///
/// # Errors
/// When the deal breaks a rule or names what is not there; the message names the deal.
pub fn prove(deal: &Deal, choices: &Choices<'_>, today: NaiveDate) -> anyhow::Result<ProvenTerms> {
    let isv = account_id(choices.isv)?;
    let parts = parts(deal, choices, today).with_context(|| deal.name.clone())?;
    let found = conflicts(&parts, &isv, today);
    ProvenTerms::prove(parts, &isv, today).with_context(|| format!("{}: {found:?}", deal.name))
}

fn parts(deal: &Deal, choices: &Choices<'_>, today: NaiveDate) -> anyhow::Result<Parts> {
    let resellers = deal.resellers.iter();
    let resellers = resellers.map(|account| choices.accounts.organisation(account).cloned());
    let products = deal.products.iter().map(|id| {
        let found = choices
            .products
            .iter()
            .find(|product| product.id.as_str() == id);
        found.cloned().with_context(|| format!("no product {id}"))
    });
    let products = products.collect::<anyhow::Result<Vec<_>>>()?;
    let buyers = deal
        .buyers
        .iter()
        .map(|id| account_id(id))
        .collect::<Result<_, _>>()?;
    let duration = deal.lasts.duration(today).context("beyond the calendar")?;
    let own = |document: Option<&Document>| document.cloned().context("no document of its own");
    Ok(Parts {
        details: Details::new(&deal.name, &deal.about).ok(),
        resellers: Some(resellers.collect::<Result<_, _>>()?),
        discount: Some(discount(&deal.off, &products, duration)?),
        duration: Some(duration),
        dimensions: Some(dimensions(deal, &products)?),
        buyers: Buyers::new(buyers).ok(),
        eula: Some(match deal.eula {
            BuyerEula::Public => Eula::Public,
            BuyerEula::Standard => Eula::Standard {
                version: STANDARD_EULA_VERSION.to_owned(),
            },
            BuyerEula::Own => Eula::Custom(own(choices.eula)?),
        }),
        contract: Some(match deal.contract {
            Contract::None => ResellerContract::None,
            Contract::Rcmp => ResellerContract::Rcmp {
                version: RCMP_VERSION.to_owned(),
            },
            Contract::Own => ResellerContract::Custom(own(choices.contract)?),
        }),
        products: Some(products),
        zero_prices_confirmed: false,
    })
}

fn discount(off: &Off, products: &[Product], duration: Duration) -> anyhow::Result<Discount> {
    match off {
        Off::Percent(rate) => Ok(Discount::Percentage {
            percent: percent(rate)?,
            durations: products.iter().map(|p| (p.id.clone(), listed(p))).collect(),
        }),
        Off::Each(rates) => {
            let mut pricing = BTreeMap::new();
            for product in products {
                let rate = rates.iter().find(|(id, _)| id == product.id.as_str());
                let (_, rate) = rate.with_context(|| format!("no rate for {}", product.id))?;
                pricing.insert(product.id.clone(), off_every_line(product, percent(rate)?));
            }
            Ok(Discount::Individual {
                currency: Currency::LIST,
                products: pricing,
            })
        }
        Off::Prices(code, lines) => {
            let currency = currency(code)?;
            let product = products.first().context("no product")?;
            let products = BTreeMap::from([(product.id.clone(), prices(lines, currency)?)]);
            Ok(Discount::Individual { currency, products })
        }
        Off::Schedule(plan) => flexible(plan, duration),
    }
}

/// The contract durations of a product's public offer that an opportunity can have at once.
fn listed(product: &Product) -> Vec<ContractDuration> {
    let mut durations = product.public_durations();
    if product.model.duration_unit() == Some(DurationUnit::Days) {
        durations.truncate(1);
    }
    durations
}

fn off_every_line(product: &Product, percent: Percent) -> IndividualPricing {
    let durations = listed(product);
    let upfront = product.contract_dimensions().flat_map(|dimension| {
        durations
            .iter()
            .map(|duration| (&dimension.key, Charge::Upfront(*duration)))
    });
    let usage = product
        .usage_dimensions()
        .map(|dimension| (&dimension.key, Charge::Usage));
    let rules = upfront.chain(usage).map(|(key, charge)| {
        (
            LineKey {
                dimension: key.clone(),
                charge,
            },
            LineRule::Percent(percent),
        )
    });
    IndividualPricing {
        rules: rules.collect(),
        durations,
    }
}

fn prices(
    lines: &[(String, String, String)],
    currency: Currency,
) -> anyhow::Result<IndividualPricing> {
    let mut pricing = IndividualPricing::default();
    for (dimension, charge, price) in lines {
        let charge = Charge::parse(charge).with_context(|| charge.clone())?;
        if let Charge::Upfront(duration) = charge
            && !pricing.durations.contains(&duration)
        {
            pricing.durations.push(duration);
        }
        let line = LineKey {
            dimension: key(dimension)?,
            charge,
        };
        let price = LineRule::Price(amount(price, charge.kind(), currency)?);
        pricing.rules.insert(line, price);
    }
    Ok(pricing)
}

fn flexible(plan: &Plan, duration: Duration) -> anyhow::Result<Discount> {
    let currency = currency(&plan.currency)?;
    let last_day = duration
        .last_day()
        .context("a payment schedule needs a last day")?;
    let first_date = last_day
        .checked_add_days(FIRST_PAYMENT)
        .context("beyond the calendar")?;
    let payments = schedule::generate(
        schedule::Plan {
            total: Decimal::from(plan.total),
            first_payment: None,
            frequency: Frequency::Every(plan.every),
            first_date,
            count: plan.payments,
        },
        currency,
    );
    let units = plan.units.iter();
    let grants = units.map(|(id, quantity)| {
        anyhow::Ok(Grant {
            dimension: key(id)?,
            quantity: *quantity,
        })
    });
    let rates = plan.rates.iter().map(|(id, rate)| {
        let line = LineKey {
            dimension: key(id)?,
            charge: Charge::Usage,
        };
        anyhow::Ok((line, amount(rate, PriceKind::Usage, currency)?))
    });
    Ok(Discount::Flexible {
        currency,
        schedule: Schedule {
            contract: contract_duration(&plan.contract)?,
            grants: grants.collect::<Result<_, _>>()?,
            payments: payments.context("the payments make no schedule")?,
        },
        rates: rates.collect::<Result<_, _>>()?,
    })
}

fn dimensions(
    deal: &Deal,
    products: &[Product],
) -> anyhow::Result<BTreeMap<ProductId, DimensionChoices>> {
    let mut choices = BTreeMap::new();
    for product in products
        .iter()
        .filter(|product| product.model.is_saas_contract())
    {
        let fee = |(id, rate): &(String, String)| {
            anyhow::Ok((key(id)?, amount(rate, PriceKind::Usage, Currency::LIST)?))
        };
        choices.insert(
            product.id.clone(),
            DimensionChoices {
                removed: deal
                    .without
                    .iter()
                    .map(|id| key(id))
                    .collect::<Result<_, _>>()?,
                custom: deal.extra.iter().map(added).collect::<Result<_, _>>()?,
                fees: deal.fees.iter().map(fee).collect::<Result<_, _>>()?,
            },
        );
    }
    Ok(choices)
}

fn added(extra: &Extra) -> anyhow::Result<CustomDimension> {
    let price = |(code, price): &(String, String)| {
        let price = amount(price, PriceKind::Upfront, Currency::LIST)?;
        anyhow::Ok((contract_duration(code)?, price))
    };
    Ok(CustomDimension {
        key: key(&extra.key)?,
        name: extra.name.clone(),
        description: format!("{}, agreed for this opportunity", extra.name),
        unit: extra.unit.clone(),
        prices: extra.prices.iter().map(price).collect::<Result<_, _>>()?,
        units: None,
    })
}

fn key(text: &str) -> anyhow::Result<DimensionKey> {
    DimensionKey::parse(text).with_context(|| format!("{text} is no dimension"))
}

fn contract_duration(code: &str) -> anyhow::Result<ContractDuration> {
    ContractDuration::parse(code).with_context(|| format!("{code} is no contract duration"))
}

fn currency(code: &str) -> anyhow::Result<Currency> {
    Currency::parse(code).with_context(|| format!("{code} is no currency"))
}

fn percent(text: &str) -> anyhow::Result<Percent> {
    let percent = Percent::new(text.parse()?);
    percent.map_err(|fault| anyhow::anyhow!("{text} is no discount: {fault:?}"))
}

fn amount(text: &str, kind: PriceKind, currency: Currency) -> anyhow::Result<Amount> {
    let amount = Amount::new(text.parse()?, kind, currency);
    amount.map_err(|fault| anyhow::anyhow!("{text} is no price: {fault:?}"))
}
