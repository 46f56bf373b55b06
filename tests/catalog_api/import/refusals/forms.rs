//! Requests that have another shape than they must, and how much of a document is looked at for that.

use super::{TERMS, many, prices, told, world};
use crate::import::{lines, remarks};
use consign::catalog_api::import::{self, MAX_BYTES};
use serde_json::{Value, json};

const ACCOUNTS: &str = "/ChangeSet/1/DetailsDocument/Terms/0/PositiveTargeting/BuyerAccounts";

/// The sound request with a change that tells more about it.
fn informed(details: Value) -> Value {
    let mut request = prices();
    let of = request["ChangeSet"][1]["Entity"].clone();
    let changes = request["ChangeSet"].as_array_mut().unwrap();
    changes
        .push(json!({"ChangeType": "UpdateInformation", "Entity": of, "DetailsDocument": details}));
    request
}

#[test]
fn the_name_and_the_token_of_a_request_are_text_within_their_lengths() {
    for (field, most) in [("ChangeSetName", 100), ("ClientRequestToken", 64)] {
        let with = |value: Value| told(prices(), &format!("/{field}"), Some(value));
        for length in [1, most] {
            let mut sound = prices();
            sound[field] = "n".repeat(length).into();
            assert!(world().fitted(&sound.to_string()).is_ok(), "{field}");
        }
        let length =
            |length| format!("{field}: must have 1 to {most} characters; this one has {length}");
        assert_eq!(with(json!("")), length(0));
        assert_eq!(with(json!("n".repeat(most + 1))), length(most + 1));
        let number = format!("{field}: must be text in quotes; this is a number");
        assert_eq!(with(json!(7)), number);
    }
}

#[test]
fn the_name_of_a_request_has_letters_digits_spaces_and_few_signs() {
    for name in ["Q4 2026", "a_B-c+d=e.f:g@h", "one\ttwo\nthree"] {
        let mut sound = prices();
        sound["ChangeSetName"] = name.into();
        assert!(world().fitted(&sound.to_string()).is_ok(), "{name}");
    }
    for name in ["Q4/2026", "Käufer", "a, b", "<b>", "one\u{0}two", "“deal”"] {
        let told = told(prices(), "/ChangeSetName", Some(json!(name)));
        let shown = name.replace('\u{0}', " ");
        assert_eq!(
            told,
            format!(
                "ChangeSetName: must have only letters from A to Z, digits, white space and _ + = . : @ -, not \"{shown}\""
            )
        );
    }
}

#[test]
fn the_number_of_a_bulk_request_is_a_uuid_in_groups() {
    let place = "/ChangeSet/0/DetailsDocument/BulkRequestId";
    let with = |value: Value| told(prices(), place, Some(value));
    let all = [
        "",
        "seven",
        "8c7f2f0e2b604d2a9a0e3f5a1d9b7c11",
        "{8c7f2f0e-2b60-4d2a-9a0e-3f5a1d9b7c11}",
        "8c7f2f0e-2b60-4d2a-9a0e-3f5a1d9b7c1",
        "8c7f2f0e-2b60-4d2a-9a0e-3f5a1d9b7c1g",
    ];
    let mut all: Vec<String> = all.iter().map(|text| with(json!(text))).collect();
    all.push(with(json!(7)));
    insta::assert_snapshot!(all.join("\n"));
    let mut sound = prices();
    sound["ChangeSet"][0]["DetailsDocument"]["BulkRequestId"] =
        "8C7F2F0E-2B60-4d2a-9a0e-3f5a1d9b7c11".into();
    assert!(world().fitted(&sound.to_string()).is_ok());
}

#[test]
fn update_information_says_at_least_one_thing() {
    let nothing = "ChangeSet[6].DetailsDocument: must say at least one of Name, Description and PreExistingBuyerAgreement";
    for details in [json!({}), json!({"Name": null})] {
        let told = world().refused(&informed(details).to_string());
        assert_eq!(told, [nothing]);
    }
    let renewal = json!({"AcquisitionChannel": "External", "PricingModel": "Contract"});
    for details in [
        json!({"Name": "Renamed"}),
        json!({"Description": "Described"}),
        json!({"PreExistingBuyerAgreement": renewal}),
    ] {
        assert!(world().fitted(&informed(details).to_string()).is_ok());
    }
}

#[test]
fn contracts_without_one_of_buyers_are_refused_released_or_not() {
    let partner =
        json!([{"Type": "ResaleLegalTerm", "Documents": [{"Type": "StandardResellerContract"}]}]);
    let expected =
        "ChangeSet[3].DetailsDocument.Terms: a BuyerLegalTerm is missing (MISSING_MANDATORY_TERMS)";
    let terms = "/ChangeSet/3/DetailsDocument/Terms";
    assert_eq!(told(prices(), terms, Some(partner.clone())), expected);
    let mut draft = prices();
    draft["ChangeSet"].as_array_mut().unwrap().remove(5);
    assert_eq!(told(draft, terms, Some(partner)), expected);
    let unread = json!([{"Type": "BuyerLegalTerm", "Documents": [{"Type": "CustomEula"}]}]);
    let only = told(prices(), terms, Some(unread));
    assert!(
        only.ends_with("Url: is needed for CustomEula (INVALID_BUYER_LEGAL_DOCUMENTS)")
            && only.lines().count() == 1,
        "what could not be read is not missing: {only}"
    );
}

#[test]
fn a_buyer_who_stands_twice_counts_once_and_is_named() {
    let mut twice = prices();
    *twice.pointer_mut(ACCOUNTS).unwrap() = json!([
        "222233334444",
        "555566667777",
        "222233334444",
        "222233334444"
    ]);
    let fitted = world().only(&twice.to_string());
    let place = "ChangeSet[1].DetailsDocument.Terms[0].PositiveTargeting.BuyerAccounts";
    let again = "222233334444 stands here a second time; a buyer counts once";
    assert_eq!(
        remarks(&fitted),
        [
            format!("{place}[2]: {again}"),
            format!("{place}[3]: {again}")
        ]
    );
    let buyers = fitted.parts.buyers.as_ref().unwrap().accounts();
    assert_eq!(
        buyers.iter().map(|each| each.as_str()).collect::<Vec<_>>(),
        ["222233334444", "555566667777"]
    );
}

#[test]
fn a_list_far_over_its_bound_is_refused_with_its_place_and_rule() {
    const MANY: usize = 90_000;
    let zeros = |_| json!(0);
    for (pointer, expected) in [
        (
            "/ChangeSet",
            "ChangeSet: has 90000 changes; the most are 20",
        ),
        (
            ACCOUNTS,
            "ChangeSet[1].DetailsDocument.Terms[0].PositiveTargeting.BuyerAccounts: has 90000 buyer accounts; the most are 25",
        ),
        (
            TERMS,
            "ChangeSet[2].DetailsDocument.Terms: has 90000 terms; the most are 3",
        ),
        (
            "/ChangeSet/2/DetailsDocument/Terms/1/RateCards/0/RateCard",
            "ChangeSet[2].DetailsDocument.Terms[1].RateCards[0].RateCard: has 90000 prices; the most are 800 (TOO_MANY_RATES)",
        ),
    ] {
        assert_eq!(told(prices(), pointer, many(MANY, zeros)), expected);
    }
    let bare = format!("[{}0]", "0,".repeat(MANY));
    assert!(bare.len() <= MAX_BYTES);
    let told = lines(import::read(&bare).unwrap_err());
    assert_eq!(told[0], "[0]: must be an object, {…}; this is a number");
    assert_eq!(told.last().unwrap(), "and 89901 more");
}
