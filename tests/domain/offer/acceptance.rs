//! What a buyer takes and what it costs: sums of rounded lines, for both sides.

use super::{parts, proof, scheduled, vault_at};
use crate::samples::{
    day, decimal, grant, log_stream, markup, only, opportunity_of, percentage, today,
};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::ids::mint;
use consign::domain::offer::Offer;
use consign::domain::offer::acceptance::{Purchase, PurchaseError, durations, must_take, settle};
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::OfferParts;
use consign::domain::opportunity::Opportunity;
use consign::domain::schedule::Grant;

fn offer(opportunity: Opportunity, subscription_end: Option<&str>) -> Offer {
    let these = OfferParts {
        subscription_end: subscription_end.map(day),
        ..parts(Adjustment::Markup(markup("5")))
    };
    let terms = proof(&opportunity, these);
    Offer {
        id: mint(chrono::DateTime::UNIX_EPOCH, [3; 10]),
        opportunity,
        details: terms.details,
        buyers: terms.buyers,
        adjustment: terms.adjustment,
        lines: terms.lines,
        payments: terms.payments,
        amendments: terms.amendments,
        expires_on: terms.expires_on,
        subscription_end: terms.subscription_end,
        contract: None,
        extended_at: chrono::DateTime::UNIX_EPOCH,
        extended_by: "Tom Okafor".to_owned(),
        acceptances: Vec::new(),
    }
}

fn purchase(months: u16, units: Vec<Grant>) -> Purchase {
    Purchase {
        contract: Some(Months(months)),
        units,
    }
}

#[test]
fn a_hundred_units_cost_what_the_worked_example_says() {
    let offer = offer(vault_at("20"), None);
    assert_eq!(durations(&offer), [Months(1), Months(12), Months(24)]);
    assert!(must_take(&offer));
    let taken = purchase(12, vec![grant("plain_gb", 100)]);
    let (bought, totals, ends) = settle(&offer, taken.clone(), today()).unwrap();
    let totals = totals.unwrap();
    assert_eq!(bought, taken);
    assert_eq!(totals.purchase, decimal("1344.00"));
    assert_eq!(totals.wholesale, decimal("1280.00"));
    assert_eq!(totals.margin(), decimal("64.00"));
    assert_eq!(ends, day("2027-11-21"));
}

#[test]
fn a_month_that_begins_at_the_end_of_a_longer_one_ends_with_the_shorter() {
    let offer = offer(vault_at("20"), None);
    for (today, last) in [
        ("2027-01-27", "2027-02-26"),
        ("2027-01-28", "2027-02-27"),
        ("2027-01-29", "2027-02-28"),
        ("2027-01-30", "2027-02-28"),
        ("2027-01-31", "2027-02-28"),
        ("2027-02-01", "2027-02-28"),
    ] {
        let taken = purchase(1, vec![grant("plain_gb", 1)]);
        let (_, _, ends) = settle(&offer, taken, day(today)).unwrap();
        assert_eq!(ends, day(last), "begun on {today}");
    }
}

#[test]
fn what_is_not_offered_cannot_be_taken() {
    let offer = offer(vault_at("20"), None);
    for (taken, error) in [
        (purchase(12, vec![]), PurchaseError::NothingTaken),
        (
            purchase(36, vec![grant("plain_gb", 1)]),
            PurchaseError::Duration,
        ),
        (Purchase::default(), PurchaseError::Duration),
        (
            purchase(12, vec![grant("plain_over", 1)]),
            PurchaseError::NotOffered(crate::samples::key("plain_over")),
        ),
    ] {
        assert_eq!(settle(&offer, taken, today()), Err(error));
    }
    let mut tiered = offer;
    tiered.opportunity.product.tiered = true;
    for units in [
        vec![grant("plain_gb", 2)],
        vec![grant("plain_gb", 1), grant("enc_gb", 1)],
    ] {
        assert_eq!(
            settle(&tiered, purchase(12, units), today()),
            Err(PurchaseError::OneTier)
        );
    }
    assert!(settle(&tiered, purchase(12, vec![grant("enc_gb", 1)]), today()).is_ok());
}

#[test]
fn a_schedule_says_itself_what_is_bought() {
    let offer = offer(scheduled(), None);
    assert!(!must_take(&offer));
    let (bought, totals, ends) = settle(&offer, Purchase::default(), today()).unwrap();
    let totals = totals.unwrap();
    assert_eq!(bought, purchase(12, vec![grant("plain_gb", 500)]));
    assert_eq!(
        (totals.wholesale, totals.purchase),
        (decimal("450.00"), decimal("472.50"))
    );
    assert_eq!(ends, day("2027-11-21"));
}

#[test]
fn what_is_paid_as_used_is_taken_by_accepting() {
    let stream = log_stream();
    let opportunity = opportunity_of(&stream, percentage("10", only(&stream)));
    let offer = offer(opportunity, Some("2027-12-31"));
    assert!(durations(&offer).is_empty() && !must_take(&offer));
    assert_eq!(
        settle(&offer, Purchase::default(), today()),
        Ok((Purchase::default(), None, day("2027-12-31")))
    );
}
