//! What ends soon, above the table: a few lines that are gone when there is nothing to tell.

use crate::domain::opportunity::{Side, Status};
use crate::store::opportunities::{Ending, EndsSoon, SortColumn, TableQuery};
use crate::web::opportunities::query;
use crate::web::{paths, view};
use chrono::{DateTime, NaiveDate, Utc};

/// What ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Radar {
    /// How many there are, as far as they are counted.
    pub total: String,
    /// The first of them.
    pub lines: Vec<Line>,
    /// The list of all that are active, soonest first; when there are more than the lines.
    pub all: Option<String>,
}

/// One that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many days are left, in words.
    pub left: String,
    /// Its last day.
    pub last_day: String,
    /// Its name.
    pub name: String,
    /// Its product.
    pub product: String,
    /// The other party.
    pub party: String,
    /// Where it is.
    pub href: String,
}

/// What there is to tell; nothing when nothing ends.
pub fn of(side: Side, ending: &Ending, now: DateTime<Utc>) -> Option<Radar> {
    let line = |soon: &EndsSoon| Line {
        left: left(soon.last_day, now),
        last_day: view::day(soon.last_day),
        name: soon.name.clone(),
        product: soon.product.clone(),
        party: soon.party.clone(),
        href: paths::opportunity(side, soon.id),
    };
    let lines: Vec<Line> = ending.first.iter().map(line).collect();
    let shown = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let soonest_first = TableQuery {
        statuses: vec![Status::Active],
        sort: SortColumn::LastDay,
        descending: false,
        ..TableQuery::default()
    };
    let more = if ending.total_is_exact { "" } else { "+" };
    (!lines.is_empty()).then(|| Radar {
        total: format!("{}{more}", ending.total),
        lines,
        all: (ending.total > shown).then(|| query::list(side, &soonest_first)),
    })
}

/// How long something lasts that ends with a day in UTC.
fn left(last_day: NaiveDate, now: DateTime<Utc>) -> String {
    match (last_day - now.date_naive()).num_days() {
        ..=0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        days => format!("{days} days"),
    }
}
