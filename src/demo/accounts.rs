//! Who takes part in the demo: organisations and people. Others sign in with these addresses, so they stay as they are.

use crate::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use crate::random;
use crate::store::organisations::{self, Added};
use crate::store::{Conn, Error, users};
use anyhow::Context;
use chrono::{DateTime, Utc};

/// The ISV that most of the demo is about.
pub const NORTHWIND: &str = "111122223333";
/// Another ISV, whose business nobody at Northwind may see.
pub const FABRIKAM: &str = "999900001111";
/// The partner with most opportunities.
pub const CONTOSO: &str = "444455556666";
/// A second partner with people.
pub const HARBOR: &str = "777788889999";
/// Partners without people.
pub const ADATUM: &str = "222233334444";
/// Likewise.
pub const LITWARE: &str = "333344445555";
/// Likewise.
pub const PROSEWARE: &str = "555566667777";
/// Likewise.
pub const WINGTIP: &str = "666677778888";
/// Every partner that is registered.
pub const REGISTERED: [&str; 6] = [CONTOSO, HARBOR, ADATUM, LITWARE, PROSEWARE, WINGTIP];
/// A partner that is not registered, so that nobody can choose it.
const TAILSPIN: &str = "888899990000";
/// Who runs the demo.
const OPERATOR: &str = "100000000001";

/// Account ID, kind, legal name, country, e-mail address of its own, whether registered.
type OrganisationRow = (
    &'static str,
    OrganisationKind,
    &'static str,
    &'static str,
    &'static str,
    bool,
);

const ORGANISATIONS: [OrganisationRow; 10] = {
    use OrganisationKind::{Isv, Operator, Partner};
    [
        (
            NORTHWIND,
            Isv,
            "Northwind Software",
            "US",
            "channel@northwind.example",
            false,
        ),
        (
            FABRIKAM,
            Isv,
            "Fabrikam Cloud",
            "DE",
            "alliances@fabrikam.example",
            false,
        ),
        (
            CONTOSO,
            Partner,
            "Contoso Consulting",
            "US",
            "resale@contoso.example",
            true,
        ),
        (
            HARBOR,
            Partner,
            "Harbor Channel",
            "GB",
            "desk@harbor.example",
            true,
        ),
        (
            ADATUM,
            Partner,
            "Adatum Resale",
            "CA",
            "marketplace@adatum.example",
            true,
        ),
        (
            LITWARE,
            Partner,
            "Litware Partners",
            "FR",
            "cloud@litware.example",
            true,
        ),
        (
            PROSEWARE,
            Partner,
            "Proseware Channel",
            "AU",
            "private-offers@proseware.example",
            true,
        ),
        (
            WINGTIP,
            Partner,
            "Wingtip Cloud Distribution",
            "JP",
            "resale@wingtip.example",
            true,
        ),
        (
            TAILSPIN,
            Partner,
            "Tailspin Consulting",
            "US",
            "hello@tailspin.example",
            false,
        ),
        (
            OPERATOR,
            Operator,
            "Portal Operations",
            "US",
            "operations@portal.example",
            false,
        ),
    ]
};

/// Account ID, e-mail address to sign in with, name, role.
const PEOPLE: [(&str, &str, &str, Role); 8] = [
    (NORTHWIND, "admin@northwind.example", "Dana Li", Role::Admin),
    (
        NORTHWIND,
        "member@northwind.example",
        "Marek Nowak",
        Role::Member,
    ),
    (
        NORTHWIND,
        "viewer@northwind.example",
        "Ines Duarte",
        Role::Viewer,
    ),
    (
        FABRIKAM,
        "admin@fabrikam.example",
        "Priya Raman",
        Role::Admin,
    ),
    (CONTOSO, "admin@contoso.example", "Tom Okafor", Role::Admin),
    (CONTOSO, "member@contoso.example", "Lena Vogt", Role::Member),
    (HARBOR, "admin@harbor.example", "Sam Whitfield", Role::Admin),
    (
        OPERATOR,
        "operator@portal.example",
        "Robin Hale",
        Role::Admin,
    ),
];

