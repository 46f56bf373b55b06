use crate::percent::any_percent;
use crate::samples::{amount, decimal, markup, percent};
use consign::domain::money::{
    Amount, AmountError, Currency, Markup, Percent, PriceKind, group_digits, grouped, plain, split,
    total, with_currency,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

const USD: Currency = Currency::Usd;

#[test]
fn each_kind_of_price_has_its_decimals() {
    use PriceKind::{Instalment, Upfront, Usage};
    for (kind, currency, fits, too_long) in [
        (Upfront, USD, "0.001", "0.0001"),
        (Upfront, Currency::Eur, "0.001", "0.0001"),
        (Usage, USD, "0.00000001", "0.000000001"),
        (Instalment, USD, "0.01", "0.001"),
        (Upfront, Currency::Jpy, "1", "0.1"),
        (Instalment, Currency::Jpy, "1", "0.1"),
        (Usage, Currency::Jpy, "0.00000001", "0.000000001"),
    ] {
        let places = kind.places(currency);
        let case = format!("{kind:?} in {currency}");
        assert!(Amount::new(decimal(fits), kind, currency).is_ok(), "{case}");
        let refused = Err(AmountError::TooManyDecimals { places });
        assert_eq!(
            Amount::new(decimal(too_long), kind, currency),
            refused,
            "{case}"
        );
    }
}

#[test]
fn an_amount_goes_from_zero_to_a_hundred_million() {
    for (text, expected) in [
        ("-0.01", Err(AmountError::Negative)),
        ("0", Ok(Amount::ZERO)),
        ("-0", Ok(Amount::ZERO)),
        ("100000000", Ok(amount("100000000"))),
        ("100000000.01", Err(AmountError::TooLarge)),
        ("79228162514264337593543950335", Err(AmountError::TooLarge)),
    ] {
        assert_eq!(
            Amount::new(decimal(text), PriceKind::Instalment, USD),
            expected,
            "{text}"
        );
    }
}

#[test]
fn zeros_at_the_end_are_no_decimals() {
    assert_eq!(
        Amount::new(decimal("12.5000"), PriceKind::Instalment, USD),
        Ok(amount("12.5"))
    );
    assert_eq!(
        Amount::new(decimal("1555.00"), PriceKind::Upfront, Currency::Jpy),
        Ok(amount("1555"))
    );
    assert_eq!(Percent::new(decimal("12.500")), Ok(percent("12.5")));
}

/// List price, percent off, what is priced, wholesale price.
#[test]
fn wholesale_is_list_less_the_discount_rounded_once() {
    use PriceKind::{Upfront, Usage};
    for (list, off, kind, currency, wholesale) in [
        ("16.60", "33.33", Upfront, USD, "11.067"),
        ("1.55", "33.33", Upfront, USD, "1.033"),
        ("0.1", "33.33", Usage, USD, "0.06667"),
        ("0.17", "15", Usage, USD, "0.1445"),
        ("220.00", "15", Upfront, USD, "187.000"),
        ("1555", "17.5", Upfront, Currency::Jpy, "1283"),
        ("160", "17.5", Upfront, Currency::Jpy, "132"),
        ("16.00", "0", Upfront, USD, "16.00"),
        ("16.00", "100", Upfront, USD, "0"),
        ("100000000", "0.01", Usage, USD, "99990000"),
    ] {
        assert_eq!(
            amount(list).less(percent(off), kind, currency),
            amount(wholesale),
            "{list} less {off} %"
        );
    }
}

#[test]
fn a_tie_is_rounded_up_and_not_to_even() {
    let wholesale = amount("1.23").less(percent("5"), PriceKind::Upfront, USD);
    assert_eq!(wholesale, amount("1.169"));
    let payment = amount("0.05").marked_up(markup("10"), PriceKind::Instalment, USD);
    assert_eq!(payment, Ok(amount("0.06")));
}

#[test]
fn a_buyers_price_is_wholesale_plus_the_markup() {
    use PriceKind::{Instalment, Upfront, Usage};
    for (wholesale, added, kind, price) in [
        ("12.800", "5", Upfront, "13.440"),
        ("13.695", "5", Upfront, "14.380"),
        ("0.09075", "5", Usage, "0.0952875"),
        ("13.695", "9.090909091", Upfront, "14.940"),
        ("200.00", "5", Instalment, "210.00"),
        ("250.00", "5", Instalment, "262.50"),
        ("83.33", "7", Instalment, "89.16"),
        ("100000000", "0", Upfront, "100000000"),
    ] {
        assert_eq!(
            amount(wholesale).marked_up(markup(added), kind, USD),
            Ok(amount(price)),
            "{wholesale} plus {added} %"
        );
    }
}

#[test]
fn a_hundred_units_at_a_markup_of_five_percent_leave_the_partner_a_margin_of_sixty_four() {
    let wholesale = amount("16.00").less(percent("20"), PriceKind::Upfront, USD);
    let price = wholesale
        .marked_up(markup("5"), PriceKind::Upfront, USD)
        .unwrap();
    let units = Decimal::from(100);
    assert_eq!(price.value() * units, decimal("1344.00"));
    assert_eq!(wholesale.value() * units, decimal("1280.00"));
    assert_eq!(
        (price.value() - wholesale.value()) * units,
        decimal("64.00")
    );
}

#[test]
fn a_price_that_a_markup_lifts_above_a_hundred_million_is_refused() {
    for (wholesale, added) in [
        ("100000000", "0.000001"),
        ("99999999.999", "0.1"),
        ("12345678.12345678", "999.999999999"),
    ] {
        let price = amount(wholesale).marked_up(markup(added), PriceKind::Usage, USD);
        assert_eq!(
            price,
            Err(AmountError::TooLarge),
            "{wholesale} plus {added} %"
        );
    }
}

#[test]
fn a_total_adds_rounded_lines_and_is_not_itself_rounded() {
    let line = amount("83.33")
        .marked_up(markup("7"), PriceKind::Instalment, USD)
        .unwrap();
    assert_eq!(total([line; 12]), decimal("1069.92"));
    assert_eq!(
        total([amount("100000000"); 60]),
        decimal("6000000000"),
        "a total may pass the bound of an amount"
    );
    assert_eq!(total([]), Decimal::ZERO);
}

#[test]
fn an_amount_is_printed_with_at_least_the_decimals_of_its_currency() {
    for (value, currency, plainly, grouply) in [
        ("1200", USD, "1200.00", "1,200.00"),
        ("0.088", USD, "0.088", "0.088"),
        ("12.80", USD, "12.80", "12.80"),
        ("1.2300", USD, "1.23", "1.23"),
        ("0", USD, "0.00", "0.00"),
        ("100000000", USD, "100000000.00", "100,000,000.00"),
        ("0.00000001", USD, "0.00000001", "0.00000001"),
        ("1555", Currency::Jpy, "1555", "1,555"),
        ("0", Currency::Jpy, "0", "0"),
        ("0.08", Currency::Jpy, "0.08", "0.08"),
        ("-1234.5", USD, "-1234.50", "-1,234.50"),
        ("-123", Currency::Jpy, "-123", "-123"),
        ("-123456", Currency::Jpy, "-123456", "-123,456"),
    ] {
        assert_eq!(plain(decimal(value), currency), plainly);
        assert_eq!(grouped(decimal(value), currency), grouply);
        assert_eq!(
            with_currency(decimal(value), currency),
            format!("{grouply} {}", currency.code())
        );
    }
}

#[test]
fn digits_are_grouped_by_thousands() {
    for (digits, expected) in [
        ("", ""),
        ("7", "7"),
        ("123", "123"),
        ("1234", "1,234"),
        ("1234567", "1,234,567"),
    ] {
        assert_eq!(group_digits(digits), expected);
    }
    assert_eq!(group_digits(10_000_u64), "10,000");
}

#[test]
fn five_currencies_are_known_by_their_codes() {
    assert_eq!(
        Currency::ALL.map(Currency::code),
        ["USD", "EUR", "GBP", "AUD", "JPY"]
    );
    for code in ["JPN", "usd", "INR", ""] {
        assert_eq!(Currency::parse(code), None, "{code:?}");
    }
}

/// A total, in how many parts, each of the first ones, the last one.
#[test]
fn the_remainder_of_a_division_is_on_the_last_part() {
    for (whole, parts, currency, each, last) in [
        ("1000.00", 3, USD, "333.33", "333.34"),
        ("100.00", 6, USD, "16.66", "16.70"),
        ("0.05", 12, USD, "0", "0.05"),
        ("450", 1, USD, "0", "450"),
        ("1000", 3, Currency::Jpy, "333", "334"),
        ("0", 2, USD, "0", "0"),
    ] {
        let mut expected = vec![amount(each); parts - 1];
        expected.push(amount(last));
        assert_eq!(
            split(decimal(whole), u32::try_from(parts).unwrap(), currency),
            Some(expected),
            "{whole} in {parts}"
        );
    }
}

#[test]
fn a_total_that_makes_no_payments_is_not_split() {
    for (whole, parts, currency) in [
        ("100", 0, USD),
        ("-0.01", 2, USD),
        ("0.001", 1, USD),
        ("0.5", 1, Currency::Jpy),
        ("100000000.01", 1, USD),
    ] {
        assert_eq!(
            split(decimal(whole), parts, currency),
            None,
            "{whole} in {parts}"
        );
    }
}

fn any_currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(&Currency::ALL[..])
}

