//! The files of an ISV's reports: figures for spreadsheets, and lists for its own books under the names and columns that
//! sellers know from AWS Marketplace.

mod feeds;
mod figures;

use crate::store::reports::{self, Days};
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::csv::{self, MAX_ROWS};
use crate::web::days;
use crate::web::error::Error;
use crate::web::form::Query;
use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use feeds::{OF_AGREEMENTS, OF_OFFERS, of_agreement, of_offer};
use figures::{OF_OPPORTUNITIES, figures, of_opportunity, with_figures};

/// A file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// Figures by opportunity.
    Opportunities,
    /// Figures by reseller.
    Resellers,
    /// Figures by product.
    Products,
    /// Every offer.
    Offers,
    /// Every agreement.
    Agreements,
}

/// All files, as the page lists them.
pub const ALL: [File; 5] = [
    File::Opportunities,
    File::Resellers,
    File::Products,
    File::Offers,
    File::Agreements,
];

impl File {
    /// Its word in the address, and what the file is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opportunities => "opportunity-figures",
            Self::Resellers => "reseller-figures",
            Self::Products => "product-figures",
            Self::Offers => "offer-data-feed",
            Self::Agreements => "agreement-details",
        }
    }

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Opportunities => "Figures by opportunity",
            Self::Resellers => "Figures by reseller",
            Self::Products => "Figures by product",
            Self::Offers => "Offer data feed",
            Self::Agreements => "Agreement details",
        }
    }

    /// What is in it.
    pub fn note(self) -> &'static str {
        match self {
            Self::Opportunities => "one row for each opportunity, newest first",
            Self::Resellers => "one row for each reseller",
            Self::Products => "one row for each product",
            Self::Offers => "one row for each offer that partners extended",
            Self::Agreements => "one row for each accepted offer, with its wholesale value",
        }
    }
}

/// `GET /isv/reports.csv?report=…`, with the days of the page; figures by opportunity if no report is named.
pub async fn download(
    who: IsvViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let word = asked.0.get("report");
    let found = ALL.into_iter().find(|file| file.as_str() == word);
    let file = match found {
        Some(file) => file,
        None if word.is_empty() => File::Opportunities,
        None => return Err(Error::NotFound),
    };
    let (now, days) = (state.clock.now(), days::read(&asked.0).days);
    send(file, &state, &who, days, now).await
}

async fn send(
    file: File,
    state: &State,
    who: &IsvViewer,
    days: Days,
    now: DateTime<Utc>,
) -> Result<HttpResponse, Error> {
    let (scope, name) = (who.scope, (who.signed.user.id, file.as_str()));
    match file {
        File::Opportunities => {
            let rows = csv::download(state, name, OF_OPPORTUNITIES, move |c, file| {
                reports::each_opportunity(c, &scope, days, now, MAX_ROWS, |one| {
                    file.add(of_opportunity(&one))
                })
            });
            rows.await
        }
        File::Resellers => {
            let rows = csv::download(state, name, with_figures("Reseller account ID"), {
                move |c, file| {
                    let report = reports::isv(c, &scope, days, now)?;
                    report.resellers.iter().try_for_each(|r| {
                        file.add(figures(&r.name, &r.account.to_string(), &r.figures))
                    })
                }
            });
            rows.await
        }
        File::Products => {
            let rows = csv::download(state, name, with_figures("Product ID"), move |c, file| {
                let report = reports::isv(c, &scope, days, now)?;
                report
                    .products
                    .iter()
                    .try_for_each(|p| file.add(figures(&p.title, p.id.as_str(), &p.figures)))
            });
            rows.await
        }
        File::Offers => {
            let rows = csv::download(state, name, OF_OFFERS, move |c, file| {
                reports::each_offer(c, &scope, days, MAX_ROWS, |entry| file.add(of_offer(entry)))
            });
            rows.await
        }
        File::Agreements => {
            let rows = csv::download(state, name, OF_AGREEMENTS, move |c, file| {
                reports::each_agreement(c, &scope, days, MAX_ROWS, |entry| {
                    file.add(of_agreement(entry))
                })
            });
            rows.await
        }
    }
}
