//! The whole table of routes: every address, grouped by who may use it. What each group may do is decided by the
//! extractor that its handlers take (`crate::web::auth`), never here.

use crate::web::error::Error;
use crate::web::{
    assets, buyer, files, health, help, home, isv, operator, partner, paths, people, second_step,
    settings, sign_in, theme,
};
use actix_web::web::{ServiceConfig, get, resource};

/// What is served without any check: to machines that watch the portal, and to browsers that show its pages.
pub fn unguarded(routes: &mut ServiceConfig) {
    routes
        .route(&paths::alive(), get().to(health::alive))
        .route(&paths::ready(), get().to(health::ready))
        .route(&paths::asset("{file}"), get().to(assets::serve));
}

/// Every page.
pub fn pages(routes: &mut ServiceConfig) {
    routes
        .configure(anybody)
        .configure(people::routes)
        .configure(anyone_signed_in)
        .configure(isv::routes)
        .configure(partner::routes)
        .configure(settings::routes)
        .configure(operator::routes)
        .default_service(actix_web::web::to(nothing_here));
}

fn anybody(routes: &mut ServiceConfig) {
    routes
        .service(
            resource(paths::sign_in())
                .get(sign_in::show)
                .post(sign_in::sign_in),
        )
        .service(
            resource(paths::sign_in_code())
                .get(sign_in::code)
                .post(sign_in::take_code),
        )
        .service(resource(paths::sign_out()).post(sign_in::sign_out))
        .service(resource(paths::theme()).post(theme::choose))
        .service(resource(paths::buyer_offer("{secret}")).get(buyer::show))
        .service(
            resource(paths::buyer_accept("{secret}"))
                .get(buyer::back)
                .post(buyer::accept),
        )
        .service(resource(paths::buyer_total("{secret}")).post(buyer::total))
        .service(resource(paths::buyer_document("{secret}", "{document}")).get(buyer::document))
        .service(resource(paths::help()).get(help::show))
        .service(resource(paths::accessibility()).get(help::accessibility))
        .service(resource(paths::privacy()).get(help::privacy));
}

fn anyone_signed_in(routes: &mut ServiceConfig) {
    routes
        .service(resource(paths::home()).get(home::home))
        .service(resource(paths::account()).get(home::account))
        .service(
            resource(paths::second_step())
                .get(second_step::account::show)
                .post(second_step::account::set_up),
        )
        .service(resource(paths::second_step_codes()).post(second_step::account::renew))
        .service(resource(paths::second_step_remove()).post(second_step::account::remove))
        .service(resource(paths::stay()).post(home::stay))
        .service(resource(paths::end_session()).post(home::end_session))
        .service(resource(paths::document("{document}")).get(files::download))
        .service(resource(paths::sign_out_everywhere()).post(home::sign_out_everywhere));
}

async fn nothing_here() -> Result<actix_web::HttpResponse, Error> {
    Err(Error::NotFound)
}
