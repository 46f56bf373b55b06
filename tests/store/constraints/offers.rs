//! What the tables of offers and of who is told of what refuse.

use super::{ROWS, prepare, refuse};
use crate::tools::Store;
use diesel::connection::SimpleConnection;

on_both_databases!(what_can_be_is_taken_and_what_cannot_be_is_refused);

const OFFER_ROWS: &str = "
INSERT INTO offer_drafts VALUES ('ofd_01h455vb4pex5vsknk084sn02q', '{partner}', 'opp_01h455vb4pex5vsknk084sn02q', 1, '{}',
    '{user}', '2026-11-22 12:00:00', '{user}', '2026-11-22 12:00:00');
INSERT INTO contract_acceptances VALUES ('ofd_01h455vb4pex5vsknk084sn02q', 'opp_01h455vb4pex5vsknk084sn02q', '{user}', 'Maria',
    '2026-11-22 12:00:00', '2021-12-01', NULL);
INSERT INTO offers VALUES ('off_01h455vb4pex5vsknk084sn02q', 'opp_01h455vb4pex5vsknk084sn02q', '{isv}', '{partner}',
    'ofd_01h455vb4pex5vsknk084sn02q', true, 'Vault for Acme', 'Note', 'markup', '5.5', '2027-01-31', NULL, 'vault',
    '{user}', 'Maria', '2026-11-22 12:00:00');
INSERT INTO offer_prices VALUES ('off_01h455vb4pex5vsknk084sn02q', 'storage', 'P12M', 0, 100);
INSERT INTO offer_payments VALUES ('off_01h455vb4pex5vsknk084sn02q', 0, '2027-02-01', 100);
INSERT INTO offer_buyers VALUES ('off_01h455vb4pex5vsknk084sn02q', 0, '012345678901');
INSERT INTO documents SELECT 'doc_01h455vb4pex5vsknk084sn02q', '{partner}', kind, name, format, size, sha256, uploaded_by, uploaded_at
    FROM documents WHERE id = '{document}';
INSERT INTO offer_amendments VALUES ('off_01h455vb4pex5vsknk084sn02q', '{partner}', 0, 'doc_01h455vb4pex5vsknk084sn02q');
INSERT INTO offer_links VALUES ('{hash}', 'off_01h455vb4pex5vsknk084sn02q', '2026-11-22 12:00:00');
INSERT INTO offer_acceptances VALUES ('off_01h455vb4pex5vsknk084sn02q', '012345678901', 'agr_01h455vb4pex5vsknk084sn02q', true,
    'Acme', 'Ada', '2026-11-22 12:00:00', '2026-11-22', '2027-11-21', 'P12M', '100.5', '110');
INSERT INTO offer_acceptance_units VALUES ('off_01h455vb4pex5vsknk084sn02q', '012345678901', 'storage', 5);
INSERT INTO notification_addresses VALUES ('adr_01h455vb4pex5vsknk084sn02q', '{isv}', 0, 'A@x.example', 'a@x.example', 'active',
    true, false, false, 'Maria', '2026-11-22 12:00:00', NULL, NULL);
INSERT INTO unsubscribe_links VALUES ('{hash}', 'adr_01h455vb4pex5vsknk084sn02q', '2026-11-22 12:00:00');
INSERT INTO notices VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'days_7', '2026-11-22 12:00:00');
";

