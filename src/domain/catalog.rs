//! What an ISV sells: products, how they are priced, their dimensions and list prices.

use crate::domain::agreements::PublicEula;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::Amount;
use crate::domain::pricing_model::PricingModel;
use std::collections::BTreeMap;
use std::fmt;

/// Characters of a product ID (Catalog API, CreateResaleAuthorization).
pub const MAX_PRODUCT_ID: usize = 50;
/// Characters of a product's title (Catalog API, product summaries).
pub const MAX_TITLE: usize = 255;
/// Characters of a dimension key (Catalog API, AddDimensions).
pub const MAX_DIMENSION_KEY: usize = 100;
/// Contract dimensions of one product, and usage dimensions likewise (Catalog API, service quotas).
pub const MAX_DIMENSIONS: usize = 200;

/// Names a product, as AWS does: `prod-` and 13 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(String);

impl ProductId {
    /// Reads a product ID: 1 to 50 letters, digits, dots, dashes and underscores.
    pub fn parse(text: &str) -> Option<Self> {
        is_key(text, MAX_PRODUCT_ID).then(|| Self(text.to_owned()))
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a dimension within its product: letters, digits, dots, dashes and underscores.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DimensionKey(String);

impl DimensionKey {
    /// Reads a key: 1 to 100 characters.
    pub fn parse(text: &str) -> Option<Self> {
        is_key(text, MAX_DIMENSION_KEY).then(|| Self(text.to_owned()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DimensionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_key(text: &str, most: usize) -> bool {
    !text.is_empty()
        && text.len() <= most
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// Where a product stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProductState {
    /// Not published yet.
    Draft,
    /// On sale to some.
    Limited,
    /// On sale.
    Public,
    /// Not on sale any more.
    Withdrawn,
}

impl ProductState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Limited, Self::Public, Self::Withdrawn];

    /// The word it is stored and imported under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Limited => "limited",
            Self::Public => "public",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Its name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Limited => "Limited",
            Self::Public => "Public",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// Whether opportunities can be made for it, and offers from those.
    pub fn on_sale(self) -> bool {
        matches!(self, Self::Limited | Self::Public)
    }
}

/// What a dimension is charged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DimensionKind {
    /// Up front, for a contract duration.
    Contract,
    /// As used.
    Usage,
    /// Both: an instance type with an hourly and an annual price.
    Both,
}

impl DimensionKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Contract, Self::Usage, Self::Both];

    /// The word it is stored and imported under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Usage => "usage",
            Self::Both => "both",
        }
    }
}

/// One thing a product charges for, with its list prices in US dollars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its key within the product.
    pub key: DimensionKey,
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
    /// The unit that is counted.
    pub unit: String,
    /// What it is charged by.
    pub kind: DimensionKind,
    /// The list price of a unit of usage.
    pub usage_rate: Option<Amount>,
    /// The list price of one unit for each public contract duration.
    pub upfront: BTreeMap<ContractDuration, Amount>,
}

impl Dimension {
    /// Whether it is paid up front.
    pub fn is_contract(&self) -> bool {
        matches!(self.kind, DimensionKind::Contract | DimensionKind::Both)
    }

    /// Whether it is paid as used.
    pub fn is_usage(&self) -> bool {
        matches!(self.kind, DimensionKind::Usage | DimensionKind::Both)
    }
}

/// Something an ISV sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its ID.
    pub id: ProductId,
    /// Its title.
    pub title: String,
    /// How it is priced.
    pub model: PricingModel,
    /// Whether it is on sale.
    pub state: ProductState,
    /// Whether a buyer picks one dimension (a tier) rather than quantities of several.
    pub tiered: bool,
    /// What it charges for, in the order of its listing.
    pub dimensions: Vec<Dimension>,
    /// The EULA of its listing.
    pub public_eula: PublicEula,
}

impl Product {
    /// Whether an opportunity can be made for it now.
    pub fn can_be_resold(&self) -> bool {
        self.state.on_sale() && self.model.resellable()
    }

    /// The contract durations of its public offer, shortest first.
    pub fn public_durations(&self) -> Vec<ContractDuration> {
        let mut durations: Vec<_> = self
            .dimensions
            .iter()
            .flat_map(|d| d.upfront.keys().copied())
            .collect();
        durations.sort_unstable();
        durations.dedup();
        durations
    }

    /// The dimensions that are paid up front.
    pub fn contract_dimensions(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().filter(|d| d.is_contract())
    }

    /// The dimensions that are paid as used.
    pub fn usage_dimensions(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().filter(|d| d.is_usage())
    }

    /// Finds a dimension by its key.
    pub fn dimension(&self, key: &DimensionKey) -> Option<&Dimension> {
        self.dimensions.iter().find(|d| d.key == *key)
    }
}
