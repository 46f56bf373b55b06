//! Failed sign-ins, second steps and openings of offers, and how long to wait after them: longer each time, so that
//! guessing takes for ever while somebody who mistyped hardly notices.

use crate::domain::ids::UserId;
use crate::random::sha256_hex;
use crate::store::columns::Moment;
use crate::store::insert::insert_unless_there;
use crate::store::schema::sign_in_failures;
use crate::store::{Conn, Error};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use diesel::prelude::*;
#[cfg(feature = "postgres")]
use diesel::sql_types::Text;
use std::net::{IpAddr, Ipv6Addr};

/// Failures of one account, or of one browser that it knows, before there is any wait.
pub const FREE_OF_ACCOUNT: i32 = 5;
/// Failures from one network in an hour before there is any wait: a whole company may sit behind one address.
pub const FREE_OF_NETWORK: i32 = 100;
/// Failures from one network in an hour to open offers before there is any wait: links are sent to companies, too.
pub const FREE_OF_OPENING: i32 = 20;
/// Times that one network asks in an hour for new passwords before there is any wait.
pub const FREE_OF_ASKING: i32 = 20;
/// Failed second steps of one person before there is any wait: who mistypes gets it right long before.
pub const FREE_OF_SECOND_STEP: i32 = 5;
/// The first wait; each further failure doubles it.
pub const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
/// The first wait after failed second steps: codes are short, and whoever guesses them knows the password.
pub const FIRST_WAIT_OF_SECOND_STEP: TimeDelta = TimeDelta::minutes(5);
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
    /// Those from a network within an hour: an attacker has many addresses of one.
    Network(IpAddr),
    /// Those from a network within an hour to open an offer by its link, which have nothing to do with signing in.
    Opening(IpAddr),
    /// Asking from a network for new passwords within an hour: each time a letter may go out.
    Asking(IpAddr),
    /// Those of a person whose password was right, to take their second step.
    SecondStep(UserId),
}

impl Subject<'_> {
    /// What it is counted under at a moment. Addresses are not kept: people type all sorts of secrets into that field.
    ///
    /// A network's count begins anew with each hour: where many people work somebody mistypes every day, and else it would
    /// never end.
    fn key(&self, now: DateTime<Utc>) -> String {
        let of_network =
            |word, address| format!("{word}:{}:{}", network(address), hour(now).timestamp());
        match self {
            Self::Account(email) => format!("account:{}", hidden(email)),
            Self::Browser { key, email } => {
                format!("browser:{}:{}", sha256_hex(key.as_bytes()), hidden(email))
            }
            Self::Network(address) => of_network("network", *address),
            Self::Opening(address) => of_network("opening", *address),
            Self::Asking(address) => of_network("asking", *address),
            Self::SecondStep(user) => format!("second_step:{user}"),
        }
    }

    fn free(&self) -> i32 {
        match self {
            Self::Account(_) | Self::Browser { .. } => FREE_OF_ACCOUNT,
            Self::Network(_) => FREE_OF_NETWORK,
            Self::Opening(_) => FREE_OF_OPENING,
            Self::Asking(_) => FREE_OF_ASKING,
            Self::SecondStep(_) => FREE_OF_SECOND_STEP,
        }
    }

    /// The longest wait at a moment: that of a network ends with its hour.
    fn longest(&self, now: DateTime<Utc>) -> TimeDelta {
        match self {
            Self::Account(_) | Self::Browser { .. } | Self::SecondStep(_) => LONGEST_WAIT,
            Self::Network(_) | Self::Opening(_) | Self::Asking(_) => {
                LONGEST_WAIT.min(hour(now) + TimeDelta::hours(1) - now)
            }
        }
    }

    /// The first wait.
    fn first_wait(&self) -> TimeDelta {
        match self {
            Self::Account(_)
            | Self::Browser { .. }
            | Self::Network(_)
            | Self::Opening(_)
            | Self::Asking(_) => FIRST_WAIT,
            Self::SecondStep(_) => FIRST_WAIT_OF_SECOND_STEP,
        }
    }

    /// How long to wait after so many failures.
    fn delay(&self, failures: i32) -> TimeDelta {
        let Ok(doublings) = u32::try_from(failures - self.free()) else {
            return TimeDelta::zero();
        };
        2_i32
            .checked_pow(doublings)
            .and_then(|factor| self.first_wait().checked_mul(factor))
            .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
    }
}

/// The beginning of the hour that it is.
fn hour(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
}

/// The fingerprint of an address, however it was spelt.
fn hidden(email: &str) -> String {
    sha256_hex(email.trim().to_lowercase().as_bytes())
}

/// The network that an address belongs to: a household or a small company has one.
pub fn network(address: IpAddr) -> String {
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
        .find(subject.key(now))
        .select((sign_in_failures::failures, sign_in_failures::last_at))
        .get_result(c)
        .optional()?;
    Ok(row.and_then(|(failures, last_at)| {
        let left = DateTime::<Utc>::from(last_at) + subject.delay(failures) - now;
        // A clock that was set back must not lock anybody out for longer than the rule says.
        (left > TimeDelta::zero()).then(|| left.min(subject.longest(now)))
    }))
}

/// Lets one at a time look at a subject's failures and count one more, until the transaction ends; also before there is any.
fn take_turns(c: &mut Conn, subject: &Subject<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let key = subject.key(now);
    match c {
        // One writes at a time, whomever it is about.
        Conn::Sqlite(_) => drop(key),
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind::<Text, _>(key)
                .execute(c)?;
        }
    }
    Ok(())
}

/// Counts a try as failed before it is made, so that of many at once only those begin that may; success takes it back. How
/// long to wait if it comes too soon: then it is not to be made, and is not counted.
///
/// # Errors
/// When the database does not answer.
pub fn begin(
    c: &mut Conn,
    subject: &Subject<'_>,
    now: DateTime<Utc>,
) -> Result<Option<TimeDelta>, Error> {
    take_turns(c, subject, now)?;
    let wait = wait(c, subject, now)?;
    if wait.is_none() {
        fail(c, subject, now)?;
    }
    Ok(wait)
}

/// Counts a failure.
///
/// # Errors
/// When the database does not answer.
pub fn fail(c: &mut Conn, subject: &Subject<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let key = subject.key(now);
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

/// Takes one failure of a subject back: it was counted before it was tried, and was none.
///
/// # Errors
/// When the database does not answer.
pub fn undo(c: &mut Conn, subject: &Subject<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let counted = sign_in_failures::table.find(subject.key(now));
    let only = counted.clone().filter(sign_in_failures::failures.eq(1));
    if diesel::delete(only).execute(c)? == 0 {
        diesel::update(counted)
            .set(sign_in_failures::failures.eq(sign_in_failures::failures - 1))
            .execute(c)?;
    }
    Ok(())
}

/// Forgets the failures of a subject, as after a sign-in.
///
/// # Errors
/// When the database does not answer.
pub fn clear(c: &mut Conn, subject: &Subject<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::delete(sign_in_failures::table.find(subject.key(now))).execute(c)?;
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
