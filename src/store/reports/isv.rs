//! The ISV's report: what came of what it granted, by reseller, by product and by opportunity.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::store::columns::AsText;
use crate::store::opportunities::{TableRow, folded, rows};
use crate::store::piece::TakePart;
use crate::store::reports::came::came_of;
use crate::store::reports::groups::groups;
use crate::store::reports::over_time::{Discounts, Month, discounts, months};
use crate::store::reports::{CHUNK, Days, Figures, MAX_SHOWN};
use crate::store::schema::opportunities;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use rust_decimal::Decimal;

/// What came of an ISV's opportunities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsvReport {
    /// All together.
    pub total: Figures,
    /// By reseller, those with the most opportunities first.
    pub resellers: Vec<ResellerFigures>,
    /// By product, likewise.
    pub products: Vec<ProductFigures>,
    /// Opportunities with the most uses first, at most [`MAX_SHOWN`].
    pub opportunities: Vec<OpportunityFigures>,
    /// How many were created and used in each month.
    pub months: Vec<Month>,
    /// How the discounts are spread.
    pub discounts: Discounts,
}

/// What came of what one reseller was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResellerFigures {
    /// The reseller.
    pub id: OrganisationId,
    /// Its account ID.
    pub account: AccountId,
    /// The name it had last.
    pub name: String,
    /// The figures.
    pub figures: Figures,
}

/// What came of what was granted for one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductFigures {
    /// The product.
    pub id: ProductId,
    /// The title it had last.
    pub title: String,
    /// The figures.
    pub figures: Figures,
}

/// What came of one opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityFigures {
    /// The opportunity.
    pub row: TableRow,
    /// How many offers were extended from it.
    pub offers: u64,
    /// How many times a buyer's account accepted one.
    pub accepted: u64,
    /// What the partner owes for that, in the opportunity's currency.
    pub wholesale: Decimal,
    /// When the first offer was extended.
    pub first_use: Option<DateTime<Utc>>,
    /// When the last one was.
    pub last_use: Option<DateTime<Utc>>,
}

/// The report of an ISV about what it granted on some days.
///
/// # Errors
/// When the database does not answer.
pub fn isv(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<IsvReport, Error> {
    let groups = groups(c, scope, days, now)?;
    let mut total = Figures::default();
    let mut resellers: Vec<ResellerFigures> = Vec::new();
    let mut products: Vec<ProductFigures> = Vec::new();
    for group in groups.into_values() {
        total.add(&group.figures);
        match resellers.iter_mut().find(|r| r.id == group.reseller) {
            Some(reseller) => reseller.figures.add(&group.figures),
            None => resellers.push(ResellerFigures {
                id: group.reseller,
                account: group.account,
                name: group.name,
                figures: group.figures.clone(),
            }),
        }
        match products.iter_mut().find(|p| p.id == group.product) {
            Some(product) => product.figures.add(&group.figures),
            None => products.push(ProductFigures {
                id: group.product,
                title: group.title,
                figures: group.figures,
            }),
        }
    }
    let most = |figures: &Figures| std::cmp::Reverse(figures.created);
    resellers.sort_by_cached_key(|r| (most(&r.figures), folded(&r.name), r.id));
    products.sort_by_cached_key(|p| (most(&p.figures), folded(&p.title), p.id.clone()));
    Ok(IsvReport {
        total,
        resellers,
        products,
        opportunities: most_used(c, scope, days, now)?,
        months: months(c, scope, days, now)?,
        discounts: discounts(c, scope, days)?,
    })
}

fn most_used(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<Vec<OpportunityFigures>, Error> {
    let ids: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((opportunities::uses.desc(), opportunities::id.desc()))
        .select(opportunities::id)
        .at_most(MAX_SHOWN.into())
        .load(c)?;
    figures(c, &ids, now)
}

fn figures(
    c: &mut Conn,
    ids: &[AsText<OpportunityId>],
    now: DateTime<Utc>,
) -> Result<Vec<OpportunityFigures>, Error> {
    let came = came_of(c, ids)?;
    let figures = |row: TableRow| {
        let came = came.get(&row.id).copied().unwrap_or_default();
        OpportunityFigures {
            offers: came.offers,
            accepted: came.accepted,
            wholesale: came.wholesale,
            first_use: came.first_use,
            last_use: came.last_use,
            row,
        }
    };
    Ok(rows(c, ids, now)?.into_iter().map(figures).collect())
}

/// Hands over what came of each of an ISV's opportunities, newest first, at most `limit` of them.
///
/// # Errors
/// When the database does not answer, or what the receiver returns.
pub fn each_opportunity(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    now: DateTime<Utc>,
    limit: u32,
    mut receive: impl FnMut(OpportunityFigures) -> Result<(), Error>,
) -> Result<(), Error> {
    let ids: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((opportunities::created_at.desc(), opportunities::id.desc()))
        .select(opportunities::id)
        .at_most(limit.into())
        .load(c)?;
    for some in ids.chunks(CHUNK) {
        for figures in figures(c, some, now)? {
            receive(figures)?;
        }
    }
    Ok(())
}
