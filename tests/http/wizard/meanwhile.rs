//! A draft that a colleague turns into opportunities while somebody is still typing into it.

use super::{Wizard, fill};
use crate::portal::on_each_database;
use crate::trade::{MEMBER, STRANGER, VAULT};
use consign::web::paths;

#[test]
fn who_comes_too_late_is_led_to_what_was_made_and_keeps_what_they_typed() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let details = wizard.page("details").form("Save and continue");
        let all = wizard.page("all").form("Review opportunity");
        let member = portal.sign_in(MEMBER);
        let review = wizard.at("review");
        let create = member.get(&review).page().form("Create opportunities");
        let made = member.submit(&review, &create);
        assert_eq!(made.status, 303);
        let typed = [("name", "Mine <b>alone</b>"), ("description", "My words")];
        for (place, form) in [("details", details), ("all", all)] {
            let answer = wizard.submit(place, &fill(form, &typed));
            let page = answer.page();
            assert_eq!(
                (answer.status, page.heading(), page.name()),
                (
                    409,
                    "This changed while you were working".into(),
                    "isv.draft.made".into()
                ),
                "{place}"
            );
            let words = "Marek Nowak created “Q1 renewals” from this draft at 12:00 UTC.";
            assert!(page.text().contains(words), "{}", page.text());
            assert_eq!(page.link("See what was created"), made.location());
            insta::allow_duplicates! {
                insta::assert_snapshot!(format!("made_{place}"), page.outline());
            }
            let said = page.texts("dl.summary dd");
            for (_, value) in typed {
                assert!(said.contains(&value.to_owned()), "{place}: {said:?}");
            }
        }
        // Of a draft of others, and of one that was thrown away, nothing is known.
        let stranger = portal.sign_in(STRANGER);
        assert_eq!(stranger.post(&wizard.at("details"), &typed).status, 404);
        let other = Wizard::complete(portal);
        let form = other.page("details").form("Save and continue");
        let discard = other.page("discard").form("Discard draft");
        assert_eq!(other.submit("discard", &discard).status, 303);
        assert_eq!(other.submit("details", &form).status, 404);
    });
}

#[test]
fn what_was_typed_too_late_is_told_in_the_words_of_the_pages() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let form = wizard.page("all").form("Review opportunity");
        let review = wizard.page("review").form("Create opportunities");
        assert_eq!(wizard.submit("review", &review).status, 303);
        let typed = [
            ("discount_type", "individual"),
            ("product", VAULT),
            ("duration", "specific_time"),
            ("end-day", "31"),
            ("end-month", "3"),
            ("end-year", "2027"),
            ("buyers", "123412341234"),
            ("contract", "rcmp"),
        ];
        let answer = wizard.submit("all", &fill(form, &typed));
        assert_eq!(answer.status, 409);
        let page = answer.page();
        let said: Vec<_> = page
            .texts("dl.summary dt")
            .into_iter()
            .zip(page.texts("dl.summary dd"))
            .collect();
        for (label, answer) in [
            ("Opportunity name", "Q1 renewals"),
            ("Resellers", "Contoso Consulting"),
            ("Products", "Vault Storage"),
            ("Discount type", "Individual Pricing"),
            ("Duration", "Specific Time Duration"),
            ("Last day partners can create offers", "31 Mar 2027"),
            ("Buyer account IDs", "123412341234"),
            (
                "Reseller contract",
                "Reseller Contract for AWS Marketplace (RCMP)",
            ),
        ] {
            let row = (label.to_owned(), answer.to_owned());
            assert!(said.contains(&row), "{row:?}: {said:?}");
        }
        let technical = |label: &str| label.contains(['[', '_']) || label == "Reseller";
        assert!(!said.iter().any(|(label, _)| technical(label)), "{said:?}");
    });
}

#[test]
fn ways_out_of_a_page_save_it_first_whatever_is_in_it() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let contoso = wizard.trade.reseller(crate::trade::CONTOSO).to_string();
        let chosen = [("reseller", contoso.as_str())];
        let left = wizard.press("resellers", "Invite a reseller", &chosen);
        assert_eq!(
            (left.status, left.location()),
            (303, "/isv/resellers/invite")
        );
        let kept = wizard.answered(consign::answers::Step::Resellers);
        assert_eq!(kept.all("reseller"), [contoso.as_str()]);
        let page = wizard.browser.follow(left).page();
        assert_eq!(
            page.texts("[data-banner]"),
            ["Done: Draft saved. 1 of 9 steps are done."]
        );
        for (place, field, value) in [
            ("details", "description", "Only this"),
            ("discount", "percent", "x"),
            ("all", "name", ""),
        ] {
            let left = wizard.press(place, "Ask your channel desk", &[(field, value)]);
            assert_eq!(
                (left.status, left.location()),
                (
                    303,
                    paths::isv_terms_request_from(&wizard.at(place)).as_str()
                ),
                "{place}"
            );
            assert_eq!(wizard.page(place).values(field), [value], "{place}");
        }
        let left = wizard.press("all", "Invite a reseller", &[("reseller", "")]);
        assert_eq!(left.location(), "/isv/resellers/invite");
    });
}
