//! Twenty-one opportunities that have much in common, and what the table shows of them.

use crate::made::{Market, market, percent, today};
use crate::tools::{Store, noon};
use chrono::{DateTime, Days, TimeDelta, Utc};
use consign::domain::discount::{Discount, IndividualPricing, LineRule};
use consign::domain::duration::Duration;
use consign::domain::pricing::{Charge, LineKey};
use consign::domain::terms::Parts;
use consign::store::opportunities::{TableQuery, TableRow, table};

/// Individual Pricing instead of the percentage.
fn individually(mut parts: Parts) -> Parts {
    let products = parts.products.iter().flatten().map(|product| {
        let durations: Vec<_> = product.public_durations().into_iter().take(1).collect();
        let lines = product.dimensions.iter().flat_map(|d| {
            let upfront = durations
                .iter()
                .filter(|u| d.upfront.contains_key(u))
                .map(|u| Charge::Upfront(*u));
            let usage = d.is_usage().then_some(Charge::Usage);
            upfront
                .chain(usage)
                .map(|charge| LineKey {
                    dimension: d.key.clone(),
                    charge,
                })
                .collect::<Vec<_>>()
        });
        let rules = lines
            .map(|key| (key, LineRule::Percent(percent(1000))))
            .collect();
        (product.id.clone(), IndividualPricing { durations, rules })
    });
    let products = products.collect();
    parts.discount = Some(Discount::Individual {
        currency: consign::domain::money::Currency::Usd,
        products,
    });
    parts
}

fn discounted(mut parts: Parts, hundredths: i32) -> Parts {
    if let Some(Discount::Percentage { percent: off, .. }) = &mut parts.discount {
        *off = percent(hundredths);
    }
    parts
}

pub fn until(mut parts: Parts, days: u64) -> Parts {
    parts.duration = Some(Duration::SpecificTime {
        last_day: today() + Days::new(days),
    });
    parts
}

/// Twenty-one opportunities that have much in common.
pub fn fill(store: &Store) -> Market {
    let market = market(store);
    let at = |minutes| noon() + TimeDelta::minutes(minutes);
    let all = |name| market.parts(name, &[0, 1, 2], &[1, 2]);
    market.make(store, discounted(all("100% off_season"), 10_000), at(0));
    market.make(
        store,
        until(discounted(all("100x offXseason"), 0), 5),
        at(1),
    );
    market.make(store, individually(until(all("back\\slash"), 40)), at(1));
    market.make(
        store,
        market.parts("Ökonomie für Zürich", &[1], &[0]),
        at(2),
    );
    market.make(
        store,
        until(market.parts("okonomie", &[1, 2], &[0]), 5),
        at(2),
    );
    market
}

/// The page that the queries of this test ask for.
pub fn all() -> TableQuery {
    TableQuery {
        per_page: 100,
        ..TableQuery::default()
    }
}

pub fn rows_at(
    store: &Store,
    market: &Market,
    wants: &TableQuery,
    now: DateTime<Utc>,
) -> Vec<TableRow> {
    let page = store.read(|c| table::page(c, market.isv.scope, wants, now));
    assert!(page.total_is_exact);
    assert!(page.total >= page.rows.len().try_into().unwrap());
    page.rows
}

pub fn rows(store: &Store, market: &Market, wants: &TableQuery) -> Vec<TableRow> {
    rows_at(store, market, wants, noon())
}
