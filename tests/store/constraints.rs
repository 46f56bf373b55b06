//! The database refuses rows that cannot be, whoever writes them.

mod offers;

use crate::tools::{Store, noon, product};
use consign::domain::account::OrganisationKind;
use consign::domain::agreements::{Document, DocumentFormat, DocumentKind};
use consign::random;
use consign::store::documents;
use consign::store::{Error, products};
use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

on_both_databases!(what_can_be_is_taken_and_what_cannot_be_is_refused);

/// One row in every table that the program's own functions have not filled, valid in every respect. `{isv}` and the like
/// stand for ids.
const ROWS: &str = "
INSERT INTO batches VALUES ('bat_01h455vb4pex5vsknk084sn02q', '{isv}', 'drf_01h455vb4pex5vsknk084sn02q', 'Spring',
    '{user}', 'Maria', '2026-11-22 12:00:00', 1, NULL);
INSERT INTO opportunities VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'bat_01h455vb4pex5vsknk084sn02q',
    '{isv}', '111122223333', 'Northwind', '{partner}', '444455556666', 'Contoso',
    'prod-vault', 'Vault', 'saas_contract', false, NULL, 'Spring', NULL,
    'percentage', 1250, 'USD', 'specific_time', '2027-01-31', NULL,
    'public', NULL, NULL, 'none', NULL, NULL, 0, NULL, 'spring vault', '2026-11-22 12:00:00');
INSERT INTO opportunity_dimensions VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'storage', 0, 'Storage', '', 'GB', 'contract',
    false);
INSERT INTO opportunity_prices VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'storage', 'P12M', 0, 100, 90, 'percent', 1000);
INSERT INTO opportunity_grants VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'storage', 0, 5);
INSERT INTO opportunity_payments VALUES ('opp_01h455vb4pex5vsknk084sn02q', 0, '2027-02-01', 100);
INSERT INTO opportunity_buyers VALUES ('opp_01h455vb4pex5vsknk084sn02q', 0, '012345678901');
INSERT INTO revocations VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'isv', 'Maria', '{user}', '2026-11-22 12:00:00', NULL);
INSERT INTO resale_authorizations VALUES ('opp_01h455vb4pex5vsknk084sn02q', 'resaleauthz-abc123def456g');
INSERT INTO drafts VALUES ('drf_01h455vb4pex5vsknk084sn02r', '{isv}', 1, '{}', '{user}', '2026-11-22 12:00:00', '{user}',
    '2026-11-22 12:00:00', 'opp_01h455vb4pex5vsknk084sn02q');
INSERT INTO draft_authorizations VALUES ('drf_01h455vb4pex5vsknk084sn02r', '{isv}', 'resaleauthz-abc123def456g', '444455556666', '{}');
INSERT INTO events VALUES ('evt_01h455vb4pex5vsknk084sn02q', '{isv}', 'opp_01h455vb4pex5vsknk084sn02q', 'created', 'Maria',
    '2026-11-22 12:00:00', '', NULL);
INSERT INTO outbox VALUES ('msg_01h455vb4pex5vsknk084sn02q', 'evt_01h455vb4pex5vsknk084sn02q', 'x@contoso.example', 'created',
    'Subject', 'Text', '<p>', 'queued', 0, '2026-11-22 12:00:00', NULL, NULL, '2026-11-22 12:00:00', NULL, NULL);
INSERT INTO term_requests VALUES ('req_01h455vb4pex5vsknk084sn02q', '{isv}', '{user}', 'Subject', 'Needed', 'Contact', 'open',
    '2026-11-22 12:00:00');
INSERT INTO bulk_uploads VALUES ('blk_01h455vb4pex5vsknk084sn02q', '{isv}', 'q1.xlsx', '{hash}', '{}', 2, '{user}', 'Maria',
    '2026-11-22 12:00:00', 1, '{user}', 'Maria', '2026-11-22 12:00:00');
INSERT INTO bulk_rows VALUES ('blk_01h455vb4pex5vsknk084sn02q', 2, '{isv}', '{hash}', 'opp_01h455vb4pex5vsknk084sn02q');
INSERT INTO sessions VALUES ('{hash}', '{user}', '{}', '2026-11-22 12:00:00', '2026-11-22 12:00:00');
INSERT INTO sign_in_failures VALUES ('account:x', 1, '2026-11-22 12:00:00');
INSERT INTO known_browsers VALUES ('{hash}', '{user}', '2026-11-22 12:00:00');
INSERT INTO second_steps VALUES ('{user}', 'sealed', 59000000, '2026-11-22 12:00:00');
INSERT INTO recovery_codes VALUES ('{user}', '{hash}');
";

