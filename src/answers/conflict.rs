//! Where a conflict between steps is shown, and in which words.

use crate::answers::{Fields, Problem, Step, dimensions, discount, individual, schedule};
use crate::domain::catalog::{DimensionKey, MAX_DIMENSIONS, Product};
use crate::domain::dimensions::CustomDimension;
use crate::domain::discount::{Discount, DiscountKind};
use crate::domain::pricing::{LineKey, PriceFault};
use crate::domain::pricing_model::PricingModel;
use crate::domain::terms::{Conflict, Parts};
use chrono::NaiveDate;

/// The step on which a conflict is mended, and what to do there. `fields` are the answers of the dimensions step.
pub fn place(conflict: &Conflict, parts: &Parts, fields: &Fields) -> (Step, Problem) {
    let context = Context { parts, fields };
    let (step, field) = context.spot(conflict);
    (
        step,
        Problem {
            field,
            text: context.text(conflict),
        },
    )
}

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

/// A day as messages name it: `22 Nov 2026`.
fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// What a conflict's words and place follow from besides itself.
struct Context<'a> {
    parts: &'a Parts,
    fields: &'a Fields,
}

impl Context<'_> {
    /// The step and the control.
    fn spot(&self, conflict: &Conflict) -> (Step, String) {
        let date = |number: &usize| format!("date[{number}]-day");
        match conflict {
            Conflict::NothingChosen | Conflict::TooMany(_) | Conflict::NotOnSale(_) => {
                (Step::Products, "product".into())
            }
            Conflict::NotRegistered(_) | Conflict::OwnAccount(_) => {
                (Step::Resellers, "reseller".into())
            }
            Conflict::KindNotAllowed(..) | Conflict::ScheduleForProducts(_) => {
                (Step::Discount, "discount_type".into())
            }
            Conflict::Durations(id, _) => (Step::Discount, format!("term[{id}]")),
            Conflict::Price(product, fault) => self.price_spot(product, fault),
            Conflict::ZeroPrice | Conflict::LongTermZero(..) => (Step::Discount, "zero".into()),
            Conflict::ScheduleNeedsSingleUse(_) => (Step::Duration, "duration".into()),
            Conflict::ScheduleNeedsLastDay
            | Conflict::LastDayTooEarly
            | Conflict::PaymentBeforeLastDay(..) => (Step::Duration, "end-day".into()),
            Conflict::PaymentCount(_) => (Step::Discount, "amount[1]".into()),
            Conflict::PaymentsOnOneDay(_, number)
            | Conflict::PaymentNotInFuture(number)
            | Conflict::PaymentAfterContract(number, _) => (Step::Discount, date(number)),
            Conflict::NoUnits | Conflict::ServicesUnits(_) | Conflict::TooManyUnits(_) => {
                (Step::Discount, self.first_units())
            }
            Conflict::UnitsOfRemoved(key) => match self.product() {
                Some(product) if product.dimension(key).is_some() => (
                    Step::Dimensions,
                    dimensions::field("keep", &product.id, key),
                ),
                Some(_) | None => (Step::Discount, self.first_units()),
            },
            Conflict::UnitsTwice(key) => (Step::Discount, schedule::units_field(key)),
            Conflict::UnitsOutOfRange(key) | Conflict::CustomWithoutUnits(key) => {
                self.units_spot(key)
            }
            Conflict::NothingKept(product) => match product.contract_dimensions().next() {
                Some(first) => (
                    Step::Dimensions,
                    dimensions::field("keep", &product.id, &first.key),
                ),
                None => (Step::Products, "product".into()),
            },
            Conflict::NameTwice(product, number) => self.row_spot("dim_name", product, *number),
            Conflict::KeyTwice(product, number) => self.row_spot("dim_key", product, *number),
            Conflict::TooManyDimensions(product, _) => self.row_spot("dim_name", product, 1),
            Conflict::ServicesEula(_) => (Step::Eula, "eula".into()),
        }
    }

    /// What to do.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each conflict and nothing else"
    )]
    fn text(&self, conflict: &Conflict) -> String {
        match conflict {
            Conflict::NothingChosen => "Select at least one product".into(),
            Conflict::TooMany(count) => format!(
                "This would create {count} opportunities. The most at once is 100 – choose fewer resellers or products"
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
            Conflict::ScheduleForProducts(count) => format!(
                "A flexible payment schedule is for one product, and {count} are chosen – choose one product or another kind of discount"
            ),
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
            Conflict::PaymentCount(_) => "You can add up to 60 payments".into(),
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
            Conflict::TooManyUnits(count) => {
                format!("You can enter units for up to 200 dimensions – you entered {count}")
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

    fn price_spot(&self, product: &Product, fault: &PriceFault) -> (Step, String) {
        match fault {
            PriceFault::Missing(key)
            | PriceFault::NoListPrice(key)
            | PriceFault::ForeignCurrency(key) => {
                let field = match self.kind() {
                    Some(DiscountKind::Flexible) => schedule::rate_field(&key.dimension),
                    Some(DiscountKind::Percentage) => "percent".into(),
                    Some(DiscountKind::Individual) | None => {
                        individual::value_field(&product.id, &individual::line_code(key))
                    }
                };
                (Step::Discount, field)
            }
            PriceFault::CustomMissing(key, duration) => {
                let row = self.custom_row(product, key);
                (
                    Step::Dimensions,
                    dimensions::price_field(&product.id, row, &duration.code()),
                )
            }
        }
    }

    fn price_text(&self, product: &Product, fault: &PriceFault) -> String {
        let line =
            |key: &LineKey| format!("{} of {}", name(product, &key.dimension), product.title);
        match fault {
            PriceFault::Missing(key) => format!("Enter a discount or price for {}", line(key)),
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
                "List prices are in USD – enter a wholesale price for {}",
                line(key)
            ),
            PriceFault::CustomMissing(key, _) => {
                format!("Enter a price for {}", self.custom_name(key))
            }
        }
    }

    fn kind(&self) -> Option<DiscountKind> {
        self.parts.discount.as_ref().map(Discount::kind)
    }

    /// The one product of a payment schedule.
    fn product(&self) -> Option<&Product> {
        self.parts.products.iter().flatten().next()
    }

    fn first_units(&self) -> String {
        let first = self
            .product()
            .and_then(|product| product.contract_dimensions().next());
        first.map_or_else(
            || "discount_type".into(),
            |dimension| schedule::units_field(&dimension.key),
        )
    }

    /// The added row that holds a dimension.
    fn custom_row(&self, product: &Product, key: &DimensionKey) -> u32 {
        let choices = self
            .parts
            .dimensions
            .iter()
            .filter_map(|all| all.get(&product.id));
        let position = choices
            .flat_map(|choices| &choices.custom)
            .position(|dimension| dimension.key == *key);
        self.row(product, position.unwrap_or(0))
    }

    /// The added row at a position, counted from 0, among those in which something was typed.
    fn row(&self, product: &Product, position: usize) -> u32 {
        let rows = dimensions::filled_rows(self.fields, &product.id);
        rows.get(position).copied().unwrap_or(1)
    }

    /// A field of the added row that holds a dimension, counted from 1.
    fn row_spot(&self, what: &str, product: &Product, number: usize) -> (Step, String) {
        let row = self.row(product, number - 1);
        (
            Step::Dimensions,
            dimensions::row_field(what, &product.id, row),
        )
    }

    /// An added dimension, counted from 1.
    fn custom(&self, product: &Product, number: usize) -> Option<&CustomDimension> {
        let choices = self.parts.dimensions.as_ref()?.get(&product.id)?;
        choices.custom.get(number - 1)
    }

    /// Where the units of a dimension are typed: the product's own on the discount step, added ones in their row.
    fn units_spot(&self, key: &DimensionKey) -> (Step, String) {
        match self.product() {
            Some(product) if product.dimension(key).is_none() => {
                let row = self.custom_row(product, key);
                (
                    Step::Dimensions,
                    dimensions::row_field("dim_units", &product.id, row),
                )
            }
            Some(_) | None => (Step::Discount, schedule::units_field(key)),
        }
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
