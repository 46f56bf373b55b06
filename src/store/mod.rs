//! The database: domain values in, domain values out. Nothing else knows SQL.
//!
//! [`Db`] is the door. Every noun has its file of functions that take a connection and, where rows belong to somebody,
//! a [`scope`]. Moments come from outside: nothing here asks for the time, and nothing reads back what it just wrote.
//! What a user may cause (a stale version, something that is not there) is a value, never an [`Error`].

pub mod authorizations;
pub mod backup;
pub mod batches;
pub mod bulk;
pub mod catalogue;
mod checksum;
pub mod columns;
mod conn;
mod db;
pub mod documents;
pub mod drafts;
mod error;
pub mod events;
pub mod imported;
mod insert;
pub mod invitations;
pub mod known_browsers;
mod migrations;
pub mod money;
pub mod notices;
pub mod notifications;
pub mod offers;
pub mod opportunities;
pub mod organisations;
pub mod outbox;
mod page_of;
pub mod passwords;
mod piece;
mod pool;
pub mod products;
pub mod reports;
pub mod resellers;
pub mod schema;
pub mod scope;
pub mod second_steps;
#[cfg(feature = "postgres")]
mod server;
pub mod sessions;
pub mod term_requests;
mod threads;
pub mod throttle;
mod transaction;
pub mod users;
pub mod vendors;
mod writers;

pub use conn::Conn;
pub use db::{Db, FILE_READERS, POOL_WAIT};
pub use error::Error;
pub use page_of::PageOf;
pub use transaction::savepoint;
