//! Who is there before a journey begins: everybody of the demo, with all they did.

use chrono::{DateTime, Utc};
use consign::demo;
use consign::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use consign::random;
use consign::store::{Db, organisations, users};
use consign::web::password::{PasswordCost, hash};

pub const ADMIN: &str = "admin@northwind.example";
pub const MEMBER: &str = "member@northwind.example";
pub const VIEWER: &str = "viewer@northwind.example";
/// Admin of Contoso Consulting.
pub const PARTNER: &str = "admin@contoso.example";
/// Admin of Harbor Channel.
pub const OTHER_PARTNER: &str = "admin@harbor.example";
pub const OPERATOR: &str = "operator@portal.example";
/// Works at an ISV that has done nothing yet.
pub const NEWCOMER: &str = "founder@lucerne.example";
/// Everybody's password.
pub const PASSWORD: &str = demo::PASSWORD;

/// The page that somebody works with, which they are led to when they sign in.
pub fn start_page(email: &str) -> &'static str {
    match email {
        PARTNER | OTHER_PARTNER => "partner.opportunities",
        OPERATOR => "ops.outbox",
        _ => "isv.opportunities",
    }
}

/// Adds them.
pub fn add(db: &Db, now: DateTime<Utc>) {
    let cheap = PasswordCost {
        memory_kib: 8,
        passes: 1,
    };
    let hash = hash(cheap, PASSWORD).expect("a hash");
    demo::fill(db, || Ok(hash.clone()), now).expect("the demo fills the database");
    add_newcomer(db, &hash, now);
}

fn add_newcomer(db: &Db, hash: &str, now: DateTime<Utc>) {
    let organisation = Organisation {
        id: random::id(now),
        kind: OrganisationKind::Isv,
        account: AccountId::parse("121212121212").expect("twelve digits"),
        name: "Lucerne Publishing".to_owned(),
        country: "CH".to_owned(),
        email: NEWCOMER.to_owned(),
        registered: false,
    };
    let user = User {
        id: random::id(now),
        organisation: organisation.id,
        email: NEWCOMER.to_owned(),
        name: "Lea Frey".to_owned(),
        role: Role::Admin,
    };
    let added = db.write_now(|c| {
        organisations::add(c, &organisation, now)?;
        users::add(c, &user, hash, now)
    });
    added.expect("they can be added");
}
