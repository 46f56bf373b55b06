//! Step 4: the kind of discount, one percentage for all, contract durations, and the prices they come to.

use super::Wizard;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{LOGSTREAM, RELAY, VAULT, fields};
use consign::answers::Step;

const SERVICES: &str = "prod-harbormaster1";
const SENTINEL: &str = "prod-sentinelami01";

fn unanswered<'a>(portal: &'a TestPortal, products: &[&str]) -> Wizard<'a> {
    let wizard = Wizard::of(portal, products);
    let form = wizard.page("discount").form("Save and exit");
    let form = form.choose("discount_type", &[]).set("percent", "");
    assert_eq!(wizard.submit("discount", &form).status, 303);
    wizard
}

#[test]
fn the_kinds_are_offered_that_all_products_can_have() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[VAULT]);
        let page = wizard.page("discount");
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        assert!(page.texts(".refused").is_empty());
        for (products, refused) in [
            (
                [VAULT, LOGSTREAM],
                vec!["Flexible payment schedule – not for LogStream: it is only paid as used"],
            ),
            (
                [SERVICES, LOGSTREAM],
                vec![
                    "Percentage Discount – not for Harbor Master Services: it has no list price",
                    "Flexible payment schedule – not for LogStream: it is only paid as used",
                ],
            ),
            (
                [VAULT, RELAY],
                vec!["Flexible payment schedule – for one product only, and 2 are chosen"],
            ),
        ] {
            wizard.accepts(
                Step::Products,
                &products.map(|id| ("product", id)),
                "discount",
            );
            assert_eq!(wizard.page("discount").texts(".refused"), refused);
        }
    });
}

#[test]
fn a_percentage_is_a_number_from_0_to_100() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[LOGSTREAM]);
        let page = wizard.refuses(
            Step::Discount,
            &[],
            &[("discount_type", "Select the kind of discount")],
        );
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
        for (percent, text) in [
            ("", "Enter the discount, as a percentage"),
            ("ten", "Discount must be a number, like 12.5"),
            ("1,5", "Discount must be a number, like 12.5"),
            ("-1", "Discount must be 0 or more"),
            ("100.01", "Discount must be 100 or less"),
            ("1e2", "Discount must be a number, like 12.5"),
            ("99999999999999999999", "Discount must be 100 or less"),
            ("12.345", "Discount must have two decimals or fewer"),
        ] {
            let typed = [("discount_type", "percentage"), ("percent", percent)];
            wizard.refuses(Step::Discount, &typed, &[("percent", text)]);
        }
        for percent in ["0", "0.01", "12.50", "99.99", " 33.33 % "] {
            let typed = [("discount_type", "percentage"), ("percent", percent)];
            wizard.accepts(Step::Discount, &typed, "duration");
        }
    });
}

#[test]
fn prices_of_zero_are_confirmed() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[LOGSTREAM]);
        let free = [("discount_type", "percentage"), ("percent", "100")];
        let error = [("zero", "Confirm that the wholesale price is zero")];
        wizard.refuses(Step::Discount, &free, &error);
        assert_eq!(wizard.cannot_be_created(), [error[0].1]);
        let confirmed = [free[0], free[1], ("zero", "yes")];
        wizard.accepts(Step::Discount, &confirmed, "duration");
        assert!(wizard.page("review").errors().is_empty());
    });
}

#[test]
fn a_kind_that_a_product_cannot_have_is_refused_by_its_name() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[SERVICES]);
        let answer = wizard.save(
            Step::Discount,
            &[("discount_type", "percentage"), ("percent", "10")],
        );
        let page = answer.page();
        assert_eq!(answer.status, 422);
        let text = "Percentage Discount is not for Harbor Master Services: it has no list price – choose another kind of discount";
        assert!(
            page.errors()
                .contains(&("discount_type".to_owned(), text.to_owned())),
            "{:?}",
            page.errors()
        );
    });
}

#[test]
fn a_schedule_that_the_products_cannot_have_is_refused_by_one_sentence() {
    on_each_database(|portal| {
        for (products, text) in [
            (
                vec![VAULT, RELAY],
                "A flexible payment schedule is for one product, and 2 are chosen – choose one product or another kind of discount",
            ),
            (
                vec![LOGSTREAM],
                "LogStream has no contract prices – choose another kind of discount",
            ),
        ] {
            let wizard = unanswered(portal, &products);
            let answer = wizard.save(Step::Discount, &[("discount_type", "flexible")]);
            assert_eq!(answer.status, 422);
            super::assert_errors(&answer.page(), &[("discount_type", text)]);
        }
    });
}

#[test]
fn who_hears_the_page_is_told_how_many_prices_are_missing() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[VAULT, LOGSTREAM]);
        let said = |typed: super::Typed<'_>| {
            let form = super::fill(wizard.page("discount").form("Update prices"), typed);
            let path = wizard.at("discount/preview");
            let fragment = wizard.browser.request("POST", &path).form(form.encoded());
            fragment
                .send()
                .page()
                .attributes("#preview", "data-said")
                .remove(0)
        };
        let (kind, euro) = (("discount_type", "individual"), ("currency", "EUR"));
        assert_eq!(said(&[kind, euro]), "10 prices still missing");
        let of_logstream = [
            kind,
            euro,
            ("rule[prod-logstream0001][*]", "price"),
            ("value[prod-logstream0001][*]", "0.10"),
        ];
        assert_eq!(said(&of_logstream), "2 prices updated, 8 still missing");
    });
}

