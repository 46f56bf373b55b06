//! What one press of *Create opportunities* made: the page it leads to, at an address that stays.

use crate::answers::clone::together;
use crate::domain::ids::BatchId;
use crate::domain::opportunity::discount_label;
use crate::store::batches::{self, Batch};
use crate::store::drafts::{self, Created, NewDraft};
use crate::store::opportunities::{self, TableRow};
use crate::store::outbox::Delivery;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, products};
use crate::web::State;
use crate::web::auth::{IsvEditor, IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::isv::drafts::too_many;
use crate::web::isv::opportunities::clone::NewClone;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::view::{self, Moment, Tag};
use crate::web::{paths, see_other};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

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
}

/// How a reseller is being told.
struct Mail {
    reseller: String,
    tag: Tag,
    at: Option<Moment>,
}

struct Row {
    id: String,
    href: String,
    name: String,
    product: String,
    reseller: String,
    discount: String,
    status: Tag,
}
