//! What was agreed as requests of the AWS Marketplace Catalog API: a vendor's opportunities, or a partner's offers.

mod offers;
mod opportunities;
mod target;

use crate::domain::account::{AccountId, OrganisationKind};
use crate::domain::ids::DocumentId;
use crate::domain::opportunity::Status;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Db, organisations};
use crate::web::origin::Origin;
use crate::web::paths;
use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::PathBuf;
use target::Target;

/// The folder that gets the requests unless another is named.
const FOLDER: &str = "requests";

/// What is exported, and where to.
#[derive(Args)]
pub struct Wanted {
    /// The account ID of the vendor whose opportunities, or of the partner whose offers are exported; without it, the
    /// opportunities of all vendors
    #[arg(long, value_parser = super::accounts::account, value_name = "ACCOUNT")]
    organisation: Option<AccountId>,
    /// Only opportunities of this status, or offers made from such: active, used, expired, revoked or ended
    #[arg(long, value_parser = status, value_name = "STATUS")]
    status: Option<Status>,
    #[command(flatten)]
    to: To,
}

/// Where it is written.
#[derive(Args)]
#[group(multiple = false)]
struct To {
    /// A new or empty folder that gets one file for each request, named in the order in which they are sent
    #[arg(long, value_name = "FOLDER", default_value = FOLDER)]
    out: PathBuf,
    /// Write all requests to standard output, as one JSON list
    #[arg(long)]
    json: bool,
}

fn status(typed: &str) -> Result<Status, String> {
    Status::parse(typed).ok_or_else(|| {
        let known = Status::ALL.map(Status::as_str).join(", ");
        format!("use one of {known}")
    })
}

/// What all requests of an export have in common.
struct Exporting<'a> {
    db: &'a Db,
    status: Option<Status>,
    origin: &'a Origin,
    now: DateTime<Utc>,
}

impl Exporting<'_> {
    /// Where a document can be read.
    fn address(&self, document: DocumentId) -> String {
        format!("{}{}", self.origin, paths::document(document))
    }
}

/// Whose requests are exported.
enum Whose {
    Vendors(Vec<(AccountId, IsvScope)>),
    Partner(AccountId, PartnerScope),
}

/// Writes the requests, and to standard error what they cannot say.
///
/// # Errors
/// When there is no such organisation, the folder has something in it, or something cannot be written or read.
pub fn run(db: &Db, wanted: &Wanted, origin: &Origin, now: DateTime<Utc>) -> anyhow::Result<()> {
    let whose = whose(db, wanted.organisation.as_ref())?;
    let mut target = if wanted.to.json {
        Target::list()
    } else {
        Target::folder(&wanted.to.out)?
    };
    let exporting = Exporting {
        db,
        status: wanted.status,
        origin,
        now,
    };
    match whose {
        Whose::Vendors(vendors) => {
            for (account, scope) in vendors {
                opportunities::export(&exporting, (&account, &scope), &mut target)?;
            }
            target.close("opportunities")
        }
        Whose::Partner(account, scope) => {
            offers::export(&exporting, (&account, &scope), &mut target)?;
            target.close("offers")
        }
    }
}

fn whose(db: &Db, only: Option<&AccountId>) -> anyhow::Result<Whose> {
    let Some(account) = only else {
        return Ok(Whose::Vendors(db.read_now(|c| {
            let mut vendors = Vec::new();
            let mut all = organisations::list(c)?;
            all.retain(|organisation| organisation.kind == OrganisationKind::Isv);
            for organisation in all {
                if let Some(scope) = organisations::isv_scope(c, &organisation.account)? {
                    vendors.push((organisation.account, scope));
                }
            }
            Ok(vendors)
        })?));
    };
    // An account may be both, as a vendor that resells as well: then its opportunities are meant.
    if let Some(scope) = db.read_now(|c| organisations::isv_scope(c, account))? {
        return Ok(Whose::Vendors(vec![(account.clone(), scope)]));
    }
    match db.read_now(|c| organisations::partner_scope(c, account))? {
        Some(scope) => Ok(Whose::Partner(account.clone(), scope)),
        None => bail!("account {account} has no vendor and no partner"),
    }
}
