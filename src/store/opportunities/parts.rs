//! The rows that hang on an opportunity, and how its columns become values of the business.

use crate::domain::account::AccountId;
use crate::domain::catalog::{DimensionKey, DimensionKind};
use crate::domain::duration::{Duration, DurationKind};
use crate::domain::ids::OpportunityId;
use crate::domain::money::{Amount, Percent};
use crate::domain::opportunity::CoveredDimension;
use crate::domain::pricing::{Basis, Charge, LineKey, PriceLine};
use crate::domain::schedule::{Grant, Payment};
use crate::store::Error;
use crate::store::columns::AsText;
use crate::store::money::Exact;
use crate::store::schema::{
    opportunity_buyers, opportunity_dimensions, opportunity_grants, opportunity_payments,
    opportunity_prices,
};
use chrono::NaiveDate;
use diesel::prelude::*;

pub(super) fn duration(kind: DurationKind, last_day: Option<NaiveDate>) -> Result<Duration, Error> {
    Duration::from_parts(kind, last_day).ok_or_else(|| {
        Error::broken(format!(
            "{kind:?} does not go with the last day {last_day:?}"
        ))
    })
}

pub(super) fn percent(hundredths: i32) -> Result<Percent, Error> {
    Percent::from_hundredths(hundredths)
        .map_err(|_| Error::broken(format!("{hundredths} hundredths are no discount")))
}

/// The position of something in its list.
fn position(index: usize) -> i32 {
    // Lists have bounds far below.
    i32::try_from(index).unwrap_or(i32::MAX)
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = opportunity_dimensions, treat_none_as_default_value = false)]
pub(super) struct DimensionRow {
    opportunity_id: AsText<OpportunityId>,
    pub(super) key: AsText<DimensionKey>,
    position: i32,
    name: String,
    description: String,
    unit: String,
    kind: AsText<DimensionKind>,
    added: bool,
}

impl DimensionRow {
    pub(super) fn new(id: OpportunityId, index: usize, dimension: &CoveredDimension) -> Self {
        Self {
            opportunity_id: AsText(id),
            key: AsText(dimension.key.clone()),
            position: position(index),
            name: dimension.name.clone(),
            description: dimension.description.clone(),
            unit: dimension.unit.clone(),
            kind: AsText(dimension.kind),
            added: dimension.added,
        }
    }

    pub(super) fn dimension(self) -> CoveredDimension {
        CoveredDimension {
            key: self.key.0,
            name: self.name,
            description: self.description,
            unit: self.unit,
            kind: self.kind.0,
            added: self.added,
        }
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = opportunity_prices, treat_none_as_default_value = false)]
pub(super) struct PriceRow {
    opportunity_id: AsText<OpportunityId>,
    dimension_key: AsText<DimensionKey>,
    charge: AsText<Charge>,
    position: i32,
    list: Option<Exact>,
    wholesale: Exact,
    basis: String,
    percent: Option<i32>,
}

impl PriceRow {
    pub(super) fn new(id: OpportunityId, index: usize, line: &PriceLine) -> Self {
        let (basis, percent) = match line.basis {
            Basis::Percent(percent) => ("percent", Some(percent.hundredths())),
            Basis::Price => ("price", None),
            Basis::Fee => ("fee", None),
            Basis::Custom => ("custom", None),
        };
        Self {
            opportunity_id: AsText(id),
            dimension_key: AsText(line.key.dimension.clone()),
            charge: AsText(line.key.charge),
            position: position(index),
            list: line.list.map(Exact::from),
            wholesale: line.wholesale.into(),
            basis: basis.to_owned(),
            percent,
        }
    }

    /// The price, with the names of its dimension.
    pub(super) fn line(self, dimensions: &[CoveredDimension]) -> Result<PriceLine, Error> {
        let key = LineKey {
            dimension: self.dimension_key.0,
            charge: self.charge.0,
        };
        let dimension = dimensions
            .iter()
            .find(|dimension| dimension.key == key.dimension)
            .ok_or_else(|| {
                Error::broken(format!(
                    "a price of {}, which is not covered",
                    key.dimension
                ))
            })?;
        let basis = match (self.basis.as_str(), self.percent) {
            ("percent", Some(hundredths)) => Basis::Percent(percent(hundredths)?),
            ("price", None) => Basis::Price,
            ("fee", None) => Basis::Fee,
            ("custom", None) => Basis::Custom,
            (word, _) => return Err(Error::broken(format!("a price came about by “{word}”"))),
        };
        Ok(PriceLine {
            key,
            name: dimension.name.clone(),
            description: dimension.description.clone(),
            unit: dimension.unit.clone(),
            list: self.list.map(Amount::try_from).transpose()?,
            wholesale: self.wholesale.try_into()?,
            basis,
        })
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = opportunity_grants)]
pub(super) struct GrantRow {
    opportunity_id: AsText<OpportunityId>,
    dimension_key: AsText<DimensionKey>,
    position: i32,
    quantity: i32,
}

impl GrantRow {
    pub(super) fn new(id: OpportunityId, index: usize, grant: &Grant) -> Self {
        Self {
            opportunity_id: AsText(id),
            dimension_key: AsText(grant.dimension.clone()),
            position: position(index),
            // The largest quantity fits.
            quantity: i32::try_from(grant.quantity).unwrap_or(i32::MAX),
        }
    }

    pub(super) fn grant(self) -> Result<Grant, Error> {
        let quantity =
            u32::try_from(self.quantity).map_err(|_| Error::broken("a negative quantity"))?;
        Ok(Grant {
            dimension: self.dimension_key.0,
            quantity,
        })
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = opportunity_payments)]
pub(super) struct PaymentRow {
    opportunity_id: AsText<OpportunityId>,
    position: i32,
    due: NaiveDate,
    amount: Exact,
}

impl PaymentRow {
    pub(super) fn new(id: OpportunityId, index: usize, payment: &Payment) -> Self {
        Self {
            opportunity_id: AsText(id),
            position: position(index),
            due: payment.date,
            amount: payment.amount.into(),
        }
    }

    pub(super) fn payment(self) -> Result<Payment, Error> {
        Ok(Payment {
            date: self.due,
            amount: self.amount.try_into()?,
        })
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = opportunity_buyers)]
pub(super) struct BuyerRow {
    opportunity_id: AsText<OpportunityId>,
    position: i32,
    pub(super) account_id: AsText<AccountId>,
}

impl BuyerRow {
    pub(super) fn new(id: OpportunityId, index: usize, account: &AccountId) -> Self {
        Self {
            opportunity_id: AsText(id),
            position: position(index),
            account_id: AsText(account.clone()),
        }
    }
}
