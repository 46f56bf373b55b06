use super::{Case, case, said, taken};
use crate::draft::{Draft, flexible, percentage};
use consign::answers::Step;
use consign::domain::duration::Duration;

const MISSING: &str = "Enter the last day";
const NOT_REAL: &str = "Last day must be a real date";
const TOO_EARLY: &str = "Last day must be tomorrow or later";

fn until(kind: &str, [day, month, year]: [&str; 3]) -> Draft {
    percentage().put(
        Step::Duration,
        &[
            ("duration", kind),
            ("end-day", day),
            ("end-month", month),
            ("end-year", year),
        ],
    )
}

pub fn cases() -> Vec<Case> {
    let nothing = "Select how long it can be used";
    let mut cases = vec![
        case(
            percentage().put(Step::Duration, &[("duration", "")]),
            Step::Duration,
            "duration",
            nothing,
        ),
        case(
            percentage().put(Step::Duration, &[("duration", "for_ever")]),
            Step::Duration,
            "duration",
            nothing,
        ),
        case(
            until("specific_time", ["", " ", ""]),
            Step::Duration,
            "end-day",
            MISSING,
        ),
        case(
            flexible().put(
                Step::Duration,
                &[("end-day", ""), ("end-month", ""), ("end-year", "")],
            ),
            Step::Duration,
            "end-day",
            MISSING,
        ),
    ];
    for (typed, at, text) in [
        (["", "3", "2027"], "end-day", "Last day must include a day"),
        (
            ["27", "", "2027"],
            "end-month",
            "Last day must include a month",
        ),
        (["27", "3", ""], "end-year", "Last day must include a year"),
        (
            ["", "", "2027"],
            "end-day",
            "Last day must include a day and a month",
        ),
        (
            ["", "3", ""],
            "end-day",
            "Last day must include a day and a year",
        ),
        (
            ["27", "", ""],
            "end-month",
            "Last day must include a month and a year",
        ),
        (["29", "2", "2027"], "end-day", NOT_REAL),
        (["31", "4", "2027"], "end-day", NOT_REAL),
        (["27", "13", "2027"], "end-day", NOT_REAL),
        (["27", "3", "27"], "end-day", NOT_REAL),
        (["27", "3", "20277"], "end-day", NOT_REAL),
        (["22", "11", "2026"], "end-day", TOO_EARLY),
        (["22", "11", "1926"], "end-day", TOO_EARLY),
    ] {
        for kind in ["specific_time", "single_use"] {
            cases.push(case(until(kind, typed), Step::Duration, at, text));
        }
    }
    cases
}

#[test]
fn what_is_wrong_with_the_duration_is_said_at_its_first_box() {
    said(&cases());
}

#[test]
fn tomorrow_is_early_enough_and_the_year_9999_not_too_late() {
    for kind in ["specific_time", "single_use"] {
        taken(&until(kind, ["23", "11", "2026"]));
        taken(&until(kind, ["28", "Feb", "2027"]));
        taken(&until(kind, ["31", "december", "9999"]));
    }
    taken(&until("single_use", ["", "", ""]));
}

#[test]
fn a_day_typed_under_another_duration_does_not_count() {
    let draft = until("no_set_time", ["31", "2", "x"]);
    taken(&draft);
    assert_eq!(draft.journey().parts().duration, Some(Duration::NoSetTime));
}
