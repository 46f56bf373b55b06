//! The shortest way to an opportunity, for journeys that are about something else.

use crate::browser::Browser;

/// From a page with the button *Create opportunity* to the step of resellers.
pub async fn to_resellers(browser: &Browser, name: &str) {
    browser
        .press("Create opportunity", "isv.draft.details")
        .await;
    browser.fill("name", name).await;
    browser
        .press("Save and continue", "isv.draft.resellers")
        .await;
}

/// From there to the discount of these products, for one reseller.
pub async fn to_discount(browser: &Browser, name: &str, products: &[&str]) {
    to_resellers(browser, name).await;
    browser.tick("Contoso Consulting").await;
    browser
        .press("Save and continue", "isv.draft.products")
        .await;
    for product in products {
        browser.choose("product", product).await;
    }
    browser
        .press("Save and continue", "isv.draft.discount")
        .await;
}

/// From there to the duration, with a percentage.
pub async fn to_duration(browser: &Browser, name: &str, product: &str) {
    to_discount(browser, name, &[product]).await;
    browser.choose("discount_type", "percentage").await;
    browser.fill("percent", "20").await;
    browser
        .press("Save and continue", "isv.draft.duration")
        .await;
}

/// From there to the review, with no optional step.
pub async fn to_review(browser: &Browser, name: &str) {
    to_duration(browser, name, "prod-logstream0001").await;
    browser.choose("duration", "no_set_time").await;
    browser
        .press("Review opportunity", "isv.draft.review")
        .await;
}
