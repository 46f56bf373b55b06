//! Rules that the demo's products hardly break, broken through the forms: each is said at its field, and nothing typed is lost.

use super::stale::change;
use super::{Typed, Wizard};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{VAULT, fields};
use consign::answers::Step;
use consign::domain::catalog::{DimensionKey, Product};
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};

const ATLAS: &str = "prod-atlasami00001";
const SENTINEL: &str = "prod-sentinelami01";
const SERVICES: &str = "prod-harbormaster1";

const PERCENTAGE: [(&str, &str); 2] = [("discount_type", "percentage"), ("percent", "20")];

/// Gives each dimension that is paid up front a list price for these contract durations as well.
fn also_for(product: &mut Product, durations: &[ContractDuration]) {
    for dimension in &mut product.dimensions {
        let price = *dimension.upfront.values().next().expect("a list price");
        let added = durations.iter().map(|duration| (*duration, price));
        dimension.upfront.extend(added);
    }
}

#[test]
fn a_product_has_only_so_many_contract_durations() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[ATLAS]);
        let more = [Months(1), Months(6), Months(18), Months(24)];
        change(&wizard, ATLAS, |product| also_for(product, &more));
        let term = "term[prod-atlasami00001]";
        let codes = ["P1M", "P6M", "P12M", "P18M", "P24M", "P36M"];
        let mut typed = PERCENTAGE.to_vec();
        typed.extend(codes.map(|code| (term, code)));
        let text = "You can select up to 5 contract durations of Atlas Contract AMI";
        wizard.refuses(Step::Discount, &typed, &[(term, text)]);
        typed.pop();
        wizard.accepts(Step::Discount, &typed, "duration");
    });
}

#[test]
fn hourly_prices_go_with_one_of_several_long_terms() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[SENTINEL]);
        change(&wizard, SENTINEL, |product| also_for(product, &[Days(730)]));
        let term = "term[prod-sentinelami01]";
        let mut typed = PERCENTAGE.to_vec();
        typed.extend([(term, "P365D"), (term, "P730D")]);
        let text =
            "Select one contract duration of Sentinel AMI – hourly prices go with one long term";
        wizard.refuses(Step::Discount, &typed, &[(term, text)]);
        typed.pop();
        wizard.accepts(Step::Discount, &typed, "duration");
    });
}

#[test]
fn a_long_term_is_free_only_beside_a_free_hour_and_one_that_is_not() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[SENTINEL]);
        let typed = |hour: &'static str, other: &'static str| {
            [
                ("discount_type", "individual"),
                ("zero", "yes"),
                ("term[prod-sentinelami01]", "P365D"),
                ("rule[prod-sentinelami01][t3.medium:P365D]", "price"),
                ("value[prod-sentinelami01][t3.medium:P365D]", "0"),
                ("rule[prod-sentinelami01][t3.medium]", "price"),
                ("value[prod-sentinelami01][t3.medium]", hour),
                ("rule[prod-sentinelami01][m5.large:P365D]", "price"),
                ("value[prod-sentinelami01][m5.large:P365D]", other),
            ]
        };
        let text = |name: &str| {
            format!(
                "The long-term price of {name} can be zero only if its hourly price is zero and another long-term price is not"
            )
        };
        let [medium, large] = ["t3.medium", "m5.large"].map(text);
        let refused = typed("0.10", "440");
        wizard.refuses(Step::Discount, &refused, &[("zero", &medium)]);
        let errors = [("zero", medium.as_str()), ("zero", &large)];
        wizard.refuses(Step::Discount, &typed("0", "0"), &errors);
        wizard.accepts(Step::Discount, &typed("0", "440"), "duration");
    });
}

/// A schedule of one payment of storage, all right as it stands.
const SCHEDULE: [(&str, &str); 10] = [
    ("discount_type", "flexible"),
    ("currency", "USD"),
    ("contract_length", "12"),
    ("units[plain_gb]", "100"),
    ("rate[plain_over]", ""),
    ("rate[enc_over]", ""),
    ("amount[1]", "1,000"),
    ("date[1]-day", "1"),
    ("date[1]-month", "2"),
    ("date[1]-year", "2027"),
];

/// The schedule with some of it changed or added.
fn but<'t>(changed: Typed<'t>) -> Vec<(&'t str, &'t str)> {
    let mut typed = SCHEDULE.to_vec();
    typed.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    typed.extend(changed);
    typed
}

