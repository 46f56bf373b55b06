//! Price books: what every dimension costs at list and at wholesale, frozen when the opportunity is created.

use crate::domain::catalog::{Dimension, DimensionKey, Product};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::{Discount, LineRule};
use crate::domain::money::{Amount, Currency, Percent, PriceKind};

/// What one price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charge {
    /// One unit for a whole contract duration.
    Upfront(ContractDuration),
    /// One unit of usage.
    Usage,
}

impl Charge {
    /// The contract duration that is charged for; none for usage.
    pub fn contract(self) -> Option<ContractDuration> {
        match self {
            Self::Upfront(duration) => Some(duration),
            Self::Usage => None,
        }
    }

    /// The kind of its price.
    pub fn kind(self) -> PriceKind {
        match self {
            Self::Upfront(_) => PriceKind::Upfront,
            Self::Usage => PriceKind::Usage,
        }
    }

    /// The word it is stored under: a contract duration's code, or `usage`.
    pub fn code(self) -> String {
        match self {
            Self::Upfront(duration) => duration.code(),
            Self::Usage => "usage".to_owned(),
        }
    }

    /// Reads [`Charge::code`].
    pub fn parse(code: &str) -> Option<Self> {
        if code == "usage" {
            Some(Self::Usage)
        } else {
            ContractDuration::parse(code).map(Self::Upfront)
        }
    }

    /// In words: `12 months` or `usage`.
    pub fn label(self) -> String {
        match self {
            Self::Upfront(duration) => duration.label(),
            Self::Usage => "usage".to_owned(),
        }
    }
}

/// One price of a product: a dimension and what it is charged for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey {
    /// The dimension.
    pub dimension: DimensionKey,
    /// What it is charged for.
    pub charge: Charge,
}

/// How a wholesale price came about; kept so that a clone can be filled in as the original was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A percentage off the list price.
    Percent(Percent),
    /// A wholesale price of its own.
    Price,
    /// An additional usage fee typed in place of the computed rate.
    Fee,
    /// A dimension that exists only in this opportunity.
    Custom,
}

/// List and wholesale price of one dimension and charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceLine {
    /// Which price it is.
    pub key: LineKey,
    /// The dimension's name.
    pub name: String,
    /// The dimension's description.
    pub description: String,
    /// The unit that is counted.
    pub unit: String,
    /// The list price in US dollars, where there is one.
    pub list: Option<Amount>,
    /// The wholesale price in the price book's currency.
    pub wholesale: Amount,
    /// How the wholesale price came about.
    pub basis: Basis,
}

impl PriceLine {
    /// Whether the partner pays more than the list price; only amounts of one currency can be compared.
    pub fn above_list(&self, currency: Currency) -> bool {
        currency == Currency::LIST && self.list.is_some_and(|list| self.wholesale > list)
    }
}

/// All prices of one product in one opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBook {
    /// The currency of the wholesale prices.
    pub currency: Currency,
    /// The prices, in the order of the product's listing.
    pub lines: Vec<PriceLine>,
}

/// Why a price cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriceFault {
    /// Nothing says what this line costs.
    Missing(LineKey),
    /// A percentage off, where there is no list price.
    NoListPrice(LineKey),
    /// A percentage off in another currency than that of the list prices.
    ForeignCurrency(LineKey),
    /// A dimension of the ISV's own lacks the price for a contract duration.
    CustomMissing(DimensionKey, ContractDuration),
}

