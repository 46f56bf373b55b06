//! The pages of whoever runs the installation.

pub mod outbox;

use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of theirs.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::outbox()).get(outbox::show))
        .service(resource(paths::outbox_retry("{message}")).post(outbox::retry))
        .service(resource(paths::outbox_give_up("{message}")).post(outbox::give_up));
}
