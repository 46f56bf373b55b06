//! *Opportunities created* and all that is done from there: look at one, clone it, revoke it, download the list.

pub mod clone;
mod closed;
pub mod detail;
pub mod ended;
pub mod more_resellers;
pub mod revoke;
pub mod revoke_several;
pub mod selected;
pub mod table;
