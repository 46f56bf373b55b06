use crate::contract_duration::any_duration;
use crate::samples::{
    amount, fleet_container, flexible, individual, individual_price, log_stream, only, percent,
    percentage, schedule, sentinel_ami, upfront, usage, vault_storage,
};
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{Days, Months};
use consign::domain::dimensions::DimensionChoices;
use consign::domain::discount::{Discount, LineRule};
use consign::domain::money::{Amount, Currency};
use consign::domain::pricing::{Basis, Charge, PriceBook, PriceFault, price_book};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn book(product: &Product, discount: &Discount) -> PriceBook {
    price_book(product, discount, &DimensionChoices::default()).unwrap()
}

pub fn wholesale(book: &PriceBook) -> Vec<Amount> {
    book.lines.iter().map(|line| line.wholesale).collect()
}

pub fn faults(
    product: &Product,
    discount: &Discount,
    choices: &DimensionChoices,
) -> Vec<PriceFault> {
    price_book(product, discount, choices).unwrap_err()
}

/// The percentage, then the prices of Vault Storage: both dimensions for 1, 12 and 24 months, then both usage rates.
#[test]
fn one_percentage_covers_every_contract_duration_and_every_usage_rate() {
    let vault = vault_storage();
    for (off, expected) in [
        (
            "0",
            [
                "1.50", "16.00", "30.00", "1.55", "16.60", "31.20", "0.1", "0.11",
            ],
        ),
        (
            "20",
            [
                "1.200", "12.800", "24.000", "1.240", "13.280", "24.960", "0.08", "0.088",
            ],
        ),
        (
            "17.5",
            [
                "1.238", "13.200", "24.750", "1.279", "13.695", "25.740", "0.0825", "0.09075",
            ],
        ),
        (
            "33.33",
            [
                "1.000", "10.667", "20.001", "1.033", "11.067", "20.801", "0.06667", "0.073337",
            ],
        ),
        ("100", ["0"; 8]),
    ] {
        let book = book(&vault, &percentage(off, only(&vault)));
        assert_eq!(wholesale(&book), expected.map(amount), "{off} %");
        assert!(
            book.lines
                .iter()
                .all(|line| line.basis == Basis::Percent(percent(off)))
        );
    }
}

#[test]
fn one_percentage_covers_hourly_and_annual_prices() {
    let sentinel = sentinel_ami();
    let book = book(&sentinel, &percentage("15", only(&sentinel)));
    let expected = [
        (upfront("t3.medium", Days(365)), "187.000"),
        (upfront("m5.large", Days(365)), "374.000"),
        (usage("t3.medium"), "0.1445"),
        (usage("m5.large"), "0.289"),
    ];
    let lines: Vec<_> = book
        .lines
        .iter()
        .map(|line| (line.key.clone(), line.wholesale))
        .collect();
    assert_eq!(lines, expected.map(|(key, price)| (key, amount(price))));
}

#[test]
fn a_line_keeps_the_list_price_and_the_names_as_they_were() {
    let vault = vault_storage();
    let book = book(&vault, &percentage("20", only(&vault)));
    assert_eq!(book.currency, Currency::Usd);
    let line = &book.lines[1];
    assert_eq!(line.key, upfront("plain_gb", Months(12)));
    assert_eq!(
        (line.name.as_str(), line.unit.as_str()),
        ("Unencrypted data", "Units")
    );
    assert_eq!(line.list, Some(amount("16.00")));
}

#[test]
fn each_line_may_have_its_own_percentage_or_price() {
    let vault = vault_storage();
    let rules = [
        (
            upfront("plain_gb", Months(12)),
            LineRule::Percent(percent("17.5")),
        ),
        (
            upfront("enc_gb", Months(12)),
            LineRule::Price(amount("12.345")),
        ),
        (usage("plain_over"), LineRule::Price(amount("0.00000001"))),
        (usage("enc_over"), LineRule::Percent(percent("20"))),
    ];
    let book = book(
        &vault,
        &individual(&vault, Currency::Usd, &[Months(12)], &rules),
    );
    assert_eq!(
        wholesale(&book),
        ["13.2", "12.345", "0.00000001", "0.088"].map(amount)
    );
    let bases = [
        Basis::Percent(percent("17.5")),
        Basis::Price,
        Basis::Price,
        Basis::Percent(percent("20")),
    ];
    assert_eq!(
        book.lines.iter().map(|line| line.basis).collect::<Vec<_>>(),
        bases
    );
}

