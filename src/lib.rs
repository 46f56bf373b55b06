//! Consign.

pub mod answers;
pub mod domain;
pub mod mail;
pub mod random;
pub mod store;
