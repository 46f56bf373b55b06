//! One opportunity from the first press to its row in the table.

use crate::browser::Browser;
use crate::shortest;

/// What is typed, and what must come of it.
pub struct Deal {
    pub name: &'static str,
    /// The product's id.
    pub product: &'static str,
    pub discount: Discount,
    pub length: Length,
    /// The rows of its price table: dimension, what it is charged for, unit, list price, discount, wholesale price.
    pub prices: &'static [&'static str],
    /// Its row in the table of opportunities.
    pub row: &'static str,
}

/// The discount, as it is typed.
pub enum Discount {
    Percentage(&'static str),
    /// A percentage for all rows, and another one for some: row and percentage.
    Individual(&'static str, &'static [(&'static str, &'static str)]),
    /// A currency, and a price for each row.
    OwnPrices(&'static str, &'static [(&'static str, &'static str)]),
    /// Amount and date of each payment for 100 GB over 12 months.
    Schedule(&'static [(&'static str, [&'static str; 3])]),
}

/// How long it can be used.
pub enum Length {
    /// Once, until a last day.
    SingleUse,
    /// Until a last day.
    SpecificTime,
    NoSetTime,
}

impl Deal {
    /// Creates it from the table of opportunities, and finds it there.
    pub async fn make(&self, browser: &Browser) {
        shortest::to_discount(browser, self.name, &[self.product]).await;
        self.give_discount(browser).await;
        self.say_how_long(browser).await;
        self.give_nothing_else(browser).await;
        self.create(browser).await;
        self.find(browser).await;
    }

    async fn give_discount(&self, browser: &Browser) {
        match &self.discount {
            Discount::Percentage(percent) => {
                browser.choose("discount_type", "percentage").await;
                browser.fill("percent", percent).await;
            }
            Discount::Individual(all, some) => {
                browser.choose("discount_type", "individual").await;
                self.price_rows(browser, "percent", &[("*", *all)]).await;
                self.price_rows(browser, "percent", some).await;
            }
            Discount::OwnPrices(currency, rows) => {
                browser.choose("discount_type", "individual").await;
                browser.select("currency", currency).await;
                self.price_rows(browser, "price", rows).await;
            }
            Discount::Schedule(payments) => {
                browser.choose("discount_type", "flexible").await;
                schedule(browser, payments).await;
            }
        }
        browser.press("Update prices", "isv.draft.discount").await;
        if let Discount::Schedule(_) = self.discount {
            assert!(browser.text("main").await.contains("Total: 450.00 USD"));
        }
        assert_eq!(browser.texts("#preview tbody tr").await, self.prices);
        browser
            .press("Save and continue", "isv.draft.duration")
            .await;
    }

    async fn price_rows(&self, browser: &Browser, rule: &str, rows: &[(&str, &str)]) {
        for (row, value) in rows {
            let field = |what: &str| format!("{what}[{}][{row}]", self.product);
            browser.choose(&field("rule"), rule).await;
            browser.fill(&field("value"), value).await;
        }
    }

    async fn say_how_long(&self, browser: &Browser) {
        if matches!(self.discount, Discount::Schedule(_)) {
            assert_eq!(browser.texts("[type=radio]").await, [""; 0]);
            let words = browser.texts(".inset").await;
            let reason =
                "Single Use with a last day, because the discount is a flexible payment schedule.";
            assert!(words[0].starts_with(reason), "{words:?}");
        } else {
            let length = match self.length {
                Length::SingleUse => "single_use",
                Length::SpecificTime => "specific_time",
                Length::NoSetTime => "no_set_time",
            };
            browser.choose("duration", length).await;
        }
        if !matches!(self.length, Length::NoSetTime) {
            browser.date("end", ["27", "March", "2027"]).await;
        }
    }

    async fn give_nothing_else(&self, browser: &Browser) {
        if self.product == "prod-vaultstorage1" {
            browser
                .press("Save and continue", "isv.draft.dimensions")
                .await;
        }
        for page in ["buyers", "eula", "rcmp", "review"] {
            browser
                .press("Save and continue", &format!("isv.draft.{page}"))
                .await;
        }
    }

    async fn create(&self, browser: &Browser) {
        let count = "1 opportunity will be created: 1 reseller × 1 product.";
        assert_eq!(browser.text(".lead").await, count);
        let prices = r#"[aria-label^="Prices of"] tbody tr"#;
        assert_eq!(browser.texts(prices).await, self.prices);
        browser.press("Create opportunities", "isv.batch").await;
        assert_eq!(browser.heading().await, "1 opportunity created");
    }

    async fn find(&self, browser: &Browser) {
        browser
            .follow("Opportunities created", "isv.opportunities")
            .await;
        assert_eq!(browser.texts("tbody tr").await[0], self.row);
        browser.follow(self.name, "isv.opportunity").await;
        let prices = r#"[aria-label="Prices"] tbody tr"#;
        assert_eq!(browser.texts(prices).await, self.prices);
    }
}

async fn schedule(browser: &Browser, payments: &[(&str, [&str; 3])]) {
    browser.fill("contract_length", "12").await;
    browser.fill("units[plain_gb]", "100").await;
    browser.fill("rate[enc_over]", "0.09").await;
    for (number, (amount, date)) in (1..).zip(payments) {
        if number > 1 {
            browser
                .press("Add another payment", "isv.draft.discount")
                .await;
        }
        browser.fill(&format!("amount[{number}]"), amount).await;
        browser.date(&format!("date[{number}]"), *date).await;
    }
}
