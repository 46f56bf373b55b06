//! The buyer's prices: the worked examples to the last digit, and what is refused.

use super::{scheduled, vault_at};
use crate::samples::{
    amount, decimal, harbor_master_services, individual, individual_price, markup, only,
    opportunity_of, payment, percent, schedule, upfront, usage, vault_storage,
};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::discount::LineRule;
use consign::domain::money::{Currency, total};
use consign::domain::offer::adjustment::{
    Adjustment, PriceRefusal, equivalent_markup, lines, payments,
};
use consign::domain::opportunity::Opportunity;
use consign::domain::pricing::LineKey;
use consign::domain::schedule::Schedule;
use proptest::prelude::*;

const USD: Currency = Currency::Usd;

fn price(opportunity: &Opportunity, adjustment: &Adjustment, key: &LineKey) -> String {
    let lines = lines(&opportunity.prices, adjustment).unwrap();
    let line = lines.iter().find(|line| line.key == *key).unwrap();
    assert_eq!(
        line.margin(),
        line.price.value() - line.wholesale.value(),
        "{key:?}"
    );
    line.price.plain(USD)
}

#[test]
fn a_markup_is_added_to_every_wholesale_price() {
    let five = Adjustment::Markup(markup("5"));
    let twenty = vault_at("20");
    assert_eq!(
        price(&twenty, &five, &upfront("plain_gb", Months(12))),
        "13.44"
    );
    let seventeen = vault_at("17.5");
    for (key, expected) in [
        (upfront("enc_gb", Months(12)), "14.38"),
        (usage("enc_over"), "0.0952875"),
    ] {
        assert_eq!(price(&seventeen, &five, &key), expected);
    }
}

#[test]
fn a_discount_is_taken_off_the_list_price_and_worth_a_markup() {
    let key = upfront("plain_gb", Months(12));
    for (wholesale, buyer, expected, worth) in [
        ("20", "12", "14.08", "10"),
        ("20", "15", "13.60", "6.25"),
        ("20", "7", "14.88", "16.25"),
        ("20", "20", "12.80", "0"),
        ("17.5", "10", "14.40", "9.090909091"),
        ("95", "10", "14.40", "1700"),
    ] {
        let opportunity = vault_at(wholesale);
        let discount = percent(buyer);
        let adjustment = Adjustment::Discount(discount);
        assert_eq!(price(&opportunity, &adjustment, &key), expected);
        assert_eq!(
            equivalent_markup(&opportunity.prices, discount).map(|markup| markup.to_string()),
            Some(worth.to_owned()),
            "{buyer}"
        );
    }
    let opportunity = vault_at("17.5");
    let enc = upfront("enc_gb", Months(12));
    let ten = Adjustment::Discount(percent("10"));
    let worth = Adjustment::Markup(markup("9.090909091"));
    assert_eq!(price(&opportunity, &ten, &enc), "14.94");
    assert_eq!(price(&opportunity, &worth, &enc), "14.94");
}

#[test]
fn a_discount_larger_than_the_vendors_is_below_wholesale_in_every_line() {
    let opportunity = vault_at("20");
    let refused = lines(&opportunity.prices, &Adjustment::Discount(percent("25"))).unwrap_err();
    assert_eq!(refused.len(), opportunity.prices.lines.len());
    let first = PriceRefusal::BelowWholesale(upfront("plain_gb", Months(1)), amount("1.2"));
    assert_eq!(refused[0], first);
    assert_eq!(equivalent_markup(&opportunity.prices, percent("25")), None);
    // One line below is enough to refuse all.
    let vault = vault_storage();
    let rules = [
        (
            upfront("plain_gb", Months(12)),
            LineRule::Percent(percent("20")),
        ),
        (
            upfront("enc_gb", Months(12)),
            LineRule::Percent(percent("10")),
        ),
        (usage("plain_over"), LineRule::Percent(percent("20"))),
        (usage("enc_over"), LineRule::Percent(percent("20"))),
    ];
    let uneven = opportunity_of(&vault, individual(&vault, USD, &[Months(12)], &rules));
    assert_eq!(
        lines(&uneven.prices, &Adjustment::Discount(percent("15"))),
        Err(vec![PriceRefusal::BelowWholesale(
            upfront("enc_gb", Months(12)),
            amount("14.94")
        )])
    );
    assert_eq!(
        equivalent_markup(&uneven.prices, percent("10")),
        None,
        "lines that differ share no markup"
    );
    assert!(lines(&uneven.prices, &Adjustment::Discount(percent("10"))).is_ok());
}

