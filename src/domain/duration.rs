//! How long and how often an opportunity can be used (source document, step 7).

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

/// One of the three time lengths of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DurationKind {
    /// For one private offer.
    SingleUse,
    /// Until a date.
    SpecificTime,
    /// Until one of the parties ends it.
    NoSetTime,
}

impl DurationKind {
    /// All three, in the source document's order.
    pub const ALL: [Self; 3] = [Self::SingleUse, Self::SpecificTime, Self::NoSetTime];

    /// The word it is stored and sent under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SingleUse => "single_use",
            Self::SpecificTime => "specific_time",
            Self::NoSetTime => "no_set_time",
        }
    }

    /// The source document's name for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::SingleUse => "Single Use",
            Self::SpecificTime => "Specific Time Duration",
            Self::NoSetTime => "No Set Time Duration",
        }
    }
}

/// How long and how often an opportunity can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duration {
    /// Closes once the partner has extended one private offer, or at the end of the last day if one is set.
    SingleUse {
        /// The last UTC day on which the partner can create the offer.
        last_day: Option<NaiveDate>,
    },
    /// Open until the end of the last day.
    SpecificTime {
        /// The last UTC day on which the partner can create offers.
        last_day: NaiveDate,
    },
    /// Open until the ISV or the partner ends it.
    NoSetTime,
}

impl Duration {
    /// Which of the three it is.
    pub fn kind(self) -> DurationKind {
        match self {
            Self::SingleUse { .. } => DurationKind::SingleUse,
            Self::SpecificTime { .. } => DurationKind::SpecificTime,
            Self::NoSetTime => DurationKind::NoSetTime,
        }
    }

    /// The last UTC day on which offers can be created, if there is one.
    pub fn last_day(self) -> Option<NaiveDate> {
        match self {
            Self::SingleUse { last_day } => last_day,
            Self::SpecificTime { last_day } => Some(last_day),
            Self::NoSetTime => None,
        }
    }

    /// Puts kind and day together again.
    ///
    /// Returns `None` when a Specific Time Duration lacks its day or a No Set Time Duration has one.
    pub fn from_parts(kind: DurationKind, last_day: Option<NaiveDate>) -> Option<Self> {
        match (kind, last_day) {
            (DurationKind::SingleUse, last_day) => Some(Self::SingleUse { last_day }),
            (DurationKind::SpecificTime, Some(last_day)) => Some(Self::SpecificTime { last_day }),
            (DurationKind::NoSetTime, None) => Some(Self::NoSetTime),
            (DurationKind::SpecificTime, None) | (DurationKind::NoSetTime, Some(_)) => None,
        }
    }
}

/// Whether a last day is over: it lasts until 23:59:59.999 UTC (Catalog API, availability end date).
pub fn is_over(last_day: NaiveDate, now: DateTime<Utc>) -> bool {
    now.date_naive() > last_day
}

/// The moment at which a last day is over: midnight UTC after it. The last of all days has none.
pub fn over_at(last_day: NaiveDate) -> Option<DateTime<Utc>> {
    let next_day = last_day.succ_opt()?;
    Some(next_day.and_time(NaiveTime::MIN).and_utc())
}

/// The earliest last day that can be chosen: tomorrow, in UTC.
pub fn earliest_last_day(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_days(Days::new(1))
        .unwrap_or(NaiveDate::MAX)
}
