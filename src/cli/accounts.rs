//! Organisations and people, added by whoever runs the installation: how a new portal gets its first ones.

use crate::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use crate::random;
use crate::store::organisations::{self, Added};
use crate::store::{Db, users};
use crate::web::password::{self, PasswordCost};
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use std::io::BufRead;

/// Characters of a password that is made here: 80 random bits as hexadecimal digits.
const MADE_PASSWORD_CHARS: usize = 20;

/// An organisation as the command line names it.
#[derive(Args)]
pub struct NewOrganisation {
    /// What it is: isv, partner or operator
    #[arg(long, value_parser = kind)]
    kind: OrganisationKind,
    /// Its account ID, twelve digits
    #[arg(long, value_parser = account)]
    account: AccountId,
    /// Its legal name
    #[arg(long)]
    name: String,
    /// Two letters of the country it is in
    #[arg(long)]
    country: String,
    /// Its own e-mail address
    #[arg(long)]
    email: String,
    /// For a partner: vendors cannot choose it yet
    #[arg(long)]
    unregistered: bool,
}

/// A person as the command line names them.
#[derive(Args)]
pub struct NewUser {
    /// What their organisation is: isv, partner or operator
    #[arg(long, value_parser = kind)]
    kind: OrganisationKind,
    /// The account ID of their organisation
    #[arg(long, value_parser = account)]
    account: AccountId,
    /// The address they sign in with
    #[arg(long)]
    email: String,
    /// What they are called
    #[arg(long)]
    name: String,
    /// What they may do: admin, member or viewer
    #[arg(long, value_parser = role)]
    role: Role,
    /// Read the password from the first line of the input; without this one is made and printed once
    #[arg(long)]
    password_from_input: bool,
}

/// Adds an organisation.
///
/// # Errors
/// When the account has one of this kind, or the database refuses it.
pub fn add_organisation(db: &Db, new: &NewOrganisation, now: DateTime<Utc>) -> anyhow::Result<()> {
    let organisation = Organisation {
        id: random::id(now),
        kind: new.kind,
        account: new.account.clone(),
        name: new.name.trim().to_owned(),
        country: new.country.to_uppercase(),
        email: new.email.trim().to_owned(),
        registered: !new.unregistered,
    };
    match db.write_now(|c| organisations::add(c, &organisation, now))? {
        Added::Done => println!("{} is there.", organisation.name),
        Added::Taken => bail!(
            "account {} has an organisation of this kind",
            organisation.account
        ),
    }
    Ok(())
}

/// Adds a person, with a password from the input or a new one, which is printed.
///
/// # Errors
/// When their organisation does not exist, the address has an account, or the password is too short.
pub fn add_user(
    db: &Db,
    new: &NewUser,
    cost: PasswordCost,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let organisation = db.read_now(|c| organisations::by_account(c, &new.account, new.kind))?;
    let organisation = organisation
        .with_context(|| format!("account {} has no organisation of this kind", new.account))?;
    let given = new.password_from_input.then(read_password).transpose()?;
    let made: String = random::hex(&random::token())
        .chars()
        .take(MADE_PASSWORD_CHARS)
        .collect();
    let password = given.as_ref().unwrap_or(&made);
    password::check_new(password).map_err(anyhow::Error::msg)?;
    let user = User {
        id: random::id(now),
        organisation: organisation.id,
        email: new.email.trim().to_owned(),
        name: new.name.trim().to_owned(),
        role: new.role,
    };
    let hash = password::hash(cost, password)?;
    match db.write_now(|c| users::add(c, &user, &hash, now))? {
        Added::Done if given.is_none() => {
            println!("{} can sign in with the password {made}", user.email)
        }
        Added::Done => println!("{} can sign in.", user.email),
        Added::Taken => bail!("{} has an account", user.email),
    }
    Ok(())
}

fn read_password() -> anyhow::Result<String> {
    let line = std::io::stdin()
        .lock()
        .lines()
        .next()
        .context("there is no line in the input")?;
    Ok(line?)
}

fn kind(word: &str) -> Result<OrganisationKind, String> {
    let found = OrganisationKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == word);
    found.ok_or_else(|| "isv, partner or operator".to_owned())
}

fn role(word: &str) -> Result<Role, String> {
    Role::ALL
        .into_iter()
        .find(|role| role.as_str() == word)
        .ok_or_else(|| "admin, member or viewer".to_owned())
}

/// Reads an account ID from the command line.
///
/// # Errors
/// A sentence, when it has not twelve digits.
pub fn account(typed: &str) -> Result<AccountId, String> {
    AccountId::parse(typed).map_err(|digits| format!("an account ID has 12 digits, not {digits}"))
}
