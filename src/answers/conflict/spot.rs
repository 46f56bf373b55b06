//! The control at which a conflict is mended.

use super::Context;
use crate::answers::{Step, dimensions, discount, individual, schedule};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::discount::DiscountKind;
use crate::domain::pricing::PriceFault;
use crate::domain::terms::Conflict;

impl Context<'_> {
    /// The step and the control.
    pub fn spot(&self, conflict: &Conflict) -> (Step, String) {
        let date = |number: &usize| format!("{}-day", schedule::date_field(number));
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
            Conflict::Durations(id, _) => (Step::Discount, discount::term_field(id)),
            Conflict::Price(product, fault) => self.price_spot(product, fault),
            Conflict::ZeroPrice | Conflict::LongTermZero(..) => (Step::Discount, "zero".into()),
            Conflict::ScheduleNeedsSingleUse(_) => (Step::Duration, "duration".into()),
            Conflict::ScheduleNeedsLastDay
            | Conflict::LastDayTooEarly
            | Conflict::PaymentBeforeLastDay(..) => (Step::Duration, "end-day".into()),
            Conflict::PaymentCount(_) => (Step::Discount, schedule::amount_field(1)),
            Conflict::PaymentsOnOneDay(_, number)
            | Conflict::PaymentNotInFuture(number)
            | Conflict::PaymentAfterContract(number, _) => (Step::Discount, date(number)),
            Conflict::NoUnits
            | Conflict::ServicesUnits(_)
            | Conflict::TierUnits(..)
            | Conflict::TooManyUnits(_) => (Step::Discount, self.first_units()),
            Conflict::UnitsOfRemoved(key) => match self.product() {
                Some(product) if product.dimension(key).is_some() => (
                    Step::Dimensions,
                    dimensions::field("keep", &product.id, key),
                ),
                Some(_) | None => (Step::Discount, self.first_units()),
            },
            Conflict::UnitsTwice(key) => (Step::Discount, schedule::units_field(key)),
            Conflict::UnitsOutOfRange(key)
            | Conflict::CustomWithoutUnits(key)
            | Conflict::TierQuantity(key) => self.units_spot(key),
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

    fn price_spot(&self, product: &Product, fault: &PriceFault) -> (Step, String) {
        match fault {
            PriceFault::Missing(key)
            | PriceFault::NoListPrice(key)
            | PriceFault::ForeignCurrency(key) => {
                let field = match self.kind() {
                    Some(DiscountKind::Flexible) => schedule::rate_field(&key.dimension),
                    Some(DiscountKind::Percentage) => "percent".into(),
                    Some(DiscountKind::Individual) if self.is_untouched(product) => {
                        individual::value_field(&product.id, individual::ALL_ROWS)
                    }
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
        let mut added = self.added_to(product).iter();
        let position = added.position(|dimension| dimension.key == *key);
        self.row(product, position.unwrap_or(0))
    }

    /// The added row at a position, counted from 0, among those in which something was typed.
    fn row(&self, product: &Product, position: usize) -> u32 {
        let rows = self.added.of_product(&product.id);
        rows.get(position).map_or(1, |filled| filled.row)
    }

    /// A field of the added row that holds a dimension, counted from 1.
    fn row_spot(&self, what: &str, product: &Product, number: usize) -> (Step, String) {
        let row = self.row(product, number - 1);
        (
            Step::Dimensions,
            dimensions::row_field(what, &product.id, row),
        )
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
}
