//! Offers as more than one side shows them: the list with its search and filters, what an offer says, what happened to
//! it, and how it is accepted.

pub mod around;
pub mod list;
pub mod purchase;
pub mod query;
pub mod sheet;
pub mod timeline;
pub mod total;
