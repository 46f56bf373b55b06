//! Consulting partners: whom the ISV may choose, and what it has granted them.

use crate::domain::account::{Organisation, OrganisationKind};
use crate::domain::money;
use crate::domain::opportunity::Side;
use crate::store::opportunities::{TableQuery, table};
use crate::store::organisations;
use crate::store::resellers::{self, Reseller};
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::opportunities::query;
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "isv/resellers.html")]
struct List {
    page: Page,
    /// Where one is invited, for those who may.
    invite: Option<String>,
    rows: Vec<Row>,
    pages: Pagination,
}

/// Rows of one page.
const PER_PAGE: u32 = 100;

struct Row {
    id: String,
    href: String,
    name: String,
    account: String,
    country: String,
    registered: Tag,
    last_opportunity: Option<String>,
}

#[derive(Template)]
#[template(path = "isv/reseller.html")]
struct Detail {
    page: Page,
    list: String,
    /// Where an opportunity for it is begun, for whom may do that and while it can be chosen.
    create: Option<String>,
    id: String,
    name: String,
    account: String,
    country: String,
    registered: Tag,
    /// Why it cannot be chosen for an opportunity, if it cannot.
    not_chosen: Option<&'static str>,
    /// How many opportunities it was granted, in words; none when there is none.
    count: Option<String>,
    opportunities: String,
    last_opportunity: Option<String>,
}

/// `GET /isv/resellers`.
pub async fn list(who: IsvViewer, state: Data<State>, query: Query) -> Result<HttpResponse, Error> {
    let scope = who.scope;
    let asked = page::asked(query.0.get("page"), PER_PAGE);
    let reading = state.db.read(move |c| {
        let total = organisations::count(c, Some(OrganisationKind::Partner))?;
        let some = resellers::page(c, &scope, asked)?;
        Ok((some, total))
    });
    let (some, total) = reading.await?;
    let last = Pagination::last_page(PER_PAGE, total);
    if asked.number > last {
        return Ok(page::redirect(&paths::isv_resellers()));
    }
    let title = page::numbered("Resellers", asked.number, last);
    let page = List {
        page: who.signed.page(title, "isv.resellers", Section::Resellers),
        invite: who
            .signed
            .user
            .role
            .may_edit()
            .then(paths::isv_reseller_invite),
        rows: some.into_iter().map(row).collect(),
        pages: Pagination::new(asked, total, |number| {
            format!("{}?page={number}", paths::isv_resellers())
        }),
    };
    Ok(page::html(StatusCode::OK, &page))
}

fn row(
    Reseller {
        organisation,
        last_opportunity,
    }: Reseller,
) -> Row {
    Row {
        id: organisation.id.to_string(),
        href: paths::isv_reseller(organisation.id),
        account: organisation.account.grouped(),
        registered: tag(&organisation),
        country: organisation.country,
        name: organisation.name,
        last_opportunity: last_opportunity.map(|at| view::day(at.date_naive())),
    }
}

fn tag(organisation: &Organisation) -> Tag {
    if organisation.registered {
        Tag {
            kind: "active",
            label: "Registered",
        }
    } else {
        Tag {
            kind: "attention",
            label: "Not registered",
        }
    }
}

/// Why an ISV cannot choose a reseller (source document, step 4), if it cannot.
fn not_chosen(reseller: &Organisation, isv: &Organisation) -> Option<&'static str> {
    if !reseller.registered {
        Some("Only registered resellers can be chosen for an opportunity.")
    } else if reseller.account == isv.account {
        Some("This is your own account, which cannot be chosen for an opportunity.")
    } else {
        None
    }
}

/// `GET /isv/resellers/{reseller}`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let (scope, now) = (who.scope, state.clock.now());
    // The newest first, and no more of them than that one.
    let newest = TableQuery {
        reseller: Some(id),
        per_page: 1,
        ..TableQuery::default()
    };
    let reading = state.db.read(move |c| {
        let found = resellers::some(c, &scope, &[id])?.pop();
        Ok((found, table::page(c, scope, &newest, now)?))
    });
    let (found, made) = reading.await?;
    let reseller = found.ok_or(Error::NotFound)?;
    let more = if made.total_is_exact { "" } else { "+" };
    let only = TableQuery {
        reseller: Some(id),
        ..TableQuery::default()
    };
    let not_chosen = not_chosen(&reseller, &who.signed.organisation);
    let may_create = who.signed.user.role.may_edit() && not_chosen.is_none();
    let page = Detail {
        page: who
            .signed
            .page(&reseller.name, "isv.reseller", Section::Resellers),
        list: paths::isv_resellers(),
        create: may_create.then(paths::isv_drafts),
        id: reseller.id.to_string(),
        account: reseller.account.grouped(),
        registered: tag(&reseller),
        not_chosen,
        country: reseller.country,
        name: reseller.name,
        count: match made.total {
            0 => None,
            1 => Some("1 opportunity".to_owned()),
            many => Some(format!("{}{more} opportunities", money::group_digits(many))),
        },
        opportunities: query::list(Side::Isv, &only),
        last_opportunity: made
            .rows
            .first()
            .map(|row| view::day(row.created_at.date_naive())),
    };
    Ok(page::html(StatusCode::OK, &page))
}
