//! What the long lists have in common: an address that says which rows are seen and how, and what stands around the rows.
//! Everything is a link to, or a field of, another address of the same list.

mod around;
mod query;

pub use around::{Chip, Choice, Heading, PerPage, chip, counted, heading, per_page};
pub use query::{Column, Listed, Pairs, Shown, search};
