//! *Opportunities* that a partner has, and what it does with them: look at one, make an offer from it, end it, download the
//! list.

pub mod detail;
pub mod end;
pub mod selected;
pub mod table;
