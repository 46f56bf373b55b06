//! The checksum of a copy of the database, in a file beside it as `sha256sum` writes and reads it: what a disk or a journey
//! changes inside of a text leaves the database whole, and shows by nothing else.

use crate::private;
use crate::random::hex;
use crate::store::{Error, backup};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// Where the checksum of a file stands.
pub(in crate::store) fn place(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".sha256");
    name.into()
}

/// Writes a file's checksum beside it, in the place of the one of an earlier file of this name.
///
/// # Errors
/// When the file cannot be read, or the checksum not written.
pub(in crate::store) fn write(file: &Path) -> Result<(), Error> {
    let place = place(file);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let line = format!("{}  {name}\n", of(file)?);
    let unwritten = |error| Error::Failed(format!("{} cannot be made: {error}", place.display()));
    backup::remove(&place)?;
    let mut to = private::make_file(&place).map_err(unwritten)?;
    to.write_all(line.as_bytes()).map_err(unwritten)?;
    to.sync_all().map_err(unwritten)
}

/// Whether what was brought from a file has the checksum that stands beside that file; nothing when none stands there.
///
/// # Errors
/// When one of them cannot be read.
pub(in crate::store) fn is_of(file: &Path, brought: &Path) -> Result<Option<bool>, Error> {
    let place = place(file);
    let line = match std::fs::read_to_string(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        line => line.map_err(|error| unreadable(&place, &error))?,
    };
    let told = line.split_whitespace().next().unwrap_or_default();
    Ok(Some(told.eq_ignore_ascii_case(&of(brought)?)))
}

fn of(file: &Path) -> Result<String, Error> {
    let unreadable = |error| unreadable(file, &error);
    let mut from = BufReader::with_capacity(PIECE, File::open(file).map_err(unreadable)?);
    let mut hasher = Sha256::new();
    loop {
        let piece = from.fill_buf().map_err(unreadable)?;
        if piece.is_empty() {
            return Ok(hex(&hasher.finalize()));
        }
        hasher.update(piece);
        let length = piece.len();
        from.consume(length);
    }
}

fn unreadable(file: &Path, error: &io::Error) -> Error {
    Error::Failed(format!("{} cannot be read: {error}", file.display()))
}
