//! What stands beside the rows of a table: what its filters offer, what ends soon, and how many rows there are in all. It costs
//! as much to read as the rows and is the same on most pages, so it is kept until something of it changes or another day
//! begins.

use crate::domain::ids::OrganisationId;
use crate::store::opportunities::{self, Ending, FilterOptions, InAll, table};
use crate::store::scope::Whose;
use crate::store::{Conn, Error};
use crate::web::auth::Signed;
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Organisations for which it is kept, those whose people looked last: with the most that filters offer, 3 MB.
const MAX_KEPT: usize = 64;

/// What stands beside the rows.
#[derive(Debug)]
pub struct Beside {
    /// What the filters offer.
    pub options: FilterOptions,
    /// What ends soon.
    pub ending: Ending,
    /// How many rows there are when nothing is narrowed.
    pub in_all: InAll,
}

impl Beside {
    /// Reads it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn read(c: &mut Conn, whose: Whose, now: DateTime<Utc>) -> Result<Self, Error> {
        Ok(Self {
            options: opportunities::filter_options(c, whose)?,
            ending: opportunities::ending(c, whose, now)?,
            in_all: table::in_all(c, whose)?,
        })
    }
}

/// Whose it is, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    organisation: OrganisationId,
    /// The number of changes before it was read. It may be newer, never older.
    changes: i64,
    /// What ends soon is another tomorrow.
    day: NaiveDate,
}

impl At {
    /// As it is for whoever asks.
    pub fn of(who: &Signed, now: DateTime<Utc>) -> Self {
        Self {
            organisation: who.organisation.id,
            changes: who.changes,
            day: now.date_naive(),
        }
    }
}

/// What stood beside the tables that were looked at last, the last of them at the end.
#[derive(Clone, Default)]
pub struct KeptBeside(Arc<Mutex<Vec<Kept>>>);

type Kept = (At, Arc<Beside>);

impl KeptBeside {
    /// What was read before, if it is still so.
    pub fn known(&self, at: &At) -> Option<Arc<Beside>> {
        self.change(|kept| {
            let found = kept.iter().find(|(known, _)| known == at);
            found.map(|(_, beside)| Arc::clone(beside))
        })
    }

    /// Keeps it in the place of what was read before.
    pub fn keep(&self, at: At, beside: &Arc<Beside>) {
        self.change(|kept| {
            kept.retain(|(known, _)| known.organisation != at.organisation);
            if kept.len() >= MAX_KEPT {
                kept.remove(0);
            }
            kept.push((at, Arc::clone(beside)));
        });
    }

    fn change<T>(&self, change: impl FnOnce(&mut Vec<Kept>) -> T) -> T {
        // Nothing that panics is done while it is locked.
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;

    fn beside(total: u64) -> Arc<Beside> {
        Arc::new(Beside {
            options: FilterOptions::default(),
            ending: Ending {
                first: Vec::new(),
                total,
                total_is_exact: true,
            },
            in_all: InAll::default(),
        })
    }

    fn at(changes: i64) -> At {
        let now = DateTime::UNIX_EPOCH;
        At {
            organisation: random::id(now),
            changes,
            day: now.date_naive(),
        }
    }

    fn total(kept: &KeptBeside, at: &At) -> Option<u64> {
        kept.known(at).map(|beside| beside.ending.total)
    }

    #[test]
    fn what_was_read_is_known_until_there_is_a_change_or_another_day() {
        let (kept, now) = (KeptBeside::default(), at(7));
        assert_eq!(total(&kept, &now), None);
        kept.keep(now.clone(), &beside(1));
        assert_eq!(total(&kept, &now), Some(1));
        let changed = At {
            changes: 8,
            ..now.clone()
        };
        let tomorrow = At {
            day: now.day.succ_opt().unwrap(),
            ..now.clone()
        };
        let other = At {
            organisation: random::id(DateTime::UNIX_EPOCH),
            ..now.clone()
        };
        for unknown in [&changed, &tomorrow, &other] {
            assert_eq!(total(&kept, unknown), None, "{unknown:?}");
        }
        kept.keep(changed.clone(), &beside(2));
        assert_eq!(total(&kept, &changed), Some(2));
        assert_eq!(total(&kept, &now), None, "one of each");
    }

    #[test]
    fn those_who_looked_last_are_kept() {
        let (kept, first) = (KeptBeside::default(), at(0));
        let second = at(0);
        kept.keep(first.clone(), &beside(1));
        kept.keep(second.clone(), &beside(2));
        for _ in 2..MAX_KEPT {
            kept.keep(at(0), &beside(0));
        }
        assert_eq!(total(&kept, &first), Some(1), "so many are kept");
        kept.keep(first.clone(), &beside(1));
        kept.keep(at(0), &beside(0));
        assert_eq!(
            total(&kept, &second),
            None,
            "one more takes the place of who looked first"
        );
        assert_eq!(total(&kept, &first), Some(1));
    }
}
