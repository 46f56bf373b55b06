//! What ends soon: the first that both parties should look at.

use crate::domain::ids::OpportunityId;
use crate::domain::opportunity::Status;
use crate::store::columns::AsText;
use crate::store::opportunities::status::{standing_so, until};
use crate::store::opportunities::subquery::{Beside, Counted, ONE};
use crate::store::piece::{Piece, TakePart};
use crate::store::schema::opportunities;
use crate::store::scope::Whose;
use crate::store::{Conn, Error};
use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;

/// How many days ahead is soon.
pub const ENDING_DAYS: u64 = 30;
/// How many are shown; the list has the rest.
pub const MAX_ENDING: usize = 5;
/// How far they are counted: who has more looks at the list, and counting must not cost more than the page.
pub const MAX_COUNTED: u64 = 100;

/// What ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The first, soonest first.
    pub first: Vec<EndsSoon>,
    /// How many there are, counted up to [`MAX_COUNTED`].
    pub total: u64,
    /// Whether that is all of them.
    pub total_is_exact: bool,
}

/// An opportunity that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndsSoon {
    /// Its id.
    pub id: OpportunityId,
    /// Its name.
    pub name: String,
    /// The product's title at creation.
    pub product: String,
    /// The other party's name at creation.
    pub party: String,
    /// Its last day.
    pub last_day: NaiveDate,
}

/// Its id, name, product, other party and last day, and how many there are.
type Row = (
    AsText<OpportunityId>,
    String,
    String,
    String,
    NaiveDate,
    i64,
);

/// Which of somebody's active opportunities end within [`ENDING_DAYS`].
///
/// # Errors
/// When the database does not answer.
pub fn ending(c: &mut Conn, whose: impl Into<Whose>, now: DateTime<Utc>) -> Result<Ending, Error> {
    let whose = whose.into();
    let today = now.date_naive();
    let latest = today.checked_add_days(Days::new(ENDING_DAYS));
    let soon =
        || standing_so(whose, Status::Active, now).filter(until().le(latest.unwrap_or(today)));
    let first = i64::try_from(MAX_ENDING).unwrap_or(i64::MAX);
    let most = i64::try_from(MAX_COUNTED).unwrap_or(i64::MAX);
    let party: Piece<Text> = match whose {
        Whose::Isv(_) => Piece::fixed("opportunities.reseller_name"),
        Whose::Partner(_) => Piece::fixed("opportunities.isv_name"),
    };
    let found: Vec<Row> = soon()
        .select((
            opportunities::id,
            opportunities::name,
            opportunities::product_title,
            party,
            until(),
            Beside(Counted(soon().select(ONE).at_most(most + 1))),
        ))
        .order_by((until(), opportunities::id))
        .at_most(first)
        .load(c)?;
    let counted = found.first().map_or(0, |(.., counted)| *counted);
    let counted = u64::try_from(counted).unwrap_or(0);
    let ends_soon = |(id, name, product, party, last_day, _): Row| EndsSoon {
        id: id.0,
        name,
        product,
        party,
        last_day,
    };
    Ok(Ending {
        first: found.into_iter().map(ends_soon).collect(),
        total: counted.min(MAX_COUNTED),
        total_is_exact: counted <= MAX_COUNTED,
    })
}
