//! `consign export`: opportunities as requests of the Catalog API, in files or as one list.

use crate::aws::{ID, changes};
use crate::command_line::{done, run};
use crate::portal::{Database, TestPortal};
use crate::routes;
use crate::trade::{ADMIN, Trade};
use chrono::TimeDelta;
use serde_json::Value;
use std::path::Path;

const NORTHWIND: [&str; 3] = ["export", "--organisation", "1111 2222 3333"];

fn list(text: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(text).expect("JSON");
    all.as_array().expect("a list").clone()
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&NORTHWIND[..], more].concat()
}

/// The files of a folder, with their names.
fn files(folder: &Path) -> Vec<(String, Value)> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("text");
            (
                name.into_owned(),
                serde_json::from_str(&text).expect("JSON"),
            )
        })
        .collect();
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

#[test]
fn each_request_is_a_file_in_the_order_of_sending_or_all_are_one_list() {
    let portal = TestPortal::start(Database::Sqlite);
    let trade = Trade::begin(&portal);
    let plain = trade.named("Plain");
    portal.clock.advance(TimeDelta::minutes(1));
    let own = trade.give(&trade.shaped());
    let folder = portal.data.join("requests");
    let out = folder.to_str().expect("text");
    let said = done(&portal.data, &with(&["--out", out]), "");
    assert_eq!(
        said,
        format!("3 requests for 2 opportunities are in {out}.\n")
    );
    let files = files(&folder);
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    let (added, created) = (
        format!("add-dimensions-{own}.json"),
        format!("create-{own}.json"),
    );
    let expected = [&format!("create-{plain}.json"), &added, &created];
    for ((number, name), expected) in (1..).zip(&names).zip(expected) {
        assert_eq!(*name, format!("111122223333-{number:05}-{expected}"));
    }
    let again = run(&portal.data, &with(&["--out", out]), "");
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is not empty"));
    let output = run(&portal.data, &with(&["--json"]), "");
    let all = list(&String::from_utf8_lossy(&output.stdout));
    let requests: Vec<_> = files.into_iter().map(|(_, request)| request).collect();
    assert_eq!(all, requests);
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(
        remarks.contains(&format!(
            "{plain} “Plain”: AWS keeps prices and no percentage."
        )),
        "{remarks}"
    );
    let shown = portal
        .sign_in(ADMIN)
        .get(&format!("/isv/opportunities/{plain}/aws.json"));
    let shown: Value = serde_json::from_slice(&shown.body).expect("JSON");
    assert_eq!(all[0], shown);
}

#[test]
fn statuses_and_vendors_narrow_it() {
    let portal = TestPortal::start(Database::Sqlite);
    let [northwind, fabrikam] = routes::trades(&portal);
    let (active, revoked) = (northwind.named("Active"), northwind.named("Revoked"));
    northwind.revoke(&revoked);
    let foreign = routes::new(&fabrikam, routes::About::Opportunity);
    let text = |arguments: &[&str]| done(&portal.data, arguments, "");
    assert_eq!(list(&text(&with(&["--json"]))).len(), 1);
    assert_eq!(list(&text(&["export", "--json"])).len(), 2);
    assert_eq!(text(&with(&["--status", "used", "--json"])), "[]\n");
    assert_eq!(text(&with(&["--status", "revoked", "--json"])), "[]\n");
    let admin = portal.sign_in(ADMIN);
    let record = |id: &str, name: &str| {
        let path = format!("/isv/opportunities/{id}/aws");
        assert_eq!(admin.post(&path, &[("authorization", name)]).status, 303);
    };
    record(&revoked, ID);
    let ended = list(&text(&with(&["--status", "revoked", "--json"])));
    assert_eq!(changes(&ended[0]), ["RestrictResaleAuthorization"]);
    record(&active, "resaleauthz-1111111111111");
    let output = run(&portal.data, &with(&["--status", "active", "--json"]), "");
    assert_eq!(output.stdout, b"[]\n", "it is there already");
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(remarks.contains("Its request is left out."), "{remarks}");
    let others = text(&["export", "--json", "--status", "active"]);
    assert_eq!(list(&others).len(), 1);
    assert!(!remarks.contains(&foreign));
}

#[test]
fn what_cannot_be_exported_is_told_in_a_sentence() {
    let portal = TestPortal::start(Database::Sqlite);
    for (arguments, code, says) in [
        (
            &["export", "--json", "--out", "x"][..],
            2,
            "cannot be used with",
        ),
        (
            &["export", "--json", "--status", "lost"],
            2,
            "use one of active, used, expired, revoked, ended",
        ),
        (&["export", "--json", "--organisation", "123"], 2, "12"),
        (
            &["export", "--json", "--organisation", "999999999999"],
            1,
            "account 999999999999 has no vendor and no partner",
        ),
        (
            &["export", "--out", "/dev/null/x"],
            1,
            "/dev/null/x cannot be made",
        ),
    ] {
        let output = run(&portal.data, arguments, "");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(says), "{arguments:?}: {said}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
    let help = done(&portal.data, &["export", "--help"], "");
    for option in ["--organisation", "--status", "--out", "--json"] {
        assert!(help.contains(option), "{help}");
    }
}
