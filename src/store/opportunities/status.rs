//! The rule of an opportunity's status in SQL: the same as [`Status::at`], which a test on random histories holds.

use crate::domain::opportunity::Status;
use crate::store::piece::Piece;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable};

/// The rank of an opportunity's status at a moment: 0 to 4, in the order of [`Status::ALL`].
pub(super) fn status_at(now: DateTime<Utc>) -> Piece<Integer> {
    // A last day is over once a later one has begun in UTC.
    Piece::around(
        "CASE WHEN opportunities.ended_by = 'isv' THEN 3 WHEN opportunities.ended_by = 'partner' THEN 4 \
         WHEN opportunities.duration_kind = 'single_use' AND opportunities.uses > 0 THEN 1 \
         WHEN opportunities.last_day < ",
        now.date_naive(),
        " THEN 2 ELSE 0 END",
    )
}

/// That an opportunity stands so at a moment.
pub(in crate::store) fn stands(
    status: Status,
    now: DateTime<Utc>,
) -> diesel::dsl::Eq<Piece<Integer>, i32> {
    status_at(now).eq(rank(status))
}

/// How many of a group's opportunities are active at a moment, as SQL; none where there is nothing to count.
pub(in crate::store) fn active_count(now: DateTime<Utc>) -> Piece<Nullable<BigInt>> {
    // An active one has the rank 0.
    status_at(now).within("SUM(CASE ", " WHEN 0 THEN 1 ELSE 0 END)")
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
