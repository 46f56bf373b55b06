//! How a transaction begins, ends, and is tried again; and a part of one that may be undone alone.

use crate::store::conn::Conn;
use crate::store::error::Error;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as DieselError;
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

/// Runs work in a transaction once, without trying again.
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
            let ended = <Conn as TransactionManager<Conn>>::commit_transaction(c);
            ended.map_err(|error| not_ended(error, c))?;
            Ok(value)
        }
        Err(error) => {
            // A connection that cannot roll back is marked as broken by Diesel and not used again.
            let _ = <Conn as TransactionManager<Conn>>::rollback_transaction(c);
            Err(error)
        }
    }
}

/// Why a transaction did not end. A server may have kept it and been cut off before it could say so; the embedded database
/// always says.
fn not_ended(error: DieselError, c: &Conn) -> Error {
    // Why it could not be rolled back either tells nothing.
    let error = if let DieselError::RollbackErrorOnCommit { commit_error, .. } = error {
        *commit_error
    } else {
        error
    };
    match (error.into(), c) {
        #[cfg(feature = "postgres")]
        (Error::Unavailable(why), Conn::Postgres(_)) => Error::Unsure(why),
        (error, _) => error,
    }
}

/// Does a part of a transaction. It is kept when it returns `Ok(Ok(_))`; when it returns `Ok(Err(_))`, it is undone, and the
/// transaction goes on as if nobody had tried. After any other error the transaction is not to go on.
///
/// # Errors
/// What the work returns, or what keeps the part from beginning or ending.
pub fn savepoint<T, E>(
    c: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<Result<T, E>, Error>,
) -> Result<Result<T, E>, Error> {
    <Conn as TransactionManager<Conn>>::begin_transaction(c)?;
    let done = work(c);
    match &done {
        Ok(Ok(_)) => <Conn as TransactionManager<Conn>>::commit_transaction(c)?,
        Ok(Err(_)) => <Conn as TransactionManager<Conn>>::rollback_transaction(c)?,
        Err(_) => {
            // On SQLite a full disk ends the whole transaction. Then the savepoint is gone as well, and the words of that
            // would take the place of what happened.
            let _ = <Conn as TransactionManager<Conn>>::rollback_transaction(c);
        }
    }
    done
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
