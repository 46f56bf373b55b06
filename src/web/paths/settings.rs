//! Addresses of settings, and of the operator's pages.

use std::fmt::Display;

/// What an organisation says of itself.
pub fn organisation() -> String {
    "/settings/organisation".to_owned()
}

/// Who is told by e-mail.
pub fn notifications() -> String {
    "/settings/notifications".to_owned()
}

/// Where an address on that list is changed.
pub fn notification_address(address: impl Display) -> String {
    format!("/settings/notifications/{address}")
}

/// Where an address is taken off that list.
pub fn notification_remove(address: impl Display) -> String {
    format!("/settings/notifications/{address}/remove")
}

/// Where an address is written to again that has not confirmed.
pub fn notification_resend(address: impl Display) -> String {
    format!("/settings/notifications/{address}/resend")
}

/// Where the owner of an address confirms that it may be written to.
pub fn notification_confirm(secret: impl Display) -> String {
    format!("/notifications/confirm/{secret}")
}

/// Where the owner of an address stops messages.
pub fn notification_unsubscribe(secret: impl Display) -> String {
    format!("/notifications/unsubscribe/{secret}")
}

/// The mails that could not be sent.
pub fn outbox() -> String {
    "/ops/outbox".to_owned()
}

/// Where such a mail is tried again.
pub fn outbox_retry(message: impl Display) -> String {
    format!("/ops/outbox/{message}/retry")
}

/// Where such a mail is given up for good.
pub fn outbox_give_up(message: impl Display) -> String {
    format!("/ops/outbox/{message}/give-up")
}
