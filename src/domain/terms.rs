//! Everything an opportunity says, together: the rules between the parts, and the proof that all of them hold.
//!
//! [`conflicts`] judges whatever parts are there, so that a wizard can speak at the step where a conflict arises;
//! [`ProvenTerms::prove`] judges all of them and is the only way to [`ProvenTerms`], from which opportunities are made.

use crate::domain::account::{AccountId, Organisation};
use crate::domain::agreements::{Eula, ResellerContract};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{DimensionKey, DimensionKind, Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::details::Details;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::{self, Discount, DiscountKind, DurationsFault};
use crate::domain::duration::{Duration, DurationKind, earliest_last_day};
use crate::domain::opportunity::CoveredDimension;
use crate::domain::pricing::{Charge, PriceBook, PriceFault, price_book};
use crate::domain::pricing_model::PricingModel;
use crate::domain::schedule::{MAX_GRANTS, MAX_PAYMENTS, Schedule};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The most opportunities one submission creates; AWS keeps at most 250 change sets of an account open.
pub const MAX_OPPORTUNITIES: usize = 100;
/// The most resellers of one draft: more than anybody ticks by hand.
pub const MAX_RESELLERS: usize = 50;
/// The most products of one draft.
pub const MAX_PRODUCTS: usize = 100;

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

/// Why parts do not go together.
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
    Price(Product, PriceFault),
    /// A price comes to zero and nobody confirmed that.
    ZeroPrice,
    /// A long-term price of zero beside an hourly price, or with no other long-term price.
    LongTermZero(Product, DimensionKey),
    /// A payment schedule needs Single Use.
    ScheduleNeedsSingleUse(DurationKind),
    /// A payment schedule needs a last day.
    ScheduleNeedsLastDay,
    /// The last day is today or over.
    LastDayTooEarly,
    /// A schedule has no payment or more than [`MAX_PAYMENTS`]; this many.
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
    /// A dimension of the ISV's own lacks its units.
    CustomWithoutUnits(DimensionKey),
    /// A schedule for professional services includes exactly one dimension; this many have units.
    ServicesUnits(usize),
    /// More than [`MAX_GRANTS`] dimensions have units.
    TooManyUnits(usize),
    /// No contract dimension of the product remains.
    NothingKept(Product),
    /// Professional services need a EULA of their own.
    ServicesEula(Product),
}

