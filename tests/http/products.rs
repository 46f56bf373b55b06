//! An ISV's catalogue.

use crate::portal::{Database, TestPortal, on_each_database};
use consign::domain::account::AccountId;
use consign::store::{organisations, products};

const ADMIN: &str = "admin@northwind.example";
const VIEWER: &str = "viewer@northwind.example";

#[test]
fn the_list_says_how_each_product_is_priced_and_what_it_can_have() {
    on_each_database(|portal| {
        let browser = portal.sign_in(VIEWER);
        let page = browser.get("/isv/products").page();
        assert_eq!(
            (page.name(), page.heading()),
            ("isv.products".into(), "Products (14)".into())
        );
        let rows = page.rows();
        for expected in [
            [
                "Vault Storageprod-vaultstorage1",
                "SaaS",
                "SaaS contract with consumption",
                "Public",
                "Percentage Discount, Individual Pricing, Flexible payment schedule",
            ],
            [
                "LogStreamprod-logstream0001",
                "SaaS",
                "SaaS subscription",
                "Public",
                "Percentage Discount, Individual Pricing",
            ],
            [
                "Harbor Master Servicesprod-harbormaster1",
                "Professional services",
                "Professional services",
                "Public",
                "Individual Pricing, Flexible payment schedule",
            ],
            [
                "Vault Browserprod-vaultbrowser1",
                "Other",
                "Free",
                "Public",
                "Nothing: products priced like this cannot be resold",
            ],
            [
                "Tide Analyticsprod-tideanalytic1",
                "SaaS",
                "SaaS contract",
                "Draft",
                "Nothing while its state is Draft",
            ],
        ] {
            assert!(
                rows.iter().any(|row| *row == expected),
                "{expected:?} is not in {rows:#?}"
            );
        }
        assert_eq!(
            page.link("Vault Storage"),
            "/isv/products/prod-vaultstorage1"
        );
        insta::allow_duplicates! { insta::assert_snapshot!("list", page.outline()) };
    });
}

#[test]
fn an_empty_catalogue_says_so() {
    let portal = TestPortal::start(Database::Sqlite);
    let account = AccountId::parse("111122223333").expect("twelve digits");
    let emptied = portal.db.write_now(|c| {
        let scope = organisations::isv_scope(c, &account)?.expect("Northwind is there");
        products::replace_all(c, &scope, &[])
    });
    emptied.expect("it can be emptied");
    let page = portal.sign_in(VIEWER).get("/isv/products").page();
    assert_eq!(page.heading(), "Products (0)");
    assert_eq!(page.texts("h2"), ["No products yet"]);
    insta::assert_snapshot!("empty_for_a_viewer", page.outline());
    assert!(!page.text().contains("Import them"), "not for a viewer");
    let page = portal.sign_in(ADMIN).get("/isv/products").page();
    assert!(page.text().contains("Import them"), "{}", page.outline());
    assert_eq!(page.link("Import"), "/isv/import");
    insta::assert_snapshot!("empty", page.outline());
}

#[test]
fn a_product_shows_every_list_price() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(VIEWER);
    let page = browser.get("/isv/products/prod-vaultstorage1").page();
    assert_eq!(
        (page.name(), page.heading()),
        ("isv.product".into(), "Vault Storage".into())
    );
    assert_eq!(
        page.texts("thead th"),
        [
            "Dimension",
            "Key",
            "Unit",
            "1 month",
            "12 months",
            "24 months",
            "Usage rate"
        ]
    );
    let prices = |row: &Vec<String>| row[1..].to_vec();
    let rows: Vec<_> = page.rows().iter().map(prices).collect();
    assert_eq!(
        rows,
        [
            ["plain_gb", "GB", "1.50", "16.00", "30.00", "None"],
            ["enc_gb", "GB", "1.55", "16.60", "31.20", "None"],
            ["plain_over", "GB", "None", "None", "None", "0.10"],
            ["enc_over", "GB", "None", "None", "None", "0.11"],
        ]
    );
    assert!(
        page.text()
            .contains("Standard Contract for AWS Marketplace")
    );
    assert_eq!(
        page.link("Opportunities for Vault Storage"),
        "/isv/opportunities?product=prod-vaultstorage1"
    );
    insta::assert_snapshot!("product", page.outline());
    let services = browser.get("/isv/products/prod-harbormaster1").page();
    assert_eq!(services.texts("thead th"), ["Dimension", "Key", "Unit"]);
    assert!(services.text().contains("It has no list prices"));
    let address = "https://northwind.example/legal/services-terms-1.pdf";
    assert_eq!(services.link(address), address);
    insta::assert_snapshot!("services", services.outline());
}

#[test]
fn the_products_of_others_are_not_there() {
    let portal = TestPortal::start(Database::Sqlite);
    let fabrikam = portal.sign_in("admin@fabrikam.example");
    let foreign = fabrikam.get("/isv/products/prod-vaultstorage1");
    let missing = fabrikam.get("/isv/products/prod-nowhere");
    assert_eq!((foreign.status, missing.status), (404, 404));
    assert_eq!(foreign.text(), missing.text());
    assert_eq!(fabrikam.get("/isv/products/no%20id").status, 404);
    let partner = portal.sign_in("admin@contoso.example");
    assert_eq!(partner.get("/isv/products").status, 404);
    assert_eq!(
        portal.anonymous().get("/isv/products").location(),
        "/sign-in?next=%2Fisv%2Fproducts"
    );
}