/// What a row of a table is changed to, and cannot be.
const REFUSED: [(&str, &[&str]); 27] = [
    (
        "organisations",
        &[
            "id = 'usr_01h455vb4pex5vsknk084sn02q'",
            "id = 'org_1'",
            "kind = 'bank'",
            "account_id = '11112222333'",
            "account_id = '11112222333x'",
            "name = ''",
            "country = 'de'",
            "email = 'nobody'",
            "registered = NULL",
            "created_at = NULL",
            "kind = 'isv', account_id = '111122223333'",
        ],
    ),
    (
        "users",
        &[
            "role = 'emperor'",
            "email = ''",
            "email_lower = 'x'",
            "name = ''",
            "theme = 'pink'",
            "password_hash = ''",
            "organisation_id = 'org_01h455vb4pex5vsknk084sn02q'",
        ],
    ),
    (
        "sessions",
        &[
            "key_hash = 'short'",
            "user_id = 'usr_01h455vb4pex5vsknk084sn02q'",
            "state = ''",
        ],
    ),
    ("sign_in_failures", &["failures = 0", "subject = ''"]),
    (
        "known_browsers",
        &[
            "key_hash = 'short'",
            "user_id = 'usr_01h455vb4pex5vsknk084sn02q'",
        ],
    ),
    (
        "second_steps",
        &[
            "user_id = 'usr_01h455vb4pex5vsknk084sn02q'",
            "sealed = ''",
            "sealed = NULL",
            "last_span = -1",
        ],
    ),
    (
        "recovery_codes",
        &[
            "user_id = 'usr_01h455vb4pex5vsknk084sn02q'",
            "hash = 'short'",
        ],
    ),
    (
        "products",
        &[
            "id = 'with space'",
            "title = ''",
            "model = 'rent'",
            "state = 'gone'",
            "eula_url = ''",
            "position = -1",
        ],
    ),
    (
        "dimensions",
        &[
            "key = ''",
            "kind = 'other'",
            "unit = ''",
            "product_id = 'prod-none'",
        ],
    ),
    (
        "list_prices",
        &[
            "charge = 'P0M'",
            "charge = 'P12Y'",
            "charge = 'P1M2'",
            "charge = ''",
            "amount = -1",
            "amount = NULL",
            "dimension_key = 'none'",
        ],
    ),
    ("document_contents", &["sha256 = 'abc'"]),
    (
        "documents",
        &[
            "kind = 'invoice'",
            "format = 'exe'",
            "size = 0",
            "size = 10485761",
            "name = ''",
            "sha256 = '{hash}'",
        ],
    ),
    (
        "bulk_uploads",
        &[
            "id = 'bat_01h455vb4pex5vsknk084sn02q'",
            "isv_id = '{partner}'",
            "file_name = ''",
            "sha256 = 'abc'",
            "sheet = ''",
            "size = 0",
            "size = 1001",
            "made = 3",
            "made = NULL",
            "confirmed_by = NULL",
            "confirmed_by_name = NULL",
            "confirmed_at = NULL",
        ],
    ),
    (
        "bulk_rows",
        &[
            "upload_id = 'blk_01h455vb4pex5vsknk084sn02r'",
            "number = 1",
            "isv_id = '{partner}'",
            "sha256 = 'abc'",
            "opportunity_id = 'opp_01h455vb4pex5vsknk084sn02r'",
        ],
    ),
    (
        "batches",
        &[
            "size = 0",
            "size = 101",
            "name = ''",
            "draft_id = 'x'",
            "cloned_from = 'x'",
            "isv_id = '{partner}'",
        ],
    ),
    (
        "opportunities",
        &[
            "discount_kind = 'gift'",
            "percent = NULL",
            "percent = 10001",
            "percent = -1",
            "discount_kind = 'individual'",
            "discount_kind = 'flexible', percent = NULL",
            "discount_kind = 'flexible', percent = NULL, contract_duration = 'P12M'",
            "discount_kind = 'flexible', percent = NULL, contract_duration = 'P12M', duration_kind = 'single_use', last_day = NULL",
            "contract_duration = 'P12M'",
            "currency = 'CHF'",
            "duration_kind = 'for_ever'",
            "last_day = NULL",
            "duration_kind = 'no_set_time'",
            "duration_kind = 'single_use', uses = 2",
            "uses = -1",
            "ended_by = 'nobody'",
            "eula_kind = 'standard'",
            "eula_version = '2022-07-14'",
            "eula_kind = 'custom'",
            "eula_kind = 'custom', eula_document_id = '{their document}'",
            "eula_document_id = '{document}'",
            "contract_kind = 'rcmp'",
            "contract_kind = 'custom'",
            "contract_version = '2021-12-01'",
            "contract_kind = 'custom', contract_document_id = '{their document}'",
            "reseller_account = '111122223333'",
            "product_model = 'free'",
            "name = ''",
            "description = ''",
            "search = ''",
            "isv_id = '{partner}'",
            "batch_id = 'bat_01h455vb4pex5vsknk084sn02r'",
        ],
    ),
    (
        "opportunity_dimensions",
        &[
            "key = 'other'",
            "name = ''",
            "unit = ''",
            "kind = 'free'",
            "kind = 'usage', added = true",
            "position = -1",
        ],
    ),
    (
        "opportunity_prices",
        &[
            "dimension_key = 'other'",
            "charge = 'monthly'",
            "wholesale = -1",
            "wholesale = NULL",
            "basis = 'whim'",
            "percent = NULL",
            "list = NULL",
            "basis = 'custom', percent = NULL",
            "basis = 'price'",
            "position = -1",
        ],
    ),
    (
        "opportunity_grants",
        &["quantity = 0", "dimension_key = 'other'"],
    ),
    ("opportunity_payments", &["amount = -1", "due = NULL"]),
    (
        "opportunity_buyers",
        &["account_id = '1234'", "position = 25"],
    ),
    (
        "revocations",
        &["by_side = 'buyer'", "person = ''", "reason = ''"],
    ),
    (
        "resale_authorizations",
        &[
            "aws_id = 'resaleauthz-'",
            "aws_id = 'resaleauthz-ABC'",
            "aws_id = 'prod-abc123def456g'",
            "aws_id = 'resaleauthz-a_b'",
            "opportunity_id = 'opp_01h455vb4pex5vsknk084sn02r'",
        ],
    ),
    (
        "drafts",
        &[
            "version = 0",
            "answers = ''",
            "isv_id = 'org_01h455vb4pex5vsknk084sn02q'",
            "cloned_from = 'opp_01h455vb4pex5vsknk084sn02r'",
        ],
    ),
    (
        "draft_authorizations",
        &[
            "aws_id = 'resaleauthz-'",
            "aws_id = 'resaleauthz-a_b'",
            "reseller_account_id = '44445555666'",
            "reseller_account_id = '44445555666x'",
            "answers = ''",
            "isv_id = '{partner}'",
            "draft_id = 'drf_01h455vb4pex5vsknk084sn02q'",
        ],
    ),
    (
        "outbox",
        &[
            "state = 'lost'",
            "state = 'sent'",
            "state = 'sending'",
            "leased_until = '2026-11-22 12:00:00'",
            "attempts = -1",
            "recipient = 'nobody'",
            "subject = ''",
            "sent_at = '2026-11-22 12:00:00'",
        ],
    ),
    (
        "term_requests",
        &[
            "status = 'lost'",
            "needed = ''",
            "subject = ''",
            "contact = ''",
        ],
    ),
];

