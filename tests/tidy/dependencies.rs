//! What is built in: under which licences, from where, and what never.

use crate::files::{assert_none, text};
use std::process::Command;

/// Licences under which we may give the program away as ours is (Apache-2.0).
const LICENCES: [&str; 9] = [
    "Apache-2.0",
    "MIT",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "0BSD",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
];

/// The only place crates come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What never gets in, and why.
const BANNED: [(&str, &str); 4] = [
    (
        "openssl-sys",
        "TLS is rustls, so that no system library is needed",
    ),
    (
        "native-tls",
        "TLS is rustls, so that no system library is needed",
    ),
    (
        "aws-lc-sys",
        "ring does the same without cmake and minutes of building",
    ),
    ("reqwest", "nothing here calls other servers but by SMTP"),
];

/// Versions below these have known holes. Looked up on 2026-11-22.
const AT_LEAST: [(&str, [u64; 3]); 1] = [("diesel", [2, 3, 10])];

/// More crates than this in the program nobody can keep an eye on.
const MOST_CRATES: usize = 250;

/// True if we may choose, among what the crate offers, licences that are all ours to use. Only the forms that crates.io
/// really has are understood: alternatives, and all-of over alternatives. Anything else is refused and looked at by a person.
fn may_be_used(licence: &str) -> bool {
    let alternatives = |text: &str| {
        let text = text
            .trim()
            .trim_start_matches('(')
            .trim_end_matches(')')
            .replace('/', " OR ");
        text.split(" OR ").any(|one| LICENCES.contains(&one.trim()))
    };
    !licence.is_empty() && licence.split(" AND ").all(alternatives)
}

/// Complaints about lines of the form `name v1.2.3|licence`.
fn unusable(tree: &str) -> Vec<String> {
    let crates = tree.lines().filter_map(|line| line.split_once('|'));
    let refused =
        crates.filter(|(_, licence)| !may_be_used(licence.trim_end_matches("(*)").trim()));
    refused
        .map(|(name, licence)| format!("{name} is under {licence:?}, which LICENCES does not have"))
        .collect()
}

/// Complaints about the lock file: where crates come from, which they are and how old.
fn unwanted(lock: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            package
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
                .unwrap_or_default()
        };
        let (name, version) = (
            value("name").trim_matches('"'),
            value("version").trim_matches('"'),
        );
        let source = value("source").trim_matches('"');
        if name != env!("CARGO_PKG_NAME") && source != REGISTRY {
            complaints.push(format!("{name} comes from {source:?}"));
        }
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == name) {
            complaints.push(format!("{name} is banned: {why}"));
        }
        if AT_LEAST
            .iter()
            .any(|(known, least)| *known == name && numbers(version) < *least)
        {
            complaints.push(format!("{name} {version} has known holes"));
        }
    }
    complaints
}

fn numbers(version: &str) -> [u64; 3] {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// The crates on which the project stands, by the kinds of dependency given, one a line as `name v1.2.3|licence`.
fn tree(kinds: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "tree",
        "--locked",
        "--offline",
        "--features",
        "postgres",
        "--prefix",
        "none",
        "--no-dedupe",
    ]);
    cargo
        .args(["--edges", kinds, "--format", "{p}|{l}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut lines: Vec<_> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

#[test]
fn every_crate_may_be_given_away_with_ours() {
    let tree = tree("normal,build");
    assert!(tree.lines().count() > 100, "the tree is not read:\n{tree}");
    assert_none(&unusable(&tree));
}

#[test]
fn the_program_stands_on_few_enough_crates() {
    let count = tree("normal,no-proc-macro").lines().count();
    assert!(
        count <= MOST_CRATES,
        "{count} crates; do without one, or argue for more"
    );
}

#[test]
fn a_crate_that_may_not_be_given_away_is_noticed() {
    let good = "a v1.0.0|MIT OR Apache-2.0\nb v1|MIT/Apache-2.0\nc v1|(MIT OR X) AND Unicode-3.0\nd v1|GPL-3.0 OR ISC (*)";
    assert_none(&unusable(good));
    for bad in [
        "a v1|GPL-3.0-only",
        "a v1|",
        "a v1|MIT AND GPL-3.0",
        "a v1|(GPL-3.0 OR AGPL-3.0) AND MIT",
    ] {
        assert_eq!(unusable(bad).len(), 1, "{bad}");
    }
}

#[test]
fn crates_come_from_one_place_and_none_is_banned_or_known_to_be_broken() {
    assert_none(&unwanted(&text("Cargo.lock")));
}

#[test]
fn an_unwanted_crate_is_noticed() {
    let package = |name: &str, version: &str, source: &str| {
        format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n")
    };
    assert_none(&unwanted(&package("diesel", "2.10.0", REGISTRY)));
    for bad in [
        package("openssl-sys", "0.9.1", REGISTRY),
        package("diesel", "2.3.9", REGISTRY),
        package("a", "1.0.0", "git+https://x"),
    ] {
        assert_eq!(unwanted(&bad).len(), 1, "{bad}");
    }
}
