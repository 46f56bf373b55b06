//! What to do about a conflict, in words.

use super::Context;
use crate::answers::{dimensions, discount, individual, schedule};
use crate::domain::calendar::day;
use crate::domain::catalog::{DimensionKey, MAX_DIMENSIONS, Product};
use crate::domain::dimensions::CustomDimension;
use crate::domain::discount::DiscountKind;
use crate::domain::pricing::{LineKey, PriceFault};
use crate::domain::pricing_model::PricingModel;
use crate::domain::schedule::MAX_GRANTS;
use crate::domain::terms::{Conflict, MAX_OPPORTUNITIES};

/// Why a product cannot have a kind of discount, to be read after the kind's name: "not for Pro Services: …".
pub fn refusal(product: &Product, kind: DiscountKind) -> String {
    let why = if product.model == PricingModel::ProfessionalServices
        && kind == DiscountKind::Percentage
    {
        "it has no list price"
    } else if kind == DiscountKind::Flexible {
        "it is only paid as used"
    } else {
        "it cannot be resold"
    };
    format!("not for {}: {why}", product.title)
}

/// What to do when a payment schedule is chosen for so many products.
pub fn one_product_only(products: usize) -> String {
    format!(
        "A flexible payment schedule is for one product, and {products} are chosen – choose one product or another kind of discount"
    )
}

