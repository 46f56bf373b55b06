//! A search finds the same whether few opportunities have what is looked for or many, and others' never.

use crate::made::{Market, market};
use crate::plans::asked;
use crate::table::COPIED;
use crate::tools::{Store, noon, product};
use consign::domain::ids::OpportunityId;
use consign::store::opportunities::table::{self, COUNT_LIMIT};
use consign::store::opportunities::{SortColumn, TablePage, TableQuery, folded};
use consign::store::{Conn, Error, products};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use std::collections::BTreeMap;

on_both_databases!(
    a_search_finds_what_has_it_and_nothing_else,
    few_and_many_are_found_in_the_same_order,
    what_others_have_many_times_is_found_the_one_time_it_is_ones_own,
);

/// What texts are put together of. Some differ only where the signs of a pattern or of a query stand.
const WORDS: [&str; 14] = [
    "100%",
    "100x",
    "off_s",
    "offxs",
    "back\\s",
    "\"so\"",
    "o'neil",
    "😀a😀",
    "東京都",
    "zurich",
    "4444 555",
    "4444555",
    "a AND b",
    "-- *",
];

/// Copies an ISV's only opportunity, each with a text of its own for the search.
pub fn copy(store: &Store, market: &Market, texts: &[String]) -> BTreeMap<OpportunityId, String> {
    let isv = market.isv.organisation.id;
    let made = market.make(store, market.parts("Spring", &[0], &[0]), noon());
    let template = made.opportunities[0];
    let start = template.to_string()[..23].to_owned();
    let ids: Vec<String> = (0..texts.len())
        .map(|n| format!("{start}{:07}", 1_000_000 + n))
        .collect();
    for (ids, texts) in ids.chunks(500).zip(texts.chunks(500)) {
        let values: Vec<String> = ids
            .iter()
            .zip(texts)
            .map(|(id, text)| format!("('{id}', '{}')", folded(text).replace('\'', "''")))
            .collect();
        let statement = format!(
            "INSERT INTO opportunities (id, product_id, search, {COPIED})
             SELECT copy.column1, 'p' || copy.column1, copy.column2, {COPIED}
             FROM opportunities, (VALUES {}) AS copy WHERE id = '{template}' AND isv_id = '{isv}'",
            values.join(", ")
        );
        store.write(|c| {
            c.batch_execute(&statement)?;
            // As the program does.
            if let Conn::Sqlite(c) = c {
                let values = values.join(", ");
                c.batch_execute(&format!(
                    "INSERT INTO opportunities_text (id, search) VALUES {values}"
                ))?;
            }
            Ok(())
        });
    }
    let ids = ids.iter().map(|id| id.parse().unwrap());
    ids.zip(texts.iter().map(|text| folded(text))).collect()
}

fn page(store: &Store, market: &Market, wants: &TableQuery) -> TablePage {
    store.read(|c| table::page(c, market.isv.scope, wants, noon()))
}

fn ids(page: &TablePage) -> Vec<OpportunityId> {
    page.rows.iter().map(|row| row.id).collect()
}

fn whole() -> TableQuery {
    TableQuery {
        per_page: 2_000,
        ..TableQuery::default()
    }
}

fn a_search_finds_what_has_it_and_nothing_else(store: &Store) {
    let market = market(store);
    let pairs = WORDS
        .iter()
        .flat_map(|a| WORDS.map(|b| format!("{a} {b}\n{b}{a}")));
    let texts = copy(store, &market, &pairs.collect::<Vec<_>>());
    let (_, partner) = market.partner(store, 0);
    let everything = page(store, &market, &whole());
    let mut searches: Vec<String> = WORDS
        .iter()
        .flat_map(|a| WORDS.map(|b| format!("{a} {b}")))
        .collect();
    for word in WORDS {
        let letters: Vec<char> = word.chars().collect();
        for length in 1..=letters.len() {
            searches.extend(letters.windows(length).map(String::from_iter));
        }
    }
    searches.extend(
        [
            "nowhere",
            "%%%",
            "___",
            "\"\"\"",
            "4444 555 100%",
            "44 445",
            "444 4555",
        ]
        .map(str::to_owned),
    );
    for search in searches {
        let typed = folded(search.trim());
        let is_group = typed.contains(' ') && typed.chars().all(|c| c.is_ascii_digit() || c == ' ');
        let digits = is_group.then(|| typed.replace(' ', ""));
        let has = |id: &OpportunityId| {
            texts.get(id).is_some_and(|text| {
                text.contains(&typed) || digits.as_ref().is_some_and(|digits| text.contains(digits))
            })
        };
        let mut expected = ids(&everything);
        // What the others were copied from has texts and an id that words and letters may be a part of.
        let of_copies = |mut found: Vec<OpportunityId>| {
            found.retain(|id| texts.contains_key(id));
            found
        };
        expected.retain(has);
        let wants = TableQuery { search, ..whole() };
        let found = page(store, &market, &wants);
        assert_eq!(of_copies(ids(&found)), expected, "{:?}", wants.search);
        let of_partner = store.read(|c| table::page(c, partner, &wants, noon()));
        if !folded("Northwind Software\n111122223333").contains(&typed) {
            assert_eq!(of_copies(ids(&of_partner)), expected, "{:?}", wants.search);
        }
        let mut download = Vec::new();
        store.read(|c| {
            table::each(c, market.isv.scope, &wants, noon(), u32::MAX, |row, _| {
                download.push(row);
                Ok::<_, Error>(())
            })
        });
        assert_eq!(download, found.rows, "{:?}", wants.search);
    }
}

