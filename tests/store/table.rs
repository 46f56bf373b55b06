//! The table of opportunities: filters, order, pages, search and the whole of it for a download.

use crate::made::{begin, create, market};
use crate::rows::{all, fill, rows, rows_at, until};
use crate::tools::{Store, noon};
use chrono::{NaiveDate, TimeDelta};
use consign::domain::opportunity::Status;
use consign::store::Error;
use consign::store::opportunities::table::COUNT_LIMIT;
use consign::store::opportunities::{
    FilterOptions, MAX_COUNTED, SortColumn, TableQuery, TableRow, ending, filter_options, table,
};
use diesel::connection::SimpleConnection;
use std::cmp::Ordering;
use std::collections::BTreeSet;

on_both_databases!(
    every_sort_is_right_both_ways_and_no_row_changes_its_page,
    a_download_has_what_the_table_has,
    what_occurs_can_be_filtered_by,
    what_occurs_for_a_partner_can_be_filtered_by,
    a_range_of_last_days_leaves_out_what_has_none,
    many_rows_are_not_counted_to_the_end,
    what_is_known_in_all_is_not_counted_again_and_what_is_narrowed_is,
    what_few_of_many_have_is_the_same_in_every_order,
    what_ends_soon_is_not_counted_to_the_end,
);