impl Context<'_> {
    /// What to do.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each conflict and nothing else"
    )]
    pub fn text(&self, conflict: &Conflict) -> String {
        match conflict {
            Conflict::NothingChosen => "Select at least one product".into(),
            Conflict::TooMany(count) => format!(
                "This would create {count} opportunities. The most at once is {MAX_OPPORTUNITIES} – choose fewer resellers or products"
            ),
            Conflict::NotRegistered(r) => format!(
                "{} is no longer registered – remove it or choose another reseller",
                r.name
            ),
            Conflict::OwnAccount(r) => {
                format!("{} is your own account – choose another reseller", r.name)
            }
            Conflict::NotOnSale(p) => {
                format!("{} is not on sale any more – clear it to continue", p.title)
            }
            Conflict::KindNotAllowed(p, kind) => {
                format!(
                    "{} is {} – choose another kind of discount",
                    kind.label(),
                    refusal(p, *kind)
                )
            }
            Conflict::ScheduleForProducts(count) => one_product_only(*count),
            Conflict::Durations(id, fault) => {
                let product = self
                    .parts
                    .products
                    .iter()
                    .flatten()
                    .find(|product| product.id == *id);
                discount::durations_text(
                    *fault,
                    product.map_or(id.as_str(), |product| &product.title),
                )
            }
            Conflict::Price(product, fault) => self.price_text(product, fault),
            Conflict::ZeroPrice => "Confirm that the wholesale price is zero".into(),
            Conflict::LongTermZero(product, key) => format!(
                "The long-term price of {} can be zero only if its hourly price is zero and another long-term price is not",
                name(product, key)
            ),
            Conflict::ScheduleNeedsSingleUse(_) => {
                "A flexible payment schedule needs Single Use".into()
            }
            Conflict::ScheduleNeedsLastDay => "Enter the last day".into(),
            Conflict::LastDayTooEarly => "Last day must be tomorrow or later".into(),
            Conflict::PaymentBeforeLastDay(number, _) => {
                format!("Last day must be before payment {number} falls due")
            }
            Conflict::PaymentCount(0) => "Add at least one payment".into(),
            Conflict::PaymentCount(_) => schedule::too_many(),
            Conflict::PaymentsOnOneDay(first, second) => {
                format!("Payments {first} and {second} have the same date")
            }
            Conflict::PaymentNotInFuture(number) => {
                format!("Date of payment {number} must be in the future")
            }
            Conflict::PaymentAfterContract(number, end) => {
                format!(
                    "Date of payment {number} must be before the contract ends, {}",
                    day(*end)
                )
            }
            Conflict::NoUnits => "Enter the units of at least one dimension".into(),
            Conflict::UnitsOfRemoved(key) => {
                let dimension = self.dimension_name(key);
                format!("Keep {dimension} – the payment schedule includes units of it")
            }
            Conflict::CustomWithoutUnits(key) => {
                format!("Enter the units of {}", self.custom_name(key))
            }
            Conflict::UnitsTwice(key) => {
                format!("Enter the units of {} once", self.dimension_name(key))
            }
            Conflict::UnitsOutOfRange(key) => schedule::units_text(&self.dimension_name(key)),
            Conflict::NameTwice(product, number) => format!(
                "Dimension names of {} must differ – \"{}\" is used twice",
                product.title,
                self.custom(product, *number).map_or("", |d| &d.name)
            ),
            Conflict::KeyTwice(product, number) => format!(
                "Dimension keys of {} must differ – \"{}\" is used twice",
                product.title,
                self.custom(product, *number).map_or("", |d| d.key.as_str())
            ),
            Conflict::TooManyDimensions(product, _) => {
                format!(
                    "{} can have up to {MAX_DIMENSIONS} contract dimensions",
                    product.title
                )
            }
            Conflict::ServicesUnits(count) => {
                format!(
                    "Professional services are scheduled with exactly one dimension – you entered units for {count}"
                )
            }
            Conflict::TierUnits(product, count) => format!(
                "A buyer of {} picks one dimension – you entered units for {count}",
                product.title
            ),
            Conflict::TierQuantity(key) => format!(
                "Units of {} must be 1 – it is bought as a tier, without a quantity",
                self.dimension_name(key)
            ),
            Conflict::TooManyUnits(count) => {
                format!(
                    "You can enter units for up to {MAX_GRANTS} dimensions – you entered {count}"
                )
            }
            Conflict::NothingKept(product) => {
                format!("Keep at least one dimension of {}", product.title)
            }
            Conflict::ServicesEula(product) => {
                format!(
                    "{} is a professional service and needs a EULA of its own – upload one",
                    product.title
                )
            }
        }
    }

    fn price_text(&self, product: &Product, fault: &PriceFault) -> String {
        let line =
            |key: &LineKey| format!("{} of {}", name(product, &key.dimension), product.title);
        let discount = self.parts.discount.as_ref();
        let durations = discount.map_or(0, |discount| discount.durations(&product.id).len());
        let charge = |key: &LineKey| individual::charged_for(product, key, durations);
        match fault {
            PriceFault::Missing(_) if self.is_untouched(product) => {
                format!("Enter a discount or price for {}", product.title)
            }
            PriceFault::Missing(key) => {
                format!("Enter a discount or price for {}{}", line(key), charge(key))
            }
            PriceFault::NoListPrice(key) => {
                let advice = if self.kind() == Some(DiscountKind::Percentage) {
                    "choose a public contract duration or Individual Pricing"
                } else {
                    "enter a wholesale price"
                };
                format!(
                    "{} has no list price for {} – {advice}",
                    line(key),
                    key.charge.label()
                )
            }
            PriceFault::ForeignCurrency(key) => format!(
                "List prices are in USD – enter a wholesale price for {}{}",
                line(key),
                charge(key)
            ),
            PriceFault::CustomMissing(key, duration) => {
                let mut added = self.added_to(product).iter();
                let name = added.find(|d| d.key == *key).map(|d| d.name.as_str());
                let products = self.parts.products.as_deref().unwrap_or_default();
                format!(
                    "Enter a price for {}{}{}",
                    name.unwrap_or(key.as_str()),
                    individual::of_product(product, dimensions::shaped(products).count()),
                    dimensions::for_duration(*duration, durations)
                )
            }
        }
    }

    /// An added dimension, counted from 1.
    fn custom(&self, product: &Product, number: usize) -> Option<&CustomDimension> {
        self.added_to(product).get(number - 1)
    }

    /// The name of one of the scheduled product's own dimensions, or of one added.
    fn dimension_name(&self, key: &DimensionKey) -> String {
        let own = self.product().and_then(|product| product.dimension(key));
        own.map_or_else(|| self.custom_name(key), |dimension| dimension.name.clone())
    }

    fn custom_name(&self, key: &DimensionKey) -> String {
        let all = self
            .parts
            .dimensions
            .iter()
            .flat_map(|all| all.values())
            .flat_map(|choices| &choices.custom);
        all.filter(|dimension| dimension.key == *key)
            .map(|d| d.name.clone())
            .next()
            .unwrap_or_else(|| key.to_string())
    }
}

fn name(product: &Product, key: &DimensionKey) -> String {
    product
        .dimension(key)
        .map_or_else(|| key.to_string(), |dimension| dimension.name.clone())
}
