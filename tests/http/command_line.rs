//! The program as whoever runs an installation uses it.

use crate::client::Client;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PASSWORD: &str = "a long enough password";

fn consign(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consign"));
    // Settings of whoever runs the tests must not reach the program.
    command.env_clear().args(arguments).arg("--data").arg(data);
    command
}

pub fn run(data: &Path, arguments: &[&str], input: &str) -> Output {
    let piped = consign(data, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = piped.expect("it starts");
    // A command that fails early does not read its input.
    let _ = child
        .stdin
        .take()
        .expect("it is piped")
        .write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

pub fn done(data: &Path, arguments: &[&str], input: &str) -> String {
    let output = run(data, arguments, input);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// Runs the program where no file may become larger than a few megabytes.
pub fn with_small_files(data: &Path, arguments: &[&str]) -> String {
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 6000; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_consign"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .expect("it starts");
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

pub const ORGANISATION: [&str; 12] = [
    "organisation",
    "add",
    "--kind",
    "isv",
    "--account",
    "1111 2222 3333",
    "--name",
    "Northwind",
    "--country",
    "no",
    "--email",
    "info@northwind.example",
];
pub const USER: [&str; 12] = [
    "user",
    "add",
    "--kind",
    "isv",
    "--account",
    "111122223333",
    "--email",
    "dana@northwind.example",
    "--name",
    "Dana Li",
    "--role",
    "admin",
];

/// The host that a program names when it begins to serve.
pub fn host_in(line: &str) -> String {
    let told = line.split("origin=http://").nth(1);
    let host = told.and_then(|rest| rest.split(' ').next());
    host.expect("a host").to_owned()
}

/// A portal in a process of its own, ended with this value.
pub struct Serving {
    child: Child,
    pub host: String,
    /// What it logged before it said where it is.
    told: Vec<String>,
}

impl Serving {
    pub fn start(data: &Path) -> Self {
        let mut command = consign(
            data,
            &[
                "serve",
                "--insecure-cookies",
                "--bind",
                "127.0.0.1:0",
                "--second-step",
                "nobody",
            ],
        );
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let mut log = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let mut told = Vec::new();
        let line = log.by_ref().map_while(Result::ok).find(|line| {
            told.push(line.clone());
            line.contains("origin=http://")
        });
        let line = line.expect("it says where it is");
        let host = host_in(&line);
        std::thread::spawn(move || log.count());
        Self { child, host, told }
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn terminate(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .expect("kill runs")
                .success()
        );
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended when all went well.
        let _ = self.child.kill();
    }
}

#[test]
fn an_installation_is_set_up_served_and_stopped() {
    let data = tempfile::tempdir().expect("a folder");
    done(data.path(), &ORGANISATION, "");
    done(
        data.path(),
        &[&USER[..], &["--password-from-input"]].concat(),
        &format!("{PASSWORD}\n"),
    );
    let mut serving = Serving::start(data.path());
    let browser = Client::new(&serving.host);
    let answer = browser.post(
        "/sign-in",
        &[("email", "dana@northwind.example"), ("password", PASSWORD)],
    );
    assert_eq!(answer.status, 303);
    assert_eq!(browser.get("/account").status, 200);
    assert!(
        serving
            .told
            .iter()
            .any(|line| line.contains("WARN") && line.contains("reach nobody")),
        "{:?}",
        serving.told
    );
    assert_eq!(serving.terminate(), Some(0));
    let mut again = Serving::start(data.path());
    assert_eq!(Client::new(&again.host).get("/healthz").status, 200);
    assert_eq!(again.terminate(), Some(0));
}

#[test]
fn a_password_that_is_made_is_printed_once_and_works() {
    let data = tempfile::tempdir().expect("a folder");
    done(data.path(), &ORGANISATION, "");
    let said = done(data.path(), &USER, "");
    let password = said.trim().rsplit(' ').next().expect("a password");
    assert_eq!(password.len(), 20, "{said}");
    let serving = Serving::start(data.path());
    let answer = Client::new(&serving.host).post(
        "/sign-in",
        &[("email", "dana@northwind.example"), ("password", password)],
    );
    assert_eq!(answer.status, 303);
}

#[test]
fn a_mistake_is_told_in_a_sentence() {
    let data = tempfile::tempdir().expect("a folder");
    done(data.path(), &ORGANISATION, "");
    let password = [&USER[..], &["--password-from-input"]].concat();
    done(data.path(), &USER, "");
    let elsewhere = USER.map(|word| {
        if word == "111122223333" {
            "999999999999"
        } else {
            word
        }
    });
    for (arguments, input, code, says) in [
        (
            &ORGANISATION[..],
            "",
            1,
            "account 111122223333 has an organisation of this kind",
        ),
        (&USER, "", 1, "dana@northwind.example has an account"),
        (
            &elsewhere,
            "",
            1,
            "account 999999999999 has no organisation of this kind",
        ),
        (
            &password,
            "short\n",
            1,
            "a password has 12 to 128 characters",
        ),
        (&password, "", 1, "there is no line in the input"),
        (
            &password,
            "northwind2026\n",
            1,
            "this password is too easy to guess",
        ),
    ] {
        is_told(data.path(), (arguments, input), code, says);
    }
}

#[test]
fn what_is_no_name_address_or_country_is_refused() {
    let data = tempfile::tempdir().expect("a folder");
    let instead = |words: &[&'static str], flag: &str, typed: &'static str| {
        let at = words
            .iter()
            .position(|word| *word == flag)
            .expect("it is there");
        let mut words = words.to_vec();
        words[at + 1] = typed;
        words
    };
    let address = "an e-mail address is like name@example.com";
    let name = "a name is one line of 1 to 100 characters";
    for (flag, typed, says) in [
        ("--email", "nobody", address),
        ("--email", "a@b.example, c@d.example", address),
        ("--name", "\u{202E} ", name),
        ("--name", "two\nlines", name),
        ("--country", "Norway", "a country is two letters, like US"),
    ] {
        for words in [&ORGANISATION, &USER] {
            if words.contains(&flag) {
                is_told(data.path(), (&instead(words, flag, typed), ""), 2, says);
            }
        }
    }
    let hidden = instead(&ORGANISATION, "--name", " North\u{202E}wind ");
    let said = done(data.path(), &hidden, "");
    assert_eq!(said, "Northwind is there.\n");
}

#[test]
fn who_names_no_proxy_is_warned_that_all_share_its_address() {
    for (more, warned) in [(&[][..], true), (&["--proxies", "1"], false)] {
        let data = tempfile::tempdir().expect("a folder");
        let https = [
            "serve",
            "--origin",
            "https://portal.example",
            "--bind",
            "127.0.0.1:0",
        ];
        let mut command = consign(data.path(), &[&https[..], more].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let log = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let mut told = Vec::new();
        for line in log.map_while(Result::ok) {
            let serves = line.contains("origin=https://");
            told.push(line);
            if serves {
                break;
            }
        }
        child.kill().expect("it ends");
        child.wait().expect("it ends");
        let warnings = told
            .iter()
            .filter(|line| line.contains("WARN") && line.contains("--proxies"));
        assert_eq!(warnings.count(), usize::from(warned), "{told:?}");
        assert!(told.iter().any(|line| line.contains("origin=https://")));
    }
}

#[test]
fn settings_that_trying_again_does_not_mend_have_a_code_of_their_own() {
    let data = tempfile::tempdir().expect("a folder");
    for (arguments, input, code, says) in [
        (
            &["serve", "--insecure-cookies", "--password-memory", "8"][..],
            "",
            78,
            "Passwords would be guessed too quickly",
        ),
        (
            &["serve"],
            "",
            78,
            "Say where people reach the portal by --origin",
        ),
        (
            &["serve", "--insecure-cookies", "--bind", "0.0.0.0:0"],
            "",
            78,
            "a session must not travel unencrypted",
        ),
        (
            &["serve", "--origin", "portal.example"],
            "",
            2,
            "write it like https://portal.example",
        ),
        (
            &["serve", "--insecure-cookies", "--database-url", "mysql://x"],
            "",
            78,
            "use sqlite:PATH or postgres://",
        ),
        (
            &[
                "serve",
                "--insecure-cookies",
                "--smtp-url",
                "https://mail.example",
            ],
            "",
            78,
            "the mail server's URL",
        ),
        (
            &["serve", "--insecure-cookies", "--mail-from", "nobody"],
            "",
            78,
            "nobody cannot be the sender of mails",
        ),
    ] {
        is_told(data.path(), (arguments, input), code, says);
    }
}

fn is_told(data: &Path, (arguments, input): (&[&str], &str), code: i32, says: &str) {
    let output = run(data, arguments, input);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(says), "{arguments:?}: {said}");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
}

#[test]
fn a_backup_is_a_whole_database() {
    let (data, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    done(data.path(), &ORGANISATION, "");
    let said = done(data.path(), &USER, "");
    let password = said.trim().rsplit(' ').next().expect("a password");
    let serving = Serving::start(data.path());
    let file = other.path().join("consign.sqlite");
    let name = file.to_str().expect("text");
    done(data.path(), &["backup", name], "");
    drop(serving);
    assert_eq!(
        run(data.path(), &["backup", name], "").status.code(),
        Some(1),
        "a file that is there is kept"
    );
    done(other.path(), &["migrate"], "");
    let restored = Serving::start(other.path());
    let answer = Client::new(&restored.host).post(
        "/sign-in",
        &[("email", "dana@northwind.example"), ("password", password)],
    );
    assert_eq!(answer.status, 303);
}
