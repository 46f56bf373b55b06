//! Reading one offer: whole for its partner, and for the ISV and the buyer as far as they may know it.

use crate::domain::account::AccountId;
use crate::domain::agreements::Document;
use crate::domain::buyers::Buyers;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{OfferId, OrganisationId};
use crate::domain::offer::acceptance::{Acceptance, Purchase, Totals};
use crate::domain::offer::{AgreementForIsv, Offer, OfferForBuyer, OfferForIsv};
use crate::domain::opportunity::{Opportunity, Party};
use crate::domain::schedule::{Grant, Payment};
use crate::store::columns::AsText;
use crate::store::documents::DocumentRow;
use crate::store::offers::contract::contract_acceptance;
use crate::store::offers::parts::{
    AcceptanceRow, BuyerRow, OfferRow, PaymentRow, PriceRow, UnitsRow,
};
use crate::store::opportunities;
use crate::store::schema::{
    documents, offer_acceptance_units, offer_acceptances, offer_amendments, offer_buyers,
    offer_links, offer_payments, offer_prices, offers, opportunities as opportunity_columns,
};
use crate::store::scope::{BuyerScope, IsvScope, PartnerScope};
use crate::store::{Conn, Error};
use diesel::prelude::*;

/// A partner's offer with everything it says; nothing when it is not there or another's.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, scope: &PartnerScope, id: OfferId) -> Result<Option<Offer>, Error> {
    let row: Option<OfferRow> = offers::table
        .filter(offers::id.eq(AsText(id)))
        .filter(offers::partner_id.eq(AsText(scope.partner())))
        .select(OfferRow::as_select())
        .get_result(c)
        .optional()?;
    row.map(|row| whole(c, scope, row)).transpose()
}

fn whole(c: &mut Conn, scope: &PartnerScope, row: OfferRow) -> Result<Offer, Error> {
    let id = row.id.0;
    let opportunity = opportunities::find_for_partner(c, scope, row.opportunity_id.0)?
        .ok_or_else(|| Error::broken("the opportunity of an offer"))?;
    let prices: Vec<PriceRow> = offer_prices::table
        .filter(offer_prices::offer_id.eq(AsText(id)))
        .order(offer_prices::position)
        .select(PriceRow::as_select())
        .load(c)?;
    let lines = prices
        .into_iter()
        .map(|price| price.line(&opportunity))
        .collect::<Result<_, _>>()?;
    let payments = payments(c, id, &opportunity)?;
    Ok(Offer {
        id,
        details: row.details()?,
        buyers: buyers(c, id)?,
        adjustment: row.adjustment(payments.as_deref())?,
        lines,
        payments,
        amendments: amendments(c, id)?,
        expires_on: row.expires_on,
        subscription_end: row.subscription_end,
        contract: contract_acceptance(c, row.draft_id.0)?,
        extended_at: row.extended_at.into(),
        extended_by: row.extended_by_name,
        acceptances: acceptances(c, id)?,
        opportunity,
    })
}

fn payments(
    c: &mut Conn,
    id: OfferId,
    opportunity: &Opportunity,
) -> Result<Option<Vec<Payment>>, Error> {
    if opportunity.schedule.is_none() {
        return Ok(None);
    }
    let rows: Vec<PaymentRow> = offer_payments::table
        .filter(offer_payments::offer_id.eq(AsText(id)))
        .order(offer_payments::position)
        .select(PaymentRow::as_select())
        .load(c)?;
    let payments: Result<_, _> = rows.into_iter().map(PaymentRow::payment).collect();
    Ok(Some(payments?))
}

fn buyers(c: &mut Conn, id: OfferId) -> Result<Buyers, Error> {
    let rows: Vec<BuyerRow> = offer_buyers::table
        .filter(offer_buyers::offer_id.eq(AsText(id)))
        .order(offer_buyers::position)
        .select(BuyerRow::as_select())
        .load(c)?;
    Buyers::new(rows.into_iter().map(|row| row.account_id.0).collect())
        .map_err(|count| Error::broken(format!("{count} buyers")))
}

fn amendments(c: &mut Conn, id: OfferId) -> Result<Vec<Document>, Error> {
    let rows: Vec<DocumentRow> = offer_amendments::table
        .inner_join(documents::table)
        .filter(offer_amendments::offer_id.eq(AsText(id)))
        .order(offer_amendments::position)
        .select(DocumentRow::as_select())
        .load(c)?;
    rows.into_iter().map(Document::try_from).collect()
}

