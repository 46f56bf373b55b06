//! Whatever the mail server does, no page waits for it: each is answered while the server keeps all lines on which mails are
//! under way. And whatever it did, all that was written arrives in the end, but what it refuses for good.

use super::{Faulty, Row, rows, settle, wait_until};
use crate::notifications::{LIST, add, create};
use crate::portal::{Database, TestPortal};
use crate::smtp::{Act, Step};
use crate::told::{extend, partners};
use crate::trade::{ADMIN, PARTNER, Trade};
use chrono::TimeDelta;
use consign::store::outbox::MessageState;
use std::collections::BTreeSet;
use std::time::Duration;

/// Mails that the portal has under way at once.
const LINES: usize = 4;
/// Longer than a letter waits that was not taken once.
const A_WHILE: TimeDelta = TimeDelta::seconds(20);

/// What befalls mails under way, in the end how they stand and how often they were tried.
const FAULTS: [(Step, Act, MessageState, i32); 5] = [
    // Not now.
    (
        Step::To,
        Act::Late("451 4.7.1 not so fast"),
        MessageState::Sent,
        2,
    ),
    // Never.
    (
        Step::Mail,
        Act::Late("554 5.7.1 looks like spam"),
        MessageState::Dead,
        1,
    ),
    // No word, and at last the line is dropped.
    (Step::Mail, Act::Silence, MessageState::Sent, 2),
    // A byte a second.
    (
        Step::Hello,
        Act::Slowly(Duration::from_secs(1)),
        MessageState::Sent,
        1,
    ),
    // Nobody is welcome: that is no mail's fault and not counted. The portal leaves the server alone for a while.
    (
        Step::Greeting,
        Act::Late("554 5.3.2 go away"),
        MessageState::Sent,
        1,
    ),
];

/// The letters that are under way.
fn under_way(portal: &TestPortal) -> BTreeSet<String> {
    let rows = rows(&portal.db).into_iter();
    let sending = rows.filter(|row| row.state == MessageState::Sending);
    sending.map(|row| row.id).collect()
}

/// Adds an address, creates an opportunity, extends an offer from it and revokes another opportunity, each by its pages.
fn press_all(trade: &Trade<'_>, number: usize) {
    let portal = trade.portal;
    // Nobody was told of it, so no letter loses its meaning.
    let earlier = trade.named("Q4 renewals");
    let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
    let address = format!("reader{number}@b.example");
    let added = isv.follow(add(&isv, &address, &["reminders"])).page();
    assert_eq!(added.rows().len(), number + 1);
    let new = create(trade, &isv);
    extend(&partner, &partners(&new), portal.clock.today());
    let page = format!("/isv/opportunities/{earlier}");
    let revoke = format!("{page}/revoke");
    let form = isv.get(&revoke).page().form("Revoke opportunity");
    let revoked = isv.follow(isv.submit(&revoke, &form)).page();
    assert_eq!(revoked.texts(".page-head .tag"), ["Revoked"]);
    for page in ["/isv/opportunities", LIST] {
        assert_eq!(isv.get(page).status, 200, "{page}");
    }
}

fn try_all_faults(database: Database) {
    let (step, act, ..) = FAULTS[0];
    let mails = Faulty::with(step, act);
    let portal = TestPortal::start_with(database, |config| {
        config.without_mail = false;
        config.smtp_url = Some(mails.server.url().as_str().into());
    });
    let trade = Trade::begin(&portal);
    let partner = portal.sign_in(PARTNER);
    for number in 0..LINES {
        let address = format!("desk{number}@contoso.example");
        add(&partner, &address, &["opportunities"]);
    }
    let mut befallen = Vec::new();
    for (number, (step, act, ..)) in FAULTS.into_iter().enumerate() {
        mails.turns_to(step, act);
        mails.server.let_go();
        wait_until("mails under way", || mails.server.kept_waiting() == LINES);
        let before = under_way(&portal);
        press_all(&trade, number);
        assert_eq!(mails.server.kept_waiting(), LINES, "{step:?} {act:?}");
        assert_eq!(under_way(&portal), before, "{step:?} {act:?}");
        befallen.push(before);
    }
    mails.mends();
    mails.server.let_go();
    settle(&portal);
    portal.clock.advance(A_WHILE);
    settle(&portal);

    let rows = rows(&portal.db);
    for ((step, act, state, attempts), ids) in FAULTS.into_iter().zip(&befallen) {
        assert_eq!(ids.len(), LINES);
        for row in rows.iter().filter(|row| ids.contains(&row.id)) {
            let stands = (row.state, row.attempts);
            assert_eq!(stands, (state, attempts), "{step:?} {act:?}: {row:?}");
        }
    }
    assert_each_sent_arrived_once(&rows, &mails);
}

/// Whatever was not refused for good has arrived, once and under its own name.
fn assert_each_sent_arrived_once(rows: &[Row], mails: &Faulty) {
    let dead = rows.iter().filter(|row| row.state == MessageState::Dead);
    assert_eq!(dead.count(), LINES);
    let sent = rows.iter().filter(|row| row.state == MessageState::Sent);
    let mut sent: Vec<_> = sent.map(|row| format!("<{}@127.0.0.1>", row.id)).collect();
    assert_eq!(sent.len(), rows.len() - LINES);
    let received = mails.server.received();
    let named = received.iter().map(|mail| mail.header("Message-ID"));
    let mut arrived: Vec<_> = named.map(|name| name.expect("a name")).collect();
    sent.sort();
    arrived.sort();
    assert_eq!(arrived, sent);
}

#[test]
fn whatever_the_mail_server_does_pages_are_answered_meanwhile_and_no_mail_is_lost() {
    // At once, since both wait for a while until the portal tries the server again.
    std::thread::scope(|scope| {
        for database in Database::ALL {
            scope.spawn(|| try_all_faults(*database));
        }
    });
}
