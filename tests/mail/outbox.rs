//! An outbox with letters in it, on either database, and workers that empty it.

use chrono::{DateTime, TimeZone, Utc};
use consign::clock::Clock;
use consign::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use consign::domain::ids::MessageId;
use consign::domain::opportunity::Side;
use consign::mail::messages::TermsRequested;
use consign::mail::transport::{Limits, Transport};
use consign::mail::worker::{Pace, Worker};
use consign::random;
use consign::store::columns::{AsText, Moment};
use consign::store::outbox::MessageState;
use consign::store::schema::outbox;
use consign::store::scope::IsvScope;
use consign::store::term_requests::{self, Asked, NewTermRequest};
use consign::store::{Db, organisations, users};
use diesel::prelude::*;
use std::num::NonZeroU32;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::watch;

/// Longer than any test needs on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// An outbox. Its clock stands still until the test moves it.
pub struct Outbox {
    pub db: Db,
    pub clock: Clock,
    scope: IsvScope,
    user: User,
    _folder: TempDir,
    #[cfg(feature = "postgres")]
    _postgres: Option<crate::support::postgres::PrivateDatabase>,
}

/// A letter in it.
#[derive(Debug)]
pub struct Row {
    pub id: MessageId,
    pub recipient: String,
    pub state: MessageState,
    pub attempts: i32,
    pub next_at: DateTime<Utc>,
    pub error: Option<String>,
}

/// Runs the test on an empty outbox in each database.
pub fn on_each_database(test: impl Fn(&Outbox)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
    test(&Outbox::open(
        &url,
        folder,
        #[cfg(feature = "postgres")]
        None,
    ));
    #[cfg(feature = "postgres")]
    {
        let database = crate::support::postgres::PrivateDatabase::new();
        let url = database.url().to_owned();
        test(&Outbox::open(
            &url,
            tempfile::tempdir().unwrap(),
            Some(database),
        ));
    }
}

impl Outbox {
    fn open(
        url: &str,
        folder: TempDir,
        #[cfg(feature = "postgres")] postgres: Option<crate::support::postgres::PrivateDatabase>,
    ) -> Self {
        let db = Db::connect(url, NonZeroU32::MIN).unwrap();
        db.migrate().unwrap();
        let clock = Clock::pinned(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap());
        let now = clock.now();
        let account = AccountId::parse("111122223333").unwrap();
        let isv = Organisation {
            id: random::id(now),
            kind: OrganisationKind::Isv,
            account: account.clone(),
            name: "Northwind Software".to_owned(),
            country: "NO".to_owned(),
            email: "info@northwind.example".to_owned(),
            registered: true,
        };
        let (email, name) = ("mats@northwind.example".to_owned(), "Mats Berg".to_owned());
        let user = User {
            id: random::id(now),
            organisation: isv.id,
            email,
            name,
            role: Role::Member,
        };
        let scope = db.write_now(|c| {
            organisations::add(c, &isv, now)?;
            users::add(c, &user, "no password", now)?;
            organisations::isv_scope(c, &account)
        });
        Self {
            db,
            clock,
            scope: scope.unwrap().unwrap(),
            user,
            _folder: folder,
            #[cfg(feature = "postgres")]
            _postgres: postgres,
        }
    }

    /// Puts a letter in, as a request for terms does.
    pub fn write(&self, recipient: &str) {
        let now = self.clock.now();
        let account = AccountId::parse("111122223333").unwrap();
        let (subject, needed) = ("By the hour", "Another rate at night");
        let (isv, person, contact) = ("Northwind Software", "Mats Berg", "mats@northwind.example");
        let message = TermsRequested {
            isv,
            account: &account,
            person,
            contact,
            subject,
            needed,
        }
        .message()
        .unwrap();
        let request = NewTermRequest {
            id: random::id(now),
            subject: subject.to_owned(),
            needed: needed.to_owned(),
            contact: contact.to_owned(),
            letter: message.to(recipient, Side::Isv),
        };
        let asked = self
            .db
            .write_now(|c| term_requests::add(c, &self.scope, &request, &self.user, now));
        assert_eq!(
            asked.unwrap(),
            Asked::Done,
            "more than an ISV may ask in a day"
        );
    }

    /// Puts so many letters in that any server takes.
    pub fn write_letters(&self, count: usize) {
        for number in 0..count {
            self.write(&format!("reader{number}@b.example"));
        }
    }

    /// Makes the letters to an address tell something else.
    pub fn tell(&self, recipient: &str, kind: &str) {
        let changed = self.db.write_now(|c| {
            let theirs = outbox::table.filter(outbox::recipient.eq(recipient));
            let changed = diesel::update(theirs).set(outbox::kind.eq(kind));
            Ok(changed.execute(c)?)
        });
        assert_eq!(changed.unwrap(), 1);
    }

    /// All its letters, in the order in which they were put in.
    pub fn rows(&self) -> Vec<Row> {
        type Columns = (
            AsText<MessageId>,
            String,
            AsText<MessageState>,
            i32,
            Moment,
            Option<String>,
        );
        let read = self.db.read_now(|c| {
            let columns = (
                outbox::id,
                outbox::recipient,
                outbox::state,
                outbox::attempts,
                outbox::next_at,
                outbox::last_error,
            );
            Ok(outbox::table
                .order((outbox::created_at, outbox::id))
                .select(columns)
                .load::<Columns>(c)?)
        });
        let row = |(id, recipient, state, attempts, next_at, error): Columns| Row {
            id: id.0,
            recipient,
            state: state.0,
            attempts,
            next_at: next_at.into(),
            error,
        };
        read.unwrap().into_iter().map(row).collect()
    }

    /// Waits until the worker has brought it so far.
    pub fn wait_until(&self, so_far: impl Fn(&[Row]) -> bool) {
        let begun = Instant::now();
        while !so_far(&self.rows()) {
            assert!(
                begun.elapsed() < PATIENCE,
                "it never came so far: {:#?}",
                self.rows()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A worker that soon gives up waiting for the server.
    pub fn start(&self, url: &str) -> Running {
        self.start_with(url, Duration::from_millis(800))
    }

    /// A worker that waits for the server longer than any test lasts.
    pub fn start_patiently(&self, url: &str) -> Running {
        self.start_with(url, PATIENCE * 2)
    }

    fn start_with(&self, url: &str, send: Duration) -> Running {
        let limits = Limits {
            connect: send,
            send,
            quit: Duration::from_millis(100),
        };
        let transport = Transport::smtp(url, "consign@portal.example", "https://portal.example");
        let pace = Pace {
            look: Duration::from_millis(20),
            pauses: [20, 40, 60, 80, 100].map(Duration::from_millis),
            stop: Duration::from_millis(500),
        };
        let transport = transport.unwrap().with_limits(limits);
        let worker = Worker::new(self.db.clone(), self.clock.clone(), transport, pace);
        let (stop, told) = watch::channel(false);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(worker.run(told));
        });
        Running { stop, thread }
    }
}

/// A worker at work.
pub struct Running {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Running {
    /// Tells it to stop, and waits until it has.
    pub fn stop(self) {
        self.stop.send_replace(true);
        self.thread.join().unwrap();
    }
}