#[test]
fn prices_are_shown_before_anything_is_kept() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[VAULT]);
        let before = wizard.trade.draft(&wizard.at("discount"));
        let form = super::fill(
            wizard.page("discount").form("Update prices"),
            &[("discount_type", "percentage"), ("percent", "17.5")],
        );
        let path = wizard.at("discount/preview");
        let fragment = wizard.browser.post(&path, &pairs(&form.fields));
        assert_eq!(fragment.status, 200);
        let fragment = fragment.page();
        assert_eq!(
            fragment.attributes("#preview", "data-said"),
            ["8 prices updated"]
        );
        let prices = fragment.texts("#preview td:last-child");
        let expected = [
            "1.238 USD",
            "13.20 USD",
            "24.75 USD",
            "1.279 USD",
            "13.695 USD",
            "25.74 USD",
            "0.0825 USD",
            "0.09075 USD",
        ];
        assert_eq!(prices, expected);
        let after = wizard.trade.draft(&wizard.at("discount"));
        assert_eq!(
            (before.version, &before.answers),
            (after.version, &after.answers)
        );

        // Without script the button sends the form; the same prices stand on the page.
        let answer = wizard.submit("discount", &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, wizard.at("discount#part-prices").as_str())
        );
        let page = wizard.page("discount");
        assert_eq!(page.texts("#preview td:last-child"), expected);
        insta::allow_duplicates! { insta::assert_snapshot!("filled", page.outline()) };
    });
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[test]
fn contract_durations_are_public_ones_or_one_custom() {
    on_each_database(|portal| {
        let term = "term[prod-vaultstorage1]";
        let custom = "term_custom[prod-vaultstorage1]";
        let wizard = unanswered(portal, &[VAULT]);
        let percentage = [("discount_type", "percentage"), ("percent", "20")];
        let number = "Custom contract duration of Vault Storage must be a whole number of months from 1 to 144";
        let alone = "Select either public contract durations or one custom duration of Vault Storage, not both";
        for (chosen, months, errors) in [
            (vec!["P1M", "custom"], "18", vec![(term, alone)]),
            (vec!["custom"], "", vec![(custom, number)]),
            (vec!["custom"], "0", vec![(custom, number)]),
            (vec!["custom"], "145", vec![(custom, number)]),
            (vec!["custom"], "1.5", vec![(custom, number)]),
        ] {
            let mut typed = percentage.to_vec();
            typed.extend(chosen.iter().map(|code| (term, *code)));
            typed.push((custom, months));
            let page = wizard.save(Step::Discount, &typed).page();
            let found = page.errors();
            for (field, text) in errors {
                assert!(
                    found.contains(&(field.to_owned(), text.to_owned())),
                    "{chosen:?} {months}: {found:?}"
                );
            }
        }
        let none = wizard.page("discount").form("Save and continue");
        let none = super::fill(none, &percentage)
            .choose(term, &[])
            .set(custom, "");
        let answer = wizard.submit("discount", &none);
        super::assert_errors(
            &answer.page(),
            &[(
                term,
                "Select at least one contract duration of Vault Storage",
            )],
        );
        // A custom duration has no list price that a percentage could be taken off.
        let typed = [
            percentage[0],
            percentage[1],
            (term, "custom"),
            (custom, "18"),
        ];
        let page = wizard.save(Step::Discount, &typed).page();
        let text = "Unencrypted data of Vault Storage has no list price for 18 months – choose a public contract duration or Individual Pricing";
        assert_eq!(page.errors()[0], ("percent".to_owned(), text.to_owned()));
        let typed = [percentage[0], percentage[1], (term, "P12M"), (custom, "")];
        wizard.accepts(Step::Discount, &typed, "duration");
        assert!(
            wizard
                .page("review")
                .texts("#discount dd")
                .contains(&"12 months".to_owned())
        );
    });
}

#[test]
fn a_custom_duration_that_is_typed_is_never_passed_over() {
    on_each_database(|portal| {
        let (term, custom) = (
            "term[prod-vaultstorage1]",
            "term_custom[prod-vaultstorage1]",
        );
        let wizard = unanswered(portal, &[VAULT]);
        let priced = [
            ("discount_type", "individual"),
            ("rule[prod-vaultstorage1][*]", "price"),
            ("value[prod-vaultstorage1][*]", "12"),
            (custom, "18"),
        ];
        // Beside public ones it is open which are meant.
        let text = "Select the custom duration of Vault Storage instead of the others, or clear it";
        for kind in ["individual", "percentage"] {
            let mut typed = priced.to_vec();
            typed[0].1 = kind;
            typed.extend([("percent", "5"), (term, "P1M"), (term, "P12M")]);
            wizard.refuses(Step::Discount, &typed, &[(custom, text)]);
        }
        // Alone it is what is meant, ticked or not.
        let form = super::fill(wizard.page("discount").form("Save and continue"), &priced);
        let answer = wizard.submit("discount", &form.choose(term, &[]));
        assert_eq!(answer.status, 303, "{:?}", answer.page().errors());
        assert_eq!(wizard.page("discount").values(term), ["custom"]);
        let said = wizard.page("review").texts("#discount dd");
        assert!(said.contains(&"18 months".to_owned()), "{said:?}");
    });
}

