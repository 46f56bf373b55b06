use crate::pricing::{faults, wholesale};
use crate::samples::{
    amount, custom_dimension, desk_share, flexible, key, only, percentage, schedule, usage,
    vault_storage,
};
use consign::domain::catalog::DimensionKind;
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::dimensions::DimensionChoices;
use consign::domain::pricing::{Basis, PriceFault, price_book};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_dimension_left_out_has_no_line_and_one_added_has_a_line_for_each_duration() {
    let vault = vault_storage();
    let prices = [
        (Months(1), "0.30"),
        (Months(12), "3.125"),
        (Months(24), "6.00"),
    ];
    let choices = DimensionChoices {
        removed: BTreeSet::from([key("plain_gb")]),
        custom: vec![custom_dimension("archive_gb", "Archive data", &prices)],
        fees: BTreeMap::new(),
    };
    let book = price_book(&vault, &percentage("20", only(&vault)), &choices).unwrap();
    let expected = [
        "1.24", "13.28", "24.96", "0.30", "3.125", "6.00", "0.08", "0.088",
    ];
    assert_eq!(wholesale(&book), expected.map(amount));
    assert_eq!(
        (book.lines[4].basis, book.lines[4].list),
        (Basis::Custom, None)
    );
}

#[test]
fn the_usage_of_a_dimension_charged_both_ways_stays_when_it_is_left_out() {
    let desk = desk_share();
    let choices = DimensionChoices {
        removed: BTreeSet::from([key("seat"), key("room")]),
        ..DimensionChoices::default()
    };
    let left = desk.dimensions.iter().map(|d| choices.left_of(d));
    assert_eq!(left.collect::<Vec<_>>(), [Some(DimensionKind::Usage), None]);
    let book = price_book(&desk, &percentage("20", only(&desk)), &choices).unwrap();
    assert_eq!(wholesale(&book), [amount("0.40")]);
}

#[test]
fn a_dimension_added_needs_a_price_for_every_contract_duration() {
    let vault = vault_storage();
    let choices = DimensionChoices {
        custom: vec![custom_dimension(
            "archive_gb",
            "Archive data",
            &[(Months(12), "3.125")],
        )],
        ..DimensionChoices::default()
    };
    let expected = [Months(1), Months(24)]
        .map(|duration| PriceFault::CustomMissing(key("archive_gb"), duration));
    assert_eq!(
        faults(&vault, &percentage("20", only(&vault)), &choices),
        expected
    );
}

#[test]
fn a_usage_fee_overrides_the_computed_rate_of_its_line_only() {
    let vault = vault_storage();
    let choices = DimensionChoices {
        fees: BTreeMap::from([(key("plain_over"), amount("0.075"))]),
        ..DimensionChoices::default()
    };
    for discount in [percentage("20", only(&vault)), flexible(schedule(&vault))] {
        let book = price_book(&vault, &discount, &choices).unwrap();
        let rate = |dimension| {
            book.lines
                .iter()
                .find(|line| line.key == usage(dimension))
                .unwrap()
        };
        assert_eq!(
            (rate("plain_over").wholesale, rate("plain_over").basis),
            (amount("0.075"), Basis::Fee)
        );
        assert_ne!(rate("enc_over").basis, Basis::Fee);
    }
}
