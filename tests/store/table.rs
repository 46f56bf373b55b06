//! The table of opportunities: filters, order, pages, search and the whole of it for a download.

use crate::made::{Market, begin, create, market, percent, today};
use crate::tools::{Store, noon};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use consign::domain::discount::{Discount, DiscountKind, IndividualPricing, LineRule};
use consign::domain::duration::Duration;
use consign::domain::pricing::{Charge, LineKey};
use consign::domain::terms::Parts;
use consign::store::Error;
use consign::store::opportunities::table::COUNT_LIMIT;
use consign::store::opportunities::{
    FilterOptions, SortColumn, TableQuery, TableRow, filter_options, table,
};
use diesel::connection::SimpleConnection;
use std::cmp::Ordering;

on_both_databases!(
    every_sort_is_right_both_ways_and_no_row_changes_its_page,
    filters_leave_what_fits,
    the_search_looks_for_what_was_typed,
    days_are_whole_utc_days,
    a_download_has_what_the_table_has,
    what_occurs_can_be_filtered_by,
    many_rows_are_not_counted_to_the_end,
);

const SORTS: [SortColumn; 7] = [
    SortColumn::Name,
    SortColumn::Product,
    SortColumn::Reseller,
    SortColumn::Discount,
    SortColumn::Created,
    SortColumn::Status,
    SortColumn::LastDay,
];

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

fn until(mut parts: Parts, days: u64) -> Parts {
    parts.duration = Some(Duration::SpecificTime {
        last_day: today() + Days::new(days),
    });
    parts
}

