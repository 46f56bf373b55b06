//! The shapes in which a request may come.

use super::{World, remarks, seaglass};
use crate::samples::key;
use consign::catalog_api::import;
use consign::domain::agreements::PublicEula;
use consign::domain::catalog::Product;
use serde_json::{Value, json};

fn request() -> Value {
    serde_json::from_str(include_str!("fixtures/until_a_day_for_a_buyer.json")).unwrap()
}

fn world() -> World {
    World::of_2023(Product {
        public_eula: PublicEula::Custom {
            url: "https://files.example.com/seaglass/eula.pdf".to_owned(),
        },
        ..seaglass()
    })
}

/// What a document makes, without the places it was read from.
fn made(value: &Value) -> Vec<String> {
    let fitted = world().fitted(&value.to_string());
    let fitted = fitted.unwrap_or_else(|faults| panic!("{:?}", super::lines(faults)));
    fitted
        .iter()
        .map(|each| format!("{:?}", each.parts))
        .collect()
}

#[test]
fn a_request_a_change_set_and_a_list_of_requests_say_the_same() {
    let request = request();
    let expected = made(&request);
    assert_eq!(expected.len(), 1);
    assert_eq!(made(&json!({"ChangeSet": request["ChangeSet"]})), expected);
    assert_eq!(made(&request["ChangeSet"]), expected);
    assert_eq!(made(&json!([request])), expected);
    assert_eq!(
        made(&json!([request, request])),
        [expected.clone(), expected.clone()].concat()
    );
    let named = json!({"Catalog": "AWSMarketplace", "ChangeSet": request["ChangeSet"],
        "ChangeSetName": "Winter", "ClientRequestToken": "token"});
    assert_eq!(made(&named), expected);
}

#[test]
fn a_mark_before_the_text_is_passed_over() {
    let text = format!("\u{feff}{}", request());
    assert!(world().fitted(&text).is_ok());
}

#[test]
fn changes_may_stand_in_any_order() {
    let expected = made(&request());
    let mut turned = request();
    turned["ChangeSet"].as_array_mut().unwrap().reverse();
    assert_eq!(made(&turned), expected);
}

#[test]
fn details_may_be_text() {
    let expected = made(&request());
    let mut text = request();
    for change in text["ChangeSet"].as_array_mut().unwrap() {
        let details = change
            .as_object_mut()
            .unwrap()
            .remove("DetailsDocument")
            .unwrap();
        change["Details"] = Value::from(details.to_string());
    }
    assert_eq!(made(&text), expected);
}

#[test]
fn a_place_within_details_that_are_text_is_told_like_any_other() {
    let mut text = request();
    text["ChangeSet"][0]
        .as_object_mut()
        .unwrap()
        .remove("DetailsDocument");
    text["ChangeSet"][0]["Details"] = Value::from("{\"ProductId\": 7}");
    let told = world().refused(&text.to_string());
    assert!(
        told[0].starts_with(
            "ChangeSet[0].Details.ProductId: must be text in quotes; this is a number"
        ),
        "{told:?}"
    );
}

#[test]
fn several_authorizations_of_one_request_keep_apart() {
    let mut request = request();
    let changes = request["ChangeSet"].as_array_mut().unwrap();
    let mut second = changes.clone();
    for change in &mut second {
        if change["ChangeName"].is_string() {
            change["ChangeName"] = "Second".into();
            change["DetailsDocument"]["Name"] = "Another".into();
        } else {
            change["Entity"]["Identifier"] = "$Second.Entity.Identifier".into();
        }
    }
    changes.extend(second);
    let fitted = world().fitted(&request.to_string()).unwrap();
    let names: Vec<&str> = fitted
        .iter()
        .map(|f| f.parts.details.as_ref().unwrap().name())
        .collect();
    assert_eq!(names, ["Seaglass winter terms", "Another"]);
    assert!(
        fitted
            .iter()
            .all(|each| each.parts.discount.is_some() && each.remarks.is_empty())
    );
}

#[test]
fn what_update_information_says_wins_wherever_it_stands() {
    for first in [true, false] {
        let mut request = request();
        let change = json!({"ChangeType": "UpdateInformation", "Entity": {"Type": "ResaleAuthorization@1.0",
            "Identifier": "$ResaleAuthorization.Entity.Identifier"}, "DetailsDocument": {"Name": "Renamed"}});
        let changes = request["ChangeSet"].as_array_mut().unwrap();
        changes.insert(if first { 0 } else { changes.len() }, change);
        let fitted = world().only(&request.to_string());
        let details = fitted.parts.details.unwrap();
        assert_eq!(details.name(), "Renamed");
        assert!(details.description().is_some());
    }
}

