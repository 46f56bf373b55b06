//! Uploaded documents. The same bytes are kept once, however often they are uploaded and by whom.

use crate::domain::agreements::{Document, DocumentFormat, DocumentKind};
use crate::domain::ids::{DocumentId, UserId};
use crate::store::columns::{AsText, Moment};
use crate::store::db::insert_unless_there;
use crate::store::schema::{document_contents, documents};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The most documents of a kind that are offered to choose from, newest first.
pub const MAX_LISTED: i64 = 100;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = documents)]
pub(in crate::store) struct DocumentRow {
    id: AsText<DocumentId>,
    kind: AsText<DocumentKind>,
    name: String,
    format: AsText<DocumentFormat>,
    size: i32,
    sha256: String,
}

impl TryFrom<DocumentRow> for Document {
    type Error = Error;

    fn try_from(row: DocumentRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id.0,
            kind: row.kind.0,
            name: row.name,
            format: row.format.0,
            size: usize::try_from(row.size).map_err(|_| Error::broken("a document's size"))?,
            sha256: row.sha256,
        })
    }
}

/// Keeps an uploaded document and its bytes.
///
/// # Errors
/// When the database does not answer.
pub fn add(
    c: &mut Conn,
    scope: &IsvScope,
    new: &Document,
    bytes: &[u8],
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let there: i64 = document_contents::table
        .find(&new.sha256)
        .count()
        .get_result(c)?;
    if there == 0 {
        // Somebody may be uploading the same bytes at this moment.
        insert_unless_there(c, |c| {
            diesel::insert_into(document_contents::table)
                .values((
                    document_contents::sha256.eq(&new.sha256),
                    document_contents::bytes.eq(bytes),
                ))
                .execute(c)
        })?;
    }
    let size = i32::try_from(new.size).map_err(|_| Error::broken("a document's size"))?;
    diesel::insert_into(documents::table)
        .values((
            documents::id.eq(AsText(new.id)),
            documents::organisation_id.eq(AsText(scope.isv())),
            documents::kind.eq(AsText(new.kind)),
            documents::name.eq(&new.name),
            documents::format.eq(AsText(new.format)),
            documents::size.eq(size),
            documents::sha256.eq(&new.sha256),
            documents::uploaded_by.eq(AsText(by)),
            documents::uploaded_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    Ok(())
}

/// The ISV's documents of a kind, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn, scope: &IsvScope, kind: DocumentKind) -> Result<Vec<Document>, Error> {
    documents::table
        .filter(documents::organisation_id.eq(AsText(scope.isv())))
        .filter(documents::kind.eq(AsText(kind)))
        .order((documents::uploaded_at.desc(), documents::id.desc()))
        .limit(MAX_LISTED)
        .select(DocumentRow::as_select())
        .load(c)?
        .into_iter()
        .map(Document::try_from)
        .collect()
}

/// Those of the documents that are the ISV's.
///
/// # Errors
/// When the database does not answer.
pub fn some(c: &mut Conn, scope: &IsvScope, ids: &[DocumentId]) -> Result<Vec<Document>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(AsText).collect();
    documents::table
        .filter(documents::organisation_id.eq(AsText(scope.isv())))
        .filter(documents::id.eq_any(ids))
        .order(documents::id)
        .select(DocumentRow::as_select())
        .load(c)?
        .into_iter()
        .map(Document::try_from)
        .collect()
}

/// A document of the ISV with its bytes.
///
/// # Errors
/// When the database does not answer.
pub fn bytes(
    c: &mut Conn,
    scope: &IsvScope,
    id: DocumentId,
) -> Result<Option<(Document, Vec<u8>)>, Error> {
    let row: Option<(DocumentRow, Vec<u8>)> = documents::table
        .inner_join(document_contents::table)
        .filter(documents::id.eq(AsText(id)))
        .filter(documents::organisation_id.eq(AsText(scope.isv())))
        .select((DocumentRow::as_select(), document_contents::bytes))
        .first(c)
        .optional()?;
    row.map(|(document, bytes)| Ok((Document::try_from(document)?, bytes)))
        .transpose()
}
