//! Many opportunities from a spreadsheet: each row is understood as the answers of a draft of its own, one reseller and
//! one product, and proved by the same [`Journey`](crate::answers::Journey).
//!
//! Nothing here judges terms. What a flat row adds are its words (`single use`, `2027-03-31`, an account ID), and that
//! nothing that was typed is passed over in silence: a price that no line of the product has, a last day without a use.

mod columns;
mod row;
mod sheet;
mod verdict;

pub use columns::{Column, Layout, LayoutFault, REASON, price_heading};
pub use sheet::{Cell, CellFault, Sheet, SheetRow};
pub use verdict::{Before, Check, Outcome, Reason, Verdict, judge, keys, named, names};

/// The most rows of one file: what one press creates, in one transaction of a second or two.
pub const MAX_ROWS: usize = 1_000;
/// The most columns of one file: the plain ones, and a price for every line of all but the largest products.
pub const MAX_COLUMNS: usize = 200;
/// Characters of one cell: more than the longest answer that a row can hold, sixty payments of the largest amounts.
pub const MAX_CELL: usize = 2_000;
/// The most reasons that one row is refused for; of further ones only the number is told.
pub const MAX_REASONS: usize = 5;