#[test]
fn a_price_above_list_is_taken() {
    let stream = log_stream();
    let book = book(&stream, &individual_price("0.1", only(&stream), |_| None));
    let above: Vec<_> = book
        .lines
        .iter()
        .map(|line| line.above_list(Currency::Usd))
        .collect();
    assert_eq!(above, [false, true], "0.1 is under 0.20 and above 0.05");
    assert!(
        !book.lines[1].above_list(Currency::Eur),
        "euros are not compared with dollars"
    );
}

#[test]
fn prices_of_ones_own_may_be_in_another_currency_and_percentages_may_not() {
    let stream = log_stream();
    for currency in Currency::ALL {
        let priced = [usage("ingest_gb"), usage("scan_host")]
            .map(|key| (key, LineRule::Price(amount("25"))));
        assert_eq!(
            book(&stream, &individual(&stream, currency, &[], &priced)).currency,
            currency
        );
    }
    let rules = [
        (usage("ingest_gb"), LineRule::Price(amount("25"))),
        (usage("scan_host"), LineRule::Percent(percent("10"))),
    ];
    let discount = individual(&stream, Currency::Jpy, &[], &rules);
    let expected = [PriceFault::ForeignCurrency(usage("scan_host"))];
    assert_eq!(
        faults(&stream, &discount, &DimensionChoices::default()),
        expected
    );
}

#[test]
fn a_custom_contract_duration_has_no_list_price_to_take_a_percentage_off() {
    let vault = vault_storage();
    let discount = Discount::Percentage {
        percent: percent("20"),
        durations: BTreeMap::from([(vault.id.clone(), vec![Months(7)])]),
    };
    let expected =
        ["plain_gb", "enc_gb"].map(|key| PriceFault::NoListPrice(upfront(key, Months(7))));
    assert_eq!(
        faults(&vault, &discount, &DimensionChoices::default()),
        expected
    );

    let priced = individual_price("9.50", only(&vault), |_| Some(Months(7)));
    assert_eq!(book(&vault, &priced).lines[0].list, None);
}

#[test]
fn a_line_without_a_rule_has_no_price() {
    let stream = log_stream();
    let discount = individual(
        &stream,
        Currency::Usd,
        &[],
        &[(usage("ingest_gb"), LineRule::Price(amount("0.1")))],
    );
    assert_eq!(
        faults(&stream, &discount, &DimensionChoices::default()),
        [PriceFault::Missing(usage("scan_host"))]
    );
}

#[test]
fn under_a_schedule_only_usage_has_prices_and_keeps_its_list_rate() {
    let vault = vault_storage();
    let lines: Vec<_> = book(&vault, &flexible(schedule(&vault))).lines;
    let expected = [
        (usage("plain_over"), amount("0.1")),
        (usage("enc_over"), amount("0.11")),
    ];
    assert_eq!(
        lines
            .into_iter()
            .map(|line| (line.key, line.wholesale))
            .collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn under_a_schedule_in_another_currency_every_usage_rate_is_given() {
    let fleet = fleet_container();
    let discount = |rates| Discount::Flexible {
        currency: Currency::Gbp,
        schedule: schedule(&fleet),
        rates,
    };
    let none = discount(BTreeMap::new());
    assert_eq!(
        faults(&fleet, &none, &DimensionChoices::default()),
        [PriceFault::ForeignCurrency(usage("task"))]
    );
    let given = discount(BTreeMap::from([(usage("task"), amount("0.03"))]));
    assert_eq!(wholesale(&book(&fleet, &given)), [amount("0.03")]);
}

#[test]
fn only_usage_and_contract_durations_are_charges() {
    assert_eq!(Charge::parse("usage"), Some(Charge::Usage));
    for code in ["", "Usage", "P1Y", "upfront"] {
        assert_eq!(Charge::parse(code), None, "{code:?}");
    }
}

proptest! {
    #[test]
    fn a_charge_reads_back_as_printed(duration in proptest::option::of(any_duration())) {
        let charge = duration.map_or(Charge::Usage, Charge::Upfront);
        prop_assert_eq!(Charge::parse(&charge.code()), Some(charge));
    }

    #[test]
    fn a_percentage_off_never_lifts_a_line_above_list(hundredths in 0..=10_000_i64) {
        let off = rust_decimal::Decimal::new(hundredths, 2).to_string();
        for product in [vault_storage(), sentinel_ami(), log_stream()] {
            let book = book(&product, &percentage(&off, only(&product)));
            prop_assert!(book.lines.iter().all(|line| !line.above_list(Currency::Usd)));
        }
    }
}
