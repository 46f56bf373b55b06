//! Text files: cells separated by commas, semicolons or tabs.

use super::{Fault, Kept, bad, cell};
use crate::answers::bulk::{Cell, CellFault, MAX_COLUMNS, MAX_ROWS, Sheet};
use csv::{ReaderBuilder, StringRecord};

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// What our own downloads put an apostrophe before, so that no spreadsheet runs it.
const RUN: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Reads the rows of a text file.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::NotUtf8)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.contains('\0') {
        return Err(Fault::Unreadable);
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let (mut kept, mut record) = (Kept::default(), StringRecord::new());
    let (mut number, mut line) = (0, 1);
    while reader
        .read_record(&mut record)
        .map_err(|_| Fault::Unreadable)?
    {
        let next = reader.position().line();
        number += 1 + blank_lines(&record, next.saturating_sub(line), number == 0);
        line = next;
        // Blank lines count as rows do in a spreadsheet; a file of nothing else has no end worth waiting for.
        if kept.rows.len() > MAX_ROWS {
            return Err(Fault::TooManyRows);
        }
        if record.len() > MAX_COLUMNS + 1 {
            record.truncate(MAX_COLUMNS + 1);
        }
        kept.add(number, record.iter().map(text_cell).collect())?;
    }
    Ok(kept.sheet())
}

/// What stands most often in the first line, outside of quotes.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ => {
                let pairs = SEPARATORS.iter().zip(&mut counts);
                for (_, count) in pairs.filter(|(each, _)| **each == byte && !quoted) {
                    *count += 1;
                }
            }
        }
    }
    let pairs = SEPARATORS.into_iter().zip(counts);
    // Of equals the first: a file with one column has commas as well as anything.
    pairs
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(each, _)| each)
}

/// Lines without anything that were passed over before this row, so that it keeps the number it has in a spreadsheet.
/// Those before the headings do not count.
fn blank_lines(record: &StringRecord, lines: u64, is_first: bool) -> u32 {
    let inside: usize = record.iter().map(|text| text.matches('\n').count()).sum();
    let inside = u64::try_from(inside).unwrap_or(u64::MAX);
    let blank = lines.saturating_sub(inside).saturating_sub(1);
    if is_first {
        0
    } else {
        u32::try_from(blank).unwrap_or(u32::MAX)
    }
}

fn text_cell(typed: &str) -> Cell {
    let text = match typed.strip_prefix('\'') {
        Some(rest) if rest.starts_with(RUN) => rest,
        Some(_) | None => typed,
    };
    if text.trim_start().starts_with('=') {
        bad(CellFault::Formula, text)
    } else {
        cell(text.to_owned())
    }
}
