//! A save that somebody else comes before while it is under way.

use crate::client::Response;
use crate::portal::TestPortal;
use consign::store::{Conn, Db, Error};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

/// Longer than anybody waits for a lock.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Sends a form; while it waits to save a draft, what these statements do comes first. Only a server has several that write
/// at once.
pub fn overtaken(
    portal: &TestPortal,
    statements: &str,
    send: impl FnOnce() -> Response + Send,
) -> Response {
    let other = Db::connect(&portal.database_url, NonZeroU32::MIN).expect("a database");
    std::thread::scope(|threads| {
        let mut sending = Some(send);
        let mut sent = None;
        let written = other.write_now(|c| {
            c.batch_execute(statements)?;
            let send = sending.take().expect("it is done once");
            sent = Some(threads.spawn(send));
            let begun = Instant::now();
            while waiting(c)? == 0 {
                assert!(begun.elapsed() < PATIENCE, "nobody waits");
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok::<_, Error>(())
        });
        written.expect("it can be written");
        let sent = sent.expect("it was sent");
        sent.join().expect("an answer")
    })
}

/// How many wait for what another transaction holds.
fn waiting(c: &mut Conn) -> Result<i64, Error> {
    let all = "SELECT count(*) AS count FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let count: Count = diesel::sql_query(all).get_result(c)?;
    Ok(count.count)
}
