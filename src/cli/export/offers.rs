//! A partner's offers, each as the request that makes it from its vendor's authorization.

use super::Exporting;
use super::target::Target;
use crate::catalog_api::export::Around;
use crate::catalog_api::export::offer;
use crate::domain::account::AccountId;
use crate::domain::ids::OfferId;
use crate::domain::opportunity::Status;
use crate::store::offers;
use crate::store::offers::table::{self, OfferQuery, OfferSort};
use crate::store::scope::PartnerScope;
use crate::store::{Error, authorizations, opportunities};

/// Writes the requests of a partner's offers, oldest first. One whose authorization the vendor has not recorded is told of
/// and left out.
pub(super) fn export(
    exporting: &Exporting<'_>,
    (account, scope): (&AccountId, &PartnerScope),
    target: &mut Target,
) -> anyhow::Result<()> {
    for id in ids(exporting, scope)? {
        let read = exporting.db.read_now(|c| {
            let Some(offer) = offers::find(c, scope, id)? else {
                return Ok(None);
            };
            let opportunity = offer.opportunity.id;
            let authorization = authorizations::find_for_partner(c, scope, opportunity)?;
            let status = opportunities::find_for_partner(c, scope, opportunity)?
                .map(|opportunity| opportunity.status(exporting.now));
            Ok(Some((offer, authorization, status)))
        })?;
        let Some((offer, authorization, status)) = read else {
            continue;
        };
        if !is_wanted(exporting.status, status) {
            continue;
        }
        let address = |document| exporting.address(document);
        let around = Around {
            authorization: authorization.as_ref(),
            address: &address,
            now: exporting.now,
        };
        let export = offer::offer(&offer, around);
        let name = offer.details.name();
        for remark in &export.remarks {
            eprintln!("{id} “{name}”: {}", remark.text());
        }
        target.write(account, &id.to_string(), export.request.as_slice())?;
    }
    Ok(())
}

fn is_wanted(wanted: Option<Status>, status: Option<Status>) -> bool {
    wanted.is_none() || wanted == status
}

fn ids(exporting: &Exporting<'_>, scope: &PartnerScope) -> Result<Vec<OfferId>, Error> {
    let query = OfferQuery {
        sort: OfferSort::Extended,
        descending: false,
        ..OfferQuery::default()
    };
    let mut ids = Vec::new();
    exporting.db.read_now(|c| {
        table::each_for_partner(c, scope, &query, (exporting.now, u32::MAX), |row| {
            ids.push(row.offer.id);
            Ok(())
        })
    })?;
    Ok(ids)
}
