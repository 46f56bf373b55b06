//! Several opportunities sent together.

use crate::export::{around, authorization, opportunity};
use crate::samples::{
    contoso, custom_dimension, harbor_channel, percentage, shaped, sound, vault_storage,
};
use consign::catalog_api::export::{Around, Purpose, Remark, Series};
use consign::domain::account::Organisation;
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::opportunity::Opportunity;
use consign::domain::terms::Parts;

fn custom(key: &str, name: &str) -> CustomDimension {
    let prices = [(Months(1), "1"), (Months(12), "10"), (Months(24), "19")];
    custom_dimension(key, name, &prices)
}

fn with(reseller: Organisation, custom: Vec<CustomDimension>) -> Opportunity {
    let parts = sound(&[vault_storage()], percentage("20", &[vault_storage()]));
    let choices = DimensionChoices {
        custom,
        ..DimensionChoices::default()
    };
    opportunity(Parts {
        resellers: Some(vec![reseller]),
        ..shaped(parts, choices)
    })
}

#[test]
fn a_dimension_is_added_to_a_product_once() {
    let mut series = Series::default();
    let first = with(contoso(), vec![custom("archive", "Archive")]);
    let second = with(
        harbor_channel(),
        vec![custom("archive", "Archive"), custom("cold", "Cold")],
    );
    let third = with(contoso(), vec![custom("archive", "Archive")]);
    let exports = [first, second, third].map(|o| series.next(&o, around()));
    let purposes = exports.each_ref().map(|export| {
        export
            .requests
            .iter()
            .map(|r| r.purpose)
            .collect::<Vec<_>>()
    });
    let both = vec![Purpose::AddDimensions, Purpose::Create];
    assert_eq!(purposes, [both.clone(), both, vec![Purpose::Create]]);
    let added = exports[1].requests[0].body.text().unwrap();
    assert!(
        added.contains("cold") && !added.contains("archive"),
        "{added}"
    );
}

#[test]
fn two_dimensions_of_one_key_are_told_apart() {
    let mut series = Series::default();
    series.next(
        &with(contoso(), vec![custom("archive", "Archive")]),
        around(),
    );
    let other = with(harbor_channel(), vec![custom("archive", "Deep archive")]);
    let export = series.next(&other, around());
    let twice = Remark::DimensionTwice("archive".to_owned());
    assert!(export.remarks.contains(&twice), "{:?}", export.remarks);
    assert_eq!(export.requests.len(), 1);
}

#[test]
fn what_is_in_aws_already_is_left_out_with_its_dimensions() {
    let mut series = Series::default();
    let id = authorization();
    let known = Around {
        authorization: Some(&id),
        ..around()
    };
    let there = series.next(&with(contoso(), vec![custom("archive", "Archive")]), known);
    assert_eq!(there.requests, []);
    assert_eq!(there.remarks, [Remark::LeftOut(id.clone())]);
    let next = with(harbor_channel(), vec![custom("archive", "Archive")]);
    assert_eq!(series.next(&next, around()).requests.len(), 2);
}
