//! The rows of payments: added, removed, tidied and generated.

use crate::draft::{flexible, typed};
use crate::samples::{amount, day, decimal, key, payment};
use consign::answers::schedule::{add_row, generate, remove_row, row, rows, tidy, total};
use consign::answers::{Fields, Step, discount};
use consign::domain::discount::DiscountKind;

/// Rows with these amounts; the day of a row's date tells where it came from.
fn payments(amounts: &[&str]) -> Fields {
    let mut fields = Fields::default();
    for (number, amount) in (1..).zip(amounts) {
        fields.set(format!("amount[{number}]"), *amount);
        fields.set(format!("date[{number}]-day"), *amount);
        fields.set(format!("date[{number}]-month"), "");
        fields.set(format!("date[{number}]-year"), "");
    }
    fields
}

fn amounts(fields: &Fields) -> Vec<(u32, String)> {
    rows(fields)
        .into_iter()
        .map(|number| (number, row(fields, number)[0].to_owned()))
        .collect()
}

fn numbered(amounts: &[&str]) -> Vec<(u32, String)> {
    (1..)
        .zip(amounts.iter().map(|text| (*text).to_owned()))
        .collect()
}

#[test]
fn a_row_is_added_at_the_end_up_to_sixty() {
    let mut fields = payments(&["5", "6"]);
    assert_eq!(add_row(&mut fields), Ok(()));
    assert_eq!(amounts(&fields), numbered(&["5", "6", ""]));
    let mut full = payments(&["1"; 59]);
    assert_eq!(add_row(&mut full), Ok(()));
    assert_eq!(rows(&full).len(), 60);
    let refused = add_row(&mut full).unwrap_err();
    let text = "You can add up to 60 payments";
    assert_eq!(refused.for_field("amount[60]"), Some(text));
    assert_eq!(rows(&full).len(), 60);
    let mut none = Fields::default();
    assert_eq!(add_row(&mut none), Ok(()));
    assert_eq!(rows(&none), [1]);
}

#[test]
fn a_row_is_removed_and_those_after_it_move_up_with_their_dates() {
    for (number, left) in [
        (1, vec!["6", "7"]),
        (2, vec!["5", "7"]),
        (3, vec!["5", "6"]),
        (0, vec!["5", "6", "7"]),
        (4, vec!["5", "6", "7"]),
    ] {
        let mut fields = payments(&["5", "6", "7"]);
        remove_row(&mut fields, number);
        assert_eq!(amounts(&fields), numbered(&left), "{number}");
        for number in rows(&fields) {
            let [amount, day, ..] = row(&fields, number);
            assert_eq!(amount, day);
        }
    }
}

#[test]
fn empty_rows_go_and_the_others_are_numbered_from_one() {
    let mut fields = payments(&["", "5", " ", "6"]);
    fields.set("date[3]-month", " ");
    fields.set("amount[17]", "");
    fields.set("date[17]-year", "2027");
    fields.set("discount_type", "flexible");
    tidy(&mut fields);
    assert_eq!(amounts(&fields), numbered(&["5", "6", ""]));
    assert_eq!(row(&fields, 3), ["", "", "", "2027"]);
    assert!(fields.is("discount_type", "flexible"));
    let tidied = fields.clone();
    tidy(&mut fields);
    assert_eq!(fields, tidied);
}

#[test]
fn a_date_without_an_amount_makes_a_row_and_other_fields_make_none() {
    let fields = typed(&[
        ("date[4]-day", "1"),
        ("amount[2]", "5"),
        ("amount[x]", "5"),
        ("amount", "5"),
        ("units[1]", "5"),
    ]);
    assert_eq!(rows(&fields), [2, 4]);
}

#[test]
fn the_total_counts_what_is_an_amount() {
    let mut fields = payments(&["200.00", "x", "", "-3", "1,000.5", "100000000", "0.001"]);
    assert_eq!(total(&fields), decimal("100001200.50"));
    fields = payments(&["79228162514264337593543950335"; 60]);
    assert_eq!(total(&fields), decimal("0"));
    assert_eq!(total(&Fields::default()), decimal("0"));
}

fn plan(pairs: &[(&str, &str)]) -> Fields {
    let mut fields = flexible().answers.get(Step::Discount).clone();
    fields.overlay(typed(&[
        ("plan_total", "1,000"),
        ("plan_count", "3"),
        ("plan_date-day", "30"),
        ("plan_date-month", "Nov"),
        ("plan_date-year", "2027"),
    ]));
    fields.overlay(typed(pairs));
    fields
}

