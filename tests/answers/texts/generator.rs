//! The generator of payments is no step of its own; its texts come with the button.

use crate::draft::typed;
use consign::answers::{Fields, schedule};

const TOTAL: &str = "plan_total";
const FIRST: &str = "plan_first";
const COUNT: &str = "plan_count";
const EVERY: &str = "plan_every";
const TOO_LARGE: &str =
    "Each payment must be 100,000,000 or less – lower the contract total or add payments";

/// A plan of three monthly payments, with this typed over it.
fn plan(pairs: &[(&str, &str)]) -> Fields {
    let mut fields = typed(&[
        ("discount_type", "flexible"),
        ("currency", "USD"),
        (TOTAL, "1000"),
        (COUNT, "3"),
        ("plan_frequency", "monthly"),
        ("plan_date-day", "1"),
        ("plan_date-month", "4"),
        ("plan_date-year", "2027"),
    ]);
    fields.overlay(typed(pairs));
    fields
}

type Row = (
    Vec<(&'static str, &'static str)>,
    &'static str,
    &'static str,
);

fn table() -> Vec<Row> {
    [amounts(), times()].concat()
}

fn amounts() -> Vec<Row> {
    let total = "Contract total must be a number, like 1,200.50";
    vec![
        (vec![(TOTAL, "")], TOTAL, "Enter the contract total"),
        (vec![(TOTAL, "all of it")], TOTAL, total),
        (vec![(TOTAL, "1.000,00")], TOTAL, total),
        (
            vec![(TOTAL, "-0.01")],
            TOTAL,
            "Contract total must be 0 or more",
        ),
        (
            vec![(TOTAL, "0.001")],
            TOTAL,
            "Contract total must have two decimals or fewer",
        ),
        (
            vec![(TOTAL, "0.5"), ("currency", "JPY")],
            TOTAL,
            "Contract total must have no decimals",
        ),
        (vec![(TOTAL, "300000000.03")], TOTAL, TOO_LARGE),
        (
            vec![(TOTAL, "9999999999999999999999999999")],
            TOTAL,
            TOO_LARGE,
        ),
        (
            vec![(FIRST, "half")],
            FIRST,
            "First payment must be a number, like 1,200.50",
        ),
        (
            vec![(FIRST, "1000")],
            FIRST,
            "First payment must leave something for the other payments",
        ),
        (
            vec![(FIRST, "2000")],
            FIRST,
            "First payment must leave something for the other payments",
        ),
        (
            vec![(FIRST, "999.99"), (COUNT, "1")],
            FIRST,
            "First payment must be the contract total when it is the only one",
        ),
    ]
}

fn times() -> Vec<Row> {
    let every = vec![("plan_frequency", "every")];
    let number = "Number of payments must be a whole number from 1 to 60";
    let months = "Months between payments must be a whole number from 1 to 144";
    vec![
        (vec![(COUNT, "")], COUNT, "Enter the number of payments"),
        (vec![(COUNT, "0")], COUNT, number),
        (vec![(COUNT, "61")], COUNT, number),
        (every.clone(), EVERY, "Enter the months between payments"),
        ([every.clone(), vec![(EVERY, "0")]].concat(), EVERY, months),
        ([every, vec![(EVERY, "145")]].concat(), EVERY, months),
        (
            vec![
                ("plan_date-day", ""),
                ("plan_date-month", ""),
                ("plan_date-year", ""),
            ],
            "plan_date-day",
            "Enter the date of the first payment",
        ),
        (
            vec![("plan_date-month", "")],
            "plan_date-month",
            "Date of the first payment must include a month",
        ),
        (
            vec![("plan_date-day", "31")],
            "plan_date-day",
            "Date of the first payment must be a real date",
        ),
    ]
}

pub fn texts() -> Vec<String> {
    table()
        .iter()
        .map(|(_, _, text)| (*text).to_owned())
        .collect()
}

#[test]
fn what_is_wrong_with_the_generator_is_said_and_the_rows_stay() {
    for (typed_over, at, text) in table() {
        let mut fields = plan(&typed_over);
        fields.set("amount[1]", "17");
        let before = fields.clone();
        let problems = schedule::generate(&mut fields).unwrap_err();
        assert_eq!(problems.len(), 1, "{text}");
        assert_eq!(problems.for_field(at), Some(text));
        assert_eq!(fields, before, "{text}");
    }
}

#[test]
fn everything_that_is_wrong_with_the_generator_is_said_at_once() {
    let problems = schedule::generate(&mut Fields::default()).unwrap_err();
    let at: Vec<_> = problems
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(at, [TOTAL, COUNT, "plan_date-day"]);
}

#[test]
fn plans_are_taken_up_to_their_bounds() {
    for pairs in [
        vec![(TOTAL, "300000000")],
        vec![(TOTAL, "0")],
        vec![(TOTAL, "0.01")],
        vec![(COUNT, "60")],
        vec![(COUNT, "1")],
        vec![(COUNT, "1"), (FIRST, "1000")],
        vec![(FIRST, "999.99")],
        vec![("plan_frequency", "every"), (EVERY, "144")],
    ] {
        assert!(schedule::generate(&mut plan(&pairs)).is_ok(), "{pairs:?}");
    }
}
