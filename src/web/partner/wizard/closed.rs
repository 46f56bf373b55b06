//! Why no offer can be made from an opportunity any more, in words for the people of its partner.

use crate::domain::opportunity::{Opportunity, Status};
use crate::store::offers::last_of;
use crate::store::scope::PartnerScope;
use crate::store::{Conn, Error};
use crate::web::paths;
use crate::web::view;

/// What became of an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What happened.
    pub title: String,
    /// Who, when and why, as far as that is known.
    pub text: String,
    /// The offer that used it: where it is and what it is called.
    pub offer: Option<(String, String)>,
    /// Who may give another.
    pub isv: String,
}

impl Closed {
    /// The words for an opportunity that stands so; none when offers can be made from it.
    pub fn of(
        c: &mut Conn,
        scope: &PartnerScope,
        opportunity: &Opportunity,
        status: Status,
    ) -> Result<Option<Self>, Error> {
        let isv = opportunity.isv.name.clone();
        let (title, text, offer) = match status {
            Status::Active => return Ok(None),
            Status::Used => {
                let title = "Someone has already used this opportunity".to_owned();
                match last_of(c, scope, opportunity.id)? {
                    Some(made) => {
                        let at = view::moment(made.at).words;
                        let text = format!("{} extended an offer from it on {at}.", made.by);
                        (
                            title,
                            text,
                            Some((paths::partner_offer(made.id), made.name)),
                        )
                    }
                    None => (title, "It was for one offer.".to_owned(), None),
                }
            }
            Status::Expired => {
                let day = opportunity.last_day().map(view::day);
                let text = day.map_or_else(String::new, |day| format!("Its last day was {day}."));
                ("This opportunity has expired".to_owned(), text, None)
            }
            Status::Revoked => {
                let title = format!("{isv} has revoked this opportunity");
                (title, ended(opportunity, false), None)
            }
            Status::EndedByPartner => {
                let title = "This opportunity was ended".to_owned();
                (title, ended(opportunity, true), None)
            }
        };
        Ok(Some(Self {
            title,
            text,
            offer,
            isv,
        }))
    }
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