#[test]
fn each_kind_that_can_be_had_has_its_part_under_its_own_heading() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[VAULT]);
        let headings = || wizard.page("discount").texts("form [data-reveal] > h2");
        let all = [
            "Percentage Discount",
            "Currency",
            "Contract durations",
            "Individual Pricing",
            "Flexible payment schedule for Vault Storage",
        ];
        assert_eq!(headings(), all);
        let typed = [("discount_type", "percentage"), ("percent", "7")];
        wizard.accepts(Step::Discount, &typed, "duration");
        // Of a kind that is refused nothing is asked, and what was typed is there again when it can be had.
        wizard.accepts(Step::Products, &[("product", SERVICES)], "discount");
        let page = wizard.page("discount");
        assert!(page.attributes("#percent", "id").is_empty());
        assert!(
            !page
                .texts("[data-reveal] > h2")
                .contains(&all[0].to_owned())
        );
        let form = page
            .form("Save and exit")
            .choose("discount_type", &["individual"]);
        assert_eq!(wizard.submit("discount", &form).status, 303);
        wizard.accepts(Step::Products, &[("product", VAULT)], "discount");
        assert_eq!(headings(), all);
        assert_eq!(wizard.page("discount").values("percent"), ["7"]);
    });
}

#[test]
fn hourly_prices_go_with_one_long_term() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[SENTINEL]);
        let (term, custom) = (
            "term[prod-sentinelami01]",
            "term_custom[prod-sentinelami01]",
        );
        let percentage = [("discount_type", "percentage"), ("percent", "15")];
        for days in ["0", "1096"] {
            let typed = [
                percentage[0],
                percentage[1],
                (term, "custom"),
                (custom, days),
            ];
            wizard.refuses(
                Step::Discount,
                &typed,
                &[(
                    custom,
                    "Custom contract duration of Sentinel AMI must be a whole number of days from 1 to 1095",
                )],
            );
        }
        wizard.accepts(
            Step::Discount,
            &[percentage[0], percentage[1], (term, "P365D"), (custom, "")],
            "duration",
        );
        let prices = wizard.page("review").texts(".prices td:last-child");
        assert_eq!(
            prices,
            ["187.00 USD", "374.00 USD", "0.1445 USD", "0.289 USD"]
        );
    });
}

#[test]
fn a_percentage_is_the_usual_choice_where_nothing_was_typed() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        for place in ["discount", "all"] {
            let page = wizard.page(place);
            assert_eq!(page.values("discount_type"), ["percentage"], "{place}");
        }
        assert!(!wizard.answers().has(Step::Discount), "it is only shown");
        let steps = wizard.page("details").texts(".step");
        let discount = "DiscountNot started".to_owned();
        assert!(steps.contains(&discount), "{steps:?}");
        // What was typed, and what a product cannot have, is not overruled.
        let form = wizard.page("discount").form("Save and exit");
        wizard.submit("discount", &form.choose("discount_type", &["individual"]));
        let page = wizard.page("discount");
        assert_eq!(page.values("discount_type"), ["individual"]);
        let services = Wizard::with(portal, |_, answers| {
            answers.set(Step::Products, fields(&[("product", SERVICES)]));
        });
        let page = services.page("discount");
        assert!(page.values("discount_type").is_empty());
    });
}

#[test]
fn a_percentage_in_another_currency_is_refused_beside_the_currency() {
    on_each_database(|portal| {
        let wizard = unanswered(portal, &[LOGSTREAM]);
        let own_prices = [
            ("discount_type", "individual"),
            ("currency", "EUR"),
            ("rule[prod-logstream0001][*]", "price"),
            ("value[prod-logstream0001][*]", "0.10"),
        ];
        wizard.accepts(Step::Discount, &own_prices, "duration");
        let percentage = [("discount_type", "percentage"), ("percent", "10")];
        let text = "List prices are in USD – choose USD or Individual Pricing";
        let page = wizard.refuses(Step::Discount, &percentage, &[("currency", text)]);
        // The part of the page that a percentage reveals has the currency.
        let reveals = page.attributes("[name=discount_type][checked]", "data-reveals");
        assert!(reveals[0].contains("currency"), "{reveals:?}");
        assert_eq!(page.values("currency"), ["EUR"]);
        assert_eq!(wizard.cannot_be_created(), [text]);
        wizard.accepts(Step::Discount, &[("currency", "USD")], "duration");
        assert!(wizard.page("review").errors().is_empty());
    });
}
