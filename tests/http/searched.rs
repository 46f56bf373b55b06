//! What a search leads to: one's own by its ID, and lists by a part of an account ID.

use crate::client::Client;
use crate::offered::extend;
use crate::portal::on_each_database;
use crate::trade::{CONTOSO, OTHER_PARTNER, PARTNER, STRANGER, Trade, VIEWER};
use consign::demo::accounts::NORTHWIND;

const LIST: &str = "/isv/opportunities";

#[test]
fn an_id_that_is_searched_for_is_opened_if_it_is_ones_own() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Found");
        let search = format!("{LIST}?q={id}");
        let answer = portal.sign_in(VIEWER).get(&search);
        assert_eq!(
            (answer.status, answer.location()),
            (303, format!("{LIST}/{id}").as_str())
        );
        let answer = portal.sign_in(STRANGER).get(&search);
        assert_eq!((answer.status, answer.page().rows().len()), (200, 0));
    });
}

#[test]
fn a_reference_or_an_offers_id_that_is_searched_for_is_opened_by_its_own_side() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let batch = trade.create(&trade.answers("Together"));
        let opportunity = trade.of_batch(batch).remove(0);
        let (offer, ..) = extend(portal, &opportunity, "Offered", PARTNER, "2026-12-31");
        // Where a search leads; nowhere when the list finds nothing.
        let found = |email: &str, side: &str, typed: &str| {
            let list = format!("/{side}/opportunities?q={typed}");
            let answer = portal.sign_in(email).get(&list);
            if answer.status == 200 {
                assert!(answer.page().rows().is_empty(), "{typed}");
                return String::new();
            }
            assert_eq!(answer.status, 303, "{}", answer.text());
            answer.location().to_owned()
        };
        let (batch, offer) = (batch.to_string(), offer.to_string());
        assert_eq!(
            found(VIEWER, "isv", &format!("%20{batch}%20")),
            format!("/isv/batches/{batch}")
        );
        assert_eq!(found(VIEWER, "isv", &offer), format!("/isv/offers/{offer}"));
        assert_eq!(
            found(PARTNER, "partner", &offer),
            format!("/partner/offers/{offer}")
        );
        // What is another's is not found, and no partner knows what was created together.
        assert_eq!(found(PARTNER, "partner", &batch), "");
        for typed in [&batch, &offer] {
            assert_eq!(found(STRANGER, "isv", typed), "", "{typed}");
            assert_eq!(found(OTHER_PARTNER, "partner", typed), "", "{typed}");
        }
    });
}

#[test]
fn a_part_of_an_account_id_is_found_in_the_groups_that_it_is_shown_in() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Renewal 2026-11");
        extend(portal, &opportunity, "Offer 2027-08", PARTNER, "2026-12-31");
        let (isv, partner) = (portal.sign_in(VIEWER), portal.sign_in(PARTNER));
        let count = |browser: &Client, list: &str, typed: &str| {
            let list = format!("{list}?q={}", typed.replace(' ', "+"));
            browser.get(&list).page().rows().len()
        };
        for (browser, list, account) in [
            (&isv, LIST, CONTOSO),
            (&partner, "/partner/opportunities", NORTHWIND),
            (&isv, "/isv/offers", CONTOSO),
            (&partner, "/partner/offers", NORTHWIND),
        ] {
            for gap in [" ", "-"] {
                let part = format!("{}{gap}{}", &account[..4], &account[4..8]);
                assert_eq!(count(browser, list, &part), 1, "{list} {part}");
            }
        }
        // A name with such digits is found as it is written.
        assert_eq!(count(&isv, LIST, "2026-11"), 1);
        assert_eq!(count(&isv, LIST, "2026-12"), 0);
        assert_eq!(count(&isv, "/isv/offers", "2027-08"), 1);
        assert_eq!(count(&isv, "/isv/offers", "2027-09"), 0);
    });
}

#[test]
fn nobody_finds_everything_by_what_they_are_called_themselves() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        for (opportunity, offer) in [
            ("Spring for Contoso", "Offer of Contoso"),
            ("Renewal", "Second"),
        ] {
            let opportunity = trade.named(opportunity);
            extend(portal, &opportunity, offer, PARTNER, "2026-12-31");
        }
        let (isv, partner) = (portal.sign_in(VIEWER), portal.sign_in(PARTNER));
        let found = |browser: &Client, list: &str, typed: &str| {
            let page = browser.get(&format!("{list}?q={typed}")).page();
            page.texts("tr[data-id] th")
        };
        let (granted, extended) = ("/partner/opportunities", "/partner/offers");
        assert_eq!(found(&partner, granted, "contoso"), ["Spring for Contoso"]);
        assert_eq!(found(&partner, extended, "contoso"), ["Offer of Contoso"]);
        for own in ["consulting", &CONTOSO[2..9]] {
            assert!(found(&partner, granted, own).is_empty(), "{own}");
            assert!(found(&partner, extended, own).is_empty(), "{own}");
        }
        assert!(found(&isv, "/isv/offers", "northwind").is_empty());
        // The other side is found by it.
        assert_eq!(found(&isv, LIST, "consulting").len(), 2);
        assert_eq!(found(&isv, "/isv/offers", "consulting").len(), 2);
        assert_eq!(found(&partner, granted, "northwind").len(), 2);
        assert_eq!(found(&partner, extended, "northwind").len(), 2);
    });
}
