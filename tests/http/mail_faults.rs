//! Mail that goes wrong never slows a page, and a program that is killed loses none.

use crate::client::Client;
use crate::notifications::{LIST, add};
use crate::people::{self, PASSWORD};
use crate::portal::{Database, TestPortal};
use crate::smtp::{Act, Server, Step};
use crate::trade::ADMIN;
use chrono::Utc;
use consign::config::Config;
use consign::store::outbox::{self, MessageState};
use consign::store::{Conn, Db, Error};
use diesel::RunQueryDsl;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Far longer than any page takes, and far shorter than any wait for a mail server.
const PROMPT: Duration = Duration::from_secs(4);

fn wait_until(what: &str, reached: impl Fn() -> bool) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < PATIENCE, "{what} never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn count(db: &Db, state: MessageState) -> i64 {
    db.read_now(outbox::summary)
        .expect("it can be read")
        .count(state)
}

#[test]
fn whatever_the_mail_server_does_pages_are_prompt_and_no_mail_is_lost() {
    let slow = Act::Slowly(Duration::from_secs(1));
    let faults = [
        (Step::Greeting, Act::Silence),
        (Step::Greeting, slow),
        (Step::Greeting, Act::HangUp),
        (Step::To, Act::Say("451 4.7.1 not so fast")),
        (Step::To, Act::Say("550 5.1.1 nobody here")),
        (Step::Mail, Act::HangUp),
        (Step::Mail, slow),
    ];
    let try_one = |(step, act)| {
        let server = Server::acting(move |at, _| if at == step { act } else { Act::Usual });
        let portal = TestPortal::start_with(Database::Sqlite, |config| {
            config.without_mail = false;
            config.smtp_url = Some(server.url().as_str().into());
        });
        let browser = portal.sign_in(ADMIN);
        for number in 0..5 {
            let begun = Instant::now();
            let answer = add(&browser, &format!("reader{number}@b.example"), &["offers"]);
            assert_eq!(answer.status, 303);
            assert_eq!(browser.follow(answer).page().rows().len(), number + 1);
            assert!(
                begun.elapsed() < PROMPT,
                "{step:?} {act:?}: {:?}",
                begun.elapsed()
            );
        }
        let kept: i64 = MessageState::ALL
            .into_iter()
            .map(|state| count(&portal.db, state))
            .sum();
        assert_eq!(kept, 5, "{step:?} {act:?}");
    };
    // All at once, since most of them wait for a time limit when they end.
    std::thread::scope(|scope| {
        for fault in faults {
            scope.spawn(move || try_one(fault));
        }
    });
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

/// A database with people in it, for programs that are killed.
struct Place {
    config: Config,
    db: Db,
    _folder: TempDir,
    #[cfg(feature = "postgres")]
    _postgres: Option<crate::support::postgres::PrivateDatabase>,
}

impl Place {
    fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::local(folder.path().to_owned(), 0);
        #[cfg(feature = "postgres")]
        let postgres = matches!(database, Database::Postgres)
            .then(crate::support::postgres::PrivateDatabase::new);
        match database {
            Database::Sqlite => {}
            #[cfg(feature = "postgres")]
            Database::Postgres => {
                config.database_url = postgres.as_ref().map(|database| database.url().into());
            }
        }
        let db = consign::app::open(&config).expect("a database");
        people::add(&db, Utc::now());
        Self {
            config,
            db,
            _folder: folder,
            #[cfg(feature = "postgres")]
            _postgres: postgres,
        }
    }

    /// The program, as whoever runs an installation starts it.
    fn serve(&self, server: &Server) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consign"));
        command
            .env_clear()
            .args([
                "serve",
                "--insecure-cookies",
                "--bind",
                "127.0.0.1:0",
                "--data",
            ])
            .arg(&self.config.data)
            .args(["--database-url", self.config.database_url().reveal()])
            .args(["--smtp-url", &server.url()])
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut log = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = log
            .find_map(|line| line.ok().filter(|line| line.contains("origin=http://")))
            .expect("it says where it is");
        let host = line
            .split("origin=http://")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .expect("a host")
            .to_owned();
        std::thread::spawn(move || log.count());
        Program { child, host }
    }

    /// Lets the leases of a worker that died run out, which takes minutes by the clock.
    fn let_leases_run_out(&self) {
        let later = |c: &mut Conn| {
            let query = "UPDATE outbox SET next_at = '2020-01-01 00:00:00', leased_until = '2020-01-01 00:00:00' WHERE state = 'sending'";
            Ok(diesel::sql_query(query).execute(c)?)
        };
        assert!(self.db.write_now(later).expect("it can be written") > 0);
    }
}

