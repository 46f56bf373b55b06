//! Who asks, and what they may do: extractors by which a handler says whom it is for. Everything about a person is read
//! from the database with each request, so a role that is taken away is gone at the next click.
//!
//! Nobody signed in: to the sign-in page. The wrong kind of organisation: the page for what is not there. Too small a
//! role: told who may.

use crate::domain::account::{Organisation, Role, User};
use crate::store::scope::{IsvScope, OwnScope, PartnerScope, Scope};
use crate::store::users::{self, Who};
use crate::store::{drafts, offers};
use crate::web::error::{Confirm, Error};
use crate::web::nav::{self, Section};
use crate::web::page::{Page, Person, Theme};
use crate::web::session_store::Visit;
use crate::web::{State, return_path, theme};
use actix_web::dev::Payload;
use actix_web::http::header::REFERER;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, TimeDelta, Utc};
use std::pin::Pin;

/// How long a password that was given counts as confirmed (ASVS 7.5.1).
pub const CONFIRMED_FOR: TimeDelta = TimeDelta::minutes(10);
/// The most names that a refusal lists.
const NAMES: usize = 3;

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
    scope: Scope,
    theme: Theme,
    /// How many unfinished opportunities or offers they have, if they may have any.
    drafts: Option<i64>,
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
        let found = state(request)?.db.look_up(move |c| {
            let Some(who) = users::who(c, id)? else {
                return Ok(None);
            };
            let drafts = match &who.scope {
                _ if !who.user.role.may_edit() => None,
                Scope::Isv(scope) => Some(drafts::count(c, scope, id)?),
                Scope::Partner(scope) => Some(offers::drafts::count(c, scope, id)?),
                Scope::Operator => None,
            };
            Ok(Some((who, drafts)))
        });
        let Some((who, drafts)) = found.await? else {
            return Ok(None);
        };
        let Who {
            user,
            organisation,
            scope,
            one_page,
            theme: _,
        } = who;
        let span = tracing::Span::current();
        span.record("user", tracing::field::display(user.id));
        span.record("organisation", tracing::field::display(organisation.id));
        Ok(Some(Self {
            user,
            organisation,
            visit,
            one_page,
            scope,
            theme: theme::chosen(request),
            drafts,
        }))
    }

    async fn must(request: &HttpRequest) -> Result<Self, Error> {
        let found = Self::find(request).await?;
        found.ok_or_else(|| Error::SignInFirst(way_back(request)))
    }
}

fn state(request: &HttpRequest) -> Result<&web::Data<State>, Error> {
    request
        .app_data::<web::Data<State>>()
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("the application has no state")))
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

/// Anybody at all; who is signed in sees their links.
pub struct Visitor {
    /// Who is signed in.
    pub signed: Option<Signed>,
    theme: Theme,
}

impl Visitor {
    /// A page that everybody may see.
    pub fn page(&self, title: &'static str, name: &'static str) -> Page {
        match &self.signed {
            Some(signed) => signed.page(title, name, Section::Elsewhere),
            None => Page::new(title, name, self.theme),
        }
    }
}

/// Anybody who is signed in.
pub struct AnySigned(pub Signed);

/// Somebody of an ISV, who may look.
pub struct IsvViewer {
    /// The person.
    pub signed: Signed,
    /// Their ISV's rows.
    pub scope: IsvScope,
}

/// Somebody of an ISV who may create, clone and revoke.
pub struct IsvEditor {
    /// The person.
    pub signed: Signed,
    /// Their ISV's rows.
    pub scope: IsvScope,
}

/// Somebody of a partner, who may look.
pub struct PartnerViewer {
    /// The person.
    pub signed: Signed,
    /// What their partner may see.
    pub scope: PartnerScope,
}

/// Somebody of a partner who may accept contracts, extend offers and end opportunities.
pub struct PartnerEditor {
    /// The person.
    pub signed: Signed,
    /// What their partner may see.
    pub scope: PartnerScope,
}

/// Somebody of an ISV or a partner, for what every organisation has of its own; they may look.
pub struct OwnViewer {
    /// The person.
    pub signed: Signed,
    /// What their organisation brought in.
    pub scope: OwnScope,
}

/// An admin of an ISV or a partner, for what every organisation has of its own.
pub struct OwnAdmin {
    /// The person.
    pub signed: Signed,
    /// What their organisation brought in.
    pub scope: OwnScope,
}

/// Somebody of those who run the installation, who may look.
pub struct Operator {
    /// The person.
    pub signed: Signed,
}