#[test]
fn a_dimension_that_the_same_document_adds_is_one_of_the_opportunity() {
    let adds = json!({"ChangeSet": [{"ChangeType": "AddDimensions",
        "Entity": {"Type": "SaaSProduct@1.0", "Identifier": "prod-seaglass00001"},
        "DetailsDocument": [{"Key": "archive", "Name": "Archive", "Description": "Cold", "Unit": "GB", "Types": ["Entitled"]}]}]});
    let mut creates = request();
    let card =
        &mut creates["ChangeSet"][3]["DetailsDocument"]["Terms"][0]["RateCards"][0]["RateCard"];
    card.as_array_mut()
        .unwrap()
        .push(json!({"DimensionKey": "archive", "Price": "3.125"}));
    let fitted = world().only(&json!([adds, creates]).to_string());
    let choices = &fitted.parts.dimensions.as_ref().unwrap()[&seaglass().id];
    assert_eq!(choices.custom.len(), 1);
    assert_eq!(
        (
            choices.custom[0].key.clone(),
            choices.custom[0].unit.as_str()
        ),
        (key("archive"), "GB")
    );
    assert!(
        world().journey(&fitted).proven().is_some(),
        "{:?}",
        world().open(&fitted)
    );
    let alone = world().refused(&creates.to_string());
    assert!(
        alone[0].ends_with("archive is no dimension of Seaglass; if a request adds it, put that one into the same list (INCOMPATIBLE_PRODUCT)"),
        "{alone:?}"
    );
    let dimensions = world().refused(&adds.to_string());
    assert_eq!(
        dimensions,
        [
            "ChangeSet[0].DetailsDocument[0]: archive is added to prod-seaglass00001, and nothing here authorizes anybody to resell that; put this request and the one that does into one list"
        ]
    );
    let fitted = world().only(&json!([adds, request()]).to_string());
    assert_eq!(
        remarks(&fitted),
        [
            "[0].ChangeSet[0].DetailsDocument[0]: archive has no price in an authorization here and is not kept"
        ]
    );
}

#[test]
fn what_an_opportunity_does_not_keep_is_named() {
    let mut request = request();
    let of = json!({"Type": "ResaleAuthorization@1.0", "Identifier": "$ResaleAuthorization.Entity.Identifier"});
    request["ChangeSet"][0]["DetailsDocument"]["BulkRequestId"] =
        "8c7f2f0e-2b60-4d2a-9a0e-3f5a1d9b7c11".into();
    let changes = request["ChangeSet"].as_array_mut().unwrap();
    changes.push(
        json!({"ChangeType": "UpdateBuyerValidityTerms", "Entity": of, "DetailsDocument":
        {"Terms": [{"Type": "BuyerValidityTerm", "MaximumAgreementStartDate": "2023-09-01"}]}}),
    );
    changes.push(
        json!({"ChangeType": "UpdateNetPaymentTerms", "Entity": of, "DetailsDocument":
        {"Terms": [{"Type": "ResaleNetPaymentTerm", "PaymentDuePeriod": "P45D"}]}}),
    );
    let fitted = world().only(&request.to_string());
    insta::assert_snapshot!(remarks(&fitted).join("\n"));
}

#[test]
fn a_reseller_who_is_unknown_or_not_registered_is_named_and_the_rest_filled_in() {
    let mut world = world();
    world.partners = vec![super::partner("444455556666", false)];
    let fitted = world.only(&request().to_string());
    assert_eq!(
        remarks(&fitted),
        [
            "ChangeSet[0].DetailsDocument.ResellerAccountId: Contoso Consulting is not registered as a reseller"
        ]
    );
    world.partners.clear();
    let fitted = world.only(&request().to_string());
    assert_eq!(
        remarks(&fitted),
        [
            "ChangeSet[0].DetailsDocument.ResellerAccountId: There is no reseller with account 444455556666 here; choose another"
        ]
    );
    assert!(fitted.parts.discount.is_some() && fitted.parts.resellers.is_none());
}

#[test]
fn a_document_of_ours_is_found_by_its_address() {
    let mut request = request();
    request["ChangeSet"][5]["DetailsDocument"]["Terms"][0]["Documents"][0]["Url"] =
        "https://files.example.com/acme/eula.pdf".into();
    let fitted = world().with_documents().only(&request.to_string());
    assert_eq!(remarks(&fitted), [""; 0]);
    assert_eq!(fitted.parts.eula, Some(crate::samples::uploaded_eula()));
}

#[test]
fn only_what_is_known_is_looked_for() {
    assert!(
        import::describes("[{\"EntityType\": \"x\"}]") && import::describes("{\"ChangeSet\": []}")
    );
    assert!(!import::describes("{\"products\": []}") && !import::describes("no json"));
}
