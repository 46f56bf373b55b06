//! Offers that partners made and buyers accepted, written as they stand in the database, so that a test says what was paid.

use chrono::{DateTime, TimeDelta, Utc};
use consign::domain::ids::{AgreementId, EventId, OfferDraftId, OfferId};
use consign::random;
use consign::store::{Conn, Error};
use diesel::connection::SimpleConnection;

/// An offer, and what came of it.
pub struct Sale<'a> {
    pub opportunity: &'a str,
    pub name: &'a str,
    pub extended: DateTime<Utc>,
    pub expires: &'a str,
    /// The accounts that accepted it, each with what the partner owes and what the buyer pays, if that is paid up front.
    pub accepted: &'a [(&'a str, Option<(&'a str, &'a str)>)],
}

impl<'a> Sale<'a> {
    /// An offer that nobody has accepted.
    pub fn of(opportunity: &'a str, extended: DateTime<Utc>) -> Self {
        Self {
            opportunity,
            name: "Offer for Acme",
            extended,
            expires: "2027-06-30",
            accepted: &[],
        }
    }

    /// Writes it, and says the offer's id.
    pub fn write(&self, c: &mut Conn) -> Result<String, Error> {
        let id: OfferId = random::id(self.extended);
        let draft: OfferDraftId = random::id(self.extended);
        let (opportunity, name, expires) = (self.opportunity, self.name, self.expires);
        let at = self.extended.format("%Y-%m-%d %H:%M:%S");
        c.batch_execute(&format!(
            "INSERT INTO offers (id, opportunity_id, isv_id, partner_id, draft_id, single_use, name, description, adjustment,
                percent, expires_on, subscription_end, search, extended_by, extended_by_name, extended_at)
             SELECT '{id}', o.id, o.isv_id, o.reseller_id, '{draft}', o.duration_kind = 'single_use', '{name}', 'For the buyer',
                'markup', '10', '{expires}', NULL, 'offer', u.id, u.name, '{at}'
             FROM opportunities o JOIN users u ON u.organisation_id = o.reseller_id WHERE o.id = '{opportunity}'
             ORDER BY u.role, u.name LIMIT 1;
             UPDATE opportunities SET uses = uses + 1 WHERE id = '{opportunity}'"
        ))?;
        for (whose, actor) in [("isv_id", "o.reseller_name"), ("reseller_id", "u.name")] {
            let event: EventId = random::id(self.extended);
            c.batch_execute(&format!(
                "INSERT INTO events (id, organisation_id, opportunity_id, kind, actor, at, details, offer_id)
                 SELECT '{event}', o.{whose}, o.id, 'offer.extended', {actor}, '{at}', '{{\"offer\":\"{id}\"}}', '{id}'
                 FROM opportunities o JOIN users u ON u.organisation_id = o.reseller_id WHERE o.id = '{opportunity}'
                 ORDER BY u.role, u.name LIMIT 1"
            ))?;
        }
        for (number, (account, totals)) in (0..).zip(self.accepted) {
            // An id holds its moment, which gives those of one offer an order.
            let agreement: AgreementId =
                random::id(self.extended + TimeDelta::milliseconds(number));
            let (wholesale, purchase) = match totals {
                Some((wholesale, purchase)) => (format!("'{wholesale}'"), format!("'{purchase}'")),
                None => ("NULL".to_owned(), "NULL".to_owned()),
            };
            c.batch_execute(&format!(
                "INSERT INTO offer_acceptances (offer_id, account_id, id, by_buyer, company, person, at, starts_on, ends_on,
                    contract_duration, wholesale_total, purchase_total)
                 VALUES ('{id}', '{account}', '{agreement}', true, 'Acme', 'Ada', '{at}', '2026-11-22', '2027-11-21', NULL,
                    {wholesale}, {purchase})"
            ))?;
        }
        Ok(id.to_string())
    }
}
