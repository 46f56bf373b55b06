//! A flexible payment schedule stands in a row as well as any other discount.

use super::{press, taken};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, CONTOSO, HARBOR, VAULT};

/// One row that is good, and one whose payments are not all in the future of its last day.
fn rows() -> String {
    let headings = "Reseller account ID,Product ID,Opportunity name,Discount type,Contract durations,Payments,Units,Currency,\
         Duration,Last day,price:plain_over:usage,price:enc_over:usage";
    let row = |account: &str, name: &str, payments: &str| {
        format!(
            "{account},{VAULT},{name},flexible,P12M,\"{payments}\",plain_gb 1200; enc_gb 25,EUR,,2026-12-31,0.08,0.09"
        )
    };
    let good = row(
        CONTOSO,
        "Paid twice",
        "2027-02-01 1,000.50\n2027-03-01 999.50",
    );
    let refused = row(HARBOR, "Paid early", "2026-12-01 10; 2027-03-01 x");
    format!("{headings}\r\n{good}\r\n{refused}\r\n")
}

#[test]
fn a_row_becomes_an_opportunity_with_its_schedule() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let at = taken(&browser, "paid.csv", rows().as_bytes());
        let page = browser.get(&at).page();
        let shown = page.rows();
        assert_eq!(shown[0][1..3], ["Warning", "Paid twice"]);
        assert_eq!(shown[0][5], "Flexible payment schedule");
        assert_eq!(
            page.texts("tr[data-id] li"),
            [
                "Check: AWS asks that buyers with a payment schedule pay by invoice.",
                "Payments: Amount of payment 2 must be a number, like 1,200.50"
            ]
        );
        let refused = browser.get(&format!("{at}/refused.csv"));
        assert!(
            refused.text().contains("2026-12-01 10; 2027-03-01 x"),
            "{}",
            refused.text()
        );
        let mended = refused
            .text()
            .replace("2026-12-01 10; 2027-03-01 x", "2027-03-01 10");
        press(&browser, &at);
        let page = browser.get(&at).page();
        assert_eq!(page.heading(), "1 opportunity created");
        let id = &page.attributes("tr[data-id^=opp_]", "data-id")[0];
        let detail = browser.get(&format!("/isv/opportunities/{id}"));
        let text = detail.page().text();
        for part in [
            "Contoso Consulting",
            "Single Use",
            "31 Dec 2026",
            "1 Feb 2027",
            "1,000.50",
            "1 Mar 2027",
            "999.50",
            "2,000.00",
            "1,200",
            "0.08",
            "0.09",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let again = taken(&browser, "mended.csv", mended.as_bytes());
        press(&browser, &again);
        let page = browser.get(&again).page();
        assert_eq!(page.heading(), "1 opportunity created");
    });
}
