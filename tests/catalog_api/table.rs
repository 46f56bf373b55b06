//! The tables: prices by product model and payment schedule, availability by duration, contracts by documents.

use crate::dice::{contract_file, eula_file};
use crate::export::{creation, details};
use crate::samples::{
    amount, contract_dimension, day, flexible, individual_price, instance_type, only, percentage,
    product, schedule, sound, usage_dimension, vault_storage,
};
use consign::domain::agreements::{Eula, PublicEula, ResellerContract};
use consign::domain::catalog::{Dimension, Product};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::discount::{Discount, DiscountKind};
use consign::domain::duration::Duration;
use consign::domain::pricing_model::PricingModel::{self, *};
use consign::domain::terms::Parts;
use serde_json::{Value, json};

const USAGE: &str = "ResaleUsageBasedPricingTerm";
const UPFRONT: &str = "ResaleConfigurableUpfrontPricingTerm";
const FIXED: &str = "ResaleFixedUpfrontPricingTerm";

/// A model: what AWS calls it, its terms, its terms under a payment schedule, and the unit of its contracts.
type Structure = (
    PricingModel,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    char,
);
const STRUCTURE: [Structure; 12] = [
    (SaasSubscription, "Usage", &[USAGE], &[], ' '),
    (SaasContract, "Contract", &[UPFRONT], &[FIXED], 'M'),
    (
        SaasContractWithConsumption,
        "Contract",
        &[USAGE, UPFRONT],
        &[USAGE, FIXED],
        'M',
    ),
    (AmiHourly, "Usage", &[USAGE], &[], ' '),
    (AmiUsage, "Usage", &[USAGE], &[], ' '),
    (ContainerHourly, "Usage", &[USAGE], &[], ' '),
    (ContainerUsage, "Usage", &[USAGE], &[], ' '),
    (
        AmiHourlyWithAnnual,
        "Usage",
        &[USAGE, UPFRONT],
        &[USAGE, FIXED],
        'D',
    ),
    (
        ContainerLongTerm,
        "Usage",
        &[USAGE, UPFRONT],
        &[USAGE, FIXED],
        'D',
    ),
    (AmiContract, "Contract", &[UPFRONT], &[FIXED], 'M'),
    (ContainerContract, "Contract", &[UPFRONT], &[FIXED], 'M'),
    (ProfessionalServices, "Contract", &[UPFRONT], &[FIXED], 'M'),
];

fn dimensions(model: PricingModel) -> Vec<Dimension> {
    let contract = || {
        let prices = [(Months(12), "100"), (Months(24), "190")];
        let listed = if model == ProfessionalServices {
            &[][..]
        } else {
            &prices
        };
        contract_dimension("seat", "Seat", listed)
    };
    let usage = || usage_dimension("over", "Overage", "0.1");
    match model {
        SaasContract | AmiContract | ContainerContract | ProfessionalServices => vec![contract()],
        SaasContractWithConsumption => vec![contract(), usage()],
        AmiHourlyWithAnnual | ContainerLongTerm => vec![instance_type("m5.large", "0.34", "440")],
        SaasSubscription | AmiHourly | AmiUsage | ContainerHourly | ContainerUsage => {
            vec![usage()]
        }
        other @ (Free | Byol | AmiMonthly | ContainerMonthly | CloudFormation | SecondParty
        | MachineLearning | Data) => panic!("{other:?} cannot be resold"),
    }
}

fn of(model: PricingModel) -> Product {
    product("prod-anything00001", "Anything", model, dimensions(model))
}

fn discount(product: &Product, kind: DiscountKind) -> Discount {
    let all = only(product);
    match kind {
        DiscountKind::Percentage => percentage("20", all),
        DiscountKind::Individual => individual_price("7.5", all, |product| {
            let unit = product.model.duration_unit()?;
            unit.duration(12)
        }),
        DiscountKind::Flexible => flexible(schedule(product)),
    }
}

fn types(terms: &Value) -> Vec<&str> {
    let terms = terms["Terms"].as_array().unwrap();
    terms.iter().map(|t| t["Type"].as_str().unwrap()).collect()
}

/// The contract durations that terms name.
fn durations(terms: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for term in terms["Terms"].as_array().unwrap() {
        found.extend(term["Duration"].as_str().map(str::to_owned));
        for card in term["RateCards"].as_array().into_iter().flatten() {
            found.extend(card["Selector"]["Value"].as_str().map(str::to_owned));
        }
    }
    found
}

#[test]
fn prices_are_laid_out_by_model_and_schedule_alone() {
    for (model, called, terms, scheduled, unit) in STRUCTURE {
        let product = of(model);
        for kind in model.discount_kinds() {
            let creation = creation(sound(only(&product), discount(&product, *kind)));
            let prices = details(&creation, "UpdatePricingTerms").unwrap();
            let flexible = *kind == DiscountKind::Flexible;
            let expected = if flexible { scheduled } else { terms };
            assert_eq!(prices["PricingModel"], called, "{model:?} {kind:?}");
            assert_eq!(types(prices), expected, "{model:?} {kind:?}");
            assert!(
                durations(prices).iter().all(|code| code.ends_with(unit)),
                "{model:?} {kind:?}"
            );
            assert_eq!(
                details(&creation, "UpdatePaymentScheduleTerms").is_some(),
                flexible
            );
        }
        assert_eq!(
            model.discount_kinds().contains(&DiscountKind::Flexible),
            !scheduled.is_empty()
        );
    }
}

