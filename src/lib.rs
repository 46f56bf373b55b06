//! Consign.

pub mod answers;
pub mod domain;
pub mod random;
pub mod store;
