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
fn the_help_of_a_page_begins_where_it_is_about_that_page() {
    let portal = TestPortal::start(Database::Sqlite);
    let help = portal.anonymous().get("/help").page();
    let headings = help.attributes("main h2", "id");
    assert!(headings.iter().all(|id| !id.is_empty()), "{headings:?}");
    for (who, path, section) in [
        (ADMIN, "/isv/opportunities", "#created"),
        (ADMIN, "/isv/drafts", "#drafts"),
        (ADMIN, "/isv/bulk", "#spreadsheet"),
        (ADMIN, "/isv/reports", "#reports"),
        ("admin@contoso.example", "/partner/offer-drafts", "#offer"),
        ("admin@contoso.example", "/partner/offers", "#extended"),
        (
            "admin@contoso.example",
            "/settings/notifications",
            "#emails",
        ),
        (ADMIN, "/nowhere", "#trouble"),
        (ADMIN, "/help", ""),
    ] {
        let page = portal.sign_in(who).get(path).page();
        let links = page.attributes("footer a", "href");
        assert_eq!(links[0], format!("/help{section}"), "{path}");
        let known = headings.iter().any(|id| section == format!("#{id}"));
        assert!(known || section.is_empty(), "{section}");
    }
}

#[test]
fn requests_to_the_channel_desk_are_found_again() {
    let portal = TestPortal::start(Database::Sqlite);
    let link = "Requests to your channel desk";
    for (who, paths) in [
        (ADMIN, ["/account", "/help", "/isv/drafts"].as_slice()),
        ("viewer@northwind.example", &["/account", "/help"]),
    ] {
        let browser = portal.sign_in(who);
        for path in paths {
            let list = browser.get(path).page().link(link);
            let page = browser.get(&list).page();
            assert_eq!(page.name(), "isv.terms_requests", "{path}");
        }
    }
    let partner = portal.sign_in("admin@contoso.example");
    assert!(!partner.get("/account").text().contains(link));
}

#[test]
fn what_somebody_may_do_is_told_in_the_words_of_their_side() {
    on_each_database(|portal| {
        for (who, may) in [
            (
                "member@northwind.example",
                "Member. You may create, clone and revoke opportunities, and not change people or settings.",
            ),
            (
                "member@contoso.example",
                "Member. You may accept reseller contracts, create and extend offers and end opportunities, and not change people or settings.",
            ),
            (
                "viewer@northwind.example",
                "Viewer. You may look, and change nothing.",
            ),
        ] {
            let told = portal.sign_in(who).get("/account").page().texts("main dd");
            assert!(told.contains(&may.to_owned()), "{told:?}");
        }
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
