use crate::samples::{amount, decimal, markup, percent};
use consign::domain::money::{Amount, Currency, PriceKind};
use consign::domain::percent::{Markup, Percent, PercentError};
use proptest::prelude::*;
use rust_decimal::Decimal;

const USD: Currency = Currency::Usd;

#[test]
fn a_discount_goes_from_0_to_100_percent_with_two_decimals() {
    for (text, expected) in [
        ("-0.01", Err(PercentError::Negative)),
        ("0", Ok("0")),
        ("12.5", Ok("12.5")),
        ("33.33", Ok("33.33")),
        ("33.333", Err(PercentError::TooManyDecimals)),
        ("100", Ok("100")),
        ("100.01", Err(PercentError::TooLarge)),
    ] {
        assert_eq!(Percent::new(decimal(text)), expected.map(percent), "{text}");
    }
}

#[test]
fn a_markup_goes_from_0_to_1000_percent_with_nine_decimals() {
    for (text, expected) in [
        ("-0.000000001", Err(PercentError::Negative)),
        ("0", Ok("0")),
        ("9.090909091", Ok("9.090909091")),
        ("9.0909090909", Err(PercentError::TooManyDecimals)),
        ("1000", Ok("1000")),
        ("1000.000000001", Err(PercentError::TooLarge)),
    ] {
        assert_eq!(Markup::new(decimal(text)), expected.map(markup), "{text}");
    }
}

/// The ISV's discount, the buyer's discount, the markup that makes the second out of the first.
#[test]
fn a_discount_off_the_list_price_is_a_markup_on_wholesale() {
    for (wholesale, buyer, expected) in [
        ("20", "12", Some("10")),
        ("20", "15", Some("6.25")),
        ("20", "7", Some("16.25")),
        ("20", "20", Some("0")),
        ("20", "25", None),
        ("20", "20.01", None),
        ("17.5", "10", Some("9.090909091")),
        ("100", "0", None),
        // Nobody may type as much, and the Catalog API takes it.
        ("95", "10", Some("1700")),
        ("99.99", "0", Some("999900")),
    ] {
        let between = Markup::between(percent(wholesale), percent(buyer));
        let between = between.map(|markup| markup.to_string());
        assert_eq!(between.as_deref(), expected, "{wholesale} % and {buyer} %");
    }
}

#[test]
fn a_computed_markup_goes_as_far_as_the_catalog_api_can_be_told() {
    for (wholesale, price, expected) in [
        ("0.00000001", "0.1", Some("999999900")),
        ("1", "10000000.99999999999", Some("999999999.999999999")),
        ("1", "10000000.999999999995", None),
        ("1", "10000001", None),
    ] {
        let found = Markup::towards(decimal(wholesale), decimal(price));
        let found = found.map(|markup| markup.to_string());
        assert_eq!(found.as_deref(), expected, "{wholesale} to {price}");
    }
    let most = Markup::towards(decimal("1"), decimal("10000000.99999999999")).unwrap();
    assert_eq!(most.around().count(), 2);
}

#[test]
fn a_buyers_discount_of_ten_percent_gives_the_same_price_by_its_markup() {
    let list = amount("16.60");
    let wholesale = list.less(percent("17.5"), PriceKind::Upfront, USD);
    let between = Markup::between(percent("17.5"), percent("10")).unwrap();
    let price = wholesale
        .marked_up(between, PriceKind::Upfront, USD)
        .unwrap();
    assert_eq!(price, amount("14.940"));
    assert_eq!(price, list.less(percent("10"), PriceKind::Upfront, USD));

    let direct = amount("16.00").less(percent("12"), PriceKind::Upfront, USD);
    assert_eq!(direct, amount("14.080"));
}

pub fn any_percent() -> impl Strategy<Value = Percent> {
    (0..=10_000).prop_map(|hundredths| Percent::from_hundredths(hundredths).unwrap())
}

proptest! {
    /// Up to a markup of 100 %: beyond, the rounding of the wholesale price itself grows to more than a unit.
    #[test]
    fn the_markup_between_two_discounts_gives_the_buyers_price_within_one_unit(
        (units, given, kept) in (0..=1_000_000_000_i64, 0..=5_000_i32, 0..=5_000_i32)
    ) {
        let kind = PriceKind::Upfront;
        let list = Amount::new(Decimal::new(units, 3), kind, USD).unwrap();
        let wholesale = Percent::from_hundredths(given).unwrap();
        let buyer = Percent::from_hundredths(given.min(kept)).unwrap();
        let between = Markup::between(wholesale, buyer).unwrap();
        let price = list.less(wholesale, kind, USD).marked_up(between, kind, USD).unwrap();
        let difference = (price.value() - list.less(buyer, kind, USD).value()).abs();
        prop_assert!(difference <= Decimal::new(1, 3), "off by {difference}");
    }

    #[test]
    fn there_is_a_markup_exactly_when_the_buyer_pays_at_least_wholesale(given in 0..=9_999_i32, buyer in 0..=10_000_i32) {
        let percents = [given, buyer].map(|hundredths| Percent::from_hundredths(hundredths).unwrap());
        prop_assert_eq!(Markup::between(percents[0], percents[1]).is_some(), buyer <= given);
    }

    #[test]
    fn a_percentage_reads_back_as_printed_and_as_stored(off in any_percent()) {
        prop_assert_eq!(Percent::new(decimal(&off.to_string())), Ok(off));
        prop_assert_eq!(Percent::from_hundredths(off.hundredths()), Ok(off));
    }
}
