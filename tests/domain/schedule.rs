use crate::samples::{amount, day, decimal, key, markup, payment, schedule, vault_storage};
use chrono::NaiveDate;
use consign::domain::money::{Amount, Currency, PriceKind, total};
use consign::domain::schedule::{Frequency, Payment, Plan, Schedule, generate};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn plan(whole: &str, count: u32, frequency: Frequency, first_date: &str) -> Plan {
    Plan {
        total: decimal(whole),
        first_payment: None,
        frequency,
        first_date: day(first_date),
        count,
    }
}

fn generated(plan: Plan) -> Option<Vec<Payment>> {
    generate(plan, Currency::Usd)
}

fn dates(plan: Plan) -> Vec<String> {
    generated(plan)
        .unwrap()
        .iter()
        .map(|payment| payment.date.to_string())
        .collect()
}

#[test]
fn a_schedule_of_200_and_250_comes_to_450_and_with_five_percent_to_472_50() {
    let schedule = schedule(&vault_storage());
    assert_eq!(schedule.total(), decimal("450.00"));
    let marked_up = schedule.payments.iter().map(|p| {
        p.amount
            .marked_up(markup("5"), PriceKind::Instalment, Currency::Usd)
            .unwrap()
    });
    assert_eq!(
        marked_up.clone().collect::<Vec<_>>(),
        [amount("210.00"), amount("262.50")]
    );
    assert_eq!(total(marked_up), decimal("472.50"));
}

#[test]
fn a_schedule_knows_the_units_of_its_dimensions() {
    let schedule = schedule(&vault_storage());
    assert_eq!(schedule.quantity(&key("plain_gb")), Some(500));
    assert_eq!(schedule.quantity(&key("enc_gb")), None);
}

#[test]
fn generated_payments_are_equal_but_for_the_remainder_on_the_last() {
    let payments = generated(plan("1000.00", 3, Frequency::Monthly, "2027-04-01")).unwrap();
    let expected = [
        payment("2027-04-01", "333.33"),
        payment("2027-05-01", "333.33"),
        payment("2027-06-01", "333.34"),
    ];
    assert_eq!(payments, expected);
}

#[test]
fn a_first_payment_may_differ_and_the_others_share_the_rest() {
    let first = |amount_text: &str, count| Plan {
        first_payment: Some(amount(amount_text)),
        ..plan("1000.00", count, Frequency::Annually, "2027-04-01")
    };
    let expected = [
        payment("2027-04-01", "500"),
        payment("2028-04-01", "166.66"),
        payment("2029-04-01", "166.66"),
        payment("2030-04-01", "166.68"),
    ];
    assert_eq!(generated(first("500", 4)), Some(expected.to_vec()));
    assert_eq!(
        generated(first("0", 2)).unwrap()[1],
        payment("2028-04-01", "1000.00")
    );
    assert_eq!(
        generated(first("1000", 1)),
        Some(vec![payment("2027-04-01", "1000")])
    );

    assert_eq!(
        generated(first("999.99", 1)),
        None,
        "a single payment is the total"
    );
    assert_eq!(
        generated(first("1000", 2)),
        None,
        "nothing is left to the second"
    );
    assert_eq!(generated(first("1000.01", 2)), None, "more than the total");
}

#[test]
fn payments_fall_due_by_their_frequency() {
    for (frequency, expected) in [
        (
            Frequency::Monthly,
            ["2027-04-01", "2027-05-01", "2027-06-01"],
        ),
        (
            Frequency::Quarterly,
            ["2027-04-01", "2027-07-01", "2027-10-01"],
        ),
        (
            Frequency::Annually,
            ["2027-04-01", "2028-04-01", "2029-04-01"],
        ),
        (
            Frequency::Every(5),
            ["2027-04-01", "2027-09-01", "2028-02-01"],
        ),
    ] {
        assert_eq!(
            dates(plan("300", 3, frequency, "2027-04-01")),
            expected,
            "{frequency:?}"
        );
    }
}

