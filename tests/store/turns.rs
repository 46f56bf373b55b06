//! Many who write at once: each piece of work is kept whole or not at all, whatever becomes of the others; and of two who
//! want what only one can have the second finds what the first did.

use crate::made::market;
use crate::tools::{Store, noon};
use consign::domain::account::{Organisation, OrganisationKind};
use consign::domain::authorization::AuthorizationId;
use consign::store::authorizations::{NewAuthorization, Recorded, record};
use consign::store::events::OwnEvent;
use consign::store::schema::events;
use consign::store::{Conn, Error, POOL_WAIT, invitations, organisations};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::future::Future;
use std::sync::mpsc;
use std::time::{Duration, Instant};

on_both_databases!(
    all_that_is_written_at_once_is_kept_once,
    what_fails_among_many_leaves_the_others_whole,
    who_waits_too_long_writes_nothing_later,
    what_nobody_waits_for_any_more_is_not_begun,
    of_two_who_record_one_name_at_once_one_does,
    a_partner_is_registered_once_however_often_it_is_pressed,
);

/// More than share one commit.
const MANY: usize = 100;

fn at_once<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(work)
}

fn one_organisation(store: &Store) {
    store.organisation(OrganisationKind::Isv, "111122223333", ">");
}

fn add(c: &mut Conn, letter: &str) -> Result<(), Error> {
    let sql = format!("UPDATE organisations SET name = name || '{letter}'");
    Ok(c.batch_execute(&sql)?)
}

/// The letters that were added.
fn letters(store: &Store) -> String {
    store.read(organisations::list).remove(0).name.split_off(1)
}

fn all_that_is_written_at_once_is_kept_once(store: &Store) {
    one_organisation(store);
    at_once(async {
        let all: Vec<_> = (0..MANY)
            .map(|_| {
                let db = store.db.clone();
                tokio::spawn(async move { db.write(|c| add(c, "+")).await })
            })
            .collect();
        for each in all {
            each.await.unwrap().unwrap();
        }
    });
    assert_eq!(letters(store), "+".repeat(MANY));
}

fn what_fails_among_many_leaves_the_others_whole(store: &Store) {
    one_organisation(store);
    at_once(async {
        let all: Vec<_> = (0..MANY)
            .map(|number| {
                let db = store.db.clone();
                let work = move |c: &mut Conn| match number % 10 {
                    3 => add(c, "-").and(Err(Error::Refused(number.to_string()))),
                    7 => {
                        add(c, "-")?;
                        panic!("as planned")
                    }
                    _ => add(c, "+"),
                };
                tokio::spawn(async move { db.write(work).await })
            })
            .collect();
        for (number, each) in all.into_iter().enumerate() {
            match (number % 10, each.await) {
                (3, Ok(Err(Error::Refused(why)))) => assert_eq!(why, number.to_string()),
                (7, Err(error)) => assert!(error.is_panic()),
                (_, Ok(Ok(()))) => {}
                (_, other) => panic!("{number}: {other:?}"),
            }
        }
    });
    assert_eq!(letters(store), "+".repeat(MANY / 10 * 8));
}

/// Holds every connection that writes until the sender is dropped, and returns when it does.
async fn hold(store: &Store) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let released = std::sync::Arc::new(std::sync::Mutex::new(released));
    for _ in 0..crate::tools::READERS.get() {
        let (taken, mut is_taken) = tokio::sync::mpsc::channel(1);
        let (db, released) = (store.db.clone(), released.clone());
        tokio::spawn(async move {
            db.write(move |_| {
                let _ = taken.try_send(());
                let _ = released.lock().unwrap().recv();
                Ok(())
            })
            .await
        });
        let is_taken = tokio::time::timeout(Duration::from_millis(300), is_taken.recv());
        // The embedded database has one such connection; the others wait for it.
        if is_taken.await.is_err() {
            break;
        }
    }
    release
}

fn who_waits_too_long_writes_nothing_later(store: &Store) {
    one_organisation(store);
    at_once(async {
        let release = hold(store).await;
        let began = Instant::now();
        let result = store.db.write(|c| add(c, "-")).await;
        assert!(matches!(result, Err(Error::Busy)), "{result:?}");
        assert!(began.elapsed() < POOL_WAIT + Duration::from_secs(2));
        drop(release);
        store.db.write(|c| add(c, "+")).await.unwrap();
    });
    assert_eq!(letters(store), "+");
}

fn what_nobody_waits_for_any_more_is_not_begun(store: &Store) {
    one_organisation(store);
    at_once(async {
        let release = hold(store).await;
        let given_up = store.db.write(|c| add(c, "-"));
        let given_up = tokio::time::timeout(Duration::from_millis(50), given_up).await;
        assert!(given_up.is_err(), "it did not wait");
        drop(release);
        store.db.write(|c| add(c, "+")).await.unwrap();
    });
    assert_eq!(letters(store), "+");
}

/// What comes of two pieces of work, when the second begins after the first has done everything and before that is kept.
fn overlapping<T: Send>(
    store: &Store,
    first: impl Fn(&mut Conn) -> Result<T, Error> + Send,
    second: impl Fn(&mut Conn) -> Result<T, Error>,
) -> [T; 2] {
    let (done, is_done) = mpsc::channel();
    std::thread::scope(|threads| {
        let first = threads.spawn(move || {
            store.write(|c| {
                let result = first(c)?;
                let _ = done.send(());
                std::thread::sleep(Duration::from_millis(300));
                Ok(result)
            })
        });
        is_done.recv().unwrap();
        let second = store.write(second);
        [first.join().unwrap(), second]
    })
}

fn of_two_who_record_one_name_at_once_one_does(store: &Store) {
    let market = market(store);
    let made = market.make(store, market.parts("Spring", &[0, 1], &[0]), noon());
    let work = |number: usize| {
        let (isv, opportunity) = (&market.isv, made.opportunities[number]);
        move |c: &mut Conn| {
            let new = NewAuthorization {
                opportunity,
                id: AuthorizationId::parse("resaleauthz-abc123def456g").unwrap(),
                by: &isv.user,
            };
            record(c, &isv.scope, &new, noon())
        }
    };
    assert_eq!(
        overlapping(store, work(0), work(1)),
        [Recorded::Done, Recorded::Elsewhere("Spring".to_owned())]
    );
}

fn a_partner_is_registered_once_however_often_it_is_pressed(store: &Store) {
    let partner = store.organisation(OrganisationKind::Partner, "444455556666", "Contoso");
    assert!(store.write(|c| organisations::set_registered(c, partner.id, false)));
    let press = |c: &mut Conn| {
        let nobody = |_: &Organisation, _: &Organisation| Ok(Vec::new());
        invitations::set_registered(c, (partner.id, true), "Ines", &nobody, noon())
    };
    assert_eq!(overlapping(store, press, press), [true, false]);
    let changes = events::table.filter(events::kind.eq(OwnEvent::RegistrationChanged.as_str()));
    let told: i64 = store.read(|c| Ok(changes.count().get_result(c)?));
    assert_eq!(told, 1);
    let isv = store.organisation(OrganisationKind::Isv, "111122223333", "Northwind");
    let only_partners = store.write(|c| organisations::set_registered(c, isv.id, false));
    assert!(!only_partners);
}
