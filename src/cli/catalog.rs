//! The catalogue of an ISV, imported from a file.

use crate::catalog_api::import as aws;
use crate::catalog_file;
use crate::cli::accounts::COMMAND_LINE;
use crate::domain::account::AccountId;
use crate::domain::catalog::Product;
use crate::store::{Conn, Db, Error, organisations, products};
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::{Path, PathBuf};

/// A catalogue file and whose it is.
#[derive(Args)]
pub struct NewCatalogue {
    /// The file: as described in the README, or products and their public offers as DescribeEntity answers them
    file: PathBuf,
    /// The account ID of the vendor whose products these are
    #[arg(long, value_parser = super::accounts::account, value_name = "ACCOUNT")]
    organisation: AccountId,
}

/// Reads a catalogue file and adds its products, or replaces them where they exist: all of them, or none when anything
/// is wrong with the file.
///
/// # Errors
/// With a line for everything that is wrong with the file, or when the account has no ISV.
pub fn import(
    db: &Db,
    NewCatalogue { file, organisation }: &NewCatalogue,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let name = file.display();
    let catalogue = read(file).with_context(|| format!("{name} was not imported"))?;
    match db.write_now(|c| add(c, organisation, &catalogue, now))? {
        Imported::Done if catalogue.len() == 1 => println!("1 product of {name} is there."),
        Imported::Done => println!("{} products of {name} are there.", catalogue.len()),
        Imported::NoIsv => bail!("account {organisation} has no vendor"),
        Imported::TooMany => bail!(
            "{name} was not imported: a vendor can have {} products",
            products::MAX_PER_ISV
        ),
    }
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Vec<Product>> {
    let text = catalog_file::read(file)?;
    if aws::describes(&text) {
        return described(&text).map_err(|faults| wrong(faults.into_remarks()));
    }
    catalog_file::parse(&text).map_err(wrong)
}

/// The products in what AWS tells of them.
fn described(text: &str) -> Result<Vec<Product>, aws::Faults> {
    let contents = aws::read(text)?;
    contents.only_products()?;
    aws::listing(&contents)
}

fn wrong(faults: Vec<impl ToString>) -> anyhow::Error {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("what is wrong with it:\n{}", lines.join("\n"))
}

/// What became of an import.
enum Imported {
    /// The products are there.
    Done,
    /// There is no such ISV.
    NoIsv,
    /// With those it has the ISV would have too many.
    TooMany,
}

fn add(
    c: &mut Conn,
    account: &AccountId,
    catalogue: &[Product],
    now: DateTime<Utc>,
) -> Result<Imported, Error> {
    let Some(scope) = organisations::isv_scope(c, account)? else {
        return Ok(Imported::NoIsv);
    };
    if !products::put_all(c, &scope, catalogue, COMMAND_LINE, now)? {
        return Ok(Imported::TooMany);
    }
    Ok(Imported::Done)
}
