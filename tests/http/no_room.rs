//! A database that takes nothing for a while.

use crate::portal::TestPortal;
use consign::store::{Conn, Error};
use diesel::connection::SimpleConnection;
use std::sync::mpsc::channel;

/// Does something while nobody else can store a document: on SQLite because somebody holds the only connection that writes,
/// on PostgreSQL because somebody has locked their table.
pub fn while_busy<T>(portal: &TestPortal, act: impl FnOnce() -> T) -> T {
    let (holding, held) = channel();
    let (done, wait_for_it) = channel();
    let db = portal.db.clone();
    let holder = std::thread::spawn(move || {
        let held = db.write_now(|c| {
            match c {
                Conn::Sqlite(_) => {}
                #[cfg(feature = "postgres")]
                Conn::Postgres(c) => {
                    c.batch_execute("LOCK TABLE document_contents IN EXCLUSIVE MODE")?;
                }
            }
            holding.send(()).expect("the test waits");
            wait_for_it.recv().expect("the test goes on");
            Ok::<_, Error>(())
        });
        held.expect("it was held");
    });
    held.recv().expect("it is held");
    let result = act();
    done.send(()).expect("it waits");
    holder.join().expect("it ends");
    result
}

/// Does something while the embedded database may not grow, as on a disk that is full.
pub fn on_a_full_disk<T>(portal: &TestPortal, act: impl FnOnce() -> T) -> T {
    let limit = |pages: u32| {
        // All that write share one connection, and it cannot be limited to less than there is.
        let words = format!("PRAGMA max_page_count = {pages}");
        let limited = portal.db.write_now(|c| Ok(c.batch_execute(&words)?));
        limited.expect("it can be limited");
    };
    limit(1);
    let result = act();
    limit(u32::MAX - 1);
    result
}
