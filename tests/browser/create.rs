//! Create an opportunity with each discount and each duration that go together, with script and without.

mod deal;

use crate::browser::Script;
use crate::people::MEMBER;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::shortest;
use crate::walk::{travel, visit};
use deal::{Deal, Discount, Length};

/// Makes the deal on a portal of its own, with script and without.
fn make(deal: &Deal) {
    make_on(&TestPortal::start(Database::Sqlite), deal);
}

fn make_on(portal: &TestPortal, deal: &Deal) {
    for script in [Script::On, Script::Off] {
        visit(portal, MEMBER, script, async |browser| {
            deal.make(browser).await
        });
    }
}

#[test]
fn a_percentage_for_single_use() {
    let deal = Deal {
        name: "A fifth off, once",
        product: "prod-vaultstorage1",
        discount: Discount::Percentage("20"),
        length: Length::SingleUse,
        prices: &[
            "Unencrypted data 1 month GB 1.50 USD 20% 1.20 USD",
            "Unencrypted data 12 months GB 16.00 USD 20% 12.80 USD",
            "Unencrypted data 24 months GB 30.00 USD 20% 24.00 USD",
            "Encrypted data 1 month GB 1.55 USD 20% 1.24 USD",
            "Encrypted data 12 months GB 16.60 USD 20% 13.28 USD",
            "Encrypted data 24 months GB 31.20 USD 20% 24.96 USD",
            "Unencrypted data beyond the contract usage GB 0.10 USD 20% 0.08 USD",
            "Encrypted data beyond the contract usage GB 0.11 USD 20% 0.088 USD",
        ],
        row: "A fifth off, once Vault Storage Contoso Consulting 20% 22 Nov 2026 Active 27 Mar 2027",
    };
    on_each_database(|portal| make_on(portal, &deal));
}

#[test]
fn a_percentage_for_a_specific_time() {
    make(&Deal {
        name: "A sixth off until spring",
        product: "prod-vaultstorage1",
        discount: Discount::Percentage("17.5"),
        length: Length::SpecificTime,
        prices: &[
            "Unencrypted data 1 month GB 1.50 USD 17.5% 1.238 USD",
            "Unencrypted data 12 months GB 16.00 USD 17.5% 13.20 USD",
            "Unencrypted data 24 months GB 30.00 USD 17.5% 24.75 USD",
            "Encrypted data 1 month GB 1.55 USD 17.5% 1.279 USD",
            "Encrypted data 12 months GB 16.60 USD 17.5% 13.695 USD",
            "Encrypted data 24 months GB 31.20 USD 17.5% 25.74 USD",
            "Unencrypted data beyond the contract usage GB 0.10 USD 17.5% 0.0825 USD",
            "Encrypted data beyond the contract usage GB 0.11 USD 17.5% 0.09075 USD",
        ],
        row: "A sixth off until spring Vault Storage Contoso Consulting 17.5% 22 Nov 2026 Active 27 Mar 2027",
    });
}

#[test]
fn a_percentage_for_no_set_time() {
    make(&Deal {
        name: "Something off for good",
        product: "prod-sentinelami01",
        discount: Discount::Percentage("15"),
        length: Length::NoSetTime,
        prices: &[
            "t3.medium 365 days Hours 220.00 USD 15% 187.00 USD",
            "m5.large 365 days Hours 440.00 USD 15% 374.00 USD",
            "t3.medium usage Hours 0.17 USD 15% 0.1445 USD",
            "m5.large usage Hours 0.34 USD 15% 0.289 USD",
        ],
        row: "Something off for good Sentinel AMI Contoso Consulting 15% 22 Nov 2026 Active None",
    });
}

#[test]
fn individual_percentages_for_single_use() {
    make(&Deal {
        name: "A third off, more for some",
        product: "prod-vaultstorage1",
        discount: Discount::Individual("33.33", &[("plain_gb:P24M", "20"), ("enc_over", "17.5")]),
        length: Length::SingleUse,
        prices: &[
            "Unencrypted data 1 month GB 1.50 USD 33.33% 1.00 USD",
            "Unencrypted data 12 months GB 16.00 USD 33.33% 10.667 USD",
            "Unencrypted data 24 months GB 30.00 USD 20% 24.00 USD",
            "Encrypted data 1 month GB 1.55 USD 33.33% 1.033 USD",
            "Encrypted data 12 months GB 16.60 USD 33.33% 11.067 USD",
            "Encrypted data 24 months GB 31.20 USD 33.33% 20.801 USD",
            "Unencrypted data beyond the contract usage GB 0.10 USD 33.33% 0.06667 USD",
            "Encrypted data beyond the contract usage GB 0.11 USD 17.5% 0.09075 USD",
        ],
        row: "A third off, more for some Vault Storage Contoso Consulting Individual pricing 22 Nov 2026 Active 27 Mar 2027",
    });
}

