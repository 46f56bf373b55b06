use super::{Case, case, said, several, taken};
use crate::draft::{Draft, eula_file, flexible};
use crate::samples::{
    contract_dimension, harbor_master_services, only, sentinel_ami, vault_storage,
};
use consign::answers::Step;
use consign::domain::catalog::Product;

const LENGTH: &str = "contract_length";
const UNITS: &str = "units[plain_gb]";
const AMOUNT: &str = "amount[1]";

fn with(name: &str, value: &str) -> Draft {
    flexible().put(Step::Discount, &[(name, value)])
}

fn without_payments() -> Draft {
    let rows = ["amount[N]", "date[N]-day", "date[N]-month", "date[N]-year"];
    ["1", "2"].iter().fold(flexible(), |draft, number| {
        let names = rows.map(|name| name.replace('N', number));
        draft.without(Step::Discount, &names.each_ref().map(String::as_str))
    })
}

/// This many payments of one dollar on the days after the last day, for a contract long enough.
fn payments(count: u32) -> Draft {
    (1..=count).fold(without_payments(), |draft, number| {
        let month = (3 + number.div_ceil(28)).to_string();
        let day = ((number - 1) % 28 + 1).to_string();
        draft.paying(number, "1", [&day, &month, "2027"])
    })
}

fn services(dimensions: &[&str]) -> Draft {
    let own = dimensions
        .iter()
        .map(|key| contract_dimension(key, key, &[]))
        .collect();
    let product = Product {
        dimensions: own,
        ..harbor_master_services()
    };
    let draft = flexible()
        .choosing(&[product])
        .put(Step::Eula, &[("eula", &eula_file().id.to_string())]);
    dimensions.iter().fold(draft, |draft, key| {
        draft.put(Step::Discount, &[(&format!("units[{key}]"), "1")])
    })
}

/// Vault Storage sold in tiers, with these units.
fn tiers(units: &[(&str, &str)]) -> Draft {
    let product = Product {
        tiered: true,
        ..vault_storage()
    };
    let draft = with(UNITS, "").choosing(only(&product));
    draft.put(Step::Discount, units)
}

fn amounts() -> Vec<Case> {
    [
        ("", "Enter the amount of payment 1"),
        (
            "much",
            "Amount of payment 1 must be a number, like 1,200.50",
        ),
        (
            "1.200,50",
            "Amount of payment 1 must be written like 1,200.50",
        ),
        ("-0.01", "Amount of payment 1 must be 0 or more"),
        (
            "100000000.01",
            "Amount of payment 1 must be 100,000,000 or less",
        ),
        (
            "200.001",
            "Amount of payment 1 must have two decimals or fewer",
        ),
    ]
    .iter()
    .map(|(typed, text)| case(with(AMOUNT, typed), Step::Discount, AMOUNT, text))
    .collect()
}

fn dates() -> Vec<Case> {
    let second =
        |date, step, at: &str, text: &str| case(flexible().paying(2, "250", date), step, at, text);
    let late = "Date of payment 2 must be before the contract ends, 31 Mar 2028";
    vec![
        second(
            ["", "", ""],
            Step::Discount,
            "date[2]-day",
            "Enter the date of payment 2",
        ),
        second(
            ["1", "", "2027"],
            Step::Discount,
            "date[2]-month",
            "Date of payment 2 must include a month",
        ),
        second(
            ["31", "9", "2027"],
            Step::Discount,
            "date[2]-day",
            "Date of payment 2 must be a real date",
        ),
        second(
            ["1", "4", "2027"],
            Step::Discount,
            "date[2]-day",
            "Payments 1 and 2 have the same date",
        ),
        second(
            ["22", "11", "2026"],
            Step::Discount,
            "date[2]-day",
            "Date of payment 2 must be in the future",
        ),
        second(["31", "3", "2028"], Step::Discount, "date[2]-day", late),
        second(
            ["31", "3", "2027"],
            Step::Duration,
            "end-day",
            "Last day must be before payment 2 falls due",
        ),
        several(
            flexible().paying(2, "", ["", "", ""]),
            Step::Discount,
            &[
                ("amount[2]", "Enter the amount of payment 2"),
                ("date[2]-day", "Enter the date of payment 2"),
            ],
        ),
    ]
}

