use crate::samples::{
    atlas_contract_ami, contract_dimension, fleet_container, flexible, harbor_master_services,
    log_stream, percentage, schedule, sentinel_ami, vault_storage,
};
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::{self, Days, Months};
use consign::domain::discount::{DiscountKind, DurationsFault, check_durations};
use consign::domain::money::Currency;

fn refused(product: &Product, chosen: &[ContractDuration], fault: DurationsFault) {
    assert_eq!(
        check_durations(product, chosen),
        Err(fault),
        "{} for {chosen:?}",
        product.title
    );
}

fn taken(product: &Product, chosen: &[ContractDuration]) {
    assert_eq!(
        check_durations(product, chosen),
        Ok(()),
        "{} for {chosen:?}",
        product.title
    );
}

#[test]
fn one_or_more_contract_durations_of_the_public_offer_can_be_chosen() {
    let vault = vault_storage();
    taken(&vault, &[Months(1)]);
    taken(&vault, &[Months(1), Months(12), Months(24)]);
    taken(&atlas_contract_ami(), &[Months(36), Months(12)]);
    refused(&vault, &[], DurationsFault::NoneChosen);
    refused(&vault, &[Months(12), Months(12)], DurationsFault::Twice);
}

#[test]
fn a_custom_contract_duration_stands_alone() {
    let vault = vault_storage();
    taken(&vault, &[Months(7)]);
    refused(
        &vault,
        &[Months(7), Months(12)],
        DurationsFault::CustomNotAlone,
    );
    refused(
        &vault,
        &[Months(7), Months(8)],
        DurationsFault::CustomNotAlone,
    );
}

#[test]
fn services_have_no_public_durations_and_so_take_one_of_their_own() {
    let services = harbor_master_services();
    taken(&services, &[Months(3)]);
    refused(
        &services,
        &[Months(3), Months(6)],
        DurationsFault::CustomNotAlone,
    );
    refused(&services, &[Days(90)], DurationsFault::WrongUnit);
}

#[test]
fn five_contract_durations_are_taken_and_the_sixth_is_not() {
    let months = [1, 12, 24, 36, 48, 60].map(Months);
    let mut vault = vault_storage();
    vault.dimensions = vec![contract_dimension(
        "plain_gb",
        "Unencrypted data",
        &months.map(|month| (month, "1.00")),
    )];
    taken(&vault, &months[..5]);
    refused(&vault, &months, DurationsFault::TooMany);
}

#[test]
fn hourly_prices_with_a_long_term_take_one_duration_counted_in_days() {
    for mut product in [sentinel_ami(), fleet_container()] {
        taken(&product, &[Days(365)]);
        taken(&product, &[Days(500)]);
        refused(&product, &[Months(12)], DurationsFault::WrongUnit);
        for dimension in &mut product.dimensions {
            let price = dimension.upfront[&Days(365)];
            dimension.upfront.insert(Days(730), price);
        }
        refused(&product, &[Days(365), Days(730)], DurationsFault::OnlyOne);
    }
}

#[test]
fn what_is_only_paid_as_used_needs_no_contract_duration() {
    taken(&log_stream(), &[]);
}

#[test]
fn percentages_are_in_the_currency_of_the_list_prices() {
    let discount = percentage("20", &[vault_storage()]);
    assert_eq!(discount.kind(), DiscountKind::Percentage);
    assert_eq!(discount.currency(), Currency::Usd);
    assert_eq!(discount.schedule(), None);
    assert_eq!(
        discount.durations(&vault_storage().id),
        [Months(1), Months(12), Months(24)]
    );
    assert_eq!(discount.durations(&log_stream().id), []);
}

#[test]
fn a_schedule_has_one_contract_duration() {
    let discount = flexible(schedule(&vault_storage()));
    assert_eq!(discount.kind(), DiscountKind::Flexible);
    assert_eq!(discount.durations(&vault_storage().id), [Months(12)]);
}

#[test]
fn the_three_kinds_have_the_names_of_the_source_document() {
    let names = [
        "Percentage Discount",
        "Individual Pricing",
        "Flexible payment schedule",
    ];
    assert_eq!(DiscountKind::ALL.map(DiscountKind::label), names);
}