#[test]
fn every_model_that_can_be_resold_has_its_structure() {
    let there = |model: &PricingModel| STRUCTURE.iter().any(|(other, ..)| other == model);
    for model in PricingModel::ALL {
        assert_eq!(model.resellable(), there(&model), "{model:?}");
    }
}

#[test]
fn buyers_of_tiers_choose_one_and_others_choose_quantities() {
    for (tiered, word) in [(false, "Allowed"), (true, "Disallowed")] {
        for (model, ..) in STRUCTURE {
            let product = Product {
                tiered,
                ..of(model)
            };
            let creation = creation(sound(
                only(&product),
                discount(&product, DiscountKind::Individual),
            ));
            let prices = details(&creation, "UpdatePricingTerms").unwrap();
            for term in prices["Terms"].as_array().unwrap() {
                for card in term["RateCards"].as_array().unwrap() {
                    let constraints = card.get("Constraints");
                    let expected =
                        json!({"MultipleDimensionSelection": word, "QuantityConfiguration": word});
                    assert_eq!(constraints.is_some(), term["Type"] == UPFRONT);
                    assert_eq!(constraints.unwrap_or(&expected), &expected);
                }
            }
        }
    }
}

#[test]
fn availability_follows_from_the_duration_alone() {
    let last_day = day("2027-06-30");
    let vault = vault_storage();
    let cases = [
        (
            Duration::SingleUse { last_day: None },
            json!({"OffersMaxQuantity": 1}),
        ),
        (
            Duration::SingleUse {
                last_day: Some(last_day),
            },
            json!({"AvailabilityEndDate": "2027-06-30", "OffersMaxQuantity": 1}),
        ),
        (
            Duration::SpecificTime { last_day },
            json!({"AvailabilityEndDate": "2027-06-30"}),
        ),
        (Duration::NoSetTime, Value::Null),
    ];
    for (duration, expected) in cases {
        for kind in [DiscountKind::Percentage, DiscountKind::Individual] {
            let parts = Parts {
                duration: Some(duration),
                ..sound(only(&vault), discount(&vault, kind))
            };
            let creation = creation(parts);
            let said = details(&creation, "UpdateAvailability").unwrap_or(&Value::Null);
            assert_eq!(said, &expected, "{duration:?} {kind:?}");
        }
    }
    let scheduled = creation(sound(
        only(&vault),
        discount(&vault, DiscountKind::Flexible),
    ));
    assert_eq!(
        details(&scheduled, "UpdateAvailability").unwrap(),
        &json!({"AvailabilityEndDate": "2027-03-31", "OffersMaxQuantity": 1})
    );
}

#[test]
fn contracts_follow_from_the_documents_alone() {
    let public = "https://files.example.com/vault/public-eula.pdf";
    let listing = |url: &str| PublicEula::Custom {
        url: url.to_owned(),
    };
    let version = || "2022-07-14".to_owned();
    let own = "https://files.example.com/acme/eula.pdf";
    let standard = json!({"Type": "StandardEula"});
    let eulas = [
        (Eula::Public, PublicEula::Standard, standard.clone()),
        (
            Eula::Public,
            listing(public),
            json!({"Type": "CustomEula", "Url": public}),
        ),
        (
            Eula::Standard { version: version() },
            listing(public),
            standard.clone(),
        ),
        (
            Eula::Standard { version: version() },
            PublicEula::Standard,
            standard,
        ),
        (
            Eula::Custom(eula_file()),
            listing(public),
            json!({"Type": "CustomEula", "Url": own}),
        ),
    ];
    let contract = "https://files.example.com/acme/reseller-contract.pdf";
    let contracts = [
        (ResellerContract::None, None),
        (
            ResellerContract::Rcmp { version: version() },
            Some(json!({"Type": "StandardResellerContract"})),
        ),
        (
            ResellerContract::Custom(contract_file()),
            Some(json!({"Type": "CustomResellerContract", "Url": contract})),
        ),
    ];
    for (eula, public_eula, for_buyers) in eulas {
        for (contract, for_partner) in contracts.clone() {
            let product = Product {
                public_eula: public_eula.clone(),
                ..vault_storage()
            };
            let parts = Parts {
                eula: Some(eula.clone()),
                contract: Some(contract),
                ..sound(only(&product), percentage("20", only(&product)))
            };
            let mut expected = vec![json!({"Type": "BuyerLegalTerm", "Documents": [for_buyers]})];
            expected.extend(
                for_partner
                    .map(|document| json!({"Type": "ResaleLegalTerm", "Documents": [document]})),
            );
            assert_eq!(
                details(&creation(parts), "UpdateLegalTerms").unwrap(),
                &json!({"Terms": expected})
            );
        }
    }
}

#[test]
fn yen_have_no_decimals_up_front_and_all_of_them_for_usage() {
    let vault = vault_storage();
    let Discount::Individual { products, .. } =
        individual_price("1283", only(&vault), |_| Some(Months(12)))
    else {
        panic!("not individual")
    };
    let mut products = products;
    for pricing in products.values_mut() {
        for (key, rule) in &mut pricing.rules {
            if key.charge == consign::domain::pricing::Charge::Usage {
                *rule = consign::domain::discount::LineRule::Price(amount("0.00000001"));
            }
        }
    }
    let discount = Discount::Individual {
        currency: consign::domain::money::Currency::Jpy,
        products,
    };
    let creation = creation(sound(&[vault], discount));
    let text = details(&creation, "UpdatePricingTerms")
        .unwrap()
        .to_string();
    assert!(text.contains(r#""Price":"1283""#), "{text}");
    assert!(text.contains(r#""Price":"0.00000001""#), "{text}");
    assert!(text.contains(r#""CurrencyCode":"JPY""#), "{text}");
}
