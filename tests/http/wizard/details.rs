//! Step 1: name and description.

use super::Wizard;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::MEMBER;
use consign::answers::Step;

#[test]
fn a_draft_begins_with_its_details() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        let begun = browser.post("/isv/drafts", &[]);
        assert_eq!(begun.status, 303);
        assert!(begun.location().ends_with("/details"));
        let answer = browser.follow(begun);
        assert_eq!(
            (answer.page().name(), answer.page().title()),
            (
                "isv.draft.details".into(),
                "Opportunity details – Consign".into()
            )
        );
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", answer.main()) };
    });
}

#[test]
fn what_was_typed_stands_in_the_form() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    let description = "Renewals only.\r\nAsk Dana first.";
    let typed = [("name", "Q1 renewals"), ("description", description)];
    wizard.accepts(Step::Details, &typed, "resellers");
    insta::assert_snapshot!("filled", wizard.page("details").outline());
}

#[test]
fn a_name_is_given_and_not_too_long() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    let page = wizard.refuses(
        Step::Details,
        &[("name", "")],
        &[("name", "Enter an opportunity name")],
    );
    insta::assert_snapshot!("refused", page.outline());
    let long_name = "n".repeat(101);
    let long_text = "😀".repeat(256);
    let too_long_name = ("name", "Opportunity name must be 100 characters or less");
    let too_long_text = (
        "description",
        "Opportunity description must be 255 characters or less",
    );
    for (name, description, errors) in [
        (" \t ", "", vec![("name", "Enter an opportunity name")]),
        (
            "\u{0}\u{202E}",
            "",
            vec![("name", "Enter an opportunity name")],
        ),
        (&long_name, "kept", vec![too_long_name]),
        ("Kept", &long_text, vec![too_long_text]),
        (&long_name, &long_text, vec![too_long_name, too_long_text]),
    ] {
        let answer = wizard.save(
            Step::Details,
            &[("name", name), ("description", description)],
        );
        assert_eq!(answer.status, 422, "{name:?}");
        super::assert_errors(&answer.page(), &errors);
        let kept = wizard.answered(Step::Details);
        assert_eq!(
            (kept.get("name"), kept.get("description")),
            (name, description)
        );
    }
}

#[test]
fn the_longest_name_and_description_are_taken() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    let (name, description) = ("😀".repeat(100), "é".repeat(255));
    let typed = [("name", name.as_str()), ("description", &description)];
    wizard.accepts(Step::Details, &typed, "resellers");
    let page = wizard.page("review");
    assert!(page.text().contains(&name) && page.text().contains(&description));
}

#[test]
fn line_breaks_in_a_name_become_a_space() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let typed = [("name", "Q1\r\n\r\nrenewals\n")];
        wizard.accepts(Step::Details, &typed, "resellers");
        let rows = wizard.page("review").texts("#details dd");
        assert_eq!(rows, ["Q1 renewals", "Not given"]);
    });
}

#[test]
fn hidden_characters_are_left_out_without_a_word() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    let typed = [("name", "  Q1\u{0}\u{7} \u{202E}re\u{200B}newals\u{FEFF} ")];
    wizard.accepts(Step::Details, &typed, "resellers");
    let rows = wizard.page("review").texts("#details dd");
    assert_eq!(rows, ["Q1 renewals", "Not given"]);
}
