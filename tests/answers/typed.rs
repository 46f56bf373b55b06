use crate::samples::decimal;
use chrono::{Datelike, NaiveDate};
use consign::answers::Problems;
use consign::answers::typed::{DateBoxes, NumberError, Unit, amount, count, date, number, percent};
use consign::domain::money::{Amount, Currency, Percent, PriceKind, grouped, plain};
use proptest::prelude::*;
use rust_decimal::Decimal;

#[test]
fn numbers_are_read_as_people_write_them() {
    let (dollars, euros) = (Unit::Money(Currency::Usd), Unit::Money(Currency::Eur));
    for (typed, unit, meant) in [
        ("1200", Unit::Count, "1200"),
        ("1,200.00", dollars, "1200.00"),
        ("$1,200", dollars, "1200"),
        ("$1,200", Unit::Money(Currency::Aud), "1200"),
        ("USD 1 200", dollars, "1200"),
        ("1 200.5 EUR", euros, "1200.5"),
        ("€1 200.5", euros, "1200.5"),
        ("12.5 %", Unit::Percent, "12.5"),
        (".5", Unit::Percent, "0.5"),
        ("-3", dollars, "-3"),
        ("1,234,567.89", euros, "1234567.89"),
    ] {
        assert_eq!(
            number(typed, unit).map(|n| n.normalize().to_string()),
            Ok(meant.parse::<Decimal>().unwrap().normalize().to_string()),
            "{typed}"
        );
    }
}

#[test]
fn numbers_of_unclear_size_are_refused() {
    for typed in [
        "1.200,00", ",200", "1,20", "1,2000", "12,34.5", "1.2.3", ",5", "1,", "5.",
    ] {
        assert_eq!(
            number(typed, Unit::Count),
            Err(NumberError::Unclear),
            "{typed}"
        );
    }
    for typed in ["abc", "1e5", "0x10", "NaN", "--1", "½", "١٢", "."] {
        assert_eq!(
            number(typed, Unit::Count),
            Err(NumberError::NotANumber),
            "{typed}"
        );
    }
    assert_eq!(number(" ", Unit::Count), Err(NumberError::Empty));
    assert_eq!(
        number("999,999,999,999", Unit::Count),
        Ok(decimal("999999999999"))
    );
    for typed in ["1000000000000", "-1000000000000", &"9".repeat(40)] {
        assert_eq!(
            number(typed, Unit::Count),
            Err(NumberError::TooLarge),
            "{typed}"
        );
    }
    for typed in [
        format!("0.{}1", "0".repeat(40)),
        format!("123456789012.{}", "3".repeat(28)),
    ] {
        assert_eq!(
            number(&typed, Unit::Count),
            Err(NumberError::TooFine),
            "{typed}"
        );
    }
    assert_eq!(
        number(
            &format!("{}7.5{}", "0".repeat(40), "0".repeat(40)),
            Unit::Count
        ),
        Ok(decimal("7.5"))
    );
}

#[test]
fn a_number_of_something_else_is_refused_and_not_taken_for_what_is_asked_for() {
    for (typed, unit) in [
        ("$80", Unit::Percent),
        ("80 EUR", Unit::Percent),
        ("20%", Unit::Money(Currency::Usd)),
        ("90 EUR", Unit::Money(Currency::Usd)),
        ("€90", Unit::Money(Currency::Usd)),
        ("$90", Unit::Money(Currency::Jpy)),
        ("USD 90 EUR", Unit::Money(Currency::Usd)),
        ("5%", Unit::Count),
    ] {
        assert_eq!(number(typed, unit), Err(NumberError::OtherUnit), "{typed}");
    }
    let said = |problems: Problems| problems.iter().next().map(|p| p.text.clone());
    let price = amount(
        "20%",
        PriceKind::Upfront,
        Currency::Eur,
        "value",
        "Wholesale price",
    );
    assert_eq!(
        price.map_err(said),
        Err(Some("Wholesale price must be an amount in EUR".to_owned()))
    );
    assert_eq!(
        percent("$80", "value", "Discount").map_err(said),
        Err(Some("Discount must be a percentage, like 12.5".to_owned()))
    );
}