fn rates() -> Vec<Case> {
    let one = |draft, at: &str, text: &str| case(draft, Step::Discount, at, text);
    vec![
        one(
            with("rate[plain_over]", "cheap"),
            "rate[plain_over]",
            "Usage rate for Unencrypted overage must be a number, like 0.05",
        ),
        one(
            with("rate[plain_over]", "-1"),
            "rate[plain_over]",
            "Usage rate for Unencrypted overage must be 0 or more",
        ),
        one(
            with("rate[plain_over]", "0.000000001"),
            "rate[plain_over]",
            "Usage rate for Unencrypted overage must have eight decimals or fewer",
        ),
        one(
            with("currency", "EUR").put(Step::Discount, &[("rate[plain_over]", "0.1")]),
            "rate[enc_over]",
            "List prices are in USD – enter a wholesale price for Encrypted overage of Vault Storage",
        ),
        one(
            with("currency", "JPY").put(
                Step::Discount,
                &[
                    ("rate[plain_over]", "0.1"),
                    ("rate[enc_over]", "0.1"),
                    (AMOUNT, "200.5"),
                ],
            ),
            AMOUNT,
            "Amount of payment 1 must have no decimals",
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    let one = |draft, at: &str, text: &str| case(draft, Step::Discount, at, text);
    let length = "Contract duration must be a whole number of months from 1 to 144";
    let units = "Units of Unencrypted data must be a whole number from 1 to 2,147,483,646";
    let days = flexible()
        .choosing(&[sentinel_ami()])
        .put(Step::Discount, &[("units[t3.medium]", "1")]);
    let mut cases = vec![
        one(
            with(LENGTH, ""),
            LENGTH,
            "Enter the contract duration in months",
        ),
        one(with(LENGTH, "0"), LENGTH, length),
        one(with(LENGTH, "145"), LENGTH, length),
        one(with(LENGTH, "a year"), LENGTH, length),
        one(
            days.clone().put(Step::Discount, &[(LENGTH, "")]),
            LENGTH,
            "Enter the contract duration in days",
        ),
        one(
            days.put(Step::Discount, &[(LENGTH, "1096")]),
            LENGTH,
            "Contract duration must be a whole number of days from 1 to 1095",
        ),
        one(
            with(UNITS, ""),
            UNITS,
            "Enter the units of at least one dimension",
        ),
        one(
            with(UNITS, "0"),
            UNITS,
            "Enter the units of at least one dimension",
        ),
        one(with(UNITS, "-1"), UNITS, units),
        one(with(UNITS, "1.5"), UNITS, units),
        one(with(UNITS, "2147483647"), UNITS, units),
        one(with(UNITS, "some"), UNITS, units),
        one(
            services(&["design", "migration"]),
            "units[design]",
            "Professional services are scheduled with exactly one dimension – you entered units for 2",
        ),
        one(
            tiers(&[(UNITS, "1"), ("units[enc_gb]", "1")]),
            UNITS,
            "A buyer of Vault Storage picks one dimension – you entered units for 2",
        ),
        one(
            tiers(&[("units[enc_gb]", "25")]),
            "units[enc_gb]",
            "Units of Encrypted data must be 1 – it is bought as a tier, without a quantity",
        ),
        one(without_payments(), AMOUNT, "Add at least one payment"),
        one(payments(61), AMOUNT, "You can add up to 60 payments"),
        one(
            with(AMOUNT, "0").put(Step::Discount, &[("amount[2]", "0")]),
            "zero",
            "Confirm that the wholesale price is zero",
        ),
    ];
    cases.extend(amounts());
    cases.extend(dates());
    cases.extend(rates());
    cases
}

#[test]
fn what_is_wrong_with_a_schedule_is_said_at_its_control() {
    said(&cases());
}

#[test]
fn a_schedule_is_taken_up_to_its_bounds() {
    for draft in [
        flexible(),
        with(LENGTH, "144"),
        with(UNITS, "2,147,483,646"),
        with(AMOUNT, "100000000"),
        with(AMOUNT, "0"),
        with(AMOUNT, "0.01"),
        with("rate[plain_over]", "0.00000001"),
        payments(1),
        payments(60),
        services(&["migration"]),
        tiers(&[("units[enc_gb]", "1")]),
        flexible().paying(2, "250", ["30", "3", "2028"]),
        with(AMOUNT, "0").put(Step::Discount, &[("amount[2]", "0"), ("zero", "yes")]),
    ] {
        taken(&draft);
    }
    let days = flexible().choosing(&[sentinel_ami()]);
    taken(&days.put(
        Step::Discount,
        &[("units[t3.medium]", "1"), (LENGTH, "1095")],
    ));
}

#[test]
fn without_a_product_there_is_no_schedule_to_type() {
    let draft = flexible().choosing(&[]);
    assert_eq!(
        draft.problems(Step::Discount),
        [(
            "discount_type".to_owned(),
            "Select the product first".to_owned()
        )]
    );
}
