use super::{Case, case, said, several, taken};
use crate::draft::{Draft, percentage, typed};
use consign::answers::{Step, buyers};

fn typed_in(list: &str) -> Draft {
    percentage().put(Step::Buyers, &[("buyers", list)])
}

fn accounts(count: usize) -> String {
    let all: Vec<String> = (0..count).map(|number| format!("{number:012}")).collect();
    all.join("\n")
}

pub fn cases() -> Vec<Case> {
    let one = |list: &str, text: &str| case(typed_in(list), Step::Buyers, "buyers", text);
    let wrong =
        |line: usize| format!("Line {line}: account ID must be 12 digits – \"{line}\" has 1");
    let five: Vec<String> = (1..=5).map(wrong).collect();
    let lines = |count: usize| {
        let typed: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
        typed.join("\n")
    };
    let with = |count: usize, last: Option<&'static str>| {
        let texts = five.iter().map(String::as_str).chain(last);
        let texts: Vec<_> = texts.map(|text| ("buyers", text)).collect();
        several(typed_in(&lines(count)), Step::Buyers, &texts)
    };
    vec![
        one(
            "123456789012\n\n12345678",
            "Line 3: account ID must be 12 digits – \"12345678\" has 8",
        ),
        one(
            "1234567890123",
            "Line 1: account ID must be 12 digits – \"1234567890123\" has 13",
        ),
        one(
            "12345678901x",
            "Line 1: account ID must be 12 digits – \"12345678901x\" has other characters",
        ),
        one(
            "١٢٣٤٥٦٧٨٩٠١٢",
            "Line 1: account ID must be 12 digits – \"١٢٣٤٥٦٧٨٩٠١٢\" has other characters",
        ),
        one(
            "1, 2; 123456789012",
            "Line 1: account ID must be 12 digits – \"1\" has 1",
        ),
        one(
            "ask the finance department of Acme for it",
            "Line 1: account ID must be 12 digits – \"ask the finance departme…\" has other characters",
        ),
        one(
            &accounts(26),
            "You can enter up to 25 buyer account IDs – you entered 26",
        ),
        one(
            &accounts(31),
            "You can enter up to 25 buyer account IDs – you entered 31",
        ),
        with(5, None),
        with(6, Some("and 1 more line")),
        with(9, Some("and 4 more lines")),
    ]
}

#[test]
fn what_is_wrong_with_the_buyers_is_said_line_by_line() {
    said(&cases());
}

#[test]
fn twenty_five_buyers_are_taken_and_repeated_ones_count_once() {
    taken(&typed_in(&accounts(25)));
    taken(&typed_in(&format!("{}\n{}", accounts(25), accounts(25))));
}

#[test]
fn account_ids_are_read_as_people_paste_them() {
    let list = "1234 5678 9012, 1234-5678-9012;\r\n\u{200e}000000000001\u{202c},,\n\n";
    let draft = typed_in(list);
    taken(&draft);
    let journey = draft.journey();
    let read: Vec<_> = journey
        .parts()
        .buyers
        .as_ref()
        .unwrap()
        .accounts()
        .iter()
        .map(|a| a.as_str())
        .collect();
    assert_eq!(read, ["123456789012", "000000000001"]);
    assert_eq!(buyers::repeated(&typed(&[("buyers", list)])), 1);
}
