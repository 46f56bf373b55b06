//! Step 4: a percentage or a price for each product and dimension.

use super::Wizard;
use crate::html::Page;
use crate::portal::on_each_database;
use crate::trade::{LOGSTREAM, RELAY, VAULT};
use consign::answers::Step;

const RULE_ALL: &str = "rule[prod-relaydesk0001][*]";
const VALUE_ALL: &str = "value[prod-relaydesk0001][*]";
const RULE_TEAM: &str = "rule[prod-relaydesk0001][team:P12M]";
const VALUE_TEAM: &str = "value[prod-relaydesk0001][team:P12M]";
const KIND: (&str, &str) = ("discount_type", "individual");
const TERM: (&str, &str) = ("term[prod-relaydesk0001]", "P12M");

#[test]
fn each_row_has_a_percentage_or_a_price_and_the_first_counts_for_the_rest() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        let typed = [
            KIND,
            TERM,
            (RULE_ALL, "percent"),
            (VALUE_ALL, "25"),
            (RULE_TEAM, "price"),
            (VALUE_TEAM, "10,000"),
        ];
        wizard.accepts(Step::Discount, &typed, "duration");
        let page = wizard.page("discount");
        insta::allow_duplicates! { insta::assert_snapshot!("filled", page.outline()) };
        let prices = page.texts("#preview td:last-child");
        assert_eq!(
            prices,
            ["10,000.00 USD above list", "23,400.00 USD", "58,500.00 USD"]
        );
        let review = wizard.page("review");
        assert!(review.errors().is_empty());
        let warning = "Check: A wholesale price of Relay Service Desk is above its list price.";
        assert!(
            review.texts(".warning").contains(&warning.to_owned()),
            "{:?}",
            review.texts(".warning")
        );
    });
}

#[test]
fn what_is_wrong_with_a_row_is_said_beside_it() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        for (rule, value, text) in [
            (
                "price",
                "much",
                "Wholesale price for Team must be a number, like 1,200.50",
            ),
            (
                "price",
                "1.200,50",
                "Wholesale price for Team must be written like 1,200.50",
            ),
            ("price", "-1", "Wholesale price for Team must be 0 or more"),
            (
                "price",
                "1.2345",
                "Wholesale price for Team must have three decimals or fewer",
            ),
            (
                "price",
                "100000000.001",
                "Wholesale price for Team must be 100,000,000 or less",
            ),
            (
                "percent",
                "half",
                "Discount for Team must be a number, like 12.5",
            ),
            ("percent", "-0.01", "Discount for Team must be 0 or more"),
            ("percent", "101", "Discount for Team must be 100 or less"),
            (
                "percent",
                "1.001",
                "Discount for Team must have two decimals or fewer",
            ),
        ] {
            let typed = [
                KIND,
                TERM,
                (VALUE_ALL, "5"),
                (RULE_TEAM, rule),
                (VALUE_TEAM, value),
            ];
            let page = wizard.refuses(Step::Discount, &typed, &[(VALUE_TEAM, text)]);
            if value == "much" {
                insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
            }
        }
        let typed = [
            KIND,
            TERM,
            (RULE_ALL, "percent"),
            (VALUE_ALL, "all"),
            (VALUE_TEAM, ""),
        ];
        let error = [(
            VALUE_ALL,
            "Discount for all dimensions must be a number, like 12.5",
        )];
        wizard.refuses(Step::Discount, &typed, &error);
    });
}

#[test]
fn no_row_may_be_left_without_a_price() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        let typed = [
            KIND,
            TERM,
            (RULE_TEAM, "percent"),
            (VALUE_TEAM, "5"),
            ("rule[prod-relaydesk0001][business:P12M]", "percent"),
            ("rule[prod-relaydesk0001][enterprise:P12M]", "percent"),
        ];
        let missing = ["Business", "Enterprise"].map(|name| {
            (
                format!("value[prod-relaydesk0001][{}:P12M]", name.to_lowercase()),
                format!("Enter a discount or price for {name} of Relay Service Desk"),
            )
        });
        let errors = missing
            .each_ref()
            .map(|(field, text)| (field.as_str(), text.as_str()));
        wizard.refuses(Step::Discount, &typed, &errors);
        assert!(
            wizard
                .page("discount")
                .text()
                .contains("2 prices are still missing.")
        );
    });
}

