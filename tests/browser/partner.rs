//! A private offer from its first step to the buyer's agreement: what the partner, the buyer and the vendor see of it.

use crate::browser::{Browser, Script, browse};
use crate::files::Files;
use crate::people::{ADMIN, PARTNER};
use crate::portal::{Database, TestPortal};
use crate::walk::visit;

/// For one offer to one buyer, at a discount of 24%.
const OPPORTUNITY: &str = "Margie's Travel – encrypted archive";
const BUYER: &str = "490049004900";
const NAME: &str = "Archive for Margie's Travel";
/// Typed when the offer is extended already.
const TOO_LATE: &str = "For their archive alone";
/// What makes 14.00 of 12.16.
const MARKUP: &str = "15.131578947";

#[test]
fn an_offer_is_made_accepted_and_seen_by_all_three() {
    sell(Script::On);
}

#[test]
fn an_offer_is_made_accepted_and_seen_without_script() {
    sell(Script::Off);
}

fn sell(script: Script) {
    let portal = TestPortal::start(Database::Sqlite);
    let mut url = String::new();
    visit(&portal, PARTNER, script, async |browser| {
        browser.follow(OPPORTUNITY, "partner.opportunity").await;
        begin(browser).await;
        name_buyers(browser).await;
        find_the_price(browser).await;
        add_a_document(browser).await;
        say_when(browser).await;
        url = extend(browser).await;
        come_too_late(browser).await;
    });
    let path = url.strip_prefix(&portal.url).expect("a page of the portal");
    browse(&portal.url, script, async |browser| {
        open_as_buyer(browser, path).await;
        accept(browser).await;
    });
    visit(&portal, ADMIN, script, async |browser| {
        look_as_vendor(browser).await;
    });
    visit(&portal, PARTNER, script, async |browser| {
        look_as_partner(browser).await;
    });
}

/// From the page of an opportunity to the first step of an offer.
async fn begin(browser: &Browser) {
    browser.follow("Create offer", "partner.offer_new").await;
    browser
        .press("Create offer", "partner.offer_draft.terms")
        .await;
}

async fn name_buyers(browser: &Browser) {
    for (typed, error) in [
        (
            "1234",
            "Line 1: account ID must be 12 digits – \"1234\" has 4",
        ),
        (
            "270027002700",
            "2700 2700 2700 is not among the buyers of this opportunity",
        ),
    ] {
        browser.fill("buyers", typed).await;
        browser
            .press("Save and continue", "partner.offer_draft.terms")
            .await;
        assert_eq!(browser.errors().await, [error]);
        assert_eq!(browser.value("buyers").await, typed);
    }
    browser.fill("buyers", BUYER).await;
    browser
        .press("Save and continue", "partner.offer_draft.price")
        .await;
}

async fn find_the_price(browser: &Browser) {
    let page = "partner.offer_draft.price";
    browser.fill("percent", "12.3456789012").await;
    browser.press("Save and continue", page).await;
    assert_eq!(
        browser.errors().await,
        ["Markup must have nine decimals or fewer"]
    );
    browser.fill("percent", "10").await;
    browser.press("Update prices", page).await;
    let row =
        |prices: &str| format!("Unencrypted data · GB 12 months 16.00 USD 12.16 USD {prices}");
    let rows = browser.texts(".prices tbody tr").await;
    assert!(rows.contains(&row("13.376 USD 1.216 USD")), "{rows:?}");
    browser
        .unfold("Find the markup for a price you have in mind")
        .await;
    browser
        .select("target_line", "Unencrypted data, 12 months")
        .await;
    browser.fill("target_price", "14").await;
    browser.press("Use this markup", page).await;
    assert_eq!(browser.value("percent").await, MARKUP);
    let rows = browser.texts(".prices tbody tr").await;
    assert!(rows[1].starts_with(&row("14.00 USD")), "{rows:?}");
    assert!(rows[1].ends_with("1.84 USD"), "{rows:?}");
    browser
        .press("Save and continue", "partner.offer_draft.documents")
        .await;
}

async fn add_a_document(browser: &Browser) {
    let (page, files) = ("partner.offer_draft.documents", Files::new());
    browser.press("Upload document", page).await;
    assert_eq!(browser.errors().await, ["Choose a file to upload"]);
    browser.attach("amendment_file", &files.text).await;
    browser.press("Upload document", page).await;
    assert_eq!(browser.texts(".files a").await, ["contract.txt"]);
    browser
        .press("Save and continue", "partner.offer_draft.dates")
        .await;
}

async fn say_when(browser: &Browser) {
    browser
        .press("Save and continue", "partner.offer_draft.dates")
        .await;
    assert_eq!(
        browser.errors().await,
        ["Enter an offer description", "Enter the offer expiry date"]
    );
    assert_eq!(browser.value("name").await, OPPORTUNITY);
    browser.fill("name", NAME).await;
    browser.fill("description", "Before their freeze").await;
    browser.date("expiry", ["15", "1", "2027"]).await;
    browser
        .press("Save and continue", "partner.offer_draft.review")
        .await;
}

