use consign::domain::details::{Details, DetailsError};
use proptest::prelude::*;

fn errors(name: &str, description: &str) -> Vec<DetailsError> {
    Details::new(name, description).err().unwrap_or_default()
}

#[test]
fn a_name_has_one_to_a_hundred_characters() {
    assert_eq!(errors("", ""), [DetailsError::NameMissing]);
    assert_eq!(errors("N", ""), []);
    assert_eq!(errors(&"N".repeat(100), ""), []);
    assert_eq!(errors(&"N".repeat(101), ""), [DetailsError::NameTooLong]);
}

#[test]
fn a_description_has_up_to_255_characters() {
    assert_eq!(errors("Name", &"d".repeat(255)), []);
    assert_eq!(
        errors("Name", &"d".repeat(256)),
        [DetailsError::DescriptionTooLong]
    );
}

#[test]
fn characters_are_counted_and_not_bytes() {
    assert_eq!(errors(&"😀".repeat(100), &"é".repeat(255)), []);
}

#[test]
fn a_name_of_nothing_visible_is_missing() {
    for name in ["   ", "\n", "\u{0}\u{7}", "\u{202e}\u{200b}\u{feff}"] {
        assert_eq!(errors(name, ""), [DetailsError::NameMissing], "{name:?}");
    }
}

#[test]
fn a_name_stands_on_one_line_and_a_description_may_take_several() {
    for typed in ["Two\nlines", "Two\rlines", " Two \r\n\t\n lines\n"] {
        assert_eq!(Details::new(typed, "").unwrap().name(), "Two lines");
    }
    let long = "N".repeat(50);
    assert_eq!(errors(&format!("{long}\n{}", &long[1..]), ""), []);
    assert_eq!(
        errors(&format!("{long}\n{long}"), ""),
        [DetailsError::NameTooLong]
    );
    assert_eq!(
        Details::new("Name", "Two\r\nlines").unwrap().description(),
        Some("Two\nlines")
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    assert_eq!(
        errors("", &"d".repeat(256)),
        [DetailsError::NameMissing, DetailsError::DescriptionTooLong]
    );
}

#[test]
fn hidden_characters_go_and_visible_ones_stay() {
    let details = Details::new(" Q1\u{0}\tren\u{061c}ewals \u{202e}<b>&\u{200f} 😀", "  ").unwrap();
    assert_eq!(details.name(), "Q1 renewals <b>& 😀");
    assert_eq!(details.description(), None);
}

proptest! {
    #[test]
    fn a_name_that_was_taken_once_is_taken_again_unchanged(typed in any::<String>(), description in any::<String>()) {
        if let Ok(details) = Details::new(&typed, &description) {
            let again = Details::new(details.name(), details.description().unwrap_or_default());
            prop_assert!(!details.name().starts_with(char::is_whitespace));
            prop_assert_eq!(again, Ok(details));
        }
    }
}