/// The organisations and people of the demo.
#[derive(Debug, Clone)]
pub struct Accounts {
    organisations: Vec<Organisation>,
    people: Vec<User>,
}

impl Accounts {
    /// All of them, with ids of their own.
    ///
    /// # Errors
    /// When the tables here contradict each other.
    pub fn new(since: DateTime<Utc>) -> anyhow::Result<Self> {
        let mut accounts = Self {
            organisations: Vec::new(),
            people: Vec::new(),
        };
        for (account, kind, name, country, email, registered) in ORGANISATIONS {
            accounts.organisations.push(Organisation {
                id: random::id(since),
                kind,
                account: account_id(account)?,
                name: name.to_owned(),
                country: country.to_owned(),
                email: email.to_owned(),
                registered,
            });
        }
        for (account, email, name, role) in PEOPLE {
            accounts.people.push(User {
                id: random::id(since),
                organisation: accounts.organisation(account)?.id,
                email: email.to_owned(),
                name: name.to_owned(),
                role,
            });
        }
        Ok(accounts)
    }

    /// Writes them. Whether they were written; if they are there already, nothing is.
    ///
    /// # Errors
    /// When the database does not answer, or has other organisations or people of these names.
    pub fn add(
        &self,
        c: &mut Conn,
        password_hash: &str,
        since: DateTime<Utc>,
    ) -> Result<bool, Error> {
        for (position, organisation) in self.organisations.iter().enumerate() {
            match (organisations::add(c, organisation, since)?, position) {
                (Added::Done, _) => {}
                (Added::Taken, 0) => return Ok(false),
                (Added::Taken, _) => return Err(taken(&organisation.name)),
            }
        }
        for person in &self.people {
            match users::add(c, person, password_hash, since)? {
                Added::Done => {}
                Added::Taken => return Err(taken(&person.email)),
            }
        }
        Ok(true)
    }

    /// Reads them as they are now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn load(c: &mut Conn) -> Result<Self, Error> {
        let organisations = organisations::list(c)?;
        let mut people = Vec::new();
        for organisation in &organisations {
            people.extend(users::of(c, organisation.id)?);
        }
        Ok(Self {
            organisations,
            people,
        })
    }

    /// The organisations.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The organisation of an account.
    ///
    /// # Errors
    /// When the demo has none.
    pub fn organisation(&self, account: &str) -> anyhow::Result<&Organisation> {
        self.organisations
            .iter()
            .find(|organisation| organisation.account.as_str() == account)
            .with_context(|| format!("the demo has no account {account}"))
    }

    /// The person with an address.
    ///
    /// # Errors
    /// When the demo has none.
    pub fn person(&self, email: &str) -> anyhow::Result<&User> {
        self.people
            .iter()
            .find(|person| person.email == email)
            .with_context(|| format!("the demo has nobody with the address {email}"))
    }
}

fn taken(name: &str) -> Error {
    Error::Refused(format!(
        "the database has another {name} already; the demo needs one of its own"
    ))
}

/// How to sign in, a line for each person: role, organisation, e-mail address and password, a tab between them.
pub fn sign_in_lines(password: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (account, email, _, role) in PEOPLE {
        for (_, kind, name, ..) in ORGANISATIONS.iter().filter(|row| row.0 == account) {
            let kind = match kind {
                OrganisationKind::Isv => "ISV",
                OrganisationKind::Partner => "Partner",
                OrganisationKind::Operator => "Operator",
            };
            let role = role.label().to_lowercase();
            lines.push(format!("{kind} {role}\t{name}\t{email}\t{password}"));
        }
    }
    lines
}

/// An account ID as the tables above write it.
///
/// # Errors
/// When it is none.
pub fn account_id(text: &str) -> anyhow::Result<AccountId> {
    AccountId::parse(text).map_err(|_| anyhow::anyhow!("{text} is no account ID"))
}
