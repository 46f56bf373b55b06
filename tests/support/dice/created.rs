//! What is created of proven terms, without a database.

use crate::samples::opportunity_for;
use consign::domain::catalog::Product;
use consign::domain::opportunity::Opportunity;
use consign::domain::terms::ProvenTerms;

/// The opportunities of proven terms, each with its product as it is now.
pub fn created(proven: &ProvenTerms) -> Vec<(Opportunity, Product)> {
    let grants = proven.grants();
    grants
        .map(|(reseller, product, prices)| {
            (
                opportunity_for(proven, reseller, product, prices),
                product.clone(),
            )
        })
        .collect()
}
