//! Mails that go with a change: rendered here, stored by the same transaction as the change, sent by the worker.
//!
//! Each of these functions looks up who is to be told, so they are called inside that transaction, and do nothing else.

mod addresses;
mod offers;
mod opportunities;

pub use addresses::{confirm, replaced, welcome};
pub use offers::{offer_accepted, offer_extended};
pub use opportunities::{Revoked, of_creation, of_notice, of_revocation, opportunity_ended};

use crate::domain::ids::OrganisationId;
use crate::domain::notification::Topic;
use crate::domain::opportunity::Side;
use crate::mail::messages::{Link, Message, Reader};
use crate::store::notifications::{self, Readers};
use crate::store::outbox::Letter;
use crate::store::{Conn, Error};
use crate::web::origin::Origin;
use crate::web::paths;
use chrono::{DateTime, Utc};

/// Writes to everybody of an organisation who is told of a topic; `message` writes what one of them reads.
fn to_all(
    c: &mut Conn,
    (organisation, side): (OrganisationId, Side),
    topic: Topic,
    (origin, now): (&Origin, DateTime<Utc>),
    message: impl Fn(&Reader<'_>) -> askama::Result<Message>,
) -> Result<Vec<Letter>, Error> {
    let readers = notifications::readers(c, organisation, topic, now)?;
    write(&readers, side, origin, message)
}

fn write(
    readers: &Readers,
    side: Side,
    origin: &Origin,
    message: impl Fn(&Reader<'_>) -> askama::Result<Message>,
) -> Result<Vec<Letter>, Error> {
    let letters = readers.all.iter().map(|reader| {
        let read_by = match &reader.stop {
            None => Reader::Itself,
            Some(secret) => Reader::Listed {
                address: &reader.email,
                organisation: &readers.organisation,
                stop: stop(origin, secret),
            },
        };
        letter(&reader.email, side, message(&read_by))
    });
    letters.collect()
}

/// The page on which somebody stops messages.
fn stop(origin: &Origin, secret: &str) -> Link {
    Link::to(origin.as_str(), &paths::notification_unsubscribe(secret))
}

/// A letter to one address. When the mail could not be rendered, the change it tells of is not to be made either.
fn letter(email: &str, side: Side, message: askama::Result<Message>) -> Result<Letter, Error> {
    let message = message.map_err(|error| Error::Broken(error.to_string()))?;
    Ok(message.to(email, side))
}
