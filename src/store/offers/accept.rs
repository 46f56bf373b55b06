//! A buyer learns what an offer comes to and accepts it, by its link, or the partner notes that it did.

use crate::domain::account::AccountId;
use crate::domain::ids::{AgreementId, OfferId};
use crate::domain::offer::Offer;
use crate::domain::offer::acceptance::{Acceptance, Purchase, PurchaseError, Quote, settle};
use crate::random;
use crate::store::columns::AsText;
use crate::store::events::{self, EventKind, OfferEvent, OpportunityEvent};
use crate::store::insert::{insert_all, insert_unless_there};
use crate::store::offers::find::{find, of_buyer};
use crate::store::offers::parts::{AcceptanceRow, UnitsRow};
use crate::store::outbox::Letter;
use crate::store::schema::{offer_acceptance_units, offer_acceptances, offers};
use crate::store::scope::{BuyerScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

/// An acceptance to be recorded.
pub struct NewAcceptance<'a> {
    /// The buyer's company, as given.
    pub company: &'a str,
    /// Who accepts for it, as given.
    pub person: &'a str,
    /// What is taken up front.
    pub purchase: Purchase,
    /// Writes the letters that tell of it, whose readers it looks up. It must do nothing else.
    #[expect(clippy::type_complexity, reason = "it is said once, where it is used")]
    pub letters: &'a dyn Fn(&mut Conn, &Offer, &Acceptance) -> Result<Vec<Letter>, Error>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It is recorded, and this agreement came of it.
    New(AgreementId),
    /// The account had accepted before: this agreement.
    Already(AgreementId),
    /// The offer has expired or was cancelled.
    Expired,
    /// The offer is not for this account.
    NotABuyer,
    /// The offer does not offer that.
    Refused(PurchaseError),
    /// There is no such offer.
    Missing,
}

/// Records that a buyer accepts the offer whose link it opened, if it is open at this moment.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn accept_as_buyer(
    c: &mut Conn,
    scope: &BuyerScope,
    new: &NewAcceptance<'_>,
    now: DateTime<Utc>,
) -> Result<Accepted, Error> {
    match of_buyer(c, scope)? {
        Some(offer) => accept(c, &offer, (scope.account(), None), new, now),
        None => Ok(Accepted::Missing),
    }
}

/// Records that a buyer accepted one of the partner's offers, if it is open at this moment; `by` is who notes it.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn accept_as_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    (offer, account): (OfferId, &AccountId),
    by: &str,
    new: &NewAcceptance<'_>,
    now: DateTime<Utc>,
) -> Result<Accepted, Error> {
    match find(c, scope, offer)? {
        Some(offer) => accept(c, &offer, (account, Some(by)), new, now),
        None => Ok(Accepted::Missing),
    }
}

/// What comes of a purchase that is made on this day: what [`accept_as_buyer`] would record. Nothing when there is no such
/// offer.
///
/// # Errors
/// When the database does not answer.
pub fn quote(
    c: &mut Conn,
    scope: &BuyerScope,
    purchase: Purchase,
    today: NaiveDate,
) -> Result<Option<Result<Quote, PurchaseError>>, Error> {
    let offer = of_buyer(c, scope)?;
    Ok(offer.map(|offer| Quote::of(&offer, purchase, today)))
}

fn accept(
    c: &mut Conn,
    offer: &Offer,
    (account, noted_by): (&AccountId, Option<&str>),
    new: &NewAcceptance<'_>,
    now: DateTime<Utc>,
) -> Result<Accepted, Error> {
    if !offer.buyers.accounts().contains(account) {
        return Ok(Accepted::NotABuyer);
    }
    if let Some(before) = offer.acceptances.iter().find(|a| a.account == *account) {
        return Ok(Accepted::Already(before.id));
    }
    let today = now.date_naive();
    // Asks and holds the answer until all is written: who moves the day meanwhile waits.
    let open = offers::table
        .filter(offers::id.eq(AsText(offer.id)))
        .filter(offers::expires_on.ge(today));
    let held = diesel::update(open)
        .set(offers::expires_on.eq(offers::expires_on))
        .execute(c)?;
    if held == 0 {
        return Ok(Accepted::Expired);
    }
    let (purchase, totals, ends_on) = match settle(offer, new.purchase.clone(), today) {
        Ok(settled) => settled,
        Err(error) => return Ok(Accepted::Refused(error)),
    };
    let acceptance = Acceptance {
        id: random::id(now),
        account: account.clone(),
        by_buyer: noted_by.is_none(),
        company: new.company.to_owned(),
        person: new.person.to_owned(),
        at: now,
        starts_on: today,
        ends_on,
        purchase,
        totals,
    };
    let row = AcceptanceRow::new(offer.id, &acceptance);
    let inserted = insert_unless_there(c, |c| {
        diesel::insert_into(offer_acceptances::table)
            .values(&row)
            .execute(c)
    })?;
    if !inserted {
        return already(c, offer.id, account);
    }
    let units: Vec<UnitsRow> = acceptance
        .purchase
        .units
        .iter()
        .map(|grant| UnitsRow::new(offer.id, account, grant))
        .collect();
    insert_all!(c, offer_acceptance_units::table, &units);
    tell(c, offer, &acceptance, noted_by, new, now)?;
    Ok(Accepted::New(acceptance.id))
}

fn already(c: &mut Conn, offer: OfferId, account: &AccountId) -> Result<Accepted, Error> {
    let id: AsText<AgreementId> = offer_acceptances::table
        .find((AsText(offer), AsText(account.clone())))
        .select(offer_acceptances::id)
        .get_result(c)?;
    Ok(Accepted::Already(id.0))
}

/// The events of both sides and the letters.
fn tell(
    c: &mut Conn,
    offer: &Offer,
    acceptance: &Acceptance,
    noted_by: Option<&str>,
    new: &NewAcceptance<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (opportunity, company) = (&offer.opportunity, acceptance.company.as_str());
    let letters = (new.letters)(c, offer, acceptance)?;
    let what = OpportunityEvent::Offer(offer.id, OfferEvent::Accepted(acceptance.id));
    let kind = EventKind::Opportunity(opportunity.id, what);
    let both = [
        (opportunity.isv.id, company),
        (opportunity.reseller.id, noted_by.unwrap_or(company)),
    ];
    let details = [("account", acceptance.account.as_str())];
    events::record_for_both(c, &kind, both, &details, letters, now)
}
