use super::{Case, case, said, several, taken};
use crate::draft::{Draft, percentage};
use consign::answers::Step;

const MISSING: &str = "Enter an opportunity name";
const TOO_LONG: &str = "Opportunity name must be 100 characters or less";
const DESCRIPTION: &str = "Opportunity description must be 255 characters or less";

fn named(name: &str, description: &str) -> Draft {
    percentage().put(
        Step::Details,
        &[("name", name), ("description", description)],
    )
}

pub fn cases() -> Vec<Case> {
    let name = |typed: &str, text| case(named(typed, ""), Step::Details, "name", text);
    let too_long = "x".repeat(256);
    vec![
        name("", MISSING),
        name(" \t\r\n", MISSING),
        name("\u{202e}\u{200b}\u{0}", MISSING),
        name(&"x".repeat(101), TOO_LONG),
        name(&"🙂".repeat(101), TOO_LONG),
        case(
            named("Q1", &too_long),
            Step::Details,
            "description",
            DESCRIPTION,
        ),
        several(
            named("", &too_long),
            Step::Details,
            &[("name", MISSING), ("description", DESCRIPTION)],
        ),
    ]
}

#[test]
fn what_is_wrong_with_name_and_description_is_said_beside_them() {
    said(&cases());
}

#[test]
fn a_name_has_a_hundred_characters_and_a_description_two_hundred_and_fifty_five() {
    taken(&named(&"x".repeat(100), &"x".repeat(255)));
    taken(&named(&"🙂".repeat(100), &"🙂".repeat(255)));
}

#[test]
fn line_breaks_in_a_name_become_a_space() {
    for typed in ["Q1\nrenewals", "Q1\rrenewals\n", "\r\nQ1 \r\n\r\n renewals"] {
        let draft = named(typed, "");
        taken(&draft);
        let journey = draft.journey();
        let details = journey.parts().details.as_ref().unwrap();
        assert_eq!(details.name(), "Q1 renewals", "{typed:?}");
    }
}

#[test]
fn hidden_characters_go_without_a_word_and_html_stays_text() {
    let draft = named("\u{7}<b>Q1</b> \u{202e}renewals\t🙂 ", "One\r\ntwo\u{200f}");
    let journey = draft.journey();
    let details = journey.parts().details.as_ref().unwrap();
    assert_eq!(details.name(), "<b>Q1</b> renewals 🙂");
    assert_eq!(details.description(), Some("One\ntwo"));
}
