use crate::samples::{
    amount, contract_dimension, fleet_container, flexible, found, individual, individual_price,
    instance_type, key, log_stream, only, payment, percentage, schedule, sentinel_ami, shaped,
    sound, upfront, usage, vault_at_twenty_percent, vault_storage, vault_with,
};
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{Days, Months};
use consign::domain::dimensions::DimensionChoices;
use consign::domain::discount::{Discount, LineRule};
use consign::domain::money::Currency;
use consign::domain::pricing::PriceFault;
use consign::domain::schedule::Schedule;
use consign::domain::terms::{Conflict, Parts};
use std::collections::BTreeMap;

fn confirmed(parts: Parts) -> Parts {
    Parts {
        zero_prices_confirmed: true,
        ..parts
    }
}

#[test]
fn a_price_of_zero_has_to_be_confirmed() {
    let vault = [vault_storage()];
    let free_usage = DimensionChoices {
        fees: BTreeMap::from([(key("plain_over"), amount("0"))]),
        ..DimensionChoices::default()
    };
    let nothing_to_pay = Schedule {
        payments: vec![payment("2027-04-01", "0")],
        ..schedule(&vault_storage())
    };
    for parts in [
        sound(&vault, percentage("100", &vault)),
        sound(&vault, individual_price("0", &vault, |_| Some(Months(12)))),
        shaped(vault_at_twenty_percent(), free_usage),
        vault_with(nothing_to_pay),
    ] {
        assert_eq!(found(&parts), [Conflict::ZeroPrice]);
        assert_eq!(found(&confirmed(parts)), []);
    }
}

#[test]
fn a_price_that_is_rounded_down_to_zero_has_to_be_confirmed_too() {
    let mut vault = vault_storage();
    vault.dimensions.push(contract_dimension(
        "cold_gb",
        "Cold data",
        &[
            (Months(1), "0.001"),
            (Months(12), "0.01"),
            (Months(24), "0.02"),
        ],
    ));
    let products = [vault];
    assert_eq!(
        found(&sound(&products, percentage("50", &products))),
        [],
        "half of 0.001 is rounded up"
    );
    assert_eq!(
        found(&sound(&products, percentage("50.01", &products))),
        [Conflict::ZeroPrice]
    );
}

#[test]
fn one_payment_of_zero_among_others_needs_no_confirmation() {
    let deferred = Schedule {
        payments: vec![payment("2027-04-01", "0"), payment("2027-10-01", "450")],
        ..schedule(&vault_storage())
    };
    assert_eq!(found(&vault_with(deferred)), []);
}

#[test]
fn faults_of_prices_name_their_product() {
    let stream = log_stream();
    let rules = [(usage("ingest_gb"), LineRule::Price(amount("0.1")))];
    let parts = sound(
        only(&stream),
        individual(&stream, Currency::Usd, &[], &rules),
    );
    assert_eq!(
        found(&parts),
        [Conflict::Price(
            stream.into(),
            PriceFault::Missing(usage("scan_host"))
        )]
    );
}

/// Annual and hourly prices of two instance types, and those whose annual price of zero cannot be.
#[test]
fn an_annual_price_of_zero_needs_an_hourly_price_of_zero_and_another_annual_price() {
    let sentinel = sentinel_ami();
    for (annual, hourly, refused) in [
        (["187", "374"], ["0.1", "0.2"], vec![]),
        (["0", "374"], ["0", "0.2"], vec![]),
        (["0", "374"], ["0.1", "0.2"], vec!["t3.medium"]),
        (["187", "374"], ["0", "0"], vec![]),
        (["0", "0"], ["0", "0"], vec!["t3.medium", "m5.large"]),
        (["187", "0"], ["0", "0.2"], vec!["m5.large"]),
    ] {
        let types = ["t3.medium", "m5.large"];
        let long =
            std::iter::zip(types, annual).map(|(name, price)| (upfront(name, Days(365)), price));
        let short = std::iter::zip(types, hourly).map(|(name, price)| (usage(name), price));
        let rules: Vec<_> = long
            .chain(short)
            .map(|(key, price)| (key, LineRule::Price(amount(price))))
            .collect();
        let discount = individual(&sentinel, Currency::Usd, &[Days(365)], &rules);
        let expected: Vec<_> = refused
            .iter()
            .map(|name| Conflict::LongTermZero(sentinel.clone().into(), key(name)))
            .collect();
        assert_eq!(
            found(&confirmed(sound(only(&sentinel), discount))),
            expected,
            "{annual:?} and {hourly:?}"
        );
    }
}

#[test]
fn a_hundred_percent_off_is_no_discount_for_hourly_prices_with_a_long_term() {
    let fleet = Product {
        dimensions: vec![instance_type("task", "0.04", "290.00")],
        ..fleet_container()
    };
    let parts = confirmed(sound(only(&fleet), percentage("100", only(&fleet))));
    assert_eq!(
        found(&parts),
        [Conflict::LongTermZero(fleet.into(), key("task"))]
    );
}

#[test]
fn under_a_schedule_long_terms_have_no_prices_that_could_be_zero() {
    let fleet = fleet_container();
    assert_eq!(found(&sound(only(&fleet), flexible(schedule(&fleet)))), []);
}

#[test]
fn a_schedule_in_yen_needs_rates_in_yen() {
    let discount = |rates| Discount::Flexible {
        currency: Currency::Jpy,
        schedule: schedule(&vault_storage()),
        rates,
    };
    let missing = ["plain_over", "enc_over"].map(|rate| {
        Conflict::Price(
            vault_storage().into(),
            PriceFault::ForeignCurrency(usage(rate)),
        )
    });
    assert_eq!(
        found(&sound(&[vault_storage()], discount(BTreeMap::new()))),
        missing
    );
    let given = BTreeMap::from([
        (usage("plain_over"), amount("15.5")),
        (usage("enc_over"), amount("16")),
    ]);
    assert_eq!(found(&sound(&[vault_storage()], discount(given))), []);
}