/// A draft of storage on this schedule, usable until 15 January.
fn scheduled(portal: &TestPortal) -> Wizard<'_> {
    Wizard::with(portal, |trade, answers| {
        *answers = trade.answers("Q1 renewals");
        answers.set(Step::Products, fields(&[("product", VAULT)]));
        answers.set(Step::Discount, fields(&SCHEDULE));
        let duration = [
            ("duration", "single_use"),
            ("end-day", "15"),
            ("end-month", "1"),
            ("end-year", "2027"),
        ];
        answers.set(Step::Duration, fields(&duration));
    })
}

#[test]
fn each_payment_has_a_day_and_each_rate_a_price_in_the_currency() {
    on_each_database(|portal| {
        let wizard = scheduled(portal);
        let nothing = [
            ("date[1]-day", ""),
            ("date[1]-month", ""),
            ("date[1]-year", ""),
        ];
        let second = [("amount[2]", "250")];
        let foreign = [("currency", "EUR"), ("rate[plain_over]", "0.1")];
        let cases: [(Typed<'_>, &str, &str); 4] = [
            (&nothing, "date[1]-day", "Enter the date of payment 1"),
            (
                &[("rate[plain_over]", "-1")],
                "rate[plain_over]",
                "Usage rate for Unencrypted data beyond the contract must be 0 or more",
            ),
            (
                &foreign,
                "rate[enc_over]",
                "List prices are in USD – enter a wholesale price for Encrypted data beyond the contract of Vault Storage",
            ),
            // Last, as its row stays.
            (&second, "date[2]-day", "Enter the date of payment 2"),
        ];
        for (changed, field, text) in cases {
            wizard.refuses(Step::Discount, &but(changed), &[(field, text)]);
        }
        let both = [("amount[2]", ""), ("date[2]-day", "1")];
        let errors = [
            ("amount[2]", "Enter the amount of payment 2"),
            (
                "date[2]-month",
                "Date of payment 2 must include a month and a year",
            ),
        ];
        wizard.refuses(Step::Discount, &but(&both), &errors);
    });
}

#[test]
fn services_are_scheduled_with_no_more_than_one_dimension() {
    on_each_database(|portal| {
        let wizard = scheduled(portal);
        change(&wizard, SERVICES, |product| {
            let mut design = product.dimensions[0].clone();
            design.key = DimensionKey::parse("design").expect("a key");
            design.name = "Design project".to_owned();
            product.dimensions.push(design);
        });
        wizard.accepts(Step::Products, &[("product", SERVICES)], "discount");
        let mut typed = SCHEDULE.to_vec();
        typed.retain(|(name, _)| !name.starts_with("units") && !name.starts_with("rate"));
        typed.extend([("units[migration]", "1"), ("units[design]", "2")]);
        let text = "Professional services are scheduled with exactly one dimension – you entered units for 2";
        wizard.refuses(Step::Discount, &typed, &[("units[migration]", text)]);
        typed.pop();
        typed.push(("units[design]", ""));
        wizard.accepts(Step::Discount, &typed, "duration");
    });
}

#[test]
fn a_dimension_whose_units_are_paid_for_is_kept() {
    on_each_database(|portal| {
        let wizard = scheduled(portal);
        let keep = "keep[prod-vaultstorage1][plain_gb]";
        let form = wizard.page("dimensions").form("Save and continue");
        let answer = wizard.submit("dimensions", &form.choose(keep, &[]));
        assert_eq!(answer.status, 422);
        let text = "Keep Unencrypted data – the payment schedule includes units of it";
        super::assert_errors(&answer.page(), &[(keep, text)]);
        assert_eq!(wizard.cannot_be_created(), [text]);
        wizard.accepts(Step::Dimensions, &[(keep, "yes")], "buyers");
        assert!(wizard.page("review").errors().is_empty());
    });
}

#[test]
fn a_dimension_added_to_a_schedule_has_units() {
    on_each_database(|portal| {
        let wizard = scheduled(portal);
        let (name, units) = (
            "dim_name[prod-vaultstorage1][1]",
            "dim_units[prod-vaultstorage1][1]",
        );
        let form = wizard.page("dimensions");
        let form = form.form("Add another dimension to Vault Storage");
        assert_eq!(wizard.submit("dimensions", &form).status, 303);
        let range = "Units of Archive data must be a whole number from 1 to 2,147,483,646";
        for (typed, text) in [
            ("", "Enter the units of Archive data"),
            ("0", range),
            ("1.5", range),
            ("some", range),
            ("2147483647", range),
        ] {
            let row = [(name, "Archive data"), (units, typed)];
            wizard.refuses(Step::Dimensions, &row, &[(units, text)]);
        }
        let row = [(name, "Archive data"), (units, "2147483646")];
        wizard.accepts(Step::Dimensions, &row, "buyers");
    });
}
