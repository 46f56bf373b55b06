//! Step 6: dimensions and usage fees of SaaS contracts.

use super::{Typed, Wizard, fill};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{LOGSTREAM, RELAY, VAULT};
use consign::answers::Step;

const NAME: &str = "dim_name[prod-vaultstorage1][1]";
const KEY: &str = "dim_key[prod-vaultstorage1][1]";
const DESCRIPTION: &str = "dim_description[prod-vaultstorage1][1]";
const UNIT: &str = "dim_unit[prod-vaultstorage1][1]";
const PRICES: [&str; 3] = [
    "dim_price[prod-vaultstorage1][1][P1M]",
    "dim_price[prod-vaultstorage1][1][P12M]",
    "dim_price[prod-vaultstorage1][1][P24M]",
];
const ADD: &str = "Add another dimension to Vault Storage";
const FEE: &str = "fee[prod-vaultstorage1][plain_over]";

/// A row that is all right.
const ROW: [(&str, &str); 7] = [
    (NAME, "Archive data"),
    (KEY, ""),
    (DESCRIPTION, ""),
    (UNIT, ""),
    (PRICES[0], "0.40"),
    (PRICES[1], "3.125"),
    (PRICES[2], "6"),
];

fn but<'t>(name: &'t str, value: &'t str) -> Vec<(&'t str, &'t str)> {
    let mut typed = ROW.to_vec();
    typed.retain(|(other, _)| *other != name);
    typed.push((name, value));
    typed
}

/// A draft for Vault Storage with a row for a dimension.
fn wizard(portal: &TestPortal) -> Wizard<'_> {
    let wizard = Wizard::of(portal, &[VAULT]);
    press(&wizard, ADD, &[]);
    wizard
}

fn press(wizard: &Wizard<'_>, button: &str, typed: Typed<'_>) {
    let form = fill(wizard.page("dimensions").form(button), typed);
    let answer = wizard.submit("dimensions", &form);
    let place = answer.location().split('#').next();
    assert_eq!(
        (answer.status, place),
        (303, Some(wizard.at("dimensions").as_str()))
    );
}

#[test]
fn all_dimensions_are_kept_unless_somebody_says_otherwise() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT, LOGSTREAM]);
        let page = wizard.page("dimensions");
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        assert!(
            !page.texts("h2").contains(&"LogStream".to_owned()),
            "it is no SaaS contract"
        );
        wizard.accepts(Step::Dimensions, &[], "buyers");
        assert!(wizard.page("review").texts("#dimensions dd").is_empty());
    });
}

#[test]
fn rows_are_added_and_removed_by_buttons_and_show_what_they_say() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        press(&wizard, ADD, &[]);
        let mut typed = but(KEY, "archive_gb");
        typed.retain(|(name, _)| ![DESCRIPTION, UNIT].contains(name));
        typed.extend([(DESCRIPTION, "Cold archive"), (UNIT, "GB")]);
        press(&wizard, "Remove added dimension 2 of Vault Storage", &typed);
        let form = wizard.page("dimensions").form("Save and continue");
        let form = form.choose("keep[prod-vaultstorage1][enc_gb]", &[]);
        let answer = wizard.submit("dimensions", &fill(form, &[(FEE, "0.05")]));
        assert_eq!(
            (answer.status, answer.location()),
            (303, wizard.at("buyers").as_str())
        );
        insta::allow_duplicates! { insta::assert_snapshot!("filled", wizard.page("dimensions").outline()) };
        let review = wizard.page("review");
        assert_eq!(
            review.texts("#dimensions dd"),
            [
                "without Encrypted data; with Archive data added; own fee for Unencrypted data beyond the contract",
                "key archive_gb · Cold archive · unit GB"
            ]
        );
        insta::allow_duplicates! { insta::assert_snapshot!("review", review.outline()) };
    });
}

#[test]
fn at_least_one_dimension_is_kept() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let (first, second) = (
            "keep[prod-vaultstorage1][plain_gb]",
            "keep[prod-vaultstorage1][enc_gb]",
        );
        let form = wizard.page("dimensions").form("Save and continue");
        let answer = wizard.submit("dimensions", &form.choose(first, &[]).choose(second, &[]));
        assert_eq!(answer.status, 422);
        super::assert_errors(
            &answer.page(),
            &[(first, "Keep at least one dimension of Vault Storage")],
        );
        insta::allow_duplicates! { insta::assert_snapshot!("refused", answer.main()) };
        // One of the ISV's own is enough.
        press(&wizard, ADD, &[]);
        wizard.accepts(Step::Dimensions, &ROW, "buyers");
    });
}

