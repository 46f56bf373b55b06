//! Many opportunities from a spreadsheet: a template to fill in, a dry run that shows what would become of every row,
//! and one press that creates all that are good.
//!
//! The dry run is computed whenever its page is asked for, from the rows that the upload keeps, and once more in the
//! transaction that creates. That transaction goes on without the request that began it when it takes longer than an answer
//! should, and a page tells how far it is.

pub mod confirm;
pub mod creations;
pub mod progress;
pub mod refused;
mod result;
mod rows;
pub mod show;
pub mod template;
mod terms;
pub mod upload;

use crate::answers::Catalogue;
use crate::answers::bulk::{self, Before, Layout, Outcome, Verdict};
use crate::domain::agreements::{DocumentKind, Rcmp};
use crate::domain::ids::UploadId;
use crate::domain::terms::warnings;
use crate::random;
use crate::store::bulk::{self as uploads, Upload};
use crate::store::scope::IsvScope;
use crate::store::{
    Conn, Error as StoreError, documents, opportunities, organisations, products, resellers,
};
use crate::web::error::Error;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// An upload with everything by which its rows are judged.
struct Bulk {
    upload: Upload,
    layout: Layout,
    catalogue: Catalogue,
    before: Before,
    /// The fingerprint of each row, by its number.
    fingerprints: BTreeMap<u32, String>,
    today: NaiveDate,
}

impl Bulk {
    /// Looks up what the rows of an upload name, as it is now.
    fn of(
        c: &mut Conn,
        scope: &IsvScope,
        upload: Upload,
        (rcmp, now): (&Rcmp, DateTime<Utc>),
    ) -> Result<Self, StoreError> {
        let layout = Layout::of(&upload.sheet)
            .map_err(|faults| StoreError::Broken(format!("the headings {faults:?}")))?;
        let (accounts, ids, files) = bulk::named(&upload.sheet, &layout);
        let isv = organisations::find(c, scope.isv())?
            .ok_or_else(|| StoreError::Broken("the ISV itself is gone".to_owned()))?;
        let catalogue = Catalogue {
            isv,
            products: products::some(c, scope, &ids)?,
            resellers: resellers::with_accounts(c, scope, &accounts)?,
            documents: documents::some(c, scope, &files)?,
            rcmp: rcmp.clone(),
        };
        let fingerprints: BTreeMap<u32, String> = bulk::keys(&upload.sheet, &layout)
            .into_iter()
            .map(|(number, key)| (number, random::sha256_hex(key.as_bytes())))
            .collect();
        let all: Vec<String> = fingerprints.values().cloned().collect();
        let made = uploads::made_before(c, scope, &all)?;
        let repeated = fingerprints
            .iter()
            .filter(|(_, fingerprint)| made.contains(*fingerprint))
            .map(|(number, _)| *number)
            .collect();
        let names = bulk::names(&upload.sheet, &layout);
        let names = opportunities::names_in_use(c, scope, &names, now)?;
        let ids: Vec<_> = catalogue.resellers.iter().map(|r| r.id).collect();
        let unconfirmed = resellers::unconfirmed(c, scope, &ids)?;
        Ok(Self {
            upload,
            layout,
            catalogue,
            before: Before {
                repeated,
                names,
                unconfirmed,
            },
            fingerprints,
            today: now.date_naive(),
        })
    }

    /// What becomes of every row.
    fn verdicts(&self) -> Vec<Verdict<'_>> {
        bulk::judge(
            &self.upload.sheet,
            &self.layout,
            &self.catalogue,
            &self.before,
            self.today,
        )
    }
}

/// The fingerprint of a dry run: which rows are good, at which prices, and why the others are not. What somebody
/// confirms must be what they saw.
fn seen(verdicts: &[Verdict<'_>]) -> String {
    let mut all = String::new();
    for verdict in verdicts {
        all.push_str(&format!("{}\u{1E}", verdict.row.number));
        match &verdict.outcome {
            Outcome::Refused(reasons) => {
                for reason in reasons {
                    all.push_str(&format!("{}\u{1F}{}\u{1F}", reason.column, reason.text));
                }
            }
            Outcome::Good(proven) => {
                for (_, _, book) in proven.grants() {
                    for line in &book.lines {
                        let (key, price) = (&line.key, line.wholesale.value());
                        all.push_str(&format!("{}:{}={price};", key.dimension, key.charge.code()));
                    }
                }
                all.push_str(&format!("{:?}{:?}", warnings(proven), verdict.checks));
            }
        }
    }
    random::sha256_hex(all.as_bytes())
}

/// The upload that an address names. What is another's is not there.
fn id(typed: &str) -> Result<UploadId, Error> {
    typed.parse().map_err(|_| Error::NotFound)
}

/// The kinds of document that a row can name.
const DOCUMENTS: [DocumentKind; 2] = [DocumentKind::Eula, DocumentKind::ResellerContract];
