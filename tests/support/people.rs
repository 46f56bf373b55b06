//! Who is there before a test begins.

use consign::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use consign::random;
use consign::store::{Db, organisations, users};
use consign::web::password::{PasswordCost, hash};
use chrono::{DateTime, Utc};

/// Everybody's password.
pub const PASSWORD: &str = "demo-portal-2026!";

const ORGANISATIONS: [(OrganisationKind, &str, &str, &[(&str, &str, Role)]); 4] = [
    (
        OrganisationKind::Isv,
        "111122223333",
        "Northwind Software",
        &[
            ("admin@northwind.example", "Dana Li", Role::Admin),
            ("member@northwind.example", "Mats Berg", Role::Member),
            ("viewer@northwind.example", "Vera Olsen", Role::Viewer),
        ],
    ),
    (OrganisationKind::Isv, "999900001111", "Fabrikam Cloud", &[("admin@fabrikam.example", "Femi Ade", Role::Admin)]),
    (OrganisationKind::Partner, "444455556666", "Contoso Consulting", &[("admin@contoso.example", "Carla Ruiz", Role::Admin)]),
    (OrganisationKind::Operator, "000000000001", "Portal", &[("operator@portal.example", "Otto Park", Role::Admin)]),
];

/// Adds them.
pub fn add(db: &Db, now: DateTime<Utc>) {
    let hash = hash(PasswordCost { memory_kib: 8, passes: 1 }, PASSWORD).expect("a hash");
    let added = db.write_now(|c| {
        for (kind, account, name, people) in ORGANISATIONS {
            let organisation = Organisation {
                id: random::id(now),
                kind,
                account: AccountId::parse(account).expect("twelve digits"),
                name: name.to_owned(),
                country: "NO".to_owned(),
                email: format!("info@{account}.example"),
                registered: true,
            };
            organisations::add(c, &organisation, now)?;
            for (email, name, role) in people {
                let (email, name) = ((*email).to_owned(), (*name).to_owned());
                let user = User { id: random::id(now), organisation: organisation.id, email, name, role: *role };
                users::add(c, &user, &hash, now)?;
            }
        }
        Ok(())
    });
    added.expect("they can be added");
}
