//! Step 4: what the generator of equal payments refuses, and what it leaves as it is then.

use super::{Typed, Wizard, fill};
use crate::client::Response;
use crate::portal::on_each_database;
use crate::trade::VAULT;
use consign::answers::Step;

const TOTAL: &str = "plan_total";
const FIRST: &str = "plan_first";
const HOW_OFTEN: &str = "plan_frequency";
const EVERY: &str = "plan_every";
const COUNT: &str = "plan_count";
const DAY: &str = "plan_date-day";
const MONTH: &str = "plan_date-month";
const YEAR: &str = "plan_date-year";

/// Three monthly payments from April on, over a payment typed by hand.
const PLAN: [(&str, &str); 11] = [
    ("discount_type", "flexible"),
    ("currency", "USD"),
    ("amount[1]", "17"),
    (TOTAL, "1000"),
    (FIRST, ""),
    (HOW_OFTEN, "monthly"),
    (EVERY, ""),
    (COUNT, "3"),
    (DAY, "1"),
    (MONTH, "4"),
    (YEAR, "2027"),
];

/// Types the plan with some of it changed, and presses the generator's button.
fn press(wizard: &Wizard<'_>, changed: Typed<'_>) -> Response {
    let form = fill(wizard.page("discount").form("Fill in payments"), &PLAN);
    wizard.submit("discount", &fill(form, changed))
}

/// Presses it for each plan: each is refused with its text at its field.
fn refused(cases: &[(Typed<'_>, &str, &str)]) {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        for (changed, field, text) in cases {
            let answer = press(&wizard, changed);
            assert_eq!(answer.status, 422, "{changed:?}");
            let page = answer.page();
            super::assert_errors(&page, &[(field, text)]);
            for (name, value) in *changed {
                assert_eq!(page.values(name), [*value], "{changed:?}");
            }
            assert_eq!(page.values("amount[1]"), ["17"], "the payments stay");
            let kept = wizard.answered(Step::Discount);
            assert!(kept.is("amount[1]", "17") && !kept.has("amount[2]"));
        }
        let answer = press(&wizard, &[]);
        assert_eq!(answer.status, 303, "the plan itself is all right");
        assert_eq!(wizard.page("discount").values("amount[3]"), ["333.34"]);
    });
}

#[test]
fn a_total_is_an_amount_that_can_be_paid() {
    let number = "Contract total must be a number, like 1,200.50";
    let large =
        "Each payment must be 100,000,000 or less – lower the contract total or add payments";
    refused(&[
        (&[(TOTAL, "")], TOTAL, "Enter the contract total"),
        (&[(TOTAL, "all of it")], TOTAL, number),
        (&[(TOTAL, "1.000,00")], TOTAL, number),
        (
            &[(TOTAL, "-0.01")],
            TOTAL,
            "Contract total must be 0 or more",
        ),
        (
            &[(TOTAL, "0.001")],
            TOTAL,
            "Contract total must have two decimals or fewer",
        ),
        (
            &[("currency", "JPY"), (TOTAL, "0.5")],
            TOTAL,
            "Contract total must have no decimals",
        ),
        (&[(TOTAL, "300000000.03")], TOTAL, large),
        (&[(TOTAL, "9999999999999999")], TOTAL, large),
    ]);
}

#[test]
fn a_first_payment_is_a_part_of_the_total() {
    let rest = "First payment must leave something for the other payments";
    refused(&[
        (
            &[(FIRST, "half")],
            FIRST,
            "First payment must be a number, like 1,200.50",
        ),
        (
            &[(FIRST, "1.000,00")],
            FIRST,
            "First payment must be written like 1,200.50",
        ),
        (&[(FIRST, "-1")], FIRST, "First payment must be 0 or more"),
        (
            &[(FIRST, "1.005")],
            FIRST,
            "First payment must have two decimals or fewer",
        ),
        (
            &[(FIRST, "100000000.01")],
            FIRST,
            "First payment must be 100,000,000 or less",
        ),
        (&[(FIRST, "1000")], FIRST, rest),
        (&[(FIRST, "2000")], FIRST, rest),
        (
            &[(FIRST, "999.99"), (COUNT, "1")],
            FIRST,
            "First payment must be the contract total when it is the only one",
        ),
    ]);
}

#[test]
fn payments_have_a_number_a_distance_and_a_first_day() {
    let number = "Number of payments must be a whole number from 1 to 60";
    let months = "Months between payments must be a whole number from 1 to 144";
    let custom = (HOW_OFTEN, "custom");
    refused(&[
        (&[(COUNT, "")], COUNT, "Enter the number of payments"),
        (&[(COUNT, "0")], COUNT, number),
        (&[(COUNT, "1.5")], COUNT, number),
        (&[(COUNT, "61")], COUNT, number),
        (
            &[custom, (EVERY, "")],
            EVERY,
            "Enter the months between payments",
        ),
        (&[custom, (EVERY, "0")], EVERY, months),
        (&[custom, (EVERY, "145")], EVERY, months),
        (
            &[(DAY, ""), (MONTH, ""), (YEAR, "")],
            DAY,
            "Enter the date of the first payment",
        ),
        (
            &[(MONTH, "")],
            MONTH,
            "Date of the first payment must include a month",
        ),
        (
            &[(DAY, "31")],
            DAY,
            "Date of the first payment must be a real date",
        ),
    ]);
}

#[test]
fn everything_wrong_with_a_plan_is_said_at_once() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let changed = [
            (TOTAL, "-1"),
            (FIRST, "x"),
            (HOW_OFTEN, "custom"),
            (COUNT, "0"),
            (YEAR, ""),
        ];
        let answer = press(&wizard, &changed);
        assert_eq!(answer.status, 422);
        let mut found = answer.page().errors();
        found.sort();
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, [COUNT, YEAR, EVERY, FIRST, TOTAL]);
    });
}
