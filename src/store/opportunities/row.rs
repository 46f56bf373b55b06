//! One row of the table.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::{Duration, DurationKind};
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::money::{Currency, Percent};
use crate::domain::opportunity::{Facts, Side, Status};
use crate::store::columns::{AsText, Moment};
use crate::store::opportunities::parts::{duration, percent};
use crate::store::piece::one_of;
use crate::store::schema::{opportunities, opportunity_buyers};
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

/// An opportunity as a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its id.
    pub id: OpportunityId,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// The product's ID.
    pub product_id: ProductId,
    /// The product's title at creation.
    pub product_title: String,
    /// The reseller.
    pub reseller_id: OrganisationId,
    /// The reseller's name at creation.
    pub reseller_name: String,
    /// The reseller's account ID.
    pub reseller_account: AccountId,
    /// The ISV.
    pub isv_id: OrganisationId,
    /// The ISV's name at creation.
    pub isv_name: String,
    /// The ISV's account ID.
    pub isv_account: AccountId,
    /// The kind of discount.
    pub discount: DiscountKind,
    /// The percentage of a Percentage Discount.
    pub percent: Option<Percent>,
    /// The currency of its prices.
    pub currency: Currency,
    /// How long and how often it can be used.
    pub duration: Duration,
    /// How many offers were extended from it.
    pub uses: u32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Where it stands.
    pub status: Status,
}

/// What of an opportunity stands in its row of a table.
#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunities)]
pub(super) struct Columns {
    id: AsText<OpportunityId>,
    name: String,
    description: Option<String>,
    product_id: AsText<ProductId>,
    product_title: String,
    reseller_id: AsText<OrganisationId>,
    reseller_name: String,
    reseller_account: AsText<AccountId>,
    isv_id: AsText<OrganisationId>,
    isv_name: String,
    isv_account: AsText<AccountId>,
    discount_kind: AsText<DiscountKind>,
    percent: Option<i32>,
    currency: AsText<Currency>,
    duration_kind: AsText<DurationKind>,
    last_day: Option<NaiveDate>,
    uses: i32,
    ended_by: Option<AsText<Side>>,
    created_at: Moment,
}

/// The rows with these ids, in their order.
pub(in crate::store) fn rows(
    c: &mut Conn,
    ids: &[AsText<OpportunityId>],
    now: DateTime<Utc>,
) -> Result<Vec<TableRow>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<Columns> = opportunities::table
        .filter(one_of(opportunities::id, ids.to_vec()))
        .select(Columns::as_select())
        .load(c)?;
    let mut found = HashMap::with_capacity(columns.len());
    for columns in columns {
        let row = columns.row(now)?;
        found.insert(row.id, row);
    }
    Ok(ids.iter().filter_map(|id| found.remove(&id.0)).collect())
}

/// How many buyer accounts each of these is limited to. Those without a limit are missing.
pub(super) fn buyers(
    c: &mut Conn,
    ids: &[AsText<OpportunityId>],
) -> Result<HashMap<OpportunityId, u32>, Error> {
    let counted: Vec<(AsText<OpportunityId>, i64)> = opportunity_buyers::table
        .filter(one_of(opportunity_buyers::opportunity_id, ids.to_vec()))
        .group_by(opportunity_buyers::opportunity_id)
        .select((opportunity_buyers::opportunity_id, count_star()))
        .load(c)?;
    let counted = counted.into_iter();
    Ok(counted
        .map(|(id, buyers)| (id.0, u32::try_from(buyers).unwrap_or(u32::MAX)))
        .collect())
}

impl Columns {
    pub(super) fn row(self, now: DateTime<Utc>) -> Result<TableRow, Error> {
        let duration = duration(self.duration_kind.0, self.last_day)?;
        let uses = u32::try_from(self.uses).map_err(|_| Error::broken("negative uses"))?;
        let ended_by = self.ended_by.map(|side| side.0);
        Ok(TableRow {
            id: self.id.0,
            name: self.name,
            description: self.description,
            product_id: self.product_id.0,
            product_title: self.product_title,
            reseller_id: self.reseller_id.0,
            reseller_name: self.reseller_name,
            reseller_account: self.reseller_account.0,
            isv_id: self.isv_id.0,
            isv_name: self.isv_name,
            isv_account: self.isv_account.0,
            discount: self.discount_kind.0,
            percent: self.percent.map(percent).transpose()?,
            currency: self.currency.0,
            duration,
            uses,
            created_at: self.created_at.into(),
            status: Status::at(
                Facts {
                    duration,
                    uses,
                    ended_by,
                },
                now,
            ),
        })
    }
}
