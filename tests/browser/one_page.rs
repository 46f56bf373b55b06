//! All steps on one page, for those who do this every day.

use crate::browser::Script;
use crate::people::MEMBER;
use crate::walk::travel;

#[test]
fn an_opportunity_is_created_on_one_page() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            browser
                .press("Create opportunity", "isv.draft.details")
                .await;
            browser
                .press("Show all steps on one page", "isv.draft.all")
                .await;
            browser.fill("name", "All at once").await;
            browser.tick("Contoso Consulting").await;
            browser.tick("Harbor Channel").await;
            browser.choose("product", "prod-vaultstorage1").await;
            browser.press("Save", "isv.draft.all").await;
            browser.choose("discount_type", "percentage").await;
            browser.fill("percent", "20").await;
            browser.press("Review opportunity", "isv.draft.all").await;
            assert_eq!(browser.errors().await, ["Select how long it can be used"]);
            browser.choose("duration", "no_set_time").await;
            browser
                .press("Review opportunity", "isv.draft.review")
                .await;
            browser.press("Create opportunities", "isv.batch").await;
            assert_eq!(browser.heading().await, "2 opportunities created");
        });
    }
}
