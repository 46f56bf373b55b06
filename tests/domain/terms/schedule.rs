use crate::samples::{
    contract_dimension, custom_dimension, day, flexible, found, grant, harbor_master_services, key,
    last_day_of_schedule, only, payment, schedule, sentinel_ami, shaped, sound, today,
    vault_storage, vault_with,
};
use chrono::Days as CalendarDays;
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{Days, Months};
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::duration::{Duration, DurationKind};
use consign::domain::schedule::{MAX_PAYMENTS, Payment, Schedule};
use consign::domain::terms::{Conflict, Parts};

fn paying(payments: Vec<Payment>) -> Schedule {
    Schedule {
        payments,
        ..schedule(&vault_storage())
    }
}

fn daily(count: usize) -> Vec<Payment> {
    let first = last_day_of_schedule() + CalendarDays::new(1);
    let days = first.iter_days().take(count);
    days.map(|date| Payment {
        date,
        ..payment("2027-04-01", "10.00")
    })
    .collect()
}

#[test]
fn a_schedule_needs_a_single_use_with_a_last_day() {
    let last_day = last_day_of_schedule();
    for (duration, expected) in [
        (
            Duration::SingleUse {
                last_day: Some(last_day),
            },
            None,
        ),
        (
            Duration::SingleUse { last_day: None },
            Some(Conflict::ScheduleNeedsLastDay),
        ),
        (
            Duration::SpecificTime { last_day },
            Some(Conflict::ScheduleNeedsSingleUse(DurationKind::SpecificTime)),
        ),
        (
            Duration::NoSetTime,
            Some(Conflict::ScheduleNeedsSingleUse(DurationKind::NoSetTime)),
        ),
    ] {
        let parts = Parts {
            duration: Some(duration),
            ..vault_with(schedule(&vault_storage()))
        };
        assert_eq!(
            found(&parts),
            expected.into_iter().collect::<Vec<_>>(),
            "{duration:?}"
        );
    }
}

#[test]
fn a_schedule_is_for_one_product() {
    let products = [vault_storage(), sentinel_ami()];
    let conflicts = found(&sound(&products, flexible(schedule(&vault_storage()))));
    assert!(
        conflicts.contains(&Conflict::ScheduleForProducts(2)),
        "{conflicts:?}"
    );
}

#[test]
fn a_schedule_has_one_to_sixty_payments() {
    assert!(found(&vault_with(paying(Vec::new()))).contains(&Conflict::PaymentCount(0)));
    assert_eq!(found(&vault_with(paying(daily(1)))), []);
    assert_eq!(found(&vault_with(paying(daily(MAX_PAYMENTS)))), []);
    assert_eq!(
        found(&vault_with(paying(daily(MAX_PAYMENTS + 1)))),
        [Conflict::PaymentCount(61)]
    );
}

/// With a last day of 31 March 2027 and a contract of twelve months.
#[test]
fn payments_fall_between_the_last_day_and_the_contracts_end() {
    let last_day = last_day_of_schedule();
    let end = day("2028-03-31");
    for (date, expected) in [
        ("2026-11-21", Some(Conflict::PaymentNotInFuture(1))),
        ("2026-11-22", Some(Conflict::PaymentNotInFuture(1))),
        (
            "2026-11-23",
            Some(Conflict::PaymentBeforeLastDay(1, last_day)),
        ),
        (
            "2027-03-31",
            Some(Conflict::PaymentBeforeLastDay(1, last_day)),
        ),
        ("2027-04-01", None),
        ("2028-03-30", None),
        ("2028-03-31", Some(Conflict::PaymentAfterContract(1, end))),
        ("2028-04-01", Some(Conflict::PaymentAfterContract(1, end))),
    ] {
        let parts = vault_with(paying(vec![payment(date, "450.00")]));
        assert_eq!(
            found(&parts),
            expected.into_iter().collect::<Vec<_>>(),
            "{date}"
        );
    }
}

