//! The partner's side of the portal.

pub mod offers;

use actix_web::web::ServiceConfig;

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes.configure(offers::routes);
}
