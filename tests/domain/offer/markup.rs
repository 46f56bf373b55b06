//! The markup that a wanted price takes: exactly, or none.

use crate::samples::amount;
use consign::domain::money::{Amount, Currency, Markup, PriceKind};
use consign::domain::offer::adjustment::{closest_markup, markup_to_reach};
use proptest::prelude::*;
use rust_decimal::Decimal;

use Currency::{Jpy, Usd};
use PriceKind::{Instalment, Upfront, Usage};

#[test]
fn a_wanted_price_has_its_markup() {
    for (wholesale, kind, currency, price, expected) in [
        ("12.8", Upfront, Usd, "13.44", Some("5")),
        ("13.695", Upfront, Usd, "14.94", Some("9.090909091")),
        ("13.695", Upfront, Usd, "14.38", Some("5.001825484")),
        ("0.09075", Usage, Usd, "0.0952875", Some("5")),
        ("1283", Upfront, Jpy, "1383", Some("7.794232268")),
        ("200", Instalment, Usd, "200.01", Some("0.005")),
        ("12.8", Upfront, Usd, "12.8", Some("0")),
        ("12.8", Upfront, Usd, "12.799", None),
        ("10", Upfront, Usd, "110", Some("1000")),
        ("10", Upfront, Usd, "110.001", Some("1000.01")),
        ("0.01", Upfront, Usd, "100000.01", None),
        ("0", Upfront, Usd, "0", Some("0")),
        ("0", Upfront, Usd, "0.001", None),
        // A rate so large that the last decimal of a markup moves it by more than one step.
        ("90000000", Usage, Usd, "90000000.00000001", None),
        ("100000000", Upfront, Usd, "100000000", Some("0")),
    ] {
        let found = markup_to_reach(amount(wholesale), kind, amount(price), currency);
        let found = found.map(|markup| markup.to_string());
        assert_eq!(found.as_deref(), expected, "{wholesale} to {price}");
    }
}

#[test]
fn where_no_markup_does_it_the_closest_is_known() {
    let (wholesale, price) = (amount("90000000"), amount("90000000.00000001"));
    assert_eq!(
        closest_markup(wholesale, Usage, price, Usd),
        Some((Markup::NONE, wholesale))
    );
    let far = amount("90000000.0007");
    let (_, made) = closest_markup(wholesale, Usage, far, Usd).unwrap();
    assert_eq!(made, amount("90000000.0009"));
}

fn any_kind() -> impl Strategy<Value = (PriceKind, Currency)> {
    let kinds = prop_oneof![Just(Upfront), Just(Usage), Just(Instalment)];
    (kinds, prop_oneof![Just(Usd), Just(Jpy)])
}

proptest! {
    #[test]
    fn a_markup_that_is_found_hits_exactly_and_one_that_was_used_is_found(
        (kind, currency) in any_kind(),
        wholesale in 1_i64..=100_000_000,
        billionths in 0_i64..=1_000_000_000_000,
    ) {
        let places = kind.places(currency);
        let wholesale = Amount::new(Decimal::new(wholesale, places), kind, currency).unwrap();
        let used = Markup::new(Decimal::new(billionths, 9)).unwrap();
        let Ok(price) = wholesale.marked_up(used, kind, currency) else {
            return Ok(());
        };
        let found = markup_to_reach(wholesale, kind, price, currency);
        prop_assert!(found.is_some(), "{wholesale:?} {used} {price:?}");
        prop_assert_eq!(wholesale.marked_up(found.unwrap(), kind, currency), Ok(price));
    }

    #[test]
    fn whatever_price_is_wanted_the_answer_is_exact_or_none(
        (kind, currency) in any_kind(),
        wholesale in 0_i64..=10_000_000_000,
        price in 0_i64..=10_000_000_000,
    ) {
        let places = kind.places(currency);
        let new = |value| Amount::new(Decimal::new(value, places), kind, currency);
        let (Ok(wholesale), Ok(price)) = (new(wholesale), new(price)) else {
            return Ok(());
        };
        if let Some(found) = markup_to_reach(wholesale, kind, price, currency) {
            prop_assert_eq!(wholesale.marked_up(found, kind, currency), Ok(price));
        } else {
            // Below wholesale, nothing to mark up, far too much, or between two steps of the ninth decimal.
            let closest = closest_markup(wholesale, kind, price, currency);
            let beyond = price.value() > wholesale.value() * Decimal::from(10_000_000);
            prop_assert!(price < wholesale || beyond || closest.is_some_and(|(_, made)| made != price));
        }
    }
}
