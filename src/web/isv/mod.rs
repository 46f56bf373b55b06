//! The ISV's side of the portal.

pub mod aws;
pub mod batches;
pub mod bulk;
pub mod drafts;
pub mod import;
pub mod offers;
pub mod opportunities;
pub mod products;
pub mod report_files;
pub mod reports;
pub mod reseller_invite;
pub mod resellers;
pub mod terms_request;
pub mod wizard;

use crate::web::isv::opportunities::{
    clone, detail, more_resellers, revoke, revoke_several, selected, table,
};
use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of this side.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .configure(of_opportunities)
        .configure(of_many)
        .configure(of_drafts)
        .service(resource(paths::isv_terms_requests()).get(terms_request::list))
        .service(resource(paths::isv_offers()).get(offers::list))
        .service(resource(paths::isv_offers_csv()).get(offers::download))
        .service(resource(paths::isv_offer("{offer}")).get(offers::show))
        .service(resource(paths::isv_products()).get(products::list))
        .service(resource(paths::isv_product("{product}")).get(products::show))
        .service(resource(paths::isv_resellers()).get(resellers::list))
        .service(
            resource(paths::isv_reseller_invite())
                .get(reseller_invite::show)
                .post(reseller_invite::invite),
        )
        .service(resource(paths::isv_reseller("{reseller}")).get(resellers::show))
        .service(resource(paths::isv_reports()).get(reports::show))
        .service(resource(paths::isv_reports_csv()).get(report_files::download));
}

/// The table of opportunities, and what is done with one of them.
fn of_opportunities(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::isv_opportunities()).get(table::show))
        .service(resource(paths::isv_opportunities_csv()).get(table::download))
        .service(
            resource(paths::isv_opportunities_selected())
                .get(selected::back)
                .post(selected::act),
        )
        .service(resource(paths::isv_opportunities_revoke_several()).get(revoke_several::choose))
        .service(
            resource(paths::isv_opportunities_revoke_chosen())
                .get(revoke_several::ask)
                .post(revoke_several::post),
        )
        .service(resource(paths::isv_opportunity("{opportunity}")).get(detail::show))
        .service(
            resource(paths::isv_opportunity_revoke("{opportunity}"))
                .get(revoke::ask)
                .post(revoke::post),
        )
        .service(resource(paths::isv_opportunity_clone("{opportunity}")).post(clone::post))
        .service(
            resource(paths::isv_opportunity_aws("{opportunity}"))
                .get(aws::opportunity::show)
                .post(aws::opportunity::record),
        )
        .service(
            resource(paths::isv_opportunity_aws_json("{opportunity}"))
                .get(aws::opportunity::download),
        )
        .service(
            resource(paths::isv_opportunity_dimensions_json("{opportunity}"))
                .get(aws::opportunity::download_dimensions),
        )
        .service(
            resource(paths::isv_opportunity_more_resellers("{opportunity}"))
                .post(more_resellers::post),
        );
}

/// Several opportunities at once: from a spreadsheet, or of one batch.
fn of_many(routes: &mut ServiceConfig) {
    routes
        .service(
            resource(paths::isv_bulk())
                .get(bulk::upload::show)
                .post(bulk::upload::post),
        )
        .service(resource(paths::isv_bulk_template_csv()).get(bulk::template::csv))
        .service(resource(paths::isv_bulk_template_xlsx()).get(bulk::template::xlsx))
        .service(
            resource(paths::isv_bulk_upload("{upload}"))
                .get(bulk::show::show)
                .post(bulk::confirm::post),
        )
        .service(resource(paths::isv_bulk_progress("{upload}")).get(bulk::progress::show))
        .service(resource(paths::isv_bulk_refused("{upload}")).get(bulk::refused::download))
        .service(resource(paths::isv_bulk_discard("{upload}")).post(bulk::confirm::discard))
        .service(resource(paths::isv_bulk_aws("{upload}")).get(aws::several::show_upload))
        .service(resource(paths::isv_bulk_aws_json("{upload}")).get(aws::several::download_upload))
        .service(resource(paths::isv_batch("{batch}")).get(batches::show))
        .service(resource(paths::isv_batch_aws("{batch}")).get(aws::several::show_batch))
        .service(resource(paths::isv_batch_aws_json("{batch}")).get(aws::several::download_batch))
        .service(resource(paths::isv_batch_clone("{batch}")).post(batches::clone));
}

/// Drafts, how they begin, and the steps that fill them in.
fn of_drafts(routes: &mut ServiceConfig) {
    routes
        .service(
            resource(paths::isv_drafts())
                .get(drafts::list)
                .post(drafts::start),
        )
        .service(
            resource(paths::isv_import())
                .get(import::show)
                .post(import::post),
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
        .service(resource(paths::isv_draft_preview("{draft}")).post(wizard::preview))
        .service(
            resource(paths::isv_draft("{draft}", "{place}"))
                .get(wizard::show)
                .post(wizard::post),
        );
}
