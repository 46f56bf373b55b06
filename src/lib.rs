//! Consign.

pub mod answers;
pub mod domain;
pub mod mail;
