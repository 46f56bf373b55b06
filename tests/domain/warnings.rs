use crate::samples::{
    account, amount, custom_dimension, flexible, individual, individual_price, key, log_stream,
    percentage, proven, schedule, shaped, sound, upfront, usage, vault_at_twenty_percent,
    vault_storage,
};
use consign::domain::buyers::Buyers;
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::discount::LineRule;
use consign::domain::duration::Duration;
use consign::domain::money::Currency;
use consign::domain::schedule::Grant;
use consign::domain::terms::{Parts, Warning, warnings};

fn warned(parts: Parts) -> Vec<Warning> {
    warnings(&proven(parts))
}

fn vault() -> String {
    "Vault Storage".to_owned()
}

/// Vault Storage for a year: both prices, then both rates.
fn priced(currency: Currency, prices: [&str; 4]) -> Parts {
    let keys = [
        upfront("plain_gb", Months(12)),
        upfront("enc_gb", Months(12)),
        usage("plain_over"),
        usage("enc_over"),
    ];
    let rules: Vec<_> =
        std::iter::zip(keys, prices.map(|price| LineRule::Price(amount(price)))).collect();
    sound(
        &[vault_storage()],
        individual(&vault_storage(), currency, &[Months(12)], &rules),
    )
}

#[test]
fn usual_terms_are_not_warned_about() {
    assert_eq!(warned(vault_at_twenty_percent()), []);
    assert_eq!(
        warned(priced(Currency::Usd, ["16", "16.60", "0.1", "0.11"])),
        []
    );
}

#[test]
fn a_wholesale_price_above_list_is_warned_about() {
    for prices in [
        ["16.001", "16.60", "0.1", "0.11"],
        ["16", "16.60", "0.1", "0.11000001"],
    ] {
        assert_eq!(
            warned(priced(Currency::Usd, prices)),
            [Warning::AboveList(vault())],
            "{prices:?}"
        );
    }
}

#[test]
fn more_than_half_off_is_warned_about_and_half_is_not() {
    assert_eq!(
        warned(priced(Currency::Usd, ["8", "8.30", "0.05", "0.055"])),
        []
    );
    assert_eq!(
        warned(priced(Currency::Usd, ["7.999", "8.30", "0.05", "0.055"])),
        [Warning::OverHalf(vault())]
    );
    assert_eq!(
        warned(priced(Currency::Usd, ["8", "8.30", "0.05", "0.05499999"])),
        [Warning::OverHalf(vault())]
    );
}

#[test]
fn prices_in_another_currency_are_not_compared_with_list_prices() {
    assert_eq!(
        warned(priced(Currency::Jpy, ["2000", "2100", "15", "16"])),
        []
    );
    assert_eq!(
        warned(priced(Currency::Gbp, ["1", "1", "0.01", "0.01"])),
        []
    );
}

#[test]
fn an_up_front_price_under_one_is_warned_about_and_a_rate_is_not() {
    let shorter = |off| {
        warned(sound(
            &[vault_storage()],
            percentage(off, &[vault_storage()]),
        ))
    };
    assert_eq!(shorter("33.33"), [], "1.50 less a third is 1.000");
    assert_eq!(
        shorter("33.4"),
        [Warning::UnderOne(vault())],
        "1.50 less 33.4 % is 0.999"
    );
    let stream = [log_stream()];
    assert_eq!(
        warned(sound(&stream, individual_price("0.04", &stream, |_| None))),
        [Warning::OverHalf("LogStream".to_owned())]
    );
}

#[test]
fn dimensions_in_different_units_are_warned_about() {
    let prices = [
        (Months(1), "1.30"),
        (Months(12), "3.125"),
        (Months(24), "6.00"),
    ];
    for (unit, expected) in [
        ("Units", vec![]),
        ("GB", vec![Warning::UnitsDiffer(vault())]),
    ] {
        let archive = CustomDimension {
            unit: unit.to_owned(),
            ..custom_dimension("archive_gb", "Archive data", &prices)
        };
        let choices = DimensionChoices {
            custom: vec![archive],
            ..DimensionChoices::default()
        };
        assert_eq!(
            warned(shaped(vault_at_twenty_percent(), choices)),
            expected,
            "{unit}"
        );
    }
}

/// Vault Storage with these units for its two contract dimensions, under a schedule that includes 500 of the first.
fn scheduled(units: [&str; 2], enc_gb: Option<u32>, archive: Option<&str>) -> Parts {
    let mut vault = vault_storage();
    let contract = vault.dimensions.iter_mut().filter(|d| d.is_contract());
    for (dimension, unit) in contract.zip(units) {
        dimension.unit = unit.to_owned();
    }
    let mut bought = schedule(&vault);
    bought.grants.extend(enc_gb.map(|quantity| Grant {
        dimension: key("enc_gb"),
        quantity,
    }));
    let custom = archive.map(|unit| CustomDimension {
        unit: unit.to_owned(),
        units: Some(40),
        ..custom_dimension("archive_gb", "Archive data", &[])
    });
    let choices = DimensionChoices {
        custom: custom.into_iter().collect(),
        ..DimensionChoices::default()
    };
    shaped(sound(&[vault], flexible(bought)), choices)
}

#[test]
fn different_units_under_a_schedule_are_those_that_it_includes() {
    let differ = |parts| warned(parts).contains(&Warning::UnitsDiffer(vault()));
    assert!(differ(scheduled(["TB", "GB"], Some(20), None)));
    assert!(!differ(scheduled(["GB", "GB"], Some(20), None)));
    assert!(
        !differ(scheduled(["TB", "GB"], None, None)),
        "one is bought"
    );
    assert!(differ(scheduled(["GB", "GB"], None, Some("TB"))));
    assert!(!differ(scheduled(["GB", "GB"], None, Some("GB"))));
}

#[test]
fn rates_of_usage_in_different_units_are_not_warned_about() {
    let mut stream = log_stream();
    for (dimension, unit) in stream.dimensions.iter_mut().zip(["GB", "Host hours"]) {
        dimension.unit = unit.to_owned();
    }
    assert!(stream.dimensions.len() > 1);
    let products = [stream];
    assert_eq!(warned(sound(&products, percentage("10", &products))), []);
}

#[test]
fn buyers_are_warned_about_only_with_a_single_use() {
    let acme = Buyers::new(vec![account("222233334444")]).unwrap();
    let single_use = Duration::SingleUse { last_day: None };
    for (buyers, duration, expected) in [
        (acme.clone(), single_use, vec![Warning::BuyersAndSingleUse]),
        (acme, Duration::NoSetTime, vec![]),
        (Buyers::default(), single_use, vec![]),
    ] {
        let parts = Parts {
            buyers: Some(buyers),
            duration: Some(duration),
            ..vault_at_twenty_percent()
        };
        assert_eq!(warned(parts), expected);
    }
}

#[test]
fn a_schedule_asks_for_a_buyer_who_pays_by_invoice() {
    let parts = sound(&[vault_storage()], flexible(schedule(&vault_storage())));
    assert_eq!(warned(parts), [Warning::InvoiceTerms]);
}

#[test]
fn each_product_is_warned_about_by_its_title() {
    let products = [vault_storage(), log_stream()];
    let titles = [vault(), "LogStream".to_owned()];
    let warned = warned(sound(&products, percentage("50.01", &products)));
    let over_half: Vec<_> = warned
        .iter()
        .filter(|warning| matches!(warning, Warning::OverHalf(_)))
        .cloned()
        .collect();
    assert_eq!(over_half, titles.map(Warning::OverHalf));
}
