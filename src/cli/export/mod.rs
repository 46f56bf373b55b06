//! Opportunities as requests of the AWS Marketplace Catalog API: into files, one each, or as one list.

use crate::catalog_api::export::{Around, Export, Request, Series};
use crate::domain::account::{AccountId, OrganisationKind};
use crate::domain::ids::{DocumentId, OpportunityId};
use crate::domain::opportunity::{Opportunity, Status};
use crate::store::opportunities::{self, SortColumn, TableQuery, table};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Db, Error, authorizations, organisations};
use crate::web::aws;
use crate::web::origin::Origin;
use crate::web::paths;
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is exported, and where to.
#[derive(Args)]
pub struct Wanted {
    /// The account ID of the vendor whose opportunities are exported; without it, those of all vendors
    #[arg(long, value_parser = super::accounts::account, value_name = "ACCOUNT")]
    organisation: Option<AccountId>,
    /// Only opportunities of this status: active, used, expired, revoked or ended
    #[arg(long, value_parser = status, value_name = "STATUS")]
    status: Option<Status>,
    #[command(flatten)]
    to: To,
}

/// Where it is written: one of the two.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct To {
    /// A new or empty folder that gets one file for each request, named in the order in which they are sent
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
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

/// Writes the requests, and to standard error what they cannot say.
///
/// # Errors
/// When there is no such vendor, the folder has something in it, or something cannot be written or read.
pub fn run(db: &Db, wanted: &Wanted, origin: &Origin, now: DateTime<Utc>) -> anyhow::Result<()> {
    let vendors = vendors(db, wanted.organisation.as_ref())?;
    let mut target = match &wanted.to.out {
        Some(folder) => Target::folder(folder)?,
        None => Target::List { written: 0 },
    };
    let mut counts = Counts::default();
    for (account, scope) in vendors {
        let mut series = Series::default();
        for id in ids(db, &scope, wanted.status, now)? {
            let export = export(db, &scope, id, &mut series, origin, now)?;
            let Some((opportunity, export)) = export else {
                continue;
            };
            counts.opportunities += 1;
            tell(&opportunity, &export);
            for request in &export.requests {
                counts.requests += 1;
                target.write(&account, counts.requests, request, id)?;
            }
        }
    }
    target.close(&counts)
}

#[derive(Default)]
struct Counts {
    opportunities: usize,
    requests: usize,
}

/// The vendors, each with its account.
fn vendors(db: &Db, only: Option<&AccountId>) -> anyhow::Result<Vec<(AccountId, IsvScope)>> {
    let found = db.read_now(|c| {
        let accounts = match only {
            Some(account) => vec![account.clone()],
            None => organisations::list(c)?
                .into_iter()
                .filter(|organisation| organisation.kind == OrganisationKind::Isv)
                .map(|organisation| organisation.account)
                .collect(),
        };
        let mut scopes = Vec::new();
        for account in accounts {
            if let Some(scope) = organisations::isv_scope(c, &account)? {
                scopes.push((account, scope));
            }
        }
        Ok(scopes)
    })?;
    match only {
        Some(account) if found.is_empty() => bail!("account {account} has no vendor"),
        Some(_) | None => Ok(found),
    }
}

/// The opportunities of a vendor, oldest first.
fn ids(
    db: &Db,
    scope: &IsvScope,
    status: Option<Status>,
    now: DateTime<Utc>,
) -> Result<Vec<OpportunityId>, Error> {
    let query = TableQuery {
        statuses: status.into_iter().collect(),
        sort: SortColumn::Created,
        descending: false,
        ..TableQuery::default()
    };
    let mut ids = Vec::new();
    db.read_now(|c| {
        ids.clear();
        table::each(c, scope, &query, now, u32::MAX, |row| {
            ids.push(row.id);
            Ok::<_, Error>(())
        })
    })?;
    Ok(ids)
}

fn export(
    db: &Db,
    scope: &IsvScope,
    id: OpportunityId,
    series: &mut Series,
    origin: &Origin,
    now: DateTime<Utc>,
) -> Result<Option<(Opportunity, Export)>, Error> {
    let read = |c: &mut Conn| {
        let authorization = authorizations::find(c, scope, id)?;
        let opportunity = opportunities::find(c, scope, id)?;
        Ok(opportunity.map(|opportunity| (opportunity, authorization)))
    };
    let Some((opportunity, authorization)) = db.read_now(read)? else {
        return Ok(None);
    };
    let address = |document: DocumentId| format!("{origin}{}", paths::document(document));
    let around = Around {
        authorization: authorization.as_ref(),
        address: &address,
        now,
    };
    let export = series.next(&opportunity, around);
    Ok(Some((opportunity, export)))
}

fn tell(opportunity: &Opportunity, export: &Export) {
    let (id, name) = (opportunity.id, opportunity.details.name());
    for remark in &export.remarks {
        eprintln!("{id} “{name}”: {}", remark.text());
    }
}

/// Where requests go.
enum Target {
    Folder(PathBuf),
    List { written: usize },
}

impl Target {
    fn folder(folder: &Path) -> anyhow::Result<Self> {
        let name = folder.display();
        std::fs::create_dir_all(folder).with_context(|| format!("{name} cannot be made"))?;
        let mut entries =
            std::fs::read_dir(folder).with_context(|| format!("{name} cannot be read"))?;
        if entries.next().is_some() {
            bail!("{name} is not empty; requests of an earlier export could be sent again");
        }
        Ok(Self::Folder(folder.to_owned()))
    }

    fn write(
        &mut self,
        account: &AccountId,
        number: usize,
        request: &Request,
        id: OpportunityId,
    ) -> anyhow::Result<()> {
        let text = request.body.text()?;
        match self {
            Self::Folder(folder) => {
                let name = aws::file_name(request.purpose, &id.to_string());
                let file = folder.join(format!("{account}-{number:05}-{name}"));
                std::fs::write(&file, format!("{text}\n"))
                    .with_context(|| format!("{} cannot be written", file.display()))
            }
            Self::List { written } => {
                let before = if *written == 0 { "[\n" } else { ",\n" };
                *written += 1;
                print(&format!("{before}{text}"))
            }
        }
    }

    fn close(self, counts: &Counts) -> anyhow::Result<()> {
        match self {
            Self::Folder(folder) => {
                println!(
                    "{} requests for {} opportunities are in {}.",
                    counts.requests,
                    counts.opportunities,
                    folder.display()
                );
                Ok(())
            }
            Self::List { written: 0 } => print("[]\n"),
            Self::List { .. } => print("\n]\n"),
        }
    }
}

/// Unlike `println!`, tells when nobody reads any more.
fn print(text: &str) -> anyhow::Result<()> {
    io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}