/// All conflicts between the parts that are there. `isv` is the account of the ISV, `today` the UTC day.
pub fn conflicts(parts: &Parts, isv: &AccountId, today: NaiveDate) -> Vec<Conflict> {
    let mut found = Vec::new();
    let products = parts.products.as_deref().unwrap_or_default();
    who_and_what(parts, isv, &mut found);
    if let Some(discount) = &parts.discount {
        kind_of_discount(products, discount, &mut found);
        prices(parts, products, discount, &mut found);
        if let Some(schedule) = discount.schedule() {
            units(parts, products, schedule, &mut found);
            payments(parts, schedule, today, &mut found);
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

fn choices_of(parts: &Parts, product: &Product) -> DimensionChoices {
    let choices = parts
        .dimensions
        .as_ref()
        .and_then(|all| all.get(&product.id));
    choices
        .filter(|_| product.model.is_saas_contract())
        .cloned()
        .unwrap_or_default()
}

fn prices(parts: &Parts, products: &[Product], discount: &Discount, found: &mut Vec<Conflict>) {
    let mut zero = discount
        .schedule()
        .is_some_and(|schedule| schedule.total().is_zero());
    for product in products
        .iter()
        .filter(|p| p.model.discount_kinds().contains(&discount.kind()))
    {
        let choices = choices_of(parts, product);
        let kept = product
            .contract_dimensions()
            .any(|d| !choices.removed.contains(&d.key))
            || !choices.custom.is_empty();
        if product.model.duration_unit().is_some() && !kept {
            found.push(Conflict::NothingKept(product.clone()));
        }
        match price_book(product, discount, &choices) {
            Ok(book) => {
                zero |= book.lines.iter().any(|line| line.wholesale.is_zero());
                long_term_zeros(product, &book, found);
            }
            Err(faults) => found.extend(
                faults
                    .into_iter()
                    .map(|fault| Conflict::Price(product.clone(), fault)),
            ),
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
    let any_above_zero = long_term().any(|line| !line.wholesale.is_zero());
    for line in long_term().filter(|line| line.wholesale.is_zero()) {
        let hourly_is_zero = book.lines.iter().any(|l| {
            l.key.charge == Charge::Usage
                && l.key.dimension == line.key.dimension
                && l.wholesale.is_zero()
        });
        if !hourly_is_zero || !any_above_zero {
            found.push(Conflict::LongTermZero(
                product.clone(),
                line.key.dimension.clone(),
            ));
        }
    }
}

fn units(parts: &Parts, products: &[Product], schedule: &Schedule, found: &mut Vec<Conflict>) {
    let [product] = products else { return };
    let choices = choices_of(parts, product);
    for grant in &schedule.grants {
        let listed = product
            .contract_dimensions()
            .any(|d| d.key == grant.dimension);
        if !listed || choices.removed.contains(&grant.dimension) {
            found.push(Conflict::UnitsOfRemoved(grant.dimension.clone()));
        }
    }
    found.extend(
        choices
            .custom
            .iter()
            .filter(|d| d.units.is_none())
            .map(|d| Conflict::CustomWithoutUnits(d.key.clone())),
    );
    let count = schedule.grants.len() + choices.custom.len();
    if count == 0 {
        found.push(Conflict::NoUnits);
    } else if product.model == PricingModel::ProfessionalServices && count > 1 {
        found.push(Conflict::ServicesUnits(count));
    } else if count > MAX_GRANTS {
        found.push(Conflict::TooManyUnits(count));
    }
}

fn payments(parts: &Parts, schedule: &Schedule, today: NaiveDate, found: &mut Vec<Conflict>) {
    let count = schedule.payments.len();
    if count == 0 || count > MAX_PAYMENTS {
        found.push(Conflict::PaymentCount(count));
    }
    let last_day = parts.duration.and_then(Duration::last_day);
    let contract_end = last_day.and_then(|day| schedule.contract.end_after(day));
    for (number, payment) in (1..).zip(&schedule.payments) {
        let earlier = schedule
            .payments
            .iter()
            .take(number - 1)
            .position(|other| other.date == payment.date);
        if let Some(position) = earlier {
            found.push(Conflict::PaymentsOnOneDay(position + 1, number));
        } else if payment.date <= today {
            found.push(Conflict::PaymentNotInFuture(number));
        } else if let Some(day) = last_day.filter(|day| payment.date <= *day) {
            found.push(Conflict::PaymentBeforeLastDay(number, day));
        } else if let Some(end) = contract_end.filter(|end| payment.date >= *end) {
            found.push(Conflict::PaymentAfterContract(number, end));
        }
    }
    match parts.duration {
        Some(Duration::SingleUse { last_day: None }) => found.push(Conflict::ScheduleNeedsLastDay),
        Some(duration) if duration.kind() != DurationKind::SingleUse => {
            found.push(Conflict::ScheduleNeedsSingleUse(duration.kind()));
        }
        Some(_) | None => {}
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
    /// Returns `None` when a part is missing or there is any conflict; [`conflicts`] says which.
    pub fn prove(parts: Parts, isv: &AccountId, today: NaiveDate) -> Option<Self> {
        if !conflicts(&parts, isv, today).is_empty() {
            return None;
        }
        let terms = Terms {
            details: parts.details?,
            resellers: parts.resellers?,
            products: parts.products?,
            discount: parts.discount?,
            duration: parts.duration?,
            dimensions: parts.dimensions?,
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

    /// The schedule of a product with the units of its own dimensions and those added for this opportunity.
    pub fn schedule(&self, product: &Product) -> Option<Schedule> {
        let mut schedule = self.terms.discount.schedule()?.clone();
        let custom = self
            .terms
            .dimensions
            .get(&product.id)
            .into_iter()
            .flat_map(|choices| &choices.custom);
        schedule.grants.extend(custom.filter_map(|dimension| {
            Some(crate::domain::schedule::Grant {
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
        let own = product
            .dimensions
            .iter()
            .filter(|d| d.is_usage() || !choices.removed.contains(&d.key));
        let added = choices.custom.iter().map(|d| CoveredDimension {
            key: d.key.clone(),
            name: d.name.clone(),
            description: d.description.clone(),
            unit: d.unit.clone(),
            kind: DimensionKind::Contract,
            added: true,
        });
        own.map(|d| CoveredDimension {
            key: d.key.clone(),
            name: d.name.clone(),
            description: d.description.clone(),
            unit: d.unit.clone(),
            kind: d.kind,
            added: false,
        })
        .chain(added)
        .collect()
    }

    /// The contract durations that have prices.
    pub fn durations(&self, product: &Product) -> &[ContractDuration] {
        self.terms.discount.durations(&product.id)
    }
}

/// Something unusual but allowed, to be read before creating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A wholesale price of this product is above the list price.
    AboveList(String),
    /// The discount of this product is over a half.
    OverHalf(String),
    /// An up-front price of this product is under 1.00.
    UnderOne(String),
    /// Dimensions of this product have different units; AWS may refuse that.
    UnitsDiffer(String),
    /// Buyers are named although a single offer can be made.
    BuyersAndSingleUse,
    /// AWS asks that the buyer pays by invoice.
    InvoiceTerms,
}

/// What is unusual about proven terms, each kind once a product.
pub fn warnings(proven: &ProvenTerms) -> Vec<Warning> {
    let mut found = Vec::new();
    for (product, book) in proven.products() {
        let title = || product.title.clone();
        let upfront = || {
            book.lines
                .iter()
                .filter(|line| matches!(line.key.charge, Charge::Upfront(_)))
        };
        if book.lines.iter().any(|line| line.above_list(book.currency)) {
            found.push(Warning::AboveList(title()));
        }
        let over_half = |line: &crate::domain::pricing::PriceLine| {
            book.currency == crate::domain::money::Currency::LIST
                && line.list.is_some_and(|list| {
                    line.wholesale.value() + line.wholesale.value() < list.value()
                })
        };
        if book.lines.iter().any(over_half) {
            found.push(Warning::OverHalf(title()));
        }
        if upfront().any(|line| line.wholesale.value() < rust_decimal::Decimal::ONE) {
            found.push(Warning::UnderOne(title()));
        }
        let mut units: Vec<&str> = upfront().map(|line| line.unit.as_str()).collect();
        units.sort_unstable();
        units.dedup();
        if units.len() > 1 {
            found.push(Warning::UnitsDiffer(title()));
        }
    }
    if !proven.terms.buyers.is_anyone() && proven.terms.duration.kind() == DurationKind::SingleUse {
        found.push(Warning::BuyersAndSingleUse);
    }
    if proven.terms.discount.kind() == DiscountKind::Flexible {
        found.push(Warning::InvoiceTerms);
    }
    found
}