/// What these rows may well become.
const TAKEN: [&str; 6] = [
    "UPDATE opportunities SET discount_kind = 'flexible', percent = NULL, contract_duration = 'P12M', duration_kind = 'single_use'",
    "UPDATE opportunities SET duration_kind = 'no_set_time', last_day = NULL, ended_by = 'partner', uses = 5",
    "UPDATE opportunities SET eula_kind = 'custom', eula_document_id = '{document}'",
    "UPDATE opportunity_prices SET wholesale = 0, basis = 'custom', percent = NULL, list = NULL",
    "UPDATE outbox SET state = 'sending', leased_until = '2026-11-22 12:00:00'",
    "UPDATE outbox SET state = 'sent', sent_at = '2026-11-22 12:00:00'",
];

fn what_can_be_is_taken_and_what_cannot_be_is_refused(store: &Store) {
    let fill = prepare(store);
    store.write(|c| Ok(c.batch_execute(&fill(ROWS))?));
    for statement in TAKEN {
        let undone = store.db.write_now(|c| {
            c.batch_execute(&fill(statement))?;
            Err::<(), _>(Error::Busy)
        });
        assert!(
            matches!(undone, Err(Error::Busy)),
            "{statement}: {undone:?}"
        );
    }
    refuse(store, &fill, &REFUSED);
    // Facts are not lost with who or what they are about.
    for table in ["organisations", "users", "document_contents", "batches"] {
        let result = store
            .db
            .write_now(|c| Ok(c.batch_execute(&format!("DELETE FROM {table}"))?));
        assert!(is_refusal(&result), "{table}: {result:?}");
    }
    // Events are only ever added, so each wrong one is another.
    for (kind, actor) in [("", "Maria"), ("two words", "Maria"), ("created", "")] {
        let wrong = format!(
            "INSERT INTO events SELECT 'evt_01h455vb4pex5vsknk084sn02r', organisation_id, opportunity_id, '{kind}', '{actor}', at,
                details, offer_id FROM events"
        );
        let result = store.db.write_now(|c| Ok(c.batch_execute(&wrong)?));
        assert!(is_refusal(&result), "{wrong}: {result:?}");
    }
    // What happened stays as it was written down, and with it what it happened to.
    for statement in [
        "UPDATE events SET actor = 'Somebody else'",
        "DELETE FROM events",
        "DELETE FROM opportunities",
    ] {
        let result = store.db.write_now(|c| Ok(c.batch_execute(statement)?));
        assert!(is_refusal(&result), "{statement}: {result:?}");
    }
}

