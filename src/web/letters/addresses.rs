//! Letters to addresses that are put on a list of notifications.

use crate::domain::account::Organisation;
use crate::domain::ids::AddressId;
use crate::domain::notification::Topic;
use crate::domain::opportunity::Side;
use crate::mail::messages::{AddressConfirm, AddressReplaced, AddressWelcome, Link, Reader};
use crate::store::outbox::Letter;
use crate::store::{Conn, Error, notifications};
use crate::web::letters::{letter, stop};
use crate::web::origin::Origin;
use crate::web::paths;
use chrono::{DateTime, Utc};

/// Tells an address that it is on a list, who put it there, and how to stop.
///
/// # Errors
/// When the database does not answer or the mail cannot be rendered.
pub fn welcome(
    c: &mut Conn,
    (origin, now): (&Origin, DateTime<Utc>),
    (organisation, side): (&Organisation, Side),
    (id, email, topics): (AddressId, &str, &[Topic]),
    person: &str,
) -> Result<Letter, Error> {
    let secret = notifications::mint(c, id, now)?;
    let reader = Reader::Listed {
        address: email,
        organisation: &organisation.name,
        stop: stop(origin, &secret),
    };
    let told = AddressWelcome {
        person,
        organisation: &organisation.name,
        side,
        topics,
    };
    letter(email, side, told.message(&reader))
}

/// Asks the owner of an address whether it may be put on a list.
///
/// # Errors
/// When the mail cannot be rendered.
pub fn confirm(
    origin: &Origin,
    (organisation, side): (&Organisation, Side),
    email: &str,
    (person, secret): (&str, &str),
) -> Result<Letter, Error> {
    let asked = AddressConfirm {
        person,
        organisation: &organisation.name,
        link: Link::to(origin.as_str(), &paths::notification_confirm(secret)),
    };
    letter(email, side, asked.message())
}

/// Tells an address that another is in its place on a list, so that nothing more comes.
///
/// # Errors
/// When the mail cannot be rendered.
pub fn replaced(
    (organisation, side): (&Organisation, Side),
    email: &str,
    (person, now): (&str, DateTime<Utc>),
) -> Result<Letter, Error> {
    let told = AddressReplaced {
        organisation: &organisation.name,
        person,
        address: email,
        at: now,
    };
    letter(email, side, told.message())
}
