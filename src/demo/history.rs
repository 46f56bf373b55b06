//! Writes what the demo's ISVs have granted into the database, each at its moment in the past, by the same steps as
//! the portal: terms are proved, and the batch is made from a draft.

use crate::answers::Answers;
use crate::demo::accounts::{Accounts, FABRIKAM, NORTHWIND, account_id};
use crate::demo::deal::Deal;
use crate::demo::documents::Documents;
use crate::demo::drafts;
use crate::demo::terms::{Choices, prove};
use crate::domain::account::User;
use crate::domain::catalog::Product;
use crate::domain::ids::BatchId;
use crate::domain::terms::ProvenTerms;
use crate::random;
use crate::store::drafts::{Created, NewDraft};
use crate::store::opportunities::{self, NewBatch, NewRevocation, TableQuery};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn, Db, Error, batches, organisations, products};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};

/// What each ISV has granted.
const HISTORIES: [(&str, &str); 2] = [
    (NORTHWIND, include_str!("northwind_opportunities.json")),
    (FABRIKAM, include_str!("fabrikam_opportunities.json")),
];
/// Minutes between midday and the hours at which people really press the button.
const STRAGGLE: i64 = 173;

/// A deal whose terms are proved.
pub struct Proven {
    /// Its terms.
    pub terms: ProvenTerms,
    /// Who makes it.
    pub creator: User,
    /// When.
    pub made: DateTime<Utc>,
    /// When it was revoked and why, if it was.
    pub revoked: Option<(DateTime<Utc>, String)>,
}

/// What an ISV of the demo has, as it is in the database.
pub struct Isv {
    /// Its account ID.
    pub account: &'static str,
    /// Its rows.
    pub scope: IsvScope,
    /// Its catalogue.
    pub products: Vec<Product>,
    /// Its documents.
    pub documents: Documents,
}

impl Isv {
    /// Finds it.
    ///
    /// # Errors
    /// When it is not there.
    pub fn load(db: &Db, account: &'static str) -> anyhow::Result<Self> {
        let id = account_id(account)?;
        let found = db.read_now(|c| {
            let Some(scope) = organisations::isv_scope(c, &id)? else {
                return Ok(None);
            };
            Ok(Some(Self {
                account,
                scope,
                products: products::list(c, &scope)?,
                documents: Documents::load(c, &scope)?,
            }))
        })?;
        found.with_context(|| format!("account {account} has no ISV"))
    }

    /// What it can choose from.
    pub fn choices<'a>(&'a self, accounts: &'a Accounts) -> Choices<'a> {
        Choices {
            accounts,
            isv: self.account,
            products: &self.products,
            eula: self.documents.eula.as_ref(),
            contract: self.documents.contract.as_ref(),
        }
    }
}

/// Writes the history of every ISV that has none yet; whether one had none.
///
/// # Errors
/// When the demo contradicts itself or the database does not answer.
pub fn add(db: &Db, accounts: &Accounts, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let any = TableQuery {
        per_page: 1,
        ..TableQuery::default()
    };
    let mut added = false;
    for (account, file) in HISTORIES {
        let isv = Isv::load(db, account)?;
        let there = db.read_now(|c| opportunities::table::page(c, isv.scope, &any, now))?;
        if there.total > 0 {
            continue;
        }
        let deals: Vec<Deal> = serde_json::from_str(file)?;
        let mut proven = Vec::new();
        for (position, deal) in (0..).zip(&deals) {
            let straggle = TimeDelta::minutes((position * STRAGGLE) % (10 * 60));
            let made = now - TimeDelta::days(deal.age) - straggle;
            let terms = prove(deal, &isv.choices(accounts), made.date_naive())?;
            let creator = accounts.person(&deal.by)?.clone();
            let revoked = deal.revoked.clone();
            let revoked = revoked.map(|(age, why)| (now - TimeDelta::days(age) - straggle, why));
            proven.push(Proven {
                terms,
                creator,
                made,
                revoked,
            });
        }
        db.write_now(|c| {
            for deal in &proven {
                write(c, &isv.scope, deal)?;
            }
            drafts::add(c, &isv.scope, accounts, now)
        })?;
        added = true;
    }
    Ok(added)
}

/// Makes the opportunities of a deal, and revokes them if they were.
///
/// # Errors
/// When the database does not answer.
pub fn write(c: &mut Conn, scope: &IsvScope, deal: &Proven) -> Result<(), Error> {
    let batch = create(c, scope, deal)?;
    let Some((at, reason)) = &deal.revoked else {
        return Ok(());
    };
    let made = batches::find(c, scope, batch, *at)?.map_or_else(Vec::new, |batch| batch.rows);
    for row in made {
        let revocation = NewRevocation {
            opportunity: row.id,
            by: &deal.creator,
            reason: Some(reason.clone()),
            letters: Vec::new(),
        };
        opportunities::revoke(c, scope, &revocation, *at)?;
    }
    Ok(())
}

fn create(c: &mut Conn, scope: &IsvScope, deal: &Proven) -> Result<BatchId, Error> {
    let draft = NewDraft {
        id: random::id(deal.made),
        answers: &Answers::default(),
        by: deal.creator.id,
        cloned_from: None,
    };
    let refused = || Error::Failed("the demo's people have too many drafts".to_owned());
    match store::drafts::create(c, scope, &draft, deal.made)? {
        Created::Done => {}
        Created::TooMany => return Err(refused()),
    }
    let new = NewBatch {
        draft: draft.id,
        version: 1,
        terms: &deal.terms,
        creator: &deal.creator,
        cloned_from: None,
        letters: &|_, _, _, _| Ok(Vec::new()),
    };
    match opportunities::create_batch(c, scope, &new, deal.made)? {
        opportunities::Created::New(batch) | opportunities::Created::Already(batch) => Ok(batch),
        opportunities::Created::Stale | opportunities::Created::Gone => Err(refused()),
    }
}
