//! The ISV's side of the portal.

pub mod batches;
pub mod drafts;
pub mod opportunities;
pub mod products;
pub mod report_files;
pub mod reports;
pub mod resellers;
pub mod terms_request;
pub mod wizard;

use crate::web::isv::opportunities::{clone, detail, revoke, selected, table};
use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::isv_opportunities()).get(table::show))
        .service(resource(paths::isv_opportunities_csv()).get(table::download))
        .service(resource(paths::isv_opportunities_selected()).post(selected::act))
        .service(resource(paths::isv_opportunity("{opportunity}")).get(detail::show))
        .service(
            resource(paths::isv_opportunity_revoke("{opportunity}"))
                .get(revoke::ask)
                .post(revoke::post),
        )
        .service(resource(paths::isv_opportunity_clone("{opportunity}")).post(clone::post))
        .service(resource(paths::isv_batch("{batch}")).get(batches::show))
        .service(resource(paths::isv_batch_clone("{batch}")).post(batches::clone))
        .service(
            resource(paths::isv_drafts())
                .get(drafts::list)
                .post(drafts::start),
        )
        .service(
            resource(paths::isv_draft_discard("{draft}"))
                .get(drafts::ask)
                .post(drafts::discard),
        )
        .service(
            resource(paths::isv_terms_request())
                .get(terms_request::show)
                .post(terms_request::ask),
        )
        .service(resource(paths::isv_terms_requests()).get(terms_request::list))
        .service(resource(paths::isv_products()).get(products::list))
        .service(resource(paths::isv_product("{product}")).get(products::show))
        .service(resource(paths::isv_resellers()).get(resellers::list))
        .service(resource(paths::isv_reseller("{reseller}")).get(resellers::show))
        .service(resource(paths::isv_reports()).get(reports::show))
        .service(resource(paths::isv_reports_csv()).get(report_files::download))
        .service(resource(paths::isv_draft_preview("{draft}")).post(wizard::preview))
        .service(
            resource(paths::isv_draft("{draft}", "{place}"))
                .get(wizard::show)
                .post(wizard::post),
        );
}