/// From 31 March on, the last day of a month's contract is 30 April.
#[test]
fn a_payment_may_fall_on_the_last_day_of_a_contract() {
    let vault = vault_storage();
    let parts = |date| {
        let schedule = Schedule {
            contract: Months(1),
            payments: vec![payment(date, "450.00")],
            ..schedule(&vault)
        };
        sound(only(&vault), flexible(schedule))
    };
    assert_eq!(found(&parts("2027-04-30")), []);
    assert_eq!(
        found(&parts("2027-05-01")),
        [Conflict::PaymentAfterContract(1, day("2027-05-01"))]
    );
}

#[test]
fn without_a_last_day_a_payment_is_only_in_the_future() {
    for (date, count) in [("2026-11-22", 1), ("2026-11-23", 0), ("2099-01-01", 0)] {
        let parts = Parts {
            duration: None,
            ..vault_with(paying(vec![payment(date, "450.00")]))
        };
        assert_eq!(found(&parts).len(), count, "{date}");
    }
    assert_eq!(today(), day("2026-11-22"));
}

#[test]
fn a_contract_in_days_ends_by_days() {
    let sentinel = sentinel_ami();
    let parts = |date| {
        let schedule = Schedule {
            contract: Days(30),
            payments: vec![payment(date, "450.00")],
            ..schedule(&sentinel)
        };
        sound(only(&sentinel), flexible(schedule))
    };
    assert_eq!(found(&parts("2027-04-29")), []);
    assert_eq!(
        found(&parts("2027-04-30")),
        [Conflict::PaymentAfterContract(1, day("2027-04-30"))]
    );
}

#[test]
fn payments_fall_on_different_days() {
    let payments = [
        ("2027-04-01", "100"),
        ("2027-05-01", "100"),
        ("2027-04-01", "100"),
        ("2027-04-01", "50"),
    ];
    let schedule = paying(
        payments
            .map(|(date, amount)| payment(date, amount))
            .to_vec(),
    );
    assert_eq!(
        found(&vault_with(schedule)),
        [
            Conflict::PaymentsOnOneDay(1, 3),
            Conflict::PaymentsOnOneDay(1, 4)
        ]
    );
}

#[test]
fn a_schedule_for_services_includes_one_dimension() {
    let mut services = harbor_master_services();
    services
        .dimensions
        .push(contract_dimension("training", "Training day", &[]));
    let parts = |grants| {
        let schedule = Schedule {
            grants,
            ..schedule(&services)
        };
        sound(only(&services), flexible(schedule))
    };
    assert_eq!(found(&parts(vec![grant("training", 3)])), []);
    assert_eq!(
        found(&parts(vec![grant("migration", 1), grant("training", 3)])),
        [Conflict::ServicesUnits(2)]
    );
}

#[test]
fn a_schedule_for_tiers_includes_one_unit_of_one_dimension() {
    let tiers = Product {
        tiered: true,
        ..vault_storage()
    };
    let parts = |grants| {
        let schedule = Schedule {
            grants,
            ..schedule(&tiers)
        };
        sound(only(&tiers), flexible(schedule))
    };
    let many = Conflict::TierUnits(tiers.clone(), 2);
    let quantity = |dimension| Conflict::TierQuantity(key(dimension));
    for (grants, expected) in [
        (vec![grant("enc_gb", 1)], vec![]),
        (vec![grant("enc_gb", 2)], vec![quantity("enc_gb")]),
        (
            vec![grant("plain_gb", 1), grant("enc_gb", 1)],
            vec![many.clone()],
        ),
        (
            vec![grant("plain_gb", 1), grant("enc_gb", 30)],
            vec![many.clone(), quantity("enc_gb")],
        ),
    ] {
        assert_eq!(found(&parts(grants.clone())), expected, "{grants:?}");
    }
    for (grants, units, expected) in [
        (vec![], 1, vec![]),
        (vec![], 40, vec![quantity("archive_gb")]),
        (vec![grant("enc_gb", 1)], 1, vec![many]),
    ] {
        let archive = CustomDimension {
            units: Some(units),
            ..custom_dimension("archive_gb", "Archive data", &[])
        };
        let added = DimensionChoices {
            custom: vec![archive],
            ..DimensionChoices::default()
        };
        assert_eq!(found(&shaped(parts(grants), added)), expected, "{units}");
    }
}
