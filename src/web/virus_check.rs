//! The virus check of documents, which one organisation uploads and others open: by clamd, the daemon of ClamAV, where the
//! installation has one.
//!
//! A document that could not be checked is not taken; whoever sent it may send it again.

use crate::domain::agreements::DocumentError;
use crate::web::State;
use crate::web::upload::AnyForm;
use actix_web::HttpRequest;
use actix_web::web::{Data, block};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How long a check may take, waiting for its turn included: a person waits for it, and 10 MiB take clamd a second or two.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Documents that are checked at once; each takes a thread here and one of clamd's.
pub const AT_ONCE: usize = 4;
/// Bytes that are sent together.
const PIECE: usize = 64 * 1024;
/// Bytes of an answer: a line with the name of a virus.
const ANSWER: u64 = 1024;

/// The way to clamd.
#[derive(Clone)]
pub struct VirusCheck {
    address: String,
    turns: Arc<Semaphore>,
}

impl VirusCheck {
    /// By the clamd that listens there, as in `127.0.0.1:3310`.
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Gives back the bytes of a document in which clamd finds nothing.
    ///
    /// # Errors
    /// When it finds something, or does not say in time that it finds nothing.
    async fn examine(&self, bytes: Vec<u8>) -> Result<Vec<u8>, DocumentError> {
        let (address, turns) = (self.address.clone(), Arc::clone(&self.turns));
        let until = Instant::now() + PATIENCE;
        let check = async move {
            let turn = turns.acquire_owned().await.map_err(io::Error::other)?;
            let asked = block(move || {
                let clean = ask(&address, &bytes, until);
                drop(turn);
                clean.map(|clean| clean.then_some(bytes))
            });
            asked.await.map_err(io::Error::other)?
        };
        match tokio::time::timeout(PATIENCE, check).await {
            Ok(Ok(Some(bytes))) => Ok(bytes),
            Ok(Ok(None)) => Err(DocumentError::Infected),
            Ok(Err(error)) => {
                tracing::error!(%error, "clamd did not check a document");
                Err(DocumentError::NotChecked)
            }
            Err(_) => {
                tracing::error!("clamd took too long over a document");
                Err(DocumentError::NotChecked)
            }
        }
    }
}

/// Checks the documents of a form that was sent, where the installation has them checked.
pub async fn examined(request: &HttpRequest, mut form: AnyForm) -> AnyForm {
    let state = request.app_data::<Data<State>>();
    if let Some(check) = state.and_then(|state| state.virus_check.as_ref()) {
        for file in &mut form.files {
            if let Ok(bytes) = &mut file.bytes {
                file.bytes = check.examine(std::mem::take(bytes)).await;
            }
        }
    }
    form
}

/// A connection to clamd on which nothing is waited for any more after a moment, however often it says a little.
struct Line {
    stream: TcpStream,
    until: Instant,
}

impl Line {
    fn to(address: &str, until: Instant) -> io::Result<Self> {
        let mut places = address.to_socket_addrs()?;
        let place = places.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let stream = TcpStream::connect_timeout(&place, left(until)?)?;
        Ok(Self { stream, until })
    }
}

impl Read for Line {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(left(self.until)?))?;
        self.stream.read(bytes)
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(left(self.until)?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// How long there is until then.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        Err(io::ErrorKind::TimedOut.into())
    } else {
        Ok(left)
    }
}

/// Whether clamd finds nothing in these bytes. It is over by then: whoever waited has gone, and others need the thread.
fn ask(address: &str, bytes: &[u8], until: Instant) -> io::Result<bool> {
    let mut clamd = Line::to(address, until)?;
    clamd.write_all(b"zINSTREAM\0")?;
    for piece in bytes.chunks(PIECE) {
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        clamd.write_all(&length.to_be_bytes())?;
        clamd.write_all(piece)?;
    }
    clamd.write_all(&0_u32.to_be_bytes())?;
    let mut answer = Vec::new();
    BufReader::new(clamd)
        .take(ANSWER)
        .read_until(b'\0', &mut answer)?;
    match answer.strip_suffix(b"\0") {
        Some(b"stream: OK") => Ok(true),
        Some(found) if found.ends_with(b" FOUND") => Ok(false),
        _ => Err(io::Error::other(format!(
            "it answered {:?}",
            String::from_utf8_lossy(&answer)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;
    use std::thread::{sleep, spawn};

    const PAUSE: Duration = Duration::from_millis(20);
    const TIME: Duration = Duration::from_millis(300);

    /// How long it takes to ask somebody who does this with whoever calls.
    fn time_to_ask(bytes: &[u8], serve: impl FnOnce(TcpStream) + Send + 'static) -> Duration {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        spawn(move || serve(listener.accept().unwrap().0));
        let began = Instant::now();
        assert!(ask(&address, bytes, began + TIME).is_err());
        began.elapsed()
    }

    fn in_time(took: Duration) -> bool {
        (TIME - PAUSE..TIME + Duration::from_secs(2)).contains(&took)
    }

    #[test]
    fn an_answer_that_comes_letter_by_letter_is_not_waited_for_to_its_end() {
        let took = time_to_ask(b"text", |mut client| {
            while client.write_all(b"x").is_ok() {
                sleep(PAUSE);
            }
        });
        assert!(in_time(took), "{took:?}");
    }

    #[test]
    fn a_document_that_is_taken_bit_by_bit_is_not_sent_to_its_end() {
        let took = time_to_ask(&vec![b'x'; 32 << 20], |mut client| {
            let mut bytes = [0; PIECE];
            while client.read(&mut bytes).is_ok_and(|read| read > 0) {
                sleep(PAUSE);
            }
        });
        assert!(in_time(took), "{took:?}");
    }

    #[test]
    fn what_has_no_time_left_is_not_asked() {
        assert_eq!(
            left(Instant::now()).unwrap_err().kind(),
            io::ErrorKind::TimedOut
        );
    }
}