const SORTS: [SortColumn; 8] = [
    SortColumn::Name,
    SortColumn::Product,
    SortColumn::Reseller,
    SortColumn::Vendor,
    SortColumn::Discount,
    SortColumn::Created,
    SortColumn::Status,
    SortColumn::LastDay,
];

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
        SortColumn::Vendor => way(lower(&a.isv_name).cmp(&lower(&b.isv_name))),
        SortColumn::Reseller => way(lower(&a.reseller_name).cmp(&lower(&b.reseller_name))),
        SortColumn::Discount => {
            missing(&a.percent, &b.percent).then(way(a.percent.cmp(&b.percent)))
        }
        SortColumn::Created => way(a.created_at.cmp(&b.created_at)),
        SortColumn::Status => {
            let until = |row: &TableRow| day(row).unwrap_or(NaiveDate::MAX);
            way(a
                .status
                .as_str()
                .cmp(b.status.as_str())
                .then(until(a).cmp(&until(b))))
        }
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
    let page = store.read(|c| table::page(c, market.isv.scope, &beyond, noon()));
    assert_eq!((page.rows.len(), page.total), (0, 21));
    for (page, per_page, shown) in [(1, 100, 21), (1, 21, 21), (6, 4, 1), (3, 7, 7)] {
        let wants = TableQuery {
            page,
            per_page,
            ..all()
        };
        let page = store.read(|c| table::page(c, market.isv.scope, &wants, noon()));
        let seen = (page.rows.len(), page.total, page.total_is_exact);
        assert_eq!(seen, (shown, 21, true));
    }
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
            table::each(c, market.isv.scope, &wants, noon(), limit, |row, _| {
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
        table::each(c, market.isv.scope, &wants, noon(), 50_000, |_, _| {
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
    let options = || store.read(|c| filter_options(c, market.isv.scope));
    assert_eq!(options(), FilterOptions::default());
    market.make(store, market.parts("Spring", &[1, 0], &[1]), noon());
    market.make(store, market.parts("Autumn", &[0], &[2, 1]), noon());
    let other = store.isv("999900001111", "Fabrikam");
    assert_eq!(
        store.read(|c| filter_options(c, other.scope)),
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

fn what_occurs_for_a_partner_can_be_filtered_by(store: &Store) {
    let market = market(store);
    let (_, scope) = market.partner(store, 0);
    let options = || store.read(|c| filter_options(c, scope));
    assert_eq!(options(), FilterOptions::default());
    market.make(store, market.parts("Spring", &[0], &[2]), noon());
    market.make(store, market.parts("Autumn", &[0, 1], &[1]), noon());
    market.make(store, market.parts("Winter", &[1], &[0]), noon());
    let product = |i: usize| {
        let product = &market.products[i];
        (product.id.clone(), product.title.clone())
    };
    let vendor = market.isv.organisation.clone();
    let expected = FilterOptions {
        resellers: Vec::new(),
        vendors: vec![(vendor.id, vendor.name)],
        products: vec![product(2), product(1)],
    };
    assert_eq!(options(), expected);
}

fn a_range_of_last_days_leaves_out_what_has_none(store: &Store) {
    let market = fill(store);
    let whole = rows(store, &market, &all());
    let day = |days: i64| Some(noon().date_naive() + TimeDelta::days(days));
    let days = [None, day(4), day(5), day(6), day(40), day(41)];
    let mut kept = BTreeSet::new();
    for sort in SORTS {
        for (ends_from, ends_to) in days.iter().flat_map(|a| days.map(|b| (*a, b))) {
            let wants = TableQuery {
                ends_from,
                ends_to,
                sort,
                ..all()
            };
            let mut expected = whole.clone();
            expected.retain(|row| match row.duration.last_day() {
                Some(day) => {
                    ends_from.is_none_or(|from| from <= day) && ends_to.is_none_or(|to| day <= to)
                }
                None => ends_from.is_none() && ends_to.is_none(),
            });
            expected.sort_by(|a, b| compare(a, b, &wants));
            kept.insert(expected.len());
            assert_eq!(rows(store, &market, &wants), expected, "{wants:?}");
        }
    }
    assert!(kept.len() > 3, "{kept:?}");
}

/// What copies of an opportunity have in common.
pub const COPIED: &str = "isv_id, isv_account, isv_name, reseller_id, reseller_account, reseller_name, product_title,
    product_model, product_tiered, product_eula_url, name, description, discount_kind, percent, currency, duration_kind,
    last_day, contract_duration, eula_kind, eula_version, eula_document_id, contract_kind, contract_version,
    contract_document_id, uses, ended_by, created_at, batch_id";

/// Copies the only opportunity of the market until there are this many more.
pub fn multiply(store: &Store, more: u64) {
    let statement = format!(
        "INSERT INTO opportunities (id, product_id, search, {COPIED})
         WITH RECURSIVE copy (n) AS (SELECT 1000001 UNION ALL SELECT n + 1 FROM copy WHERE n < 1000000 + {more})
         SELECT 'opp_01h455vb4pex5vsknk0' || n, 'p' || n, search, {COPIED} FROM opportunities, copy"
    );
    store.write(|c| Ok(c.batch_execute(&statement)?));
}

fn many_rows_are_not_counted_to_the_end(store: &Store) {
    let market = market(store);
    market.make(store, market.parts("Spring", &[0], &[1]), noon());
    multiply(store, COUNT_LIMIT - 1);
    let page = || store.read(|c| table::page(c, market.isv.scope, &TableQuery::default(), noon()));
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
    let page = store.read(|c| table::page(c, market.isv.scope, &none, noon()));
    assert_eq!((page.total, page.total_is_exact), (0, true));
}

fn what_is_known_in_all_is_not_counted_again_and_what_is_narrowed_is(store: &Store) {
    let market = market(store);
    let scope = &market.isv.scope;
    market.make(store, market.parts("Spring", &[0], &[1]), noon());
    let before = store.read(|c| table::in_all(c, scope));
    multiply(store, 29);
    let totals = |wants: &TableQuery| {
        let out_of = store.read(|c| table::page_out_of(c, scope, before, wants, noon()));
        let counted = store.read(|c| table::page(c, scope, wants, noon()));
        [out_of.total, counted.total]
    };
    assert_eq!(totals(&TableQuery::default()), [1, 30]);
    let narrowed = TableQuery {
        reseller: Some(market.resellers[0].id),
        ..TableQuery::default()
    };
    assert_eq!(totals(&narrowed), [30, 30]);
    let last = TableQuery {
        page: 2,
        ..TableQuery::default()
    };
    assert_eq!(totals(&last), [30, 30], "the last page says it itself");
}

fn what_few_of_many_have_is_the_same_in_every_order(store: &Store) {
    let market = market(store);
    let scope = market.isv.scope;
    market.make(store, market.parts("Spring", &[0], &[1]), noon());
    multiply(store, COUNT_LIMIT);
    let ends = market.parts("Ends", &[0, 1], &[1, 2]);
    market.make(store, until(ends, 5), noon());
    let in_all = store.read(|c| table::in_all(c, scope));
    let later = noon() + TimeDelta::days(10);
    for sort in SORTS {
        for (descending, reseller) in [(false, None), (true, Some(market.resellers[0].id))] {
            let wants = TableQuery {
                statuses: vec![Status::Expired],
                sort,
                descending,
                reseller,
                ..TableQuery::default()
            };
            let page = store.read(|c| table::page_out_of(c, scope, in_all, &wants, later));
            assert_eq!(page.rows.len(), if reseller.is_some() { 2 } else { 4 });
            let counted = store.read(|c| table::page(c, scope, &wants, later));
            assert_eq!(page, counted, "{sort:?}");
        }
    }
    let second = TableQuery {
        statuses: vec![Status::Expired],
        per_page: 2,
        ..TableQuery::default()
    };
    let page = store.read(|c| table::page_out_of(c, scope, in_all, &second, later));
    assert_eq!((page.rows.len(), page.total), (2, 4));
}

fn what_ends_soon_is_not_counted_to_the_end(store: &Store) {
    let market = market(store);
    let soon = |name, resellers: &[usize]| until(market.parts(name, resellers, &[1]), 5);
    market.make(store, soon("Spring", &[0]), noon());
    multiply(store, MAX_COUNTED - 1);
    let ending = || store.read(|c| ending(c, market.isv.scope, noon()));
    let counted = || (ending().total, ending().total_is_exact);
    assert_eq!(counted(), (MAX_COUNTED, true));
    market.make(store, soon("Two", &[1]), noon());
    assert_eq!(counted(), (MAX_COUNTED, false));
}
