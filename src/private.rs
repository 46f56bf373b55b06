//! Files and folders that only who runs the program may read: what is kept holds prices, contracts and addresses.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Rights of a folder: its owner's alone.
const FOLDER: u32 = 0o700;
/// Rights of a file: its owner's alone.
const FILE: u32 = 0o600;

/// Makes a folder, and those above it, where they are not there yet; one that is there keeps its rights.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(FOLDER)
        .create(folder)
}

/// Makes an empty file, which must not be there yet.
///
/// # Errors
/// When it is there, or cannot be made.
pub fn make_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE)
        .open(path)
}

/// Makes an empty file unless it is there.
///
/// # Errors
/// When it cannot be made.
pub fn make_file_unless_there(path: &Path) -> io::Result<()> {
    match make_file(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Writes a file, in the place of what it held.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(FILE)
        .open(path)?
        .write_all(bytes)
}
