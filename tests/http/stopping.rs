//! The portal is told to stop while somebody waits for an answer.

use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal};
use consign::store::Error;
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

#[test]
fn a_request_that_is_under_way_is_answered_and_no_other_is_taken() {
    let portal = TestPortal::start(Database::Sqlite);
    // The request has to wait for the database until the portal has been told.
    let (holding, held) = channel();
    let (let_go, wait) = channel();
    let db = portal.db.clone();
    let holder = std::thread::spawn(move || {
        db.write_now(|_| {
            holding.send(()).expect("the test waits");
            wait.recv().expect("the test goes on");
            Ok::<_, Error>(())
        })
    });
    held.recv().expect("it is held");
    let browser = portal.anonymous();
    let waiting = std::thread::spawn(move || {
        browser.post(
            "/sign-in",
            &[("email", "admin@northwind.example"), ("password", PASSWORD)],
        )
    });
    std::thread::sleep(Duration::from_millis(200));
    let told = Instant::now();
    portal.stop();
    let host = portal.url.trim_start_matches("http://").to_owned();
    while TcpStream::connect(&host).is_ok() {
        assert!(
            told.elapsed() < Duration::from_secs(5),
            "new connections are still taken"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    let_go.send(()).expect("it waits");
    let answer = waiting.join().expect("an answer");
    assert!([303, 503].contains(&answer.status), "{}", answer.status);
    assert_eq!(answer.header("connection"), Some("close"));
    holder.join().expect("it ends").expect("it was held");
    drop(portal);
    assert!(told.elapsed() < Duration::from_secs(10), "it ends in time");
}
