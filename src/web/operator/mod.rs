//! The operator's side: who runs the installation sees organisations, letters and requests to the channel desk.

pub mod organisations;
pub mod outbox;
pub mod terms_requests;

use crate::web::auth::Signed;
use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// What a page says to somebody who may only look: what others of their organisation do there.
fn readers_note(who: &Signed, what: &str) -> Option<String> {
    (!who.user.role.may_edit()).then(|| {
        let organisation = &who.organisation.name;
        format!(
            "Your role lets you look here. To {what}, ask an admin or a member of {organisation}."
        )
    })
}

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::outbox()).get(outbox::show))
        .service(resource(paths::outbox_retry("{message}")).post(outbox::retry))
        .service(resource(paths::outbox_give_up("{message}")).post(outbox::give_up))
        .service(resource(paths::organisations()).get(organisations::list))
        .service(
            resource(paths::organisation_registration("{organisation}"))
                .post(organisations::register),
        )
        .service(resource(paths::terms_requests()).get(terms_requests::list))
        .service(
            resource(paths::terms_request_answered("{request}")).post(terms_requests::answered),
        );
}
