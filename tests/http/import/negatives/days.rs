//! Days and uses: until when, how often, and when what is paid.

use super::{Case, FLEXIBLE, TERMS, UNTIL, many, put, without};
use serde_json::{Value, json};

const SCHEDULE: &str = "/ChangeSet/3/DetailsDocument/Terms/0/Schedule";
const LIMITS: &str = "/ChangeSet/5/DetailsDocument";

pub fn limits() -> Vec<Case> {
    const END: &str = "/ChangeSet/4/DetailsDocument/AvailabilityEndDate";
    let uses = |count: Value, told| {
        put(
            UNTIL,
            "/ChangeSet/4/DetailsDocument/OffersMaxQuantity",
            count,
            told,
        )
    };
    vec![
        put(
            UNTIL,
            END,
            json!("2026-11-21"),
            "ChangeSet[4].DetailsDocument.AvailabilityEndDate: the last day must be later than today, 2026-11-22, and is 2026-11-21 (INVALID_AVAILABILITY_END_DATE)",
        ),
        put(
            UNTIL,
            END,
            json!("2026-11-22"),
            "ChangeSet[4].DetailsDocument.AvailabilityEndDate: the last day must be later than today, 2026-11-22, and is 2026-11-22 (INVALID_AVAILABILITY_END_DATE)",
        ),
        put(
            UNTIL,
            END,
            json!("2027-02-29"),
            "ChangeSet[4].DetailsDocument.AvailabilityEndDate: \"2027-02-29\" is no day – write it like 2027-06-30",
        ),
        put(
            FLEXIBLE,
            &format!("{LIMITS}/AvailabilityEndDate"),
            json!("2027-04-01"),
            "ChangeSet[5].DetailsDocument.AvailabilityEndDate: the last day must be before every charge date, and there is one on 2027-04-01 at ChangeSet[3].DetailsDocument.Terms[0].Schedule[0].ChargeDate (INVALID_AVAILABILITY_END_DATE)",
        ),
        uses(
            json!(2),
            "ChangeSet[4].DetailsDocument.OffersMaxQuantity: must be 1, not 2",
        ),
        uses(
            json!(0),
            "ChangeSet[4].DetailsDocument.OffersMaxQuantity: must be 1, not 0",
        ),
        uses(
            json!("1"),
            "ChangeSet[4].DetailsDocument.OffersMaxQuantity: must be a whole number without quotes; this is text",
        ),
    ]
}

pub fn payments() -> Vec<Case> {
    const BOTH: &str = "ChangeSet[3].DetailsDocument.Terms[0]: a payment schedule needs both AvailabilityEndDate and an OffersMaxQuantity of 1 (INCOMPATIBLE_TERMS)";
    let payment = |date: String| json!({"ChargeDate": date, "ChargeAmount": "1.00"});
    let month = |n: usize| payment(format!("{}-{:02}-01", 2028 + n / 12, n % 12 + 1));
    let date = |day: &str, told| {
        put(
            FLEXIBLE,
            &format!("{SCHEDULE}/1/ChargeDate"),
            json!(day),
            told,
        )
    };
    vec![
        put(
            FLEXIBLE,
            SCHEDULE,
            many(61, month),
            "ChangeSet[3].DetailsDocument.Terms[0].Schedule: has 61 payments; the most are 60 (TOO_MANY_SCHEDULED_PAYMENTS)",
        ),
        date(
            "2027-04-01",
            "ChangeSet[3].DetailsDocument.Terms[0].Schedule[1].ChargeDate: a second payment on 2027-04-01; each needs its own day (DUPLICATE_CHARGE_DATES)",
        ),
        date(
            "2026-11-22",
            "ChangeSet[3].DetailsDocument.Terms[0].Schedule[1].ChargeDate: a charge date must be later than today, 2026-11-22, and is 2026-11-22 (INVALID_CHARGE_DATES)",
        ),
        date(
            "2029-03-31",
            "ChangeSet[3].DetailsDocument.Terms[0].Schedule[1].ChargeDate: a charge date must be before 2029-03-31, when the contract ends, and is 2029-03-31 (INVALID_CHARGE_DATES)",
        ),
        without(
            FLEXIBLE,
            &format!("{TERMS}/1"),
            "ChangeSet[3].DetailsDocument.Terms[0]: a payment schedule needs a ResaleFixedUpfrontPricingTerm (INCOMPATIBLE_TERMS)",
        ),
        without(
            FLEXIBLE,
            "/ChangeSet/3",
            "ChangeSet[2].DetailsDocument.Terms[1]: a fixed price of 0 needs a payment schedule that says what is paid (MISSING_MANDATORY_TERMS)",
        ),
        without(FLEXIBLE, &format!("{LIMITS}/AvailabilityEndDate"), BOTH),
        without(FLEXIBLE, &format!("{LIMITS}/OffersMaxQuantity"), BOTH),
        without(FLEXIBLE, "/ChangeSet/5", BOTH),
        put(
            FLEXIBLE,
            "/ChangeSet/3/DetailsDocument/Terms/0/CurrencyCode",
            json!("EUR"),
            "ChangeSet[3].DetailsDocument.Terms[0].CurrencyCode: must be USD, the currency of the prices, not EUR (INCOMPATIBLE_CURRENCY_CODE)",
        ),
    ]
}
