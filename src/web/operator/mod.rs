//! The operator's side: who runs the installation sees organisations and letters, and no prices.

pub mod organisations;

use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::organisations()).get(organisations::list))
        .service(
            resource(paths::organisation_registration("{organisation}"))
                .post(organisations::register),
        );
}
