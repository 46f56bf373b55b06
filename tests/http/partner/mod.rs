//! The partner's pages of opportunities.

mod detail;
mod end;
mod list;
