//! Failed sign-ins and openings of offers, and how long to wait after them: longer each time, so that guessing takes for
//! ever while somebody who mistyped hardly notices.

use crate::random::sha256_hex;
use crate::store::columns::Moment;
use crate::store::db::insert_unless_there;
use crate::store::schema::sign_in_failures;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use std::net::{IpAddr, Ipv6Addr};

/// Failures of one account, or of one browser that it knows, before there is any wait.
pub const FREE_OF_ACCOUNT: i32 = 5;
/// Failures from one network before there is any wait: a whole company may sit behind one address.
pub const FREE_OF_NETWORK: i32 = 50;
/// Failures from one network to open offers before there is any wait: links are sent to companies, too.
pub const FREE_OF_OPENING: i32 = 20;
/// The first wait; each further failure doubles it.
pub const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
/// The longest wait: somebody who is attacked still gets in within a coffee break.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// After this long without a failure all is forgotten.
pub const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// Whose failures are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Those of an e-mail address, whether or not it has an account, from browsers that have not signed in to it before.
    Account(&'a str),
    /// Those of an e-mail address from one browser that has signed in to it before. Strangers add nothing to them, so
    /// nobody can lock a person out of the browser that they work with.
    Browser {
        /// The browser's key.
        key: &'a str,
        /// The address.
        email: &'a str,
    },
    /// Those from a network: an attacker has many addresses of one.
    Network(IpAddr),
    /// Those from a network to open an offer by its link, which have nothing to do with signing in.
    Opening(IpAddr),
}

impl Subject<'_> {
    /// What it is counted under. Addresses are not kept: people type all sorts of secrets into that field.
    fn key(&self) -> String {
        match self {
            Self::Account(email) => format!("account:{}", hidden(email)),
            Self::Browser { key, email } => {
                format!("browser:{}:{}", sha256_hex(key.as_bytes()), hidden(email))
            }
            Self::Network(address) => format!("network:{}", network(*address)),
            Self::Opening(address) => format!("opening:{}", network(*address)),
        }
    }

    fn free(&self) -> i32 {
        match self {
            Self::Account(_) | Self::Browser { .. } => FREE_OF_ACCOUNT,
            Self::Network(_) => FREE_OF_NETWORK,
            Self::Opening(_) => FREE_OF_OPENING,
        }
    }

    /// How long to wait after so many failures.
    fn delay(&self, failures: i32) -> TimeDelta {
        let Ok(doublings) = u32::try_from(failures - self.free()) else {
            return TimeDelta::zero();
        };
        2_i32
            .checked_pow(doublings)
            .and_then(|factor| FIRST_WAIT.checked_mul(factor))
            .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
    }
}

/// The fingerprint of an address, however it was spelt.
fn hidden(email: &str) -> String {
    sha256_hex(email.trim().to_lowercase().as_bytes())
}

/// The network that an address belongs to: a household or a small company has one.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// How long is still to wait before the next try; none when it may be made now.
///
/// # Errors
/// When the database does not answer.
pub fn wait(
    c: &mut Conn,
    subject: &Subject<'_>,
    now: DateTime<Utc>,
) -> Result<Option<TimeDelta>, Error> {
    let row: Option<(i32, Moment)> = sign_in_failures::table
        .find(subject.key())
        .select((sign_in_failures::failures, sign_in_failures::last_at))
        .first(c)
        .optional()?;
    Ok(row.and_then(|(failures, last_at)| {
        let left = DateTime::<Utc>::from(last_at) + subject.delay(failures) - now;
        // A clock that was set back must not lock anybody out for longer than the rule says.
        (left > TimeDelta::zero()).then(|| left.min(LONGEST_WAIT))
    }))
}

/// Counts a failure.
///
/// # Errors
/// When the database does not answer.
pub fn fail(c: &mut Conn, subject: &Subject<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let key = subject.key();
    let forgotten = sign_in_failures::last_at.le(Moment::from(now - FORGOTTEN_AFTER));
    diesel::delete(sign_in_failures::table.find(&key).filter(forgotten)).execute(c)?;
    let first = insert_unless_there(c, |c| {
        diesel::insert_into(sign_in_failures::table)
            .values((
                sign_in_failures::subject.eq(&key),
                sign_in_failures::failures.eq(1),
                sign_in_failures::last_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })?;
    if !first {
        diesel::update(sign_in_failures::table.find(&key))
            .set((
                sign_in_failures::failures.eq(sign_in_failures::failures + 1),
                sign_in_failures::last_at.eq(Moment::from(now)),
            ))
            .execute(c)?;
    }
    Ok(())
}

/// Forgets the failures of a subject, as after a sign-in.
///
/// # Errors
/// When the database does not answer.
pub fn clear(c: &mut Conn, subject: &Subject<'_>) -> Result<(), Error> {
    diesel::delete(sign_in_failures::table.find(subject.key())).execute(c)?;
    Ok(())
}

/// Removes what is forgotten; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_forgotten(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let forgotten = sign_in_failures::last_at.le(Moment::from(now - FORGOTTEN_AFTER));
    Ok(diesel::delete(sign_in_failures::table.filter(forgotten)).execute(c)?)
}
