//! The rule of an opportunity's status in SQL: the same as [`Status::at`], which a test on random histories holds.

use crate::domain::opportunity::Status;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::expression::{SqlLiteral, UncheckedBind};
use diesel::prelude::*;
use diesel::sql_types::{Date, Integer};

/// The rank of an opportunity's status at a moment, as SQL.
pub(in crate::store) type StatusAt =
    SqlLiteral<Integer, UncheckedBind<SqlLiteral<Integer>, diesel::dsl::AsExprOf<NaiveDate, Date>>>;

/// The rank of an opportunity's status at a moment: 0 to 4, in the order of [`Status::ALL`].
pub(super) fn status_at(now: DateTime<Utc>) -> StatusAt {
    // A last day is over once a later one has begun in UTC.
    sql::<Integer>(
        "CASE WHEN opportunities.ended_by = 'isv' THEN 3 WHEN opportunities.ended_by = 'partner' THEN 4 \
         WHEN opportunities.duration_kind = 'single_use' AND opportunities.uses > 0 THEN 1 \
         WHEN opportunities.last_day < ",
    )
    .bind::<Date, _>(now.date_naive())
    .sql(" THEN 2 ELSE 0 END")
}

/// That an opportunity stands so at a moment.
pub(in crate::store) fn stands(
    status: Status,
    now: DateTime<Utc>,
) -> diesel::dsl::Eq<StatusAt, i32> {
    status_at(now).eq(rank(status))
}

/// The rank by which a status sorts and is found.
pub(super) fn rank(status: Status) -> i32 {
    match status {
        Status::Active => 0,
        Status::Used => 1,
        Status::Expired => 2,
        Status::Revoked => 3,
        Status::EndedByPartner => 4,
    }
}
