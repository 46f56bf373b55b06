//! What stands at AWS Marketplace becomes a draft here, and what is created here is told there.

use crate::browser::{Browser, Script};
use crate::people::ADMIN;
use crate::walk::travel;

const IMPORT: &str = "isv.import";
const AWS: &str = "isv.opportunity.aws";

/// A request that gives LogStream to Contoso and does not say for how long.
const REQUEST: &str = r#"{"Catalog":"AWSMarketplace","ChangeSet":[
{"ChangeType":"CreateResaleAuthorization","ChangeName":"Deal","Entity":{"Type":"ResaleAuthorization@1.0"},
"DetailsDocument":{"ProductId":"prod-logstream0001","Name":"Spring deal","ResellerAccountId":"444455556666"}},
{"ChangeType":"UpdatePricingTerms","Entity":{"Type":"ResaleAuthorization@1.0","Identifier":"$Deal.Entity.Identifier"},
"DetailsDocument":{"PricingModel":"Usage","Terms":[{"Type":"ResaleUsageBasedPricingTerm","CurrencyCode":"USD","RateCards":[{"RateCard":[
{"DimensionKey":"ingest_gb","Price":"0.15"},{"DimensionKey":"scan_host","Price":"0.04"}]}]}]}},
{"ChangeType":"UpdateLegalTerms","Entity":{"Type":"ResaleAuthorization@1.0","Identifier":"$Deal.Entity.Identifier"},
"DetailsDocument":{"Terms":[{"Type":"BuyerLegalTerm","Documents":[{"Type":"StandardEula"}]}]}}]}"#;

#[test]
fn a_request_becomes_a_draft_and_the_draft_a_request() {
    for script in [Script::On, Script::Off] {
        travel(ADMIN, script, async |browser| {
            browser.follow("Import", IMPORT).await;
            browser.press("Import", IMPORT).await;
            assert_eq!(browser.errors().await, ["Paste JSON or choose a file"]);
            browser.fill("json", "{\"ChangeSet\": 1}").await;
            browser.press("Import", IMPORT).await;
            assert_eq!(browser.errors().await.len(), 1);
            browser.fill("json", REQUEST).await;
            browser.press("Import", "isv.import.done").await;
            assert_eq!(browser.texts("h2").await[0], "Spring deal");
            finish(browser).await;
            tell_aws(browser).await;
        });
    }
}

async fn finish(browser: &Browser) {
    browser
        .follow("Review Spring deal", "isv.draft.review")
        .await;
    browser
        .follow("Change Duration", "isv.draft.duration")
        .await;
    browser.choose("duration", "no_set_time").await;
    browser.press("Save and continue", "isv.draft.review").await;
    browser.press("Create opportunities", "isv.batch").await;
}

async fn tell_aws(browser: &Browser) {
    browser.follow("Requests for AWS", "isv.batch.aws").await;
    browser.follow("Contoso Consulting: LogStream", AWS).await;
    browser.fill("authorization", "resaleauthz").await;
    browser.press("Record ID", AWS).await;
    assert_eq!(browser.errors().await.len(), 1);
    browser
        .fill("authorization", "resaleauthz-abc123def456g")
        .await;
    browser.press("Record ID", AWS).await;
    let done = "Done: The resale authorization ID is recorded.";
    assert_eq!(browser.text("[data-banner] p").await, done);
    browser.follow("Spring deal", "isv.opportunity").await;
}
