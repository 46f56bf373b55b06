//! Nobody can lock a person out of the browser that they work with.

use crate::client::Client;
use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database};
use chrono::TimeDelta;
use consign::store::throttle::{FIRST_WAIT, FREE_OF_ACCOUNT, FREE_OF_NETWORK, LONGEST_WAIT};

const OWNER: &str = "admin@northwind.example";
const COLLEAGUE: &str = "member@northwind.example";

fn attempt(browser: &Client, email: &str, password: &str) -> u16 {
    browser
        .post("/sign-in", &[("email", email), ("password", password)])
        .status
}

/// Somebody far away tries passwords, as often as they are let and a hundred times more.
fn attack(portal: &TestPortal, email: &str) {
    let stranger = portal.anonymous();
    let spoofed = |number: i32| {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", email), ("password", "a guess")])
            .finish();
        stranger
            .request("POST", "/sign-in")
            .header("X-Forwarded-For", &format!("203.0.113.{number}"))
            .form(body)
            .send()
            .status
    };
    for number in 0..FREE_OF_ACCOUNT {
        assert_eq!(spoofed(number), 422, "guess {number}");
    }
    for number in 0..100 {
        assert_eq!(spoofed(number), 429, "a header changes nothing");
    }
    assert_eq!(attempt(&portal.anonymous(), email, PASSWORD), 429);
}

#[test]
fn the_owner_signs_in_while_the_account_is_attacked() {
    on_each_database(|portal| {
        let owner = portal.sign_in(OWNER);
        owner.post("/sign-out", &[]);
        attack(portal, OWNER);
        assert_eq!(attempt(&owner, OWNER, PASSWORD), 303, "signed out before");
        assert_eq!(
            attempt(&portal.anonymous(), OWNER, PASSWORD),
            429,
            "the owner's success frees no guesses for strangers"
        );
        // So is it from another network of the attacker's choice, and the next morning.
        portal.clock.advance(LONGEST_WAIT);
        attack_again(portal);
        assert_eq!(attempt(&owner, OWNER, PASSWORD), 303);
    });
}

fn attack_again(portal: &TestPortal) {
    let stranger = portal.anonymous();
    for _ in 0..3 {
        attempt(&stranger, OWNER, "a guess");
    }
    assert_eq!(attempt(&stranger, OWNER, PASSWORD), 429);
}

#[test]
fn a_known_browser_has_a_count_of_its_own() {
    on_each_database(|portal| {
        let owner = portal.sign_in(OWNER);
        for tries in 0..FREE_OF_ACCOUNT {
            assert_eq!(attempt(&owner, OWNER, "mistyped"), 422, "{tries}");
        }
        assert_eq!(attempt(&owner, OWNER, PASSWORD), 429);
        assert_eq!(
            attempt(&portal.anonymous(), OWNER, "a guess"),
            422,
            "another browser has its own"
        );
        portal
            .clock
            .advance(FIRST_WAIT + TimeDelta::milliseconds(1));
        assert_eq!(attempt(&owner, OWNER, PASSWORD), 303);
        assert_eq!(attempt(&owner, OWNER, "mistyped"), 422, "all is forgotten");
    });
}

#[test]
fn a_browser_is_known_only_to_who_signed_in_with_it_and_only_by_its_newest_key() {
    on_each_database(|portal| {
        let browser = portal.sign_in(OWNER);
        let key = browser.cookie("browser").expect("a key");
        assert_eq!(key.len(), 64, "256 bits");
        attack(portal, COLLEAGUE);
        assert_eq!(
            attempt(&browser, COLLEAGUE, PASSWORD),
            429,
            "it is a stranger to a colleague"
        );
        assert_eq!(attempt(&browser, OWNER, PASSWORD), 303);
        let newer = browser.cookie("browser").expect("a key");
        assert_ne!(key, newer);
        attack(portal, OWNER);
        for planted in [key.as_str(), "", "x", &newer.to_uppercase()] {
            let other = portal.anonymous();
            other.set_cookie("browser", planted);
            assert_eq!(attempt(&other, OWNER, PASSWORD), 429, "{planted}");
        }
        let moved = portal.anonymous();
        moved.set_cookie("browser", &newer);
        assert_eq!(attempt(&moved, OWNER, PASSWORD), 303);
    });
}

#[test]
fn a_known_browser_is_not_held_up_by_its_network() {
    let portal = TestPortal::start(Database::Sqlite);
    let owner = portal.sign_in(OWNER);
    for number in 0..FREE_OF_NETWORK {
        let email = format!("a{number}@b.example");
        assert_eq!(attempt(&portal.anonymous(), &email, "x"), 422);
    }
    assert_eq!(attempt(&portal.anonymous(), OWNER, PASSWORD), 429);
    assert_eq!(attempt(&owner, OWNER, PASSWORD), 303);
}

#[test]
fn the_key_outlives_the_session_but_not_signing_out_everywhere() {
    let portal = TestPortal::start(Database::Sqlite);
    let answer = portal
        .anonymous()
        .post("/sign-in", &[("email", OWNER), ("password", PASSWORD)]);
    let cookies = answer.all("set-cookie");
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("browser="))
        .expect("a key");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("Max-Age=15552000"),
        "{cookie}"
    );
    let browser = portal.sign_in(OWNER);
    let bye = browser.post("/account/sign-out-everywhere", &[]);
    assert_eq!(
        bye.header("clear-site-data"),
        Some(r#""cookies", "storage""#)
    );
    attack(&portal, OWNER);
    assert_eq!(attempt(&browser, OWNER, PASSWORD), 429);
    let failed = portal
        .anonymous()
        .post("/sign-in", &[("email", COLLEAGUE), ("password", "wrong")]);
    assert!(
        failed.all("set-cookie").is_empty(),
        "who fails is not known"
    );
}
