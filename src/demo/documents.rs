//! The documents that the demo's ISVs have uploaded.

use crate::demo::accounts::{Accounts, NORTHWIND, account_id};
use crate::domain::agreements::{Document, DocumentFormat, DocumentKind};
use crate::random;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Db, Error, documents, organisations};
use chrono::{DateTime, TimeDelta, Utc};

/// How long ago they were uploaded: before the oldest opportunity.
const AGE: TimeDelta = TimeDelta::days(300);

/// Who uploaded them.
const UPLOADER: &str = "admin@northwind.example";

/// Kind, file name and text of Northwind's documents.
const FILES: [(DocumentKind, &str, &str); 2] = [
    (
        DocumentKind::Eula,
        "northwind-services-terms.txt",
        "Northwind Software: terms for professional services\n\n\
         1. Northwind does the work that the order describes, by people who know it.\n\
         2. The buyer gives access to the systems concerned, and names one person who decides.\n\
         3. Either side may end the work in writing; work that was done is paid.\n",
    ),
    (
        DocumentKind::ResellerContract,
        "northwind-reseller-contract.txt",
        "Northwind Software: reseller contract\n\n\
         1. The partner resells at prices of its own making, not below its wholesale price.\n\
         2. The partner helps the buyer first; Northwind helps the partner.\n\
         3. Neither side tells others what prices were agreed.\n",
    ),
];

/// An ISV's own documents.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// Its EULA.
    pub eula: Option<Document>,
    /// Its reseller contract.
    pub contract: Option<Document>,
}

impl Documents {
    /// Finds the newest of each kind.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn load(c: &mut Conn, scope: &IsvScope) -> Result<Self, Error> {
        let mut newest =
            |kind| -> Result<_, Error> { Ok(documents::list(c, scope, kind)?.into_iter().next()) };
        Ok(Self {
            eula: newest(DocumentKind::Eula)?,
            contract: newest(DocumentKind::ResellerContract)?,
        })
    }
}

/// Adds Northwind's documents, unless it has some.
///
/// # Errors
/// When the demo contradicts itself or the database does not answer.
pub fn add(db: &Db, accounts: &Accounts, now: DateTime<Utc>) -> anyhow::Result<()> {
    let uploader = accounts.person(UPLOADER)?.id;
    let (account, at) = (account_id(NORTHWIND)?, now - AGE);
    db.write_now(|c| {
        let Some(scope) = organisations::isv_scope(c, &account)? else {
            return Ok(());
        };
        if Documents::load(c, &scope)?.eula.is_some() {
            return Ok(());
        }
        for (kind, name, text) in FILES {
            let document = Document {
                id: random::id(at),
                kind,
                name: name.to_owned(),
                format: DocumentFormat::Text,
                size: text.len(),
                sha256: random::sha256_hex(text.as_bytes()),
            };
            documents::add(c, &scope, &document, text.as_bytes(), uploader, at)?;
        }
        Ok(())
    })?;
    Ok(())
}
