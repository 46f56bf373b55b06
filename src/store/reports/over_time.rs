//! How an ISV's opportunities spread: over months, and over discounts.

use crate::domain::discount::DiscountKind;
use crate::store::columns::AsText;
use crate::store::opportunities::midnight;
use crate::store::reports::{Days, counted};
use crate::store::schema::{offers, opportunities};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

/// Months that a report shows: those before the last day of the report or today.
pub const MAX_MONTHS: u32 = 12;

/// Steps of ten percent that discounts are counted in.
pub const STEPS: usize = 10;

/// Hundredths of a percent in such a step.
const STEP: i32 = 1000;

/// What happened in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// How many opportunities were created.
    pub created: u64,
    /// How many offers were extended from them.
    pub used: u64,
}

/// How discounts are spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Discounts {
    /// How many have a percentage from 0 and below 10, from 10 and below 20, and so on; the last step has 100 as well.
    pub percentages: [u64; STEPS],
    /// How many have individual pricing.
    pub individual: u64,
    /// How many have a payment schedule.
    pub flexible: u64,
}

/// The first days of the months to show, oldest first: at most [`MAX_MONTHS`] up to the last day or today, and none
/// before the first day.
fn first_days(days: Days, now: DateTime<Utc>) -> Vec<NaiveDate> {
    let today = now.date_naive();
    let last = days.to.map_or(today, |to| to.min(today));
    let month_of = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let begin = days.from.map(month_of);
    let back = |months| month_of(last).checked_sub_months(Months::new(months));
    let all = (0..MAX_MONTHS).rev().filter_map(back);
    all.filter(|month| begin.is_none_or(|begin| *month >= begin))
        .collect()
}

/// How many opportunities were created, and how many offers extended from them, in each month.
pub(super) fn months(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<Vec<Month>, Error> {
    let mut months = Vec::new();
    for first in first_days(days, now) {
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        let created: i64 = opportunities::table
            .filter(opportunities::isv_id.eq(AsText(scope.isv())))
            .filter(opportunities::created_at.ge(days.begin()))
            .filter(opportunities::created_at.lt(days.end()))
            .filter(opportunities::created_at.ge(midnight(first)))
            .filter(opportunities::created_at.lt(midnight(next)))
            .count()
            .get_result(c)?;
        let used: i64 = offers::table
            .inner_join(opportunities::table)
            .filter(offers::isv_id.eq(AsText(scope.isv())))
            .filter(offers::extended_at.ge(midnight(first)))
            .filter(offers::extended_at.lt(midnight(next)))
            .filter(opportunities::created_at.ge(days.begin()))
            .filter(opportunities::created_at.lt(days.end()))
            .count()
            .get_result(c)?;
        months.push(Month {
            first,
            created: counted(created),
            used: counted(used),
        });
    }
    Ok(months)
}

/// How the discounts are spread.
pub(super) fn discounts(c: &mut Conn, scope: &IsvScope, days: Days) -> Result<Discounts, Error> {
    let (kind, percent) = (opportunities::discount_kind, opportunities::percent);
    let found: Vec<(AsText<DiscountKind>, Option<i32>, i64)> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .group_by((kind, percent))
        .select((kind, percent, count_star()))
        .load(c)?;
    let mut spread = Discounts::default();
    for (kind, percent, count) in found {
        let count = counted(count);
        match kind.0 {
            DiscountKind::Individual => spread.individual += count,
            DiscountKind::Flexible => spread.flexible += count,
            DiscountKind::Percentage => {
                let step = usize::try_from(percent.unwrap_or(0) / STEP).unwrap_or(0);
                if let Some(bar) = spread.percentages.get_mut(step.min(STEPS - 1)) {
                    *bar += count;
                }
            }
        }
    }
    Ok(spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(from: Option<&str>, to: Option<&str>) -> Vec<String> {
        let day = |text: &str| text.parse().unwrap();
        let days = Days {
            from: from.map(day),
            to: to.map(day),
        };
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        first_days(days, now)
            .iter()
            .map(|day| day.to_string())
            .collect()
    }

    #[test]
    fn the_months_are_those_before_today_or_the_last_day() {
        let all = months(None, None);
        assert_eq!(all.len(), 12);
        assert_eq!(
            (all[0].as_str(), all[11].as_str()),
            ("2025-12-01", "2026-11-01")
        );
        assert_eq!(
            months(Some("2026-01-31"), Some("2026-03-01")),
            ["2026-01-01", "2026-02-01", "2026-03-01"]
        );
        assert_eq!(
            months(Some("2026-11-22"), Some("2027-03-01")),
            ["2026-11-01"]
        );
        assert_eq!(months(Some("2027-01-01"), None), [""; 0]);
    }
}
