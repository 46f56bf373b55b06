//! What keeps parts from going together: the rules between an opportunity's parts, each with its own conflict.

use super::{MAX_OPPORTUNITIES, Parts, schedule};
use crate::domain::account::{AccountId, Organisation};
use crate::domain::agreements::Eula;
use crate::domain::catalog::{DimensionKey, MAX_DIMENSIONS, Product, ProductId};
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::{self, Discount, DiscountKind, DurationsFault};
use crate::domain::duration::{Duration, DurationKind, earliest_last_day};
use crate::domain::pricing::{Charge, PriceBook, PriceFault, price_book};
use crate::domain::pricing_model::PricingModel;
use chrono::NaiveDate;
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why parts do not go together. A product of which there may be many conflicts is the same one in all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// No reseller, or no product.
    NothingChosen,
    /// More than [`MAX_OPPORTUNITIES`] would be made: this many.
    TooMany(usize),
    /// Not registered as a reseller (any more).
    NotRegistered(Organisation),
    /// The ISV itself.
    OwnAccount(Organisation),
    /// Not on sale (any more), or of a kind that cannot be resold.
    NotOnSale(Product),
    /// The product cannot have this kind of discount.
    KindNotAllowed(Product, DiscountKind),
    /// A flexible payment schedule is for exactly one product; this many are chosen.
    ScheduleForProducts(usize),
    /// The contract durations of a product.
    Durations(ProductId, DurationsFault),
    /// A price of a product cannot be computed.
    Price(Arc<Product>, PriceFault),
    /// A price comes to zero and nobody confirmed that.
    ZeroPrice,
    /// A long-term price of zero beside an hourly price, or with no other long-term price.
    LongTermZero(Arc<Product>, DimensionKey),
    /// A payment schedule needs Single Use.
    ScheduleNeedsSingleUse(DurationKind),
    /// A payment schedule needs a last day.
    ScheduleNeedsLastDay,
    /// The last day is today or over.
    LastDayTooEarly,
    /// A schedule has no payment or more than [`MAX_PAYMENTS`](crate::domain::schedule::MAX_PAYMENTS); this many.
    PaymentCount(usize),
    /// Two payments, counted from 1, on the same day.
    PaymentsOnOneDay(usize, usize),
    /// A payment, counted from 1, is not in the future.
    PaymentNotInFuture(usize),
    /// A payment, counted from 1, is not after the last day.
    PaymentBeforeLastDay(usize, NaiveDate),
    /// A payment, counted from 1, is not before the contract's end.
    PaymentAfterContract(usize, NaiveDate),
    /// A schedule includes no units.
    NoUnits,
    /// A schedule includes units of a dimension that is not in the opportunity.
    UnitsOfRemoved(DimensionKey),
    /// A schedule includes units of this dimension twice.
    UnitsTwice(DimensionKey),
    /// A schedule includes no units of this dimension, or more than [`MAX_QUANTITY`](crate::domain::schedule::MAX_QUANTITY).
    UnitsOutOfRange(DimensionKey),
    /// A dimension of the ISV's own lacks its units.
    CustomWithoutUnits(DimensionKey),
    /// A schedule for professional services includes exactly one dimension; this many have units.
    ServicesUnits(usize),
    /// A schedule for a product of tiers includes exactly one dimension; this many have units.
    TierUnits(Product, usize),
    /// A schedule for a product of tiers includes more than one unit of this dimension.
    TierQuantity(DimensionKey),
    /// More than [`MAX_GRANTS`](crate::domain::schedule::MAX_GRANTS) dimensions have units.
    TooManyUnits(usize),
    /// No contract dimension of the product remains.
    NothingKept(Product),
    /// A dimension of the ISV's own, counted from 1, has the key of another dimension of the product.
    KeyTwice(Arc<Product>, usize),
    /// A dimension of the ISV's own, counted from 1, has the name of another dimension of the product.
    NameTwice(Arc<Product>, usize),
    /// The product would have more than [`MAX_DIMENSIONS`] contract dimensions: this many.
    TooManyDimensions(Product, usize),
    /// Professional services need a EULA of their own.
    ServicesEula(Product),
}

/// All conflicts between the parts that are there. `isv` is the account of the ISV, `today` the UTC day.
pub fn conflicts(parts: &Parts, isv: &AccountId, today: NaiveDate) -> Vec<Conflict> {
    let mut found = Vec::new();
    let products = parts.products.as_deref().unwrap_or_default();
    who_and_what(parts, isv, &mut found);
    for product in products {
        dimensions(product, &parts.choices(product), &mut found);
    }
    if let Some(discount) = &parts.discount {
        kind_of_discount(products, discount, &mut found);
        prices(parts, products, discount, &mut found);
        if let Some(schedule) = discount.schedule() {
            schedule::units(parts, products, schedule, &mut found);
            schedule::payments(parts, schedule, today, &mut found);
        }
    }
    if parts
        .duration
        .and_then(Duration::last_day)
        .is_some_and(|day| day < earliest_last_day(today))
    {
        found.push(Conflict::LastDayTooEarly);
    }
    if matches!(&parts.eula, Some(Eula::Public | Eula::Standard { .. })) {
        let services = products
            .iter()
            .filter(|p| p.model == PricingModel::ProfessionalServices);
        found.extend(services.map(|p| Conflict::ServicesEula(p.clone())));
    }
    found
}

