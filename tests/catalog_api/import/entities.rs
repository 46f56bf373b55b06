//! Authorizations as they are at AWS.

use super::{World, remarks};
use crate::samples::{amount, contoso, day, key, today, upfront, vault_storage};
use consign::answers::Step;
use consign::catalog_api::import::fit::Gap;
use consign::domain::agreements::{Eula, ResellerContract};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::discount::{Discount, LineRule};
use consign::domain::duration::Duration;
use serde_json::{Value, json};

fn entity() -> Value {
    serde_json::from_str(include_str!("fixtures/entity.json")).unwrap()
}

fn world() -> World {
    World {
        today: today(),
        products: vec![vault_storage()],
        partners: vec![contoso()],
        documents: Vec::new(),
    }
}

#[test]
fn a_described_authorization_is_filled_in() {
    let fitted = world().only(&entity().to_string());
    let parts = &fitted.parts;
    assert_eq!(remarks(&fitted), [""; 0]);
    assert_eq!(
        parts.details.as_ref().unwrap().name(),
        "Harbor spring special"
    );
    let last_day = day("2027-06-30");
    assert_eq!(parts.duration, Some(Duration::SpecificTime { last_day }));
    let buyers = parts.buyers.as_ref().unwrap().accounts();
    assert_eq!(
        buyers.iter().map(|b| b.as_str()).collect::<Vec<_>>(),
        ["222233334444", "555566667777"]
    );
    assert!(matches!(parts.eula, Some(Eula::Standard { .. })));
    assert!(matches!(
        parts.contract,
        Some(ResellerContract::Rcmp { .. })
    ));
    let Some(Discount::Individual { products, .. }) = &parts.discount else {
        panic!("{fitted:?}")
    };
    let rules = &products[&vault_storage().id].rules;
    assert_eq!(
        rules[&upfront("plain_gb", Months(12))],
        LineRule::Price(amount("12"))
    );
    let choices = &parts.dimensions.as_ref().unwrap()[&vault_storage().id];
    assert_eq!(choices.removed, [key("enc_gb")].into());
    assert_eq!(choices.custom[0].key, key("archive_gb"));
    assert!(
        world().journey(&fitted).proven().is_some(),
        "{:?}",
        world().open(&fitted)
    );
}

#[test]
fn a_single_use_that_is_spent_at_aws_makes_a_new_opportunity_and_says_so() {
    let mut spent = entity();
    spent["DetailsDocument"]["OfferDetails"]["OfferExtendedStatus"] = "Completed-Used".into();
    let fitted = world().only(&spent.to_string());
    assert_eq!(
        remarks(&fitted),
        [
            "DetailsDocument.OfferDetails: Its single use is spent there: the draft makes a new opportunity, which can be used once more"
        ]
    );
}

#[test]
fn details_of_an_entity_may_be_text() {
    let mut text = entity();
    let details = text
        .as_object_mut()
        .unwrap()
        .remove("DetailsDocument")
        .unwrap();
    text["Details"] = details.to_string().into();
    let fitted = world().only(&text.to_string());
    assert!(world().journey(&fitted).proven().is_some());
}

#[test]
fn a_described_schedule_has_moments_for_days() {
    let mut flexible = entity();
    let details = &mut flexible["DetailsDocument"];
    details["Terms"][1] = json!({"Type": "ResaleFixedUpfrontPricingTerm", "Id": "term-2", "CurrencyCode": "USD",
        "Price": "0.0", "Duration": "P24M", "Grants": [{"DimensionKey": "plain_gb", "MaxQuantity": 500}]});
    details["Terms"].as_array_mut().unwrap().push(json!({"Type": "ResalePaymentScheduleTerm", "Id": "term-6",
        "CurrencyCode": "USD", "Schedule": [{"ChargeDate": "2027-09-01T00:00:00.000Z", "ChargeAmount": "7000.00"}]}));
    details["Rules"][0]["OffersMaxQuantity"] = 1.into();
    let fitted = world().only(&flexible.to_string());
    assert_eq!(remarks(&fitted), [""; 0]);
    let schedule = fitted.parts.discount.as_ref().unwrap().schedule().unwrap();
    assert_eq!(schedule.payments[0].date, day("2027-09-01"));
    assert!(
        world().journey(&fitted).proven().is_some(),
        "{:?}",
        world().open(&fitted)
    );
}

#[test]
fn days_that_are_over_are_named_and_not_refused() {
    let mut over = entity();
    over["DetailsDocument"]["Rules"][0]["AvailabilityEndDate"] = "2026-06-30T23:59:59Z".into();
    over["DetailsDocument"]["Status"] = "Restricted".into();
    let fitted = world().only(&over.to_string());
    insta::assert_snapshot!(remarks(&fitted).join("\n"));
    let open = world().open(&fitted);
    assert!(matches!(open.as_slice(), [(Step::Duration, _)]), "{open:?}");
}

