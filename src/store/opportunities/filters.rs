//! Which opportunities the table shows, and in which order.

use crate::domain::catalog::ProductId;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::opportunity::Status;
use crate::store::columns::{AsText, Moment};
use crate::store::conn::MultiBackend;
use crate::store::opportunities::by_status;
use crate::store::opportunities::order::sorted;
use crate::store::opportunities::sought::{Search, looked_for};
use crate::store::opportunities::status::{rank, status_at};
use crate::store::opportunities::subquery::{Among, Counted, ONE};
use crate::store::opportunities::trigrams::{Hits, RESELLER, some_of};
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::opportunities;
use crate::store::scope::Whose;
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use diesel::helper_types::{IntoBoxed, Select};
use diesel::prelude::*;

/// How many are rare: to look them up and to sort them takes a millisecond, and of more one meets some soon in any order.
const RARE: i64 = 200;

/// A column that the table can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortColumn {
    /// Opportunity name.
    Name,
    /// Product name.
    Product,
    /// Reseller name.
    Reseller,
    /// The name of the ISV, which a partner calls the vendor.
    Vendor,
    /// Discount: by percentage; the two kinds that have none come last, whichever way.
    Discount,
    /// Created date.
    Created,
    /// Status, and within each by the last day.
    Status,
    /// Last day; opportunities that have none come last, whichever way.
    LastDay,
}

/// What of the table is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableQuery {
    /// A part of the name, the product, the reseller, for a partner also the vendor, an account ID, or an opportunity's
    /// id; nothing to see all. At most a hundred characters of it count.
    pub search: String,
    /// The statuses to see; none to see all.
    pub statuses: Vec<Status>,
    /// Of one reseller.
    pub reseller: Option<OrganisationId>,
    /// Of one vendor.
    pub vendor: Option<OrganisationId>,
    /// Of one product.
    pub product: Option<ProductId>,
    /// Created on this UTC day or later.
    pub created_from: Option<NaiveDate>,
    /// Created on this UTC day or earlier.
    pub created_to: Option<NaiveDate>,
    /// With this last day or a later one; what has no last day is not among them.
    pub ends_from: Option<NaiveDate>,
    /// With this last day or an earlier one; what has no last day is not among them.
    pub ends_to: Option<NaiveDate>,
    /// By which column it is sorted.
    pub sort: SortColumn,
    /// Whether the other way round.
    pub descending: bool,
    /// Which page, from 1.
    pub page: u32,
    /// How many rows a page has.
    pub per_page: u32,
}

impl Default for TableQuery {
    fn default() -> Self {
        Self {
            search: String::new(),
            statuses: Vec::new(),
            reseller: None,
            vendor: None,
            product: None,
            created_from: None,
            created_to: None,
            ends_from: None,
            ends_to: None,
            sort: SortColumn::Created,
            descending: true,
            page: 1,
            per_page: PageOf::USUAL,
        }
    }
}

impl TableQuery {
    pub(super) fn is_filtered(&self) -> bool {
        !self.statuses.is_empty() || self.is_filtered_by_more_than_status()
    }

    fn is_filtered_by_more_than_status(&self) -> bool {
        !looked_for(&self.search).is_empty() || self.is_filtered_by_columns()
    }

    fn is_filtered_by_columns(&self) -> bool {
        self.reseller.is_some()
            || self.vendor.is_some()
            || self.product.is_some()
            || self.created_from.is_some()
            || self.created_to.is_some()
            || self.ends_from.is_some()
            || self.ends_to.is_some()
    }
}

/// The ids of the opportunities wanted.
pub(super) type Ids<'a> =
    IntoBoxed<'a, Select<opportunities::table, opportunities::id>, MultiBackend>;

/// The ids of all opportunities of theirs, in no order.
pub(super) fn all<'a>(whose: Whose) -> Ids<'a> {
    let ids = opportunities::table.select(opportunities::id).into_boxed();
    match whose {
        Whose::Isv(scope) => ids.filter(opportunities::isv_id.eq(AsText(scope.isv()))),
        Whose::Partner(scope) => ids.filter(opportunities::reseller_id.eq(AsText(scope.partner()))),
    }
}

/// Somebody who looks for opportunities at a moment.
pub(super) struct Looking<'q> {
    whose: Whose,
    wants: &'q TableQuery,
    now: DateTime<Utc>,
    search: Search<OpportunityId>,
    hits: Hits,
}

impl<'q> Looking<'q> {
    pub(super) fn new(
        c: &mut Conn,
        whose: Whose,
        wants: &'q TableQuery,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let search = Search::of(c, whose, &wants.search)?;
        Ok(Self {
            whose,
            wants,
            now,
            hits: Hits::of(c, whose, &search)?,
            search,
        })
    }

