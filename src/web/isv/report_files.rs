//! The files of an ISV's reports: figures for spreadsheets, and lists for its own books under the names and columns that
//! sellers know from AWS Marketplace.

use crate::domain::money::{self, Currency};
use crate::domain::opportunity::discount_label;
use crate::store::reports::{
    self, AgreementEntry, Days, Figures, OfferEntry, OpportunityFigures, Sums,
};
use crate::store::scope::IsvScope;
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::csv::{self, MAX_ROWS};
use crate::web::days;
use crate::web::error::Error;
use crate::web::form::Query;
use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::{DateTime, Utc};

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
    let (scope, now, days) = (who.scope, state.clock.now(), days::read(&asked.0).days);
    send(file, &state, scope, days, now).await
}

async fn send(
    file: File,
    state: &State,
    scope: IsvScope,
    days: Days,
    now: DateTime<Utc>,
) -> Result<HttpResponse, Error> {
    let name = file.as_str();
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

const OF_OPPORTUNITIES: [&str; 17] = [
    "Opportunity name",
    "Opportunity description",
    "Product name",
    "Reseller name",
    "Discount",
    "Status",
    "Created date",
    "Uses",
    "First use",
    "Last use",
    "Offers extended",
    "Offers accepted",
    "Wholesale value",
    "Currency",
    "Opportunity ID",
    "Product ID",
    "Reseller account ID",
];

fn moment(at: Option<DateTime<Utc>>) -> String {
    at.map(csv::moment).unwrap_or_default()
}

fn of_opportunity(one: &OpportunityFigures) -> [String; OF_OPPORTUNITIES.len()] {
    let row = &one.row;
    [
        row.name.clone(),
        row.description.clone().unwrap_or_default(),
        row.product_title.clone(),
        row.reseller_name.clone(),
        discount_label(row.discount, row.percent),
        row.status.label().to_owned(),
        csv::moment(row.created_at),
        row.uses.to_string(),
        moment(one.first_use),
        moment(one.last_use),
        one.offers.to_string(),
        one.accepted.to_string(),
        money::plain(one.wholesale, row.currency),
        row.currency.code().to_owned(),
        row.id.to_string(),
        row.product_id.to_string(),
        row.reseller_account.to_string(),
    ]
}

/// The columns of figures, those of money one for each currency.
fn with_figures(id: &'static str) -> [&'static str; 14] {
    [
        "Name",
        id,
        "Opportunities created",
        "Active",
        "Uses",
        "First use",
        "Last use",
        "Offers extended",
        "Offers accepted",
        "Wholesale value USD",
        "Wholesale value EUR",
        "Wholesale value GBP",
        "Wholesale value AUD",
        "Wholesale value JPY",
    ]
}

fn figures(name: &str, id: &str, figures: &Figures) -> [String; 14] {
    let value = |currency| sum(&figures.wholesale, currency);
    [
        name.to_owned(),
        id.to_owned(),
        figures.created.to_string(),
        figures.active.to_string(),
        figures.uses.to_string(),
        moment(figures.first_use),
        moment(figures.last_use),
        figures.offers.to_string(),
        figures.accepted.to_string(),
        value(Currency::Usd),
        value(Currency::Eur),
        value(Currency::Gbp),
        value(Currency::Aud),
        value(Currency::Jpy),
    ]
}

fn sum(sums: &Sums, currency: Currency) -> String {
    let sum = sums.get(&currency);
    sum.map(|sum| money::plain(*sum, currency))
        .unwrap_or_default()
}

const OF_OFFERS: [&str; 10] = [
    "offer_id",
    "opportunity_id",
    "opportunity_name",
    "opportunity_description",
    "product_id",
    "product_title",
    "seller_name",
    "seller_account_id",
    "extended_at",
    "expiration_date",
];

fn of_offer(entry: OfferEntry) -> [String; OF_OFFERS.len()] {
    let from = entry.origin;
    [
        entry.id.to_string(),
        from.id.to_string(),
        from.name,
        from.description.unwrap_or_default(),
        from.product_id.to_string(),
        from.product_title,
        from.reseller_name,
        from.reseller_account.to_string(),
        csv::moment(entry.extended_at),
        entry.expires_on.to_string(),
    ]
}

const OF_AGREEMENTS: [&str; 16] = [
    "agreement_id",
    "offer_id",
    "resale_authorization_id",
    "resale_authorization_name",
    "resale_authorization_description",
    "product_id",
    "product_title",
    "reseller_name",
    "reseller_aws_account_id",
    "buyer_company",
    "buyer_aws_account_id",
    "accepted_at",
    "start_date",
    "end_date",
    "wholesale_cost",
    "currency",
];

fn of_agreement(entry: AgreementEntry) -> [String; OF_AGREEMENTS.len()] {
    let from = entry.origin;
    let cost = entry.wholesale;
    [
        entry.id.to_string(),
        entry.offer.to_string(),
        from.id.to_string(),
        from.name,
        from.description.unwrap_or_default(),
        from.product_id.to_string(),
        from.product_title,
        from.reseller_name,
        from.reseller_account.to_string(),
        entry.company,
        entry.account.to_string(),
        csv::moment(entry.at),
        entry.starts_on.to_string(),
        entry.ends_on.to_string(),
        cost.map(|cost| money::plain(cost, from.currency))
            .unwrap_or_default(),
        from.currency.code().to_owned(),
    ]
}