/// Begins another offer, extends the first one in a second window, and says where its buyer goes.
async fn extend(browser: &Browser) -> String {
    let review = browser.path().await;
    browser
        .follow(&format!("“{OPPORTUNITY}”"), "partner.opportunity")
        .await;
    begin(browser).await;
    browser.fill("buyers", BUYER).await;
    browser.press("Save and exit", "partner.offer_drafts").await;
    let dates = review.replace("/review", "/dates");
    browser.go(&dates, "partner.offer_draft.dates").await;
    browser.fill("description", TOO_LATE).await;
    let mine = browser.open_window().await;
    browser.go(&review, "partner.offer_draft.review").await;
    browser.press("Extend Offer", "partner.offer").await;
    assert_eq!(browser.heading().await, NAME);
    let url = browser
        .run("return document.getElementById('url').value")
        .await;
    browser.go_to_window(mine).await;
    save_too_late(browser).await;
    url.as_str().expect("an address").to_owned()
}

/// What is still typed into a draft when it is an offer already is no part of that, and shown.
async fn save_too_late(browser: &Browser) {
    browser
        .press("Save and continue", "partner.offer_draft.made")
        .await;
    assert_eq!(
        browser.heading().await,
        "This changed while you were working"
    );
    let typed = browser.texts("dl.summary dd").await;
    assert!(typed.contains(&TOO_LATE.to_owned()), "{typed:?}");
    browser.follow("See the offer", "partner.offer").await;
    assert_eq!(browser.heading().await, NAME);
}

/// The opportunity was for one offer: the draft that is left cannot become another.
async fn come_too_late(browser: &Browser) {
    let used = "Someone has already used this opportunity";
    browser.follow(OPPORTUNITY, "partner.opportunity").await;
    assert_eq!(browser.text(".page-head .tag").await, "Used");
    let at = browser.path().await;
    browser
        .follow("Offer without a name", "partner.offer_draft.terms")
        .await;
    let review = browser.path().await.replace("/terms", "/review");
    browser.go(&review, "partner.offer_draft.review").await;
    let closed = browser.text("#closed").await;
    assert!(closed.starts_with(used), "{closed}");
    browser
        .press("Extend Offer", "partner.offer_draft.lost")
        .await;
    assert_eq!(browser.heading().await, used);
    browser.follow(&format!("“{NAME}”"), "partner.offer").await;
    browser
        .go(&format!("{at}/offers/new"), "partner.offer_new")
        .await;
    let closed = browser.text("#closed").await;
    assert!(closed.starts_with(used), "{closed}");
}

async fn open_as_buyer(browser: &Browser, path: &str) {
    browser.go(path, "buyer.open").await;
    browser.press("Open offer", "buyer.open").await;
    assert_eq!(browser.errors().await, ["Enter your AWS account ID"]);
    browser.fill("account", "270027002700").await;
    browser.press("Open offer", "buyer.open").await;
    assert_eq!(
        browser.heading().await,
        "We cannot find an offer for this account"
    );
    browser.fill("account", "4900-4900-4900").await;
    browser.press("Open offer", "buyer.offer").await;
    let text = browser.text("main").await;
    for secret in ["12.16", MARKUP, "24%", "Before their freeze"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let prices = browser.texts(r#"[aria-label="Prices"] tbody tr"#).await;
    let price = "Unencrypted data 12 months GB 16.00 USD 14.00 USD".to_owned();
    assert!(prices.contains(&price), "{prices:?}");
}

async fn accept(browser: &Browser) {
    browser.press("Accept offer", "buyer.offer").await;
    assert_eq!(
        browser.errors().await,
        [
            "Enter the company name",
            "Enter the name of the person who accepts",
            "Select a contract duration",
            "Accept the EULA to continue",
        ]
    );
    browser.fill("company", "Margie's Travel").await;
    browser.fill("person", "Greta Wolff").await;
    browser.choose("contract", "P12M").await;
    browser.fill("units[plain_gb]", "100").await;
    browser.choose("eula", "accepted").await;
    browser.press("Work out the total", "buyer.offer").await;
    assert!(browser.text("main").await.contains("1,400.00 USD"));
    browser.press("Accept offer", "buyer.offer").await;
    assert_eq!(browser.heading().await, "You have accepted this offer");
    let agreement = browser.text("#agreement").await;
    assert!(agreement.contains("1,400.00 USD"), "{agreement}");
}

/// The vendor sees what it gets, and nothing of what the buyer pays.
async fn look_as_vendor(browser: &Browser) {
    browser.turn_to("Offers", "isv.offers").await;
    browser.follow(NAME, "isv.offer").await;
    let text = browser.text("main").await;
    assert!(text.contains("1,216.00 USD"), "{text}");
    for secret in ["1,400.00", "14.525", "15.13", "Greta"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    browser.turn_to("Offers", "isv.offers").await;
    browser.fill("q", "nobody has this").await;
    browser.press("Apply", "isv.offers").await;
    browser.follow("Clear filters", "isv.offers").await;
}

async fn look_as_partner(browser: &Browser) {
    browser.turn_to("Offers", "partner.offers").await;
    browser.follow(NAME, "partner.offer").await;
    let text = browser.text("main").await;
    for told in ["1,400.00 USD", "1,216.00 USD", "184.00 USD", "Greta Wolff"] {
        assert!(text.contains(told), "{told} in {text}");
    }
    browser
        .follow(
            "Request for the AWS Marketplace Catalog API",
            "partner.offer.aws",
        )
        .await;
    for (typed, errors, requests) in [("resaleauthz", 1, 0), ("resaleauthz-abc123def456g", 0, 1)] {
        browser.fill("authorization", typed).await;
        browser.press("Show the request", "partner.offer.aws").await;
        assert_eq!(browser.errors().await.len(), errors);
        assert_eq!(browser.texts("textarea").await.len(), requests);
    }
}