#[test]
fn individual_prices_for_a_specific_time() {
    make(&Deal {
        name: "Own prices until spring",
        product: "prod-gatewayami001",
        discount: Discount::OwnPrices(
            "USD",
            &[
                ("t3.small", "0.0125"),
                ("c5.large", "$0.1"),
                ("c5.xlarge", "0.3"),
            ],
        ),
        length: Length::SpecificTime,
        prices: &[
            "t3.small usage Hours 0.06 USD Own price 0.0125 USD",
            "c5.large usage Hours 0.22 USD Own price 0.10 USD",
            "c5.xlarge usage Hours 0.41 USD Own price 0.30 USD",
        ],
        row: "Own prices until spring Gateway AMI Contoso Consulting Individual pricing 22 Nov 2026 Active 27 Mar 2027",
    });
}

#[test]
fn individual_prices_for_no_set_time() {
    make(&Deal {
        name: "Registries in yen",
        product: "prod-quaycontain01",
        discount: Discount::OwnPrices(
            "JPY",
            &[
                ("registry:P1M", "31,000"),
                ("registry:P12M", "288,000"),
                ("scan_pack:P1M", "6000"),
                ("scan_pack:P12M", "57600"),
            ],
        ),
        length: Length::NoSetTime,
        prices: &[
            "Registries 1 month Registries 240.00 USD Own price 31,000 JPY",
            "Registries 12 months Registries 2,400.00 USD Own price 288,000 JPY",
            "Scan packs 1 month Packs 45.00 USD Own price 6,000 JPY",
            "Scan packs 12 months Packs 480.00 USD Own price 57,600 JPY",
        ],
        row: "Registries in yen Quay Container Contoso Consulting Individual pricing 22 Nov 2026 Active None",
    });
}

/// The one combination that a schedule allows; the step of the duration says why.
#[test]
fn a_payment_schedule_for_single_use() {
    make(&Deal {
        name: "Paid in two parts",
        product: "prod-vaultstorage1",
        discount: Discount::Schedule(&[
            ("200.00", ["1", "4", "2027"]),
            ("250", ["15", "September", "2027"]),
        ]),
        length: Length::SingleUse,
        prices: &[
            "Unencrypted data beyond the contract usage GB 0.10 USD Own price 0.10 USD",
            "Encrypted data beyond the contract usage GB 0.11 USD Own price 0.09 USD",
        ],
        row: "Paid in two parts Vault Storage Contoso Consulting Flexible payment schedule 22 Nov 2026 Active 27 Mar 2027",
    });
}

#[test]
fn equal_payments_are_filled_in() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_discount(browser, "Something", &["prod-vaultstorage1"]).await;
            browser.choose("discount_type", "flexible").await;
            browser.unfold("Fill in equal payments").await;
            browser.fill("plan_total", "1,000").await;
            browser.select("plan_frequency", "Quarterly").await;
            browser.fill("plan_count", "3").await;
            browser.date("plan_date", ["31", "8", "2027"]).await;
            browser
                .press("Fill in payments", "isv.draft.discount")
                .await;
            let mut payments = Vec::new();
            for number in 1..=3 {
                let field = |part: &str| format!("date[{number}]-{part}");
                payments.push([
                    browser.value(&format!("amount[{number}]")).await,
                    browser.value(&field("day")).await,
                    browser.value(&field("month")).await,
                    browser.value(&field("year")).await,
                ]);
            }
            let expected = [
                ["333.33", "31", "8", "2027"],
                ["333.33", "30", "11", "2027"],
                ["333.34", "29", "2", "2028"],
            ];
            assert_eq!(payments, expected);
            browser
                .press("Remove payment 2", "isv.draft.discount")
                .await;
            assert!(browser.text("main").await.contains("Total: 666.67 USD"));
        });
    }
}

/// Some products rule some discounts out: those have no radio button but a reason.
#[test]
fn a_discount_that_cannot_be_given_says_why() {
    for script in [Script::On, Script::Off] {
        travel(MEMBER, script, async |browser| {
            shortest::to_discount(
                browser,
                "Something",
                &["prod-harbormaster1", "prod-gatewayami001"],
            )
            .await;
            assert_eq!(
                browser.texts(".refused").await,
                [
                    "Percentage Discount – not for Harbor Master Services: it has no list price",
                    "Flexible payment schedule – not for Gateway AMI: it is only paid as used",
                ]
            );
            assert_eq!(browser.texts("[name=discount_type]").await.len(), 1);
        });
    }
}
