//! Letters about private offers: extended, accepted.

use crate::domain::duration::DurationKind;
use crate::domain::ids::{OfferId, OrganisationId};
use crate::domain::notification::Topic;
use crate::domain::offer::Offer;
use crate::domain::offer::acceptance::Acceptance;
use crate::domain::offer::terms::OfferTerms;
use crate::domain::opportunity::{Opportunity, Side};
use crate::mail::messages::{Deal, End, Link, OfferAccepted, OfferExtended, OpportunityEnded};
use crate::store::outbox::Letter;
use crate::store::{Conn, Error, notifications};
use crate::web::letters::{to_all, write};
use crate::web::origin::Origin;
use crate::web::{paths, view};
use chrono::{DateTime, Utc};

/// Tells both sides of a new offer. Of an opportunity that is used up by it are told besides those who only want to know
/// of opportunities.
///
/// # Errors
/// When the database does not answer or a mail cannot be rendered.
pub fn offer_extended(
    c: &mut Conn,
    origin: &Origin,
    opportunity: &Opportunity,
    terms: &OfferTerms,
    offer: OfferId,
    now: DateTime<Utc>,
) -> Result<Vec<Letter>, Error> {
    let used_up = opportunity.duration.kind() == DurationKind::SingleUse;
    let extended = OfferExtended {
        deal: Deal::from(opportunity),
        isv_account: &opportunity.isv.account,
        partner_account: &opportunity.reseller.account,
        offer,
        offer_name: terms.details.name(),
        buyers: terms.buyers.accounts(),
        published: now,
        expires_on: terms.expires_on,
        wholesale: &wholesale(opportunity),
        used_up,
    };
    let link = |path: &str| Link::to(origin.as_str(), path);
    let (isv_link, partner_link) = (
        link(&paths::isv_offer(offer)),
        link(&paths::partner_offer(offer)),
    );
    let (isv, partner) = parties(opportunity);
    let when = (origin, now);
    let mut letters = to_all(c, isv, Topic::Offers, when, |reader| {
        extended.to_isv(reader, &isv_link)
    })?;
    letters.extend(to_all(c, partner, Topic::Offers, when, |reader| {
        extended.to_partner(reader, &partner_link)
    })?);
    if used_up {
        let more = used(c, origin, opportunity, offer, &letters, now)?;
        letters.extend(more);
    }
    Ok(letters)
}

/// Tells that an opportunity is used up, to those who do not get one of these letters about the offer that used it.
fn used(
    c: &mut Conn,
    origin: &Origin,
    opportunity: &Opportunity,
    offer: OfferId,
    told: &[Letter],
    now: DateTime<Utc>,
) -> Result<Vec<Letter>, Error> {
    let offer = offer.to_string();
    let ended = OpportunityEnded {
        deal: Deal::from(opportunity),
        end: End::Used(&offer),
        offers: 1,
    };
    let mut letters = Vec::new();
    let (isv, partner) = parties(opportunity);
    for (organisation, side) in [isv, partner] {
        let mut readers = notifications::readers(c, organisation, Topic::Opportunities, now)?;
        readers.all.retain(|reader| {
            let theirs = |letter: &Letter| letter.side == side && letter.recipient == reader.email;
            !told.iter().any(theirs)
        });
        let link = Link::to(origin.as_str(), &paths::opportunity(side, opportunity.id));
        letters.extend(write(&readers, side, origin, |reader| {
            ended.message(side, reader, &link)
        })?);
    }
    Ok(letters)
}

/// Tells both sides that a buyer accepted an offer.
///
/// # Errors
/// When the database does not answer or a mail cannot be rendered.
pub fn offer_accepted(
    c: &mut Conn,
    origin: &Origin,
    offer: &Offer,
    acceptance: &Acceptance,
) -> Result<Vec<Letter>, Error> {
    let opportunity = &offer.opportunity;
    let accepted = OfferAccepted {
        deal: Deal::from(opportunity),
        offer: offer.id,
        offer_name: offer.details.name(),
        acceptance,
        currency: opportunity.prices.currency,
        wholesale: &wholesale(opportunity),
    };
    let link = |path: &str| Link::to(origin.as_str(), path);
    let (isv_link, partner_link) = (
        link(&paths::isv_offer(offer.id)),
        link(&paths::partner_offer(offer.id)),
    );
    let (isv, partner) = parties(opportunity);
    let when = (origin, acceptance.at);
    let mut letters = to_all(c, isv, Topic::Offers, when, |reader| {
        accepted.to_isv(reader, &isv_link)
    })?;
    letters.extend(to_all(c, partner, Topic::Offers, when, |reader| {
        accepted.to_partner(reader, &partner_link)
    })?);
    Ok(letters)
}

type To = (OrganisationId, Side);

fn parties(opportunity: &Opportunity) -> (To, To) {
    (
        (opportunity.isv.id, Side::Isv),
        (opportunity.reseller.id, Side::Partner),
    )
}

/// The wholesale prices of an opportunity, a line each: what is paid when, if that is agreed, and then the price of each
/// dimension.
fn wholesale(opportunity: &Opportunity) -> Vec<String> {
    let currency = opportunity.prices.currency;
    let payments = opportunity.schedule.iter().flat_map(|schedule| {
        schedule.payments.iter().map(|payment| {
            let amount = view::amount(payment.amount, currency);
            format!("{amount}, due {}", view::day(payment.date))
        })
    });
    let lines = opportunity.prices.lines.iter().map(|line| {
        let amount = view::amount(line.wholesale, currency);
        format!("{amount} – {}, {}", line.name, line.key.charge.label())
    });
    payments.chain(lines).collect()
}
