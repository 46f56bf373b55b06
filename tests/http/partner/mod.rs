//! The partner's side.

pub mod wizard;
