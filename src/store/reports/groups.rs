//! Figures for each pair of reseller and product, of which those by reseller and by product are made.

use crate::domain::account::AccountId;
use crate::domain::catalog::ProductId;
use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::money::Currency;
use crate::store::columns::{AsText, Moment};
use crate::store::opportunities::active_count;
use crate::store::piece::one_of;
use crate::store::reports::{CHUNK, Days, Figures, add, counted};
use crate::store::schema::{offer_acceptances, offers, opportunities};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, max, min, sum};
use diesel::prelude::*;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What came of what one reseller was granted for one product.
pub(super) struct Group {
    pub(super) reseller: OrganisationId,
    pub(super) account: AccountId,
    pub(super) name: String,
    pub(super) product: ProductId,
    pub(super) title: String,
    pub(super) figures: Figures,
}

type Key = (OrganisationId, ProductId);
type Keyed<T> = (AsText<OrganisationId>, AsText<ProductId>, T);

/// What came of an ISV's opportunities, for each reseller and product.
pub(super) fn groups(
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
                .filter(one_of(opportunities::id, some.to_vec()))
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
    type Extended = (i64, Option<Moment>, Option<Moment>);
    let extended: Vec<Keyed<Extended>> = offers::table
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
    type Accepted = (AsText<Currency>, Option<AsText<Decimal>>);
    let accepted: Vec<Keyed<Accepted>> = offer_acceptances::table
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
