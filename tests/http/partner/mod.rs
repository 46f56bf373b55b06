//! The partner's side.

mod detail;
mod end;
mod list;
pub mod wizard;
