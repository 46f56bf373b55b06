//! Step 4: the flexible payment schedule.

use super::{Typed, Wizard, fill};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{LOGSTREAM, RELAY, VAULT};
use consign::answers::Step;
use consign::domain::schedule::MAX_PAYMENTS;

const SERVICES: &str = "prod-harbormaster1";
const KIND: (&str, &str) = ("discount_type", "flexible");
const LENGTH: (&str, &str) = ("contract_length", "12");
const UNITS: (&str, &str) = ("units[plain_gb]", "100");

/// Two payments in 2027, after a last day in January.
fn schedule() -> Vec<(&'static str, &'static str)> {
    let mut typed = vec![
        KIND,
        LENGTH,
        UNITS,
        ("rate[plain_over]", ""),
        ("currency", "USD"),
    ];
    typed.extend(payment(
        ["amount[1]", "date[1]-day", "date[1]-month", "date[1]-year"],
        ["1,000", "1", "2", "2027"],
    ));
    typed.extend(payment(
        ["amount[2]", "date[2]-day", "date[2]-month", "date[2]-year"],
        ["2000.50", "1", "aug", "2027"],
    ));
    typed
}

fn payment<'t>(names: [&'t str; 4], values: [&'t str; 4]) -> Vec<(&'t str, &'t str)> {
    names.into_iter().zip(values).collect()
}

/// The schedule with one answer changed or added.
fn but(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut typed = schedule();
    typed.retain(|(other, _)| *other != name);
    typed.push((name, value));
    typed
}

/// A draft with room for two payments, usable until 15 January.
fn wizard(portal: &TestPortal) -> Wizard<'_> {
    let wizard = Wizard::of(portal, &[VAULT]);
    let day = [("end-day", "15"), ("end-month", "1"), ("end-year", "2027")];
    let used = [("duration", "single_use"), day[0], day[1], day[2]];
    wizard.accepts(Step::Duration, &used, "dimensions");
    press(&wizard, "Add another payment", &[KIND, LENGTH]);
    wizard
}

/// Presses a button that leads back to the page.
fn press(wizard: &Wizard<'_>, button: &str, typed: Typed<'_>) {
    let form = wizard.page("discount").form(button);
    let answer = wizard.submit("discount", &fill(form, typed));
    let place = answer.location().split('#').next();
    assert_eq!(
        (answer.status, place),
        (303, Some(wizard.at("discount").as_str()))
    );
}

#[test]
fn a_schedule_is_shown_as_it_was_typed_with_its_total() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        wizard.accepts(Step::Discount, &schedule(), "duration");
        let page = wizard.page("discount");
        insta::allow_duplicates! { insta::assert_snapshot!("filled", page.outline()) };
        assert!(page.text().contains("Total: 3,000.50 USD"));
        let review = wizard.page("review");
        assert!(review.errors().is_empty(), "{:?}", review.errors());
        insta::allow_duplicates! { insta::assert_snapshot!("review", review.outline()) };
    });
}

#[test]
fn payments_are_added_and_removed_by_buttons() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let count = || {
            wizard
                .page("discount")
                .attributes("[name^='amount[']", "name")
                .len()
        };
        assert_eq!(count(), 2);
        press(&wizard, "Add another payment", &schedule());
        assert_eq!(count(), 3);
        press(&wizard, "Remove payment 1", &[]);
        let page = wizard.page("discount");
        assert_eq!(
            page.values("amount[1]"),
            ["2000.50"],
            "what was second is first"
        );
        assert_eq!(count(), 2);
        wizard.save(Step::Discount, &[]);
        assert_eq!(count(), 1, "an empty row is not kept");
        let one_less = (MAX_PAYMENTS - 1).to_string();
        let plan = [
            ("plan_total", "5900"),
            ("plan_frequency", "monthly"),
            ("plan_count", one_less.as_str()),
            ("plan_date-day", "1"),
            ("plan_date-month", "2"),
            ("plan_date-year", "2027"),
        ];
        press(&wizard, "Fill in payments", &plan);
        assert_eq!(count(), MAX_PAYMENTS - 1);
        press(&wizard, "Add another payment", &[]);
        assert_eq!(count(), MAX_PAYMENTS);
        let form = wizard.page("discount").form("Add another payment");
        let answer = wizard.submit("discount", &form);
        assert_eq!(answer.status, 422);
        let error = [("amount[60]", "You can add up to 60 payments")];
        super::assert_errors(&answer.page(), &error);
        assert_eq!(count(), MAX_PAYMENTS);
    });
}

