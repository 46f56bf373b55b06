//! Letters about opportunities: created, revoked, ended, about to end.

use crate::domain::account::Organisation;
use crate::domain::catalog::{Product, ProductId};
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::notification::{NoticeKind, Topic};
use crate::domain::opportunity::{Opportunity, Side};
use crate::domain::terms::ProvenTerms;
use crate::mail::messages::{
    Deal, End, Link, Message, OpportunityCreated, OpportunityEnded, OpportunityEnding,
    OpportunityRevoked, Reader,
};
use crate::store::outbox::Letter;
use crate::store::{Conn, Error, notifications};
use crate::web::letters::{to_all, write};
use crate::web::origin::Origin;
use crate::web::paths;
use chrono::{DateTime, Utc};

/// An opportunity's page, as a side sees it.
fn page(origin: &Origin, side: Side, opportunity: OpportunityId) -> Link {
    Link::to(origin.as_str(), &paths::opportunity(side, opportunity))
}

/// Tells the partner of a new opportunity, however it came about.
///
/// # Errors
/// When the database does not answer or a mail cannot be rendered.
pub fn of_creation(
    c: &mut Conn,
    (isv, origin): (&str, &Origin),
    terms: &ProvenTerms,
    opportunity: OpportunityId,
    (reseller, product): (&Organisation, &Product),
    now: DateTime<Utc>,
) -> Result<Vec<Letter>, Error> {
    let terms = terms.terms();
    let told = OpportunityCreated {
        isv,
        partner: &reseller.name,
        name: terms.details.name(),
        product: &product.title,
        product_id: &product.id,
        discount: terms.discount.kind(),
        duration: terms.duration,
        link: page(origin, Side::Partner, opportunity),
    };
    let partner = (reseller.id, Side::Partner);
    to_all(c, partner, Topic::Opportunities, (origin, now), |reader| {
        told.message(reader)
    })
}

/// A revocation, as letters tell of it.
#[derive(Debug, Clone, Copy)]
pub struct Revoked<'a> {
    /// The opportunity.
    pub id: OpportunityId,
    /// Its name.
    pub name: &'a str,
    /// The ISV.
    pub isv: (OrganisationId, &'a str),
    /// The partner.
    pub partner: (OrganisationId, &'a str),
    /// The product's ID and title.
    pub product: (&'a ProductId, &'a str),
    /// How many offers were created from it.
    pub offers: u32,
    /// Who revokes, as they are called; the partner is not told.
    pub by: &'a str,
    /// Why, if said.
    pub reason: Option<&'a str>,
}

/// Tells the partner of a revocation, and those on the ISV's own list who want to know.
///
/// # Errors
/// When the database does not answer or a mail cannot be rendered.
pub fn of_revocation(
    c: &mut Conn,
    origin: &Origin,
    revoked: &Revoked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Letter>, Error> {
    let (product_id, product) = revoked.product;
    let (isv, partner) = (revoked.isv, revoked.partner);
    let told = OpportunityRevoked {
        isv: isv.1,
        partner: partner.1,
        name: revoked.name,
        product,
        product_id,
        since: now,
        offers: revoked.offers,
        reason: revoked.reason,
        link: page(origin, Side::Partner, revoked.id),
    };
    let ended = OpportunityEnded {
        deal: Deal {
            id: revoked.id,
            name: revoked.name,
            isv: isv.1,
            partner: partner.1,
            product,
            product_id,
        },
        end: End::Revoked {
            by: revoked.by,
            at: now,
            reason: revoked.reason,
        },
        offers: revoked.offers,
    };
    let topic = Topic::Opportunities;
    let to = (partner.0, Side::Partner);
    let mut letters = to_all(c, to, topic, (origin, now), |reader| told.message(reader))?;
    // The ISV itself knows what it did.
    let mut readers = notifications::readers(c, isv.0, topic, now)?;
    readers.all.retain(|reader| reader.stop.is_some());
    let link = page(origin, Side::Isv, revoked.id);
    letters.extend(write(&readers, Side::Isv, origin, |reader| {
        ended.message(Side::Isv, reader, &link)
    })?);
    Ok(letters)
}

/// Tells the ISV that the partner ended an opportunity, and why if the partner says so.
///
/// # Errors
/// When the database does not answer or a mail cannot be rendered.
pub fn opportunity_ended(
    c: &mut Conn,
    origin: &Origin,
    opportunity: &Opportunity,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Letter>, Error> {
    let ended = OpportunityEnded {
        deal: Deal::from(opportunity),
        end: End::ByPartner { at: now, reason },
        offers: opportunity.uses,
    };
    let (isv, topic) = ((opportunity.isv.id, Side::Isv), Topic::Opportunities);
    let link = page(origin, Side::Isv, opportunity.id);
    to_all(c, isv, topic, (origin, now), |reader| {
        ended.message(Side::Isv, reader, &link)
    })
}

/// Tells both sides that an opportunity ends soon, or that it has expired.
///
/// # Errors
/// When the database does not answer or a mail cannot be rendered.
pub fn of_notice(
    c: &mut Conn,
    origin: &Origin,
    kind: NoticeKind,
    opportunity: &Opportunity,
    now: DateTime<Utc>,
) -> Result<Vec<Letter>, Error> {
    let Some(last_day) = opportunity.last_day() else {
        return Ok(Vec::new());
    };
    let ending = OpportunityEnding {
        deal: Deal::from(opportunity),
        last_day,
        days_left: (last_day - now.date_naive()).num_days(),
        offers: opportunity.uses,
    };
    let ended = OpportunityEnded {
        deal: Deal::from(opportunity),
        end: End::Expired(last_day),
        offers: opportunity.uses,
    };
    let (topic, is_over) = match kind {
        NoticeKind::Days30 | NoticeKind::Days7 | NoticeKind::Days1 => (Topic::Reminders, false),
        NoticeKind::Expired => (Topic::Opportunities, true),
    };
    let message = |side: Side, reader: &Reader<'_>| -> askama::Result<Message> {
        let link = page(origin, side, opportunity.id);
        if is_over {
            ended.message(side, reader, &link)
        } else {
            ending.message(side, reader, &link)
        }
    };
    let mut letters = Vec::new();
    for (organisation, side) in [
        (opportunity.isv.id, Side::Isv),
        (opportunity.reseller.id, Side::Partner),
    ] {
        let to = (organisation, side);
        letters.extend(to_all(c, to, topic, (origin, now), |reader| {
            message(side, reader)
        })?);
    }
    Ok(letters)
}
