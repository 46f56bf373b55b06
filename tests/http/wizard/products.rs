//! Step 3: what may be resold.

use super::Wizard;
use super::stale::change;
use crate::html::Page;
use crate::portal::on_each_database;
use crate::trade::{CONTOSO, HARBOR, LOGSTREAM, RELAY, VAULT};
use consign::answers::{Fields, Step};
use consign::domain::catalog::{Product, ProductId, ProductState};
use consign::domain::terms::MAX_PRODUCTS;
use consign::store::products;

#[test]
fn products_that_can_be_resold_are_offered() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let page = wizard.page("products");
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        for hidden in ["Vault Browser", "Tide Analytics"] {
            assert!(!page.text().contains(hidden), "{hidden}");
        }
        wizard.accepts(
            Step::Products,
            &[("product", LOGSTREAM), ("product", VAULT)],
            "discount",
        );
        assert_eq!(
            wizard.page("products").values("product"),
            [VAULT, LOGSTREAM]
        );
    });
}

#[test]
fn nothing_is_no_answer_and_neither_is_what_another_sells() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let error = [("product", "Select at least one product")];
        let page = wizard.refuses(Step::Products, &[], &error);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
        let fabrikam = include_str!("../../../src/demo/fabrikam.json");
        let theirs = fabrikam
            .split('"')
            .find(|word| word.starts_with("prod-"))
            .expect("a product");
        for unknown in ["", "' OR 1=1", "prod-unknown000001", theirs] {
            let answer = wizard.save(Step::Products, &[("product", unknown)]);
            assert_eq!(answer.status, 422, "{unknown}");
            super::assert_errors(&answer.page(), &error);
        }
    });
}

#[test]
fn what_is_not_on_sale_cannot_be_chosen_by_id() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        for (product, title) in [
            ("prod-vaultbrowser1", "Vault Browser"),
            ("prod-tideanalytic1", "Tide Analytics"),
        ] {
            let text = format!("{title} is not on sale any more – clear it to continue");
            wizard.refuses(
                Step::Products,
                &[("product", product)],
                &[("product", text.as_str())],
            );
        }
    });
}

/// Adds so many products like LogStream, and says their ids.
fn add_products(wizard: &Wizard<'_>, count: usize) -> Vec<String> {
    let logstream = ProductId::parse(LOGSTREAM).expect("an id");
    let scope = wizard.trade.scope;
    let added = wizard.trade.portal.db.write_now(|c| {
        let like = products::find(c, &scope, &logstream)?.expect("LogStream");
        let mut ids = Vec::new();
        for number in 0..count {
            let mut product = like.clone();
            product.id = ProductId::parse(&format!("prod-many{number:09}")).expect("an id");
            products::put(c, &scope, &product)?;
            ids.push(product.id.to_string());
        }
        Ok(ids)
    });
    added.expect("they can be added")
}

#[test]
fn there_is_a_limit_to_how_many_are_chosen_and_created_at_once() {
    on_each_database(|portal| {
        let wizard = Wizard::with(portal, |trade, answers| {
            let mut resellers = Fields::default();
            resellers.add("reseller", trade.reseller(CONTOSO).to_string());
            resellers.add("reseller", trade.reseller(HARBOR).to_string());
            answers.set(Step::Resellers, resellers);
        });
        let ids = add_products(&wizard, MAX_PRODUCTS + 1);
        let all: Vec<_> = ids.iter().map(|id| ("product", id.as_str())).collect();
        let too_many = [("product", "You can select up to 100 products")];
        wizard.refuses(Step::Products, &all, &too_many);
        let text = "This would create 102 opportunities. The most at once is 100 – choose fewer resellers or products";
        wizard.refuses(Step::Products, &all[..51], &[("product", text)]);
        wizard.accepts(Step::Products, &all[..50], "discount");
    });
}

