//! What is stored comes back exactly, and what nobody knows is an error.

use crate::tools::{Store, amount, noon, product};
use chrono::{DateTime, TimeDelta, Utc};
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration;
use consign::domain::money::MAX_AMOUNT;
use consign::store::columns::{Moment, lower};
use consign::store::money::Exact;
use consign::store::schema::{list_prices, organisations, users};
use consign::store::sessions::{self, SessionState};
use consign::store::users::who;
use consign::store::{Conn, Error, products};
use diesel::connection::SimpleConnection;
use diesel::dsl::sum;
use diesel::prelude::*;
use rust_decimal::Decimal;

on_both_databases!(
    money_comes_back_exactly,
    money_adds_up_sorts_and_compares_exactly,
    money_that_does_not_fit_is_refused,
    a_word_that_nobody_knows_is_an_error,
    moments_keep_their_microseconds,
    names_sort_without_regard_to_case,
);

/// The smallest and the largest price, and some between, in order.
const PRICES: [&str; 7] = [
    "0",
    "0.00000001",
    "0.1",
    "0.3",
    "99999.99999999",
    "99999999.99999999",
    "100000000",
];

fn priced(prices: &[&str]) -> Product {
    let mut product = product("prod-priced", "Priced");
    product.dimensions.truncate(1);
    product.dimensions[0].upfront = (1..)
        .zip(prices)
        .map(|(months, price)| (ContractDuration::Months(months), amount(price)))
        .collect();
    product
}

fn money_comes_back_exactly(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    let product = priced(&PRICES);
    store.write(|c| products::put(c, &scope, &product));
    let found = store
        .read(|c| products::find(c, &scope, &product.id))
        .unwrap();
    let stored: Vec<String> = found.dimensions[0]
        .upfront
        .values()
        .map(|price| price.value().to_string())
        .collect();
    assert_eq!(stored, PRICES);
}

fn money_adds_up_sorts_and_compares_exactly(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    let mut shuffled = PRICES;
    shuffled.rotate_left(3);
    store.write(|c| products::put(c, &scope, &priced(&shuffled)));
    let total: Option<Exact> = store.read(|c| {
        Ok(list_prices::table
            .select(sum(list_prices::amount))
            .first(c)?)
    });
    let expected: Decimal = PRICES.iter().map(|price| amount(price).value()).sum();
    assert_eq!(total, Some(Exact(expected)));
    let sorted: Vec<Exact> = store.read(|c| {
        Ok(list_prices::table
            .order(list_prices::amount)
            .select(list_prices::amount)
            .load(c)?)
    });
    assert_eq!(sorted, PRICES.map(|price| Exact::from(amount(price))));
    let above: i64 = store.read(|c| {
        Ok(list_prices::table
            .filter(list_prices::amount.gt(Exact::from(amount("0.1"))))
            .count()
            .get_result(c)?)
    });
    assert_eq!(above, 4);
    store.write(|c| products::replace_all(c, &scope, &[]));
    let nothing: Option<Exact> = store.read(|c| {
        Ok(list_prices::table
            .select(sum(list_prices::amount))
            .first(c)?)
    });
    assert_eq!(nothing, None);
}

fn money_that_does_not_fit_is_refused(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    store.write(|c| products::put(c, &scope, &priced(&["1"])));
    for number in [
        MAX_AMOUNT + Decimal::new(1, 8),
        Decimal::NEGATIVE_ONE,
        Decimal::MAX,
    ] {
        let result = store.db.write_now(|c| {
            Ok(diesel::update(list_prices::table)
                .set(list_prices::amount.eq(Exact(number)))
                .execute(c)?)
        });
        assert!(result.is_err(), "{number}");
    }
}

fn a_word_that_nobody_knows_is_an_error(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    // As a newer version of the program might leave it, or somebody with a database tool.
    store.write(|c| {
        match c {
            Conn::Sqlite(c) => c.batch_execute("PRAGMA ignore_check_constraints = ON")?,
            Conn::Postgres(c) => {
                c.batch_execute("ALTER TABLE users DROP CONSTRAINT users_role_check")?
            }
        }
        Ok(diesel::update(users::table)
            .set(users::role.eq("emperor"))
            .execute(c)?)
    });
    match store.db.read_now(|c| who(c, isv.user.id)) {
        Err(Error::Broken(why)) => assert!(why.contains("emperor"), "{why}"),
        other => panic!("{other:?}"),
    }
}

fn moments_keep_their_microseconds(store: &Store) {
    let precise = noon() + TimeDelta::nanoseconds(123_456_789);
    store.write(|c| sessions::insert(c, "key", None, &SessionState::new(), precise));
    let session = store.read(|c| sessions::load(c, "key", precise)).unwrap();
    let kept = noon() + TimeDelta::microseconds(123_456);
    assert_eq!((session.created_at, session.seen_at), (kept, kept));
    assert_eq!(DateTime::<Utc>::from(Moment::from(precise)), kept);
    // Moments of different precision sort by time.
    for (key, after) in [("later", 500_000), ("earlier", 0), ("latest", 500_001)] {
        let now = noon() + TimeDelta::microseconds(after);
        store.write(|c| sessions::insert(c, key, None, &SessionState::new(), now));
    }
    let seen: Vec<Moment> = store.read(|c| {
        use consign::store::schema::sessions as rows;
        Ok(rows::table
            .order(rows::seen_at)
            .select(rows::seen_at)
            .load(c)?)
    });
    let micros = |moment: &Moment| (DateTime::<Utc>::from(*moment) - noon()).num_microseconds();
    let order: Vec<_> = seen.iter().map(micros).collect();
    assert_eq!(
        order,
        [Some(0), Some(123_456), Some(500_000), Some(500_001)]
    );
}

fn names_sort_without_regard_to_case(store: &Store) {
    for (account, name) in [
        ("000000000001", "zebra"),
        ("000000000002", "Alpha"),
        ("000000000003", "beta"),
    ] {
        store.isv(account, name);
    }
    let names: Vec<String> = store.read(|c| {
        Ok(organisations::table
            .order(lower(organisations::name))
            .select(organisations::name)
            .load(c)?)
    });
    assert_eq!(names, ["Alpha", "beta", "zebra"]);
}