#[test]
fn one_sentence_asks_for_the_prices_of_a_product_of_which_nothing_is_said() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT, RELAY]);
        let enter = |title: &str| format!("Enter a discount or price for {title}");
        let (vault, relay) = (enter("Vault Storage"), enter("Relay Service Desk"));
        let of_vault = "value[prod-vaultstorage1][*]";
        // There are no list prices in another currency, with which rows would begin.
        wizard.refuses(
            Step::Discount,
            &[KIND, ("currency", "EUR")],
            &[(of_vault, &vault), (VALUE_ALL, &relay)],
        );
        // What is said of some rows leaves the others, each by its name.
        let row = |code: &str| format!("value[prod-vaultstorage1][{code}]");
        let rules: Vec<String> = ["plain_gb", "enc_gb"]
            .iter()
            .flat_map(|key| ["P1M", "P12M", "P24M"].map(|term| format!("{key}:{term}")))
            .map(|code| format!("rule[prod-vaultstorage1][{code}]"))
            .collect();
        let percentages = || rules.iter().map(|rule| (rule.as_str(), "percent"));
        let first = row("plain_gb:P1M");
        let typed = |all: &'static str, value: &'static str| {
            let typed = [KIND, ("currency", "USD"), (VALUE_ALL, all)];
            let first = [(first.as_str(), value)];
            let typed = typed.into_iter().chain(percentages()).chain(first);
            typed.collect::<Vec<(&str, &str)>>()
        };
        let errors = [(
            "plain_gb:P1M",
            "Discount for Unencrypted data of Vault Storage for 1 month must be 100 or less",
        )];
        let mut expected: Vec<(String, &str)> = errors
            .iter()
            .map(|(code, text)| (row(code), *text))
            .collect();
        expected.push((
            VALUE_ALL.to_owned(),
            "Discount for all dimensions of Relay Service Desk must be a number, like 12.5",
        ));
        let expected: Vec<(&str, &str)> = expected
            .iter()
            .map(|(field, text)| (field.as_str(), *text))
            .collect();
        wizard.refuses(Step::Discount, &typed("much", "101"), &expected);
        let found = wizard.save(Step::Discount, &typed("5", "10"));
        let found = found.page().errors();
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        let missing = |name: &str, duration: &str| {
            format!("Enter a discount or price for {name} of Vault Storage for {duration}")
        };
        assert_eq!(
            texts,
            [
                missing("Unencrypted data", "12 months"),
                missing("Unencrypted data", "24 months"),
                missing("Encrypted data", "1 month"),
                missing("Encrypted data", "12 months"),
                missing("Encrypted data", "24 months"),
            ]
        );
    });
}

#[test]
fn usage_rates_have_more_decimals_than_prices() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[LOGSTREAM]);
        let (rule, value) = (
            "rule[prod-logstream0001][ingest_gb]",
            "value[prod-logstream0001][ingest_gb]",
        );
        let all = ("value[prod-logstream0001][*]", "1");
        let fine = [KIND, all, (rule, "price"), (value, "0.12345678")];
        wizard.accepts(Step::Discount, &fine, "duration");
        let finer = [KIND, all, (rule, "price"), (value, "0.123456789")];
        let text = "Wholesale price for Ingested data must have eight decimals or fewer";
        wizard.refuses(Step::Discount, &finer, &[(value, text)]);
    });
}