#[test]
fn a_date_says_which_box_is_missing() {
    let read = |day, month, year| {
        date(DateBoxes { day, month, year }, "end", "Last day")
            .map_err(|p| p.iter().next().unwrap().clone().text)
    };
    assert_eq!(
        read("27", "3", "2027"),
        Ok(NaiveDate::from_ymd_opt(2027, 3, 27))
    );
    assert_eq!(
        read("27", "march", "2027"),
        Ok(NaiveDate::from_ymd_opt(2027, 3, 27))
    );
    assert_eq!(
        read("27", " Sep ", "2027"),
        Ok(NaiveDate::from_ymd_opt(2027, 9, 27))
    );
    assert_eq!(read("", "", ""), Ok(None));
    assert_eq!(
        read("27", "", "2027"),
        Err("Last day must include a month".into())
    );
    assert_eq!(
        read("", "", "2027"),
        Err("Last day must include a day and a month".into())
    );
    for (day, month, year) in [
        ("29", "2", "2027"),
        ("0", "1", "2027"),
        ("1", "13", "2027"),
        ("1", "1", "27"),
        ("x", "1", "2027"),
    ] {
        assert_eq!(
            read(day, month, year),
            Err("Last day must be a real date".into())
        );
    }
}

#[test]
fn a_count_is_a_whole_number_from_one_to_the_most() {
    for (typed, meant) in [
        ("1", Some(1)),
        ("60", Some(60)),
        (" 12.0 ", Some(12)),
        ("0", None),
        ("61", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("twelve", None),
        ("4294967297", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(count(typed, 60), meant, "{typed}");
    }
}

#[test]
fn months_are_read_as_numbers_names_and_beginnings_of_names() {
    let month = |typed| {
        let boxes = DateBoxes {
            day: "1",
            month: typed,
            year: "2027",
        };
        date(boxes, "end", "Last day")
            .ok()
            .flatten()
            .map(|date| date.month())
    };
    for (typed, meant) in [
        ("1", Some(1)),
        ("012", Some(12)),
        ("MAR", Some(3)),
        ("sept", Some(9)),
        ("may", Some(5)),
        ("ma", None),
        ("märz", None),
        ("0", None),
        ("13", None),
    ] {
        assert_eq!(month(typed), meant, "{typed}");
    }
}

fn any_currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(Currency::ALL.to_vec())
}

fn any_kind() -> impl Strategy<Value = PriceKind> {
    proptest::sample::select(vec![
        PriceKind::Upfront,
        PriceKind::Usage,
        PriceKind::Instalment,
    ])
}

proptest! {
    #[test]
    fn an_amount_reads_back_as_printed(currency in any_currency(), kind in any_kind(), part in 0..=1_000_000_000_i64, large in proptest::bool::ANY) {
        let places = kind.places(currency);
        let value = if large { Decimal::from(part / 10) } else { Decimal::new(part, places) };
        let known = Amount::new(value.min(Decimal::from(100_000_000)), kind, currency).unwrap();
        for text in [known.plain(currency), known.grouped(currency), format!("{currency} {}", known.grouped(currency))] {
            prop_assert_eq!(amount(&text, kind, currency, "", ""), Ok(Some(known)), "{}", text);
        }
    }

    #[test]
    fn a_percentage_reads_back_as_printed(hundredths in 0..=10_000_i32) {
        let known = Percent::from_hundredths(hundredths).unwrap();
        prop_assert_eq!(percent(&format!("{known} %"), "", ""), Ok(Some(known)));
    }

    #[test]
    fn a_total_reads_back_as_printed(cents in -99_999_999_999_999_i64..=99_999_999_999_999, currency in any_currency()) {
        let total = Decimal::new(cents, 2);
        prop_assert_eq!(number(&plain(total, currency), Unit::Money(currency)), Ok(total));
        prop_assert_eq!(number(&grouped(total, currency), Unit::Money(currency)), Ok(total));
    }

    #[test]
    fn a_day_reads_back_from_its_boxes(days in 0..=3_000_000_u64) {
        let known = NaiveDate::from_ymd_opt(1000, 1, 1).unwrap() + chrono::Days::new(days);
        prop_assume!(known.year() <= 9999);
        let (day, month, year) = (known.day().to_string(), known.month().to_string(), known.year().to_string());
        let boxes = DateBoxes { day: &day, month: &month, year: &year };
        prop_assert_eq!(date(boxes, "end", "Last day"), Ok(Some(known)));
        let month = known.format("%B").to_string();
        prop_assert_eq!(date(DateBoxes { month: &month, ..boxes }, "end", "Last day"), Ok(Some(known)));
    }
}
