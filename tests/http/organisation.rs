//! What an organisation says of itself, and its own address.

use crate::notifications::{LIST, add, letters, recipients};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, PARTNER, VIEWER};
use chrono::TimeDelta;
use consign::store::outbox::MessageKind;
use consign::web::auth::CONFIRMED_FOR;

const HERE: &str = "/settings/organisation";

#[test]
fn an_admin_changes_the_address_and_both_are_told() {
    on_each_database(|portal| {
        let browser = portal.sign_in(PARTNER);
        let shown = browser.get(HERE);
        insta::allow_duplicates! { insta::assert_snapshot!("profile", shown.main()) };
        assert_eq!(
            browser.get("/account").page().link("Your organisation"),
            HERE
        );
        let form = shown.page().form("Save address");
        let same = browser.follow(browser.submit(HERE, &form)).page();
        assert_eq!(
            same.texts("[data-banner]"),
            ["Note: The address is the same as before."]
        );
        assert!(letters(portal).is_empty(), "nothing changed");
        let form = form.set("email", "channel@contoso.example");
        let answer = browser.submit(HERE, &form);
        assert_eq!((answer.status, answer.location()), (303, HERE));
        let page = browser.get(HERE).page();
        assert_eq!(page.values("email"), ["channel@contoso.example"]);
        let told = letters(portal);
        let kind = MessageKind::AddressChanged;
        assert_eq!(
            recipients(&told),
            [
                ("channel@contoso.example", kind),
                ("resale@contoso.example", kind)
            ]
        );
        assert!(told.iter().all(|letter| letter.text.contains("Tom Okafor")));
        // From now on that is where it is told.
        crate::notifications::tell_of_an_opportunity(portal);
        let created = letters(portal);
        assert_eq!(
            recipients(&created),
            [("channel@contoso.example", MessageKind::OpportunityCreated)]
        );
    });
}

#[test]
fn what_is_no_address_is_told_and_only_admins_who_confirm_change_it() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        for (typed, text) in [
            ("", "Enter an e-mail address"),
            (
                "not an address",
                "Enter an e-mail address in the right format, like name@example.com",
            ),
        ] {
            let answer = browser.post(HERE, &[("email", typed)]);
            assert_eq!(answer.status, 422);
            let page = answer.page();
            assert_eq!(page.errors(), [("email".to_owned(), text.to_owned())]);
            assert_eq!(page.error_for("email").as_deref(), Some(text));
            assert_eq!(page.values("email"), [typed]);
        }
        let viewer = portal.sign_in(VIEWER);
        let page = viewer.get(HERE).page();
        assert_eq!(page.values("email"), [""; 0]);
        assert!(
            page.text().contains("channel@northwind.example"),
            "{}",
            page.text()
        );
        let sent = [("email", "mine@northwind.example")];
        assert_eq!(viewer.post(HERE, &sent).status, 403);
        assert_eq!(
            portal.sign_in("operator@portal.example").get(HERE).status,
            404
        );
        portal.clock.advance(CONFIRMED_FOR + TimeDelta::minutes(1));
        assert_eq!(browser.post(HERE, &sent).status, 401);
        let page = browser.get(HERE).page();
        assert_eq!(page.values("email"), ["channel@northwind.example"]);
    });
}

#[test]
fn a_change_of_the_address_counts_as_a_letter_to_somebody_it_names() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let change = |number: usize| {
            let email = format!("desk{number}@northwind.example");
            browser.post(HERE, &[("email", &email)])
        };
        assert_eq!(
            add(&browser, "reader@northwind.example", &["offers"]).status,
            303
        );
        for number in 1..20 {
            assert_eq!(change(number).status, 303, "{number}");
        }
        letters(portal);
        let refused = change(20);
        assert_eq!(
            (refused.status, refused.header("retry-after")),
            (429, Some("3600"))
        );
        assert_eq!(add(&browser, "x@y.example", &["offers"]).status, 429);
        assert_eq!(letters(portal), [], "nobody is told");
        let page = browser.get(HERE).page();
        assert_eq!(page.values("email"), ["desk19@northwind.example"]);
        assert_eq!(change(19).status, 303, "it is the same");
        // Another organisation has done nothing, and an hour later nothing is counted.
        let partner = portal.sign_in(PARTNER);
        let moved = partner.post(HERE, &[("email", "desk@contoso.example")]);
        assert_eq!((moved.status, moved.location()), (303, HERE));
        portal.clock.advance(TimeDelta::minutes(61));
        let browser = portal.sign_in(ADMIN);
        let moved = browser.post(HERE, &[("email", "desk20@northwind.example")]);
        assert_eq!((moved.status, moved.location()), (303, HERE));
        assert_eq!(browser.get(LIST).page().rows().len(), 1);
    });
}
