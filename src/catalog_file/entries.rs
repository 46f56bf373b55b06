//! The format of a catalogue file, field by field. What is not named here is refused, so that a misspelt field is
//! noticed.

use crate::domain::dimensions::DEFAULT_UNIT;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The whole file: `{"products": […]}`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogEntry<'a> {
    /// The products, each a [`ProductEntry`]. An existing product of the same id is replaced.
    #[serde(borrow)]
    pub products: Vec<&'a RawValue>,
}

/// A product.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductEntry<'a> {
    /// Its ID in AWS Marketplace: 1 to 50 letters, digits, dots, dashes and underscores.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it is priced: the word of a [`crate::domain::pricing_model::PricingModel`].
    pub model: String,
    /// Whether it is on sale: `draft`, `limited`, `public` or `withdrawn`.
    pub state: String,
    /// Whether a buyer picks one dimension rather than quantities of several; left out, no.
    #[serde(default)]
    pub tiered: bool,
    /// The EULA of its listing.
    pub eula: EulaEntry,
    /// What it charges for, each a [`DimensionEntry`].
    #[serde(borrow)]
    pub dimensions: Vec<&'a RawValue>,
}

/// A listing's EULA: `"standard"`, or `{"url": "https://…"}`.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EulaEntry {
    /// The Standard Contract for AWS Marketplace.
    Standard,
    /// The ISV's own, published at this address.
    Url(String),
}

/// One thing a product charges for. All prices are list prices in US dollars, written as text: `"16.00"`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionEntry {
    /// Its key, unique in the product: 1 to 100 letters, digits, dots, dashes and underscores.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is; may be left out.
    #[serde(default)]
    pub description: String,
    /// The unit that is counted; left out, `Units`.
    #[serde(default = "default_unit")]
    pub unit: String,
    /// What it is charged by: `contract` (up front), `usage`, or `both`.
    pub kind: String,
    /// The price of one unit of usage.
    #[serde(default)]
    pub usage_rate: Option<PriceText>,
    /// The price of one unit for each contract duration: `{"P12M": "16.00"}`, in months (`P12M`) or days (`P365D`).
    #[serde(default)]
    pub prices: Prices,
}

fn default_unit() -> String {
    DEFAULT_UNIT.to_owned()
}

/// A price as text. Numbers are refused, because many programs round them.
#[derive(Debug, Clone)]
pub struct PriceText(pub String);

impl<'de> Deserialize<'de> for PriceText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = PriceText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a price as text, like \"16.00\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<PriceText, E> {
                Ok(PriceText(text.to_owned()))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Prices by contract duration, each duration once.
#[derive(Debug, Clone, Default)]
pub struct Prices(pub BTreeMap<String, PriceText>);

impl<'de> Deserialize<'de> for Prices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Prices;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("prices by contract duration, like {\"P12M\": \"16.00\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Prices, A::Error> {
                let mut prices = BTreeMap::new();
                while let Some((duration, price)) = map.next_entry::<String, PriceText>()? {
                    if prices.contains_key(&duration) {
                        return Err(A::Error::custom(format!("{duration} is priced twice")));
                    }
                    prices.insert(duration, price);
                }
                Ok(Prices(prices))
            }
        }
        deserializer.deserialize_map(Map)
    }
}
