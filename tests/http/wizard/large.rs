//! Products as large as products may be: their pages are saved whole.

use super::{Wizard, fill};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::VAULT;
use consign::answers::Step;
use consign::answers::bounds::{MAX_BYTES, MAX_FIELDS};
use consign::domain::catalog::{DimensionKey, MAX_DIMENSIONS, ProductId};
use consign::store::products;
use consign::web::form::{FORM_BYTES, FORM_FIELDS};

/// A draft for Vault Storage with as many dimensions for three contract durations as a product may have.
fn wizard(portal: &TestPortal) -> Wizard<'_> {
    let wizard = Wizard::of(portal, &[VAULT]);
    let (id, scope) = (ProductId::parse(VAULT).expect("an id"), wizard.trade.scope);
    let grown = portal.db.write_now(|c| {
        let mut product = products::find(c, &scope, &id)?.expect("a product");
        let mut first = product.dimensions.remove(0);
        product.dimensions.retain(|dimension| dimension.is_usage());
        for number in (0..MAX_DIMENSIONS).rev() {
            let key = format!("storage_class_{number:03}");
            first.key = DimensionKey::parse(&key).expect("a key");
            first.name = format!("Storage class {number:03}");
            product.dimensions.insert(0, first.clone());
        }
        products::put(c, &scope, &product)
    });
    grown.expect("it can be changed");
    wizard
}

#[test]
fn two_hundred_dimensions_for_three_contract_durations_are_saved() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let page = wizard.page("discount");
        let form = page.form("Save and continue");
        assert!(
            form.fields.len() > FORM_FIELDS && form.encoded().len() > FORM_BYTES,
            "{} fields, {} bytes",
            form.fields.len(),
            form.encoded().len()
        );
        let last = "value[prod-vaultstorage1][storage_class_199:P24M]";
        let typed = [
            ("discount_type", "individual"),
            ("value[prod-vaultstorage1][*]", "10"),
            (last, "12.5"),
        ];
        let saved = wizard.submit("discount", &fill(form, &typed));
        assert_eq!(
            (saved.status, saved.location()),
            (303, wizard.at("duration").as_str())
        );
        assert_eq!(wizard.answered(Step::Discount).get(last), "12.5");
        wizard.accepts(Step::Dimensions, &[], "buyers");
        let preview = wizard.page("discount").form("Update prices");
        let path = wizard.at("discount/preview");
        let prices = wizard
            .browser
            .request("POST", &path)
            .form(preview.encoded());
        assert_eq!(prices.send().status, 200);
        let all = wizard.save_all(&[("name", "A large one")]);
        assert_eq!(
            (all.status, all.location()),
            (303, wizard.at("all#part-discount").as_str())
        );
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(made.status, 303);
    });
}

#[test]
fn pages_of_prices_are_read_up_to_a_limit_of_their_own() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let send = |place: &str, body: &str| {
            let path = wizard.at(place);
            wizard.browser.request("POST", &path).form(body).send()
        };
        let version = || wizard.trade.draft(&wizard.at("details")).version;
        let typed = |more: &str| {
            let version = version();
            format!("version={version}&discount_type=percentage&percent=15&go=exit{more}")
        };
        let sized = |bytes: usize| {
            let start = typed("&currency=");
            format!("{start}{}", "x".repeat(bytes - start.len()))
        };
        let counted = |fields: usize| typed(&"&a=1".repeat(fields - 4));
        for place in ["discount", "dimensions", "all"] {
            assert_eq!(send(place, &sized(MAX_BYTES)).status, 303, "{place}");
            assert_eq!(send(place, &counted(MAX_FIELDS)).status, 303, "{place}");
        }
        assert_eq!(send("discount/preview", &sized(MAX_BYTES)).status, 200);
        assert_eq!(send("discount/preview", &counted(MAX_FIELDS)).status, 200);
        for place in ["discount", "dimensions", "all", "discount/preview"] {
            let before = version();
            let large = send(place, &sized(MAX_BYTES + 1));
            let many = send(place, &counted(MAX_FIELDS + 1));
            // Of too many fields everything typed comes back.
            for (answer, typed) in [(&large, false), (&many, true)] {
                let page = answer.page();
                let told = (answer.status, page.heading());
                assert_eq!(told, (413, "That is too large".into()), "{place}");
                let safe = "What you saved before is safe.";
                assert!(page.text().contains(safe), "{}", page.text());
                // The prices of a step are asked for beside it, with no page of their own.
                let step = page
                    .attributes("main a", "href")
                    .contains(&wizard.at(place));
                assert_eq!(step, !place.contains('/'), "{place}");
                let back = page.texts("dl.summary dt");
                assert_eq!(
                    back.contains(&"Discount, as a percentage".to_owned()),
                    typed,
                    "{place}"
                );
            }
            assert_eq!(version(), before, "nothing is saved");
        }
    });
}

#[test]
fn a_product_that_is_full_takes_no_dimension_more() {
    on_each_database(|portal| {
        let wizard = wizard(portal);
        let name = "dim_name[prod-vaultstorage1][1]";
        let add = wizard
            .page("dimensions")
            .form("Add another dimension to Vault Storage");
        assert_eq!(wizard.submit("dimensions", &add).status, 303);
        let typed = [
            (name, "Archive data"),
            ("dim_price[prod-vaultstorage1][1][P1M]", "0.40"),
            ("dim_price[prod-vaultstorage1][1][P12M]", "4"),
            ("dim_price[prod-vaultstorage1][1][P24M]", "7"),
        ];
        let text = "Vault Storage can have up to 200 contract dimensions";
        wizard.refuses(Step::Dimensions, &typed, &[(name, text)]);
        assert_eq!(wizard.cannot_be_created(), [text]);
    });
}

/// Rows that are named alike, as many as a page may send.
#[test]
fn of_as_many_rows_as_a_page_may_send_it_is_told_that_they_are_too_many() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let rows: String = (3..=MAX_FIELDS)
            .map(|row| format!("&dim_name[{VAULT}][{row}]=a"))
            .collect();
        let path = wizard.at("dimensions");
        let sent = wizard.browser.request("POST", &path);
        let answer = sent.form(format!("version=1&go=next{rows}")).send();
        assert_eq!(answer.status, 422);
        let text = answer.text();
        let told = text.matches("Vault Storage can have up to 200 contract dimensions");
        assert_eq!(told.count(), 2, "once on top and once beside the first row");
        assert!(!text.contains("is used twice"));
        let kept = wizard.answered(Step::Dimensions);
        assert_eq!(kept.count(), MAX_FIELDS - 2, "what was typed is kept");
    });
}