/// Tries what each table refuses.
fn refuse(store: &Store, fill: &impl Fn(&str) -> String, refused: &[(&str, &[&str])]) {
    for (table, changes) in refused {
        for change in *changes {
            let statement = fill(&format!("UPDATE {table} SET {change}"));
            let result = store.db.write_now(|c| Ok(c.batch_execute(&statement)?));
            assert!(is_refusal(&result), "{statement}: {result:?}");
        }
    }
}

fn is_refusal(result: &Result<(), Error>) -> bool {
    use DatabaseErrorKind::{
        CheckViolation, ForeignKeyViolation, NotNullViolation, RestrictViolation, UniqueViolation,
    };
    let Err(Error::Diesel(DieselError::DatabaseError(kind, information))) = result else {
        return false;
    };
    // Diesel has no kind for what SQLite says to ON DELETE RESTRICT, nor for what triggers say.
    information.message() == "FOREIGN KEY constraint failed"
        || information.message().starts_with("events ")
        || matches!(
            kind,
            CheckViolation
                | ForeignKeyViolation
                | NotNullViolation
                | RestrictViolation
                | UniqueViolation
        )
}

/// Fills the tables that have functions, and gives what puts ids into statements.
fn prepare(store: &Store) -> impl Fn(&str) -> String {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let partner = store.organisation(OrganisationKind::Partner, "444455556666", "Contoso");
    store.write(|c| products::put(c, &isv.scope, &product("prod-vault", "Vault")));
    let [document, theirs] = [&isv, &other].map(|isv| {
        let new = Document {
            id: random::id(noon()),
            kind: DocumentKind::Eula,
            name: "eula.pdf".to_owned(),
            format: DocumentFormat::Pdf,
            size: 5,
            sha256: random::sha256_hex(b"%PDF-"),
        };
        store.write(|c| documents::add(c, &isv.scope, &new, b"%PDF-", isv.user.id, noon()));
        new.id.to_string()
    });
    let hash = random::sha256_hex(b"nothing");
    let values = [
        ("{isv}", isv.organisation.id.to_string()),
        ("{partner}", partner.id.to_string()),
        ("{user}", isv.user.id.to_string()),
        ("{document}", document),
        ("{their document}", theirs),
        ("{hash}", hash),
    ];
    move |statement| {
        values
            .iter()
            .fold(statement.to_owned(), |text, (name, value)| {
                text.replace(name, value)
            })
    }
}
