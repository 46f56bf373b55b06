//! Offers as more than one side shows them: the list with its search and filters, what an offer says, how it is accepted,
//! and the secret in the links that lead buyers to it.

pub mod around;
pub mod link;
pub mod list;
pub mod purchase;
pub mod query;
pub mod sheet;
pub mod total;