#[test]
fn equal_payments_are_filled_in_with_the_remainder_on_the_last() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let plan = [
            ("plan_total", "1,000"),
            ("plan_frequency", "quarterly"),
            ("plan_count", "3"),
            ("plan_date-day", "31"),
            ("plan_date-month", "January"),
            ("plan_date-year", "2027"),
        ];
        press(&wizard, "Fill in payments", &plan);
        let page = wizard.page("discount");
        let rows: Vec<_> = (1..=3)
            .map(|n| {
                let value = |name: &str| page.values(&name.replace('N', &n.to_string())).remove(0);
                [
                    value("amount[N]"),
                    value("date[N]-day"),
                    value("date[N]-month"),
                ]
            })
            .collect();
        assert_eq!(rows[0], ["333.33", "31", "1"]);
        assert_eq!(rows[1], ["333.33", "30", "4"]);
        assert_eq!(rows[2], ["333.34", "31", "7"]);
        wizard.accepts(Step::Discount, &[KIND, LENGTH, UNITS], "duration");

        let form = wizard.page("discount").form("Fill in payments");
        let wrong = [
            ("plan_total", "a lot"),
            ("plan_count", "61"),
            ("plan_date-day", ""),
        ];
        let answer = wizard.submit("discount", &fill(form, &wrong));
        assert_eq!(answer.status, 422);
        let errors = [
            (
                "plan_total",
                "Contract total must be a number, like 1,200.50",
            ),
            (
                "plan_count",
                "Number of payments must be a whole number from 1 to 60",
            ),
            (
                "plan_date-day",
                "Date of the first payment must include a day",
            ),
        ];
        super::assert_errors(&answer.page(), &errors);
        assert_eq!(
            answer.page().values("amount[3]"),
            ["333.34"],
            "the payments stay"
        );
        insta::allow_duplicates! { insta::assert_snapshot!("not_generated", answer.main()) };
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn what_is_wrong_with_a_schedule_is_said_beside_the_field() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let length = "Contract duration must be a whole number of months from 1 to 144";
        let units = "Units of Unencrypted data must be a whole number from 1 to 2,147,483,646";
        for (name, value, field, text) in [
            (
                "contract_length",
                "",
                "contract_length",
                "Enter the contract duration in months",
            ),
            ("contract_length", "145", "contract_length", length),
            ("contract_length", "1.5", "contract_length", length),
            (
                "units[plain_gb]",
                "0",
                "units[plain_gb]",
                "Enter the units of at least one dimension",
            ),
            ("units[plain_gb]", "1.5", "units[plain_gb]", units),
            ("units[plain_gb]", "2147483647", "units[plain_gb]", units),
            (
                "rate[plain_over]",
                "0.123456789",
                "rate[plain_over]",
                "Usage rate for Unencrypted data beyond the contract must have eight decimals or fewer",
            ),
            (
                "rate[plain_over]",
                "some",
                "rate[plain_over]",
                "Usage rate for Unencrypted data beyond the contract must be a number, like 0.05",
            ),
            (
                "amount[1]",
                "",
                "amount[1]",
                "Enter the amount of payment 1",
            ),
            (
                "amount[2]",
                "1.234",
                "amount[2]",
                "Amount of payment 2 must have two decimals or fewer",
            ),
            (
                "amount[2]",
                "100000000.01",
                "amount[2]",
                "Amount of payment 2 must be 100,000,000 or less",
            ),
            (
                "amount[2]",
                "-5",
                "amount[2]",
                "Amount of payment 2 must be 0 or more",
            ),
            (
                "date[2]-month",
                "",
                "date[2]-month",
                "Date of payment 2 must include a month",
            ),
            (
                "date[2]-day",
                "32",
                "date[2]-day",
                "Date of payment 2 must be a real date",
            ),
            (
                "date[2]-month",
                "Feb",
                "date[2]-day",
                "Payments 1 and 2 have the same date",
            ),
            (
                "date[2]-year",
                "2026",
                "date[2]-day",
                "Date of payment 2 must be in the future",
            ),
            (
                "date[2]-year",
                "2028",
                "date[2]-day",
                "Date of payment 2 must be before the contract ends, 15 Jan 2028",
            ),
        ] {
            let page = wizard.refuses(Step::Discount, &but(name, value), &[(field, text)]);
            if name == "contract_length" && value.is_empty() {
                insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
            }
        }
        let typed = but("currency", "JPY");
        let text = "Amount of payment 2 must have no decimals";
        wizard.refuses(Step::Discount, &typed, &[("amount[2]", text)]);
    });
}

