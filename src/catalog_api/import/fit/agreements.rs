//! The EULA and the reseller contract of an authorization, found among what the ISV has here.

use super::{Gap, Known};
use crate::catalog_api::import::asked::{Asked, ContractChoice, EulaChoice};
use crate::catalog_api::import::remark::{Remark, quoted};
use crate::domain::agreements::{
    Document, DocumentKind, Eula, PublicEula, RCMP_VERSION, ResellerContract, STANDARD_EULA_VERSION,
};
use crate::domain::catalog::Product;

pub(super) fn eula(
    asked: &Asked,
    product: Option<&Product>,
    known: &Known<'_>,
    remarks: &mut Vec<Remark>,
) -> (Option<Eula>, Gap) {
    let Some(at) = &asked.eula else {
        remarks.push(Remark::new(&asked.path, "It names no EULA; choose one"));
        return (None, Gap::Choose);
    };
    let url = match &at.value {
        EulaChoice::Standard => {
            let version = STANDARD_EULA_VERSION.to_owned();
            return (Some(Eula::Standard { version }), Gap::Closed);
        }
        EulaChoice::Custom(url) => url.as_str(),
    };
    let public = |product: &Product| matches!(&product.public_eula, PublicEula::Custom { url: own } if same(own, url));
    if product.is_some_and(public) {
        (Some(Eula::Public), Gap::Closed)
    } else if let Some(document) = uploaded(url, DocumentKind::Eula, known) {
        (Some(Eula::Custom(document.clone())), Gap::Closed)
    } else {
        let text = format!("The EULA at {} is not fetched; upload it", quoted(url));
        remarks.push(Remark::new(&at.path, text));
        (None, Gap::Upload)
    }
}

pub(super) fn contract(
    asked: &Asked,
    known: &Known<'_>,
    remarks: &mut Vec<Remark>,
) -> (Option<ResellerContract>, Gap) {
    let Some(at) = &asked.contract else {
        return (
            asked.released.then_some(ResellerContract::None),
            Gap::Closed,
        );
    };
    match &at.value {
        ContractChoice::Rcmp => {
            let version = RCMP_VERSION.to_owned();
            (Some(ResellerContract::Rcmp { version }), Gap::Closed)
        }
        ContractChoice::Custom(url) => {
            let url = url.as_str();
            match uploaded(url, DocumentKind::ResellerContract, known) {
                Some(document) => (
                    Some(ResellerContract::Custom(document.clone())),
                    Gap::Closed,
                ),
                None => {
                    let text = format!(
                        "The reseller contract at {} is not fetched; upload it",
                        quoted(url)
                    );
                    remarks.push(Remark::new(&at.path, text));
                    (None, Gap::Upload)
                }
            }
        }
    }
}

/// Whether two addresses lead to one document; an entity has signed ones.
fn same(ours: &str, theirs: &str) -> bool {
    theirs == ours || theirs.split('?').next() == Some(ours)
}

fn uploaded<'a>(url: &str, kind: DocumentKind, known: &Known<'a>) -> Option<&'a Document> {
    let found = known
        .documents
        .iter()
        .find(|(address, document)| document.kind == kind && same(address, url));
    found.map(|(_, document)| document)
}
