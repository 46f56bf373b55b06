//! What is there before a test begins: the demo's organisations, people and products, and nothing else.

use chrono::{DateTime, Utc};
use consign::demo;
use consign::store::Db;
use consign::web::password::{PasswordCost, hash};

/// Everybody's password.
pub const PASSWORD: &str = demo::PASSWORD;

/// Adds it.
pub fn add(db: &Db, now: DateTime<Utc>) {
    let cheap = PasswordCost {
        memory_kib: 8,
        passes: 1,
    };
    let hash = hash(cheap, PASSWORD).expect("a hash");
    demo::add_accounts(db, || Ok(hash), now).expect("the database takes it");
}
