//! The second step of sign-in: set up, taken, lost, required.

mod lost;
mod required;
mod taken;

use crate::client::{Client, Response};
use crate::html::Page;
use crate::people::PASSWORD;
use crate::people_pages::letters;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::MEMBER;
use chrono::TimeDelta;
use consign::store::users;
use consign::web::second_step::{CODES, SPAN, Seed};
use consign::web::sign_in::{ENTER_CODE, WRONG_CODE};

pub const PAGE: &str = "/account/second-step";

/// The secret that a page shows to be typed into an app.
fn seed(page: &Page) -> Seed {
    Seed::parse(&page.values("seed")[0]).expect("a secret")
}

/// Sets up a second step as somebody does with their app; what the app has then, and their recovery codes.
pub fn set_up(portal: &TestPortal, browser: &Client) -> (Seed, Vec<String>) {
    let page = browser.get(PAGE).page();
    let seed = seed(&page);
    let code = seed.code(portal.clock.now());
    let answer = browser.submit(PAGE, &page.form("Turn on").set("code", &code));
    assert_eq!(answer.status, 200, "{}", answer.text());
    (seed, answer.page().texts(".codes li"))
}

/// A new browser in which somebody has given their password and is asked for a code.
pub fn halfway(portal: &TestPortal, email: &str) -> (Client, Page) {
    let browser = portal.anonymous();
    let asked = browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]);
    assert_eq!(asked.status, 200, "{}", asked.text());
    let page = asked.page();
    assert_eq!(page.heading(), "Enter your code");
    (browser, page)
}

/// Gives a code on the page that asks for it.
pub fn give(browser: &Client, page: &Page, code: &str) -> Response {
    browser.submit("/sign-in", &page.form("Sign in").set("code", code))
}

/// Whether somebody is signed in.
pub fn is_in(browser: &Client) -> bool {
    browser.get("/account").status == 200
}

