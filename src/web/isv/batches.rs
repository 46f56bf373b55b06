//! What one press of *Create opportunities* made: the page it leads to, at an address that stays.

use crate::answers::clone::together;
use crate::domain::ids::{BatchId, OrganisationId};
use crate::domain::opportunity::discount_label;
use crate::store::batches::{self, Batch};
use crate::store::drafts::{self, Created, NewDraft};
use crate::store::opportunities::{self, TableRow};
use crate::store::outbox::{Delivery, ResellerMail};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, products};
use crate::web::State;
use crate::web::auth::{IsvEditor, IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::isv::drafts::too_many;
use crate::web::isv::opportunities::clone::NewClone;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view::{self, Moment, Tag};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "isv/batch.html")]
struct BatchPage {
    page: Page,
    reference: String,
    next: String,
    mails: Vec<Mail>,
    rows_title: String,
    rows: Vec<Row>,
    list: String,
    may_edit: bool,
    clone: String,
    aws: String,
}

/// How a reseller is being told.
struct Mail {
    reseller: String,
    tag: Tag,
    at: Option<Moment>,
    /// Why it was not delivered, as the mail server said.
    reason: Option<String>,
}

struct Row {
    id: String,
    href: String,
    name: String,
    product: String,
    reseller: String,
    discount: String,
    created: String,
    status: Tag,
}

/// `GET /isv/batches/{batch}`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let batch = find(&path, who.scope, &state).await?;
    Ok(page::html(StatusCode::OK, &page_of(&who.signed, &batch)))
}

async fn find(typed: &str, scope: IsvScope, state: &State) -> Result<Batch, Error> {
    let (id, now) = (
        typed.parse::<BatchId>().map_err(|_| Error::NotFound)?,
        state.clock.now(),
    );
    let found = state
        .db
        .read(move |c| batches::find(c, &scope, id, now))
        .await?;
    found.ok_or(Error::NotFound)
}

fn page_of(who: &Signed, batch: &Batch) -> BatchPage {
    let made = view::count(batch.rows.len(), "opportunity", "opportunities");
    let told = resellers(batch).len();
    BatchPage {
        page: who.page(
            format!("{made} created"),
            "isv.batch",
            Section::Opportunities,
        ),
        reference: batch.id.to_string(),
        next: format!(
            "We are sending an e-mail to {}. {} can create offers from now on.",
            view::count(told, "reseller", "resellers"),
            if told == 1 { "It" } else { "They" }
        ),
        mails: batch.mails.iter().map(mail_of).collect(),
        rows_title: if batch.rows.len() == 1 {
            "The opportunity".to_owned()
        } else {
            format!("The {made}")
        },
        rows: batch.rows.iter().map(row_of).collect(),
        list: paths::isv_opportunities(),
        may_edit: who.user.role.may_edit(),
        clone: paths::isv_batch_clone(batch.id),
        aws: paths::isv_batch_aws(batch.id),
    }
}

fn resellers(batch: &Batch) -> Vec<OrganisationId> {
    let mut ids: Vec<_> = batch.rows.iter().map(|row| row.reseller_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn mail_of(mail: &ResellerMail) -> Mail {
    let (kind, label, at) = match mail.delivery {
        Delivery::Sent(at) => ("done", "Sent", Some(view::moment(at))),
        Delivery::Sending => ("waiting", "Sending", None),
        Delivery::Failed => ("attention", "Not delivered", None),
        Delivery::Cancelled => ("used", "Withdrawn", None),
    };
    Mail {
        reseller: mail.name.clone(),
        tag: Tag { kind, label },
        at,
        reason: mail.reason.clone(),
    }
}

fn row_of(row: &TableRow) -> Row {
    Row {
        id: row.id.to_string(),
        href: paths::isv_opportunity(row.id),
        name: row.name.clone(),
        product: row.product_title.clone(),
        reseller: row.reseller_name.clone(),
        discount: discount_label(row.discount, row.percent),
        created: view::day(row.created_at.date_naive()),
        status: view::status(row.status),
    }
}

/// `POST /isv/batches/{batch}/clone`: one draft of all that was made, opened at its review.
pub async fn clone(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let batch = find(&path, who.scope, &state).await?;
    let (scope, new) = (who.scope, NewClone::of(&who, state.clock.now()));
    match state
        .db
        .write(move |c| write_clone(c, &scope, &batch, new))
        .await?
    {
        Created::Done => Ok(page::redirect(&new.review())),
        Created::TooMany => too_many(&who, &state).await,
    }
}

fn write_clone(
    c: &mut Conn,
    scope: &IsvScope,
    batch: &Batch,
    new: NewClone,
) -> Result<Created, StoreError> {
    let mut seen = BTreeSet::new();
    let mut each = Vec::new();
    for row in &batch.rows {
        // What one opportunity says of a product, the others of the batch say as well.
        if seen.insert(&row.product_id)
            && let Some(opportunity) = opportunities::find(c, scope, row.id)?
        {
            each.push((opportunity, products::find(c, scope, &row.product_id)?));
        }
    }
    let draft = NewDraft {
        id: new.id,
        answers: &together(&each, &resellers(batch)),
        by: new.by,
        cloned_from: batch.rows.first().map(|row| row.id),
    };
    drafts::create(c, scope, &draft, new.now)
}
