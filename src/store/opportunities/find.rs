//! Reading one opportunity whole.

use crate::domain::agreements::Document;
use crate::domain::buyers::Buyers;
use crate::domain::details::Details;
use crate::domain::discount::DiscountKind;
use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::{CoveredDimension, Opportunity, Revocation, Side};
use crate::domain::pricing::PriceBook;
use crate::domain::schedule::Schedule;
use crate::store::columns::{AsText, Moment};
use crate::store::documents::DocumentRow;
use crate::store::opportunities::parts::{
    BuyerRow, DimensionRow, GrantRow, PaymentRow, PriceRow, duration, percent,
};
use crate::store::opportunities::snapshot::OpportunityRow;
use crate::store::piece::one_of;
use crate::store::schema::{
    batches, documents, opportunities, opportunity_buyers, opportunity_dimensions,
    opportunity_grants, opportunity_payments, opportunity_prices, revocations,
};
use crate::store::scope::{IsvScope, PartnerScope, Whose};
use crate::store::{Conn, Error};
use diesel::prelude::*;

/// An ISV's opportunity with everything it says; nothing when it is not there or another's.
///
/// # Errors
/// When the database does not answer.
pub fn find(
    c: &mut Conn,
    scope: &IsvScope,
    id: OpportunityId,
) -> Result<Option<Opportunity>, Error> {
    load(c, scope.into(), id)
}

/// An opportunity that a partner has, with everything the partner may know of it: who at the ISV made it and from which
/// other one is the ISV's own business. Nothing when it is not there or another's.
///
/// # Errors
/// When the database does not answer.
pub fn find_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OpportunityId,
) -> Result<Option<Opportunity>, Error> {
    let found = load(c, scope.into(), id)?;
    Ok(found.map(|opportunity| Opportunity {
        created_by: opportunity.isv.name.clone(),
        cloned_from: None,
        ..opportunity
    }))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = revocations)]
struct RevocationRow {
    by_side: AsText<Side>,
    person: String,
    at: Moment,
    reason: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = batches)]
struct BatchRow {
    created_by_name: String,
    cloned_from: Option<AsText<OpportunityId>>,
}

fn load(c: &mut Conn, whose: Whose, id: OpportunityId) -> Result<Option<Opportunity>, Error> {
    let with_id = opportunities::table
        .inner_join(batches::table)
        .left_join(revocations::table)
        .filter(opportunities::id.eq(AsText(id)))
        .select((
            OpportunityRow::as_select(),
            BatchRow::as_select(),
            Option::<RevocationRow>::as_select(),
        ))
        .into_boxed();
    let ours = match whose {
        Whose::Isv(scope) => with_id.filter(opportunities::isv_id.eq(AsText(scope.isv()))),
        Whose::Partner(scope) => {
            with_id.filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        }
    };
    let found: Option<(OpportunityRow, BatchRow, Option<RevocationRow>)> =
        ours.get_result(c).optional()?;
    let Some((row, batch, revocation)) = found else {
        return Ok(None);
    };
    let dimensions = dimensions(c, id)?;
    let prices = PriceBook {
        currency: row.currency.0,
        lines: lines(c, id, &dimensions)?,
    };
    let documents = documents(c, &row)?;
    let details = Details::new(&row.name, row.description.as_deref().unwrap_or_default());
    Ok(Some(Opportunity {
        id,
        batch: row.batch_id.0,
        isv: row.isv(),
        reseller: row.reseller(),
        product: row.product(),
        details: details
            .map_err(|errors| Error::broken(format!("name or description: {errors:?}")))?,
        discount: row.discount_kind.0,
        percent: row.percent.map(percent).transpose()?,
        duration: duration(row.duration_kind.0, row.last_day)?,
        dimensions,
        prices,
        schedule: schedule(c, &row)?,
        buyers: buyers(c, id)?,
        eula: row.eula(&documents)?,
        contract: row.contract(&documents)?,
        created_at: row.created_at.into(),
        created_by: batch.created_by_name,
        cloned_from: batch.cloned_from.map(|from| from.0),
        uses: u32::try_from(row.uses).map_err(|_| Error::broken("negative uses"))?,
        revocation: revocation.map(|r| Revocation {
            by: r.by_side.0,
            person: match (whose, r.by_side.0) {
                (Whose::Isv(_), Side::Isv) | (Whose::Partner(_), Side::Partner) => r.person,
                (Whose::Isv(_), Side::Partner) => row.reseller_name.clone(),
                (Whose::Partner(_), Side::Isv) => row.isv_name.clone(),
            },
            at: r.at.into(),
            reason: r.reason,
        }),
    }))
}

