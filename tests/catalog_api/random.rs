//! What holds for any opportunity. The generator is [`opportunities`].

use crate::dice::{Dice, created};
use crate::export::{exported, request};
use crate::samples::{northwind, today};
use consign::catalog_api::envelope::MAX_CHANGES;
use consign::catalog_api::export::Purpose;
use consign::domain::catalog::Product;
use consign::domain::opportunity::Opportunity;
use consign::domain::pricing::Charge;
use consign::domain::terms::ProvenTerms;
use proptest::prelude::*;
use serde_json::Value;

/// Any opportunity that can be created, with its product as it is now.
pub fn opportunities() -> impl Strategy<Value = (Opportunity, Product)> {
    let throws = proptest::collection::vec(any::<u32>(), 0..120);
    throws.prop_filter_map("parts that do not go together", |throws| {
        let parts = Dice::new(throws).parts();
        let proven = ProvenTerms::prove(parts, &northwind().account, today())?;
        Some(created(&proven).remove(0))
    })
}

/// Whether a price is written as the Catalog API wants it: `^((100000000(\.0{0,8})?)|(\d{1,8}(\.\d{0,8})?))$`, with so
/// many decimals at most.
fn is_price(text: &str, places: usize) -> bool {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let whole_fits = whole == "100000000" && decimals.bytes().all(|b| b == b'0')
        || (1..=8).contains(&whole.len()) && digits(whole);
    whole_fits && decimals.len() <= places && digits(decimals)
}

/// All texts under this name, wherever they stand.
fn texts<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == name {
                    found.push(value.as_str().expect("a text"));
                }
                texts(value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, name, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

const ORDER: [&str; 7] = [
    "CreateResaleAuthorization",
    "UpdateBuyerTargetingTerms",
    "UpdatePricingTerms",
    "UpdatePaymentScheduleTerms",
    "UpdateLegalTerms",
    "UpdateAvailability",
    "ReleaseResaleAuthorization",
];

#[test]
fn a_price_is_known_by_its_form() {
    for good in [
        "0.0",
        "1200.00",
        "0.00000001",
        "100000000",
        "100000000.00",
        "7.",
    ] {
        assert!(is_price(good, 8), "{good}");
    }
    for bad in [
        "",
        ".5",
        "1,200",
        "-1",
        "100000000.01",
        "123456789",
        "0.123456789",
        "1e3",
        "1 ",
    ] {
        assert!(!is_price(bad, 8), "{bad}");
    }
    assert!(!is_price("1.234", 2));
}

proptest! {
    #[test]
    fn prices_are_texts_in_the_documented_precision((opportunity, _) in opportunities()) {
        let creation = request(&exported(&opportunity), Purpose::Create);
        for (name, places) in [("Price", 8), ("ChargeAmount", 2)] {
            let mut prices = Vec::new();
            texts(&creation, name, &mut prices);
            for price in prices {
                prop_assert!(is_price(price, places), "{price}");
            }
        }
    }

    #[test]
    fn changes_have_one_order_and_the_release_is_the_last((opportunity, _) in opportunities()) {
        for request in exported(&opportunity).requests {
            let changes = request.body.change_set.len();
            prop_assert!((1..=MAX_CHANGES).contains(&changes));
        }
        let creation = request(&exported(&opportunity), Purpose::Create);
        let changes = creation["ChangeSet"].as_array().unwrap();
        let kinds: Vec<_> = changes.iter().map(|c| c["ChangeType"].as_str().unwrap()).collect();
        let expected: Vec<_> = ORDER.into_iter().filter(|kind| kinds.contains(kind)).collect();
        prop_assert_eq!(&kinds, &expected);
        prop_assert_eq!(kinds.last(), Some(&"ReleaseResaleAuthorization"));
        for always in [0, 2, 4] {
            prop_assert!(kinds.contains(&ORDER[always]));
        }
        for later in &changes[1..] {
            prop_assert_eq!(&later["Entity"]["Identifier"], "$ResaleAuthorization.Entity.Identifier");
        }
    }

    #[test]
    fn every_price_payment_and_unit_is_said_once((opportunity, _) in opportunities()) {
        let creation = request(&exported(&opportunity), Purpose::Create);
        let said = |name| {
            let mut found = Vec::new();
            texts(&creation, name, &mut found);
            found.len()
        };
        let lines = &opportunity.prices.lines;
        let schedule = opportunity.schedule.as_ref();
        let granted = schedule.map_or(0, |schedule| schedule.grants.len());
        prop_assert_eq!(said("DimensionKey"), lines.len() + granted);
        prop_assert_eq!(said("Price"), lines.len() + usize::from(schedule.is_some()));
        prop_assert_eq!(said("ChargeAmount"), schedule.map_or(0, |schedule| schedule.payments.len()));
        if schedule.is_some() {
            prop_assert!(lines.iter().all(|line| line.key.charge == Charge::Usage));
        }
    }

    #[test]
    fn an_added_dimension_is_on_the_product_before_it_is_priced((opportunity, _) in opportunities()) {
        let export = exported(&opportunity);
        let added: Vec<_> = opportunity.dimensions.iter().filter(|d| d.added).collect();
        let purposes: Vec<_> = export.requests.iter().map(|r| r.purpose).collect();
        if added.is_empty() {
            prop_assert_eq!(purposes, [Purpose::Create]);
        } else {
            prop_assert_eq!(purposes, [Purpose::AddDimensions, Purpose::Create]);
            let request = request(&export, Purpose::AddDimensions);
            let mut keys = Vec::new();
            texts(&request, "Key", &mut keys);
            let expected: Vec<_> = added.iter().map(|d| d.key.as_str()).collect();
            prop_assert_eq!(keys, expected);
        }
    }
}