#[test]
fn a_discount_needs_list_prices_in_the_same_currency() {
    let services = harbor_master_services();
    let discount = individual_price("40000", only(&services), |_| Some(Months(3)));
    let without = opportunity_of(&services, discount);
    let ten = Adjustment::Discount(percent("10"));
    assert_eq!(
        lines(&without.prices, &ten),
        Err(vec![PriceRefusal::NoListPrice(upfront(
            "migration",
            Months(3)
        ))])
    );
    let mut euro = vault_at("20");
    euro.prices.currency = Currency::Eur;
    assert_eq!(
        lines(&euro.prices, &ten),
        Err(vec![PriceRefusal::ForeignCurrency]),
        "said once for all lines"
    );
    assert!(lines(&euro.prices, &Adjustment::Markup(markup("5"))).is_ok());
}

#[test]
fn a_markup_may_lift_no_price_above_the_largest() {
    let vault = vault_storage();
    let discount = individual_price("90909090.909", only(&vault), |_| Some(Months(12)));
    let opportunity = opportunity_of(&vault, discount);
    assert!(lines(&opportunity.prices, &Adjustment::Markup(markup("10"))).is_ok());
    let refused = lines(&opportunity.prices, &Adjustment::Markup(markup("10.1"))).unwrap_err();
    assert_eq!(
        refused[0],
        PriceRefusal::TooLarge(upfront("plain_gb", Months(12)))
    );
}

#[test]
fn yen_have_no_decimals_except_in_usage() {
    let mut opportunity = vault_at("0");
    opportunity.prices.currency = Currency::Jpy;
    for line in &mut opportunity.prices.lines {
        line.wholesale = amount("1283");
    }
    let priced = lines(&opportunity.prices, &Adjustment::Markup(markup("7.77"))).unwrap();
    let of = |key: LineKey| {
        let line = priced.iter().find(|line| line.key == key).unwrap();
        line.price.plain(Currency::Jpy)
    };
    assert_eq!(of(upfront("plain_gb", Months(12))), "1383");
    assert_eq!(of(usage("plain_over")), "1382.6891");
}

#[test]
fn a_schedule_takes_one_markup_or_own_amounts_each_at_least_the_vendors() {
    let plan = scheduled().schedule.unwrap();
    let five = Adjustment::Markup(markup("5"));
    let marked_up = payments(&plan, &five, USD).unwrap();
    assert_eq!(
        marked_up,
        [
            payment("2027-04-01", "210.00"),
            payment("2027-10-01", "262.50")
        ]
    );
    let own =
        |amounts: &[&str]| Adjustment::OwnAmounts(amounts.iter().map(|a| amount(a)).collect());
    let paid = payments(&plan, &own(&["220.00", "250.00"]), USD).unwrap();
    assert_eq!(total(paid.iter().map(|p| p.amount)), decimal("470.00"));
    assert_eq!(
        payments(&plan, &own(&["200.00", "250.00"]), USD),
        Ok(plan.payments.clone())
    );
    for (first, second, number, least) in [
        ("190.00", "290.00", 1, "200"),
        ("300.00", "249.99", 2, "250"),
    ] {
        assert_eq!(
            payments(&plan, &own(&[first, second]), USD),
            Err(vec![PriceRefusal::PaymentTooSmall(number, amount(least))]),
            "{first} and {second}, although the total is higher"
        );
    }
    assert_eq!(
        payments(&plan, &own(&["199.99", "249.99"]), USD),
        Err(vec![
            PriceRefusal::PaymentTooSmall(1, amount("200")),
            PriceRefusal::PaymentTooSmall(2, amount("250"))
        ])
    );
    for count in [0, 1, 3] {
        assert_eq!(
            payments(&plan, &own(&vec!["900.00"; count]), USD),
            Err(vec![PriceRefusal::AmountCount(2)])
        );
    }
    assert_eq!(
        payments(&plan, &Adjustment::Discount(percent("0")), USD),
        Err(vec![PriceRefusal::DiscountOfSchedule])
    );
}

