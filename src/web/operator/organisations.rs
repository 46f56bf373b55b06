//! Who takes part in the portal; partners are registered here as resellers, or that is ended.

use crate::domain::account::{Organisation, OrganisationKind};
use crate::domain::ids::OrganisationId;
use crate::domain::opportunity::Side;
use crate::mail::messages::{Link, PartnerRegistered};
use crate::store::invitations::{self, Behind};
use crate::store::{Conn, Error as StoreError, organisations};
use crate::web::State;
use crate::web::auth::{Operator, OperatorEditor};
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::nav::Section;
use crate::web::operator::readers_note;
use crate::web::page::{self, Banner, Page, Pagination};
use crate::web::paths;
use crate::web::view::Tag;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "operator/organisations.html")]
struct List {
    page: Page,
    /// For those who may not register anybody: who may.
    readers_note: Option<String>,
    rows: Vec<Row>,
    pages: Pagination,
}

struct Row {
    id: String,
    name: String,
    kind: &'static str,
    account: String,
    country: String,
    email: String,
    /// For partners: whether they are registered, and the button that changes it.
    registration: Option<Registration>,
}

struct Registration {
    tag: Tag,
    action: String,
    value: &'static str,
    label: &'static str,
    /// Who stands behind a partner that is to be registered.
    behind: Option<String>,
}

/// Rows of one page.
const PER_PAGE: u32 = 100;
/// The most people of a partner that are named.
const NAMES: usize = 3;

/// `GET /ops/organisations`.
pub async fn list(who: Operator, state: Data<State>, query: Query) -> Result<HttpResponse, Error> {
    let asked = page::asked(query.0.get("page"), PER_PAGE);
    let reading = state.db.read(move |c| {
        let total = organisations::count(c, None)?;
        let some = organisations::page(c, asked)?;
        let unregistered = some.iter().filter(|organisation| !organisation.registered);
        let ids: Vec<_> = unregistered.map(|organisation| organisation.id).collect();
        Ok((some, invitations::behind(c, &ids)?, total))
    });
    let (some, behind, total) = reading.await?;
    let last = Pagination::last_page(PER_PAGE, total);
    if asked.number > last {
        return Ok(page::redirect(&paths::organisations()));
    }
    let title = page::numbered("Organisations", asked.number, last);
    let template = List {
        readers_note: readers_note(&who.signed, "register a partner or end that"),
        page: who
            .signed
            .page(title, "ops.organisations", Section::Organisations),
        rows: some.into_iter().map(|one| row(one, &behind)).collect(),
        pages: Pagination::new(asked, total, |number| {
            format!("{}?page={number}", paths::organisations())
        }),
    };
    Ok(page::html(StatusCode::OK, &template))
}

/// Who stands behind a partner, in words: its people, and who invited it.
fn in_words(behind: &Behind, partner: OrganisationId) -> String {
    let people = behind.people(partner);
    let named: Vec<String> = people
        .iter()
        .take(NAMES)
        .map(|(name, email)| format!("{name} ({email})"))
        .collect();
    let more = people.len().saturating_sub(NAMES);
    let mut words = match (named.is_empty(), more) {
        (true, _) => "Nobody is in it yet.".to_owned(),
        (false, 0) => format!("In it: {}.", named.join(", ")),
        (false, more) => format!("In it: {} and {more} more.", named.join(", ")),
    };
    for (isv, person) in behind.inviters(partner) {
        words += &format!(" Invited by {person} of {isv}.");
    }
    words
}

fn row(organisation: Organisation, behind: &Behind) -> Row {
    let kind = match organisation.kind {
        OrganisationKind::Isv => "ISV",
        OrganisationKind::Partner => "Partner",
        OrganisationKind::Operator => "Operator",
    };
    let registration = (organisation.kind == OrganisationKind::Partner).then(|| {
        let (tag, label, value, button) = if organisation.registered {
            ("active", "Registered", "no", "End registration")
        } else {
            ("attention", "Not registered", "yes", "Register")
        };
        Registration {
            tag: Tag { kind: tag, label },
            action: paths::organisation_registration(organisation.id),
            value,
            label: button,
            behind: (!organisation.registered).then(|| in_words(behind, organisation.id)),
        }
    });
    Row {
        id: organisation.id.to_string(),
        kind,
        account: organisation.account.grouped(),
        registration,
        name: organisation.name,
        country: organisation.country,
        email: organisation.email,
    }
}

/// `POST /ops/organisations/{organisation}/registration`: `registered=yes|no`.
pub async fn register(
    path: Path<String>,
    who: OperatorEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let id: OrganisationId = path.parse().map_err(|_| Error::NotFound)?;
    let registered = match sent.0.get("registered") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::BadRequest),
    };
    let (origin, by, now) = (
        state.origin.clone(),
        who.signed.user.name.clone(),
        state.clock.now(),
    );
    let work = move |c: &mut Conn| {
        let letters = |isv: &Organisation, partner: &Organisation| {
            let told = PartnerRegistered {
                isv: &isv.name,
                partner,
                link: Link::to(origin.as_str(), &paths::isv_reseller(partner.id)),
            };
            let message = told
                .message()
                .map_err(|error| StoreError::Broken(error.to_string()))?;
            Ok(vec![message.to(&isv.email, Side::Isv)])
        };
        let Some(partner) = organisations::find(c, id)? else {
            return Ok(None);
        };
        invitations::set_registered(c, (id, registered), &by, &letters, now)?;
        Ok((partner.kind == OrganisationKind::Partner).then_some(partner.name))
    };
    let name = who.write(&state, work).await?.ok_or(Error::NotFound)?;
    let words = if registered {
        format!("{name} is registered and can be chosen as a reseller.")
    } else {
        format!("{name} is not registered any more and cannot be chosen.")
    };
    who.signed.visit.tell(&Banner::success(words))?;
    Ok(page::redirect(&paths::organisations()))
}
