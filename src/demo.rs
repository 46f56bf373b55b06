//! The demo: a complete portal with believable data, for trying it out and for tests. Organisations, people and
//! products are fixed; `src/demo/*.json` are catalogue files as an ISV would import them.

pub mod accounts;
mod deal;
mod documents;
mod drafts;
mod history;
mod load;
mod offers;
mod terms;

use crate::catalog_file;
use crate::store::{Db, notices, opportunities, organisations, products};
use accounts::{Accounts, FABRIKAM, NORTHWIND, account_id};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};

/// The password of everybody in the demo. It is no secret, so the demo serves the machine it runs on and no other.
pub const PASSWORD: &str = "demo-portal-2026!";

/// For how long everybody has been there: longer than the oldest opportunity.
const SINCE: TimeDelta = TimeDelta::days(400);
/// Notices that are passed over in one transaction.
const NOTED_AT_ONCE: u16 = 1_000;
/// What each ISV of the demo sells.
const CATALOGUES: [(&str, &str); 2] = [
    (NORTHWIND, include_str!("demo/northwind.json")),
    (FABRIKAM, include_str!("demo/fabrikam.json")),
];

/// Fills an empty database with organisations, people and products; one that has them stays as it is.
///
/// `hash` makes the hash of [`PASSWORD`], the same for everybody. It takes its time, and a database that has them needs none.
///
/// # Errors
/// When the database does not answer, or is not of a demo.
pub fn add_accounts(
    db: &Db,
    hash: impl FnOnce() -> anyhow::Result<String>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let since = now - SINCE;
    let accounts = Accounts::new(since)?;
    if db.read_now(|c| accounts.are_in(c))? {
        return Ok(());
    }
    let hash = hash()?;
    let mut catalogues = Vec::new();
    for (account, file) in CATALOGUES {
        let products = catalog_file::parse(file).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
        catalogues.push((account_id(account)?, products));
    }
    db.write_now(|c| {
        if !accounts.add(c, &hash, since)? {
            return Ok(());
        }
        for (account, catalogue) in &catalogues {
            if let Some(scope) = organisations::isv_scope(c, account)? {
                products::replace_all(c, &scope, catalogue)?;
            }
        }
        Ok(())
    })
    .context("the demo cannot be written")
}

/// Fills an empty database with everything the demo has: [`add_accounts`], documents, opportunities, drafts and
/// offers.
///
/// # Errors
/// When the database does not answer.
pub fn fill(
    db: &Db,
    hash: impl FnOnce() -> anyhow::Result<String>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    add_accounts(db, hash, now)?;
    let accounts = db.read_now(Accounts::load)?;
    documents::add(db, &accounts, now)?;
    let is_new = history::add(db, &accounts, now)?;
    offers::add(db, &accounts, now)?;
    if is_new {
        told_long_ago(db, now)?;
    }
    Ok(())
}

/// What was to be told of the demo's past was told in it: a new demo writes no mails about that.
fn told_long_ago(db: &Db, now: DateTime<Utc>) -> anyhow::Result<()> {
    while db.write_now(|c| notices::pass_over(c, NOTED_AT_ONCE, now))? > 0 {}
    Ok(())
}

/// Adds opportunities to a filled database until it has this many, for load tests. Nine of ten are Northwind's.
///
/// # Errors
/// When the database does not answer.
pub fn fill_up(db: &Db, wanted: u32, now: DateTime<Utc>) -> anyhow::Result<()> {
    let accounts = db.read_now(Accounts::load)?;
    let before = db.read_now(opportunities::count_all)?;
    load::fill_up(db, &accounts, wanted, now)?;
    if db.read_now(opportunities::count_all)? > before {
        told_long_ago(db, now)?;
    }
    Ok(())
}

/// How to sign in, a line for each person: role, organisation, e-mail address and password, a tab between them.
///
/// # Errors
/// When the demo contradicts itself.
pub fn sign_in_lines() -> anyhow::Result<Vec<String>> {
    let accounts = Accounts::new(DateTime::UNIX_EPOCH)?;
    Ok(accounts.sign_in_lines(PASSWORD))
}

#[cfg(test)]
mod tests;
