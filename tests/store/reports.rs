//! Reports: sums counted by hand, each currency for itself, and nobody's but one's own.

use crate::made::{Market, market};
use crate::sold::Sale;
use crate::tools::{Store, noon};
use chrono::{DateTime, TimeDelta, Utc};
use consign::domain::discount::Discount;
use consign::domain::ids::OpportunityId;
use consign::domain::money::{Currency, Percent};
use consign::domain::opportunity::Opportunity;
use consign::store::opportunities::{NewRevocation, find_for_partner, revoke};
use consign::store::reports::{
    self, Days, Discounts, MAX_SHOWN, Sums, each_agreement, each_offer, each_opportunity, each_sold,
};
use consign::store::scope::PartnerScope;
use consign::store::{Conn, Error};
use rust_decimal::Decimal;

on_both_databases!(
    sums_are_those_counted_by_hand,
    money_of_different_currencies_is_never_added,
    days_are_whole_and_in_utc,
    lists_are_bounded_and_files_are_not,
    discounts_fall_into_steps,
);

fn at(days: i64) -> DateTime<Utc> {
    noon() + TimeDelta::days(days)
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn sums(pairs: &[(Currency, &str)]) -> Sums {
    pairs
        .iter()
        .map(|(currency, sum)| (*currency, decimal(sum)))
        .collect()
}

/// Two opportunities for the first reseller and one for the second, used five times.
fn trade(store: &Store) -> (Market, Vec<OpportunityId>) {
    let market = market(store);
    market.partner(store, 1);
    let mut ids = market
        .make(store, market.parts("First", &[0, 1], &[1]), at(0))
        .opportunities;
    ids.extend(
        market
            .make(store, market.parts("Second", &[0], &[0]), at(5))
            .opportunities,
    );
    (market, ids)
}

fn sell(store: &Store, id: OpportunityId, day: i64, accepted: &[(&str, Option<(&str, &str)>)]) {
    let id = id.to_string();
    let sale = Sale {
        accepted,
        ..Sale::of(&id, at(day))
    };
    store.write(|c| sale.write(c));
}

fn sums_are_those_counted_by_hand(store: &Store) {
    let (market, ids) = trade(store);
    let (_, scope) = market.partner(store, 0);
    // 0.1 and 0.2 are what floating numbers get wrong.
    let (a, b, c) = ("100000000001", "100000000002", "100000000003");
    sell(
        store,
        ids[0],
        1,
        &[(a, Some(("0.1", "1.5"))), (b, Some(("0.2", "1.25")))],
    );
    sell(store, ids[0], 3, &[(c, None)]);
    sell(store, ids[1], 2, &[(a, Some(("7", "70")))]);
    sell(store, ids[2], 6, &[(a, Some(("1000000.05", "1000000.06")))]);
    sell(store, ids[2], 7, &[]);
    let revocation = NewRevocation {
        opportunity: ids[0],
        by: &market.isv.user,
        reason: None,
        letters: Vec::new(),
    };
    store.write(|c| revoke(c, &market.isv.scope, &revocation, at(8)));
    let report = store.read(|c| reports::isv(c, &market.isv.scope, Days::default(), at(9)));
    let total = &report.total;
    assert_eq!(
        (total.created, total.active, total.uses),
        (3, 2, 5),
        "{total:?}"
    );
    assert_eq!((total.offers, total.accepted), (5, 5));
    assert_eq!(total.wholesale, sums(&[(Currency::Usd, "1000007.35")]));
    assert_eq!(
        (total.first_use, total.last_use),
        (Some(at(1)), Some(at(7)))
    );
    let resellers: Vec<_> = report
        .resellers
        .iter()
        .map(|r| {
            (
                r.name.as_str(),
                r.figures.created,
                r.figures.wholesale.clone(),
            )
        })
        .collect();
    let usd = |sum| sums(&[(Currency::Usd, sum)]);
    assert_eq!(
        resellers,
        [
            ("Contoso Consulting", 2, usd("1000000.35")),
            ("Übersee Händler", 1, usd("7"))
        ]
    );
    let products: Vec<_> = report
        .products
        .iter()
        .map(|p| (p.id.as_str(), p.figures.offers, p.figures.wholesale.clone()))
        .collect();
    assert_eq!(
        products,
        [
            ("prod-log.stream_1", 3, usd("7.3")),
            ("prod-vault", 2, usd("1000000.05"))
        ]
    );
    of_the_first(&report, ids[0]);
    the_partners_sums(store, &ids, &scope);
}

fn of_the_first(report: &reports::IsvReport, id: OpportunityId) {
    let first = report.opportunities.iter().find(|o| o.row.id == id);
    let first = first.unwrap();
    assert_eq!((first.offers, first.accepted), (2, 3));
    assert_eq!(first.wholesale, decimal("0.3"));
    assert_eq!(
        (first.first_use, first.last_use),
        (Some(at(1)), Some(at(3)))
    );
    let months: Vec<_> = report.months.iter().map(|m| (m.created, m.used)).collect();
    assert_eq!(months[10], (3, 5), "all in November");
    assert_eq!(months[11], (0, 0), "nothing yet in December");
    assert_eq!(months[..10], [(0, 0); 10]);
}

fn the_partners_sums(store: &Store, ids: &[OpportunityId], scope: &PartnerScope) {
    let usd = |sum| sums(&[(Currency::Usd, sum)]);
    let sold = store.read(|c| reports::partner(c, scope, Days::default(), at(9)));
    let total = &sold.total;
    assert_eq!((total.created, total.active, total.uses), (2, 1, 4));
    assert_eq!((total.offers, total.accepted), (4, 4));
    assert_eq!(total.purchase, usd("1000002.81"));
    assert_eq!(total.margin(), usd("2.46"));
    let mut seen = Vec::new();
    let all: Result<(), Error> = store.db.read_now(|c| {
        each_sold(c, scope, Days::default(), at(9), 100, |sold| {
            seen.push((sold.row.id, sold.purchase, sold.margin()));
            Ok(())
        })
    });
    all.unwrap();
    assert_eq!(
        seen,
        [
            (ids[2], decimal("1000000.06"), decimal("0.01")),
            (ids[0], decimal("2.75"), decimal("2.45"))
        ]
    );
}

fn opportunity(store: &Store, market: &Market, id: OpportunityId) -> Opportunity {
    let (_, scope) = market.partner(store, 2);
    store.read(|c| find_for_partner(c, &scope, id)).unwrap()
}

fn money_of_different_currencies_is_never_added(store: &Store) {
    let market = market(store);
    let ids = market
        .make(store, market.parts("Both", &[2], &[1, 2]), at(0))
        .opportunities;
    assert_eq!(
        opportunity(store, &market, ids[0]).prices.currency,
        Currency::Usd
    );
    let change = format!(
        "UPDATE opportunities SET currency = 'JPY' WHERE id = '{}'",
        ids[1]
    );
    store.write(|c: &mut Conn| {
        use diesel::connection::SimpleConnection;
        Ok(c.batch_execute(&change)?)
    });
    for id in &ids {
        sell(store, *id, 1, &[("100000000001", Some(("5", "8")))]);
    }
    let expected = sums(&[(Currency::Usd, "5"), (Currency::Jpy, "5")]);
    let report = store.read(|c| reports::isv(c, &market.isv.scope, Days::default(), at(2)));
    assert_eq!(report.total.wholesale, expected);
    assert_eq!(report.resellers[0].figures.wholesale, expected);
}

fn days_are_whole_and_in_utc(store: &Store) {
    let (market, ids) = trade(store);
    market.partner(store, 0);
    sell(store, ids[0], 9, &[]);
    let created = |from: Option<&str>, to: Option<&str>| {
        let day = |text: &str| text.parse().unwrap();
        let days = Days {
            from: from.map(day),
            to: to.map(day),
        };
        let total = store
            .read(|c| reports::isv(c, &market.isv.scope, days, at(20)))
            .total;
        let offers = total.offers;
        (total.created, offers)
    };
    assert_eq!(created(None, None), (3, 1));
    assert_eq!(created(Some("2026-11-22"), Some("2026-11-22")), (2, 1));
    assert_eq!(created(Some("2026-11-23"), None), (1, 0));
    assert_eq!(created(None, Some("2026-11-21")), (0, 0));
    assert_eq!(created(Some("0001-01-01"), Some("9999-12-31")), (3, 1));
}

fn lists_are_bounded_and_files_are_not(store: &Store) {
    let market = market(store);
    let (_, scope) = market.partner(store, 0);
    let mut ids = Vec::new();
    while ids.len() <= usize::try_from(MAX_SHOWN).unwrap() {
        let parts = market.parts("Spring", &[0], &[1, 2]);
        ids.extend(market.make(store, parts, at(0)).opportunities);
    }
    sell(store, ids[3], 1, &[("100000000001", None)]);
    let days = Days::default();
    let report = store.read(|c| reports::isv(c, &market.isv.scope, days, at(2)));
    assert_eq!(
        report.opportunities.len(),
        usize::try_from(MAX_SHOWN).unwrap()
    );
    assert_eq!(
        report.opportunities[0].row.id, ids[3],
        "the most used first"
    );
    let sold = store.read(|c| reports::partner(c, &scope, days, at(2)));
    assert_eq!(
        sold.opportunities.len(),
        usize::try_from(MAX_SHOWN).unwrap()
    );
    let mut counts = [0_usize; 3];
    let all: Result<(), Error> = store.db.read_now(|c| {
        each_opportunity(c, &market.isv.scope, days, at(2), 1000, |_| {
            counts[0] += 1;
            Ok(())
        })?;
        each_offer(c, &market.isv.scope, days, 1000, |offer| {
            assert_eq!(offer.origin.id, ids[3]);
            counts[1] += 1;
            Ok(())
        })?;
        each_agreement(c, &market.isv.scope, days, 1000, |agreement| {
            assert_eq!(agreement.wholesale, None);
            counts[2] += 1;
            Ok(())
        })
    });
    all.unwrap();
    assert_eq!(counts, [ids.len(), 1, 1]);
}

fn discounts_fall_into_steps(store: &Store) {
    let market = market(store);
    for hundredths in [0, 999, 1000, 1250, 9999, 10_000] {
        let mut parts = market.parts("Spring", &[0], &[1]);
        if let Some(Discount::Percentage { percent, .. }) = &mut parts.discount {
            *percent = Percent::from_hundredths(hundredths).unwrap();
        }
        market.make(store, parts, at(0));
    }
    let report = store.read(|c| reports::isv(c, &market.isv.scope, Days::default(), at(2)));
    assert_eq!(
        report.discounts,
        Discounts {
            percentages: [2, 2, 0, 0, 0, 0, 0, 0, 0, 2],
            individual: 0,
            flexible: 0
        }
    );
}
