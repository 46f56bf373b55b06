//! Uploaded documents. The same bytes are kept once, however often they are uploaded and by whom.

use crate::domain::agreements::{Document, DocumentFormat, DocumentKind};
use crate::domain::ids::{DocumentId, UserId};
use crate::store::columns::{AsText, Moment};
use crate::store::insert::insert_unless_there;
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{
    document_contents, documents, drafts, offer_amendments, offers, opportunities,
};
use crate::store::scope::{BuyerScope, IsvScope, OwnScope, PartnerScope};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
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

/// A document and when it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The document.
    pub document: Document,
    /// When that was.
    pub at: DateTime<Utc>,
}

/// Keeps an uploaded document and its bytes.
///
/// # Errors
/// When the database does not answer.
pub fn add(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    new: &Document,
    bytes: &[u8],
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if !hold_contents(c, &new.sha256)? {
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
            documents::organisation_id.eq(AsText(scope.into().organisation())),
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

/// An organisation's documents of a kind, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    kind: DocumentKind,
) -> Result<Vec<Document>, Error> {
    let all = uploads(c, scope, kind)?;
    Ok(all.into_iter().map(|upload| upload.document).collect())
}

/// The organisation's documents of a kind with when they were uploaded, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn uploads(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    kind: DocumentKind,
) -> Result<Vec<Upload>, Error> {
    let rows: Vec<(DocumentRow, Moment)> = documents::table
        .filter(documents::organisation_id.eq(AsText(scope.into().organisation())))
        .filter(documents::kind.eq(AsText(kind)))
        .order((documents::uploaded_at.desc(), documents::id.desc()))
        .select((DocumentRow::as_select(), documents::uploaded_at))
        .at_most(MAX_LISTED)
        .load(c)?;
    rows.into_iter()
        .map(|(row, at)| {
            Ok(Upload {
                document: row.try_into()?,
                at: at.into(),
            })
        })
        .collect()
}

/// Whether these bytes are kept. If so, nobody takes them away until the transaction ends: on PostgreSQL by a lock, and on
/// SQLite only one transaction writes at a time.
fn hold_contents(c: &mut Conn, sha256: &str) -> Result<bool, Error> {
    let held = match c {
        Conn::Sqlite(c) => document_contents::table
            .find(sha256)
            .select(document_contents::sha256)
            .load::<String>(c)?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => document_contents::table
            .find(sha256)
            .select(document_contents::sha256)
            .for_update()
            .load::<String>(c)?,
    };
    Ok(!held.is_empty())
}

/// Deletes a document of the ISV to which no opportunity and no draft refers, and its bytes unless another document has
/// the same. Whether it was deleted.
///
/// # Errors
/// When the database does not answer.
pub fn delete_unused(c: &mut Conn, scope: &IsvScope, id: DocumentId) -> Result<bool, Error> {
    let mine = || {
        documents::table
            .find(AsText(id))
            .filter(documents::organisation_id.eq(AsText(scope.isv())))
    };
    let sha256: Option<String> = mine().select(documents::sha256).get_result(c).optional()?;
    let Some(sha256) = sha256 else {
        return Ok(false);
    };
    let agreed = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(
            opportunities::eula_document_id
                .eq(AsText(id))
                .or(opportunities::contract_document_id.eq(AsText(id))),
        );
    // Drafts keep answers as text, and nothing else in it looks like an id in quotation marks.
    let drafted = drafts::table
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::answers.like(format!("%\"{id}\"%")));
    let unused = mine()
        .filter(not(exists(agreed)))
        .filter(not(exists(drafted)));
    hold_contents(c, &sha256)?;
    if diesel::delete(unused).execute(c)? == 0 {
        return Ok(false);
    }
    let others = documents::table.filter(documents::sha256.eq(&sha256));
    diesel::delete(
        document_contents::table
            .find(&sha256)
            .filter(not(exists(others))),
    )
    .execute(c)?;
    Ok(true)
}

/// Those of the documents that are the organisation's own.
///
/// # Errors
/// When the database does not answer.
pub fn some(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    ids: &[DocumentId],
) -> Result<Vec<Document>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(AsText).collect();
    documents::table
        .filter(documents::organisation_id.eq(AsText(scope.into().organisation())))
        .filter(one_of(documents::id, ids))
        .order(documents::id)
        .select(DocumentRow::as_select())
        .load(c)?
        .into_iter()
        .map(Document::try_from)
        .collect()
}

/// A document with its bytes.
type WithBytes = (DocumentRow, Vec<u8>);

/// One of an organisation's own documents with its bytes.
///
/// # Errors
/// When the database does not answer.
pub fn bytes(
    c: &mut Conn,
    scope: impl Into<OwnScope>,
    id: DocumentId,
) -> Result<Option<(Document, Vec<u8>)>, Error> {
    let row: Option<WithBytes> = documents::table
        .inner_join(document_contents::table)
        .filter(documents::id.eq(AsText(id)))
        .filter(documents::organisation_id.eq(AsText(scope.into().organisation())))
        .select((DocumentRow::as_select(), document_contents::bytes))
        .get_result(c)
        .optional()?;
    read(row)
}

/// A document with its bytes that a partner may read: its own, and the EULA and reseller contract of its opportunities.
///
/// # Errors
/// When the database does not answer.
pub fn bytes_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
    id: DocumentId,
) -> Result<Option<(Document, Vec<u8>)>, Error> {
    let theirs = opportunities::table
        .filter(opportunities::reseller_id.eq(AsText(scope.partner())))
        .filter(
            opportunities::eula_document_id
                .eq(AsText(id))
                .or(opportunities::contract_document_id.eq(AsText(id))),
        );
    if theirs.count().get_result::<i64>(c)? == 0 {
        return bytes(c, scope, id);
    }
    any(c, id)
}

/// A document with its bytes that a buyer may read: the EULA of its offer and what amends it, never the reseller contract.
///
/// # Errors
/// When the database does not answer.
pub fn bytes_for_buyer(
    c: &mut Conn,
    scope: &BuyerScope,
    id: DocumentId,
) -> Result<Option<(Document, Vec<u8>)>, Error> {
    let as_eula = offers::table
        .inner_join(opportunities::table)
        .filter(offers::id.eq(AsText(scope.offer())))
        .filter(opportunities::eula_document_id.eq(AsText(id)));
    let as_amendment = offer_amendments::table
        .filter(offer_amendments::offer_id.eq(AsText(scope.offer())))
        .filter(offer_amendments::document_id.eq(AsText(id)));
    let found =
        as_eula.count().get_result::<i64>(c)? + as_amendment.count().get_result::<i64>(c)?;
    if found == 0 { Ok(None) } else { any(c, id) }
}

/// A document, whoever's it is: only for those who have shown their right to it.
fn any(c: &mut Conn, id: DocumentId) -> Result<Option<(Document, Vec<u8>)>, Error> {
    let row: Option<WithBytes> = documents::table
        .inner_join(document_contents::table)
        .filter(documents::id.eq(AsText(id)))
        .select((DocumentRow::as_select(), document_contents::bytes))
        .get_result(c)
        .optional()?;
    read(row)
}

fn read(row: Option<WithBytes>) -> Result<Option<(Document, Vec<u8>)>, Error> {
    row.map(|(document, bytes)| Ok((Document::try_from(document)?, bytes)))
        .transpose()
}
