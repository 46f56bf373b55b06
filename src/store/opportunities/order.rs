//! The orders of the table.

use crate::store::columns::lower;
use crate::store::opportunities::filters::{Ids, SortColumn, TableQuery};
use crate::store::opportunities::status::{status_at, until};
use crate::store::schema::opportunities;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Puts them in order. The id, last, keeps rows that are otherwise alike from changing places between two pages.
pub(super) fn sorted<'a>(ids: Ids<'a>, wants: &TableQuery, now: DateTime<Utc>) -> Ids<'a> {
    use opportunities::{
        created_at, discount_kind, id, isv_name, last_day, name, percent, product_title,
        reseller_name,
    };
    if wants.descending {
        match wants.sort {
            SortColumn::Name => ids.order_by((lower(name).desc(), id.desc())),
            SortColumn::Product => ids.order_by((lower(product_title).desc(), id.desc())),
            SortColumn::Reseller => ids.order_by((lower(reseller_name).desc(), id.desc())),
            SortColumn::Vendor => ids.order_by((lower(isv_name).desc(), id.desc())),
            SortColumn::Discount => ids.order_by((
                percent.is_null(),
                percent.desc(),
                discount_kind.desc(),
                id.desc(),
            )),
            SortColumn::Created => ids.order_by((created_at.desc(), id.desc())),
            SortColumn::Status => ids.order_by((status_at(now).desc(), until().desc(), id.desc())),
            SortColumn::LastDay => ids.order_by((last_day.is_null(), last_day.desc(), id.desc())),
        }
    } else {
        match wants.sort {
            SortColumn::Name => ids.order_by((lower(name), id)),
            SortColumn::Product => ids.order_by((lower(product_title), id)),
            SortColumn::Reseller => ids.order_by((lower(reseller_name), id)),
            SortColumn::Vendor => ids.order_by((lower(isv_name), id)),
            SortColumn::Discount => ids.order_by((percent.is_null(), percent, discount_kind, id)),
            SortColumn::Created => ids.order_by((created_at, id)),
            SortColumn::Status => ids.order_by((status_at(now), until(), id)),
            SortColumn::LastDay => ids.order_by((last_day.is_null(), last_day, id)),
        }
    }
}