/// Twenty-one opportunities that have much in common.
fn fill(store: &Store) -> Market {
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
fn all() -> TableQuery {
    TableQuery {
        per_page: 100,
        ..TableQuery::default()
    }
}

fn rows_at(
    store: &Store,
    market: &Market,
    wants: &TableQuery,
    now: DateTime<Utc>,
) -> Vec<TableRow> {
    let page = store.read(|c| table::page(c, &market.isv.scope, wants, now));
    assert!(page.total_is_exact);
    assert!(page.total >= page.rows.len().try_into().unwrap());
    page.rows
}

fn rows(store: &Store, market: &Market, wants: &TableQuery) -> Vec<TableRow> {
    rows_at(store, market, wants, noon())
}

/// How two rows stand to each other, by the column alone.
fn compare(a: &TableRow, b: &TableRow, wants: &TableQuery) -> Ordering {
    let way = |ordering: Ordering| {
        if wants.descending {
            ordering.reverse()
        } else {
            ordering
        }
    };
    let lower = |text: &str| text.to_ascii_lowercase();
    // What has no value comes last, whichever way.
    fn missing<T>(a: &Option<T>, b: &Option<T>) -> Ordering {
        a.is_none().cmp(&b.is_none())
    }
    let day = |row: &TableRow| row.duration.last_day();
    let ordering = match wants.sort {
        SortColumn::Name => way(lower(&a.name).cmp(&lower(&b.name))),
        SortColumn::Product => way(lower(&a.product_title).cmp(&lower(&b.product_title))),
        SortColumn::Reseller => way(lower(&a.reseller_name).cmp(&lower(&b.reseller_name))),
        SortColumn::Discount => {
            missing(&a.percent, &b.percent).then(way(a.percent.cmp(&b.percent)))
        }
        SortColumn::Created => way(a.created_at.cmp(&b.created_at)),
        SortColumn::Status => way(a.status.as_str().cmp(b.status.as_str())),
        SortColumn::LastDay => missing(&day(a), &day(b)).then(way(day(a).cmp(&day(b)))),
    };
    ordering.then(way(a.id.cmp(&b.id)))
}

fn every_sort_is_right_both_ways_and_no_row_changes_its_page(store: &Store) {
    let market = fill(store);
    // Some are expired then; “active” sorts before “expired” in words as well.
    let later = noon() + TimeDelta::days(20);
    for sort in SORTS {
        for descending in [false, true] {
            let wants = TableQuery {
                sort,
                descending,
                ..all()
            };
            let whole = rows_at(store, &market, &wants, later);
            assert_eq!(whole.len(), 21);
            let mut expected = whole.clone();
            expected.sort_by(|a, b| compare(a, b, &wants));
            assert_eq!(whole, expected, "{sort:?}, descending: {descending}");
            let pages = (1..=6).flat_map(|page| {
                let wants = TableQuery {
                    page,
                    per_page: 4,
                    ..wants.clone()
                };
                rows_at(store, &market, &wants, later)
            });
            assert_eq!(pages.collect::<Vec<_>>(), whole, "{sort:?}");
        }
    }
    let beyond = TableQuery {
        page: u32::MAX,
        per_page: 100,
        ..all()
    };
    let page = store.read(|c| table::page(c, &market.isv.scope, &beyond, noon()));
    assert_eq!((page.rows.len(), page.total), (0, 21));
}

fn filters_leave_what_fits(store: &Store) {
    let market = fill(store);
    let later = noon() + TimeDelta::days(20);
    let whole = rows_at(store, &market, &all(), later);
    let reseller = market.resellers[1].id;
    let product = market.products[2].id.clone();
    type Fits<'a> = &'a dyn Fn(&TableRow) -> bool;
    let expired = consign::domain::opportunity::Status::Expired;
    let cases: [(TableQuery, Fits); 4] = [
        (
            TableQuery {
                reseller: Some(reseller),
                ..all()
            },
            &|row| row.reseller_id == reseller,
        ),
        (
            TableQuery {
                product: Some(product.clone()),
                ..all()
            },
            &|row| row.product_id == product,
        ),
        (
            TableQuery {
                statuses: vec![expired],
                ..all()
            },
            &|row| row.status == expired,
        ),
        (
            TableQuery {
                reseller: Some(reseller),
                product: Some(product.clone()),
                statuses: vec![expired],
                search: "offxSEASON".to_owned(),
                ..all()
            },
            &|row| {
                row.reseller_id == reseller
                    && row.product_id == product
                    && row.status == expired
                    && row.name == "100x offXseason"
            },
        ),
    ];
    for (wants, fits) in cases {
        let expected: Vec<_> = whole.iter().filter(|row| fits(row)).cloned().collect();
        assert!(
            !expected.is_empty() && expected.len() < whole.len(),
            "{wants:?}"
        );
        assert_eq!(
            rows_at(store, &market, &wants, later),
            expected,
            "{wants:?}"
        );
    }
    let kinds = whole
        .iter()
        .filter(|row| row.discount == DiscountKind::Individual);
    assert_eq!(kinds.count(), 6);
}

fn the_search_looks_for_what_was_typed(store: &Store) {
    let market = fill(store);
    let found = |search: &str| {
        let wants = TableQuery {
            search: search.to_owned(),
            ..all()
        };
        let mut names: Vec<String> = rows(store, &market, &wants)
            .into_iter()
            .map(|row| row.name)
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let all_names = found("");
    assert_eq!(all_names.len(), 5);
    assert_eq!(
        found("100%"),
        ["100% off_season", "100x offXseason", "back\\slash"],
        "in a product's name as well"
    );
    assert_eq!(found("100% o"), ["100% off_season"]);
    assert_eq!(found("off_s"), ["100% off_season"]);
    assert_eq!(found("back\\s"), ["back\\slash"]);
    assert_eq!(found("OKONOMIE"), ["okonomie", "Ökonomie für Zürich"]);
    assert_eq!(found("ökonomie für zurich"), ["Ökonomie für Zürich"]);
    assert_eq!(found("UBERSEE"), all_names, "a reseller's name");
    assert_eq!(found("prod-vault"), ["okonomie", "Ökonomie für Zürich"]);
    assert_eq!(found("0123 4567 8901").len(), 4, "an account ID in groups");
    assert_eq!(found("7788889"), all_names, "a part of one");
    assert_eq!(found("slash atlas"), [""; 0], "nothing spans two fields");
    assert_eq!(found("%"), found("100%"));
    assert_eq!(found("100_"), [""; 0]);
    assert_eq!(found("\\").len(), 3, "a product's name has one as well");
    assert_eq!(found("' OR 1=1 --"), [""; 0]);
    assert_eq!(
        found("\0\u{202e}"),
        all_names,
        "what nobody can see is not looked for"
    );
    let one = rows(store, &market, &all()).remove(3);
    for search in [one.id.to_string(), format!(" {} ", one.id)] {
        let wants = TableQuery { search, ..all() };
        assert_eq!(rows(store, &market, &wants), [one.clone()]);
    }
    let part = one.id.to_string()[..29].to_owned();
    assert!(!found(&part).is_empty(), "a part of an id");
}

fn days_are_whole_utc_days(store: &Store) {
    let market = market(store);
    let day = |offset: i64| -> NaiveDate { today() + TimeDelta::days(offset) };
    let midnight = |offset| day(offset).and_hms_opt(0, 0, 0).unwrap().and_utc();
    let micro = TimeDelta::microseconds(1);
    let moments = [
        midnight(1) - micro,
        midnight(1),
        midnight(2) - micro,
        midnight(2),
    ];
    for moment in moments {
        market.make(store, market.parts("Spring", &[0], &[1]), moment);
    }
    let between = |created_from, created_to| {
        let wants = TableQuery {
            created_from,
            created_to,
            descending: false,
            ..all()
        };
        rows(store, &market, &wants)
            .into_iter()
            .map(|row| row.created_at)
            .collect::<Vec<_>>()
    };
    assert_eq!(between(Some(day(1)), Some(day(1))), moments[1..3]);
    assert_eq!(between(Some(day(1)), None), moments[1..]);
    assert_eq!(between(None, Some(day(1))), moments[..3]);
    assert!(between(Some(day(2)), Some(day(1))).is_empty());
    assert_eq!(between(None, Some(NaiveDate::MAX)), moments);
}

fn a_download_has_what_the_table_has(store: &Store) {
    let market = fill(store);
    let wants = TableQuery {
        search: "o".to_owned(),
        sort: SortColumn::Reseller,
        page: 7,
        per_page: 25,
        ..all()
    };
    let expected = rows(
        store,
        &market,
        &TableQuery {
            page: 1,
            per_page: 100,
            ..wants.clone()
        },
    );
    let download = |limit| {
        let mut received = Vec::new();
        let result: Result<(), Error> = store.db.read_now(|c| {
            table::each(c, &market.isv.scope, &wants, noon(), limit, |row| {
                received.push(row);
                Ok(())
            })
        });
        result.unwrap();
        received
    };
    assert!(expected.len() > 10);
    assert_eq!(download(50_000), expected);
    assert_eq!(download(3), expected[..3]);
    let mut received = 0;
    let stopped: Result<(), Error> = store.db.read_now(|c| {
        table::each(c, &market.isv.scope, &wants, noon(), 50_000, |_| {
            received += 1;
            Err(Error::Busy)
        })
    });
    assert!(
        matches!(stopped, Err(Error::Busy)) && received == 1,
        "who receives may stop"
    );
}

fn what_occurs_can_be_filtered_by(store: &Store) {
    let market = market(store);
    let options = || store.read(|c| filter_options(c, &market.isv.scope));
    assert_eq!(options(), FilterOptions::default());
    market.make(store, market.parts("Spring", &[1, 0], &[1]), noon());
    market.make(store, market.parts("Autumn", &[0], &[2, 1]), noon());
    let other = store.isv("999900001111", "Fabrikam");
    assert_eq!(
        store.read(|c| filter_options(c, &other.scope)),
        FilterOptions::default()
    );
    let reseller = |i: usize| (market.resellers[i].id, market.resellers[i].name.clone());
    let product = |i: usize| {
        (
            market.products[i].id.clone(),
            market.products[i].title.clone(),
        )
    };
    assert_eq!(
        options().resellers,
        [reseller(0), reseller(1)],
        "by name, without accents"
    );
    assert_eq!(options().products, [product(2), product(1)]);
}

/// Copies the only opportunity of the market until there are this many more.
fn multiply(store: &Store, more: u64) {
    let columns = "isv_id, isv_account, isv_name, reseller_id, reseller_account, reseller_name, product_title,
        product_model, product_tiered, product_eula_url, name, description, discount_kind, percent, currency,
        duration_kind, last_day, contract_duration, eula_kind, eula_version, eula_document_id, contract_kind,
        contract_version, contract_document_id, uses, ended_by, search, created_at, batch_id";
    let statement = format!(
        "INSERT INTO opportunities (id, product_id, {columns})
         WITH RECURSIVE copy (n) AS (SELECT 1000001 UNION ALL SELECT n + 1 FROM copy WHERE n < 1000000 + {more})
         SELECT 'opp_01h455vb4pex5vsknk0' || n, 'p' || n, {columns} FROM opportunities, copy"
    );
    store.write(|c| Ok(c.batch_execute(&statement)?));
}

fn many_rows_are_not_counted_to_the_end(store: &Store) {
    let market = market(store);
    market.make(store, market.parts("Spring", &[0], &[1]), noon());
    multiply(store, COUNT_LIMIT - 1);
    let page = || store.read(|c| table::page(c, &market.isv.scope, &TableQuery::default(), noon()));
    assert_eq!((page().total, page().total_is_exact), (COUNT_LIMIT, true));
    let (draft, terms) = (
        begin(store, &market.isv),
        market.prove(market.parts("Two", &[1, 2], &[1])),
    );
    create(store, &market.isv, (draft, 1), &terms, noon()).unwrap();
    assert_eq!((page().total, page().total_is_exact), (COUNT_LIMIT, false));
    assert_eq!(page().rows.len(), 25);
    let none = TableQuery {
        search: "nowhere".to_owned(),
        ..all()
    };
    let page = store.read(|c| table::page(c, &market.isv.scope, &none, noon()));
    assert_eq!((page.total, page.total_is_exact), (0, true));
}