/// Somebody of those who run the installation, who may register partners, decide about mails and answer requests.
pub struct OperatorEditor {
    /// The person.
    pub signed: Signed,
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// Makes an extractor of a function that finds it.
macro_rules! found_by {
    ($($extractor:ty: $find:expr;)+) => {$(
        impl FromRequest for $extractor {
            type Error = Error;
            type Future = Found<Self>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move { $find(&request).await })
            }
        }
    )+};
}

found_by! {
    Visitor: visitor;
    AnySigned: async |request: &HttpRequest| Signed::must(request).await.map(AnySigned);
    IsvViewer: async |request: &HttpRequest| {
        let (signed, scope) = of_isv(request, |_| true).await?;
        Ok(IsvViewer { signed, scope })
    };
    IsvEditor: async |request: &HttpRequest| {
        let (signed, scope) = of_isv(request, Role::may_edit).await?;
        Ok(IsvEditor { signed, scope })
    };
    PartnerViewer: async |request: &HttpRequest| {
        let (signed, scope) = of_partner(request, |_| true).await?;
        Ok(PartnerViewer { signed, scope })
    };
    PartnerEditor: async |request: &HttpRequest| {
        let (signed, scope) = of_partner(request, Role::may_edit).await?;
        Ok(PartnerEditor { signed, scope })
    };
    OwnViewer: async |request: &HttpRequest| {
        let (signed, scope) = of_either(request, |_| true).await?;
        Ok(OwnViewer { signed, scope })
    };
    OwnAdmin: async |request: &HttpRequest| {
        let (signed, scope) = of_either(request, |role| role == Role::Admin).await?;
        Ok(OwnAdmin { signed, scope })
    };
    Operator: async |request: &HttpRequest| {
        of_operator(request, |_| true).await.map(|signed| Operator { signed })
    };
    OperatorEditor: async |request: &HttpRequest| {
        of_operator(request, Role::may_edit).await.map(|signed| OperatorEditor { signed })
    };
}

async fn visitor(request: &HttpRequest) -> Result<Visitor, Error> {
    let (signed, theme) = (Signed::find(request).await?, theme::chosen(request));
    Ok(Visitor { signed, theme })
}

async fn of_operator(request: &HttpRequest, may: fn(Role) -> bool) -> Result<Signed, Error> {
    let signed = Signed::must(request).await?;
    match signed.scope {
        Scope::Operator if may(signed.user.role) => Ok(signed),
        Scope::Operator => Err(who_may(request, &signed, may).await?),
        Scope::Isv(_) | Scope::Partner(_) => Err(Error::NotFound),
    }
}

async fn of_isv(request: &HttpRequest, may: fn(Role) -> bool) -> Result<(Signed, IsvScope), Error> {
    let signed = Signed::must(request).await?;
    match signed.scope {
        Scope::Isv(scope) if may(signed.user.role) => Ok((signed, scope)),
        Scope::Isv(_) => Err(who_may(request, &signed, may).await?),
        Scope::Partner(_) | Scope::Operator => Err(Error::NotFound),
    }
}

async fn of_partner(
    request: &HttpRequest,
    may: fn(Role) -> bool,
) -> Result<(Signed, PartnerScope), Error> {
    let signed = Signed::must(request).await?;
    match signed.scope {
        Scope::Partner(scope) if may(signed.user.role) => Ok((signed, scope)),
        Scope::Partner(_) => Err(who_may(request, &signed, may).await?),
        Scope::Isv(_) | Scope::Operator => Err(Error::NotFound),
    }
}

async fn of_either(
    request: &HttpRequest,
    may: fn(Role) -> bool,
) -> Result<(Signed, OwnScope), Error> {
    let signed = Signed::must(request).await?;
    let scope = match &signed.scope {
        Scope::Isv(scope) => OwnScope::from(scope),
        Scope::Partner(scope) => OwnScope::from(scope),
        Scope::Operator => return Err(Error::NotFound),
    };
    if may(signed.user.role) {
        Ok((signed, scope))
    } else {
        Err(who_may(request, &signed, may).await?)
    }
}

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
    let who = match names.split_last() {
        None => "Nobody in your organisation can do this at the moment.".to_owned(),
        Some((name, [])) => format!("{name} can."),
        Some((last, others)) => format!("{} and {last} can.", others.join(", ")),
    };
    Ok(Error::Forbidden(format!(
        "Your role is {role}, which does not allow this. {who}"
    )))
}
