//! The doors: what is refused, what waits, and that a write is all or nothing.

use crate::tools::{Store, connect};
use consign::domain::account::OrganisationKind;
use consign::random;
use consign::store::organisations;
use consign::store::schema::organisations as organisations_table;
use consign::store::{Conn, Db, Error};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::num::NonZeroU32;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

on_both_databases!(
    a_failed_write_leaves_nothing,
    a_panic_in_a_write_leaves_nothing_and_the_door_open,
    a_reader_cannot_write,
    writers_wait_for_each_other,
    who_waits_too_long_is_told_that_the_database_is_busy,
    async_doors_do_the_same,
    a_panic_in_a_look_leaves_the_door_open,
    migrating_again_changes_nothing_also_at_once,
    a_newer_schema_is_refused,
);

fn names(store: &Store) -> Vec<String> {
    let all = store.read(organisations::list);
    all.into_iter().map(|o| o.name).collect()
}

fn rename(c: &mut Conn, name: &str) -> Result<(), Error> {
    Ok(c.batch_execute(&format!("UPDATE organisations SET name = '{name}'"))?)
}

fn one_organisation(store: &Store) {
    store.organisation(OrganisationKind::Isv, "111122223333", "Before");
}

fn a_failed_write_leaves_nothing(store: &Store) {
    one_organisation(store);
    let result = store.db.write_now(|c| {
        rename(c, "After")?;
        c.batch_execute("INSERT INTO organisations (id) VALUES ('no id')")?;
        Ok(())
    });
    assert!(matches!(result, Err(Error::Diesel(_))), "{result:?}");
    let result = store.db.write_now(|c| {
        rename(c, "After")?;
        Err::<(), _>(Error::Busy)
    });
    assert!(matches!(result, Err(Error::Busy)), "{result:?}");
    assert_eq!(names(store), ["Before"]);
    store.write(|c| rename(c, "After"));
    assert_eq!(names(store), ["After"]);
}

fn a_panic_in_a_write_leaves_nothing_and_the_door_open(store: &Store) {
    one_organisation(store);
    let db = store.db.clone();
    let panicked = std::thread::spawn(move || {
        db.write_now(|c| -> Result<(), Error> {
            rename(c, "After")?;
            panic!("as planned")
        })
    });
    assert!(panicked.join().is_err());
    assert_eq!(names(store), ["Before"]);
    store.write(|c| rename(c, "After"));
    assert_eq!(names(store), ["After"]);
}

fn a_reader_cannot_write(store: &Store) {
    one_organisation(store);
    let result = store.db.read_now(|c| rename(c, "After"));
    assert!(result.is_err(), "a reader wrote");
    assert_eq!(names(store), ["Before"]);
}

