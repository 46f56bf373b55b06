//! E-mails: what they say, how they travel, and the worker that sends them.
//!
//! [`messages`] turns facts into a subject, a text and an HTML part. They are stored in the transaction that made the
//! fact true; [`worker`] takes them from there and hands them to [`transport`]. A crash can repeat a mail, never lose
//! one.

pub mod address;
pub mod messages;
pub mod transport;
pub mod worker;
