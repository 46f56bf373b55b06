//! A vendor's opportunities, each as the requests that create it, and end it where it was revoked.

use super::Exporting;
use super::target::Target;
use crate::catalog_api::export::{Around, Export, Series};
use crate::domain::account::AccountId;
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Opportunity;
use crate::store::opportunities::{self, SortColumn, TableQuery, table};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, authorizations};

/// Writes the requests of a vendor's opportunities, oldest first.
pub(super) fn export(
    exporting: &Exporting<'_>,
    (account, scope): (&AccountId, &IsvScope),
    target: &mut Target,
) -> anyhow::Result<()> {
    let mut series = Series::default();
    for id in ids(exporting, scope)? {
        let Some((opportunity, export)) = requests(exporting, scope, id, &mut series)? else {
            continue;
        };
        let name = opportunity.details.name();
        for remark in &export.remarks {
            eprintln!("{id} “{name}”: {}", remark.text());
        }
        target.write(account, &id.to_string(), &export.requests)?;
    }
    Ok(())
}

fn ids(exporting: &Exporting<'_>, scope: &IsvScope) -> Result<Vec<OpportunityId>, Error> {
    let query = TableQuery {
        statuses: exporting.status.into_iter().collect(),
        sort: SortColumn::Created,
        descending: false,
        ..TableQuery::default()
    };
    let mut ids = Vec::new();
    exporting.db.read_now(|c| {
        table::each(c, scope, &query, exporting.now, u32::MAX, |row, _| {
            ids.push(row.id);
            Ok::<_, Error>(())
        })
    })?;
    Ok(ids)
}

fn requests(
    exporting: &Exporting<'_>,
    scope: &IsvScope,
    id: OpportunityId,
    series: &mut Series,
) -> Result<Option<(Opportunity, Export)>, Error> {
    let read = |c: &mut Conn| {
        let authorization = authorizations::find(c, scope, id)?;
        let opportunity = opportunities::find(c, scope, id)?;
        Ok(opportunity.map(|opportunity| (opportunity, authorization)))
    };
    let Some((opportunity, authorization)) = exporting.db.read_now(read)? else {
        return Ok(None);
    };
    let address = |document| exporting.address(document);
    let around = Around {
        authorization: authorization.as_ref(),
        address: &address,
        now: exporting.now,
    };
    let export = series.next(&opportunity, around);
    Ok(Some((opportunity, export)))
}