fn dimensions(c: &mut Conn, id: OpportunityId) -> Result<Vec<CoveredDimension>, Error> {
    let rows: Vec<DimensionRow> = opportunity_dimensions::table
        .filter(opportunity_dimensions::opportunity_id.eq(AsText(id)))
        .order(opportunity_dimensions::position)
        .select(DimensionRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().map(DimensionRow::dimension).collect())
}

fn lines(
    c: &mut Conn,
    id: OpportunityId,
    dimensions: &[CoveredDimension],
) -> Result<Vec<crate::domain::pricing::PriceLine>, Error> {
    let rows: Vec<PriceRow> = opportunity_prices::table
        .filter(opportunity_prices::opportunity_id.eq(AsText(id)))
        .order(opportunity_prices::position)
        .select(PriceRow::as_select())
        .load(c)?;
    rows.into_iter().map(|row| row.line(dimensions)).collect()
}

fn schedule(c: &mut Conn, row: &OpportunityRow) -> Result<Option<Schedule>, Error> {
    let contract = match (row.discount_kind.0, &row.contract_duration) {
        (DiscountKind::Flexible, Some(contract)) => contract.0,
        (DiscountKind::Percentage | DiscountKind::Individual, None) => return Ok(None),
        (kind, contract) => {
            return Err(Error::broken(format!(
                "{kind:?} with the contract duration {contract:?}"
            )));
        }
    };
    let grants: Vec<GrantRow> = opportunity_grants::table
        .filter(opportunity_grants::opportunity_id.eq(&row.id))
        .order(opportunity_grants::position)
        .select(GrantRow::as_select())
        .load(c)?;
    let payments: Vec<PaymentRow> = opportunity_payments::table
        .filter(opportunity_payments::opportunity_id.eq(&row.id))
        .order(opportunity_payments::position)
        .select(PaymentRow::as_select())
        .load(c)?;
    Ok(Some(Schedule {
        contract,
        grants: grants
            .into_iter()
            .map(GrantRow::grant)
            .collect::<Result<_, _>>()?,
        payments: payments
            .into_iter()
            .map(PaymentRow::payment)
            .collect::<Result<_, _>>()?,
    }))
}

fn buyers(c: &mut Conn, id: OpportunityId) -> Result<Buyers, Error> {
    let rows: Vec<BuyerRow> = opportunity_buyers::table
        .filter(opportunity_buyers::opportunity_id.eq(AsText(id)))
        .order(opportunity_buyers::position)
        .select(BuyerRow::as_select())
        .load(c)?;
    let accounts = rows.into_iter().map(|row| row.account_id.0).collect();
    Buyers::new(accounts).map_err(|count| Error::broken(format!("{count} buyers")))
}

/// The documents that an opportunity refers to. They are the ISV's, whoever reads.
fn documents(c: &mut Conn, row: &OpportunityRow) -> Result<Vec<Document>, Error> {
    let ids = row.documents();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<DocumentRow> = documents::table
        .filter(documents::organisation_id.eq(&row.isv_id))
        .filter(one_of(documents::id, ids))
        .select(DocumentRow::as_select())
        .load(c)?;
    rows.into_iter().map(Document::try_from).collect()
}
