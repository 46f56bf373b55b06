//! Opportunities: made in batches, read whole or as rows of a table, and ended, but never changed.

mod by_status;
pub(in crate::store) mod changes;
mod count;
mod create;
mod ending;
mod filters;
mod find;
mod options;
mod parts;
mod revoke;
mod revoke_all;
mod row;
pub(in crate::store) mod rows;
mod search;
mod siblings;
mod snapshot;
mod sought;
mod status;
mod subquery;
pub mod table;
mod trigrams;
mod used;

pub use count::{count_all, is_name_in_use, names_in_use};
pub use create::{Created, Letters, NewBatch, create_batch};
pub use ending::{
    ENDING_DAYS, Ending, EndsSoon, MAX_COUNTED, MAX_ENDING, ending, ending_for_partner,
};
pub(in crate::store) use filters::midnight;
pub use filters::{SortColumn, TableQuery};
pub use find::{find, find_for_partner};
pub use options::{FilterOptions, MAX_OPTIONS, filter_options, filter_options_for_partner};
pub use revoke::{NewRevocation, RevokeOutcome, end, revoke};
pub use revoke_all::{MAX_AT_ONCE, RevokedAll, revoke_all};
pub use row::TableRow;
pub(in crate::store) use row::rows;
pub use search::folded;
pub use siblings::given_already;
pub use sought::MAX_SEARCH;
pub(in crate::store) use sought::Search;
pub(in crate::store) use status::{active_count, stands};
pub(in crate::store) use subquery::{Counted, ONE};
pub use table::TablePage;
pub(in crate::store) use used::{hold_if, use_once};
pub use used::{obstacle, obstacle_for_isv};

use crate::domain::ids::OrganisationId;
use crate::domain::opportunity::Side;
use crate::store::scope::{IsvScope, PartnerScope};

/// Whose opportunities: those that an ISV granted or those that a partner was granted.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Whose {
    Isv(OrganisationId),
    Partner(OrganisationId),
}

impl Whose {
    /// Which of the two parties that is.
    fn side(self) -> Side {
        match self {
            Self::Isv(_) => Side::Isv,
            Self::Partner(_) => Side::Partner,
        }
    }
}

impl From<&IsvScope> for Whose {
    fn from(scope: &IsvScope) -> Self {
        Self::Isv(scope.isv())
    }
}

impl From<&PartnerScope> for Whose {
    fn from(scope: &PartnerScope) -> Self {
        Self::Partner(scope.partner())
    }
}
