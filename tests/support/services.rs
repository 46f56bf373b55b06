//! Where the servers are that the tests talk to. `tests/run` starts them once and says so in the environment; for a test that
//! is run without it this module starts what it needs, by the same script, which stops it when this process ends.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

/// A PostgreSQL database in which databases may be made.
#[cfg(feature = "postgres")]
pub const POSTGRES: &str = "CONSIGN_TEST_POSTGRES_URL";
/// A chromedriver.
pub const WEBDRIVER: &str = "CONSIGN_TEST_WEBDRIVER";
/// The program of a browser, without the windows that nobody would see.
pub const BROWSER: &str = "CONSIGN_TEST_BROWSER";
/// The file axe.min.js, which finds what hinders people with disabilities.
pub const AXE: &str = "CONSIGN_TEST_AXE";

/// The address of the service that this variable names.
pub fn address(variable: &'static str) -> String {
    static STARTED: LazyLock<Mutex<HashMap<&str, Service>>> = LazyLock::new(Mutex::default);
    std::env::var(variable).unwrap_or_else(|_| {
        let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        started
            .entry(variable)
            .or_insert_with(|| start(variable))
            .address
            .clone()
    })
}

struct Service {
    address: String,
    /// Holds the script's standard input open, and with it the server.
    _script: Child,
}

fn start(variable: &str) -> Service {
    let mut script = Command::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/support/services"
    ))
    .arg(variable)
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .spawn()
    .expect("tests/support/services can be run");
    let output = script.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty());
    // The empty line that ends the answer is read as well: the script must not write to a pipe that is closed.
    let line = lines.next();
    lines.for_each(drop);
    match line.as_deref().and_then(|line| line.split_once('=')) {
        Some((name, address)) if name == variable => Service {
            address: address.to_owned(),
            _script: script,
        },
        _ => panic!(
            "{variable} is not set and cannot be started: run tests/run, which installs what is missing"
        ),
    }
}

#[test]
fn the_services_are_where_the_environment_or_the_script_says() {
    assert!(
        address(WEBDRIVER).starts_with("http://"),
        "{}",
        address(WEBDRIVER)
    );
    for file in [address(BROWSER), address(AXE)] {
        assert!(std::path::Path::new(&file).is_file(), "{file}");
    }
}
