//! The optional steps: dimensions of SaaS contracts, buyers, EULA and reseller contract.

use crate::browser::{Browser, Script};
use crate::files::Files;
use crate::people::MEMBER;
use crate::shortest;
use crate::walk::travel;

#[test]
fn a_saas_contract_is_shaped_for_this_opportunity() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_duration(browser, "Vault with support", "prod-vaultstorage1").await;
            browser.choose("duration", "no_set_time").await;
            browser
                .press("Save and continue", "isv.draft.dimensions")
                .await;
            drop_encrypted_data(browser).await;
            add_support(browser).await;
            browser
                .fill("fee[prod-vaultstorage1][plain_over]", "0.05")
                .await;
            browser
                .press("Review opportunity", "isv.draft.review")
                .await;
            assert_eq!(
                browser.text("#dimensions .summary").await,
                "Vault Storage\nwithout Encrypted data; with Premium support added; own fee for Unencrypted data beyond the contract\nAdded: Premium support\nkey premium_support · unit Years"
            );
            browser.press("Create opportunities", "isv.batch").await;
            browser
                .follow("Vault with support", "isv.opportunity")
                .await;
            assert_eq!(
                browser.texts(r#"[aria-label="Prices"] tbody tr"#).await,
                [
                    "Unencrypted data 1 month GB 1.50 USD 20% 1.20 USD",
                    "Unencrypted data 12 months GB 16.00 USD 20% 12.80 USD",
                    "Unencrypted data 24 months GB 30.00 USD 20% 24.00 USD",
                    "Premium support Added 1 month Years None Added 90.00 USD",
                    "Premium support Added 12 months Years None Added 950.00 USD",
                    "Premium support Added 24 months Years None Added 1,800.00 USD",
                    "Unencrypted data beyond the contract usage GB 0.10 USD Usage fee 0.05 USD",
                    "Encrypted data beyond the contract usage GB 0.11 USD 20% 0.088 USD",
                ]
            );
        });
    }
}

async fn drop_encrypted_data(browser: &Browser) {
    for dimension in ["plain_gb", "enc_gb"] {
        let field = format!("keep[prod-vaultstorage1][{dimension}]");
        browser.unchoose(&field, "yes").await;
    }
    browser
        .press("Save and continue", "isv.draft.dimensions")
        .await;
    assert_eq!(
        browser.errors().await,
        ["Keep at least one dimension of Vault Storage"]
    );
    browser
        .choose("keep[prod-vaultstorage1][plain_gb]", "yes")
        .await;
}

async fn add_support(browser: &Browser) {
    let add = "Add another dimension to Vault Storage";
    browser.press(add, "isv.draft.dimensions").await;
    browser.press(add, "isv.draft.dimensions").await;
    let remove = "Remove added dimension 2 of Vault Storage";
    browser.press(remove, "isv.draft.dimensions").await;
    let field = |what: &str| format!("dim_{what}[prod-vaultstorage1][1]");
    browser.fill(&field("name"), "Premium support").await;
    browser.fill(&field("unit"), "Years").await;
    for (months, price) in [("P1M", "90"), ("P12M", "950"), ("P24M", "1,800.00")] {
        let field = format!("{}[{months}]", field("price"));
        browser.fill(&field, price).await;
    }
}

#[test]
fn buyers_and_documents_are_given() {
    for script in [Script::On, Script::Off] {
        let files = Files::new();
        travel(MEMBER, script, async |browser| {
            shortest::to_duration(browser, "For two buyers", "prod-logstream0001").await;
            browser.choose("duration", "single_use").await;
            browser.press("Save and continue", "isv.draft.buyers").await;
            name_buyers(browser).await;
            upload_eula(browser, &files).await;
            upload_contract(browser, &files).await;
            assert_eq!(
                browser.text("#buyers .summary").await,
                "Buyer account IDs\n1234 5678 9012, 2109 8765 4321"
            );
            assert_eq!(browser.text("#eula .summary").await, "EULA\nterms.pdf");
            assert_eq!(
                browser.text("#rcmp .summary").await,
                "Reseller contract\ncontract.txt"
            );
            browser.press("Create opportunities", "isv.batch").await;
            browser.follow("For two buyers", "isv.opportunity").await;
            let links = browser.texts(r#"main a[href^="/files/"]"#).await;
            assert_eq!(links, ["terms.pdf", "contract.txt"]);
        });
    }
}

#[test]
fn a_file_that_was_given_up_again_is_no_agreement() {
    let files = Files::new();
    travel(MEMBER, Script::On, async |browser| {
        shortest::to_duration(browser, "No file after all", "prod-logstream0001").await;
        browser.choose("duration", "no_set_time").await;
        browser.press("Save and continue", "isv.draft.buyers").await;
        browser.press("Save and continue", "isv.draft.eula").await;
        for (choice, control, other, next) in [
            ("eula", "eula_file", "public", "isv.draft.rcmp"),
            ("contract", "contract_file", "none", "isv.draft.review"),
        ] {
            browser.choose(choice, "upload").await;
            browser.attach(control, &files.pdf).await;
            browser.choose(choice, other).await;
            browser.press("Save and continue", next).await;
        }
        assert_eq!(
            browser.text("#eula .summary").await,
            "EULA\nEach product's own EULA"
        );
        assert_eq!(browser.texts("#rcmp .none").await, ["Not given"]);
    });
}

async fn name_buyers(browser: &Browser) {
    browser.fill("buyers", "1234-5678-9012\n12345678").await;
    browser.press("Save and continue", "isv.draft.buyers").await;
    assert_eq!(
        browser.errors().await,
        ["Line 2: account ID must be 12 digits – \"12345678\" has 8"]
    );
    assert_eq!(browser.value("buyers").await, "1234-5678-9012\n12345678");
    browser
        .fill("buyers", "1234-5678-9012, 2109 8765 4321")
        .await;
    browser.press("Save and continue", "isv.draft.eula").await;
}

async fn upload_eula(browser: &Browser, files: &Files) {
    browser.choose("eula", "upload").await;
    browser.press("Save and continue", "isv.draft.eula").await;
    assert_eq!(browser.errors().await, ["Choose a file to upload"]);
    browser.attach("eula_file", &files.picture).await;
    browser.press("Save and continue", "isv.draft.eula").await;
    assert_eq!(
        browser.errors().await,
        ["The file must be a PDF or a plain text file"]
    );
    browser.attach("eula_file", &files.pdf).await;
    browser.press("Save and continue", "isv.draft.rcmp").await;
    browser.follow("Back", "isv.draft.eula").await;
    let chosen = browser.texts("input:checked + label").await;
    assert_eq!(chosen, ["terms.pdf"], "the one just given");
    browser.press("Save and continue", "isv.draft.rcmp").await;
}

async fn upload_contract(browser: &Browser, files: &Files) {
    browser.choose("contract", "upload").await;
    browser.attach("contract_file", &files.text).await;
    browser.press("Save and continue", "isv.draft.review").await;
}
