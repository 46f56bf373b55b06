//! Mail that goes wrong never slows a page, and a program that is killed loses none.

mod killed;
mod poison;
mod program;
mod prompt;

use crate::client::Client;
use crate::notifications::{LIST, add};
use crate::portal::{Database, TestPortal};
use crate::smtp::{Act, Server, Step};
use crate::trade::ADMIN;
use chrono::{DateTime, Utc};
use consign::domain::ids::MessageId;
use consign::store::Db;
use consign::store::columns::{AsText, Moment};
use consign::store::outbox::{MessageKind, MessageState};
use consign::store::schema::outbox;
use diesel::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn wait_until(what: &str, reached: impl Fn() -> bool) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < PATIENCE, "{what} never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A letter as the outbox has it.
#[derive(Debug)]
struct Row {
    id: String,
    recipient: String,
    kind: MessageKind,
    state: MessageState,
    attempts: i32,
    next_at: DateTime<Utc>,
    error: Option<String>,
}

/// All letters, in the order in which they were written.
fn rows(db: &Db) -> Vec<Row> {
    type Columns = (
        AsText<MessageId>,
        String,
        AsText<MessageKind>,
        AsText<MessageState>,
        i32,
        Moment,
        Option<String>,
    );
    let read = db.read_now(|c| {
        let columns = (
            outbox::id,
            outbox::recipient,
            outbox::kind,
            outbox::state,
            outbox::attempts,
            outbox::next_at,
            outbox::last_error,
        );
        let all = outbox::table.order((outbox::created_at, outbox::id));
        Ok(all.select(columns).load::<Columns>(c)?)
    });
    let row = |(id, recipient, kind, state, attempts, next_at, error): Columns| Row {
        id: id.0.to_string(),
        recipient,
        kind: kind.0,
        state: state.0,
        attempts,
        next_at: next_at.into(),
        error,
    };
    let read = read.expect("it can be read");
    read.into_iter().map(row).collect()
}

fn count(db: &Db, state: MessageState) -> usize {
    rows(db).iter().filter(|row| row.state == state).count()
}

/// Waits until nothing is under way and nothing is due by the portal's clock.
fn settle(portal: &TestPortal) {
    let now = portal.clock.now();
    let is_settled = |row: &Row| match row.state {
        MessageState::Queued => row.next_at > now,
        MessageState::Sending => false,
        MessageState::Sent | MessageState::Dead | MessageState::Cancelled => true,
    };
    wait_until("rest", || rows(&portal.db).iter().all(is_settled));
}

/// A mail server with one fault, which the test changes.
struct Faulty {
    server: Server,
    fault: Arc<Mutex<Option<(Step, Act)>>>,
}

impl Faulty {
    /// A server that does this at this step.
    fn with(step: Step, act: Act) -> Self {
        let fault = Arc::new(Mutex::new(Some((step, act))));
        let now = fault.clone();
        let server = Server::acting(move |at, _| {
            match *now.lock().unwrap_or_else(PoisonError::into_inner) {
                Some((step, act)) if step == at => act,
                Some(_) | None => Act::Usual,
            }
        });
        Self { server, fault }
    }

    /// From now on it does this instead; who is kept waiting waits on.
    fn turns_to(&self, step: Step, act: Act) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some((step, act));
    }

    /// From now on it does what is usual.
    fn mends(&self) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[test]
fn an_address_that_is_refused_for_good_is_not_deliverable_until_it_is_written_to_again() {
    for database in Database::ALL {
        let gone = Arc::new(AtomicBool::new(true));
        let still_gone = gone.clone();
        let server = Server::acting(move |step, line| {
            if step == Step::To && line.contains("nobody@") && still_gone.load(Ordering::Relaxed) {
                Act::Say("550 5.1.1 nobody here")
            } else {
                Act::Usual
            }
        });
        let portal = TestPortal::start_with(*database, |config| {
            config.without_mail = false;
            config.smtp_url = Some(server.url().as_str().into());
        });
        let browser = portal.sign_in(ADMIN);
        add(&browser, "nobody@b.example", &["offers"]);
        add(&browser, "billing@b.example", &["offers"]);
        let said =
            |words: &'static str| move |browser: &Client| browser.get(LIST).text().contains(words);
        wait_until("the refusal", || said("Not deliverable")(&browser));
        wait_until("the other", || server.received().len() == 1);
        assert_eq!(
            browser.get(LIST).text().matches("Not deliverable").count(),
            1
        );
        gone.store(false, Ordering::Relaxed);
        let again = browser
            .get(LIST)
            .page()
            .form("Send again to nobody@b.example");
        let page = browser.follow(browser.submit(LIST, &again)).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: nobody@b.example is written to again."]
        );
        wait_until("the second welcome", || server.received().len() == 2);
        assert!(!said("Not deliverable")(&browser));
    }
}