/// Amount and date of the rows as they are then shown.
fn generated(pairs: &[(&str, &str)]) -> Vec<String> {
    let mut fields = plan(pairs);
    generate(&mut fields).unwrap();
    rows(&fields)
        .into_iter()
        .map(|number| row(&fields, number).join(" "))
        .collect()
}

#[test]
fn the_generator_fills_the_rows_in_place_of_those_there_were() {
    for (pairs, expected) in [
        (
            vec![],
            ["333.33 30 11 2027", "333.33 30 12 2027", "333.34 30 1 2028"],
        ),
        (
            vec![("plan_frequency", "quarterly")],
            ["333.33 30 11 2027", "333.33 29 2 2028", "333.34 30 5 2028"],
        ),
        (
            vec![("plan_frequency", "annually"), ("plan_first", "500")],
            [
                "500.00 30 11 2027",
                "250.00 30 11 2028",
                "250.00 30 11 2029",
            ],
        ),
        (
            vec![("plan_frequency", "custom"), ("plan_every", "5")],
            ["333.33 30 11 2027", "333.33 30 4 2028", "333.34 30 9 2028"],
        ),
        (
            vec![("currency", "JPY")],
            ["333 30 11 2027", "333 30 12 2027", "334 30 1 2028"],
        ),
    ] {
        assert_eq!(generated(&pairs), expected, "{pairs:?}");
    }
    assert_eq!(
        generated(&[("plan_count", "1"), ("plan_total", "300")]),
        ["300.00 30 11 2027"]
    );
}

#[test]
fn generated_payments_are_taken_as_they_stand() {
    let mut draft = flexible();
    let mut fields = plan(&[
        ("plan_date-month", "4"),
        ("plan_date-year", "2027"),
        ("plan_count", "4"),
    ]);
    generate(&mut fields).unwrap();
    draft.answers.set(Step::Discount, fields.clone());
    assert_eq!(total(&fields), decimal("1000"));
    assert!(draft.journey().proven().is_some());
}

#[test]
fn a_schedule_is_read_with_its_units_and_rates() {
    let draft = flexible().put(
        Step::Discount,
        &[("units[enc_gb]", "1,500"), ("rate[plain_over]", "0.05")],
    );
    let journey = draft.journey();
    let discount = journey.parts().discount.as_ref().unwrap();
    assert_eq!(discount.kind(), DiscountKind::Flexible);
    let schedule = discount.schedule().unwrap();
    assert_eq!(schedule.quantity(&key("plain_gb")), Some(500));
    assert_eq!(schedule.quantity(&key("enc_gb")), Some(1500));
    assert_eq!(
        schedule.payments,
        [
            payment("2027-04-01", "200.00"),
            payment("2027-10-01", "250.00")
        ]
    );
    let prices = journey.prices();
    let rates: Vec<_> = prices[0]
        .1
        .as_ref()
        .unwrap()
        .lines
        .iter()
        .map(|line| line.wholesale)
        .collect();
    assert_eq!(
        rates,
        [amount("0.05"), amount("0.11")],
        "without a rate of its own the list rate stays"
    );
}

#[test]
fn payments_typed_in_any_order_are_created_earliest_first() {
    let draft = flexible().paying(1, "200", ["1", "12", "2027"]);
    let journey = draft.journey();
    let proven = journey.proven().unwrap();
    let schedule = proven.schedule(&crate::samples::vault_storage()).unwrap();
    let dates: Vec<_> = schedule
        .payments
        .iter()
        .map(|payment| payment.date)
        .collect();
    assert_eq!(dates, [day("2027-10-01"), day("2027-12-01")]);
}

#[test]
fn the_currency_is_dollars_unless_another_is_chosen_for_prices_of_ones_own() {
    for (kind, code, expected) in [
        ("percentage", "EUR", "USD"),
        ("individual", "EUR", "EUR"),
        ("flexible", "JPY", "JPY"),
        ("flexible", "CHF", "USD"),
        ("", "EUR", "USD"),
    ] {
        let fields = typed(&[("discount_type", kind), ("currency", code)]);
        assert_eq!(
            discount::currency(&fields).code(),
            expected,
            "{kind} {code}"
        );
    }
}
