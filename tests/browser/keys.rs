//! Everything can be done with the keyboard alone.

use crate::browser::keyboard::{DOWN, ENTER, SPACE};
use crate::browser::{Browser, Script, browse};
use crate::people::{MEMBER, PASSWORD};
use crate::portal::{Database, TestPortal};

impl Browser {
    /// Goes to this element with Tab and presses Enter, which leads to the page of this name.
    async fn enter_at(&self, selector: &str, page: &str) {
        self.tab_to(selector).await;
        self.leave().await;
        self.key(ENTER).await;
        self.arrive_anew(page).await;
    }

    /// Goes to this field with Tab and types.
    async fn type_at(&self, selector: &str, text: &str) {
        self.tab_to(selector).await;
        self.type_text(text).await;
    }
}

/// Goes on from a step.
const NEXT: &str = "form .buttons [name=go][value=next]";

#[test]
fn an_opportunity_is_created_with_the_keyboard_alone() {
    let portal = TestPortal::start(Database::Sqlite);
    for script in [Script::On, Script::Off] {
        browse(&portal.url, script, async |browser| {
            browser.go("/sign-in", "sign-in").await;
            browser.type_at("#email", MEMBER).await;
            browser.type_at("#password", PASSWORD).await;
            browser.leave().await;
            browser.key(ENTER).await;
            browser.arrive_anew("isv.opportunities").await;
            name_it(browser).await;
            choose_resellers(browser).await;
            choose_product_by_filter(browser, script).await;
            give_percentage(browser).await;
            limit_to_a_day(browser).await;
            browser
                .enter_at("[name=go][value=create]", "isv.batch")
                .await;
            assert_eq!(browser.heading().await, "1 opportunity created");
        });
    }
}

async fn name_it(browser: &Browser) {
    browser
        .enter_at(".page-head button", "isv.draft.details")
        .await;
    browser.type_at("#name", "By keys").await;
    // Enter in a field saves and continues.
    browser.leave().await;
    browser.key(ENTER).await;
    browser.arrive_anew("isv.draft.resellers").await;
}

async fn choose_resellers(browser: &Browser) {
    browser.tab_to("#reseller").await;
    browser.key(SPACE).await;
    browser.enter_at(NEXT, "isv.draft.products").await;
}

/// With script the list narrows while somebody types; without, the button next to the field does it.
async fn choose_product_by_filter(browser: &Browser, script: Script) {
    browser.type_at("#product-filter", "sentinel").await;
    if script == Script::Off {
        browser
            .enter_at("[name=go][value='filter:product']", "isv.draft.products")
            .await;
    }
    assert_eq!(
        browser.text("[data-tally]").await,
        "0 chosen · 1 of 12 shown"
    );
    let shown = browser.texts(".choice:not([hidden]) label").await;
    assert_eq!(shown, ["Sentinel AMI"]);
    browser.tab_to("[value=prod-sentinelami01]").await;
    browser.key(SPACE).await;
    browser.enter_at(NEXT, "isv.draft.discount").await;
}

async fn give_percentage(browser: &Browser) {
    browser.tab_to("[name=discount_type]").await;
    browser.key(SPACE).await;
    browser.type_at("#percent", "15").await;
    browser.enter_at(NEXT, "isv.draft.duration").await;
}

async fn limit_to_a_day(browser: &Browser) {
    browser.tab_to("[name=duration]").await;
    browser.key(SPACE).await;
    browser.key(DOWN).await;
    assert!(browser.is_at("[value=specific_time]:checked").await);
    browser.type_at("#end-day", "27").await;
    browser.type_at("#end-month", "march").await;
    browser.type_at("#end-year", "2027").await;
    browser
        .enter_at("form .buttons [name=go][value=review]", "isv.draft.review")
        .await;
}