/// A price in US dollars, on its kind's grid, up to so many dollars.
fn any_price(most: i64) -> impl Strategy<Value = (PriceKind, Amount)> {
    let kinds = vec![PriceKind::Upfront, PriceKind::Usage, PriceKind::Instalment];
    proptest::sample::select(kinds).prop_flat_map(move |kind| {
        let places = kind.places(USD);
        (0..=most * 10_i64.pow(places)).prop_map(move |units| {
            (
                kind,
                Amount::new(Decimal::new(units, places), kind, USD).unwrap(),
            )
        })
    })
}

proptest! {
    #[test]
    fn a_larger_discount_never_costs_more((kind, list) in any_price(100_000_000), one in any_percent(), other in any_percent()) {
        let (smaller, larger) = (one.min(other), one.max(other));
        prop_assert!(list.less(larger, kind, USD) <= list.less(smaller, kind, USD));
    }

    #[test]
    fn a_higher_list_price_never_costs_less(places in 0..=8_u32, one in 0..10_i64.pow(16), other in 0..10_i64.pow(16), off in any_percent()) {
        let price = |units| Amount::stored(Decimal::new(units, 8).trunc_with_scale(places)).unwrap();
        let (lower, higher) = (price(one.min(other)), price(one.max(other)));
        for kind in [PriceKind::Upfront, PriceKind::Usage, PriceKind::Instalment] {
            prop_assert!(lower.less(off, kind, USD) <= higher.less(off, kind, USD));
        }
    }

    #[test]
    fn a_discounted_price_is_an_amount_and_never_above_list((kind, list) in any_price(100_000_000), off in any_percent()) {
        let wholesale = list.less(off, kind, USD);
        prop_assert!(wholesale <= list);
        prop_assert_eq!(Amount::new(wholesale.value(), kind, USD), Ok(wholesale));
    }

    #[test]
    fn a_marked_up_price_is_never_below_wholesale((kind, wholesale) in any_price(9_000_000), added in 0..=1000_i64) {
        let price = wholesale.marked_up(Markup::new(added.into()).unwrap(), kind, USD);
        prop_assert!(price.is_ok_and(|price| price >= wholesale));
    }

    #[test]
    fn parts_sum_to_the_total_exactly(units in 0..=100_000_000_i64, parts in 1..=60_u32, currency in any_currency()) {
        let whole = Decimal::new(units, PriceKind::Instalment.places(currency));
        let amounts = split(whole, parts, currency).unwrap();
        prop_assert_eq!(amounts.len(), usize::try_from(parts).unwrap());
        prop_assert_eq!(total(amounts.iter().copied()), whole);
        let (last, equal) = amounts.split_last().unwrap();
        prop_assert!(equal.iter().all(|part| part == &equal[0] && part <= last));
    }

    #[test]
    fn an_amount_reads_back_as_printed((kind, price) in any_price(100_000_000), currency in any_currency()) {
        prop_assert_eq!(decimal(&price.plain(currency)), price.value());
        prop_assert_eq!(Amount::new(decimal(&price.plain(USD)), kind, USD), Ok(price));
        prop_assert_eq!(price.grouped(currency).replace(',', ""), price.plain(currency));
    }

    #[test]
    fn a_currency_reads_back_as_printed(currency in any_currency()) {
        prop_assert_eq!(Currency::parse(currency.code()), Some(currency));
        prop_assert_eq!(currency.to_string(), currency.code());
    }
}
