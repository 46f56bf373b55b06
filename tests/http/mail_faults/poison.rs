//! A mail that can never be sent holds up no other, whatever it tells.

use super::{Row, rows, settle};
use crate::notifications::{add, create};
use crate::offered::ALPINE;
use crate::portal::{Database, TestPortal};
use crate::smtp::Server;
use crate::told::{extend, partners, press};
use crate::trade::{ADMIN, PARTNER, Trade};
use consign::store::Error;
use consign::store::outbox::{MessageKind, MessageState};
use diesel::RunQueryDsl;
use std::collections::BTreeMap;

/// What is no address, as no page would take it.
const NO_ADDRESS: &str = "not an address@";

/// Puts it in the place of both organisations' own addresses.
fn poison(portal: &TestPortal) {
    let written = portal.db.write_now(|c| {
        let query = format!("UPDATE organisations SET email = '{NO_ADDRESS}' || id");
        Ok::<_, Error>(diesel::sql_query(query).execute(c)?)
    });
    assert!(written.expect("it can be written") > 1);
}

/// How many letters of each kind are in this state.
fn of_kinds<'a>(rows: impl Iterator<Item = &'a Row>) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for row in rows {
        *kinds.entry(row.kind.as_str()).or_default() += 1;
    }
    kinds
}

#[test]
fn letters_to_what_is_no_address_are_given_up_and_all_others_arrive_whatever_they_tell() {
    let isv_is_told = [
        MessageKind::OfferExtended,
        MessageKind::OfferAccepted,
        MessageKind::OpportunityEnded,
    ];
    let partner_is_told = [
        MessageKind::OpportunityCreated,
        MessageKind::OfferExtended,
        MessageKind::OfferAccepted,
        MessageKind::OpportunityRevoked,
    ];
    for database in Database::ALL {
        let server = Server::start();
        let portal = TestPortal::start_with(*database, |config| {
            config.without_mail = false;
            config.smtp_url = Some(server.url().as_str().into());
        });
        let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
        for (browser, domain) in [(&isv, "northwind"), (&partner, "contoso")] {
            let all = ["offers", "opportunities"];
            add(browser, &format!("desk@{domain}.example"), &all);
        }
        poison(&portal);
        let trade = Trade::begin(&portal);
        let created = partners(&create(&trade, &isv));
        // Of these nobody was told, so no letter loses its meaning.
        let [ended, revoked] = ["Q3 renewals", "Q4 renewals"].map(|name| trade.named(name));
        let offer = extend(&partner, &created, portal.clock.today());
        let typed = [
            ("company", "Alpine Ski House"),
            ("person", "Greta Wolff"),
            ("eula", "accepted"),
        ];
        press(
            &portal.anonymous(),
            &offer.buyer(ALPINE),
            "Accept offer",
            &typed,
        );
        let end = format!("{}/end", partners(&ended));
        press(&partner, &end, "End opportunity", &[]);
        let revoke = format!("/isv/opportunities/{revoked}/revoke");
        press(&isv, &revoke, "Revoke opportunity", &[]);
        settle(&portal);

        let all = rows(&portal.db);
        let (bad, good): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|row| row.recipient.starts_with(NO_ADDRESS));
        for row in &bad {
            let error = row.error.as_deref().unwrap_or_default();
            assert!(error.contains("no address"), "{row:?}");
            assert_eq!((row.state, row.attempts), (MessageState::Dead, 1));
        }
        for row in &good {
            assert_eq!(
                (row.state, row.attempts),
                (MessageState::Sent, 1),
                "{row:?}"
            );
        }
        let mut expected = BTreeMap::new();
        for kind in isv_is_told.iter().chain(&partner_is_told) {
            *expected.entry(kind.as_str()).or_default() += 1;
        }
        assert_eq!(of_kinds(bad.into_iter()), expected);
        // The ISV knows what it revoked, but its list does not; and both lists were welcomed.
        *expected.entry("opportunity.ended").or_default() += 1;
        expected.insert("address.welcome", 2);
        assert_eq!(server.received().len(), good.len());
        assert_eq!(of_kinds(good.into_iter()), expected);
    }
}
