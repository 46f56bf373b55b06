//! The partner's side of the portal.

pub mod aws;
pub mod offers;
pub mod wizard;

use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .configure(wizard::routes)
        .configure(offers::routes)
        .service(resource(paths::partner_offer_aws("{offer}")).get(aws::show))
        .service(resource(paths::partner_offer_aws_json("{offer}")).get(aws::download));
}
