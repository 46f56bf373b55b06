//! Files for spreadsheets, written and sent piece by piece, so that a long one takes no more memory than a short one.

use crate::domain::ids::UserId;
use crate::domain::money;
use crate::store::{Conn, Error as StoreError};
use crate::web::State;
use crate::web::error::Error;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::rt::task::JoinHandle;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, rt};
use chrono::{DateTime, SecondsFormat, Utc};
use csv::{Terminator, Writer, WriterBuilder};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Rows of a file at the most: enough for any report, and few enough for any spreadsheet.
pub const MAX_ROWS: u32 = 50_000;

/// Bytes that are sent at once; two such pieces are all that a file ever takes of the memory.
const PIECE_BYTES: usize = 64 * 1024;

/// How long a piece may wait for a browser to take it. A file holds one of few connections to the database.
const SLOWEST: Duration = Duration::from_secs(30);

/// How long a whole file may take: time for the largest, a dozen megabytes, over a poor line, and an end for whoever takes
/// every piece as late as it may and so keeps the connection from others.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// Tells spreadsheets that the text is UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// What the link to a file of a list says: how many rows there are, if they were all counted, and else where the file ends.
pub fn label(counted: Option<&str>) -> String {
    match counted {
        Some(all) => format!("Download {all} as CSV"),
        None => {
            let most = money::group_digits(MAX_ROWS);
            format!("Download up to {most} rows as CSV")
        }
    }
}

/// Sends somebody a file whose name begins with `name` and ends with the day. `rows` adds its rows. Where too many files are
/// under way, it finds no connection and they are asked to come again.
///
/// # Errors
/// When they are fetching another, there is no connection, or the database fails before the first piece.
pub async fn download<const N: usize>(
    state: &State,
    (person, name): (UserId, &str),
    headings: [&'static str; N],
    rows: impl FnOnce(&mut Conn, &mut File<N>) -> Result<(), StoreError> + Send + 'static,
) -> Result<HttpResponse, Error> {
    let download = state.downloads.begin(person).ok_or(Error::Downloading)?;
    let (sender, mut pieces) = channel(1);
    let (db, clock) = (state.db.clone(), Handle::current());
    let work = rt::spawn(async move {
        let reading = db.read_file(move |c| {
            let mut file = File::begin(headings, sender, clock, LONGEST)?;
            rows(c, &mut file)?;
            file.send()
        });
        let read = reading.await;
        drop(download);
        read
    });
    // The first bytes come as soon as there is a connection. Without one there is an error page instead of a broken file.
    let Some(first) = pieces.recv().await else {
        let failed = work.await.map_err(|error| Error::Internal(error.into()))?;
        return Err(failed.map_or_else(Error::from, |()| Error::Busy));
    };
    let today = state.clock.now().date_naive();
    let name = format!("attachment; filename=\"{name}-{today}.csv\"");
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

/// A moment, as spreadsheets and programs read it.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
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

/// A file of so many columns: what is written of it and not yet sent. It is broken off when nobody takes the pieces, or not
/// all of them in time: a file that just ended would look whole.
pub struct File<const N: usize> {
    writer: Writer<Vec<u8>>,
    to: Sender<Bytes>,
    /// Where the time that a piece waits is kept; not on the thread of the database, which writes the file.
    clock: Handle,
    until: Instant,
}

impl<const N: usize> File<N> {
    fn begin(
        headings: [&'static str; N],
        to: Sender<Bytes>,
        clock: Handle,
        longest: Duration,
    ) -> Result<Self, StoreError> {
        let mut file = Self {
            writer: lines(),
            to,
            clock,
            until: Instant::now() + longest,
        };
        file.give(BYTE_ORDER_MARK.to_vec())?;
        file.add(headings.map(str::to_owned))?;
        Ok(file)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When nobody takes the file, or not in time.
    pub fn add(&mut self, cells: [String; N]) -> Result<(), StoreError> {
        self.writer
            .write_record(cells.map(harmless))
            .map_err(broken_off)?;
        if self.writer.get_ref().len() < PIECE_BYTES {
            Ok(())
        } else {
            self.send()
        }
    }

    fn send(&mut self) -> Result<(), StoreError> {
        let written = std::mem::replace(&mut self.writer, lines());
        self.give(written.into_inner().map_err(broken_off)?)
    }

    fn give(&self, bytes: Vec<u8>) -> Result<(), StoreError> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(StoreError::Busy);
        }
        let sending = self.to.send_timeout(Bytes::from(bytes), left.min(SLOWEST));
        self.clock.block_on(sending).map_err(|error| match error {
            SendTimeoutError::Timeout(_) => StoreError::Busy,
            SendTimeoutError::Closed(_) => broken_off("nobody takes it any more"),
        })
    }
}

fn broken_off(why: impl fmt::Display) -> StoreError {
    StoreError::Failed(format!("a file was broken off: {why}"))
}

fn lines() -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new())
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
    fn the_link_says_where_a_long_file_ends() {
        assert_eq!(label(Some("26 rows")), "Download 26 rows as CSV");
        assert_eq!(label(None), "Download up to 50,000 rows as CSV");
    }

    /// How many pieces somebody gets of an endless file that may take so long, and whether it was broken off.
    async fn taken(longest: Duration, pause: Duration) -> (usize, bool) {
        let (sender, mut pieces) = channel(1);
        let clock = Handle::current();
        let writing = tokio::task::spawn_blocking(move || {
            let mut file = File::begin(["Name"], sender, clock, longest)?;
            loop {
                file.add(["x".repeat(PIECE_BYTES)])?;
            }
        });
        let mut count = 0;
        while pieces.recv().await.is_some() {
            count += 1;
            tokio::time::sleep(pause).await;
        }
        let written: Result<(), StoreError> = writing.await.unwrap();
        (count, matches!(written, Err(StoreError::Busy)))
    }

    #[actix_web::test]
    async fn a_file_whose_pieces_are_all_taken_late_is_broken_off() {
        let began = Instant::now();
        let (longest, pause) = (Duration::from_millis(300), Duration::from_millis(50));
        let (count, broken_off) = taken(longest, pause).await;
        assert!(broken_off);
        assert!((2..=9).contains(&count), "{count}");
        assert!(began.elapsed() < SLOWEST, "no piece was waited for in vain");
    }

    #[actix_web::test]
    async fn a_file_that_nobody_takes_any_more_is_not_called_late() {
        let (sender, pieces) = channel(1);
        drop(pieces);
        let clock = Handle::current();
        let writing = tokio::task::spawn_blocking(move || {
            File::begin(["Name"], sender, clock, LONGEST)?.add(["x".repeat(PIECE_BYTES)])
        });
        let written = writing.await.unwrap();
        assert!(matches!(written, Err(StoreError::Failed(_))), "{written:?}");
    }

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
