//! What an ISV can look at beside its opportunities: products, resellers, and what it asked its channel desk for.

use crate::browser::Script;
use crate::people::{MEMBER, VIEWER};
use crate::walk::travel;

#[test]
fn products_and_resellers_are_shown() {
    for (email, script) in [(MEMBER, Script::On), (VIEWER, Script::Off)] {
        travel(email, script, async |browser| {
            browser.turn_to("Products", "isv.products").await;
            browser.follow("Vault Storage", "isv.product").await;
            let prices = browser.texts("tbody tr").await;
            assert!(
                prices[1].ends_with("GB 1.55 16.60 31.20 None"),
                "{prices:?}"
            );
            assert!(prices[3].ends_with("GB None None None 0.11"), "{prices:?}");
            browser.turn_to("Resellers", "isv.resellers").await;
            browser.follow("Contoso Consulting", "isv.reseller").await;
            let text = browser.text("main").await;
            assert!(text.contains("4444 5555 6666"), "{text}");
        });
    }
}

#[test]
fn terms_that_the_form_cannot_express_are_asked_for() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            browser
                .press("Create opportunity", "isv.draft.details")
                .await;
            browser.unfold("Need terms this form cannot express?").await;
            browser
                .press("Ask your channel desk", "isv.terms_request")
                .await;
            browser.press("Send request", "isv.terms_request").await;
            assert_eq!(
                browser.errors().await,
                ["Enter a subject", "Enter what you need"]
            );
            browser.fill("subject", "Prices by the hour").await;
            browser
                .fill("needed", "Vault Storage, charged by the hour")
                .await;
            browser.press("Send request", "isv.terms_requests").await;
            assert_eq!(browser.texts("tbody th").await, ["Prices by the hour"]);
        });
    }
}