fn writers_wait_for_each_other(store: &Store) {
    one_organisation(store);
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let db = store.db.clone();
            std::thread::spawn(move || {
                for _ in 0..10 {
                    db.write_now(|c| {
                        Ok(c.batch_execute("UPDATE organisations SET name = name || '+'")?)
                    })
                    .unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(names(store), [format!("Before{}", "+".repeat(80))]);
}

fn who_waits_too_long_is_told_that_the_database_is_busy(store: &Store) {
    let db = Db::connect(&store.url, NonZeroU32::MIN).unwrap();
    let (taken, is_taken) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let holder = db.clone();
    let holding = std::thread::spawn(move || {
        holder.read_now(|_| {
            taken.send(()).unwrap();
            released.recv().unwrap();
            Ok(())
        })
    });
    is_taken.recv().unwrap();
    let began = Instant::now();
    let result = db.read_now(organisations::list);
    assert!(matches!(result, Err(Error::Busy)), "{result:?}");
    let waited = began.elapsed();
    assert!(
        waited < consign::store::POOL_WAIT + Duration::from_secs(2),
        "{waited:?}"
    );
    release.send(()).unwrap();
    holding.join().unwrap().unwrap();
    db.read_now(organisations::list).unwrap();
}

fn async_doors_do_the_same(store: &Store) {
    one_organisation(store);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (db, url) = (store.db.clone(), store.url.clone());
    let busy = Db::connect(&url, NonZeroU32::MIN).unwrap();
    runtime.block_on(async move {
        db.write(|c| rename(c, "After")).await.unwrap();
        let failed = db
            .write(|c| rename(c, "Too late").and(Err::<(), _>(Error::Busy)))
            .await;
        assert!(matches!(failed, Err(Error::Busy)), "{failed:?}");
        let found = db.read(organisations::list).await.unwrap();
        assert_eq!(found[0].name, "After");
        assert_eq!(db.read_slow(organisations::list).await.unwrap(), found);
        assert_eq!(db.look_up(organisations::list).await.unwrap(), found);

        let (release, released) = std::sync::mpsc::channel::<()>();
        let holder = busy.clone();
        let holding = tokio::spawn(async move {
            holder
                .read(move |_| {
                    released.recv().unwrap();
                    Ok(())
                })
                .await
        });
        tokio::task::yield_now().await;
        let result = busy.read(organisations::list).await;
        assert!(matches!(result, Err(Error::Busy)), "{result:?}");
        // In a file those who look something up wait for nobody who reads.
        let is_file = Db::file(&url).unwrap().is_some();
        match busy.look_up(organisations::list).await {
            Ok(looked_up) => assert!(is_file && looked_up == found),
            result => assert!(!is_file && matches!(result, Err(Error::Busy)), "{result:?}"),
        }
        release.send(()).unwrap();
        holding.await.unwrap().unwrap();
        assert_eq!(busy.read(organisations::list).await.unwrap(), found);
        assert_eq!(busy.look_up(organisations::list).await.unwrap(), found);
    });
}

fn a_panic_in_a_look_leaves_the_door_open(store: &Store) {
    one_organisation(store);
    let db = Db::connect(&store.url, NonZeroU32::MIN).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    // The first connection is there once something was read.
    runtime.block_on(db.read(organisations::list)).unwrap();
    let looking = std::panic::AssertUnwindSafe(|| {
        runtime.block_on(db.look_up(|_| -> Result<(), Error> { panic!("as planned") }))
    });
    assert!(std::panic::catch_unwind(looking).is_err());
    let found = runtime.block_on(db.look_up(organisations::list)).unwrap();
    assert_eq!(found.len(), 1);
}

fn migrating_again_changes_nothing_also_at_once(store: &Store) {
    one_organisation(store);
    let others: Vec<_> = (0..4)
        .map(|_| {
            let url = store.url.clone();
            std::thread::spawn(move || connect(&url).migrate())
        })
        .collect();
    for other in others {
        other.join().unwrap().unwrap();
    }
    assert_eq!(names(store), ["Before"]);
}

fn a_newer_schema_is_refused(store: &Store) {
    store.write(|c| {
        Ok(c.batch_execute(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')",
        )?)
    });
    match store.db.migrate() {
        Err(Error::Refused(why)) => assert!(why.contains("29991231000000"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn transactions_that_wait_for_each_other_are_run_again() {
    let store = Store::postgres();
    for (account, name) in [("111122223333", "one"), ("999900001111", "two")] {
        store.organisation(OrganisationKind::Isv, account, name);
    }
    // Each holds one row before it asks for the other's; the database ends one of the two, which then tries again.
    let both_hold_one = Arc::new(Barrier::new(2));
    let writers = [
        ["111122223333", "999900001111"],
        ["999900001111", "111122223333"],
    ]
    .map(|rows| {
        let (db, both_hold_one) = (store.db.clone(), Arc::clone(&both_hold_one));
        std::thread::spawn(move || {
            let mut tries = 0;
            db.write_now(|c| {
                tries += 1;
                for (number, account) in rows.iter().enumerate() {
                    let row = organisations_table::account_id.eq(account);
                    diesel::update(organisations_table::table.filter(row))
                        .set(organisations_table::country.eq("FR"))
                        .execute(c)?;
                    if tries == 1 && number == 0 {
                        both_hold_one.wait();
                    }
                }
                Ok(())
            })
            .unwrap();
            tries
        })
    });
    let tries: usize = writers.map(|writer| writer.join().unwrap()).iter().sum();
    assert!(tries > 2, "they did not wait for each other");
}

#[test]
fn what_named_a_row_that_went_away_meanwhile_is_run_again() {
    let store = Store::postgres();
    one_organisation(&store);
    let about = "CREATE TABLE about (organisation TEXT REFERENCES organisations (id))";
    store.write(|c| Ok(c.batch_execute(about)?));
    let (other, mut tries) = (connect(&store.url), 0);
    let named = store.db.write_now(|c| {
        tries += 1;
        let found = organisations::list(c)?;
        if tries == 1 {
            other.write_now(|c| Ok(c.batch_execute("DELETE FROM organisations")?))?;
        }
        for organisation in &found {
            let sql = format!("INSERT INTO about VALUES ('{}')", organisation.id);
            c.batch_execute(&sql)?;
        }
        Ok(found.len())
    });
    assert_eq!((named.unwrap(), tries), (0, 2));
    let never = "INSERT INTO about VALUES ('never there')";
    let result = store.db.write_now(|c| Ok(c.batch_execute(never)?));
    assert!(matches!(result, Err(Error::Diesel(_))), "{result:?}");
}

#[test]
fn a_server_that_was_restarted_is_found_again() {
    let store = Store::postgres();
    one_organisation(&store);
    let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let other = connect(&store.url);
    other.write_now(|c| Ok(c.batch_execute(end_all)?)).unwrap();
    // Who asks in the moment in which it ends is told that it is away.
    let mut tries = 0..10;
    while let Err(error) = store.db.read_now(organisations::list) {
        assert!(matches!(error, Error::Unavailable(_)), "{error}");
        assert!(tries.next().is_some(), "it is not found again");
    }
    assert_eq!(names(&store), ["Before"]);
    store.write(|c| rename(c, "After"));
    assert_eq!(names(&store), ["After"]);
}

#[test]
fn only_urls_that_name_a_database_are_taken() {
    for url in [
        "",
        "data/consign.db",
        "mysql://localhost/x",
        "sqlite:",
        "sqlite://",
    ] {
        let result = Db::connect(url, NonZeroU32::MIN).map(|_| ());
        assert!(
            matches!(result, Err(Error::Refused(_))),
            "{url}: {result:?}"
        );
    }
    let nowhere = format!("sqlite:/{}/x.db", random::secret());
    let result = Db::connect(&nowhere, NonZeroU32::MIN).map(|_| ());
    assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    let nobody = "postgres://nobody@localhost:1/nothing?host=/nowhere";
    let result = Db::connect(nobody, NonZeroU32::MIN).map(|_| ());
    assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
}

#[test]
fn a_server_that_only_reads_is_not_available() {
    let store = Store::postgres();
    one_organisation(&store);
    let result = store.db.write_now(|c| {
        c.batch_execute("SET TRANSACTION READ ONLY")?;
        rename(c, "After")
    });
    assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    assert_eq!(names(&store), ["Before"]);
    store.write(|c| rename(c, "After"));
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let began = Instant::now();
    let url = format!("postgres://nobody@127.0.0.1:{port}/nothing");
    let result = Db::connect(&url, NonZeroU32::MIN).map(|_| ());
    assert!(matches!(result, Err(Error::Unavailable(_))), "{result:?}");
    assert!(began.elapsed() < Duration::from_secs(15));
}