#[test]
fn a_schedule_has_at_least_one_payment_and_not_all_of_zero() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let text = "Add at least one payment";
        wizard.refuses(
            Step::Discount,
            &[KIND, LENGTH, UNITS],
            &[("amount[1]", text)],
        );
        let mut free = but("amount[1]", "0");
        free.retain(|(name, _)| !name.contains("[2]"));
        let error = [("zero", "Confirm that the wholesale price is zero")];
        press(&wizard, "Add another payment", &[]);
        wizard.refuses(Step::Discount, &free, &error);
    });
}

#[test]
fn more_payments_than_there_may_be_are_refused() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let days: Vec<[String; 5]> = (1..=61)
            .map(|n: u32| {
                let (day, month) = ((n - 1) % 28 + 1, (n - 1) / 28 + 2);
                [
                    format!("amount[{n}]"),
                    format!("date[{n}]-day"),
                    format!("date[{n}]-month"),
                    day.to_string(),
                    month.to_string(),
                ]
            })
            .collect();
        let years: Vec<String> = (1..=61).map(|n| format!("date[{n}]-year")).collect();
        let mut typed = vec![KIND, LENGTH, UNITS];
        for ([amount, day_name, month_name, day, month], year) in days.iter().zip(&years) {
            let row = [
                (amount.as_str(), "10"),
                (day_name, day),
                (month_name, month),
                (year, "2027"),
            ];
            typed.extend(row);
        }
        let error = [("amount[1]", "You can add up to 60 payments")];
        wizard.refuses(Step::Discount, &typed, &error);
    });
}

#[test]
fn the_last_day_comes_before_the_first_payment() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        wizard.accepts(Step::Discount, &schedule(), "duration");
        let until = |day: &'static str, month: &'static str| {
            [("end-day", day), ("end-month", month), ("end-year", "2027")]
        };
        let page = wizard.page("duration");
        assert!(
            page.texts("input[type=radio]").is_empty(),
            "there is no choice"
        );
        insta::allow_duplicates! { insta::assert_snapshot!("duration", page.outline()) };
        let error = [("end-day", "Last day must be before payment 1 falls due")];
        wizard.refuses(Step::Duration, &until("1", "2"), &error);
        wizard.refuses(
            Step::Duration,
            &until("", "2")[..1],
            &[("end-day", "Last day must include a day")],
        );
        let nothing = [("end-day", ""), ("end-month", ""), ("end-year", "")];
        wizard.refuses(
            Step::Duration,
            &nothing,
            &[("end-day", "Enter the last day")],
        );
        wizard.accepts(Step::Duration, &until("31", "1"), "dimensions");
    });
}

#[test]
fn a_schedule_is_for_one_product_that_has_contract_prices() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        wizard.accepts(Step::Discount, &schedule(), "duration");
        wizard.accepts(Step::Products, &[("product", LOGSTREAM)], "discount");
        let errors = wizard.cannot_be_created();
        let text = "LogStream has no contract prices – choose another kind of discount";
        assert!(errors.contains(&text.to_owned()), "{errors:?}");
        wizard.accepts(
            Step::Products,
            &[("product", VAULT), ("product", "prod-relaydesk0001")],
            "discount",
        );
        let errors = wizard.cannot_be_created();
        let text = "A flexible payment schedule is for one product, and 2 are chosen – choose one product or another kind of discount";
        assert!(errors.contains(&text.to_owned()), "{errors:?}");
        // What was typed is there when the product is alone again.
        wizard.accepts(Step::Products, &[("product", VAULT)], "discount");
        assert!(wizard.page("review").errors().is_empty());
    });
}