#[test]
fn other_currencies_need_prices_and_yen_have_no_decimals() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        let yen = ("currency", "JPY");
        let typed = [KIND, TERM, yen, (RULE_ALL, "percent"), (VALUE_ALL, "5")];
        let found = wizard.save(Step::Discount, &typed).page().errors();
        let text =
            "List prices are in USD – enter a wholesale price for Team of Relay Service Desk";
        assert_eq!(found[0], (VALUE_TEAM.to_owned(), text.to_owned()));
        let typed = [KIND, TERM, yen, (RULE_ALL, "price"), (VALUE_ALL, "1200.5")];
        let text = "Wholesale price for all dimensions must have no decimals";
        wizard.refuses(Step::Discount, &typed, &[(VALUE_ALL, text)]);
        let typed = [KIND, TERM, yen, (RULE_ALL, "price"), (VALUE_ALL, "1,200")];
        wizard.accepts(Step::Discount, &typed, "duration");
        let prices = wizard.page("review").texts(".prices td:last-child");
        assert_eq!(prices, ["1,200 JPY", "1,200 JPY", "1,200 JPY"]);
    });
}

#[test]
fn rows_of_products_taken_out_are_kept_for_when_they_come_back() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY, VAULT]);
        let typed = [KIND, (RULE_ALL, "percent"), (VALUE_ALL, "7")];
        wizard.accepts(Step::Discount, &typed, "duration");
        wizard.accepts(Step::Products, &[("product", VAULT)], "discount");
        assert!(wizard.page("discount").values(VALUE_ALL).is_empty());
        let both = [("product", VAULT), ("product", RELAY)];
        wizard.accepts(Step::Products, &both, "discount");
        assert_eq!(wizard.page("discount").values(VALUE_ALL), ["7"]);
    });
}

#[test]
fn a_price_and_a_rate_of_usage_left_empty_keep_the_list_price() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let term = ("term[prod-vaultstorage1]", "P12M");
        let [plain, encrypted] =
            ["plain_gb", "enc_gb"].map(|key| format!("rule[prod-vaultstorage1][{key}:P12M]"));
        let typed = [
            KIND,
            term,
            (plain.as_str(), "price"),
            (&encrypted, "price"),
            ("value[prod-vaultstorage1][enc_gb:P12M]", "15"),
        ];
        wizard.accepts(Step::Discount, &typed, "duration");
        let prices = wizard.page("discount").texts("#preview td:last-child");
        assert_eq!(prices, ["16.00 USD", "15.00 USD", "0.10 USD", "0.11 USD"]);
        // A percentage left empty is not nothing off.
        let percent = [KIND, term, (plain.as_str(), "percent")];
        let text = "Enter a discount or price for Unencrypted data of Vault Storage";
        let field = "value[prod-vaultstorage1][plain_gb:P12M]";
        wizard.refuses(Step::Discount, &percent, &[(field, text)]);
        // There are no list prices in another currency.
        let euro = [KIND, term, (plain.as_str(), "price"), ("currency", "EUR")];
        let answer = wizard.save(Step::Discount, &euro);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.page().errors().len(), 3);
    });
}

#[test]
fn a_product_of_which_nothing_is_saved_begins_with_its_list_prices() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        let page = wizard.page("discount");
        for row in ["team", "business", "enterprise"] {
            let rule = format!("rule[prod-relaydesk0001][{row}:P12M]");
            assert_eq!(page.values(&rule), ["price"]);
        }
        let kept = |page: &Page| {
            let rows = "tr:not(.same) input[placeholder]";
            page.attributes(rows, "placeholder")
        };
        let list = kept(&page);
        assert!(!list.is_empty(), "{}", page.outline());
        // Saved as it is, the wholesale price is the list price.
        wizard.accepts(Step::Discount, &[KIND, TERM], "duration");
        let rows = wizard.page("discount").texts("#preview td:last-child");
        let prices: Vec<&str> = rows
            .iter()
            .map(|row| row.trim_end_matches(" USD"))
            .collect();
        assert_eq!(prices, kept(&wizard.page("discount")));
        // The first row counts for all of them, which keep nothing then.
        wizard.accepts(Step::Discount, &[(VALUE_ALL, "50")], "duration");
        assert!(kept(&wizard.page("discount")).is_empty());
        let half = wizard.page("discount").texts("#preview td:last-child");
        assert_ne!(half, rows);
        // In another currency there is nothing to begin with.
        let euro = [(VALUE_ALL, ""), ("currency", "EUR")];
        assert_eq!(wizard.save(Step::Discount, &euro).status, 422);
        assert!(kept(&wizard.page("discount")).is_empty());
    });
}
