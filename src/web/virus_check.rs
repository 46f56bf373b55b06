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
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a check may take, waiting for its turn included: a person waits for it, and 10 MiB take clamd a second or two.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Documents that are checked at once; each takes a thread here and one of clamd's.
const AT_ONCE: usize = 4;
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
        let check = async move {
            let turn = turns.acquire_owned().await.map_err(io::Error::other)?;
            let asked = block(move || {
                let clean = ask(&address, &bytes);
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

/// Whether clamd finds nothing in these bytes.
fn ask(address: &str, bytes: &[u8]) -> io::Result<bool> {
    let mut places = address.to_socket_addrs()?;
    let place = places.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
    let mut clamd = TcpStream::connect_timeout(&place, PATIENCE)?;
    clamd.set_read_timeout(Some(PATIENCE))?;
    clamd.set_write_timeout(Some(PATIENCE))?;
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
