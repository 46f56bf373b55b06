//! How a transaction begins, ends, and is tried again.

use crate::store::conn::Conn;
use crate::store::error::Error;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use std::time::Duration;

/// How often a transaction is run again that got in another's way.
const MAX_RETRIES: u32 = 3;
/// How long it waits before that, and longer each time, so that the other gets what it waits for first.
const RETRY_PAUSE: Duration = Duration::from_millis(20);

/// Runs work in a transaction: what it did is kept when it succeeds, and nothing of it otherwise. It is run again when another
/// transaction got in its way.
///
/// # Errors
/// What the work returns; [`Error::Busy`] when others get in its way every time.
pub(in crate::store) fn transaction<T>(
    c: &mut Conn,
    work: &mut impl FnMut(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut tries = 0;
    loop {
        let result = once(c, work);
        match result {
            Err(error)
                if (error.is_conflict() || error.names_what_is_gone()) && tries < MAX_RETRIES =>
            {
                tries += 1;
                std::thread::sleep(RETRY_PAUSE * tries);
            }
            Err(error) if error.is_conflict() => return Err(Error::Busy),
            Ok(_) | Err(_) => return result,
        }
    }
}

/// The same, without trying again.
///
/// # Errors
/// What the work returns, or what keeps the transaction from beginning or ending.
pub(in crate::store) fn once<T>(
    c: &mut Conn,
    work: &mut impl FnMut(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    begin(c)?;
    match work(c) {
        Ok(value) => {
            <Conn as TransactionManager<Conn>>::commit_transaction(c)?;
            Ok(value)
        }
        Err(error) => {
            // A connection that cannot roll back is marked as broken by Diesel and not used again.
            let _ = <Conn as TransactionManager<Conn>>::rollback_transaction(c);
            Err(error)
        }
    }
}

fn begin(c: &mut Conn) -> QueryResult<()> {
    match c {
        // A transaction that turns to writing after it has read fails at once when another has written meanwhile,
        // however long it would be willing to wait. So it says at the start that it is going to write.
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction(c),
    }
}
