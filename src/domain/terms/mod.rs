//! Everything an opportunity says, together: the rules between the parts, and the proof that all of them hold.
//!
//! [`conflicts`] judges whatever parts are there, so that a wizard can speak at the step where a conflict arises;
//! [`ProvenTerms::prove`] judges all of them and is the only way to [`ProvenTerms`], from which opportunities are made;
//! [`warnings`] says what is unusual about proven terms, which nobody is kept from.

mod conflicts;
mod schedule;
mod warnings;

pub use conflicts::{Conflict, conflicts};
pub use warnings::{Warning, warnings};

use crate::domain::account::{AccountId, Organisation};
use crate::domain::agreements::{Eula, ResellerContract};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{DimensionKind, Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::details::Details;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::Discount;
use crate::domain::duration::Duration;
use crate::domain::opportunity::CoveredDimension;
use crate::domain::pricing::{PriceBook, price_book};
use crate::domain::schedule::{Grant, Schedule};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The most opportunities one submission creates; AWS keeps at most 250 change sets of an account open.
pub const MAX_OPPORTUNITIES: usize = 100;
/// The most resellers of one draft: with one product they make all that may be made.
pub const MAX_RESELLERS: usize = MAX_OPPORTUNITIES;
/// The most products of one draft: with one reseller they make all that may be made.
pub const MAX_PRODUCTS: usize = MAX_OPPORTUNITIES;

/// The parts of an opportunity's terms that are there and valid by themselves.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Name and description.
    pub details: Option<Details>,
    /// Who may resell.
    pub resellers: Option<Vec<Organisation>>,
    /// What may be resold.
    pub products: Option<Vec<Product>>,
    /// What the partner gets off.
    pub discount: Option<Discount>,
    /// How long and how often it can be used.
    pub duration: Option<Duration>,
    /// Changes to the dimensions of SaaS contracts.
    pub dimensions: Option<BTreeMap<ProductId, DimensionChoices>>,
    /// For which buyers.
    pub buyers: Option<Buyers>,
    /// What buyers accept.
    pub eula: Option<Eula>,
    /// What the partner accepts.
    pub contract: Option<ResellerContract>,
    /// Whether prices of zero are meant.
    pub zero_prices_confirmed: bool,
}

impl Parts {
    /// The changes to a product's dimensions; only SaaS contracts have any (source document, step 8).
    fn choices(&self, product: &Product) -> DimensionChoices {
        let choices = self
            .dimensions
            .as_ref()
            .and_then(|all| all.get(&product.id));
        choices
            .filter(|_| product.model.is_saas_contract())
            .cloned()
            .unwrap_or_default()
    }
}

/// Everything an opportunity says. The parts are valid each by itself; together they still have to be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Name and description.
    pub details: Details,
    /// Who may resell, in the order chosen.
    pub resellers: Vec<Organisation>,
    /// What may be resold.
    pub products: Vec<Product>,
    /// What the partner gets off.
    pub discount: Discount,
    /// How long and how often it can be used.
    pub duration: Duration,
    /// Changes to the dimensions of SaaS contracts.
    pub dimensions: BTreeMap<ProductId, DimensionChoices>,
    /// For which buyers.
    pub buyers: Buyers,
    /// What buyers accept.
    pub eula: Eula,
    /// What the partner accepts.
    pub contract: ResellerContract,
}

/// Terms whose parts all go together, with the price book of every product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenTerms {
    terms: Terms,
    price_books: Vec<PriceBook>,
}

impl ProvenTerms {
    /// Proves that the parts are complete and go together.
    ///
    /// Returns `None` when a part is missing or there is any conflict; [`conflicts`] says which. Changes to dimensions
    /// of what is no SaaS contract, or no longer chosen, say nothing and are dropped.
    pub fn prove(parts: Parts, isv: &AccountId, today: NaiveDate) -> Option<Self> {
        if !conflicts(&parts, isv, today).is_empty() {
            return None;
        }
        let products = parts.products?;
        let mut dimensions = parts.dimensions?;
        dimensions.retain(|id, _| {
            let product = products.iter().find(|product| product.id == *id);
            product.is_some_and(|product| product.model.is_saas_contract())
        });
        let terms = Terms {
            details: parts.details?,
            resellers: parts.resellers?,
            products,
            discount: parts.discount?,
            duration: parts.duration?,
            dimensions,
            buyers: parts.buyers?,
            eula: parts.eula?,
            contract: parts.contract?,
        };
        let unchanged = DimensionChoices::default();
        let price_books = terms
            .products
            .iter()
            .map(|product| {
                price_book(
                    product,
                    &terms.discount,
                    terms.dimensions.get(&product.id).unwrap_or(&unchanged),
                )
            })
            .collect::<Result<_, _>>()
            .ok()?;
        Some(Self { terms, price_books })
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Every product with its price book.
    pub fn products(&self) -> impl Iterator<Item = (&Product, &PriceBook)> {
        self.terms.products.iter().zip(&self.price_books)
    }

    /// What is to be created: one opportunity for each reseller and product.
    pub fn grants(&self) -> impl Iterator<Item = (&Organisation, &Product, &PriceBook)> {
        self.terms.resellers.iter().flat_map(|reseller| {
            self.products()
                .map(move |(product, book)| (reseller, product, book))
        })
    }

    /// The schedule of a product with the units of its own dimensions and those added for this opportunity, its
    /// payments in the order in which they fall due.
    pub fn schedule(&self, product: &Product) -> Option<Schedule> {
        let mut schedule = self.terms.discount.schedule()?.clone();
        schedule.payments.sort_by_key(|payment| payment.date);
        let custom = self
            .terms
            .dimensions
            .get(&product.id)
            .into_iter()
            .flat_map(|choices| &choices.custom);
        schedule.grants.extend(custom.filter_map(|dimension| {
            Some(Grant {
                dimension: dimension.key.clone(),
                quantity: dimension.units?,
            })
        }));
        Some(schedule)
    }

    /// The dimensions that opportunities for a product cover: the product's own that were kept, then those added.
    pub fn dimensions(&self, product: &Product) -> Vec<CoveredDimension> {
        let unchanged = DimensionChoices::default();
        let choices = self.terms.dimensions.get(&product.id).unwrap_or(&unchanged);
        let added = choices.custom.iter().map(|d| CoveredDimension {
            key: d.key.clone(),
            name: d.name.clone(),
            description: d.description.clone(),
            unit: d.unit.clone(),
            kind: DimensionKind::Contract,
            added: true,
        });
        let own = product.dimensions.iter().filter_map(|d| {
            Some(CoveredDimension {
                key: d.key.clone(),
                name: d.name.clone(),
                description: d.description.clone(),
                unit: d.unit.clone(),
                kind: choices.left_of(d)?,
                added: false,
            })
        });
        own.chain(added).collect()
    }

    /// The contract durations that have prices.
    pub fn durations(&self, product: &Product) -> &[ContractDuration] {
        self.terms.discount.durations(&product.id)
    }
}
