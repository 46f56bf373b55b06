//! The ISV's report: what came of what it granted, by reseller, by product and by opportunity.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::money::Currency;
use crate::store::columns::{AsText, Moment};
use crate::store::opportunities::{TableRow, active_count, folded, rows};
use crate::store::reports::came::came_of;
use crate::store::reports::over_time::{Discounts, Month, discounts, months};
use crate::store::reports::{CHUNK, Days, Figures, MAX_SHOWN, add, counted};
use crate::store::schema::{offer_acceptances, offers, opportunities};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, max, min, sum};
use diesel::prelude::*;
use rust_decimal::Decimal;
use std::collections::HashMap;

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

/// What came of what one reseller was granted for one product.
struct Group {
    reseller: OrganisationId,
    account: AccountId,
    name: String,
    product: ProductId,
    title: String,
    figures: Figures,
}

type Key = (OrganisationId, ProductId);
type Keyed<T> = (AsText<OrganisationId>, AsText<ProductId>, T);

fn groups(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<HashMap<Key, Group>, Error> {
    type Granted = (Option<AsText<OpportunityId>>, i64, Option<i64>, Option<i64>);
    let (reseller, product) = (opportunities::reseller_id, opportunities::product_id);
    let granted: Vec<Keyed<Granted>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .group_by((reseller, product))
        .select((
            reseller,
            product,
            (
                max(opportunities::id),
                count_star(),
                sum(opportunities::uses),
                active_count(now),
            ),
        ))
        .load(c)?;
    let newest: Vec<_> = granted
        .iter()
        .filter_map(|(_, _, (id, ..))| id.clone())
        .collect();
    let mut names = names(c, &newest)?;
    let mut groups = HashMap::new();
    for (reseller, product, (id, created, uses, active)) in granted {
        let Some((name, account, title)) = id.and_then(|id| names.remove(&id.0)) else {
            continue;
        };
        let figures = Figures {
            created: counted(created),
            active: counted(active),
            uses: counted(uses),
            ..Figures::default()
        };
        let group = Group {
            reseller: reseller.0,
            account,
            name,
            product: product.0.clone(),
            title,
            figures,
        };
        groups.insert((reseller.0, product.0), group);
    }
    add_offers(c, scope, days, &mut groups)?;
    add_agreements(c, scope, days, &mut groups)?;
    Ok(groups)
}

/// How reseller and product are called in these opportunities.
fn names(
    c: &mut Conn,
    ids: &[AsText<OpportunityId>],
) -> Result<HashMap<OpportunityId, (String, AccountId, String)>, Error> {
    let mut names = HashMap::with_capacity(ids.len());
    for some in ids.chunks(CHUNK) {
        let found: Vec<(AsText<OpportunityId>, String, AsText<AccountId>, String)> =
            opportunities::table
                .filter(opportunities::id.eq_any(some.to_vec()))
                .select((
                    opportunities::id,
                    opportunities::reseller_name,
                    opportunities::reseller_account,
                    opportunities::product_title,
                ))
                .load(c)?;
        let named = |(id, name, account, title): (AsText<_>, _, AsText<_>, _)| {
            (id.0, (name, account.0, title))
        };
        names.extend(found.into_iter().map(named));
    }
    Ok(names)
}

fn add_offers(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    groups: &mut HashMap<Key, Group>,
) -> Result<(), Error> {
    let (reseller, product) = (opportunities::reseller_id, opportunities::product_id);
    let extended: Vec<Keyed<(i64, Option<Moment>, Option<Moment>)>> = offers::table
        .inner_join(opportunities::table)
        .filter(offers::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .group_by((reseller, product))
        .select((
            reseller,
            product,
            (
                count_star(),
                min(offers::extended_at),
                max(offers::extended_at),
            ),
        ))
        .load(c)?;
    for (reseller, product, (count, first, last)) in extended {
        if let Some(group) = groups.get_mut(&(reseller.0, product.0)) {
            group.figures.offers = counted(count);
            group.figures.first_use = first.map(DateTime::from);
            group.figures.last_use = last.map(DateTime::from);
        }
    }
    Ok(())
}

fn add_agreements(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    groups: &mut HashMap<Key, Group>,
) -> Result<(), Error> {
    let accepted: Vec<Keyed<(AsText<Currency>, Option<AsText<Decimal>>)>> =
        offer_acceptances::table
            .inner_join(offers::table.inner_join(opportunities::table))
            .filter(offers::isv_id.eq(AsText(scope.isv())))
            .filter(opportunities::created_at.ge(days.begin()))
            .filter(opportunities::created_at.lt(days.end()))
            .select((
                opportunities::reseller_id,
                opportunities::product_id,
                (opportunities::currency, offer_acceptances::wholesale_total),
            ))
            .load(c)?;
    for (reseller, product, (currency, wholesale)) in accepted {
        if let Some(group) = groups.get_mut(&(reseller.0, product.0)) {
            group.figures.accepted += 1;
            if let Some(wholesale) = wholesale {
                add(&mut group.figures.wholesale, currency.0, wholesale.0);
            }
        }
    }
    Ok(())
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
        .limit(MAX_SHOWN.into())
        .select(opportunities::id)
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
pub fn each_opportunity<E: From<Error>>(
    c: &mut Conn,
    scope: &IsvScope,
    days: Days,
    now: DateTime<Utc>,
    limit: u32,
    mut receive: impl FnMut(OpportunityFigures) -> Result<(), E>,
) -> Result<(), E> {
    let ids: Vec<AsText<OpportunityId>> = opportunities::table
        .filter(opportunities::isv_id.eq(AsText(scope.isv())))
        .filter(opportunities::created_at.ge(days.begin()))
        .filter(opportunities::created_at.lt(days.end()))
        .order((opportunities::created_at.desc(), opportunities::id.desc()))
        .limit(limit.into())
        .select(opportunities::id)
        .load(c)
        .map_err(Error::from)?;
    for some in ids.chunks(CHUNK) {
        for figures in figures(c, some, now)? {
            receive(figures)?;
        }
    }
    Ok(())
}
