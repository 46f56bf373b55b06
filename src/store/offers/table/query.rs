//! What of a table of offers is wanted, and the offers that it leaves, in its order.

use crate::domain::ids::{OfferId, OpportunityId};
use crate::domain::offer::OfferStatus;
use crate::store::columns::{AsText, lower};
use crate::store::conn::MultiBackend;
use crate::store::opportunities::Search;
use crate::store::piece::Piece;
use crate::store::schema::{offers, opportunities};
use crate::store::scope::Whose;
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, Utc};
use diesel::helper_types::{InnerJoin, IntoBoxed, Select};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// A column that a table of offers can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferSort {
    /// Offer name.
    Name,
    /// Product name.
    Product,
    /// The other side: the vendor for a partner, the partner for an ISV.
    Counterparty,
    /// When it was extended.
    Extended,
    /// Its expiry date.
    Expires,
    /// How many of the buyer's accounts accepted it.
    Accepted,
}

/// What of a table of offers is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferQuery {
    /// A part of the name, the product, the other side, an account ID or the offer's id; nothing to see all.
    pub search: String,
    /// The statuses to see; none to see all.
    pub statuses: Vec<OfferStatus>,
    /// Made from one opportunity.
    pub opportunity: Option<OpportunityId>,
    /// By which column it is sorted.
    pub sort: OfferSort,
    /// Whether the other way round.
    pub descending: bool,
    /// Which page, from 1.
    pub page: u32,
    /// How many rows a page has.
    pub per_page: u32,
}

impl Default for OfferQuery {
    fn default() -> Self {
        Self {
            search: String::new(),
            statuses: Vec::new(),
            opportunity: None,
            sort: OfferSort::Extended,
            descending: true,
            page: 1,
            per_page: PageOf::USUAL,
        }
    }
}

/// The ids of offers, each with the opportunity it was made from.
pub(super) type Ids<'a> =
    IntoBoxed<'a, Select<InnerJoin<offers::table, opportunities::table>, offers::id>, MultiBackend>;

/// Somebody who looks for offers at a moment.
pub(super) struct Looking<'q> {
    whose: Whose,
    wants: &'q OfferQuery,
    now: DateTime<Utc>,
    search: Search<OfferId>,
}

impl<'q> Looking<'q> {
    pub(super) fn new(
        c: &mut Conn,
        whose: Whose,
        wants: &'q OfferQuery,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        Ok(Self {
            whose,
            wants,
            now,
            search: Search::of(c, whose, &wants.search)?,
        })
    }

    /// The ids of the offers that the filters leave, in no order.
    pub(super) fn filtered<'a>(&self) -> Ids<'a> {
        let wants = self.wants;
        let mut ids = self.searched();
        if let Some(opportunity) = wants.opportunity {
            ids = ids.filter(offers::opportunity_id.eq(AsText(opportunity)));
        }
        // The same rule as `OfferStatus::at`: open until the end of the expiry date in UTC.
        let today = self.now.date_naive();
        let active = wants.statuses.contains(&OfferStatus::Active);
        match (active, wants.statuses.contains(&OfferStatus::Expired)) {
            (true, false) => ids.filter(offers::expires_on.ge(today)),
            (false, true) => ids.filter(offers::expires_on.lt(today)),
            (true, true) | (false, false) => ids,
        }
    }

    /// The same in order.
    pub(super) fn wanted_ids<'a>(&self) -> Ids<'a> {
        sorted(self.filtered(), self.whose, self.wants)
    }

    fn searched<'a>(&self) -> Ids<'a> {
        let all = offers::table
            .inner_join(opportunities::table)
            .select(offers::id)
            .into_boxed();
        let ids: Ids<'a> = match self.whose {
            Whose::Isv(scope) => all.filter(offers::isv_id.eq(AsText(scope.isv()))),
            Whose::Partner(scope) => all.filter(offers::partner_id.eq(AsText(scope.partner()))),
        };
        match &self.search {
            Search::All => ids,
            Search::One(id) => ids.filter(offers::id.eq(AsText(*id))),
            Search::Part(sought) => ids.filter(sought.found_in(offers::search, offers::isv_id)),
        }
    }
}

/// How many accounts accepted an offer.
fn acceptances() -> Piece<BigInt> {
    Piece::fixed(
        "(SELECT COUNT(*) FROM offer_acceptances WHERE offer_acceptances.offer_id = offers.id)",
    )
}

/// Puts them in order. The id, last, keeps rows that are otherwise alike from changing places between two pages.
fn sorted<'a>(ids: Ids<'a>, whose: Whose, wants: &OfferQuery) -> Ids<'a> {
    use offers::{expires_on, extended_at, id, name};
    use opportunities::{isv_name, product_title, reseller_name};
    if wants.descending {
        match (wants.sort, whose) {
            (OfferSort::Name, _) => ids.order_by((lower(name).desc(), id.desc())),
            (OfferSort::Product, _) => ids.order_by((lower(product_title).desc(), id.desc())),
            (OfferSort::Counterparty, Whose::Isv(_)) => {
                ids.order_by((lower(reseller_name).desc(), id.desc()))
            }
            (OfferSort::Counterparty, Whose::Partner(_)) => {
                ids.order_by((lower(isv_name).desc(), id.desc()))
            }
            (OfferSort::Extended, _) => ids.order_by((extended_at.desc(), id.desc())),
            (OfferSort::Expires, _) => ids.order_by((expires_on.desc(), id.desc())),
            (OfferSort::Accepted, _) => ids.order_by((acceptances().desc(), id.desc())),
        }
    } else {
        match (wants.sort, whose) {
            (OfferSort::Name, _) => ids.order_by((lower(name), id)),
            (OfferSort::Product, _) => ids.order_by((lower(product_title), id)),
            (OfferSort::Counterparty, Whose::Isv(_)) => ids.order_by((lower(reseller_name), id)),
            (OfferSort::Counterparty, Whose::Partner(_)) => ids.order_by((lower(isv_name), id)),
            (OfferSort::Extended, _) => ids.order_by((extended_at, id)),
            (OfferSort::Expires, _) => ids.order_by((expires_on, id)),
            (OfferSort::Accepted, _) => ids.order_by((acceptances(), id)),
        }
    }
}
