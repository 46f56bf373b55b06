//! What can happen, by what it happens to, and how that is stored: under a word, with what is read again besides.

use crate::domain::ids::{AgreementId, OfferId};
use crate::store::Error;
use crate::store::events::Details;
use chrono::NaiveDate;
use std::str::FromStr;

/// The agreement that a buyer's acceptance made.
const AGREEMENT: &str = "agreement";
/// An offer's last day.
const EXPIRES_ON: &str = "expires_on";
/// An opportunity's last day.
const LAST_DAY: &str = "last_day";
/// Why an opportunity was ended before its time.
const REASON: &str = "reason";

/// The word that something is stored under, and the detail that is read again.
type Stored = (&'static str, Option<(&'static str, String)>);

/// What happened to an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpportunityEvent {
    /// It was created.
    Created,
    /// The ISV revoked it, for this reason, if one was given.
    Revoked(Option<String>),
    /// The partner ended it, for this reason, if one was given.
    Ended(Option<String>),
    /// Its last day, this one, is over.
    Expired(NaiveDate),
    /// It ends soon: on this day.
    Ending(NaiveDate),
    /// The partner accepted the reseller contract.
    ContractAccepted,
    /// The partner took its acceptance of the reseller contract back.
    ContractWithdrawn,
    /// Somebody said what it is called in AWS.
    AuthorizationRecorded,
    /// This happened to an offer made from it.
    Offer(OfferId, OfferEvent),
}

impl OpportunityEvent {
    /// The word it is stored under.
    pub fn as_str(&self) -> &'static str {
        self.stored().0
    }

    /// The offer that it happened to, if it was one.
    pub(super) fn offer(&self) -> Option<OfferId> {
        if let Self::Offer(offer, _) = self {
            Some(*offer)
        } else {
            None
        }
    }

    pub(super) fn stored(&self) -> Stored {
        let because = |reason: &Option<String>| reason.clone().map(|reason| (REASON, reason));
        match self {
            Self::Created => ("opportunity.created", None),
            Self::Revoked(reason) => ("opportunity.revoked", because(reason)),
            Self::Ended(reason) => ("opportunity.ended", because(reason)),
            Self::Expired(day) => ("opportunity.expired", Some((LAST_DAY, day.to_string()))),
            Self::Ending(day) => ("opportunity.ending", Some((LAST_DAY, day.to_string()))),
            Self::ContractAccepted => ("contract.accepted", None),
            Self::ContractWithdrawn => ("contract.withdrawn", None),
            Self::AuthorizationRecorded => ("opportunity.authorization", None),
            Self::Offer(_, what) => what.stored(),
        }
    }

    pub(super) fn read(
        word: &str,
        offer: Option<OfferId>,
        details: &Details,
    ) -> Result<Self, Error> {
        if let Some(offer) = offer {
            return Ok(Self::Offer(offer, OfferEvent::read(word, details)?));
        }
        Ok(match word {
            "opportunity.created" => Self::Created,
            "opportunity.revoked" => Self::Revoked(details.get(REASON).cloned()),
            "opportunity.ended" => Self::Ended(details.get(REASON).cloned()),
            "opportunity.expired" => Self::Expired(given(details, LAST_DAY)?),
            "opportunity.ending" => Self::Ending(given(details, LAST_DAY)?),
            "contract.accepted" => Self::ContractAccepted,
            "contract.withdrawn" => Self::ContractWithdrawn,
            "opportunity.authorization" => Self::AuthorizationRecorded,
            _ => return Err(Error::broken("the kind of an opportunity's event")),
        })
    }
}

/// What happened to an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferEvent {
    /// The partner extended it.
    Extended,
    /// The partner moved its expiry date to this day.
    ExpiryMoved(NaiveDate),
    /// The partner cancelled it, which moved its expiry date to this day.
    Cancelled(NaiveDate),
    /// A buyer accepted it, and this came of it.
    Accepted(AgreementId),
    /// The partner made another link to it.
    LinkMade,
}

impl OfferEvent {
    pub(super) fn stored(&self) -> Stored {
        let expires = |day: &NaiveDate| Some((EXPIRES_ON, day.to_string()));
        match self {
            Self::Extended => ("offer.extended", None),
            Self::ExpiryMoved(day) => ("offer.expiry_moved", expires(day)),
            Self::Cancelled(day) => ("offer.cancelled", expires(day)),
            Self::Accepted(agreement) => {
                ("offer.accepted", Some((AGREEMENT, agreement.to_string())))
            }
            Self::LinkMade => ("offer.link_made", None),
        }
    }