    /// Looks up at once what few have of the statuses wanted. Only for who has many opportunities: to meet those few in
    /// another order, one would go through most of the others.
    pub(super) fn with_rare_statuses(mut self, c: &mut Conn) -> Result<Self, Error> {
        let wants = self.wants;
        if matches!(self.search, Search::All)
            && !wants.statuses.is_empty()
            && (wants.sort != SortColumn::Status || wants.is_filtered_by_columns())
        {
            let some = by_status::some(c, (self.whose, wants), self.now, RARE + 1, 0)?;
            if i64::try_from(some.len()).is_ok_and(|found| found <= RARE) {
                self.hits = Hits::Few(some);
            }
        }
        Ok(self)
    }

    /// The ids of the opportunities that the filters leave, in no order.
    pub(super) fn filtered<'a>(&self) -> Ids<'a> {
        let wants = self.wants;
        let mut ids = self.searched();
        if !wants.statuses.is_empty() {
            let ranks: Vec<i32> = wants.statuses.iter().copied().map(rank).collect();
            ids = ids.filter(one_of(status_at(self.now), ranks));
        }
        if let Some(reseller) = wants.reseller {
            ids = match &self.hits {
                Hits::Few(_) => ids.filter(RESELLER.eq(AsText(reseller))),
                Hits::Many | Hits::Unknown => {
                    ids.filter(opportunities::reseller_id.eq(AsText(reseller)))
                }
            };
        }
        if let Some(vendor) = wants.vendor {
            ids = ids.filter(opportunities::isv_id.eq(AsText(vendor)));
        }
        if let Some(product) = &wants.product {
            ids = ids.filter(opportunities::product_id.eq(AsText(product.clone())));
        }
        if let Some(from) = wants.created_from {
            ids = ids.filter(opportunities::created_at.ge(midnight(from)));
        }
        let last = wants.created_to;
        if let Some(after) = last.and_then(|day| day.checked_add_days(Days::new(1))) {
            ids = ids.filter(opportunities::created_at.lt(midnight(after)));
        }
        if let Some(from) = wants.ends_from {
            ids = ids.filter(opportunities::last_day.ge(from));
        }
        if let Some(to) = wants.ends_to {
            ids = ids.filter(opportunities::last_day.le(to));
        }
        ids
    }

    fn searched<'a>(&self) -> Ids<'a> {
        if let Hits::Few(hits) = &self.hits {
            return some_of(self.whose, hits);
        }
        let ids = all(self.whose);
        match &self.search {
            Search::All => ids,
            Search::One(id) => ids.filter(opportunities::id.eq(AsText(*id))),
            Search::Part(sought) => {
                ids.filter(sought.found_in(opportunities::search, opportunities::isv_id))
            }
        }
    }

    /// Some of the ids of the opportunities that the filters leave, in order: so many after so many others.
    pub(super) fn some(
        &self,
        c: &mut Conn,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<AsText<OpportunityId>>, Error> {
        let wants = self.wants;
        if wants.sort == SortColumn::Status && !wants.is_filtered_by_more_than_status() {
            return by_status::some(c, (self.whose, wants), self.now, limit, offset);
        }
        Ok(self.in_order().part(limit, offset).load(c)?)
    }

    /// How many opportunities the filters leave, counted up to `most`.
    pub(super) fn count(&self, c: &mut Conn, most: i64) -> Result<i64, Error> {
        let wants = self.wants;
        // They are what is searched for, or what has the statuses.
        let are_all = wants.statuses.is_empty() || matches!(self.search, Search::All);
        if are_all
            && !wants.is_filtered_by_columns()
            && let Some(counted) = self.hits.count(most)
        {
            return Ok(counted);
        }
        if wants.is_filtered() && !wants.is_filtered_by_more_than_status() {
            return by_status::count(c, (self.whose, wants), self.now, most);
        }
        Ok(Counted(self.filtered().select(ONE).at_most(most)).get_result(c)?)
    }

    /// The ids of the opportunities that the filters leave, in order.
    fn in_order<'a>(&self) -> Ids<'a> {
        let wants = self.wants;
        let is_few = matches!(self.hits, Hits::Few(_));
        let ids = if is_few || wants.sort == SortColumn::Created || !wants.is_filtered() {
            self.filtered()
        } else {
            // The index that has the order lacks what the filters ask for, the index that has it lacks the order: asked
            // for both at once, a database would look up every row.
            all(self.whose).filter(Among(self.filtered()))
        };
        sorted(ids, wants, self.now)
    }
}

/// When a UTC day begins.
pub(in crate::store) fn midnight(day: NaiveDate) -> Moment {
    Moment::from(day.and_time(NaiveTime::MIN).and_utc())
}
