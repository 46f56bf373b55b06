//! The rule of an opportunity's status in SQL: the same as [`Status::at`], which a test on random histories holds.

use crate::domain::opportunity::Status;
use crate::store::opportunities::filters::{Ids, all};
use crate::store::piece::Piece;
use crate::store::scope::Whose;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Integer, Nullable};

/// What comes of an opportunity whatever the day is; the beginning of a `CASE`.
macro_rules! whatever_the_day {
    () => {
        "CASE WHEN opportunities.ended_by = 'isv' THEN 3 WHEN opportunities.ended_by = 'partner' THEN 4 \
         WHEN opportunities.duration_kind = 'single_use' AND opportunities.uses > 0 THEN 1 "
    };
}

/// What is neither used nor ended: its last day says whether it is active or expired.
const OPEN: i32 = 0;

/// The rank of an opportunity's status at a moment: 0 to 4, in the order of [`Status::ALL`].
pub(super) fn status_at(now: DateTime<Utc>) -> Piece<Integer> {
    // A last day is over once a later one has begun in UTC.
    Piece::around(
        concat!(whatever_the_day!(), "WHEN opportunities.last_day < "),
        now.date_naive(),
        " THEN 2 ELSE 0 END",
    )
}

/// The rank of a status that no day changes, or [`OPEN`]: as it stands in an index.
fn standing() -> Piece<Integer> {
    Piece::fixed(concat!(whatever_the_day!(), "ELSE 0 END"))
}

/// The last day, or one that never comes: as it stands in an index.
pub(super) fn until() -> Piece<Date> {
    Piece::fixed("COALESCE(opportunities.last_day, '9999-12-31')")
}

/// The ids of somebody's opportunities that stand so at a moment, as an index has them in the order of [`until`].
pub(super) fn standing_so<'a>(whose: Whose, status: Status, now: DateTime<Utc>) -> Ids<'a> {
    let today = now.date_naive();
    let of_standing = |rank: i32| all(whose).filter(standing().eq(rank));
    match status {
        Status::Active => of_standing(OPEN).filter(until().ge(today)),
        Status::Expired => of_standing(OPEN).filter(until().lt(today)),
        Status::Used | Status::Revoked | Status::EndedByPartner => of_standing(rank(status)),
    }
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
