//! Every rule of the Catalog API that a request can break, and the sentence with the place that says so.

mod forms;
mod needs;
mod prices;

use super::{World, seaglass, seaglass_by_the_hour};
use crate::samples::vault_storage;
use chrono::NaiveDate;
use consign::domain::catalog::ProductState;
use serde_json::{Value, json};

const TERMS: &str = "/ChangeSet/2/DetailsDocument/Terms";

/// A sound request for Vault Storage with contract prices and usage rates.
fn prices() -> Value {
    let of = json!({"Type": "ResaleAuthorization@1.0", "Identifier": "$Deal.Entity.Identifier"});
    let allowed =
        json!({"MultipleDimensionSelection": "Allowed", "QuantityConfiguration": "Allowed"});
    let card = |duration: &str| {
        json!({"Selector": {"Type": "Duration", "Value": duration}, "Constraints": allowed,
        "RateCard": [{"DimensionKey": "plain_gb", "Price": "12.00"}, {"DimensionKey": "enc_gb", "Price": "12.50"}]})
    };
    json!({"Catalog": "AWSMarketplace", "ChangeSet": [
        {"ChangeType": "CreateResaleAuthorization", "ChangeName": "Deal", "Entity": {"Type": "ResaleAuthorization@1.0"},
         "DetailsDocument": {"ProductId": "prod-vaultstorage1", "Name": "Deal", "ResellerAccountId": "444455556666"}},
        {"ChangeType": "UpdateBuyerTargetingTerms", "Entity": of, "DetailsDocument":
         {"Terms": [{"Type": "BuyerTargetingTerm", "PositiveTargeting": {"BuyerAccounts": ["222233334444"]}}]}},
        {"ChangeType": "UpdatePricingTerms", "Entity": of, "DetailsDocument": {"PricingModel": "Contract", "Terms": [
         {"Type": "ResaleUsageBasedPricingTerm", "CurrencyCode": "USD", "RateCards": [{"RateCard": [
          {"DimensionKey": "plain_over", "Price": "0.075"}, {"DimensionKey": "enc_over", "Price": "0.11"}]}]},
         {"Type": "ResaleConfigurableUpfrontPricingTerm", "CurrencyCode": "USD", "RateCards": [card("P1M"), card("P12M")]}]}},
        {"ChangeType": "UpdateLegalTerms", "Entity": of, "DetailsDocument":
         {"Terms": [{"Type": "BuyerLegalTerm", "Documents": [{"Type": "StandardEula"}]}]}},
        {"ChangeType": "UpdateAvailability", "Entity": of, "DetailsDocument": {"AvailabilityEndDate": "2027-06-30"}},
        {"ChangeType": "ReleaseResaleAuthorization", "Entity": of, "DetailsDocument": {}}]})
}

/// A sound request with a payment schedule.
fn schedule() -> Value {
    let mut request = prices();
    *request.pointer_mut(&format!("{TERMS}/1")).unwrap() = json!({"Type": "ResaleFixedUpfrontPricingTerm",
        "CurrencyCode": "USD", "Price": "0.0", "Duration": "P24M", "Grants": [{"DimensionKey": "plain_gb", "MaxQuantity": 500}]});
    request["ChangeSet"][1] = json!({"ChangeType": "UpdatePaymentScheduleTerms", "Entity": request["ChangeSet"][1]["Entity"],
        "DetailsDocument": {"Terms": [{"Type": "ResalePaymentScheduleTerm", "CurrencyCode": "USD", "Schedule": [
            {"ChargeDate": "2027-07-01", "ChargeAmount": "7000.00"}, {"ChargeDate": "2028-07-01", "ChargeAmount": "7496.00"}]}]}});
    request["ChangeSet"][4]["DetailsDocument"]["OffersMaxQuantity"] = 1.into();
    request
}

fn world() -> World {
    World {
        today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        products: vec![vault_storage()],
        ..World::of_2023(seaglass())
    }
}

/// What is told of a request with this put in a place, or taken away from there.
fn told(mut request: Value, pointer: &str, value: Option<Value>) -> String {
    match value {
        Some(value) => match request.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                request.pointer_mut(parent).unwrap()[name] = value;
            }
        },
        None => {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parent = request.pointer_mut(parent).unwrap();
            if let Value::Array(items) = parent {
                items.remove(name.parse().unwrap());
            } else {
                parent.as_object_mut().unwrap().remove(name);
            }
        }
    }
    world().refused(&request.to_string()).join("\n")
}