#[test]
fn what_is_wrong_with_a_row_is_said_beside_it() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let long = |length: usize| "x".repeat(length);
        let (name, description, unit, long_key) = (long(81), long(1001), long(21), long(101));
        let key = "Dimension key must use only letters, numbers, dots, dashes and underscores";
        for (field, value, text) in [
            (NAME, "", "Enter a name for dimension 1 of Vault Storage"),
            (
                NAME,
                name.as_str(),
                "Dimension name must be one line of 80 characters or less",
            ),
            (
                NAME,
                "Encrypted data",
                "Dimension names of Vault Storage must differ – \"Encrypted data\" is used twice",
            ),
            (
                NAME,
                "encrypted DATA",
                "Dimension names of Vault Storage must differ – \"encrypted DATA\" is used twice",
            ),
            (KEY, "archive gb", key),
            (KEY, "archiv\u{e9}", key),
            (
                KEY,
                &long_key,
                "Dimension key must be 100 characters or less",
            ),
            (
                KEY,
                "enc_over",
                "Dimension keys of Vault Storage must differ – \"enc_over\" is used twice",
            ),
            (
                DESCRIPTION,
                &description,
                "Dimension description must be 1,000 characters or less",
            ),
            (
                UNIT,
                &unit,
                "Dimension unit must be one line of 20 characters or less",
            ),
        ] {
            wizard.refuses(Step::Dimensions, &but(field, value), &[(field, text)]);
        }
    });
}

#[test]
fn what_is_wrong_with_a_price_is_said_beside_it() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        for (field, value, text) in [
            (
                PRICES[1],
                "",
                "Enter a price for Archive data for 12 months",
            ),
            (
                PRICES[1],
                "1.2345",
                "Price for Archive data for 12 months must have three decimals or fewer",
            ),
            (
                PRICES[1],
                "-1",
                "Price for Archive data for 12 months must be 0 or more",
            ),
            (
                PRICES[1],
                "free",
                "Price for Archive data for 12 months must be a number, like 1,200.50",
            ),
            (
                PRICES[1],
                "100000000.5",
                "Price for Archive data for 12 months must be 100,000,000 or less",
            ),
        ] {
            wizard.refuses(Step::Dimensions, &but(field, value), &[(field, text)]);
        }
    });
}

#[test]
fn a_price_of_zero_is_confirmed_where_the_discount_is() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let zero = wizard.save(Step::Dimensions, &but(PRICES[1], "0"));
        assert_eq!(zero.status, 303);
        assert_eq!(
            wizard.cannot_be_created(),
            ["Confirm that the wholesale price is zero"]
        );
    });
}

#[test]
fn usage_fees_are_numbers_with_up_to_eight_decimals() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        for (fee, text) in [
            (
                "some",
                "Additional usage fee for Unencrypted data beyond the contract must be a number, like 0.05",
            ),
            (
                "0.000000001",
                "Additional usage fee for Unencrypted data beyond the contract must have eight decimals or fewer",
            ),
            (
                "-0.1",
                "Additional usage fee for Unencrypted data beyond the contract must be 0 or more",
            ),
            (
                "100000001",
                "Additional usage fee for Unencrypted data beyond the contract must be 100,000,000 or less",
            ),
        ] {
            wizard.refuses(Step::Dimensions, &[(FEE, fee)], &[(FEE, text)]);
        }
        wizard.accepts(Step::Dimensions, &[(FEE, "0.12345678")], "buyers");
        assert!(wizard.page("review").text().contains("0.12345678 USD"));
    });
}

#[test]
fn a_step_that_does_not_apply_leads_on_and_says_why() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        assert_eq!(wizard.page("details").texts(".steps-line"), ["Step 1 of 9"]);
        let answer = wizard.browser.get(&wizard.at("dimensions"));
        assert_eq!(
            (answer.status, answer.location()),
            (303, wizard.at("buyers").as_str())
        );
        let banner = wizard.browser.follow(answer).page().texts("[data-banner]");
        let words =
            "None of the chosen products is a SaaS contract, so there are no dimensions to change.";
        assert!(banner.len() == 1 && banner[0].contains(words), "{banner:?}");
        assert!(
            wizard.page("buyers").texts("[data-banner]").is_empty(),
            "said once"
        );
        wizard.accepts(Step::Products, &[("product", RELAY)], "discount");
        assert_eq!(
            wizard.page("details").texts(".steps-line"),
            ["Step 1 of 10"]
        );
    });
}