#[test]
fn services_are_scheduled_with_one_dimension() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        wizard.accepts(Step::Products, &[("product", SERVICES)], "discount");
        let mut typed = schedule();
        typed.retain(|(name, _)| !name.starts_with("units") && !name.starts_with("rate"));
        let error = [(
            "units[migration]",
            "Enter the units of at least one dimension",
        )];
        wizard.refuses(Step::Discount, &typed, &error);
        typed.push(("units[migration]", "1"));
        wizard.accepts(Step::Discount, &typed, "duration");
    });
}

#[test]
fn the_total_follows_the_payments_while_they_are_typed() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let preview = |kind: &str| {
            let form = fill(wizard.page("discount").form("Update prices"), &schedule());
            let form = form.set("discount_type", kind);
            let request = wizard
                .browser
                .request("POST", &wizard.at("discount/preview"));
            request.form(form.encoded()).send().page()
        };
        let page = preview("flexible");
        assert_eq!(page.texts("#preview .total"), ["Total: 3,000.50 USD"]);
        assert_eq!(
            page.attributes("#preview", "data-said"),
            ["Total of the payments: 3,000.50 USD"]
        );
        assert!(preview("percentage").texts("#preview .total").is_empty());
    });
}

#[test]
fn the_review_tells_the_units_of_added_dimensions_and_all_that_is_said_of_them() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        wizard.accepts(Step::Discount, &schedule(), "duration");
        let add = "Add another dimension to Vault Storage";
        wizard.submit("dimensions", &wizard.page("dimensions").form(add));
        let row = [
            ("dim_name[prod-vaultstorage1][1]", "Archive data"),
            ("dim_key[prod-vaultstorage1][1]", "archive_gb"),
            ("dim_description[prod-vaultstorage1][1]", "Cold and cheap"),
            ("dim_unit[prod-vaultstorage1][1]", "GB"),
            ("dim_units[prod-vaultstorage1][1]", "4000"),
        ];
        wizard.accepts(Step::Dimensions, &row, "buyers");
        let review = wizard.page("review");
        assert!(review.errors().is_empty(), "{:?}", review.errors());
        let said = |selector: &str| review.texts(selector);
        assert!(said("#discount dt").contains(&"Archive data".to_owned()));
        assert!(said("#discount dd").contains(&"4,000 GB".to_owned()));
        assert_eq!(said("#dimensions dt")[1], "Added: Archive data");
        assert_eq!(
            said("#dimensions dd")[1],
            "key archive_gb · Cold and cheap · unit GB · 4,000 GB"
        );
    });
}

#[test]
fn a_tier_is_bought_once_and_alone() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        let used = [("end-day", "15"), ("end-month", "1"), ("end-year", "2027")];
        let page = wizard.page("discount");
        let hint = "The buyer gets one of these, as a tier";
        assert!(page.text().contains(hint), "{}", page.text());
        let with = |units: &[(&'static str, &'static str)]| {
            let mut typed = schedule();
            typed.retain(|(name, _)| {
                *name != UNITS.0 && !name.starts_with("rate[") && !name.contains("[2]")
            });
            typed.extend(units);
            typed
        };
        for (units, at, text) in [
            (
                vec![("units[team]", "1"), ("units[business]", "1")],
                "units[team]",
                "A buyer of Relay Service Desk picks one dimension – you entered units for 2",
            ),
            (
                vec![("units[team]", ""), ("units[business]", "5")],
                "units[business]",
                "Units of Business must be 1 – it is bought as a tier, without a quantity",
            ),
        ] {
            wizard.refuses(Step::Discount, &with(&units), &[(at, text)]);
        }
        let one = [("units[team]", ""), ("units[business]", "1")];
        wizard.accepts(Step::Discount, &with(&one), "duration");
        wizard.accepts(Step::Duration, &used, "dimensions");
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}
