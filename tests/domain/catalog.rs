use crate::samples::{contract_dimension, sentinel_ami, vault_storage};
use consign::domain::catalog::{DimensionKey, Product, ProductId, ProductState};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::contract_duration::DurationUnit::{self, Days};
use consign::domain::discount::DiscountKind;
use consign::domain::pricing_model::{PricingModel, ProductType};

const NO: bool = false;
const YES: bool = true;
const MONTHS: Option<DurationUnit> = Some(DurationUnit::Months);
const DAYS: Option<DurationUnit> = Some(Days);

/// Pricing models, whether they can have a percentage, individual prices, a schedule, and the unit of their contracts
/// (Seller Guide, supported product types).
const DISCOUNTS: [(PricingModel, bool, bool, bool, Option<DurationUnit>); 20] = [
    (PricingModel::SaasSubscription, YES, YES, NO, None),
    (PricingModel::SaasContract, YES, YES, YES, MONTHS),
    (
        PricingModel::SaasContractWithConsumption,
        YES,
        YES,
        YES,
        MONTHS,
    ),
    (PricingModel::AmiHourly, YES, YES, NO, None),
    (PricingModel::AmiUsage, YES, YES, NO, None),
    (PricingModel::AmiHourlyWithAnnual, YES, YES, YES, DAYS),
    (PricingModel::AmiContract, YES, YES, YES, MONTHS),
    (PricingModel::ContainerHourly, YES, YES, NO, None),
    (PricingModel::ContainerUsage, YES, YES, NO, None),
    (PricingModel::ContainerLongTerm, YES, YES, YES, DAYS),
    (PricingModel::ContainerContract, YES, YES, YES, MONTHS),
    (PricingModel::ProfessionalServices, NO, YES, YES, MONTHS),
    (PricingModel::Free, NO, NO, NO, None),
    (PricingModel::Byol, NO, NO, NO, None),
    (PricingModel::AmiMonthly, NO, NO, NO, None),
    (PricingModel::ContainerMonthly, NO, NO, NO, None),
    (PricingModel::CloudFormation, NO, NO, NO, None),
    (PricingModel::SecondParty, NO, NO, NO, None),
    (PricingModel::MachineLearning, NO, NO, NO, None),
    (PricingModel::Data, NO, NO, NO, None),
];

#[test]
fn every_pricing_model_has_its_discounts_and_its_unit_of_contracts() {
    assert_eq!(
        DISCOUNTS.map(|row| row.0),
        PricingModel::ALL,
        "the table has every model"
    );
    for (model, percentage, individual, flexible, unit) in DISCOUNTS {
        let can_have = |kind| model.discount_kinds().contains(&kind);
        assert_eq!(can_have(DiscountKind::Percentage), percentage, "{model:?}");
        assert_eq!(can_have(DiscountKind::Individual), individual, "{model:?}");
        assert_eq!(can_have(DiscountKind::Flexible), flexible, "{model:?}");
        assert_eq!(model.duration_unit(), unit, "{model:?}");
        assert_eq!(
            model.resellable(),
            percentage || individual || flexible,
            "{model:?}"
        );
    }
}

#[test]
fn a_schedule_is_possible_exactly_where_there_are_contracts() {
    for model in PricingModel::ALL {
        let schedule = model.discount_kinds().contains(&DiscountKind::Flexible);
        assert_eq!(schedule, model.duration_unit().is_some(), "{model:?}");
    }
}

#[test]
fn only_saas_contracts_let_the_isv_shape_dimensions() {
    let shaped = PricingModel::ALL
        .into_iter()
        .filter(|model| model.is_saas_contract());
    let contracts = [
        PricingModel::SaasContract,
        PricingModel::SaasContractWithConsumption,
    ];
    assert_eq!(shaped.collect::<Vec<_>>(), contracts);
}

#[test]
fn every_resellable_model_belongs_to_a_sort_of_product_that_can_be_resold() {
    for model in PricingModel::ALL
        .into_iter()
        .filter(|model| model.resellable())
    {
        assert_ne!(model.product_type(), ProductType::Other, "{model:?}");
    }
}

#[test]
fn stored_words_of_pricing_models_are_distinct() {
    let mut words = PricingModel::ALL.map(PricingModel::as_str).to_vec();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), PricingModel::ALL.len());
}

#[test]
fn a_product_can_be_resold_while_it_is_on_sale_and_of_a_kind_that_can() {
    let states = [
        (ProductState::Draft, NO),
        (ProductState::Limited, YES),
        (ProductState::Public, YES),
        (ProductState::Withdrawn, NO),
    ];
    assert_eq!(states.map(|row| row.0), ProductState::ALL);
    for (state, on_sale) in states {
        let product = Product {
            state,
            ..vault_storage()
        };
        assert_eq!(product.can_be_resold(), on_sale, "{state:?}");
        let free = Product {
            model: PricingModel::Free,
            ..product
        };
        assert!(!free.can_be_resold(), "{state:?}");
    }
}

#[test]
fn a_product_id_has_one_to_fifty_characters_of_a_key() {
    for (text, taken) in [
        ("prod-vaultstorage1", YES),
        ("p", YES),
        (&"p".repeat(50), YES),
        (&"p".repeat(51), NO),
        ("", NO),
        ("prod vault", NO),
        ("prod/vault", NO),
        ("prød", NO),
    ] {
        assert_eq!(ProductId::parse(text).is_some(), taken, "{text:?}");
    }
}

#[test]
fn a_dimension_key_has_one_to_a_hundred_characters_of_a_key() {
    for (text, taken) in [
        ("plain_gb", YES),
        ("t3.medium", YES),
        ("A-1", YES),
        (&"k".repeat(100), YES),
        (&"k".repeat(101), NO),
        ("", NO),
        ("two words", NO),
        ("a\n", NO),
    ] {
        assert_eq!(DimensionKey::parse(text).is_some(), taken, "{text:?}");
    }
}

#[test]
fn public_durations_are_those_of_any_dimension_shortest_first_and_once() {
    let mut vault = vault_storage();
    assert_eq!(
        vault.public_durations(),
        [Months(1), Months(12), Months(24)]
    );
    vault.dimensions.push(contract_dimension(
        "cold_gb",
        "Cold data",
        &[(Months(36), "9.00"), (Months(1), "0.50")],
    ));
    assert_eq!(
        vault.public_durations(),
        [Months(1), Months(12), Months(24), Months(36)]
    );
}

#[test]
fn an_instance_type_with_an_annual_price_is_paid_both_ways() {
    let sentinel = sentinel_ami();
    assert_eq!(sentinel.contract_dimensions().count(), 2);
    assert_eq!(sentinel.usage_dimensions().count(), 2);
    let vault = vault_storage();
    assert_eq!(vault.contract_dimensions().count(), 2);
    assert_eq!(vault.usage_dimensions().count(), 2);
}