#[test]
fn an_authorization_without_limits_is_for_no_set_time() {
    let mut unlimited = entity();
    unlimited["DetailsDocument"]["Rules"][0] =
        json!({"Type": "AvailabilityRule", "Id": "rule-1", "Usage": "Unlimited"});
    assert_eq!(
        world().only(&unlimited.to_string()).parts.duration,
        Some(Duration::NoSetTime)
    );
}

#[test]
fn prices_that_a_described_authorization_lacks_are_named_and_not_refused() {
    for (term, what) in [(0, "usage rates"), (1, "contract prices")] {
        let mut lacking = entity();
        let terms = lacking["DetailsDocument"]["Terms"].as_array_mut().unwrap();
        terms.remove(term);
        let fitted = world().only(&lacking.to_string());
        let expected = format!(
            "DetailsDocument.Terms: It has no {what}, which Vault Storage needs; enter them"
        );
        assert_eq!(remarks(&fitted), [expected]);
    }
}

#[test]
fn a_described_authorization_goes_without_what_its_product_has_changed_since() {
    let mut world = world();
    let dimensions = &mut world.products[0].dimensions;
    let mut requests = dimensions.pop().unwrap();
    assert_eq!(requests.key, key("enc_over"));
    requests.key = key("requests");
    dimensions.push(requests);
    let mut older = entity();
    let cards = older["DetailsDocument"]["Terms"][1]["RateCards"].as_array_mut();
    let cards = cards.unwrap();
    let mut six = cards[0].clone();
    six["Selector"]["Value"] = "P6M".into();
    cards.push(six);
    let fitted = world.only(&older.to_string());
    insta::assert_snapshot!(remarks(&fitted).join("\n"));
    let open = world.open(&fitted);
    assert!(
        open.iter().all(|(step, _)| *step == Step::Discount),
        "{open:?}"
    );
    let Some(Discount::Individual { products, .. }) = &fitted.parts.discount else {
        panic!("{fitted:?}")
    };
    let terms = &products[&vault_storage().id];
    assert_eq!(terms.durations, [Months(12)]);
    // A product whose public offer has none of its durations takes one.
    let others = [("P12M", "P6M"), ("P6M", "P9M")];
    let mut custom = older.to_string();
    for (from, to) in others.into_iter().rev() {
        custom = custom.replace(from, to);
    }
    let fitted = world.only(&custom);
    let Some(Discount::Individual { products, .. }) = &fitted.parts.discount else {
        panic!("{fitted:?}")
    };
    assert_eq!(products[&vault_storage().id].durations, [Months(6)]);
}

#[test]
fn a_buyer_whom_an_entity_names_twice_counts_once() {
    let mut twice = entity();
    let targeting = twice["DetailsDocument"]["Terms"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|term| term["Type"] == "BuyerTargetingTerm")
        .unwrap();
    let accounts = targeting["PositiveTargeting"]["BuyerAccounts"]
        .as_array_mut()
        .unwrap();
    accounts.push(json!({"AwsAccountId": "222233334444"}));
    let fitted = world().only(&twice.to_string());
    let told = remarks(&fitted);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].ends_with(
            "BuyerAccounts[2].AwsAccountId: 222233334444 stands here a second time; a buyer counts once"
        ),
        "{told:?}"
    );
    assert_eq!(fitted.parts.buyers.unwrap().accounts().len(), 2);
}

#[test]
fn a_contract_of_ones_own_is_to_be_uploaded() {
    let mut custom = entity();
    custom["DetailsDocument"]["Terms"][3]["Documents"][0] =
        json!({"Type": "CustomResellerContract", "Url": "https://signed.example.com/own?sig=1"});
    assert_eq!(world().only(&custom.to_string()).contract, Gap::Upload);
}

#[test]
fn an_authorization_of_another_account_is_refused() {
    let mut foreign = entity();
    foreign["DetailsDocument"]["ManufacturerAccountId"] = "999988887777".into();
    assert_eq!(
        world().refused(&foreign.to_string()),
        [
            "DetailsDocument.ManufacturerAccountId: it is an authorization of account 999988887777, and yours is 111122223333"
        ]
    );
}

#[test]
fn an_entity_of_another_kind_is_refused_and_told_why() {
    let told = |kind: &str| {
        let mut other = entity();
        other["EntityType"] = kind.into();
        world().refused(&other.to_string())
    };
    for (kind, why) in [
        (
            "DataProduct",
            "products of this kind cannot be resold through opportunities",
        ),
        (
            "MachineLearningProduct",
            "products of this kind cannot be resold through opportunities",
        ),
        (
            "ProfessionalServicesProduct",
            "professional services have no public prices to import; whoever runs this portal adds them from a catalogue file",
        ),
        (
            "Experience",
            "authorizations, SaaS, AMI and container products and their public offers can",
        ),
    ] {
        let expected = format!("EntityType: \"{kind}\" cannot be imported; {why}");
        assert_eq!(told(&format!("{kind}@1.0")), [expected]);
    }
}
