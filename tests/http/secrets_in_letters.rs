//! What grants something by itself stands in a letter only until that has arrived or is withdrawn.

use crate::notifications::{LIST, add, letters, stop, tell_of_an_opportunity};
use crate::portal::{TestPortal, on_each_database, on_each_database_with};
use crate::trade::{PARTNER, Trade};
use consign::store::outbox::{self, Delivery};
use consign::store::schema::outbox as columns;
use diesel::prelude::*;

const DESK: &str = "desk@contoso.example";

/// All that is kept of the letters to an address.
fn kept(portal: &TestPortal, address: &str) -> Vec<String> {
    type Kept = (String, String, Option<String>);
    let read = portal.db.read_now(|c| {
        let rows: Vec<Kept> = columns::table
            .filter(columns::recipient.eq(address))
            .order(columns::id)
            .select((columns::text_body, columns::html_body, columns::unsubscribe))
            .load(c)?;
        Ok(rows)
    });
    let rows = read.expect("it can be read").into_iter();
    rows.map(|(text, html, stop)| format!("{text}{html}{stop:?}"))
        .collect()
}

/// How many of the letters to an address hold something.
fn with(portal: &TestPortal, address: &str, secret: &str) -> usize {
    let kept = kept(portal, address);
    kept.iter().filter(|text| text.contains(secret)).count()
}

#[test]
fn a_link_that_confirms_an_address_is_kept_until_its_letter_is_sent_or_withdrawn() {
    on_each_database_with(
        |config| config.confirm_addresses = true,
        |portal| {
            const SECRET: &str = "/notifications/confirm/";
            let browser = portal.sign_in(PARTNER);
            for address in [DESK, "other@contoso.example"] {
                add(&browser, address, &["opportunities"]);
                assert_eq!(with(portal, address, SECRET), 1);
                if address == DESK {
                    letters(portal);
                } else {
                    let page = browser.get(LIST).page();
                    let remove = page.form(&format!("Remove {address}"));
                    assert_eq!(browser.submit(LIST, &remove).status, 303);
                }
                assert_eq!(with(portal, address, SECRET), 0, "{address}");
                assert_eq!(kept(portal, address).len(), 1);
            }
        },
    );
}

#[test]
fn a_link_that_stops_messages_is_kept_until_its_letter_is_sent_or_withdrawn() {
    on_each_database(|portal| {
        const SECRET: &str = "/notifications/unsubscribe/";
        let browser = portal.sign_in(PARTNER);
        add(&browser, DESK, &["opportunities"]);
        assert_eq!(with(portal, DESK, SECRET), 1);
        let welcome = letters(portal);
        assert_eq!(with(portal, DESK, SECRET), 0);
        // Withdrawn because what it tells is not true any more.
        let opportunity = tell_of_an_opportunity(portal);
        assert_eq!(with(portal, DESK, SECRET), 1);
        let trade = Trade::begin(portal);
        trade.revoke(&opportunity);
        assert_eq!(with(portal, DESK, SECRET), 0);
        // The vendor still sees how the partner itself is told, and nothing of whom that tells besides.
        let id = opportunity.parse().expect("an id");
        let told = portal
            .db
            .read_now(|c| outbox::of_opportunity(c, &trade.scope, id));
        let told = told.expect("it can be read");
        let told: Vec<_> = told.iter().map(|(.., delivery)| *delivery).collect();
        assert_eq!(told, [Delivery::Cancelled]);
        // One that was given up keeps its link, because it may be tried again.
        tell_of_an_opportunity(portal);
        let now = portal.clock.now();
        let given_up = portal.db.write_now(|c| {
            for letter in outbox::lease(c, u16::MAX, now)? {
                outbox::failed(c, &letter, "no such host", None, now)?;
            }
            outbox::stuck(c)
        });
        let given_up = given_up.expect("it can be written");
        assert_eq!(with(portal, DESK, SECRET), 1);
        let mine = given_up.iter().find(|letter| letter.recipient == DESK);
        let id = mine.expect("a letter").id;
        let operator = portal.sign_in("operator@portal.example");
        let retried = operator.post(&format!("/ops/outbox/{id}/retry"), &[]);
        assert_eq!(retried.status, 303);
        let sent = letters(portal);
        let sent = sent.iter().find(|letter| letter.recipient == DESK);
        // The links themselves work on.
        for letter in [&welcome[0], sent.expect("it is sent")] {
            let page = portal.anonymous().get(&stop(portal, letter));
            assert_eq!(page.status, 200);
        }
        assert_eq!(with(portal, DESK, SECRET), 0);
    });
}
