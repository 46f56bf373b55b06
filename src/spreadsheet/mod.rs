//! Spreadsheet files: what people upload becomes rows of text, and the template that they fill in is written.
//!
//! Files come from outside. Before anything of a workbook is read it is known how large it becomes, reading stops at the
//! first row too many, and what is kept has a bound of its own, so that no file takes more memory than a page of prices
//! is worth. Nothing here knows what a column means.

mod archive;
mod separated;
mod styles;
mod template;
#[cfg(test)]
mod tests;
mod workbook;

pub use template::{Lists, template_csv, template_xlsx};

use crate::answers::bulk::{Cell, CellFault, MAX_CELL, MAX_ROWS, Sheet};

/// Bytes of an uploaded file: a thousand rows with every column filled take a third of it.
pub const MAX_FILE_BYTES: usize = 2 * 1024 * 1024;
/// Bytes of text that are kept of one file, all cells together.
pub const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is in it, or nothing but headings.
    Empty,
    /// It has more than [`MAX_FILE_BYTES`].
    TooLarge,
    /// What is packed in it would become far larger than any spreadsheet.
    Bomb,
    /// It has more than [`MAX_ROWS`] rows.
    TooManyRows,
    /// Its cells have more text than [`MAX_TEXT_BYTES`].
    TooMuchText,
    /// It is protected by a password, or a workbook of before 2007.
    Protected,
    /// It is damaged, or no spreadsheet at all.
    Unreadable,
    /// It is text, but not UTF-8.
    NotUtf8,
}

impl Fault {
    /// What to do about it.
    pub fn text(self) -> String {
        match self {
            Self::Empty => "The file has no rows below its headings".to_owned(),
            Self::TooLarge => "The file must be smaller than 2 MB".to_owned(),
            Self::Bomb => {
                "The file would unpack to far more than a spreadsheet of 1,000 rows has – save it anew"
                    .to_owned()
            }
            Self::TooManyRows => {
                "The file has more than 1,000 rows – split it into several files".to_owned()
            }
            Self::TooMuchText => "The cells of the file hold too much text – split it".to_owned(),
            Self::Protected => {
                "The file is protected by a password or in an old format – save it as .xlsx without a password"
                    .to_owned()
            }
            Self::Unreadable => {
                "The file is damaged or no spreadsheet – save it as .xlsx or CSV".to_owned()
            }
            Self::NotUtf8 => "The file is not UTF-8 – save it as “CSV UTF-8” or as .xlsx".to_owned(),
        }
    }
}

/// Reads a file, whatever its name says: a workbook by what it begins with, else text.
///
/// # Errors
/// When it is not to be read, or cannot be.
pub fn read(bytes: &[u8]) -> Result<Sheet, Fault> {
    /// What a ZIP file begins with.
    const ZIP: &[u8] = b"PK";
    /// What an encrypted workbook, and one of before 2007, begins with.
    const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.is_empty() {
        return Err(Fault::Empty);
    } else if bytes.len() > MAX_FILE_BYTES {
        return Err(Fault::TooLarge);
    } else if bytes.starts_with(COMPOUND) {
        return Err(Fault::Protected);
    }
    let sheet = if bytes.starts_with(ZIP) {
        archive::check(bytes)?;
        workbook::read(bytes)?
    } else {
        separated::read(bytes)?
    };
    if sheet.rows.is_empty() {
        Err(Fault::Empty)
    } else {
        Ok(sheet)
    }
}

/// The rows read so far, within their bounds.
#[derive(Default)]
struct Kept {
    headings: Vec<String>,
    rows: Vec<(u32, Vec<Cell>)>,
    filled: usize,
    bytes: usize,
}

impl Kept {
    /// Takes the next row, the headings being row 1.
    fn add(&mut self, number: u32, cells: Vec<Cell>) -> Result<(), Fault> {
        self.bytes += cells.iter().map(|cell| cell.shown().len()).sum::<usize>();
        if self.bytes > MAX_TEXT_BYTES {
            return Err(Fault::TooMuchText);
        }
        if number == 1 {
            self.headings = cells
                .into_iter()
                .map(|cell| cell.shown().to_owned())
                .collect();
            return Ok(());
        }
        if cells.iter().all(Cell::is_empty) {
            return Ok(());
        }
        self.filled += 1;
        if self.filled > MAX_ROWS {
            return Err(Fault::TooManyRows);
        }
        self.rows.push((number, cells));
        Ok(())
    }

    fn sheet(self) -> Sheet {
        Sheet::of(self.headings, self.rows)
    }
}

/// A cell of text, judged by its characters and its length.
fn cell(text: String) -> Cell {
    let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let fault = if text.chars().any(hidden) {
        Some(CellFault::Control)
    } else if text.chars().count() > MAX_CELL {
        Some(CellFault::Long)
    } else {
        None
    };
    match fault {
        None => Cell::Text(text),
        Some(fault) => bad(fault, &text),
    }
}

/// A cell that cannot be used, with as much of it as helps to find it.
fn bad(fault: CellFault, text: &str) -> Cell {
    const SHOWN: usize = 100;
    let text = text.chars().filter(|c| !c.is_control()).take(SHOWN);
    Cell::Bad {
        fault,
        text: text.collect(),
    }
}
