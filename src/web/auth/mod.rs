//! Who asks, and what they may do: extractors by which a handler says whom it is for. Everything about a person is read
//! from the database with each request, so a role that is taken away is gone at the next click; and by them a handler writes
//! what others see, which a role that is gone by then does not do any more.
//!
//! Nobody signed in: to the sign-in page. No second step where one is required: to the page that sets it up. The wrong
//! kind of organisation: the page for what is not there. Too small a role: told who may.

mod extractors;
mod writing;

pub use extractors::{
    AnySigned, IsvEditor, IsvViewer, Newcomer, Operator, OperatorEditor, OwnAdmin, OwnViewer,
    PartnerEditor, PartnerViewer, Visitor,
};
pub use writing::NOT_ANY_MORE;

use crate::answers::Step;
use crate::answers::offer::OfferStep;
use crate::domain::account::{Organisation, Role, User};
use crate::store::scope::Scope;
use crate::store::users::{self, Who};
use crate::web::asking;
use crate::web::error::{Confirm, Error};
use crate::web::nav::{self, Section};
use crate::web::page::{Page, Person, Theme};
use crate::web::visit::Visit;
use crate::web::{State, paths, return_path, theme, view};
use actix_web::http::header::REFERER;
use actix_web::{HttpRequest, web};
use chrono::{DateTime, TimeDelta, Utc};

/// How long a password that was given counts as confirmed (ASVS 7.5.1).
pub const CONFIRMED_FOR: TimeDelta = TimeDelta::minutes(10);

/// Somebody who is signed in.
pub struct Signed {
    /// The person.
    pub user: User,
    /// Their organisation.
    pub organisation: Organisation,
    /// Their session.
    pub visit: Visit,
    /// Whether they fill in the form on one page.
    pub one_page: bool,
    /// Whether they sign in in two steps.
    pub second_step: bool,
    scope: Scope,
    theme: Theme,
    /// How many unfinished opportunities or offers they have, if they may have any.
    drafts: Option<i64>,
    /// How often what stands beside the rows of their table of opportunities has changed.
    pub changes: i64,
}

impl Signed {
    /// A page of theirs, with their links and with what their last action did.
    pub fn page(&self, title: impl Into<String>, name: &'static str, section: Section) -> Page {
        let role = self.user.role;
        Page {
            person: Some(Person {
                name: self.user.name.clone(),
                organisation: self.organisation.name.clone(),
                role_label: role.label().to_owned(),
            }),
            nav: nav::links(self.organisation.kind, role, section, self.drafts),
            banner: self.visit.take_banner(),
            ..Page::new(title, name, self.theme)
        }
    }

    /// That it is them: they gave their password a short while ago. Asked for before changes by which somebody at a browser
    /// left open could keep a way in. `carry` says whether what they sent comes back afterwards; `back` is the page on which
    /// they go on otherwise.
    ///
    /// # Errors
    /// When they have to give it again.
    pub fn confirmed(&self, now: DateTime<Utc>, back: String, carry: bool) -> Result<(), Error> {
        let recent = |since: DateTime<Utc>| now - since <= CONFIRMED_FOR;
        if self.visit.since().is_some_and(recent) {
            return Ok(());
        }
        Err(Error::ConfirmFirst(Confirm {
            email: self.user.email.clone(),
            back,
            carry,
        }))
    }

