//! What was read from a file, as text: headings and rows, each with its number as spreadsheets show it.

use super::MAX_CELL;
use crate::domain::money::group_digits;
use serde::{Deserialize, Serialize};

/// Why a cell cannot be read as what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellFault {
    /// It computes something.
    Formula,
    /// It shows an error, such as `#N/A`.
    Error,
    /// It has characters that no text has.
    Control,
    /// It is longer than [`MAX_CELL`].
    Long,
}

impl CellFault {
    /// What to do about it.
    pub fn text(self) -> String {
        match self {
            Self::Formula => "The cell holds a formula – write the value itself",
            Self::Error => "The cell shows an error – write a value",
            Self::Control => "The cell has control characters – type it again",
            Self::Long => {
                return format!(
                    "The cell is longer than {} characters – shorten it",
                    group_digits(MAX_CELL)
                );
            }
        }
        .to_owned()
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// What stands in it, empty or not.
    Text(String),
    /// It cannot be used as it is.
    Bad {
        /// Why.
        fault: CellFault,
        /// As much of it as helps to find it.
        text: String,
    },
}

impl Cell {
    /// A cell with nothing in it.
    pub fn empty() -> Self {
        Self::Text(String::new())
    }

    /// What stands in it, to be shown.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Bad { text, .. } => text,
        }
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Bad { .. } => false,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Its number, as spreadsheets count: the headings are row 1.
    pub number: u32,
    /// Its cells, as many as there are headings.
    pub cells: Vec<Cell>,
    /// Why it was refused, once that is decided: column and text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<super::Reason>,
}

/// What was read from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The first row.
    pub headings: Vec<String>,
    /// All others that are not blank.
    pub rows: Vec<SheetRow>,
}

impl Sheet {
    /// Makes a sheet of rows that may be shorter or longer than the headings. What stands beyond the last heading is
    /// kept, under a heading without a name, so that somebody is told of it.
    pub fn of(mut headings: Vec<String>, rows: Vec<(u32, Vec<Cell>)>) -> Self {
        let filled = |cells: &[Cell]| cells.iter().rposition(|cell| !cell.is_empty());
        let widest = rows
            .iter()
            .filter_map(|(_, cells)| filled(cells))
            .map(|last| last + 1)
            .max()
            .unwrap_or(0);
        let named = headings.iter().rposition(|name| !name.trim().is_empty());
        let width = widest.max(named.map_or(0, |last| last + 1));
        headings.resize(width, String::new());
        let rows = rows
            .into_iter()
            .filter(|(_, cells)| filled(cells).is_some())
            .map(|(number, mut cells)| {
                cells.resize(width, Cell::empty());
                SheetRow {
                    number,
                    cells,
                    reasons: Vec::new(),
                }
            })
            .collect();
        Self { headings, rows }
    }
}
