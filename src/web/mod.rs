//! The portal as browsers see it: the only place that knows HTTP and HTML.
//!
//! A request passes, from outside in: the log (`log`), the headers of every answer (`guard`), compression, the
//! answers to failures (`failures`); for pages also the checks that it was meant for us (`guard`) and the session
//! (`session_store`, which handlers use as `visit`). Then the table (`routes`) finds its handler, whose extractors
//! (`auth`, `form`) say who may ask and what was sent.

pub mod agreements;
pub mod arriving;
pub mod asking;
pub mod assets;
pub mod auth;
pub mod aws;
pub mod browser;
pub mod buyer;
pub mod chart;
pub mod csv;
pub mod days;
pub mod downloads;
pub mod error;
pub mod error_page;
pub mod facts;
pub mod failures;
pub mod files;
pub mod form;
pub mod guard;
pub mod health;
pub mod help;
pub mod home;
pub mod interrupted;
pub mod isv;
pub mod known_browser;
pub mod letters;
pub mod lists;
pub mod log;
pub mod nav;
pub mod network;
pub mod notices;
pub mod offers;
pub mod one_click;
pub mod operator;
pub mod opportunities;
pub mod origin;
pub mod page;
pub mod partner;
pub mod password;
pub mod paths;
pub mod people;
pub mod return_path;
pub mod routes;
pub mod second_step;
pub mod session_store;
pub mod settings;
pub mod sign_in;
pub mod terms_requests;
pub mod theme;
pub mod typed_form;
pub mod upload;
pub mod view;
pub mod virus_check;
pub mod visit;
pub mod wizard;

use crate::clock::Clock;
use crate::domain::agreements::Rcmp;
use crate::seal::Keys;
use crate::store::Db;
use crate::web::downloads::Downloads;
use crate::web::health::Readiness;
use crate::web::isv::bulk::creations::Creations;
use crate::web::opportunities::beside::KeptBeside;
use crate::web::origin::{Doors, Origin};
use crate::web::password::Passwords;
use crate::web::second_step::Required;
use crate::web::virus_check::VirusCheck;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, web};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tracing_actix_web::TracingLogger;

/// What every handler may use.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Where people reach the portal; links in mails begin with it.
    pub origin: Origin,
    /// The names it answers to.
    pub doors: Doors,
    /// Checks passwords.
    pub passwords: Passwords,
    /// Seal the secrets of authenticator apps.
    pub keys: Keys,
    /// Who must have a second step of sign-in.
    pub second_step: Required,
    /// How far those are who create opportunities of a spreadsheet.
    pub creations: Creations,
    /// What stands beside the rows of the tables that were looked at last.
    pub beside: KeptBeside,
    /// Who is fetching a file.
    pub downloads: Downloads,
    /// How many proxies of ours stand before the portal.
    pub proxies: usize,
    /// Checks uploaded documents for viruses, if the installation has that done.
    pub virus_check: Option<VirusCheck>,
    /// Who is told when an ISV needs terms that the form cannot express.
    pub channel_desk: String,
    /// Whether the owner of an address is asked before it is put on a list of notifications.
    pub confirm_addresses: bool,
    /// The Reseller Contract for AWS Marketplace as this installation has it.
    pub rcmp: Rcmp,
    /// Whether mails are written to files, as no mail server is set.
    pub mails_go_to_files: bool,
    /// Whether its database could be written a moment ago.
    pub readiness: Readiness,
    /// Whether the portal is about to stop and wants no new requests.
    pub stopping: Arc<AtomicBool>,
}

/// The application: routes with everything that stands around them. Each worker thread makes its own.
pub fn application(
    state: web::Data<State>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    // The middleware named last is the outermost.
    let pages = web::scope("")
        .wrap(from_fn(interrupted::keep))
        .wrap(session_store::middleware(&state))
        .wrap(from_fn(asking::with_place))
        .wrap(from_fn(guard::only_our_own))
        .configure(routes::pages);
    App::new()
        .app_data(state)
        .configure(routes::unguarded)
        .service(pages)
        .wrap(from_fn(failures::answer_failures))
        .wrap(Compress::default())
        .wrap(from_fn(guard::headers))
        .wrap(TracingLogger::<log::RequestLog>::new())
}