#[test]
fn payments_from_the_end_of_a_month_stay_at_the_end_of_months() {
    let monthly = dates(plan("500", 5, Frequency::Monthly, "2028-01-31"));
    assert_eq!(
        monthly,
        [
            "2028-01-31",
            "2028-02-29",
            "2028-03-31",
            "2028-04-30",
            "2028-05-31"
        ]
    );
    let quarterly = dates(plan("300", 3, Frequency::Quarterly, "2026-11-30"));
    assert_eq!(quarterly, ["2026-11-30", "2027-02-28", "2027-05-30"]);
    let annually = dates(plan("200", 2, Frequency::Annually, "2028-02-29"));
    assert_eq!(annually, ["2028-02-29", "2029-02-28"]);
}

#[test]
fn sixty_payments_are_generated_and_sixty_one_are_not() {
    assert_eq!(
        generated(plan("6000", 60, Frequency::Monthly, "2027-04-01"))
            .unwrap()
            .len(),
        60
    );
    assert_eq!(
        generated(plan("6100", 61, Frequency::Monthly, "2027-04-01")),
        None
    );
    assert_eq!(
        generated(plan("6100", 0, Frequency::Monthly, "2027-04-01")),
        None
    );
}

#[test]
fn a_plan_beyond_the_calendar_or_the_bounds_makes_no_schedule() {
    let refused = [
        plan("200", 2, Frequency::Every(0), "2027-04-01"),
        plan("200", 2, Frequency::Every(u32::MAX), "2027-04-01"),
        plan("300", 3, Frequency::Every(u32::MAX), "2027-04-01"),
        plan("-200", 2, Frequency::Monthly, "2027-04-01"),
        plan("200.001", 2, Frequency::Monthly, "2027-04-01"),
        plan("200000000.01", 2, Frequency::Monthly, "2027-04-01"),
        Plan {
            first_date: NaiveDate::MAX,
            ..plan("200", 2, Frequency::Monthly, "2027-04-01")
        },
    ];
    for plan in refused {
        assert_eq!(generated(plan), None, "{plan:?}");
    }
    assert!(
        generate(
            plan("200.50", 2, Frequency::Monthly, "2027-04-01"),
            Currency::Jpy
        )
        .is_none(),
        "yen have no decimals"
    );
}

fn any_frequency() -> impl Strategy<Value = Frequency> {
    prop_oneof![
        Just(Frequency::Monthly),
        Just(Frequency::Quarterly),
        Just(Frequency::Annually),
        (1..=24_u32).prop_map(Frequency::Every)
    ]
}

proptest! {
    #[test]
    fn generated_payments_sum_to_the_total_on_ascending_days(
        cents in 0..=10_000_000_000_i64,
        first in proptest::option::of(0..=10_000_000_000_i64),
        frequency in any_frequency(),
        offset in 0..=10_000_u64,
        count in 1..=60_u32,
    ) {
        let plan = Plan {
            total: Decimal::new(cents, 2),
            first_payment: first.map(|cents| Amount::new(Decimal::new(cents, 2), PriceKind::Instalment, Currency::Usd).unwrap()),
            frequency,
            first_date: day("2027-01-01") + chrono::Days::new(offset),
            count,
        };
        match generated(plan) {
            Some(payments) => {
                prop_assert_eq!(payments.len(), usize::try_from(count).unwrap());
                prop_assert!(payments.is_sorted_by(|one, next| one.date < next.date));
                let schedule = Schedule { payments, ..schedule(&vault_storage()) };
                prop_assert_eq!(schedule.total(), plan.total);
            }
            None => {
                let leaves_nothing = first.is_some_and(|first| if count == 1 { first != cents } else { first >= cents });
                prop_assert!(leaves_nothing, "nothing speaks against {plan:?}");
            }
        }
    }
}
