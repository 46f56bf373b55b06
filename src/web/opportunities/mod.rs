//! Opportunities as both sides see them: the table with its search and filters, what one says, and how it is ended. What
//! a side sees in its own way is told apart by whose opportunities they are.

pub mod beside;
pub mod csv;
pub mod end;
pub mod filters;
pub mod prices;
pub mod query;
pub mod radar;
pub mod sheet;
pub mod table;
pub mod timeline;
mod words;

use crate::domain::ids::{BatchId, OfferId, OpportunityId};
use crate::domain::opportunity::{Opportunity, Side};
use crate::store::opportunities::{self, TablePage, TableQuery, TableRow};
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error as StoreError, batches, offers};
use crate::web::State;
use crate::web::error::Error;
use crate::web::opportunities::beside::Beside;
use crate::web::paths;
use chrono::{DateTime, Utc};

/// Whose opportunities a page shows.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// Those that an ISV granted.
    Isv(IsvScope),
    /// Those that a partner has.
    Partner(PartnerScope),
}

impl From<IsvScope> for Whose {
    fn from(scope: IsvScope) -> Self {
        Self::Isv(scope)
    }
}

impl From<PartnerScope> for Whose {
    fn from(scope: PartnerScope) -> Self {
        Self::Partner(scope)
    }
}

impl Whose {
    /// Which of the two parties looks.
    pub fn side(self) -> Side {
        match self {
            Self::Isv(_) => Side::Isv,
            Self::Partner(_) => Side::Partner,
        }
    }

    /// One of them, whole.
    fn find(self, c: &mut Conn, id: OpportunityId) -> Result<Option<Opportunity>, StoreError> {
        match self {
            Self::Isv(scope) => opportunities::find(c, &scope, id),
            Self::Partner(scope) => opportunities::find_for_partner(c, &scope, id),
        }
    }

    /// Where an id leads that somebody searches for: to an opportunity, an offer, or what was created together. Each side
    /// opens its own, and the ISV alone knows what was created together.
    fn place_of(self, c: &mut Conn, typed: &str) -> Result<Option<String>, StoreError> {
        if let Ok(id) = typed.parse::<OpportunityId>() {
            let found = self.find(c, id)?;
            return Ok(found.map(|_| paths::opportunity(self.side(), id)));
        }
        let (offer, batch) = (typed.parse::<OfferId>(), typed.parse::<BatchId>());
        Ok(match (self, offer, batch) {
            (Self::Isv(scope), Ok(id), _) => {
                offers::find_for_isv(c, &scope, id)?.map(|_| paths::isv_offer(id))
            }
            (Self::Partner(scope), Ok(id), _) => {
                offers::find(c, &scope, id)?.map(|_| paths::partner_offer(id))
            }
            (Self::Isv(scope), Err(_), Ok(id)) => {
                batches::is_of(c, &scope, id)?.then(|| paths::isv_batch(id))
            }
            (Self::Isv(_), Err(_), Err(_)) | (Self::Partner(_), Err(_), _) => None,
        })
    }

    fn page(
        self,
        c: &mut Conn,
        wants: &TableQuery,
        now: DateTime<Utc>,
    ) -> Result<TablePage, StoreError> {
        match self {
            Self::Isv(scope) => opportunities::table::page(c, &scope, wants, now),
            Self::Partner(scope) => opportunities::table::page_for_partner(c, &scope, wants, now),
        }
    }

    fn beside(self, c: &mut Conn, now: DateTime<Utc>) -> Result<Beside, StoreError> {
        Ok(match self {
            Self::Isv(scope) => Beside {
                options: opportunities::filter_options(c, &scope)?,
                ending: opportunities::ending(c, &scope, now)?,
            },
            Self::Partner(scope) => Beside {
                options: opportunities::filter_options_for_partner(c, &scope)?,
                ending: opportunities::ending_for_partner(c, &scope, now)?,
            },
        })
    }

    fn each(
        self,
        c: &mut Conn,
        wants: &TableQuery,
        now: DateTime<Utc>,
        limit: u32,
        receive: impl FnMut(TableRow, u32) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Isv(scope) => opportunities::table::each(c, &scope, wants, now, limit, receive),
            Self::Partner(scope) => {
                opportunities::table::each_for_partner(c, &scope, wants, now, limit, receive)
            }
        }
    }
}

/// The opportunity that an address names. What is another's is not there.
///
/// # Errors
/// Not found.
pub async fn named(
    state: &State,
    whose: impl Into<Whose>,
    typed: &str,
) -> Result<Opportunity, Error> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    find(state, whose, id).await
}

/// The opportunity with an id.
///
/// # Errors
/// Not found.
pub async fn find(
    state: &State,
    whose: impl Into<Whose>,
    id: OpportunityId,
) -> Result<Opportunity, Error> {
    let whose = whose.into();
    let found = state.db.read(move |c| whose.find(c, id)).await?;
    found.ok_or(Error::NotFound)
}
