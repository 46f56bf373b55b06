//! Private offers: drafted, extended, read by each side as far as it may know them, accepted, and ended; never changed
//! otherwise.

mod accept;
mod accepted;
mod change;
mod contract;
pub mod drafts;
mod extend;
mod find;
mod made;
mod parts;
pub mod table;

pub use accept::{Accepted, NewAcceptance, accept_as_buyer, accept_as_partner, quote};
pub use change::{MAX_LINKS, Moved, add_link, cancel, is_link_of, move_expiry};
pub use contract::{accept_contract, contract_acceptance, withdraw_contract};
pub use extend::{Extended, Letters, NewOffer, extend};
pub use find::{find, find_for_buyer, find_for_isv, open_link};
pub use made::{Made, last_of, of_draft};