    pub(super) fn read(word: &str, details: &Details) -> Result<Self, Error> {
        Ok(match word {
            "offer.extended" => Self::Extended,
            "offer.expiry_moved" => Self::ExpiryMoved(given(details, EXPIRES_ON)?),
            "offer.cancelled" => Self::Cancelled(given(details, EXPIRES_ON)?),
            "offer.accepted" => Self::Accepted(given(details, AGREEMENT)?),
            "offer.link_made" => Self::LinkMade,
            _ => return Err(Error::broken("the kind of an offer's event")),
        })
    }
}

/// A detail that an event cannot do without.
fn given<T: FromStr>(details: &Details, word: &str) -> Result<T, Error> {
    let value = details.get(word).and_then(|value| value.parse().ok());
    value.ok_or_else(|| Error::broken(format!("“{word}” of an event")))
}

/// What happened in an organisation and concerns no opportunity and no offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnEvent {
    /// Somebody changed who is told by e-mail.
    NotificationsChanged,
    /// Somebody changed what an organisation says of itself.
    OrganisationChanged,
    /// Somebody was invited into an organisation.
    PersonInvited,
    /// Somebody who was invited came in.
    PersonJoined,
    /// Somebody's role or access was changed.
    PersonChanged,
    /// Somebody asked for a new password.
    PasswordForgotten,
    /// Somebody's password was changed.
    PasswordChanged,
    /// Somebody's second step of sign-in was set up, used by a recovery code, or taken away.
    SecondStepChanged,
    /// An ISV invited a partner.
    ResellerInvited,
    /// A partner was registered as a reseller, or that was ended.
    RegistrationChanged,
    /// Somebody asked for terms that the form cannot express.
    TermsRequested,
    /// Such a request was answered.
    TermsAnswered,
    /// Products came into an ISV's catalogue.
    CatalogueImported,
    /// The operator decided about a letter that could not be sent.
    LetterDecided,
    /// An organisation was added.
    OrganisationAdded,
}

impl OwnEvent {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotificationsChanged => "notifications.changed",
            Self::OrganisationChanged => "organisation.changed",
            Self::PersonInvited => "person.invited",
            Self::PersonJoined => "person.joined",
            Self::PersonChanged => "person.changed",
            Self::PasswordForgotten => "password.forgotten",
            Self::PasswordChanged => "password.changed",
            Self::SecondStepChanged => "second_step.changed",
            Self::ResellerInvited => "reseller.invited",
            Self::RegistrationChanged => "registration.changed",
            Self::TermsRequested => "terms.requested",
            Self::TermsAnswered => "terms.answered",
            Self::CatalogueImported => "catalogue.imported",
            Self::LetterDecided => "letter.decided",
            Self::OrganisationAdded => "organisation.added",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use chrono::Utc;

    fn details(detail: Option<(&str, String)>) -> Details {
        let detail = detail.into_iter();
        detail
            .map(|(word, value)| (word.to_owned(), value))
            .collect()
    }

    fn day() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let offer = random::id(Utc::now());
        let of_offer = [
            OfferEvent::Extended,
            OfferEvent::ExpiryMoved(day()),
            OfferEvent::Cancelled(day()),
            OfferEvent::Accepted(random::id(Utc::now())),
            OfferEvent::LinkMade,
        ];
        let of_opportunity = [
            OpportunityEvent::Created,
            OpportunityEvent::Revoked(None),
            OpportunityEvent::Revoked(Some("Prices change".to_owned())),
            OpportunityEvent::Ended(Some("No need".to_owned())),
            OpportunityEvent::Expired(day()),
            OpportunityEvent::Ending(day()),
            OpportunityEvent::ContractAccepted,
            OpportunityEvent::ContractWithdrawn,
            OpportunityEvent::AuthorizationRecorded,
        ];
        let from_it = of_offer.map(|what| OpportunityEvent::Offer(offer, what));
        for what in of_opportunity.into_iter().chain(from_it) {
            let details = details(what.stored().1);
            let read = OpportunityEvent::read(what.as_str(), what.offer(), &details);
            assert_eq!(read.unwrap(), what);
        }
    }

    #[test]
    fn what_cannot_be_read_is_broken() {
        for (word, day) in [
            ("offer.expiry_moved", None),
            ("offer.expiry_moved", Some("tomorrow")),
            ("opportunity.created", None),
        ] {
            let day = day.map(|day: &str| (EXPIRES_ON, day.to_owned()));
            let read = OfferEvent::read(word, &details(day));
            assert!(matches!(read, Err(Error::Broken(_))), "{word}: {read:?}");
        }
    }
}
