//! Consign.

pub mod answers;
pub mod domain;
