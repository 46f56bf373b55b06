//! Addresses of how people get in, and of who is in an organisation.

use std::fmt::Display;

/// Where somebody asks for a link to choose a new password.
pub fn password_forgotten() -> String {
    "/password/forgotten".to_owned()
}

/// Where a new password is chosen by such a link.
pub fn password_reset(secret: impl Display) -> String {
    format!("/password/reset/{secret}")
}

/// Where somebody changes their own password.
pub fn password() -> String {
    "/account/password".to_owned()
}

/// Where somebody who was invited chooses name and password.
pub fn invitation(secret: impl Display) -> String {
    format!("/invite/{secret}")
}

/// Who is in an organisation.
pub fn people() -> String {
    "/settings/people".to_owned()
}

/// Where somebody is invited.
pub fn people_invite() -> String {
    "/settings/people/invite".to_owned()
}

/// Where an invitation is taken back.
pub fn people_withdraw() -> String {
    "/settings/people/withdraw".to_owned()
}

/// Where a person's role is changed.
pub fn person_role(person: impl Display) -> String {
    format!("/settings/people/{person}/role")
}

/// Where a person is kept out, or let in again.
pub fn person_access(person: impl Display) -> String {
    format!("/settings/people/{person}/access")
}

/// Where the second step of sign-in is taken from a person who has lost it.
pub fn person_second_step(person: impl Display) -> String {
    format!("/settings/people/{person}/second-step")
}

/// Where an ISV invites a consulting partner.
pub fn isv_reseller_invite() -> String {
    "/isv/resellers/invite".to_owned()
}

/// Who takes part in the portal.
pub fn organisations() -> String {
    "/ops/organisations".to_owned()
}

/// Requests for terms that the form cannot express, for the operator.
pub fn terms_requests() -> String {
    "/ops/terms-requests".to_owned()
}

/// Where such a request is marked as answered.
pub fn terms_request_answered(request: impl Display) -> String {
    format!("/ops/terms-requests/{request}/answered")
}

/// Where a partner is registered as a reseller, or that is ended.
pub fn organisation_registration(organisation: impl Display) -> String {
    format!("/ops/organisations/{organisation}/registration")
}
