//! How SQLite finds a page of the table: by an index that has the order, without reading rows that are not shown.

use crate::made::market;
use crate::rows::until;
use crate::table::multiply;
use crate::tools::{Store, noon};
use chrono::TimeDelta;
use consign::domain::opportunity::Status;
use consign::store::opportunities::table::COUNT_LIMIT;
use consign::store::opportunities::{SortColumn, TableQuery, ending, filter_options, table};
use consign::store::{Conn, Error};
use diesel::connection::{Connection, InstrumentationEvent};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use std::sync::{Arc, Mutex};

/// The statements that some work takes, as the database gets them.
pub fn asked<T>(store: &Store, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Vec<String> {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let sees = Arc::clone(&seen);
    store.read(|c| {
        c.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                sees.lock().unwrap().push(query.to_string());
            }
        });
        work(c)
    });
    let seen = seen.lock().unwrap();
    let without_values = |text: &String| {
        text.split(" -- binds")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    seen.iter().map(without_values).collect()
}

/// The statements that a page takes.
fn statements(store: &Store, wants: &TableQuery) -> Vec<String> {
    let market = market(store);
    asked(store, |c| table::page(c, market.isv.scope, wants, noon()))
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// How the database goes about a statement. The values do not matter to it.
fn plan(store: &Store, statement: &str) -> String {
    let explain = format!("EXPLAIN QUERY PLAN {statement}");
    let lines: Vec<Line> = store.read(|c| match c {
        Conn::Sqlite(c) => Ok(diesel::sql_query(explain).load(c)?),
        Conn::Postgres(_) => Err(Error::Broken("not this database".to_owned())),
    });
    lines
        .iter()
        .map(|line| line.detail.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn a_page_is_prepared_once() {
    let store = Store::sqlite();
    let market = market(&store);
    let (seen, prepared): (Arc<Mutex<usize>>, Arc<Mutex<usize>>) = Default::default();
    let (sees, prepares) = (Arc::clone(&seen), Arc::clone(&prepared));
    store.read(|c| {
        c.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                *sees.lock().unwrap() += 1;
            }
            if let InstrumentationEvent::CacheQuery { .. } = event {
                *prepares.lock().unwrap() += 1;
            }
        });
        let wants = TableQuery {
            statuses: vec![Status::Active],
            ..TableQuery::default()
        };
        for _ in 0..3 {
            table::page(c, market.isv.scope, &wants, noon())?;
        }
        Ok::<_, Error>(())
    });
    assert_eq!(*seen.lock().unwrap(), 3 * *prepared.lock().unwrap());
}

#[test]
fn every_order_of_a_page_stands_in_an_index() {
    use SortColumn::{Created, Discount, LastDay, Name, Product, Reseller};
    for sort in [Name, Product, Reseller, Discount, Created, LastDay] {
        for descending in [false, true] {
            let store = Store::sqlite();
            let wants = TableQuery {
                sort,
                descending,
                // An empty first page is known to be all there is, and not counted.
                page: 2,
                ..TableQuery::default()
            };
            let statements = statements(&store, &wants);
            // No row is found, so none is asked for.
            assert_eq!(statements.len(), 2, "{statements:?}");
            for statement in &statements {
                let plan = plan(&store, statement);
                assert!(
                    plan.contains("USING") && plan.contains("INDEX opportunities_by_"),
                    "{statement}: {plan}"
                );
                assert!(!plan.contains("TEMP B-TREE"), "{statement}: {plan}");
            }
        }
    }
}

#[test]
fn what_few_of_many_have_is_looked_up_rather_than_met() {
    let store = Store::sqlite();
    let market = market(&store);
    market.make(&store, market.parts("Spring", &[0], &[1]), noon());
    multiply(&store, COUNT_LIMIT);
    let ends = market.parts("Ends", &[0], &[1]);
    market.make(&store, until(ends, 5), noon());
    let scope = market.isv.scope;
    let in_all = store.read(|c| table::in_all(c, scope));
    let later = noon() + TimeDelta::days(10);
    for (status, looked_up) in [(Status::Expired, true), (Status::Active, false)] {
        let wants = TableQuery {
            statuses: vec![status],
            sort: SortColumn::Name,
            ..TableQuery::default()
        };
        let asked = asked(&store, |c| {
            table::page_out_of(c, scope, in_all, &wants, later)
        });
        let by_id = |statement: &String| plan(&store, statement).contains("(id=?)");
        // First what has the status, then the page of it.
        assert!(!by_id(&asked[0]), "{asked:?}");
        assert_eq!(asked.get(1).is_none_or(by_id), looked_up, "{asked:?}");
    }
}

#[test]
fn the_order_by_status_and_how_many_have_one_stand_in_an_index() {
    for descending in [false, true] {
        for statuses in [vec![], vec![Status::Active, Status::Revoked]] {
            let store = Store::sqlite();
            let wants = TableQuery {
                sort: SortColumn::Status,
                statuses,
                descending,
                page: 2,
                ..TableQuery::default()
            };
            for statement in statements(&store, &wants) {
                let plan = plan(&store, &statement);
                assert!(plan.contains("COVERING INDEX"), "{statement}: {plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{statement}: {plan}");
            }
        }
    }
    let store = Store::sqlite();
    let active = TableQuery {
        statuses: vec![Status::Active],
        page: 2,
        ..TableQuery::default()
    };
    let statements = statements(&store, &active);
    let [ids, counted] = statements.as_slice() else {
        panic!("{statements:?}")
    };
    for (statement, index) in [
        (ids, "COVERING INDEX opportunities_by_created"),
        (
            counted,
            "COVERING INDEX opportunities_by_standing (isv_id=? AND <expr>=? AND <expr>>?)",
        ),
    ] {
        let plan = plan(&store, statement);
        assert!(plan.contains(index), "{statement}: {plan}");
    }
}

