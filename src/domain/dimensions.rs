//! How an ISV shapes a SaaS contract for one opportunity: dimensions kept or left out, dimensions added, usage fees
//! changed (source document, step 8). What is added lives on the opportunity; the product stays as it is.

use crate::domain::catalog::{Dimension, DimensionKey, DimensionKind};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::Amount;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a dimension's name (Catalog API, AddDimensions).
pub const MAX_NAME: usize = 80;
/// Characters of a dimension's description (Catalog API, AddDimensions).
pub const MAX_DESCRIPTION: usize = 1000;
/// Characters of a dimension's unit (Catalog API, AddDimensions).
pub const MAX_UNIT: usize = 20;
/// The unit of a dimension that names none.
pub const DEFAULT_UNIT: &str = "Units";

/// A dimension that exists only in this opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomDimension {
    /// Its key, unique in the product.
    pub key: DimensionKey,
    /// Its name, unique in the product.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The unit that is counted.
    pub unit: String,
    /// The wholesale price of one unit for each contract duration; empty under a payment schedule.
    pub prices: BTreeMap<ContractDuration, Amount>,
    /// How many units a payment schedule includes; `None` without a schedule.
    pub units: Option<u32>,
}

/// What was changed about one SaaS contract product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DimensionChoices {
    /// Contract dimensions left out.
    pub removed: BTreeSet<DimensionKey>,
    /// Contract dimensions added.
    pub custom: Vec<CustomDimension>,
    /// Usage fees typed in place of the computed ones.
    pub fees: BTreeMap<DimensionKey, Amount>,
}

impl DimensionChoices {
    /// Whether the product stays as it is.
    pub fn is_unchanged(&self) -> bool {
        self.removed.is_empty() && self.custom.is_empty() && self.fees.is_empty()
    }

    /// How one of the product's own dimensions is still charged for; not at all when nothing of it is left. Who leaves out one
    /// that is charged both ways still sells its usage.
    pub fn left_of(&self, dimension: &Dimension) -> Option<DimensionKind> {
        if !self.removed.contains(&dimension.key) {
            return Some(dimension.kind);
        }
        dimension.is_usage().then_some(DimensionKind::Usage)
    }
}
