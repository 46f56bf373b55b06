//! Why no offer can be made from an opportunity, in words for the people of its partner.

use crate::domain::opportunity::{Obstacle, Opportunity, Status};
use crate::store::offers::last_of;
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error, opportunities};
use crate::web::paths;
use crate::web::view;
use chrono::{DateTime, Utc};

/// What became of an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What happened.
    pub title: String,
    /// Who, when and why, as far as that is known.
    pub text: String,
    /// The offer that used it: where it is and what it is called.
    pub offer: Option<(String, String)>,
    /// What to do about it.
    pub ask: String,
}

impl Closed {
    /// The words for an opportunity as it is at this moment; none when offers can be made from it.
    pub fn of(
        c: &mut Conn,
        scope: &PartnerScope,
        opportunity: &Opportunity,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, Error> {
        match opportunities::obstacle(c, scope, opportunity, now)? {
            Some(obstacle) => Self::by(c, scope, opportunity, obstacle),
            None => Ok(None),
        }
    }

    /// The words for what stands in the way; none when it is nothing.
    pub fn by(
        c: &mut Conn,
        scope: &PartnerScope,
        opportunity: &Opportunity,
        obstacle: Obstacle,
    ) -> Result<Option<Self>, Error> {
        let isv = opportunity.isv.name.clone();
        let (title, text, offer) = match obstacle {
            Obstacle::Status(Status::Active) => return Ok(None),
            Obstacle::Status(Status::Used) => used(c, scope, opportunity)?,
            Obstacle::Status(Status::Expired) => {
                let day = opportunity.last_day().map(view::day);
                let text = day.map_or_else(String::new, |day| format!("Its last day was {day}."));
                ("This opportunity has expired".to_owned(), text, None)
            }
            Obstacle::Status(Status::Revoked) => {
                let title = format!("{isv} has revoked this opportunity");
                (title, ended(opportunity, false), None)
            }
            Obstacle::Status(Status::EndedByPartner) => {
                let title = "This opportunity was ended".to_owned();
                (title, ended(opportunity, true), None)
            }
            Obstacle::NotOnSale => {
                let title = format!("{} is not on sale any more", opportunity.product.title);
                let text = format!("{isv} has taken it off sale. {UNTOUCHED}");
                (title, text, None)
            }
            Obstacle::NotRegistered => {
                let name = &opportunity.reseller.name;
                let title = format!("{name} is not registered as a reseller any more");
                let text = format!("Only registered resellers can make offers. {UNTOUCHED}");
                (title, text, None)
            }
        };
        Ok(Some(Self {
            title,
            text,
            offer,
            ask: match obstacle {
                Obstacle::Status(_) => format!("Ask {isv} for another."),
                Obstacle::NotOnSale => {
                    format!("Ask {isv} whether it comes back, or for another opportunity.")
                }
                Obstacle::NotRegistered => {
                    "Ask whoever runs this portal to register you again.".to_owned()
                }
            },
        }))
    }
}

/// What becomes of offers that were made before.
const UNTOUCHED: &str = "Offers already made keep their terms.";

/// Title and text for a single use that is spent, and the offer that used it.
#[expect(clippy::type_complexity, reason = "it is taken apart where it is made")]
fn used(
    c: &mut Conn,
    scope: &PartnerScope,
    opportunity: &Opportunity,
) -> Result<(String, String, Option<(String, String)>), Error> {
    let title = "Someone has already used this opportunity".to_owned();
    Ok(match last_of(c, scope, opportunity.id)? {
        Some(made) => {
            let at = view::moment(made.at).words;
            let text = format!("{} extended an offer from it on {at}.", made.by);
            let offer = (paths::partner_offer(made.id), made.name);
            (title, text, Some(offer))
        }
        None => (title, "It was for one offer.".to_owned(), None),
    })
}

/// When an opportunity was ended, why if that was said, and by whom if it was one of one's own.
fn ended(opportunity: &Opportunity, ours: bool) -> String {
    let Some(revocation) = &opportunity.revocation else {
        return String::new();
    };
    let at = view::moment(revocation.at).words;
    let mut text = if ours {
        format!("{} ended it on {at}.", revocation.person)
    } else {
        format!("That was on {at}.")
    };
    if let Some(reason) = &revocation.reason {
        text += &format!(" Reason: {reason}");
    }
    text
}
