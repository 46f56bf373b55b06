//! Prices and payments. How they are laid out follows from the product's model and from whether there is a payment
//! schedule; the kind of discount changes only the numbers.

use crate::catalog_api::details::{
    ApiGrant, ApiModel, Charge as Payment, Constraints, Details, DurationCard, Permission, Rate,
    RateCard, Selector, Term,
};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::Currency;
use crate::domain::opportunity::Opportunity;
use crate::domain::pricing::Charge;
use crate::domain::pricing_model::PricingModel;
use crate::domain::schedule::Schedule;
use std::collections::BTreeSet;

/// What is written where the money is in the schedule (Catalog API, ResaleFixedUpfrontPricingTerm).
const NOTHING_UPFRONT: &str = "0.0";

/// All wholesale prices, and under a schedule the units it includes.
pub fn prices(opportunity: &Opportunity) -> Details {
    let upfront = match &opportunity.schedule {
        Some(schedule) => Some(fixed(schedule, opportunity.prices.currency)),
        None => configurable(opportunity),
    };
    Details::Pricing {
        pricing_model: model(opportunity.product.model),
        terms: usage(opportunity).into_iter().chain(upfront).collect(),
    }
}

/// The payment schedule, if there is one.
pub fn payments(opportunity: &Opportunity) -> Option<Details> {
    let schedule = opportunity.schedule.as_ref()?;
    let currency = opportunity.prices.currency;
    let payments = schedule.payments.iter().map(|payment| Payment {
        charge_date: payment.date.to_string(),
        charge_amount: payment.amount.plain(currency),
    });
    Some(Details::Terms {
        terms: vec![Term::ResalePaymentScheduleTerm {
            currency_code: currency.code(),
            schedule: payments.collect(),
        }],
    })
}

/// What the Catalog API calls the model. Hourly prices with a long term are paid as used there, after the samples of
/// private offers.
fn model(model: PricingModel) -> ApiModel {
    match model {
        PricingModel::SaasContract
        | PricingModel::SaasContractWithConsumption
        | PricingModel::AmiContract
        | PricingModel::ContainerContract
        | PricingModel::ProfessionalServices => ApiModel::Contract,
        PricingModel::SaasSubscription
        | PricingModel::AmiHourly
        | PricingModel::AmiUsage
        | PricingModel::AmiHourlyWithAnnual
        | PricingModel::ContainerHourly
        | PricingModel::ContainerUsage
        | PricingModel::ContainerLongTerm
        | PricingModel::Free
        | PricingModel::Byol
        | PricingModel::AmiMonthly
        | PricingModel::ContainerMonthly
        | PricingModel::CloudFormation
        | PricingModel::SecondParty
        | PricingModel::MachineLearning
        | PricingModel::Data => ApiModel::Usage,
    }
}

/// The rates of what is paid as used, if anything is.
fn usage(opportunity: &Opportunity) -> Option<Term> {
    let rate_card = rates(opportunity, Charge::Usage);
    (!rate_card.is_empty()).then(|| Term::ResaleUsageBasedPricingTerm {
        currency_code: opportunity.prices.currency.code(),
        rate_cards: vec![RateCard { rate_card }],
    })
}

/// The prices of what is paid up front, a card for each contract duration, if anything is.
fn configurable(opportunity: &Opportunity) -> Option<Term> {
    let card = |duration: ContractDuration| DurationCard {
        selector: Selector {
            kind: "Duration",
            value: duration.code(),
        },
        constraints: constraints(opportunity.product.tiered),
        rate_card: rates(opportunity, Charge::Upfront(duration)),
    };
    let durations: BTreeSet<_> = opportunity
        .prices
        .lines
        .iter()
        .filter_map(|line| line.key.charge.contract())
        .collect();
    (!durations.is_empty()).then(|| Term::ResaleConfigurableUpfrontPricingTerm {
        currency_code: opportunity.prices.currency.code(),
        rate_cards: durations.into_iter().map(card).collect(),
    })
}

/// What is included under a schedule.
fn fixed(schedule: &Schedule, currency: Currency) -> Term {
    let grants = schedule.grants.iter().map(|grant| ApiGrant {
        dimension_key: grant.dimension.to_string(),
        max_quantity: grant.quantity,
    });
    Term::ResaleFixedUpfrontPricingTerm {
        currency_code: currency.code(),
        price: NOTHING_UPFRONT,
        duration: schedule.contract.code(),
        grants: grants.collect(),
    }
}

/// A buyer of tiers picks one; any other buyer picks quantities of several. The two must agree (Catalog API,
/// INCOMPATIBLE_RATE_CARD_CONSTRAINTS).
fn constraints(tiered: bool) -> Constraints {
    let both = if tiered {
        Permission::Disallowed
    } else {
        Permission::Allowed
    };
    Constraints {
        multiple_dimension_selection: both,
        quantity_configuration: both,
    }
}

/// The prices of one kind, in the order of the product's listing.
fn rates(opportunity: &Opportunity, charge: Charge) -> Vec<Rate> {
    let book = &opportunity.prices;
    let lines = book.lines.iter().filter(|line| line.key.charge == charge);
    lines
        .map(|line| Rate {
            dimension_key: line.key.dimension.to_string(),
            price: line.wholesale.plain(book.currency),
        })
        .collect()
}
