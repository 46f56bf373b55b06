//! A transaction that creates opportunities of a spreadsheet and stands still at a row, until the test lets it go on.

use crate::portal::TestPortal;
use consign::store::{Conn, Error};
use diesel::connection::SimpleConnection;
use std::sync::{Arc, Condvar, Mutex};

diesel::define_sql_function! {
    /// Waits for the test and says whether the row may be written.
    fn may_go_on() -> diesel::sql_types::Bool;
}

/// Whether the row may be written; nothing while it waits.
type Gate = Arc<(Mutex<Option<bool>>, Condvar)>;

/// The portal that waits.
pub struct Held<'a> {
    portal: &'a TestPortal,
    gate: Gate,
}

impl<'a> Held<'a> {
    /// From now on nobody can write the row of this number of any spreadsheet.
    pub fn at_row(portal: &'a TestPortal, number: usize) -> Self {
        let gate = Gate::default();
        let held = portal.db.write_now(|c| match c {
            Conn::Sqlite(c) => {
                // All that write share this connection.
                c.batch_execute(&format!(
                    "PRAGMA trusted_schema = ON;
                     CREATE TRIGGER held BEFORE INSERT ON bulk_rows WHEN NEW.number = {number}
                     BEGIN SELECT RAISE(ABORT, 'the test does not want it') WHERE NOT may_go_on(); END"
                ))?;
                let gate = Arc::clone(&gate);
                may_go_on_utils::register_nondeterministic_impl(c, move || wait(&gate))?;
                Ok::<_, Error>(())
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(c) => Ok(c.batch_execute(&on_server(number))?),
        });
        held.expect("it can be held");
        Self { portal, gate }
    }

    /// Lets it go on.
    pub fn let_go(&self) {
        self.open(true);
    }

    /// Lets it go on, and the row fails.
    pub fn let_fail(&self) {
        self.open(false);
    }

    fn open(&self, well: bool) {
        *self.gate.0.lock().expect("nobody broke it") = Some(well);
        self.gate.1.notify_all();
        let opened = self.portal.db.read_now(|c| match c {
            Conn::Sqlite(_) => Ok(false),
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => Ok(true),
        });
        if opened.expect("it answers") {
            let value = if well { 1 } else { 2 };
            let open = format!("SELECT setval('gate', {value})");
            let opened = self.portal.db.write_now(|c| Ok(c.batch_execute(&open)?));
            opened.expect("it can be opened");
        }
    }
}

fn wait(gate: &Gate) -> bool {
    let may = gate.0.lock().expect("nobody broke it");
    let waited = gate.1.wait_while(may, |may| may.is_none());
    waited.expect("nobody broke it").unwrap_or(false)
}

/// A server knows nothing of the test; what it can see from inside a transaction is how far a sequence is. It would not let a
/// statement of ours take longer than a few seconds, unless another one before says so.
#[cfg(feature = "postgres")]
fn on_server(number: usize) -> String {
    format!(
        "CREATE SEQUENCE gate;
         CREATE FUNCTION patient() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN PERFORM set_config('statement_timeout', '60s', true); RETURN NEW; END $$;
         CREATE TRIGGER patient BEFORE UPDATE ON bulk_uploads FOR EACH ROW EXECUTE FUNCTION patient();
         CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
           WHILE (SELECT NOT is_called FROM gate) LOOP PERFORM pg_sleep(0.02); END LOOP;
           IF (SELECT last_value FROM gate) = 2 THEN RAISE EXCEPTION 'the test does not want it'; END IF;
           RETURN NEW;
         END $$;
         CREATE TRIGGER held BEFORE INSERT ON bulk_rows FOR EACH ROW WHEN (NEW.number = {number})
         EXECUTE FUNCTION held();"
    )
}
