//! Lost apps, lost codes, lost keys.

use super::{PAGE, give, halfway, is_in, set_up};
use crate::command_line::{ORGANISATION, USER, done, run};
use crate::people_pages::letters;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER, PARTNER, VIEWER};
use consign::store::schema::second_steps as rows;
use consign::store::second_steps::{self, NewSecondStep};
use consign::store::{Db, users};
use consign::web::second_step::SPAN;
use diesel::prelude::*;
use std::num::NonZeroU32;

/// The page of an admin that takes a second step away.
fn page_of(portal: &TestPortal, email: &str) -> String {
    let found = portal.db.read_now(|c| users::by_email(c, email));
    let user = found.expect("it can be read").expect("somebody");
    format!("/settings/people/{}/second-step", user.id)
}

#[test]
fn a_recovery_code_gets_one_in_once() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let (_, codes) = set_up(portal, &browser);
        let recover = |typed: &str| {
            let (browser, page) = halfway(portal, MEMBER);
            let form = page.form("Sign in").set("recovery", typed);
            browser.submit("/sign-in", &form)
        };
        let typed = codes[3].to_uppercase().replace('-', " ");
        assert_eq!(recover(&typed).status, 303);
        let used = recover(&typed);
        assert_eq!(used.status, 422);
        assert_eq!(
            used.page().error_for("recovery").as_deref(),
            Some("That recovery code is not right or was already used")
        );
        assert!(!used.text().contains(&typed), "no page shows a code");
        assert!(
            browser
                .get(PAGE)
                .page()
                .text()
                .contains("9 of 10 not used yet")
        );
    });
}

#[test]
fn an_admin_takes_it_from_a_colleague_who_has_lost_it() {
    on_each_database(|portal| {
        let member = portal.sign_in(MEMBER);
        set_up(portal, &member);
        letters(portal);
        let path = page_of(portal, MEMBER);
        assert_eq!(portal.sign_in(VIEWER).post(&path, &[]).status, 403);
        assert_eq!(portal.sign_in(PARTNER).post(&path, &[]).status, 404);
        let admin = portal.sign_in(ADMIN);
        let list = admin.get("/settings/people");
        insta::allow_duplicates! { insta::assert_snapshot!("people", crate::html::number_ids(&list.main())) };
        let removed = admin.submit(
            &path,
            &list.page().form("Remove the second step of Marek Nowak"),
        );
        assert_eq!(
            (removed.status, removed.location()),
            (303, "/settings/people")
        );
        let told: Vec<_> = letters(portal);
        let [letter] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert_eq!(letter.recipient, MEMBER);
        assert!(
            letter
                .text
                .contains("Your second step of sign-in, by Dana Li"),
            "{}",
            letter.text
        );
        assert!(!is_in(&member), "nobody knows who has what was lost");
        assert!(is_in(&portal.sign_in(MEMBER)), "by the password alone");
        assert_eq!(admin.post(&path, &[]).status, 404, "there is none any more");
        assert_eq!(
            admin.post(&page_of(portal, ADMIN), &[]).status,
            400,
            "one's own is on the account page"
        );
        assert_eq!(admin.post(&page_of(portal, PARTNER), &[]).status, 404);
    });
}

#[test]
fn a_secret_whose_key_is_lost_stops_nobody_who_has_a_recovery_code() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let (seed, codes) = set_up(portal, &browser);
        let changed = portal.db.write_now(|c| {
            let all = diesel::update(rows::table)
                .set(rows::sealed.eq(b"sealed by another key, long ago".to_vec()));
            Ok(all.execute(c)?)
        });
        assert_eq!(changed.expect("it can be changed"), 1);
        portal.clock.advance(SPAN);
        let (browser, page) = halfway(portal, MEMBER);
        let broken = give(&browser, &page, &seed.code(portal.clock.now()));
        assert_eq!(broken.status, 500);
        assert!(!is_in(&browser));
        let form = page.form("Sign in").set("recovery", &codes[0]);
        assert_eq!(browser.submit("/sign-in", &form).status, 303);
    });
}

#[test]
fn whoever_runs_the_installation_takes_it_away_on_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    done(data, &ORGANISATION, "");
    done(data, &USER, "");
    let reset = [
        "user",
        "reset-second-step",
        "--email",
        "dana@northwind.example",
    ];
    let refused = run(data, &reset, "");
    assert!(!refused.status.success(), "there is none yet");
    let url = format!("sqlite:{}", data.join("consign.sqlite").display());
    let db = Db::connect(&url, NonZeroU32::MIN).expect("the database");
    let set = db.write_now(|c| {
        let user = users::by_email(c, "dana@northwind.example")?.expect("Dana");
        let new = NewSecondStep {
            sealed: b"sealed",
            span: 1,
            codes: &[],
        };
        second_steps::set(c, user.id, &new, chrono::Utc::now())
    });
    assert!(set.expect("it can be written"));
    let said = done(data, &reset, "");
    assert_eq!(
        said,
        "dana@northwind.example has no second step of sign-in any more and is signed out everywhere.\n"
    );
    let nobody = run(
        data,
        &["user", "reset-second-step", "--email", "nobody@b.example"],
        "",
    );
    assert!(!nobody.status.success());
}

#[test]
fn a_key_file_that_is_none_is_a_mistake_in_the_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, key) = (folder.path().join("data"), folder.path().join("key"));
    let key_file = key.to_str().expect("text");
    let serve = [
        "serve",
        "--insecure-cookies",
        "--bind",
        "127.0.0.1:0",
        "--key-file",
        key_file,
    ];
    for text in [None, Some(""), Some("a sample key")] {
        if let Some(text) = text {
            std::fs::write(&key, text).expect("a file");
        }
        let refused = run(&data, &serve, "");
        assert_eq!(refused.status.code(), Some(78), "{text:?}");
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("the file with the keys"), "{said}");
    }
}