struct Program {
    child: Child,
    host: String,
}

impl Program {
    /// Adds addresses to Northwind's list, which writes to each.
    fn add(&self, addresses: &[&str]) {
        let browser = Client::new(&self.host);
        let signed_in = browser.post("/sign-in", &[("email", ADMIN), ("password", PASSWORD)]);
        assert_eq!(signed_in.status, 303, "{}", signed_in.text());
        for address in addresses {
            assert_eq!(add(&browser, address, &["offers"]).status, 303);
        }
    }

    /// As `kill -9` does.
    fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have been killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Of each reader's mails the names, as often as they came.
fn arrived(server: &Server) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.received() {
        let name = mail.header("Message-ID").expect("a name");
        all.entry(mail.to).or_default().push(name);
    }
    all
}

const READERS: [&str; 6] = [
    "reader0@b.example",
    "reader1@b.example",
    "reader2@b.example",
    "reader3@b.example",
    "reader4@b.example",
    "reader5@b.example",
];

#[test]
fn what_was_written_when_the_program_was_killed_is_sent_by_the_next() {
    for database in Database::ALL {
        let place = Place::new(*database);
        let away = Arc::new(AtomicBool::new(true));
        let still_away = away.clone();
        let server = Server::acting(move |step, _| {
            if step == Step::Greeting && still_away.load(Ordering::Relaxed) {
                Act::Silence
            } else {
                Act::Usual
            }
        });
        let program = place.serve(&server);
        program.add(&READERS);
        wait_until("a mail under way", || {
            count(&place.db, MessageState::Sending) > 0
        });
        program.kill();
        assert!(server.received().is_empty());
        away.store(false, Ordering::Relaxed);
        place.let_leases_run_out();
        let program = place.serve(&server);
        wait_until("all mails", || count(&place.db, MessageState::Sent) == 6);
        drop(program);
        let arrived = arrived(&server);
        assert_eq!(arrived.len(), 6);
        assert!(
            arrived.values().all(|names| names.len() == 1),
            "{arrived:?}"
        );
    }
}

#[test]
fn a_program_that_is_killed_before_it_could_note_that_a_mail_is_sent_repeats_it_under_its_name() {
    for database in Database::ALL {
        let place = Place::new(*database);
        let (reached, at_data) = channel();
        let (go, may_go) = channel::<()>();
        let pause = Mutex::new(Some((reached, may_go)));
        let server = Server::acting(move |step, _| {
            let first =
                (step == Step::Data).then(|| pause.lock().expect("it is held shortly").take());
            if let Some(Some((reached, may_go))) = first {
                reached.send(()).expect("the test waits");
                may_go.recv().expect("the test goes on");
            }
            Act::Usual
        });
        let mut program = Some(place.serve(&server));
        program.as_ref().expect("it runs").add(&READERS[..1]);
        at_data
            .recv_timeout(PATIENCE)
            .expect("the mail is under way");
        // Nobody can write while the server takes the mail, so the program cannot note it.
        let sent = place.db.write_now(|c| {
            diesel::sql_query("UPDATE outbox SET attempts = attempts").execute(c)?;
            go.send(()).expect("the server waits");
            wait_until("the mail", || server.received().len() == 1);
            program.take().expect("it runs").kill();
            Ok::<_, Error>(())
        });
        sent.expect("it was held");
        assert_eq!(count(&place.db, MessageState::Sending), 1);
        place.let_leases_run_out();
        let program = place.serve(&server);
        wait_until("the note", || count(&place.db, MessageState::Sent) == 1);
        drop(program);
        let arrived = arrived(&server);
        let names = &arrived["RCPT TO:<reader0@b.example>"];
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        assert_eq!(
            (arrived.len(), names.len()),
            (1, 2),
            "it came twice, under one name"
        );
    }
}
