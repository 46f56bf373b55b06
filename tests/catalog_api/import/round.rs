//! Out and in again: nothing is lost on the way.

use super::World;
use crate::dice::created;
use crate::export::exported;
use crate::random::opportunities;
use crate::samples::today;
use consign::catalog_api::export::Export;
use consign::domain::catalog::Product;
use consign::domain::opportunity::Opportunity;
use proptest::prelude::*;

/// The requests of an export as one list, as the command line writes them.
fn written(export: &Export) -> String {
    let bodies: Vec<_> = export
        .requests
        .iter()
        .map(|request| &request.body)
        .collect();
    serde_json::to_string_pretty(&bodies).unwrap()
}

/// What is exported of the opportunity that an import of `text` creates.
fn again(text: &str, original: &Opportunity, product: &Product) -> Result<String, String> {
    let world = World {
        today: today(),
        products: vec![product.clone()],
        partners: vec![partner_of(original)],
        documents: Vec::new(),
    }
    .with_documents();
    let fitted = world
        .fitted(text)
        .map_err(|faults| format!("{:?} in {text}", super::lines(faults)))?;
    let [fitted] = fitted.try_into().map_err(|all| format!("{all:?}"))?;
    if !fitted.remarks.is_empty() {
        return Err(format!("{:?} in {text}", fitted.remarks));
    }
    let journey = world.journey(&fitted);
    let Some(proven) = journey.proven() else {
        return Err(format!("{:?} in {text}", world.open(&fitted)));
    };
    let (mut copy, _) = created(proven).remove(0);
    copy.created_at = original.created_at;
    Ok(written(&exported(&copy)))
}

fn partner_of(opportunity: &Opportunity) -> consign::domain::account::Organisation {
    consign::domain::account::Organisation {
        id: opportunity.reseller.id,
        account: opportunity.reseller.account.clone(),
        name: opportunity.reseller.name.clone(),
        ..crate::samples::contoso()
    }
}

proptest! {
    #[test]
    fn what_is_exported_imported_and_exported_is_the_same((original, product) in opportunities()) {
        let text = written(&exported(&original));
        let back = again(&text, &original, &product);
        prop_assert!(back.is_ok(), "{}", back.unwrap_err());
        prop_assert_eq!(back.unwrap(), text);
    }
}
