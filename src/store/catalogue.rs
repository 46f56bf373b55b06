//! What the answers of a draft refer to, looked up.

use crate::answers::{Catalogue, Named};
use crate::domain::agreements::Rcmp;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, documents, organisations, products, resellers};

/// Looks up what answers name. What the ISV may not see is left out, as if it did not exist.
///
/// # Errors
/// When the database does not answer.
pub fn of(c: &mut Conn, scope: &IsvScope, named: &Named, rcmp: &Rcmp) -> Result<Catalogue, Error> {
    Ok(Catalogue {
        isv: organisations::find(c, scope.isv())?
            .ok_or_else(|| Error::broken("the ISV itself is gone"))?,
        products: products::some(c, scope, &named.products)?,
        resellers: resellers::some(c, scope, &named.resellers)?,
        documents: documents::some(c, scope, &named.documents)?,
        rcmp: rcmp.clone(),
    })
}
