//! What every organisation sets for itself: its own address, and who else is told by e-mail.

mod address;
mod admission;
mod links;
mod notifications;
mod organisation;

use crate::web::paths;
use actix_web::web::{ServiceConfig, resource};

/// Every page of settings, and the pages that links out of mails to listed addresses lead to.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(
            resource(paths::organisation())
                .get(organisation::show)
                .post(organisation::change),
        )
        .service(
            resource(paths::notifications())
                .get(notifications::show)
                .post(notifications::add),
        )
        .service(
            resource(paths::notification_address("{address}"))
                .get(address::show)
                .post(address::change),
        )
        .service(resource(paths::notification_remove("{address}")).post(address::remove))
        .service(resource(paths::notification_resend("{address}")).post(address::resend))
        .service(
            resource(paths::notification_confirm("{secret}"))
                .get(links::ask_to_confirm)
                .post(links::confirm),
        )
        .service(
            resource(paths::notification_unsubscribe("{secret}"))
                .get(links::ask_to_stop)
                .post(links::stop),
        );
}