fn few_and_many_are_found_in_the_same_order(store: &Store) {
    use SortColumn::{Created, Discount, LastDay, Name, Product, Reseller, Status};
    let market = market(store);
    let limit = usize::try_from(COUNT_LIMIT).unwrap();
    let mut texts = vec!["few".to_owned(); limit];
    texts.push("one more".to_owned());
    let texts: Vec<String> = texts
        .into_iter()
        .map(|text| format!("{text} of many"))
        .collect();
    copy(store, &market, &texts);
    for sort in [Name, Product, Reseller, Discount, Created, Status, LastDay] {
        for descending in [false, true] {
            let asked = |search: &str, page_of: u32| {
                let wants = TableQuery {
                    search: search.to_owned(),
                    sort,
                    descending,
                    page: page_of,
                    per_page: 100,
                    ..TableQuery::default()
                };
                page(store, &market, &wants)
            };
            let (few, many) = (asked("few", 2), asked("of many", 2));
            assert_eq!((few.total, few.total_is_exact), (COUNT_LIMIT, true));
            assert_eq!((many.total, many.total_is_exact), (COUNT_LIMIT, false));
            let (all_few, all_many) = (asked("few", 1), asked("of many", 1));
            assert_eq!(all_few.rows.len() + few.rows.len(), 200);
            let one_more = ids(&asked("one more", 1));
            let in_order = |first: &TablePage, second: &TablePage| {
                let mut ids = [ids(first), ids(second)].concat();
                ids.retain(|id| !one_more.contains(id));
                ids.truncate(199);
                ids
            };
            assert_eq!(
                in_order(&all_few, &few),
                in_order(&all_many, &many),
                "{sort:?}"
            );
            assert_eq!(asked("few", 11).rows, []);
        }
    }
    // What else is asked for narrows both.
    for search in ["few", "of many"] {
        let wants = TableQuery {
            search: search.to_owned(),
            reseller: Some(market.resellers[1].id),
            ..whole()
        };
        assert_eq!(page(store, &market, &wants).total, 0);
        let wants = TableQuery {
            reseller: Some(market.resellers[0].id),
            ..wants
        };
        assert_eq!(page(store, &market, &wants).total, COUNT_LIMIT);
    }
}

fn what_others_have_many_times_is_found_the_one_time_it_is_ones_own(store: &Store) {
    let market = market(store);
    let isv = store.isv("999900001111", "Fabrikam");
    let sold = vec![product("prod-other", "Other")];
    assert!(store.write(|c| products::put_all(c, &isv.scope, &sold, "Ada", noon())));
    let other = Market {
        isv,
        resellers: market.resellers.clone(),
        products: sold,
    };
    let own = copy(store, &market, &["a crowd of others".to_owned()]);
    let wants = |search: &str| TableQuery {
        search: search.to_owned(),
        ..TableQuery::default()
    };
    let mut others = 0;
    // First so many that all are looked up, then more.
    for more in [1_500, 3_000] {
        let texts = (0..more).map(|n| format!("a crowd of others, {}", others + n));
        copy(store, &other, &texts.collect::<Vec<_>>());
        others += more;
        let found = page(store, &market, &wants("crowd of others"));
        assert_eq!(ids(&found), own.keys().copied().collect::<Vec<_>>());
        assert_eq!((found.total, found.total_is_exact), (1, true));
        assert_eq!(page(store, &market, &wants("of others, ")).rows, []);
        assert_eq!(page(store, &other, &wants("of others, 1499")).total, 1);
        let crowd = page(store, &other, &wants("crowd of others"));
        assert_eq!((crowd.total, crowd.total_is_exact), (COUNT_LIMIT, false));
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    detail: String,
}

#[test]
fn postgresql_asks_the_index_for_what_is_rare_alone() {
    let store = Store::postgres();
    let market = market(&store);
    let texts = (0..5_000).map(|n| format!("a crowd of others, {n}"));
    copy(&store, &market, &texts.collect::<Vec<_>>());
    store.write(|c| Ok(c.batch_execute("ANALYZE opportunities")?));
    let wants = TableQuery {
        search: "crowd".to_owned(),
        ..TableQuery::default()
    };
    let statements = asked(&store, |c| table::page(c, market.isv.scope, &wants, noon()));
    let isv = market.isv.organisation.id;
    for (search, is_rare) in [("nowhere", true), ("crowd", false)] {
        let lines: Vec<Line> = store.read(|c| {
            c.batch_execute(&format!("PREPARE hits AS {}", statements[0]))?;
            let explained = format!("EXPLAIN EXECUTE hits('{isv}', '%{search}%')");
            let lines = diesel::sql_query(explained).load(c)?;
            c.batch_execute("DEALLOCATE hits")?;
            Ok(lines)
        });
        let lines: Vec<String> = lines.into_iter().map(|line| line.detail).collect();
        let asks_the_index = lines
            .iter()
            .any(|line| line.contains("opportunities_by_text"));
        assert_eq!(asks_the_index, is_rare, "{search}: {lines:#?}");
    }
}
