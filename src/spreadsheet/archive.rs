//! A workbook is a ZIP file, and a small one can become gigabytes. Here it is unpacked once into nothing, with a limit,
//! before any part of it is read: what the file says about its sizes is not believed.

use super::{Fault, styles};
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

/// Parts of a workbook: a handful, and two for each sheet and picture.
const MAX_PARTS: usize = 256;
/// Bytes of the largest part, unpacked: ten times a sheet of a thousand rows.
const MAX_SHEET_BYTES: u64 = 16 * 1024 * 1024;
/// Bytes of any part that is read into memory as a whole, such as the texts that cells share.
const MAX_PART_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes of the part that names styles; each of its few bytes becomes many in memory.
const MAX_STYLE_BYTES: u64 = 512 * 1024;
/// Bytes of all parts.
const MAX_ALL_BYTES: u64 = 24 * 1024 * 1024;

/// Makes sure that a workbook does not become larger than workbooks are.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Unreadable)?;
    if archive.len() > MAX_PARTS {
        return Err(Fault::Bomb);
    }
    let mut all = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Fault::Unreadable)?;
        let name = part.name().map_err(|_| Fault::Unreadable)?.to_lowercase();
        let most = most(&name);
        let mut part = part.take(most + 1);
        let mut styles = Vec::new();
        let unpacked = if is_styles(&name) {
            part.read_to_end(&mut styles)
                .map(|length| u64::try_from(length).unwrap_or(u64::MAX))
        } else {
            copy(&mut part, &mut sink())
        };
        let unpacked = unpacked.map_err(|_| Fault::Unreadable)?;
        all += unpacked;
        if unpacked > most || all > MAX_ALL_BYTES {
            return Err(Fault::Bomb);
        }
        styles::check(&styles)?;
    }
    Ok(())
}

/// Whether a part names styles, by its name in small letters: a reader does not mind how it is written.
fn is_styles(name: &str) -> bool {
    name.contains("styles")
}

fn most(name: &str) -> u64 {
    if is_styles(name) {
        MAX_STYLE_BYTES
    } else if name.contains("worksheets/") {
        MAX_SHEET_BYTES
    } else {
        MAX_PART_BYTES
    }
}
