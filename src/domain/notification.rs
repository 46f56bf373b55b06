//! Who is told of what by e-mail (source document, last paragraph; Seller Guide, e-mail notifications).

use crate::domain::opportunity::Side;
use chrono::{Days, NaiveDate};

/// The most addresses an organisation adds to its own (source document: "up to 10 email addresses").
pub const MAX_ADDRESSES: usize = 10;

/// What an address on an organisation's list is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A partner used a resell authorization: it extended an offer, or a buyer accepted one.
    Offers,
    /// An opportunity was created, used up, expired, revoked or ended.
    Opportunities,
    /// An opportunity ends soon.
    Reminders,
}

impl Topic {
    /// All, as the settings list them.
    pub const ALL: [Self; 3] = [Self::Offers, Self::Opportunities, Self::Reminders];

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offers => "offers",
            Self::Opportunities => "opportunities",
            Self::Reminders => "reminders",
        }
    }

    /// When a message comes, as each side sees it.
    pub fn label(self, side: Side) -> &'static str {
        match (self, side) {
            (Self::Offers, Side::Isv) => "A partner creates an offer",
            (Self::Offers, Side::Partner) => "A buyer accepts an offer",
            (Self::Opportunities, Side::Isv) => "An opportunity is used up, expires or is revoked",
            (Self::Opportunities, Side::Partner) => {
                "A vendor creates or revokes an opportunity, or one is used up or expires"
            }
            (Self::Reminders, Side::Isv | Side::Partner) => "7 days before the last day",
        }
    }

    /// What comes under it besides.
    pub fn note(self, side: Side) -> &'static str {
        match (self, side) {
            (Self::Offers, Side::Isv) => "and a buyer accepts one",
            (Self::Offers, Side::Partner) => "and one of yours is extended",
            (Self::Opportunities, Side::Isv) => "or is ended by the partner",
            (Self::Opportunities, Side::Partner) => "",
            (Self::Reminders, Side::Isv | Side::Partner) => "and 30 days and 1 day before it",
        }
    }
}

/// Whether an address on a list is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressState {
    /// Not before its owner has confirmed.
    Waiting,
    /// Yes.
    Active,
    /// Its mail server refused a message for good.
    Undeliverable,
}

impl AddressState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Active, Self::Undeliverable];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Active => "active",
            Self::Undeliverable => "undeliverable",
        }
    }
}

/// For how many days the end of an opportunity is news.
const NEWS_DAYS: u64 = 30;

/// What is told of the passing of time, once for each opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// The last day is 30 days away.
    Days30,
    /// The last day is 7 days away.
    Days7,
    /// The last day is tomorrow.
    Days1,
    /// The last day is over.
    Expired,
}

impl NoticeKind {
    /// All, in the order in which they come.
    pub const ALL: [Self; 4] = [Self::Days30, Self::Days7, Self::Days1, Self::Expired];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Days30 => "days_30",
            Self::Days7 => "days_7",
            Self::Days1 => "days_1",
            Self::Expired => "expired",
        }
    }

    /// The last days of which this is to be told on a day, the first and the last of them. What could not be told on its
    /// day is told later, until the next is due; an end that is long past is no news.
    pub fn last_days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let ahead = |days| {
            today
                .checked_add_days(Days::new(days))
                .unwrap_or(NaiveDate::MAX)
        };
        let ago = |days| {
            today
                .checked_sub_days(Days::new(days))
                .unwrap_or(NaiveDate::MIN)
        };
        match self {
            Self::Days30 => (ahead(8), ahead(30)),
            Self::Days7 => (ahead(2), ahead(7)),
            Self::Days1 => (today, ahead(1)),
            Self::Expired => (ago(NEWS_DAYS), ago(1)),
        }
    }

    /// Whether it was so near already when the opportunity was created that its creation said enough.
    pub fn was_told_at_creation(self, created: NaiveDate, last_day: NaiveDate) -> bool {
        self.days_before()
            .is_some_and(|days| (last_day - created).num_days() <= i64::from(days))
    }

    /// This and whatever comes later: once one of them is told, this is not told any more.
    pub fn or_later(self) -> Vec<Self> {
        Self::ALL.into_iter().filter(|kind| *kind >= self).collect()
    }

    /// How many days before the end of the last day it is told; `None` for what is told afterwards.
    pub fn days_before(self) -> Option<u32> {
        match self {
            Self::Days30 => Some(30),
            Self::Days7 => Some(7),
            Self::Days1 => Some(1),
            Self::Expired => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + Days::new(day.into())
    }

    /// What is to be told on a day of an opportunity with this last day.
    fn told(last_day: NaiveDate, today: NaiveDate) -> Option<NoticeKind> {
        let due = |kind: &NoticeKind| {
            let (first, last) = kind.last_days(today);
            (first..=last).contains(&last_day)
        };
        let all: Vec<_> = NoticeKind::ALL.into_iter().filter(due).collect();
        assert!(all.len() <= 1, "{all:?}");
        all.first().copied()
    }

    #[test]
    fn each_notice_begins_on_its_day_and_gives_way_to_the_next() {
        use NoticeKind::{Days1, Days7, Days30, Expired};
        for (days_left, kind) in [
            (31, None),
            (30, Some(Days30)),
            (8, Some(Days30)),
            (7, Some(Days7)),
            (2, Some(Days7)),
            (1, Some(Days1)),
            (0, Some(Days1)),
        ] {
            assert_eq!(told(day(days_left), day(0)), kind, "{days_left}");
        }
        for (days_over, kind) in [(1, Some(Expired)), (30, Some(Expired)), (31, None)] {
            assert_eq!(told(day(0), day(days_over)), kind, "{days_over}");
        }
    }

    #[test]
    fn what_was_near_at_creation_is_not_told_again() {
        let told = |last_day| {
            NoticeKind::ALL
                .into_iter()
                .filter(|kind| !kind.was_told_at_creation(day(0), day(last_day)))
                .collect::<Vec<_>>()
        };
        use NoticeKind::{Days1, Days7, Days30, Expired};
        assert_eq!(told(31), [Days30, Days7, Days1, Expired]);
        assert_eq!(told(30), [Days7, Days1, Expired]);
        assert_eq!(told(10), [Days7, Days1, Expired]);
        assert_eq!(told(7), [Days1, Expired]);
        assert_eq!(told(1), [Expired]);
    }

    #[test]
    fn after_the_end_nothing_is_told_of_it_coming_near() {
        assert_eq!(NoticeKind::Expired.or_later(), [NoticeKind::Expired]);
        assert_eq!(NoticeKind::Days30.or_later(), NoticeKind::ALL);
    }
}
