//! Workbooks (`.xlsx`): the first sheet, cell by cell, as the text that people see.

use super::{Fault, Kept, bad, cell};
use crate::answers::bulk::{Cell, CellFault, MAX_COLUMNS, MAX_ROWS, Sheet};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Rows below the headings after which nothing is looked for: blank rows between others count as rows here.
const LAST_ROW: u32 = 20_000;

/// Where a cell stands, counted from 0.
type Position = (u32, u32);

/// What people see beside the number of a cell. `$` is not looked for: formats mean the reader's own currency by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Mark {
    #[default]
    Nothing,
    /// In such cells 0.125 is 12.5 %.
    Percent,
    Euro,
    Pound,
    Yen,
}

impl Mark {
    /// The mark that a number's format puts beside it.
    fn of_format(code: &str) -> Self {
        if code.contains('%') {
            Self::Percent
        } else if code.contains('€') || code.contains("EUR") {
            Self::Euro
        } else if code.contains('£') || code.contains("GBP") {
            Self::Pound
        } else if code.contains('¥') || code.contains("JPY") {
            Self::Yen
        } else {
            Self::Nothing
        }
    }
}

/// For each row, counted from 0, the marks of its cells. A sheet can have styles in far more cells than it has text, so each
/// takes a byte and no more.
#[derive(Default)]
struct Marks(BTreeMap<u32, [Mark; MAX_COLUMNS]>);

impl Marks {
    fn add(&mut self, (row, column): Position, mark: Mark) {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let cells = self.0.entry(row).or_insert([Mark::Nothing; MAX_COLUMNS]);
        if let Some(cell) = cells.get_mut(column) {
            *cell = mark;
        }
    }

    fn at(&self, (row, column): Position) -> Mark {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let cells = self.0.get(&row);
        cells
            .and_then(|cells| cells.get(column))
            .copied()
            .unwrap_or_default()
    }
}

/// Reads the rows of the first sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::Unreadable)?;
    let name = book.sheet_names().into_iter().next();
    let name = name.ok_or(Fault::Unreadable)?;
    let marks = marks(&mut book, &name)?;
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|_| Fault::Unreadable)?;
    let mut rows = Rows::default();
    while let Some(found) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| Fault::Unreadable)?
    {
        let value = match found.formula {
            Some(_) => bad(CellFault::Formula, &shown(&found.value, Mark::Nothing)),
            None => read_cell(&found.value, marks.at(found.pos)),
        };
        if !value.is_empty() {
            rows.put(found.pos, value)?;
        }
    }
    rows.end()
}

/// Looks for the cells that show something beside their numbers.
fn marks(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Marks, Fault> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|_| Fault::Unreadable)?;
    let styles: Vec<Mark> = cells
        .styles()
        .iter()
        .map(|style| {
            let format = style.number_format.as_ref();
            format.map_or(Mark::Nothing, |format| Mark::of_format(&format.format_code))
        })
        .collect();
    let mut found = Marks::default();
    if styles.iter().all(|mark| *mark == Mark::Nothing) {
        return Ok(found);
    }
    while let Some((row, column, style)) = cells.next_style_id().map_err(|_| Fault::Unreadable)? {
        if row > LAST_ROW {
            break;
        }
        let mark = styles.get(style).copied().unwrap_or_default();
        if mark != Mark::Nothing {
            found.add((row, column), mark);
        }
    }
    Ok(found)
}

/// The rows as cells come: from left to right and from top to bottom, with gaps.
#[derive(Default)]
struct Rows {
    kept: Kept,
    number: u32,
    cells: Vec<Cell>,
}

impl Rows {
    fn put(&mut self, (row, column): Position, value: Cell) -> Result<(), Fault> {
        let number = row.saturating_add(1);
        if number > LAST_ROW {
            return Err(Fault::TooManyRows);
        }
        if number != self.number {
            self.finish()?;
            // A file that goes back to an earlier row was written by no spreadsheet.
            if number < self.number {
                return Err(Fault::Unreadable);
            }
            self.number = number;
        }
        // One column too many is enough to be told so.
        let column = usize::try_from(column)
            .unwrap_or(usize::MAX)
            .min(MAX_COLUMNS);
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::empty());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Fault> {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            Ok(())
        } else {
            self.kept.add(self.number, cells)
        }
    }

    fn end(mut self) -> Result<Sheet, Fault> {
        self.finish()?;
        debug_assert!(self.kept.rows.len() <= MAX_ROWS);
        Ok(self.kept.sheet())
    }
}

fn read_cell(value: &DataRef<'_>, mark: Mark) -> Cell {
    match value {
        DataRef::Error(error) => bad(CellFault::Error, &error.to_string()),
        DataRef::Int(_)
        | DataRef::Float(_)
        | DataRef::String(_)
        | DataRef::SharedString(_)
        | DataRef::Bool(_)
        | DataRef::DateTime(_)
        | DataRef::DateTimeIso(_)
        | DataRef::DurationIso(_)
        | DataRef::Empty => cell(shown(value, mark)),
    }
}

/// A value as people see it.
fn shown(value: &DataRef<'_>, mark: Mark) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number, mark),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(moment) => moment.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(length) => length.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A number with the fifteen digits that spreadsheets show, so that 0.1 + 0.2 is 0.3 and an account ID keeps its twelve.
fn float(number: f64, mark: Mark) -> String {
    let rounded = format!("{number:.14e}");
    let Ok(exact) = Decimal::from_scientific(&rounded) else {
        return number.to_string();
    };
    let plain = exact.normalize();
    match mark {
        Mark::Nothing => plain.to_string(),
        Mark::Percent => {
            let of_hundred = exact.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(exact);
            format!("{}%", of_hundred.normalize())
        }
        Mark::Euro => format!("€{plain}"),
        Mark::Pound => format!("£{plain}"),
        Mark::Yen => format!("¥{plain}"),
    }
}

fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