/// What a row of a table is changed to, and cannot be.
const REFUSED: [(&str, &[&str]); 13] = [
    (
        "offer_drafts",
        &[
            "version = 0",
            "answers = ''",
            "partner_id = 'org_01h455vb4pex5vsknk084sn02q'",
            "opportunity_id = 'opp_01h455vb4pex5vsknk084sn02r'",
        ],
    ),
    (
        "contract_acceptances",
        &["version = NULL", "sha256 = '{hash}'", "person = ''"],
    ),
    (
        "offers",
        &[
            // The parties are those of the opportunity.
            "isv_id = '{partner}'",
            "partner_id = '{isv}'",
            "opportunity_id = 'opp_01h455vb4pex5vsknk084sn02r'",
            "draft_id = 'x'",
            "name = ''",
            "description = ''",
            "adjustment = 'whim'",
            "adjustment = 'own_amounts'",
            "percent = NULL",
            "percent = 'a lot'",
            "expires_on = NULL",
            "extended_by_name = ''",
        ],
    ),
    (
        "offer_prices",
        &["price = -1", "price = NULL", "charge = 'P0M'"],
    ),
    ("offer_payments", &["amount = -1", "position = 60"]),
    ("offer_buyers", &["account_id = '1234'", "position = 25"]),
    (
        "offer_amendments",
        &[
            "position = 5",
            // A document of the ISV's.
            "document_id = '{document}'",
            "partner_id = '{isv}'",
        ],
    ),
    ("offer_links", &["hash = 'secret'"]),
    (
        "offer_acceptances",
        &[
            "id = 'agr_1'",
            "company = ''",
            "person = ''",
            "contract_duration = 'P0M'",
            "wholesale_total = NULL",
            "purchase_total = 'much'",
        ],
    ),
    (
        "offer_acceptance_units",
        &["quantity = 0", "account_id = '999999999999'"],
    ),
    (
        "notification_addresses",
        &[
            "slot = 10",
            "slot = -1",
            "email = 'nobody'",
            "state = 'lost'",
            "state = 'waiting'",
            "confirm_hash = '{hash}'",
            "on_offers = false",
            "organisation_id = 'org_01h455vb4pex5vsknk084sn02q'",
        ],
    ),
    (
        "unsubscribe_links",
        &[
            "hash = 'secret'",
            "address_id = 'adr_01h455vb4pex5vsknk084sn02r'",
        ],
    ),
    ("notices", &["kind = 'days_2'"]),
];

fn what_can_be_is_taken_and_what_cannot_be_is_refused(store: &Store) {
    let fill = prepare(store);
    store.write(|c| Ok(c.batch_execute(&fill(ROWS))?));
    store.write(|c| Ok(c.batch_execute(&fill(OFFER_ROWS))?));
    refuse(store, &fill, &REFUSED);
    let second = "INSERT INTO offers SELECT 'off_01h455vb4pex5vsknk084sn02r', opportunity_id, isv_id, partner_id,
        'ofd_01h455vb4pex5vsknk084sn02r', single_use, name, description, adjustment, percent, expires_on, subscription_end, search,
        extended_by, extended_by_name, extended_at FROM offers";
    let eleventh = "INSERT INTO notification_addresses SELECT 'adr_01h455vb4pex5vsknk084sn02r', organisation_id, slot, 'b@x.example',
        'b@x.example', state, on_offers, on_opportunities, on_reminders, added_by, added_at, NULL, NULL FROM notification_addresses";
    let nowhere = "INSERT INTO events SELECT 'evt_01h455vb4pex5vsknk084sn02r', organisation_id, opportunity_id, kind, actor, at,
        details, 'off_01h455vb4pex5vsknk084sn02r' FROM events";
    for (statement, why) in [
        (nowhere, "an event is about an offer that is there"),
        (second, "a single use has one offer"),
        (eleventh, "a slot holds one address"),
        (
            "DELETE FROM opportunities",
            "an offer keeps what it was made from",
        ),
    ] {
        let result = store.db.write_now(|c| Ok(c.batch_execute(statement)?));
        assert!(super::is_refusal(&result), "{why}: {result:?}");
    }
    // Not so where an opportunity can be used again.
    let reusable = second.replace("single_use,", "false,");
    store.write(|c| Ok(c.batch_execute(&reusable)?));
    // An offer takes its parts with it, and an address its links.
    store.write(|c| Ok(c.batch_execute("DELETE FROM offers; DELETE FROM notification_addresses")?));
}