#[test]
fn totals_are_sums_of_rounded_payments() {
    let vault = vault_storage();
    let months = (1..=12).map(|month| payment(&format!("2027-{month:02}-01"), "83.33"));
    let plan = Schedule {
        payments: months.collect(),
        ..schedule(&vault)
    };
    let seven = Adjustment::Markup(markup("7"));
    let paid = payments(&plan, &seven, USD).unwrap();
    assert!(paid.iter().all(|payment| payment.amount == amount("89.16")));
    assert_eq!(total(paid.iter().map(|p| p.amount)), decimal("1069.92"));
}

#[test]
fn own_amounts_leave_everything_else_at_wholesale() {
    let opportunity = scheduled();
    let own = Adjustment::OwnAmounts(vec![amount("300"), amount("300")]);
    for line in lines(&opportunity.prices, &own).unwrap() {
        assert_eq!(line.price, line.wholesale);
    }
}

proptest! {
    #[test]
    fn no_accepted_discount_is_below_wholesale_in_any_line(
        wholesale in 0_i32..=10_000,
        buyer in 0_i32..=10_000,
    ) {
        let text = |hundredths: i32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let opportunity = priced_at(&text(wholesale));
        let adjustment = Adjustment::Discount(percent(&text(buyer)));
        match lines(&opportunity.prices, &adjustment) {
            Ok(lines) => prop_assert!(lines.iter().all(|line| line.price >= line.wholesale)),
            Err(refused) => prop_assert!(
                buyer > wholesale
                    && refused.iter().all(|r| matches!(r, PriceRefusal::BelowWholesale(..)))
            ),
        }
    }

    #[test]
    fn more_markup_is_never_a_lower_price(
        wholesale in 0_i32..=9_999,
        less in 0_i64..=1_000_000_000_000,
        more in 0_i64..=1_000_000_000_000,
    ) {
        let opportunity = priced_at(&format!("{}.{:02}", wholesale / 100, wholesale % 100));
        let of = |billionths: i64| {
            let markup = markup(&rust_decimal::Decimal::new(billionths, 9).to_string());
            lines(&opportunity.prices, &Adjustment::Markup(markup)).unwrap()
        };
        let (less, more) = (of(less.min(more)), of(less.max(more)));
        for (less, more) in less.iter().zip(&more) {
            prop_assert!(less.wholesale <= less.price && less.price <= more.price);
        }
    }

    #[test]
    fn own_amounts_are_taken_exactly_when_none_is_under_the_vendors(
        first in 0_i64..=50_000,
        second in 0_i64..=50_000,
    ) {
        let plan = scheduled().schedule.unwrap();
        let amounts = [first, second].map(|cents| {
            amount(&rust_decimal::Decimal::new(cents, 2).to_string())
        });
        let short = [first < 20_000, second < 25_000];
        match payments(&plan, &Adjustment::OwnAmounts(amounts.to_vec()), USD) {
            Ok(paid) => {
                prop_assert_eq!(short, [false, false]);
                prop_assert_eq!(total(paid.iter().map(|p| p.amount)), total(amounts));
                prop_assert!(paid.iter().zip(&plan.payments).all(|(a, b)| a.date == b.date));
            }
            Err(refused) => {
                prop_assert_eq!(refused.len(), short.iter().filter(|short| **short).count());
            }
        }
    }
}

/// Vault Storage at a discount that may be one hundred percent, which is confirmed elsewhere.
fn priced_at(off: &str) -> Opportunity {
    let mut opportunity = vault_at("20");
    for line in &mut opportunity.prices.lines {
        let list = line.list.unwrap();
        line.wholesale = list.less(percent(off), line.key.charge.kind(), USD);
    }
    opportunity
}
