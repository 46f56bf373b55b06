//! The operator's side: who runs the installation sees organisations, letters and requests to the channel desk.

pub mod organisations;
pub mod outbox;
pub mod terms_requests;

use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

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
