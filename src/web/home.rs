//! Where everybody starts, and their own account.

use crate::domain::account::{OrganisationKind, Role};
use crate::domain::calendar::moment;
use crate::store::known_browsers;
use crate::store::sessions::{self, ABSOLUTE, IDLE};
use crate::web::auth::{AnySigned, Newcomer};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page, Theme};
use crate::web::{State, paths, sign_in, theme, visit};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// `GET /`: on to the page that somebody works with.
pub async fn home(AnySigned(signed): AnySigned) -> HttpResponse {
    page::redirect(&match signed.organisation.kind {
        OrganisationKind::Isv => paths::isv_opportunities(),
        OrganisationKind::Partner => paths::partner_opportunities(),
        OrganisationKind::Operator => paths::outbox(),
    })
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    page: Page,
    name: String,
    email: String,
    organisation: String,
    account: String,
    role: &'static str,
    may: &'static str,
    themes: [(&'static str, &'static str, Theme); 3],
    theme_action: String,
    sessions: Vec<SessionRow>,
    idle: i64,
    absolute: i64,
    end_session: String,
    everywhere: String,
    password: String,
    /// Whether they sign in in two steps, and where that is changed.
    second_step: bool,
    second_step_page: String,
    /// Who is in the organisation, for those who may see that.
    people: Option<String>,
    /// What the organisation says of itself, where that is shown.
    about: Option<String>,
    /// What the organisation asked its channel desk for, where there is one to ask.
    requests: Option<String>,
}

struct SessionRow {
    started: String,
    seen: String,
    browser: String,
    /// What it is ended by; the one that the page is shown in is ended by signing out.
    fingerprint: Option<String>,
}

/// `GET /account`.
pub async fn account(
    AnySigned(signed): AnySigned,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let (user, now, since) = (signed.user.id, state.clock.now(), signed.visit.since());
    let sessions = state.db.read(move |c| sessions::of(c, user, now)).await?;
    let rows = sessions.into_iter().map(|session| {
        let here = Some(session.created_at) == since;
        SessionRow {
            started: moment(session.created_at),
            seen: moment(session.seen_at),
            browser: where_it_is(here, visit::browser_of(&session.state)),
            fingerprint: (!here).then_some(session.fingerprint),
        }
    });
    let (role, kind) = (signed.user.role, signed.organisation.kind);
    let page = AccountPage {
        page: signed.page("Your account", "account", Section::Elsewhere),
        sessions: rows.collect(),
        name: signed.user.name,
        email: signed.user.email,
        organisation: signed.organisation.name,
        account: signed.organisation.account.grouped(),
        role: role.label(),
        may: may(kind, role),
        themes: theme::CHOICES,
        theme_action: paths::theme(),
        idle: IDLE.num_minutes(),
        absolute: ABSOLUTE.num_hours(),
        end_session: paths::end_session(),
        everywhere: paths::sign_out_everywhere(),
        password: paths::password(),
        second_step: signed.second_step,
        second_step_page: paths::second_step(),
        people: people(kind, role),
        about: (kind != OrganisationKind::Operator).then(paths::organisation),
        requests: (kind == OrganisationKind::Isv).then(paths::isv_terms_requests),
    };
    Ok(page::html(StatusCode::OK, &page))
}

/// The operator's own people are added on the command line.
fn people(kind: OrganisationKind, role: Role) -> Option<String> {
    let may = role == Role::Admin && kind != OrganisationKind::Operator;
    may.then(paths::people)
}

fn may(kind: OrganisationKind, role: Role) -> &'static str {
    match (kind, role) {
        (_, Role::Viewer) => "You may look, and change nothing.",
        (OrganisationKind::Operator, Role::Admin | Role::Member) => {
            "You may register resellers, decide about e-mails that could not be sent, and answer requests."
        }
        (OrganisationKind::Isv | OrganisationKind::Partner, Role::Admin) => {
            "You may do everything in your organisation."
        }
        (OrganisationKind::Isv, Role::Member) => {
            "You may create, clone and revoke opportunities, and not change people or settings."
        }
        (OrganisationKind::Partner, Role::Member) => {
            "You may accept reseller contracts, create and extend offers and end opportunities, and not change people or settings."
        }
    }
}

fn where_it_is(here: bool, browser: Option<String>) -> String {
    match (here, browser) {
        (true, Some(browser)) => format!("This browser: {browser}"),
        (true, None) => "This browser".to_owned(),
        (false, Some(browser)) => browser,
        (false, None) => "Another browser".to_owned(),
    }
}

/// `POST /account/stay`: that somebody is still there, which their session notes by itself.
pub async fn stay(_: Newcomer) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// `POST /account/sessions/end`: ends a session in another browser.
pub async fn end_session(
    AnySigned(signed): AnySigned,
    state: web::Data<State>,
    form: HtmlForm,
) -> Result<HttpResponse, Error> {
    let (user, fingerprint) = (signed.user.id, form.0.get("session").to_owned());
    let writing = state
        .db
        .write(move |c| sessions::end(c, user, &fingerprint));
    writing.await?;
    signed
        .visit
        .tell(&Banner::success("That browser is signed out.".to_owned()))?;
    Ok(page::redirect(&paths::account()))
}

/// `POST /account/sign-out-everywhere`.
pub async fn sign_out_everywhere(
    request: HttpRequest,
    Newcomer(signed): Newcomer,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let user = signed.user.id;
    let writing = state.db.write(move |c| {
        // Who does this may have lost a device.
        known_browsers::forget_all(c, user)?;
        sessions::end_all(c, user)
    });
    writing.await?;
    signed.visit.sign_out();
    Ok(sign_in::signed_out_everywhere(&request))
}
