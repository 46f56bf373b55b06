//! What the partner gets off: one percentage, individual prices, or a flexible payment schedule (source document,
//! step 6).

use crate::domain::catalog::{Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::{Amount, Currency, Percent};
use crate::domain::pricing::LineKey;
use crate::domain::pricing_model::PricingModel;
use crate::domain::schedule::Schedule;
use std::collections::{BTreeMap, BTreeSet};

/// The most contract durations of one product (Catalog API, rate cards of a term).
pub const MAX_DURATIONS: usize = 5;

/// The three ways to issue a discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiscountKind {
    /// One percentage off every chosen product.
    Percentage,
    /// A percentage or a price for each product and dimension.
    Individual,
    /// Amounts and dates agreed with the partner.
    Flexible,
}

impl DiscountKind {
    /// All three, in the source document's order.
    pub const ALL: [Self; 3] = [Self::Percentage, Self::Individual, Self::Flexible];

    /// The word it is stored and sent under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Percentage => "percentage",
            Self::Individual => "individual",
            Self::Flexible => "flexible",
        }
    }

    /// The source document's name for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Percentage => "Percentage Discount",
            Self::Individual => "Individual Pricing",
            Self::Flexible => "Flexible payment schedule",
        }
    }
}

/// How the wholesale price of one line is set under Individual Pricing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRule {
    /// A percentage off the list price.
    Percent(Percent),
    /// This wholesale price.
    Price(Amount),
}

/// Individual Pricing of one product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndividualPricing {
    /// The contract durations it is offered for.
    pub durations: Vec<ContractDuration>,
    /// The rule of every line.
    pub rules: BTreeMap<LineKey, LineRule>,
}

/// What the partner gets off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discount {
    /// One percentage off every list price of every chosen product.
    Percentage {
        /// The percentage.
        percent: Percent,
        /// The contract durations each contract product is offered for.
        durations: BTreeMap<ProductId, Vec<ContractDuration>>,
    },
    /// A rule for every line of every chosen product.
    Individual {
        /// The currency of the prices.
        currency: Currency,
        /// The rules.
        products: BTreeMap<ProductId, IndividualPricing>,
    },
    /// A flexible payment schedule for the one chosen product.
    Flexible {
        /// The currency of payments and rates.
        currency: Currency,
        /// What is bought and paid.
        schedule: Schedule,
        /// Wholesale rates of use beyond what is bought; a line without one keeps its list rate.
        rates: BTreeMap<LineKey, Amount>,
    },
}

impl Discount {
    /// Which of the three it is.
    pub fn kind(&self) -> DiscountKind {
        match self {
            Self::Percentage { .. } => DiscountKind::Percentage,
            Self::Individual { .. } => DiscountKind::Individual,
            Self::Flexible { .. } => DiscountKind::Flexible,
        }
    }

    /// The currency of the opportunity.
    pub fn currency(&self) -> Currency {
        match self {
            Self::Percentage { .. } => Currency::LIST,
            Self::Individual { currency, .. } | Self::Flexible { currency, .. } => *currency,
        }
    }

    /// The schedule, when there is one.
    pub fn schedule(&self) -> Option<&Schedule> {
        match self {
            Self::Flexible { schedule, .. } => Some(schedule),
            Self::Percentage { .. } | Self::Individual { .. } => None,
        }
    }

    /// The contract durations a product is offered for; none for products paid only as used.
    pub fn durations(&self, product: &ProductId) -> &[ContractDuration] {
        match self {
            Self::Percentage { durations, .. } => durations.get(product).map_or(&[], Vec::as_slice),
            Self::Individual { products, .. } => products
                .get(product)
                .map_or(&[], |pricing| &pricing.durations),
            Self::Flexible { schedule, .. } => std::slice::from_ref(&schedule.contract),
        }
    }
}

/// Why a choice of contract durations cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationsFault {
    /// The product has contract prices and needs at least one.
    NoneChosen,
    /// The same one twice.
    Twice,
    /// A custom duration stands alone: it cannot be combined with others.
    CustomNotAlone,
    /// Hourly prices with a long term take exactly one.
    OnlyOne,
    /// More than [`MAX_DURATIONS`].
    TooMany,
    /// Months where days are counted, or the reverse.
    WrongUnit,
}

/// Checks the contract durations chosen for a product (Seller Guide, SaaS contracts; Catalog API, rate cards).
///
/// # Errors
/// The first thing that is wrong.
pub fn check_durations(
    product: &Product,
    chosen: &[ContractDuration],
) -> Result<(), DurationsFault> {
    let Some(unit) = product.model.duration_unit() else {
        return Ok(());
    };
    let public = product.public_durations();
    let custom = chosen.iter().any(|duration| !public.contains(duration));
    let distinct: BTreeSet<_> = chosen.iter().collect();
    if chosen.is_empty() {
        Err(DurationsFault::NoneChosen)
    } else if chosen.iter().any(|duration| duration.unit() != unit) {
        Err(DurationsFault::WrongUnit)
    } else if distinct.len() < chosen.len() {
        Err(DurationsFault::Twice)
    } else if custom && chosen.len() > 1 {
        Err(DurationsFault::CustomNotAlone)
    } else if one_card_only(product.model) && chosen.len() > 1 {
        Err(DurationsFault::OnlyOne)
    } else if chosen.len() > MAX_DURATIONS {
        Err(DurationsFault::TooMany)
    } else {
        Ok(())
    }
}

/// Hourly prices with a long term hold one card of long-term prices (Catalog API, TOO_MANY_RATE_CARDS).
fn one_card_only(model: PricingModel) -> bool {
    matches!(
        model,
        PricingModel::AmiHourlyWithAnnual | PricingModel::ContainerLongTerm
    )
}
