//! Which contracts are accepted.

use crate::catalog_api::details::{Details, LegalDocument, LegalKind, Term};
use crate::domain::agreements::{Eula, PublicEula, ResellerContract};
use crate::domain::ids::DocumentId;
use crate::domain::opportunity::Opportunity;

/// The EULA for buyers, and the reseller contract for the partner if there is one.
pub fn contracts(opportunity: &Opportunity, address: &dyn Fn(DocumentId) -> String) -> Details {
    let buyer = Term::BuyerLegalTerm {
        documents: vec![eula(opportunity, address)],
    };
    let reseller = contract(opportunity, address).map(|document| Term::ResaleLegalTerm {
        documents: vec![document],
    });
    Details::Terms {
        terms: std::iter::once(buyer).chain(reseller).collect(),
    }
}

/// What buyers accept. There is no kind for a product's public EULA: it is sent as what it is (Catalog API,
/// UpdateLegalTerms).
pub(super) fn eula(
    opportunity: &Opportunity,
    address: &dyn Fn(DocumentId) -> String,
) -> LegalDocument {
    match (&opportunity.eula, &opportunity.product.public_eula) {
        (Eula::Standard { .. }, _) | (Eula::Public, PublicEula::Standard) => {
            LegalDocument::standard(LegalKind::StandardEula)
        }
        (Eula::Public, PublicEula::Custom { url }) => {
            LegalDocument::own(LegalKind::CustomEula, url.clone())
        }
        (Eula::Custom(document), _) => {
            LegalDocument::own(LegalKind::CustomEula, address(document.id))
        }
    }
}

fn contract(
    opportunity: &Opportunity,
    address: &dyn Fn(DocumentId) -> String,
) -> Option<LegalDocument> {
    match &opportunity.contract {
        ResellerContract::None => None,
        ResellerContract::Rcmp { .. } => {
            Some(LegalDocument::standard(LegalKind::StandardResellerContract))
        }
        ResellerContract::Custom(document) => Some(LegalDocument::own(
            LegalKind::CustomResellerContract,
            address(document.id),
        )),
    }
}
