//! Organisations and people, added by whoever runs the installation: how a new portal gets its first ones, and how
//! somebody is kept out whose account was stolen.

use crate::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use crate::domain::text;
use crate::mail::address;
use crate::random;
use crate::store::events::{self, OwnEvent};
use crate::store::organisations::{self, Added};
use crate::store::{Conn, Db, Error, invitations, second_steps, sessions, users};
use crate::web::password::{self, PasswordCost};
use crate::web::people::MAX_NAME;
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use std::io::BufRead;

/// Characters of a password that is made here: 80 random bits as hexadecimal digits.
const MADE_PASSWORD_CHARS: usize = 20;

/// Who did what was done from the command line, in the record of events.
pub const COMMAND_LINE: &str = "the command line";

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
    #[arg(long, value_parser = name)]
    name: String,
    /// Two letters of the country it is in
    #[arg(long, value_parser = country)]
    country: String,
    /// Its own e-mail address
    #[arg(long, value_parser = email)]
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
    #[arg(long, value_parser = email)]
    email: String,
    /// What they are called
    #[arg(long, value_parser = name)]
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
        name: new.name.clone(),
        country: new.country.clone(),
        email: new.email.clone(),
        registered: !new.unregistered,
    };
    let added = db.write_now(|c| {
        let added = organisations::add(c, &organisation, now)?;
        if added == Added::Done {
            let details = [("name", organisation.name.as_str())];
            let what = (OwnEvent::OrganisationAdded, COMMAND_LINE);
            events::record_own(c, organisation.id, what, &details, now)?;
        }
        Ok(added)
    });
    match added? {
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
/// When their organisation does not exist, the address has an account, or the password is too short or too easy to guess.
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
    let made: String = random::secret().chars().take(MADE_PASSWORD_CHARS).collect();
    let password = given.as_ref().unwrap_or(&made);
    password::check_new(password, &[&new.name, &new.email, &organisation.name])?;
    let user = User {
        id: random::id(now),
        organisation: organisation.id,
        email: new.email.clone(),
        name: new.name.clone(),
        role: new.role,
    };
    let hash = password::hash(cost, password)?;
    let added = db.write_now(|c| {
        let added = users::add(c, &user, &hash, now)?;
        if added == Added::Done {
            record(
                c,
                &user,
                &format!("was added as {}", user.role.as_str()),
                now,
            )?;
        }
        Ok(added)
    });
    match added? {
        Added::Done if given.is_none() => {
            println!("{} can sign in with the password {made}", user.email)
        }
        Added::Done => println!("{} can sign in.", user.email),
        Added::Taken => bail!("{} has an account", user.email),
    }
    Ok(())
}

/// A person who is kept out or let in again.
#[derive(Args)]
pub struct Person {
    /// The address they sign in with
    #[arg(long)]
    email: String,
}

/// Keeps a person out at once, wherever they are signed in, or lets them in again.
///
/// # Errors
/// When nobody has the address, or the database refuses it.
pub fn set_disabled(
    db: &Db,
    Person { email }: &Person,
    disabled: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (done, words) = if disabled {
        (
            "was kept out",
            "is signed out everywhere and cannot sign in any more",
        )
    } else {
        ("was let in again", "can sign in again")
    };
    let found = db.write_now(|c| {
        let Some(user) = users::by_email(c, email.trim())? else {
            return Ok(None);
        };
        users::set_disabled(c, user.id, disabled)?;
        record(c, &user, done, now)?;
        Ok(Some(user))
    })?;
    let user = found.with_context(|| format!("nobody has the address {email}"))?;
    println!("{} {words}.", user.email);
    Ok(())
}

/// Takes the second step of sign-in from a person, who is signed out everywhere.
///
/// # Errors
/// When nobody has the address, they have no second step, or the database refuses it.
pub fn reset_second_step(
    db: &Db,
    Person { email }: &Person,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let found = db.write_now(|c| {
        let Some(user) = users::by_email(c, email.trim())? else {
            return Ok(None);
        };
        let removed = second_steps::remove(c, user.id)?;
        if removed {
            sessions::end_all(c, user.id)?;
            record(c, &user, "has no second step of sign-in any more", now)?;
        }
        Ok(Some((user, removed)))
    })?;
    let (user, removed) = found.with_context(|| format!("nobody has the address {email}"))?;
    anyhow::ensure!(removed, "{} has no second step of sign-in", user.email);
    println!(
        "{} has no second step of sign-in any more and is signed out everywhere.",
        user.email
    );
    Ok(())
}

/// Writes down in the person's organisation what happened to them.
fn record(c: &mut Conn, user: &User, done: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let what = format!("{} {done}", user.name);
    invitations::record_change(c, user.organisation, COMMAND_LINE, &what, now)
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

/// Takes a name as pages do that ask for one.
fn name(typed: &str) -> Result<String, String> {
    let name = text::clean(typed);
    if name.is_empty() || !text::one_line(&name) || text::length(&name) > MAX_NAME {
        return Err(format!("a name is one line of 1 to {MAX_NAME} characters"));
    }
    Ok(name)
}

fn email(typed: &str) -> Result<String, String> {
    let address = address::given(typed);
    let address = address.ok_or_else(|| "an e-mail address is like name@example.com".to_owned())?;
    Ok(address.to_string())
}

fn country(typed: &str) -> Result<String, String> {
    let country = typed.trim().to_uppercase();
    if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(country)
    } else {
        Err("a country is two letters, like US".to_owned())
    }
}

/// Reads an account ID from the command line.
///
/// # Errors
/// A sentence, when it has not twelve digits.
pub fn account(typed: &str) -> Result<AccountId, String> {
    AccountId::parse(typed).map_err(|digits| format!("an account ID has 12 digits, not {digits}"))
}
