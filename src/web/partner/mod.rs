//! The partner's side of the portal.

pub mod aws;
pub mod offers;
pub mod opportunities;
pub mod reports;
pub mod wizard;

use crate::web::partner::opportunities::{detail, end, selected, table};
use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .configure(wizard::routes)
        .configure(offers::routes)
        .service(resource(paths::partner_offer_aws("{offer}")).get(aws::show))
        .service(
            resource(paths::partner_offer_aws_json("{offer}", "{authorization}"))
                .get(aws::download),
        )
        .service(resource(paths::partner_opportunities()).get(table::show))
        .service(resource(paths::partner_opportunities_csv()).get(table::download))
        .service(
            resource(paths::partner_opportunities_selected())
                .get(selected::back)
                .post(selected::act),
        )
        .service(resource(paths::partner_opportunity("{opportunity}")).get(detail::show))
        .service(
            resource(paths::partner_opportunity_end("{opportunity}"))
                .get(end::ask)
                .post(end::post),
        )
        .service(resource(paths::partner_reports()).get(reports::show))
        .service(resource(paths::partner_reports_csv()).get(reports::download));
}