fn acceptances(c: &mut Conn, id: OfferId) -> Result<Vec<Acceptance>, Error> {
    let rows: Vec<AcceptanceRow> = offer_acceptances::table
        .filter(offer_acceptances::offer_id.eq(AsText(id)))
        .order((offer_acceptances::at, offer_acceptances::id))
        .select(AcceptanceRow::as_select())
        .load(c)?;
    let units: Vec<UnitsRow> = offer_acceptance_units::table
        .filter(offer_acceptance_units::offer_id.eq(AsText(id)))
        .order(offer_acceptance_units::dimension_key)
        .select(UnitsRow::as_select())
        .load(c)?;
    rows.into_iter()
        .map(|row| {
            let account = row.account_id.0;
            let theirs = units.iter().filter(|unit| unit.account_id.0 == account);
            let taken: Result<Vec<Grant>, Error> = theirs.cloned().map(UnitsRow::grant).collect();
            let totals = row.wholesale_total.zip(row.purchase_total);
            Ok(Acceptance {
                id: row.id.0,
                account,
                by_buyer: row.by_buyer,
                company: row.company,
                person: row.person,
                at: row.at.into(),
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                purchase: Purchase {
                    contract: row.contract_duration.map(|duration| duration.0),
                    units: taken?,
                },
                totals: totals.map(|(wholesale, purchase)| Totals {
                    wholesale: wholesale.0,
                    purchase: purchase.0,
                }),
            })
        })
        .collect()
}

/// An offer made from one of an ISV's opportunities, as far as the ISV may know it.
///
/// # Errors
/// When the database does not answer.
pub fn find_for_isv(
    c: &mut Conn,
    scope: &IsvScope,
    id: OfferId,
) -> Result<Option<OfferForIsv>, Error> {
    let found: Option<(OfferRow, String, AsText<ProductId>, String, Reseller)> = offers::table
        .inner_join(opportunity_columns::table)
        .filter(offers::id.eq(AsText(id)))
        .filter(offers::isv_id.eq(AsText(scope.isv())))
        .select((
            OfferRow::as_select(),
            opportunity_columns::name,
            opportunity_columns::product_id,
            opportunity_columns::product_title,
            Reseller::as_select(),
        ))
        .get_result(c)
        .optional()?;
    let Some((row, opportunity_name, product_id, product_title, reseller)) = found else {
        return Ok(None);
    };
    let agreements = acceptances(c, id)?.into_iter().map(|made| AgreementForIsv {
        id: made.id,
        account: made.account,
        company: made.company,
        at: made.at,
        starts_on: made.starts_on,
        ends_on: made.ends_on,
        purchase: made.purchase,
        wholesale: made.totals.map(|totals| totals.wholesale),
    });
    Ok(Some(OfferForIsv {
        id,
        name: row.details()?.name().to_owned(),
        opportunity: row.opportunity_id.0,
        opportunity_name,
        partner: Party {
            id: reseller.reseller_id.0,
            account: reseller.reseller_account.0,
            name: reseller.reseller_name,
        },
        product_id: product_id.0,
        product_title,
        buyers: buyers(c, id)?,
        expires_on: row.expires_on,
        extended_at: row.extended_at.into(),
        agreements: agreements.collect(),
    }))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = opportunity_columns)]
struct Reseller {
    reseller_id: AsText<OrganisationId>,
    reseller_account: AsText<AccountId>,
    reseller_name: String,
}

/// The right of one of a buyer's accounts to the offer that a link leads to: the link must be one of the offer's, and
/// the account one that it is for. Which of the two it was that failed is not told.
///
/// # Errors
/// When the database does not answer.
pub fn open_link(
    c: &mut Conn,
    link_hash: &str,
    account: &AccountId,
) -> Result<Option<BuyerScope>, Error> {
    let offer: Option<AsText<OfferId>> = offer_links::table
        .inner_join(offer_buyers::table.on(offer_buyers::offer_id.eq(offer_links::offer_id)))
        .filter(offer_links::hash.eq(link_hash))
        .filter(offer_buyers::account_id.eq(AsText(account.clone())))
        .select(offer_links::offer_id)
        .get_result(c)
        .optional()?;
    Ok(offer.map(|offer| BuyerScope::new(offer.0, account.clone())))
}

/// The offer that a buyer's account has the right to, as far as buyers may know it.
///
/// # Errors
/// When the database does not answer.
pub fn find_for_buyer(c: &mut Conn, scope: &BuyerScope) -> Result<Option<OfferForBuyer>, Error> {
    let offer = of_buyer(c, scope)?;
    Ok(offer.map(|offer| offer.for_buyer(scope.account())))
}

/// The whole offer that a buyer has the right to, for what the store itself does in the buyer's name.
pub(super) fn of_buyer(c: &mut Conn, scope: &BuyerScope) -> Result<Option<Offer>, Error> {
    let row: Option<OfferRow> = offers::table
        .find(AsText(scope.offer()))
        .select(OfferRow::as_select())
        .get_result(c)
        .optional()?;
    row.map(|row| {
        let partner = PartnerScope::new(row.partner_id.0);
        whole(c, &partner, row)
    })
    .transpose()
}