/// The page without what is different each time.
fn without_secrets(answer: &Response, seed: &Seed, codes: &[String]) -> String {
    let letters: Vec<char> = seed.letters().chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    let spaced = groups.collect::<Vec<String>>().join(" ");
    let mut text = answer.main();
    for (secret, word) in [(spaced, "SECRET"), (seed.letters(), "SECRET")] {
        text = text.replace(&secret, word);
    }
    for code in codes {
        text = text.replace(code, "CODE");
    }
    // The picture holds the secret as well.
    let lines = text.lines().filter(|line| !line.contains("h1v1h-1z"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn somebody_sets_it_up_and_signs_in_by_it() {
    on_each_database(|portal| {
        let elsewhere = portal.sign_in(MEMBER);
        let browser = portal.sign_in(MEMBER);
        let shown = browser.get(PAGE);
        let page = shown.page();
        let seed = seed(&page);
        insta::allow_duplicates! { insta::assert_snapshot!("set_up", without_secrets(&shown, &seed, &[])) };
        for (typed, words) in [("", ENTER_CODE), ("000000", WRONG_CODE), ("12", WRONG_CODE)] {
            let refused = browser.submit(PAGE, &page.form("Turn on").set("code", typed));
            assert_eq!(refused.status, 422);
            let refused = refused.page();
            assert_eq!(refused.error_for("code").as_deref(), Some(words));
            assert_eq!(
                refused.values("seed"),
                page.values("seed"),
                "the same secret"
            );
        }
        letters(portal);
        let old = browser.cookie("sid").expect("a session");
        let code = seed.code(portal.clock.now());
        let form = page.form("Turn on").set("code", &code);
        let done = browser.submit(PAGE, &form);
        let codes = done.page().texts(".codes li");
        assert_eq!((done.status, codes.len()), (200, CODES));
        insta::allow_duplicates! { insta::assert_snapshot!("codes", without_secrets(&done, &seed, &codes)) };
        let told: Vec<_> = letters(portal)
            .into_iter()
            .map(|mail| mail.recipient)
            .collect();
        assert_eq!(told, [MEMBER]);
        // Sessions that began without it have ended, and so has the key that this one had.
        assert!(is_in(&browser) && !is_in(&elsewhere));
        let thief = portal.anonymous();
        thief.set_cookie("sid", &old);
        assert!(!is_in(&thief));
        // A second press, or another window, changes nothing.
        let again = browser.submit(PAGE, &form);
        assert_eq!((again.status, again.location()), (303, PAGE));
        insta::allow_duplicates! { insta::assert_snapshot!("account", browser.get(PAGE).main()) };

        let (browser, page) = halfway(portal, MEMBER);
        insta::allow_duplicates! { insta::assert_snapshot!("asked", page.outline()) };
        assert!(!is_in(&browser), "the password alone is not enough");
        let refused = give(&browser, &page, "");
        assert_eq!(
            refused.page().error_for("code").as_deref(),
            Some(ENTER_CODE)
        );
        let used = give(&browser, &page, &code);
        assert_eq!(
            used.status, 422,
            "it set the step up, and no code does twice"
        );
        assert_eq!(used.page().error_for("code").as_deref(), Some(WRONG_CODE));
        portal.clock.advance(SPAN);
        let code = seed.code(portal.clock.now());
        let spaced = format!(" {} {}", &code[..3], &code[3..]);
        let let_in = give(&browser, &used.page(), &spaced);
        assert_eq!((let_in.status, let_in.location()), (303, "/"));
        assert!(is_in(&browser));
    });
}

#[test]
fn new_recovery_codes_take_the_place_of_the_old_and_turning_it_off_takes_all() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let (_, old) = set_up(portal, &browser);
        let renewed = browser.submit(
            PAGE,
            &browser.get(PAGE).page().form("Get new recovery codes"),
        );
        let new = renewed.page().texts(".codes li");
        assert_eq!((renewed.status, new.len()), (200, CODES));
        assert!(new.iter().all(|code| !old.contains(code)));
        let recover = |code: &str| {
            let (browser, page) = halfway(portal, MEMBER);
            let form = page.form("Sign in").set("recovery", code);
            browser.submit("/sign-in", &form).status
        };
        assert_eq!((recover(&old[0]), recover(&new[0])), (422, 303));
        letters(portal);
        let off = browser.submit(PAGE, &browser.get(PAGE).page().form("Turn off"));
        assert_eq!((off.status, off.location()), (303, "/account"));
        let page = browser.get("/account").page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: The second step is turned off. Your password alone signs you in."]
        );
        assert_eq!(letters(portal).len(), 1);
        assert!(is_in(&portal.sign_in(MEMBER)));
    });
}

#[test]
fn every_change_of_it_asks_again_after_ten_minutes() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        portal.clock.advance(TimeDelta::minutes(11));
        let fields = [("seed", &*Seed::new().letters()), ("code", "123456")];
        for (answer, what) in [
            (browser.get(PAGE), "the page"),
            (browser.post(PAGE, &fields), "setting it up"),
            (browser.post(&format!("{PAGE}/codes"), &[]), "codes"),
            (
                browser.post(&format!("{PAGE}/remove"), &[]),
                "turning it off",
            ),
        ] {
            assert_eq!(answer.status, 401, "{what}");
            assert_eq!(answer.page().heading(), "Confirm that it is you", "{what}");
            assert!(!answer.text().contains(fields[0].1), "{what}");
        }
    });
}

#[test]
fn a_session_ends_with_the_password_it_was_begun_with() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let set = |hash: &str| {
            let changed = portal.db.write_now(|c| {
                let (id, old) = users::credentials(c, MEMBER)?.expect("the member");
                users::set_password_hash(c, id, hash)?;
                Ok(old)
            });
            changed.expect("it can be changed")
        };
        let old = set("another");
        assert!(!is_in(&browser), "whatever else became of its row");
        set(&old);
        assert!(is_in(&browser));
    });
}