    /// What they may touch, for what each kind of organisation has in its own way.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    async fn find(request: &HttpRequest) -> Result<Option<Self>, Error> {
        let visit = Visit::of(request);
        let Some(id) = visit.user() else {
            return Ok(None);
        };
        let found = match asking::take(id) {
            Some(who) => Some(who),
            None => {
                state(request)?
                    .db
                    .look_up(move |c| users::who(c, id))
                    .await?
            }
        };
        let Some(who) = found else {
            return Ok(None);
        };
        // Begun with a password that is theirs no more.
        if visit.password().as_ref() != Some(&who.mark) {
            return Ok(None);
        }
        let Who {
            user,
            organisation,
            scope,
            one_page,
            theme: _,
            second_step,
            mark: _,
            drafts,
            changes,
        } = who;
        let has_drafts = user.role.may_edit() && !matches!(scope, Scope::Operator);
        let span = tracing::Span::current();
        span.record("user", tracing::field::display(user.id));
        span.record("organisation", tracing::field::display(organisation.id));
        Ok(Some(Self {
            user,
            organisation,
            visit,
            one_page,
            second_step,
            scope,
            theme: theme::chosen(request),
            drafts: has_drafts.then_some(drafts),
            changes,
        }))
    }

    async fn must(request: &HttpRequest) -> Result<Self, Error> {
        let signed = Self::must_at_all(request).await?;
        let required = state(request)?.second_step.of(signed.organisation.kind);
        if required && !signed.second_step && !only_keeps(request) {
            return Err(Error::SecondStepFirst);
        }
        Ok(signed)
    }

    /// Who is signed in, with or without a second step: for the pages on which it is set up.
    async fn must_at_all(request: &HttpRequest) -> Result<Self, Error> {
        let found = Self::find(request).await?;
        found.ok_or_else(|| Error::SignInFirst(way_back(request)))
    }
}

fn state(request: &HttpRequest) -> Result<&web::Data<State>, Error> {
    request
        .app_data::<web::Data<State>>()
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("the application has no state")))
}

/// Whether a request only keeps or shows what was typed, which is not lost because of a second step that is not set up: it
/// saves a step of a draft, whose page may have been open when the installation began to require one; or signs in, after
/// which that page is shown again. Whatever else is sent does something, and is refused like a page.
fn only_keeps(request: &HttpRequest) -> bool {
    let path = request.path();
    let step = paths::draft_and_place(path)
        .is_some_and(|(_, place)| place == "all" || Step::parse(place).is_some());
    let step_of_offer = paths::offer_draft_and_place(path)
        .is_some_and(|(_, place)| OfferStep::parse(place).is_some());
    let signs_in = [paths::sign_in(), paths::sign_in_code()]
        .iter()
        .any(|own| own == path);
    !request.method().is_safe() && (step || step_of_offer || signs_in)
}

/// The page to come back to after signing in: the one asked for, or the one whose form was sent.
fn way_back(request: &HttpRequest) -> String {
    let back = if request.method().is_safe() {
        request.uri().path_and_query().map(|asked| asked.as_str())
    } else {
        shown_before(request)
    };
    back.and_then(return_path::safe)
        .unwrap_or_default()
        .to_owned()
}

/// The path of our page on which the form stood, as browsers tell it.
fn shown_before(request: &HttpRequest) -> Option<&str> {
    let page = request.headers().get(REFERER)?.to_str().ok()?;
    let (end_of_origin, _) = page.match_indices('/').nth(2)?;
    let (origin, path) = page.split_at_checked(end_of_origin)?;
    let doors = &state(request).ok()?.doors;
    doors.knows_origin(origin).then_some(path)
}

/// The most names that a refusal lists.
const NAMES: usize = 3;

/// The refusal that says who may instead.
async fn who_may(
    request: &HttpRequest,
    signed: &Signed,
    may: fn(Role) -> bool,
) -> Result<Error, Error> {
    let organisation = signed.organisation.id;
    let people = state(request)?
        .db
        .read(move |c| users::of(c, organisation))
        .await?;
    let names: Vec<String> = people
        .into_iter()
        .filter(|user| may(user.role))
        .map(|user| user.name)
        .take(NAMES)
        .collect();
    let role = signed.user.role.label().to_lowercase();
    let who = match view::together(&names) {
        None => "Nobody in your organisation can do this at the moment.".to_owned(),
        Some(names) => format!("{names} can."),
    };
    Ok(Error::Forbidden(format!(
        "Your role is {role}, which does not allow this. {who}"
    )))
}
