//! The addresses of settings, of links out of mails to listed addresses, of invited resellers, and of the operator.

use super::{About, For, Route};
use consign::web::paths;

/// All of them.
#[expect(clippy::too_many_lines, reason = "one table")]
pub fn all() -> Vec<Route> {
    use About::{Address, Letter, Nothing, Reseller};
    use For::{Anybody, IsvEditors, Operators, OwnAdmins, OwnViewers};
    let (id, secret) = ("{id}", "5".repeat(64));
    [
        (
            "notifications",
            "GET",
            paths::notifications(),
            OwnViewers,
            Nothing,
            200,
        ),
        (
            "notifications",
            "POST",
            paths::notifications(),
            OwnAdmins,
            Nothing,
            422,
        ),
        (
            "notification_address",
            "GET",
            paths::notification_address(id),
            OwnAdmins,
            Address,
            200,
        ),
        (
            "notification_address",
            "POST",
            paths::notification_address(id),
            OwnAdmins,
            Address,
            422,
        ),
        (
            "notification_resend",
            "POST",
            paths::notification_resend(id),
            OwnAdmins,
            Address,
            303,
        ),
        (
            "notification_remove",
            "POST",
            paths::notification_remove(id),
            OwnAdmins,
            Address,
            303,
        ),
        (
            "notification_confirm",
            "GET",
            paths::notification_confirm(&secret),
            Anybody,
            Nothing,
            200,
        ),
        (
            "notification_confirm",
            "POST",
            paths::notification_confirm(&secret),
            Anybody,
            Nothing,
            200,
        ),
        (
            "notification_unsubscribe",
            "GET",
            paths::notification_unsubscribe(&secret),
            Anybody,
            Nothing,
            200,
        ),
        (
            "notification_unsubscribe",
            "POST",
            paths::notification_unsubscribe(&secret),
            Anybody,
            Nothing,
            200,
        ),
        ("outbox", "GET", paths::outbox(), Operators, Nothing, 200),
        (
            "organisations",
            "GET",
            paths::organisations(),
            Operators,
            Nothing,
            200,
        ),
        (
            "outbox_retry",
            "POST",
            paths::outbox_retry(id),
            Operators,
            Letter,
            303,
        ),
        (
            "outbox_give_up",
            "POST",
            paths::outbox_give_up(id),
            Operators,
            Letter,
            303,
        ),
        (
            "isv_reseller_invite",
            "GET",
            paths::isv_reseller_invite(),
            IsvEditors,
            Nothing,
            200,
        ),
        (
            "isv_reseller_invite",
            "POST",
            paths::isv_reseller_invite(),
            IsvEditors,
            Nothing,
            422,
        ),
        (
            "organisation_registration",
            "POST",
            paths::organisation_registration(id),
            Operators,
            Reseller,
            303,
        ),
    ]
    .map(|(name, method, path, who, about, status)| Route {
        name,
        method,
        path,
        body: if name == "organisation_registration" {
            "registered=yes"
        } else {
            ""
        },
        who,
        about,
        status,
    })
    .into()
}