fn who_and_what(parts: &Parts, isv: &AccountId, found: &mut Vec<Conflict>) {
    for reseller in parts.resellers.iter().flatten() {
        if !reseller.registered {
            found.push(Conflict::NotRegistered(reseller.clone()));
        } else if reseller.account == *isv {
            found.push(Conflict::OwnAccount(reseller.clone()));
        }
    }
    let products = parts.products.iter().flatten();
    found.extend(
        products
            .filter(|p| !p.can_be_resold())
            .map(|p| Conflict::NotOnSale(p.clone())),
    );
    if let (Some(resellers), Some(products)) = (&parts.resellers, &parts.products) {
        let count = resellers.len() * products.len();
        if count == 0 {
            found.push(Conflict::NothingChosen);
        } else if count > MAX_OPPORTUNITIES {
            found.push(Conflict::TooMany(count));
        }
    }
}

fn kind_of_discount(products: &[Product], discount: &Discount, found: &mut Vec<Conflict>) {
    let kind = discount.kind();
    for product in products.iter().filter(|p| p.can_be_resold()) {
        if !product.model.discount_kinds().contains(&kind) {
            found.push(Conflict::KindNotAllowed(product.clone(), kind));
        } else if let Err(fault) =
            discount::check_durations(product, discount.durations(&product.id))
        {
            found.push(Conflict::Durations(product.id.clone(), fault));
        }
    }
    if kind == DiscountKind::Flexible && products.len() > 1 {
        found.push(Conflict::ScheduleForProducts(products.len()));
    }
}

/// The dimensions as they would be in the opportunity: some must remain, and names must tell them apart. Those left
/// out count as well, as they stay on the product (source document, step 8; Seller Guide, SaaS contracts).
fn dimensions(product: &Product, choices: &DimensionChoices, found: &mut Vec<Conflict>) {
    let mut own = product.contract_dimensions();
    let kept = own.any(|d| !choices.removed.contains(&d.key)) || !choices.custom.is_empty();
    if product.model.duration_unit().is_some() && !kept {
        found.push(Conflict::NothingKept(product.clone()));
    }
    let count = product.contract_dimensions().count() + choices.custom.len();
    if !choices.custom.is_empty() && count > MAX_DIMENSIONS {
        found.push(Conflict::TooManyDimensions(product.clone(), count));
        // How they go with each other is judged when they are fewer.
        return;
    }
    let shared = LazyCell::new(|| Arc::new(product.clone()));
    let listed = product.dimensions.iter();
    let mut keys: BTreeSet<&DimensionKey> = listed.clone().map(|d| &d.key).collect();
    let mut names: BTreeSet<String> = listed.map(|d| d.name.to_lowercase()).collect();
    for (number, custom) in (1..).zip(&choices.custom) {
        let new_name = names.insert(custom.name.to_lowercase());
        let new_key = keys.insert(&custom.key);
        if !new_name {
            found.push(Conflict::NameTwice(Arc::clone(&shared), number));
        } else if !new_key {
            found.push(Conflict::KeyTwice(Arc::clone(&shared), number));
        }
    }
}

fn prices(parts: &Parts, products: &[Product], discount: &Discount, found: &mut Vec<Conflict>) {
    let mut zero = discount
        .schedule()
        .is_some_and(|schedule| !schedule.payments.is_empty() && schedule.total().is_zero());
    for product in products
        .iter()
        .filter(|p| p.model.discount_kinds().contains(&discount.kind()))
    {
        let choices = parts.choices(product);
        match price_book(product, discount, &choices) {
            Ok(book) => {
                zero |= book.lines.iter().any(|line| line.wholesale.is_zero());
                long_term_zeros(product, &book, found);
            }
            Err(faults) => {
                let shared = Arc::new(product.clone());
                let conflict = |fault| Conflict::Price(Arc::clone(&shared), fault);
                found.extend(faults.into_iter().map(conflict));
            }
        }
    }
    if zero && !parts.zero_prices_confirmed {
        found.push(Conflict::ZeroPrice);
    }
}

/// A long-term price of zero needs an hourly price of zero, and another long-term price above it (Seller Guide,
/// annual pricing).
fn long_term_zeros(product: &Product, book: &PriceBook, found: &mut Vec<Conflict>) {
    if !matches!(
        product.model,
        PricingModel::AmiHourlyWithAnnual | PricingModel::ContainerLongTerm
    ) {
        return;
    }
    let long_term = || {
        book.lines
            .iter()
            .filter(|line| matches!(line.key.charge, Charge::Upfront(_)))
    };
    let shared = LazyCell::new(|| Arc::new(product.clone()));
    let any_above_zero = long_term().any(|line| !line.wholesale.is_zero());
    for line in long_term().filter(|line| line.wholesale.is_zero()) {
        let hourly_is_zero = book.lines.iter().any(|l| {
            l.key.charge == Charge::Usage
                && l.key.dimension == line.key.dimension
                && l.wholesale.is_zero()
        });
        if !hourly_is_zero || !any_above_zero {
            let dimension = line.key.dimension.clone();
            found.push(Conflict::LongTermZero(Arc::clone(&shared), dimension));
        }
    }
}