#[test]
fn the_list_is_narrowed_and_keeps_what_is_chosen() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        for (filter, found) in [
            ("relay", 2),
            ("prod-relaydesk", 2),
            ("ami", 5),
            ("AMI hourly", 3),
            ("nothing like it", 1),
        ] {
            let typed = [("product", VAULT), ("product_filter", filter)];
            let answer = wizard.press("products", "Filter list", &typed);
            assert_eq!(answer.status, 303);
            let page = wizard.page("products");
            let shown = page.texts(".choices label");
            assert_eq!(shown.len(), found, "{filter}: {shown:?}");
            assert_eq!(page.values("product"), [VAULT]);
        }
        assert!(!wizard.page("products").text().contains(RELAY));
        wizard.accepts(Step::Products, &[], "discount");
        assert!(wizard.page("products").text().contains(RELAY));
    });
}

#[test]
fn a_long_list_has_a_heading_for_each_type_of_product() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let headings = || wizard.page("products").texts(".choices h2");
        let listed = wizard.page("products").texts(".choices .choice").len();
        assert!(listed <= 15, "the demo's catalogue is short");
        assert!(headings().is_empty());
        let id = |id: &str| ProductId::parse(id).expect("an id");
        let added = portal.db.write_now(|c| {
            let scope = wizard.trade.scope;
            let like = products::find(c, &scope, &id(LOGSTREAM))?.expect("a product");
            for number in listed..16 {
                let more = Product {
                    id: id(&format!("prod-more{number}")),
                    ..like.clone()
                };
                products::put(c, &scope, &more)?;
            }
            Ok(())
        });
        added.expect("it can be written");
        assert_eq!(
            headings(),
            ["SaaS", "AMI", "Container", "Professional services"]
        );
        wizard.press(
            "products",
            "Filter list",
            &[("product_filter", "container")],
        );
        assert_eq!(headings(), ["Container"]);
    });
}

#[test]
fn a_vendor_without_a_product_to_resell_is_told_so() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let listed = wizard.page("products");
        for product in listed.attributes("input[name=product]", "value") {
            change(&wizard, &product, |product| {
                product.state = ProductState::Withdrawn;
            });
        }
        let words = "You have no product that can be resold at the moment.";
        for place in ["products", "all"] {
            let page = wizard.page(place);
            assert!(page.text().contains(words), "{}", page.text());
            assert!(page.attributes("input[name=product]", "id").is_empty());
        }
        let error = [("product", "Select at least one product")];
        wizard.refuses(Step::Products, &[], &error);
    });
}

#[test]
fn a_filter_that_nothing_matches_says_so() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let words = ["Nothing matches this filter"];
        for (place, filter) in [
            ("products", "product_filter"),
            ("resellers", "reseller_filter"),
        ] {
            let none = |page: &Page| page.texts("[data-no-match]:not([hidden])");
            assert!(none(&wizard.page(place)).is_empty());
            wizard.press(place, "Filter list", &[(filter, "zzzz")]);
            assert_eq!(none(&wizard.page(place)), words, "{place}");
        }
    });
}

/// The level of each heading of a page, in order.
fn levels(html: &str) -> Vec<u8> {
    let tags = html.match_indices("<h");
    let level = |(at, _): (usize, &str)| {
        let digit = html.as_bytes().get(at + 2)?;
        digit.is_ascii_digit().then(|| digit - b'0')
    };
    tags.filter_map(level).collect()
}

#[test]
fn headings_skip_no_level_and_every_question_of_the_one_page_is_one() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        add_products(&wizard, 20);
        let add = "Add another dimension to Vault Storage";
        assert_eq!(wizard.press("dimensions", add, &[]).status, 303);
        for place in ["products", "discount", "dimensions", "all", "review"] {
            let answer = wizard.browser.get(&wizard.at(place));
            let levels = levels(answer.text());
            assert_eq!(levels.first(), Some(&1), "{place}");
            for pair in levels.windows(2) {
                assert!(pair[1] <= pair[0] + 1, "{place}: {levels:?}");
            }
        }
        let questions = wizard.page("all").texts("main h2");
        assert_eq!(
            questions,
            [
                "Opportunity details",
                "Which resellers may use it?",
                "Which products are part of this opportunity?",
                "What discount do you give?",
                "How long can it be used?",
                "Product dimensions and usage fees (optional)",
                "Limit it to certain buyers (optional)",
                "End User License Agreement (EULA) (optional)",
                "Reseller contract, RCMP (optional)",
            ]
        );
    });
}