/// Computes all wholesale prices of a product under a discount.
///
/// Under a flexible payment schedule the money is in the schedule, so that only usage rates have lines.
///
/// # Errors
/// Every line that has no price, and why.
pub fn price_book(
    product: &Product,
    discount: &Discount,
    choices: &DimensionChoices,
) -> Result<PriceBook, Vec<PriceFault>> {
    let currency = discount.currency();
    let mut lines = Vec::new();
    let mut faults = Vec::new();
    let upfront = discount.schedule().is_none() && product.model.duration_unit().is_some();
    let durations = if upfront {
        discount.durations(&product.id)
    } else {
        &[]
    };
    for dimension in product
        .contract_dimensions()
        .filter(|d| !choices.removed.contains(&d.key))
    {
        for duration in durations {
            let list = dimension.upfront.get(duration).copied();
            let key = LineKey {
                dimension: dimension.key.clone(),
                charge: Charge::Upfront(*duration),
            };
            match wholesale(product, discount, &key, list) {
                Ok((wholesale, basis)) => lines.push(line(dimension, key, list, wholesale, basis)),
                Err(fault) => faults.push(fault),
            }
        }
    }
    custom_lines(choices, durations, &mut lines, &mut faults);
    for dimension in product.usage_dimensions() {
        let list = dimension.usage_rate;
        let key = LineKey {
            dimension: dimension.key.clone(),
            charge: Charge::Usage,
        };
        let priced = match choices.fees.get(&dimension.key) {
            Some(fee) => Ok((*fee, Basis::Fee)),
            None => wholesale(product, discount, &key, list),
        };
        match priced {
            Ok((wholesale, basis)) => lines.push(line(dimension, key, list, wholesale, basis)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(PriceBook { currency, lines })
    } else {
        Err(faults)
    }
}

fn line(
    dimension: &Dimension,
    key: LineKey,
    list: Option<Amount>,
    wholesale: Amount,
    basis: Basis,
) -> PriceLine {
    PriceLine {
        key,
        name: dimension.name.clone(),
        description: dimension.description.clone(),
        unit: dimension.unit.clone(),
        list,
        wholesale,
        basis,
    }
}

/// The wholesale price of one line of the product's own.
fn wholesale(
    product: &Product,
    discount: &Discount,
    key: &LineKey,
    list: Option<Amount>,
) -> Result<(Amount, Basis), PriceFault> {
    let currency = discount.currency();
    let off = |percent: Percent| match list {
        None => Err(PriceFault::NoListPrice(key.clone())),
        Some(_) if currency != Currency::LIST => Err(PriceFault::ForeignCurrency(key.clone())),
        Some(list) => Ok((
            list.less(percent, key.charge.kind(), currency),
            Basis::Percent(percent),
        )),
    };
    match discount {
        Discount::Percentage { percent, .. } => off(*percent),
        Discount::Individual { products, .. } => {
            match products.get(&product.id).and_then(|p| p.rules.get(key)) {
                Some(LineRule::Percent(percent)) => off(*percent),
                Some(LineRule::Price(price)) => Ok((*price, Basis::Price)),
                None => Err(PriceFault::Missing(key.clone())),
            }
        }
        Discount::Flexible { rates, .. } => match (rates.get(key), list) {
            (Some(rate), _) => Ok((*rate, Basis::Price)),
            (None, Some(list)) if currency == Currency::LIST => Ok((list, Basis::Price)),
            (None, Some(_)) => Err(PriceFault::ForeignCurrency(key.clone())),
            (None, None) => Err(PriceFault::Missing(key.clone())),
        },
    }
}

fn custom_lines(
    choices: &DimensionChoices,
    durations: &[ContractDuration],
    lines: &mut Vec<PriceLine>,
    faults: &mut Vec<PriceFault>,
) {
    for dimension in &choices.custom {
        for duration in durations {
            match dimension.prices.get(duration) {
                Some(price) => lines.push(PriceLine {
                    key: LineKey {
                        dimension: dimension.key.clone(),
                        charge: Charge::Upfront(*duration),
                    },
                    name: dimension.name.clone(),
                    description: dimension.description.clone(),
                    unit: dimension.unit.clone(),
                    list: None,
                    wholesale: *price,
                    basis: Basis::Custom,
                }),
                None => faults.push(PriceFault::CustomMissing(dimension.key.clone(), *duration)),
            }
        }
    }
}
