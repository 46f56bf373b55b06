//! The list as a file for spreadsheets: what is searched and filtered for, in the order shown, all pages at once.

use crate::domain::opportunity::discount_label;
use crate::store::opportunities::{TableQuery, TableRow, table};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError};
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::isv::opportunities::query;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::rt::task::JoinHandle;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, rt};
use chrono::{DateTime, SecondsFormat, Utc};
use csv::{Terminator, Writer, WriterBuilder};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Rows of a file at the most: enough for any report, and few enough for any spreadsheet.
pub const MAX_ROWS: u32 = 50_000;

/// Bytes that are sent at once; two such pieces are all that a file ever takes of the memory.
const PIECE_BYTES: usize = 64 * 1024;

/// How long a piece may wait for a browser to take it. A file holds one of few connections to the database.
const SLOWEST: Duration = Duration::from_secs(30);

/// Tells spreadsheets that the text is UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

const HEADINGS: [&str; 14] = [
    "Opportunity name",
    "Product name",
    "Reseller name",
    "Discount",
    "Created date",
    "Status",
    "Last day",
    "Opportunity ID",
    "Product ID",
    "Reseller ID",
    "Reseller account ID",
    "Duration",
    "Currency",
    "Buyers",
];

/// `GET /isv/opportunities.csv`: takes the same fields as the list; the page is passed over. A third at the same time
/// finds no connection and is asked to come again.
pub async fn download(
    who: IsvViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let asked = query::read(&asked.0);
    let (now, scope) = (state.clock.now(), who.scope);
    let (sender, mut pieces) = channel(1);
    let db = state.db.clone();
    let work = rt::spawn(async move {
        db.read_slow(move |c| write(c, &scope, &asked.table, now, sender))
            .await
    });
    // The first bytes come as soon as there is a connection. Without one there is an error page instead of a broken file.
    let Some(first) = pieces.recv().await else {
        let failed = work.await.map_err(|error| Error::Internal(error.into()))?;
        return Err(failed.map_or_else(Error::from, |()| Error::Busy));
    };
    let name = format!(
        "attachment; filename=\"opportunities-{}.csv\"",
        now.date_naive()
    );
    let body = Pieces {
        first: Some(first),
        pieces,
        work,
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(body))
}

/// The pieces of a file as they are written. A failure half-way breaks the transfer, so that nobody takes a part for the whole.
struct Pieces {
    first: Option<Bytes>,
    pieces: Receiver<Bytes>,
    work: JoinHandle<Result<(), StoreError>>,
}

impl MessageBody for Pieces {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        if let Some(piece) = ready!(self.pieces.poll_recv(cx)) {
            return Poll::Ready(Some(Ok(piece)));
        }
        match ready!(Pin::new(&mut self.work).poll(cx)) {
            Ok(Ok(())) => Poll::Ready(None),
            Ok(Err(error)) => Poll::Ready(Some(Err(error.into()))),
            Err(error) => Poll::Ready(Some(Err(error.into()))),
        }
    }
}

/// Writes the file, piece by piece. It is broken off when nobody takes the pieces: a file that just ended would look whole.
fn write(
    c: &mut Conn,
    scope: &IsvScope,
    query: &TableQuery,
    now: DateTime<Utc>,
    to: Sender<Bytes>,
) -> Result<(), StoreError> {
    let mut file = File {
        writer: lines(),
        to,
    };
    file.give(BYTE_ORDER_MARK.to_vec())?;
    file.add(HEADINGS.map(str::to_owned))?;
    table::each(c, scope, query, now, MAX_ROWS, |row| file.add(cells(&row)))?;
    file.send()
}

/// The file: what is written of it and not yet sent.
struct File {
    writer: Writer<Vec<u8>>,
    to: Sender<Bytes>,
}

impl File {
    fn add(&mut self, cells: [String; HEADINGS.len()]) -> Result<(), StoreError> {
        self.writer
            .write_record(cells)
            .map_err(|_| StoreError::Busy)?;
        if self.writer.get_ref().len() < PIECE_BYTES {
            Ok(())
        } else {
            self.send()
        }
    }

    fn send(&mut self) -> Result<(), StoreError> {
        let written = std::mem::replace(&mut self.writer, lines());
        self.give(written.into_inner().map_err(|_| StoreError::Busy)?)
    }

    fn give(&self, bytes: Vec<u8>) -> Result<(), StoreError> {
        let sending = self.to.send_timeout(Bytes::from(bytes), SLOWEST);
        Handle::current()
            .block_on(sending)
            .map_err(|_| StoreError::Busy)
    }
}

fn lines() -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new())
}

fn cells(row: &TableRow) -> [String; HEADINGS.len()] {
    let last_day = row.duration.last_day();
    [
        row.name.clone(),
        row.product_title.clone(),
        row.reseller_name.clone(),
        discount_label(row.discount, row.percent),
        row.created_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        row.status.label().to_owned(),
        last_day.map(|day| day.to_string()).unwrap_or_default(),
        row.id.to_string(),
        row.product_id.to_string(),
        row.reseller_id.to_string(),
        row.reseller_account.to_string(),
        row.duration.kind().label().to_owned(),
        row.currency.code().to_owned(),
        row.buyers.to_string(),
    ]
    .map(harmless)
}

/// A spreadsheet runs what begins like a formula; an apostrophe makes it a text (OWASP, CSV injection).
pub fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_a_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(harmless(formula.to_owned()), format!("'{formula}"));
        }
        for text in ["", "12.5%", "a=b", "'=1", " -1"] {
            assert_eq!(harmless(text.to_owned()), text);
        }
    }
}