fn many(count: usize, make: impl Fn(usize) -> Value) -> Option<Value> {
    Some((0..count).map(make).collect())
}

#[test]
fn the_requests_to_begin_with_are_sound() {
    for request in [prices(), schedule()] {
        let fitted = world().only(&request.to_string());
        assert!(fitted.remarks.is_empty(), "{:?}", fitted.remarks);
        assert!(
            world().journey(&fitted).proven().is_some(),
            "{:?}",
            world().open(&fitted)
        );
    }
}

#[test]
fn accounts_products_and_texts_have_their_forms() {
    let create = "/ChangeSet/0/DetailsDocument";
    let field = |name: &str, value: Value| told(prices(), &format!("{create}/{name}"), Some(value));
    let all = [
        field("ResellerAccountId", json!("44445555666")),
        field("ResellerAccountId", json!("4444-5555-6666")),
        field("ResellerAccountId", json!(444455556666_u64)),
        field("ResellerAccountId", json!("111122223333")),
        field("ProductId", json!("prod-unknown00001")),
        field("ProductId", json!("prod unknown")),
        field("Name", json!("")),
        field("Name", json!("n".repeat(101))),
        field("Name", json!(" Deal")),
        field("Description", json!("")),
        field("Description", json!("d".repeat(256))),
        field("Colour", json!("blue")),
        told(prices(), &format!("{create}/Name"), None),
        told(prices(), &format!("{create}/ResellerAccountId"), None),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn names_and_descriptions_fit_up_to_their_bounds() {
    let mut request = prices();
    request["ChangeSet"][0]["DetailsDocument"]["Name"] = "n".repeat(100).into();
    request["ChangeSet"][0]["DetailsDocument"]["Description"] = "d".repeat(255).into();
    assert!(world().fitted(&request.to_string()).is_ok());
}

#[test]
fn buyers_are_one_to_twenty_five_account_ids() {
    let accounts = "/ChangeSet/1/DetailsDocument/Terms/0/PositiveTargeting/BuyerAccounts";
    let account = |n: usize| json!(format!("{n:012}"));
    let all = [
        told(prices(), accounts, many(26, account)),
        told(prices(), accounts, many(0, account)),
        told(
            prices(),
            accounts,
            Some(json!([{"AwsAccountId": "222233334444"}])),
        ),
        told(prices(), accounts, Some(json!("222233334444"))),
    ];
    insta::assert_snapshot!(all.join("\n"));
    let mut most = prices();
    *most.pointer_mut(accounts).unwrap() = many(25, account).unwrap();
    assert!(world().fitted(&most.to_string()).is_ok());
}

#[test]
fn the_end_date_lies_ahead_and_the_most_offers_are_one() {
    let limits = "/ChangeSet/4/DetailsDocument";
    let field = |request: Value, name: &str, value: Value| {
        told(request, &format!("{limits}/{name}"), Some(value))
    };
    let all = [
        field(prices(), "AvailabilityEndDate", json!("2026-11-22")),
        field(prices(), "AvailabilityEndDate", json!("2027-02-29")),
        field(prices(), "AvailabilityEndDate", json!("30.06.2027")),
        field(
            prices(),
            "AvailabilityEndDate",
            json!("2027-06-30T23:59:59Z"),
        ),
        field(prices(), "OffersMaxQuantity", json!("1")),
        field(prices(), "OffersMaxQuantity", json!(2)),
        field(prices(), "OffersMaxQuantity", json!(0)),
        field(prices(), "OffersMaxQuantity", json!(1.5)),
        told(prices(), limits, Some(json!({}))),
        field(schedule(), "AvailabilityEndDate", json!("2027-07-01")),
        field(schedule(), "AvailabilityEndDate", json!("2027-07-02")),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn payments_fall_due_on_days_of_the_contract_and_are_amounts() {
    let term = "/ChangeSet/1/DetailsDocument/Terms/0";
    let payment = |date: &str, amount: &str| json!({"ChargeDate": date, "ChargeAmount": amount});
    let first_of_month =
        |n: usize| payment(&format!("{}-{:02}-01", 2027 + n / 12, n % 12 + 1), "1.00");
    let rows = |rows: Value| told(schedule(), &format!("{term}/Schedule"), Some(rows));
    let all = [
        told(
            schedule(),
            &format!("{term}/Schedule"),
            many(61, first_of_month),
        ),
        told(
            schedule(),
            &format!("{term}/Schedule"),
            many(0, first_of_month),
        ),
        rows(json!([
            payment("2027-07-01", "1.00"),
            payment("2027-07-01", "2.00")
        ])),
        rows(json!([payment("2026-11-22", "1.00")])),
        rows(json!([payment("2029-06-30", "1.00")])),
        rows(json!([payment("2027-07-01", "1.005")])),
        rows(json!([payment("2027-07-01", ".5")])),
        rows(json!([payment("2027-07-01", "-1")])),
        rows(json!([payment("2027-07-01", "100000000.01")])),
        rows(json!([{"ChargeDate": "2027-07-01", "ChargeAmount": 7000}])),
        told(
            schedule(),
            &format!("{term}/CurrencyCode"),
            Some(json!("EUR")),
        ),
        told(
            schedule(),
            &format!("{term}/CurrencyCode"),
            Some(json!("JPN")),
        ),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn schedules_fixed_prices_and_limits_go_together() {
    let mut without_fixed = schedule();
    without_fixed["ChangeSet"][2] = prices()["ChangeSet"][2].clone();
    let all = [
        without_fixed.to_string(),
        {
            let mut request = schedule();
            request["ChangeSet"].as_array_mut().unwrap().remove(1);
            request.to_string()
        },
        {
            let mut request = schedule();
            request["ChangeSet"][4]["DetailsDocument"] = json!({"OffersMaxQuantity": 1});
            request.to_string()
        },
        {
            let mut request = schedule();
            request["ChangeSet"][4]["DetailsDocument"] =
                json!({"AvailabilityEndDate": "2027-06-30"});
            request.to_string()
        },
        {
            let mut request = schedule();
            request["ChangeSet"].as_array_mut().unwrap().remove(4);
            request.to_string()
        },
        {
            let mut request = schedule();
            let configurable = prices().pointer(&format!("{TERMS}/1")).unwrap().clone();
            request
                .pointer_mut(TERMS)
                .unwrap()
                .as_array_mut()
                .unwrap()
                .push(configurable);
            request.to_string()
        },
    ];
    let all: Vec<String> = all
        .iter()
        .map(|text| world().refused(text).join("\n"))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn a_released_request_has_a_eula_in_the_form_of_its_kind() {
    let documents = "/ChangeSet/3/DetailsDocument/Terms/0/Documents";
    let all = [
        told(prices(), "/ChangeSet/3", None),
        told(prices(), documents, Some(json!([]))),
        told(prices(), documents, Some(json!([{"Type": "CustomEula"}]))),
        told(
            prices(),
            documents,
            Some(json!([{"Type": "StandardEula", "Url": "https://files.example.com/a.pdf"}])),
        ),
        told(
            prices(),
            documents,
            Some(json!([{"Type": "CustomEula", "Url": "ftp://files.example.com/a.pdf"}])),
        ),
        told(
            prices(),
            documents,
            Some(json!([{"Type": "StandardEula", "Version": "2022-07-14"}])),
        ),
        told(
            prices(),
            documents,
            Some(json!([{"Type": "StandardResellerContract"}])),
        ),
        told(prices(), "/ChangeSet/2", None),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn products_that_cannot_be_resold_are_refused() {
    let withdrawn = |state| {
        let mut world = world();
        world.products[0].state = state;
        world.refused(&prices().to_string()).join("\n")
    };
    let all = [ProductState::Draft, ProductState::Withdrawn].map(withdrawn);
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn renewals_have_a_buyer_and_latest_starts_lie_within_three_years() {
    let renewal = json!({"AcquisitionChannel": "External", "PricingModel": "Contract"});
    let with = |kind: &str, details: Value| {
        let mut request = prices();
        let of = request["ChangeSet"][1]["Entity"].clone();
        request["ChangeSet"]
            .as_array_mut()
            .unwrap()
            .push(json!({"ChangeType": kind, "Entity": of, "DetailsDocument": details}));
        request
    };
    let renews = with(
        "UpdateInformation",
        json!({"PreExistingBuyerAgreement": renewal}),
    );
    assert!(
        world().fitted(&renews.to_string()).is_ok(),
        "it has a buyer"
    );
    let starts = |date: &str| {
        let term = json!({"Type": "BuyerValidityTerm", "MaximumAgreementStartDate": date});
        with("UpdateBuyerValidityTerms", json!({"Terms": [term]}))
    };
    assert!(world().fitted(&starts("2029-11-22").to_string()).is_ok());
    let channel = "/ChangeSet/6/DetailsDocument/PreExistingBuyerAgreement/AcquisitionChannel";
    let ami = || {
        let mut world = World {
            products: vec![seaglass_by_the_hour()],
            ..world()
        };
        world.products[0].id = vault_storage().id;
        world
            .refused(&starts("2027-01-01").to_string())
            .pop()
            .unwrap()
    };
    let all = [
        told(renews.clone(), "/ChangeSet/1", None),
        told(renews, channel, Some(json!("Elsewhere"))),
        world()
            .refused(&starts("2026-11-22").to_string())
            .join("\n"),
        world()
            .refused(&starts("2029-11-23").to_string())
            .join("\n"),
        world().refused(&starts("soon").to_string()).join("\n"),
        ami(),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn changes_and_requests_have_the_form_that_aws_takes() {
    let change = |n: usize| {
        json!({"ChangeType": "CreateResaleAuthorization", "ChangeName": "A".repeat(n + 1),
        "Entity": {"Type": "ResaleAuthorization@1.0"}, "DetailsDocument":
        {"ProductId": "prod-vaultstorage1", "Name": "Deal", "ResellerAccountId": "444455556666"}})
    };
    let first = prices()["ChangeSet"][0].clone();
    let again = prices()["ChangeSet"][3].clone();
    let restrict = json!({"ChangeType": "RestrictResaleAuthorization", "Entity": again["Entity"], "DetailsDocument": {}});
    let pushed = |value: Value| {
        let mut request = prices();
        request["ChangeSet"].as_array_mut().unwrap().push(value);
        world().refused(&request.to_string()).join("\n")
    };
    let all = [
        told(prices(), "/Catalog", Some(json!("Elsewhere"))),
        told(prices(), "/Colour", Some(json!("blue"))),
        told(prices(), "/ChangeSet", many(21, change)),
        told(prices(), "/ChangeSet", Some(json!([]))),
        told(
            prices(),
            "/ChangeSet/0",
            Some(json!({"Catalog": "AWSMarketplace", "ChangeSet": [first]})),
        ),
        told(prices(), "/ChangeSet/0/ChangeName", Some(json!("Deal 1"))),
        told(prices(), "/ChangeSet/0/ChangeName", None),
        told(
            prices(),
            "/ChangeSet/1/Entity/Identifier",
            Some(json!("$Other.Entity.Identifier")),
        ),
        told(prices(), "/ChangeSet/1/Entity/Identifier", None),
        told(
            prices(),
            "/ChangeSet/1/Entity/Identifier",
            Some(json!("no id")),
        ),
        told(
            prices(),
            "/ChangeSet/1/Entity/Type",
            Some(json!("SaaSProduct@1.0")),
        ),
        told(
            prices(),
            "/ChangeSet/1/ChangeType",
            Some(json!("UpdateColour")),
        ),
        told(prices(), "/ChangeSet/1/DetailsDocument", None),
        told(prices(), "/ChangeSet/1/Details", Some(json!("{}"))),
        told(
            prices(),
            "/ChangeSet/5/DetailsDocument",
            Some(json!({"Now": true})),
        ),
        pushed(first.clone()),
        pushed(again),
        pushed(restrict),
        world().refused("{}").join("\n"),
        world().refused("[]").join("\n"),
        world().refused("[1]").join("\n"),
        world().refused("\"text\"").join("\n"),
        world()
            .refused("{\"ChangeSet\": [], \"ChangeSet\": []}")
            .join("\n"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
