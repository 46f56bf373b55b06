//! Somebody's own account.

use crate::portal::{Database, TestPortal, on_each_database};
use chrono::TimeDelta;

const ADMIN: &str = "admin@northwind.example";

#[test]
fn the_account_page_says_who_one_is() {
    on_each_database(|portal| {
        portal.clock.advance(-TimeDelta::minutes(5));
        let _other = portal.sign_in(ADMIN);
        portal.clock.advance(TimeDelta::minutes(5));
        insta::allow_duplicates! { insta::assert_snapshot!(portal.sign_in(ADMIN).get("/account").main()) };
    });
}

#[test]
fn colours_are_chosen_and_follow_to_another_browser() {
    on_each_database(|portal| {
        let theme = |browser: &crate::client::Client| {
            browser.get("/help").text().contains("data-theme=\"dark\"")
        };
        let browser = portal.sign_in(ADMIN);
        assert!(!theme(&browser));
        let form = browser
            .get("/account")
            .page()
            .form("Save colours")
            .set("theme", "dark");
        let answer = browser.submit("/account", &form);
        assert_eq!((answer.status, answer.location()), (303, "/account"));
        assert!(theme(&browser));
        assert_eq!(browser.get("/account").page().values("theme"), ["dark"]);
        assert!(
            browser
                .get("/nowhere")
                .text()
                .contains("data-theme=\"dark\""),
            "error pages too"
        );
        assert!(theme(&portal.sign_in(ADMIN)));
        browser.post("/theme", &[("theme", "<script>")]);
        assert!(
            !theme(&browser),
            "what does not exist is the device's choice"
        );
    });
}

#[test]
fn all_sessions_can_be_ended_at_once() {
    on_each_database(|portal| {
        let (here, there) = (portal.sign_in(ADMIN), portal.sign_in(ADMIN));
        let colleague = portal.sign_in("member@northwind.example");
        let form = here.get("/account").page().form("Sign out everywhere");
        let answer = here.submit("/account", &form);
        assert_eq!(
            (answer.status, answer.page().heading()),
            (200, "You are signed out everywhere".into())
        );
        insta::allow_duplicates! { insta::assert_snapshot!("signed_out_everywhere", answer.main()) };
        assert_eq!(here.get("/account").status, 303);
        assert_eq!(there.get("/account").status, 303);
        assert_eq!(colleague.get("/account").status, 200);
    });
}

#[test]
fn pages_to_read_are_there_for_everybody() {
    let portal = TestPortal::start(Database::Sqlite);
    for (path, heading) in [
        ("/help", "Help"),
        ("/accessibility", "Accessibility"),
        ("/privacy", "Privacy"),
    ] {
        let page = portal.anonymous().get(path).page();
        assert_eq!(page.heading(), heading);
        assert!(page.texts("nav a").is_empty());
        insta::assert_snapshot!(path.trim_start_matches('/'), page.outline());
        let page = portal.sign_in(ADMIN).get(path).page();
        assert_eq!(
            page.texts("nav a"),
            [
                "Opportunities",
                "Drafts",
                "Products",
                "Resellers",
                "Offers",
                "Reports",
                "Notifications"
            ]
        );
    }
    let viewer = portal
        .sign_in("viewer@northwind.example")
        .get("/help")
        .page();
    assert_eq!(
        viewer.texts("nav a"),
        [
            "Opportunities",
            "Products",
            "Resellers",
            "Offers",
            "Reports",
            "Notifications"
        ]
    );
}
