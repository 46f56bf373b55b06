//! The demo, run as people run it: as a program.

use crate::client::{Client, Response};
use consign::demo::PASSWORD;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const NOW: &str = "2026-11-22T12:00:00Z";

/// A demo that runs until the end of its test.
struct Demo {
    program: Child,
    /// The lines it printed up to its address.
    told: Vec<String>,
    host: String,
}

impl Demo {
    fn start(data: &Path, more: &[&str]) -> Self {
        Self::start_at(NOW, data, more)
    }

    fn start_at(now: &str, data: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consign"));
        command
            .args(["demo", "--port", "0", "--now", now, "--data"])
            .arg(data)
            .args(more);
        Self::run(command)
    }

    fn run(mut command: Command) -> Self {
        let mut demo = Self {
            program: command
                .stdout(Stdio::piped())
                .spawn()
                .expect("the program starts"),
            told: Vec::new(),
            host: String::new(),
        };
        let output = demo.program.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        for line in lines.by_ref() {
            if let Some(host) = line.strip_prefix("http://") {
                demo.host = host.to_owned();
                // Somebody has to read the log on.
                std::thread::spawn(move || lines.for_each(drop));
                return demo;
            }
            demo.told.push(line);
        }
        panic!("the demo ended: {:?}", demo.told)
    }

    fn sign_in(&self, email: &str) -> Client {
        let client = Client::new(&self.host);
        let answer = client.post("/sign-in", &[("email", email), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{email}: {}", answer.text());
        client
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn heading(answer: &Response) -> String {
    answer.page().heading()
}

#[test]
fn everybody_the_demo_names_can_sign_in_to_a_portal_full_of_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &[]);
    let accounts: Vec<Vec<&str>> = demo
        .told
        .iter()
        .map(|line| line.split('\t').collect())
        .filter(|l: &Vec<_>| l.len() == 4)
        .collect();
    assert_eq!(accounts.len(), 8, "{:?}", demo.told);
    for account in &accounts {
        demo.sign_in(account[2]);
        assert_eq!(account[3], PASSWORD);
    }
    let member = demo.sign_in("member@northwind.example");
    assert_eq!(
        heading(&member.get("/isv/opportunities")),
        "Opportunities created (90)"
    );
    assert_eq!(member.get("/isv/drafts").page().rows().len(), 2);
    assert_eq!(heading(&member.get("/isv/products")), "Products (14)");
    assert_eq!(heading(&member.get("/isv/resellers")), "Resellers (7)");
    let fabrikam = demo.sign_in("admin@fabrikam.example");
    assert_eq!(
        heading(&fabrikam.get("/isv/opportunities")),
        "Opportunities created (4)"
    );
    for probe in ["/healthz", "/readyz"] {
        assert_eq!(member.get(probe).status, 200, "{probe}");
    }
}

#[test]
fn a_second_start_keeps_what_is_there_and_a_fresh_one_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("notes.txt");
    std::fs::write(&other, "not the demo's").expect("a file");
    let drafts = |demo: &Demo| {
        let browser = demo.sign_in("admin@northwind.example");
        browser.get("/isv/drafts").page().rows().len()
    };
    let demo = Demo::start(folder.path(), &[]);
    demo.sign_in("admin@northwind.example")
        .post("/isv/drafts", &[]);
    assert_eq!(drafts(&demo), 3);
    drop(demo);
    assert_eq!(drafts(&Demo::start(folder.path(), &[])), 3);
    let fresh = Demo::start(folder.path(), &["--fresh", "--opportunities", "200"]);
    assert_eq!(drafts(&fresh), 2);
    let viewer = fresh.sign_in("viewer@northwind.example");
    let count = heading(&viewer.get("/isv/opportunities"));
    assert!(count.starts_with("Opportunities created (1"), "{count}");
    assert!(other.exists(), "the demo removed what is not its own");
}

#[test]
fn no_database_that_is_set_for_the_real_portal_gets_the_demos_accounts() {
    let folder = tempfile::tempdir().expect("a folder");
    let real = folder.path().join("real.sqlite");
    let url = format!("sqlite:{}", real.display());
    let mut command = Command::new(env!("CARGO_BIN_EXE_consign"));
    command.args(["demo", "--port", "0", "--now", NOW, "--data"]);
    command.arg(folder.path());
    command.env("CONSIGN_DATABASE_URL", &url);
    let demo = Demo::run(command);
    assert!(folder.path().join("consign.sqlite").exists());
    assert!(!real.exists());
    drop(demo);
    let fresh = Command::new(env!("CARGO_BIN_EXE_consign"))
        .args(["demo", "--fresh", "--database-url", &url])
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&fresh.stderr);
    assert_eq!(fresh.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot be used with"), "{said}");
}

#[cfg(feature = "postgres")]
#[test]
fn a_demo_whose_database_is_on_a_server_makes_its_folder_for_what_it_keeps_beside_it() {
    let database = crate::support::postgres::PrivateDatabase::new();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("not/there");
    let demo = Demo::start(&data, &["--database-url", database.url()]);
    let isv = demo.sign_in("admin@northwind.example");
    let heading = heading(&isv.get("/isv/opportunities"));
    assert!(heading.starts_with("Opportunities created ("), "{heading}");
    assert!(data.join("key").exists());
}

/// The mails that were written so far.
fn mails(data: &Path) -> usize {
    let files = std::fs::read_dir(data.join("mail"))
        .into_iter()
        .flatten()
        .flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "eml"))
        .count()
}

/// Waits until no more mails come; how many there are.
fn all_mails(data: &Path) -> usize {
    let mut count = mails(data);
    loop {
        std::thread::sleep(std::time::Duration::from_secs(3));
        match mails(data) {
            more if more == count => return count,
            more => count = more,
        }
    }
}

#[test]
fn a_new_demo_writes_no_mails_about_its_past_and_a_later_one_those_of_its_time_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = Demo::start(folder.path(), &[]);
    assert_eq!(all_mails(folder.path()), 0);
    drop(new);
    let later = "2026-12-10T12:00:00Z";
    let first = Demo::start_at(later, folder.path(), &[]);
    let told = all_mails(folder.path());
    assert!(told > 0);
    drop(first);
    let again = Demo::start_at(later, folder.path(), &[]);
    assert_eq!(all_mails(folder.path()), told);
    drop(again);
}
