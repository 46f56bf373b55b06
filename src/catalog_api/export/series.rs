//! Several opportunities exported together: what is in AWS already is left out, and a dimension is added to a product
//! once, whoever needs it.

use crate::catalog_api::details::NewDimension;
use crate::catalog_api::export::{
    Around, Export, Purpose, Remark, Request, add_dimensions, new_dimensions, opportunity,
};
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::ProductId;
use crate::domain::opportunity::Opportunity;
use std::collections::BTreeMap;

/// What the opportunities exported so far have added to their products.
#[derive(Debug, Default)]
pub struct Series {
    added: BTreeMap<(ProductId, String), NewDimension>,
}

impl Series {
    /// What is to be sent for the next opportunity, if it is not in AWS already, without dimensions that an earlier
    /// request of the series adds.
    pub fn next(&mut self, next: &Opportunity, around: Around<'_>) -> Export {
        let mut export = opportunity(next, around);
        if let Some(id) = there_already(&export, around) {
            return Export {
                requests: Vec::new(),
                remarks: vec![Remark::LeftOut(id)],
            };
        }
        let adds = |purpose| purpose == Purpose::AddDimensions;
        if !export.requests.iter().any(|request| adds(request.purpose)) {
            return export;
        }
        let mut fresh = Vec::new();
        for dimension in new_dimensions(next) {
            let place = (next.product.id.clone(), dimension.key.clone());
            match self.added.get(&place) {
                None => {
                    self.added.insert(place, dimension.clone());
                    fresh.push(dimension);
                }
                Some(there) if *there == dimension => {}
                Some(_) => export.remarks.push(Remark::DimensionTwice(dimension.key)),
            }
        }
        export.requests.retain(|request| !adds(request.purpose));
        let added = add_dimensions(next, &fresh);
        export.requests.splice(0..0, added);
        export
    }
}

/// Under which ID AWS has what these requests would create.
fn there_already(export: &Export, around: Around<'_>) -> Option<AuthorizationId> {
    let creates = |request: &Request| request.purpose == Purpose::Create;
    let id = around.authorization?;
    export.requests.iter().any(creates).then(|| id.clone())
}
