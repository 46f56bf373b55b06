//! Who takes part in the demo: organisations and people. Others sign in with these addresses, so they stay as they are.

use crate::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use crate::random;
use crate::store::organisations::{self, Added};
use crate::store::{Conn, Error, users};
use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// The ISV that most of the demo is about.
pub const NORTHWIND: &str = "111122223333";
/// Another ISV, whose business nobody at Northwind may see.
pub const FABRIKAM: &str = "999900001111";
/// The partner with most opportunities.
pub const CONTOSO: &str = "444455556666";
/// A second partner with people.
pub const HARBOR: &str = "777788889999";

const FILE: &str = include_str!("accounts.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    organisations: Vec<OrganisationEntry>,
    people: Vec<PersonEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationEntry {
    account: String,
    kind: String,
    name: String,
    country: String,
    email: String,
    registered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonEntry {
    account: String,
    email: String,
    name: String,
    role: String,
}

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
    /// When the file contradicts itself.
    pub fn new(since: DateTime<Utc>) -> anyhow::Result<Self> {
        let file: FileEntry = serde_json::from_str(FILE)?;
        let mut accounts = Self {
            organisations: Vec::new(),
            people: Vec::new(),
        };
        for entry in file.organisations {
            let kind = OrganisationKind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == entry.kind);
            accounts.organisations.push(Organisation {
                id: random::id(since),
                kind: kind.with_context(|| entry.kind)?,
                account: account_id(&entry.account)?,
                name: entry.name,
                country: entry.country,
                email: entry.email,
                registered: entry.registered,
            });
        }
        for entry in file.people {
            let role = Role::ALL
                .into_iter()
                .find(|role| role.as_str() == entry.role);
            accounts.people.push(User {
                id: random::id(since),
                organisation: accounts.organisation(&entry.account)?.id,
                email: entry.email,
                name: entry.name,
                role: role.with_context(|| entry.role)?,
            });
        }
        Ok(accounts)
    }

    /// Whether they are in a database, which otherwise is empty.
    ///
    /// # Errors
    /// When the database does not answer, or belongs to somebody else: everybody knows the demo's password, so it
    /// must not get into a database that is used for anything but the demo.
    pub fn are_in(&self, c: &mut Conn) -> Result<bool, Error> {
        if organisations::count(c, None)? == 0 {
            return Ok(false);
        }
        for demo in &self.organisations {
            let there = organisations::by_account(c, &demo.account, demo.kind)?;
            if there.is_none_or(|there| there.name != demo.name) {
                return Err(not_ours());
            }
        }
        Ok(true)
    }

    /// Writes them. Whether they were written; if they are there already, nothing is.
    ///
    /// # Errors
    /// As [`Accounts::are_in`].
    pub fn add(
        &self,
        c: &mut Conn,
        password_hash: &str,
        since: DateTime<Utc>,
    ) -> Result<bool, Error> {
        if self.are_in(c)? {
            return Ok(false);
        }
        for organisation in &self.organisations {
            match organisations::add(c, organisation, since)? {
                Added::Done => {}
                Added::Taken => return Err(not_ours()),
            }
        }
        for person in &self.people {
            match users::add(c, person, password_hash, since)? {
                Added::Done => {}
                Added::Taken => return Err(not_ours()),
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

    /// How to sign in, a line for each person: role, organisation, e-mail address and password, a tab between them.
    pub fn sign_in_lines(&self, password: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for person in &self.people {
            let theirs = |o: &&Organisation| o.id == person.organisation;
            for organisation in self.organisations.iter().filter(theirs) {
                let kind = match organisation.kind {
                    OrganisationKind::Isv => "ISV",
                    OrganisationKind::Partner => "Partner",
                    OrganisationKind::Operator => "Operator",
                };
                let role = person.role.label().to_lowercase();
                let (name, email) = (&organisation.name, &person.email);
                lines.push(format!("{kind} {role}\t{name}\t{email}\t{password}"));
            }
        }
        lines
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

fn not_ours() -> Error {
    Error::Refused(
        "this database has other organisations than the demo's; give the demo a database of its own"
            .to_owned(),
    )
}

/// An account ID as the demo's files write it.
///
/// # Errors
/// When it is none.
pub fn account_id(text: &str) -> anyhow::Result<AccountId> {
    AccountId::parse(text).map_err(|_| anyhow::anyhow!("{text} is no account ID"))
}