#[test]
fn a_short_search_and_a_status_are_found_in_an_index_alone() {
    for sort in [SortColumn::Created, SortColumn::Name, SortColumn::Status] {
        for statuses in [vec![], vec![Status::Active, Status::Expired]] {
            let store = Store::sqlite();
            let wants = TableQuery {
                search: "sp".to_owned(),
                statuses,
                sort,
                page: 2,
                ..TableQuery::default()
            };
            for statement in statements(&store, &wants) {
                let plan = plan(&store, &statement);
                assert!(
                    plan.contains("COVERING INDEX opportunities_by_created"),
                    "{statement}: {plan}"
                );
            }
        }
    }
}

#[test]
fn what_few_have_is_found_by_its_trigrams() {
    for sort in [SortColumn::Created, SortColumn::Name, SortColumn::Status] {
        let store = Store::sqlite();
        let market = market(&store);
        market.make(&store, market.parts("Spring", &[0], &[0]), noon());
        let wants = TableQuery {
            search: "spring".to_owned(),
            reseller: Some(market.resellers[0].id),
            sort,
            ..TableQuery::default()
        };
        let work = |c: &mut Conn| table::page(c, market.isv.scope, &wants, noon());
        let statements = asked(&store, work);
        let [candidates, hits, in_order, rows] = statements.as_slice() else {
            panic!("{statements:?}")
        };
        let by_id = "SEARCH opportunities USING INDEX sqlite_autoindex_opportunities_1 (id=?)";
        for (statement, way) in [
            (candidates, "SCAN opportunities_text VIRTUAL TABLE"),
            (hits, "SCAN opportunities_text VIRTUAL TABLE"),
            (hits, by_id),
            (in_order, by_id),
            (rows, by_id),
        ] {
            let plan = plan(&store, statement);
            let is_right = plan.contains(way) && !plan.contains("INDEX opportunities_");
            assert!(is_right, "{statement}: {plan}");
        }
    }
}

#[test]
fn what_many_have_is_read_in_order_and_not_counted_again() {
    let store = Store::sqlite();
    let market = market(&store);
    let texts = vec!["a crowd".to_owned(); 1_100];
    crate::trigrams::copy(&store, &market, &texts);
    let wants = TableQuery {
        search: "crowd".to_owned(),
        ..TableQuery::default()
    };
    let work = |c: &mut Conn| table::page(c, market.isv.scope, &wants, noon());
    let statements = asked(&store, work);
    let [candidates, hits, in_order, _] = statements.as_slice() else {
        panic!("{statements:?}")
    };
    for statement in [candidates, hits, in_order] {
        let plan = plan(&store, statement);
        assert!(
            statement.contains("LIMIT") && !plan.contains("B-TREE"),
            "{statement}: {plan}"
        );
    }
    let plan = plan(&store, in_order);
    assert!(
        plan.contains("COVERING INDEX opportunities_by_created"),
        "{plan}"
    );
}

#[test]
fn the_partners_usual_page_and_what_ends_soon_stand_in_an_index() {
    let store = Store::sqlite();
    let market = market(&store);
    let (_, scope) = market.partner(&store, 0);
    let statements = asked(&store, |c| {
        let second = TableQuery {
            page: 2,
            ..TableQuery::default()
        };
        table::page(c, scope, &second, noon())?;
        ending(c, market.isv.scope, noon())?;
        ending(c, scope, noon())
    });
    assert_eq!(statements.len(), 4, "{statements:?}");
    let indexes = [
        "opportunities_of_reseller",
        "opportunities_of_reseller",
        "COVERING INDEX opportunities_by_standing (isv_id=? AND <expr>=? AND <expr>>? AND <expr><?)",
        "COVERING INDEX opportunities_of_reseller_by_standing (reseller_id=? AND <expr>=? AND <expr>>? AND <expr><?)",
    ];
    for (statement, index) in statements.iter().zip(indexes) {
        let plan = plan(&store, statement);
        assert!(plan.contains(index), "{statement}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{statement}: {plan}");
    }
}

#[test]
fn what_the_filters_offer_is_stepped_through_in_an_index() {
    let store = Store::sqlite();
    let market = market(&store);
    let (_, scope) = market.partner(&store, 0);
    let statements = asked(&store, |c| {
        filter_options(c, market.isv.scope)?;
        filter_options(c, scope)
    });
    let indexes = [
        "opportunities_of_product (isv_id=? AND product_id",
        "opportunities_of_reseller_and_product (reseller_id=? AND product_id",
    ];
    assert_eq!(statements.len(), indexes.len(), "{statements:?}");
    for (statement, index) in statements.iter().zip(indexes) {
        let plan = plan(&store, statement);
        for how in [
            format!("USING COVERING INDEX {index}>?)"),
            format!("USING INDEX {index}=?)"),
            "EXISTS USING COVERING INDEX opportunities_between (isv_id=? AND reseller_id=?)"
                .to_owned(),
        ] {
            let how = format!("SEARCH opportunities {how}");
            assert!(plan.contains(&how), "{statement}: {plan}");
        }
        assert!(!plan.contains("SCAN opportunities"), "{statement}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{statement}: {plan}");
    }
}
