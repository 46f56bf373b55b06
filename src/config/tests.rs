//! What settings become.

use super::*;
use crate::domain::agreements::{MAX_RCMP_LABEL, MAX_RCMP_VERSION};
use clap::Parser;

#[derive(Parser)]
struct Settings {
    #[command(flatten)]
    config: Config,
}

fn config(arguments: &[&str]) -> Config {
    let line = std::iter::once(&"consign").chain(arguments);
    Settings::try_parse_from(line).expect("settings").config
}

#[test]
fn a_session_travels_encrypted_or_not_at_all() {
    for accepted in [
        &["--origin", "https://portal.example"][..],
        &["--origin", "https://portal.example", "--bind", "0.0.0.0:80"],
        &["--insecure-cookies"],
    ] {
        assert_eq!(config(accepted).check(), Ok(()), "{accepted:?}");
    }
    for refused in [
        &[][..],
        &["--origin", "http://portal.example"],
        &["--insecure-cookies", "--bind", "0.0.0.0:80"],
    ] {
        assert!(config(refused).check().is_err(), "{refused:?}");
    }
}

#[test]
fn who_ends_tls_before_the_portal_is_to_be_named() {
    let https = ["--origin", "https://portal.example"];
    for (more, expected) in [(&[][..], true), (&["--proxies", "1"], false)] {
        let config = config(&[&https[..], more].concat());
        assert_eq!(config.names_no_proxy(), expected, "{more:?}");
    }
    assert!(!config(&["--insecure-cookies"]).names_no_proxy());
}

#[test]
fn secrets_may_stand_in_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("url");
    std::fs::write(&file, "smtp://u:hunter2@m\n").expect("a file");
    let name = file.to_str().expect("text");
    let config = config(&["--smtp-url-file", name, "--database-url-file", name]);
    let smtp = config.smtp_url().map(Secret::reveal);
    assert_eq!(smtp, Some("smtp://u:hunter2@m"));
    assert_eq!(config.database_url().reveal(), "smtp://u:hunter2@m");
    assert!(!config.has_own_database() && !config.writes_mails_to_files());
    assert!(!format!("{config:?}").contains("hunter2"));
    for refused in [
        &["--smtp-url-file", "/nowhere"][..],
        &["--smtp-url-file", name, "--smtp-url", "smtp://m"],
    ] {
        let line = std::iter::once(&"consign").chain(refused);
        assert!(Settings::try_parse_from(line).is_err(), "{refused:?}");
    }
}

#[test]
fn the_virus_scanner_is_named_with_its_port() {
    for (typed, accepted) in [
        ("127.0.0.1:3310", true),
        ("[::1]:3310", true),
        ("scanner.example:3310", true),
        ("scanner.example", false),
        (":3310", false),
        ("127.0.0.1:65536", false),
    ] {
        let read = Settings::try_parse_from(["consign", "--clamd", typed]);
        assert_eq!(read.is_ok(), accepted, "{typed}");
    }
}

#[test]
fn the_reseller_contract_has_a_name_and_a_version_on_one_line_each() {
    let as_aws = config(&[]).rcmp();
    assert_eq!(as_aws, Rcmp::default());
    let named = config(&["--rcmp-label", " Partnervertrag ", "--rcmp-version", "7 é"]);
    let expected = ("Partnervertrag".to_owned(), "7 é".to_owned());
    assert_eq!((named.rcmp_label, named.rcmp_version), expected);
    for (flag, longest) in [
        ("--rcmp-label", MAX_RCMP_LABEL),
        ("--rcmp-version", MAX_RCMP_VERSION),
    ] {
        for (typed, accepted) in [
            ("é".repeat(longest), true),
            ("é".repeat(longest + 1), false),
            (String::new(), false),
            (" ".to_owned(), false),
            ("two\nlines".to_owned(), false),
            ("a\tb".to_owned(), false),
            ("a\u{0}b".to_owned(), false),
            ("a\u{202E}b".to_owned(), false),
        ] {
            let read = Settings::try_parse_from(["consign", flag, &typed]);
            assert_eq!(read.is_ok(), accepted, "{flag} {typed:?}");
        }
    }
}

#[test]
fn whoever_serves_makes_guessing_passwords_slow() {
    for (arguments, accepted) in [
        (&["--insecure-cookies"][..], true),
        (&["--insecure-cookies", "--password-memory", "47104"], true),
        (&["--insecure-cookies", "--password-memory", "8"], false),
        (&["--insecure-cookies", "--password-memory", "19455"], false),
        (&["--insecure-cookies", "--password-passes", "1"], false),
        (&[], false),
    ] {
        let checked = config(arguments).check_to_serve();
        assert_eq!(checked.is_ok(), accepted, "{arguments:?}");
    }
}

#[test]
fn secrets_are_not_printed() {
    let config = config(&[
        "--database-url",
        "postgres://u:hunter2@db/x",
        "--smtp-url",
        "smtp://u:hunter2@m",
    ]);
    assert!(!format!("{config:?}").contains("hunter2"));
    assert_eq!(config.database_url().reveal(), "postgres://u:hunter2@db/x");
}
