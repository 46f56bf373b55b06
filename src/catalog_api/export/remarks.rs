//! What a request cannot say, and what AWS may refuse: to be read before sending it. Nothing is dropped silently.

use crate::catalog_api::export::Around;
use crate::domain::agreements::{Eula, PublicEula, ResellerContract};
use crate::domain::authorization::AuthorizationId;
use crate::domain::calendar;
use crate::domain::catalog::DimensionKind;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::is_over;
use crate::domain::money::Currency;
use crate::domain::opportunity::{CoveredDimension, Opportunity, Side, Status, discount_label};
use crate::domain::pricing::{Basis, Charge};
use crate::domain::pricing_model::PricingModel;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// One thing to know before sending a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// It is there already, under this ID.
    AlreadyThere(AuthorizationId),
    /// It is there already under this ID, and what would create it again is left out.
    LeftOut(AuthorizationId),
    /// Its single use is spent here.
    Used,
    /// Its last day is over.
    Expired(NaiveDate),
    /// It was ended here, and nobody said what it is called there.
    EndedButUnknown,
    /// It was ended by the partner, for which there is no request.
    EndedByPartner,
    /// The reason given for revoking it is not sent.
    ReasonKept,
    /// It was ended after its last day there.
    OverThere(NaiveDate),
    /// So many offers were made from it here.
    OffersMade(u32),
    /// It has dimensions of its own.
    OwnDimensions,
    /// An earlier request adds a dimension of this key that says something else.
    DimensionTwice(String),
    /// A discount that is in the prices and nowhere else.
    Percentage(String, NaiveDate),
    /// Usage rates in this currency.
    UsageCurrency(Currency),
    /// Contract dimensions of these units, priced together.
    UnitsDiffer(Vec<String>),
    /// The product's public EULA, sent as a document of its own.
    PublicEula(String),
    /// An uploaded file, by its name, and the address that is sent.
    Upload(String, String),
    /// A standard contract, by its name, in a version that cannot be sent.
    Version(&'static str, String),
    /// The last day, whose end is not certain.
    LastDay(NaiveDate),
    /// Payments up to this day are not in the future any more.
    PaymentsDue(NaiveDate),
    /// A payment schedule, for which the buyer must pay by invoice.
    InvoiceTerms,
    /// A model of which there is no documented example.
    NoExample(PricingModel),
    /// The name or description has characters that the documentation does not want.
    SpecialCharacters,
}

impl Remark {
    /// The remark in words.
    pub fn text(&self) -> String {
        match self {
            Self::AlreadyThere(id) => {
                format!("It is in AWS already, as {id}. Sending this request creates another one.")
            }
            Self::LeftOut(id) => {
                format!("It is in AWS already, as {id}. Its request is left out.")
            }
            Self::Used => "Its single use is spent here. In AWS the partner could create another offer from it.".to_owned(),
            Self::Expired(day) => format!("Its last day, {}, is over. AWS takes only days in the future.", calendar::day(*day)),
            Self::EndedButUnknown => "It is not active any more. If it was created in AWS, record its resale authorization ID to get the request that ends it there; if not, there is nothing to send.".to_owned(),
            Self::EndedByPartner => "The partner ended it. AWS has no request for that: this one ends it in your name.".to_owned(),
            Self::ReasonKept => "The reason given for revoking it is not sent: AWS keeps none.".to_owned(),
            Self::OverThere(day) => format!("Its last day, {}, is over. AWS refuses to end what has expired.", calendar::day(*day)),
            Self::OffersMade(1) => "One offer was made from it here. AWS counts only offers made there.".to_owned(),
            Self::OffersMade(many) => format!("{many} offers were made from it here. AWS counts only offers made there."),
            Self::OwnDimensions => "The added dimensions become part of the product in AWS, for good and for everybody. Add them first and wait until that has succeeded; if the product has them already, leave that request out.".to_owned(),
            Self::DimensionTwice(key) => format!("Another opportunity adds the dimension “{key}” to the same product with a different name, description or unit. Only the first is added."),
            Self::Percentage(discount, day) => format!("AWS keeps prices and no percentage. The discount ({discount}) is in the prices, as they were on {}; they do not follow the list prices.", calendar::day(*day)),
            Self::UsageCurrency(currency) => format!("Usage rates are in {currency}. AWS documents both that they must be in USD and that all five currencies are allowed: it may refuse them."),
            Self::UnitsDiffer(units) => format!("Contract dimensions have different units ({}). AWS may refuse that.", units.join(", ")),
            Self::PublicEula(url) => format!("AWS has no term for a product’s public EULA. The request names its address, {url}, which AWS must be able to read; a later version of it is not followed."),
            Self::Upload(name, url) => format!("AWS must be able to fetch “{name}” without signing in, and {url} asks who is there. Publish the file elsewhere and put that address in its place."),
            Self::Version(contract, version) => format!("Agreed is version {version} of the {contract}. The request cannot name a version: AWS attaches its current one."),
            Self::LastDay(day) => format!("Its last day, {}, lasts until 23:59 UTC here. AWS documents both the beginning and the end of that day as its end.", calendar::day(*day)),
            Self::PaymentsDue(day) => format!("A payment was due on {}. AWS takes only payments in the future.", calendar::day(*day)),
            Self::InvoiceTerms => "AWS takes payment schedules only from buyers who pay by invoice.".to_owned(),
            Self::NoExample(model) => format!("AWS documents no example of a resale authorization for this kind of product ({}), or examples that contradict each other. It may refuse this one.", model.label()),
            Self::SpecialCharacters => "The name or description has special characters or line breaks. AWS’s description asks for none, its schema allows them: it may refuse them.".to_owned(),
        }
    }
}

/// Everything to know before sending the requests for an opportunity.
pub fn of(opportunity: &Opportunity, around: Around<'_>) -> Vec<Remark> {
    match opportunity.status(around.now) {
        Status::Revoked | Status::EndedByPartner => ended(opportunity, around),
        Status::Active | Status::Used | Status::Expired => {
            let mut found = standing(opportunity, around);
            found.extend(terms(opportunity, around.now));
            found.extend(prices(opportunity));
            found.extend(schedule(opportunity, around.now));
            found.extend(documents(opportunity, around));
            found
        }
    }
}

fn ended(opportunity: &Opportunity, around: Around<'_>) -> Vec<Remark> {
    if around.authorization.is_none() {
        return vec![Remark::EndedButUnknown];
    }
    let mut found = Vec::new();
    if let Some(revocation) = &opportunity.revocation {
        if revocation.by == Side::Partner {
            found.push(Remark::EndedByPartner);
        }
        if revocation.reason.is_some() {
            found.push(Remark::ReasonKept);
        }
    }
    let over = |day: &NaiveDate| is_over(*day, around.now);
    found.extend(opportunity.last_day().filter(over).map(Remark::OverThere));
    found
}

/// Where it stands, here and there.
fn standing(opportunity: &Opportunity, around: Around<'_>) -> Vec<Remark> {
    let there = around.authorization.cloned().map(Remark::AlreadyThere);
    let status = match opportunity.status(around.now) {
        Status::Used => Some(Remark::Used),
        Status::Expired => opportunity.last_day().map(Remark::Expired),
        Status::Active | Status::Revoked | Status::EndedByPartner => None,
    };
    let offers = (opportunity.uses > 0).then_some(Remark::OffersMade(opportunity.uses));
    there.into_iter().chain(status).chain(offers).collect()
}

fn terms(opportunity: &Opportunity, now: DateTime<Utc>) -> Vec<Remark> {
    let mut found = Vec::new();
    let details = &opportunity.details;
    let description = details.description().unwrap_or_default();
    if has_special(details.name()) || has_special(description) {
        found.push(Remark::SpecialCharacters);
    }
    if opportunity.dimensions.iter().any(|d| d.added) {
        found.push(Remark::OwnDimensions);
    }
    let ahead = |day: &NaiveDate| !is_over(*day, now);
    found.extend(opportunity.last_day().filter(ahead).map(Remark::LastDay));
    let model = opportunity.product.model;
    match model {
        PricingModel::ProfessionalServices
        | PricingModel::AmiHourlyWithAnnual
        | PricingModel::ContainerLongTerm => found.push(Remark::NoExample(model)),
        PricingModel::SaasSubscription
        | PricingModel::SaasContract
        | PricingModel::SaasContractWithConsumption
        | PricingModel::AmiHourly
        | PricingModel::AmiUsage
        | PricingModel::AmiContract
        | PricingModel::ContainerHourly
        | PricingModel::ContainerUsage
        | PricingModel::ContainerContract
        | PricingModel::Free
        | PricingModel::Byol
        | PricingModel::AmiMonthly
        | PricingModel::ContainerMonthly
        | PricingModel::CloudFormation
        | PricingModel::SecondParty
        | PricingModel::MachineLearning
        | PricingModel::Data => {}
    }
    found
}

fn has_special(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " .,:;-_()/%&+=@'’–".contains(c);
    !text.chars().all(plain)
}

fn prices(opportunity: &Opportunity) -> Vec<Remark> {
    let mut found = Vec::new();
    let book = &opportunity.prices;
    let by_percent = |basis: Basis| matches!(basis, Basis::Percent(_));
    if book.lines.iter().any(|line| by_percent(line.basis)) {
        let discount = match opportunity.discount {
            DiscountKind::Percentage => discount_label(opportunity.discount, opportunity.percent),
            DiscountKind::Individual | DiscountKind::Flexible => {
                "a percentage for some dimensions".to_owned()
            }
        };
        let day = opportunity.created_at.date_naive();
        found.push(Remark::Percentage(discount, day));
    }
    let metered = book.lines.iter().any(|l| l.key.charge == Charge::Usage);
    if metered && book.currency != Currency::Usd {
        found.push(Remark::UsageCurrency(book.currency));
    }
    let schedule = opportunity.schedule.as_ref();
    let bought = |d: &CoveredDimension| schedule.is_none_or(|s| s.quantity(&d.key).is_some());
    let together = units(opportunity, |d| d.kind != DimensionKind::Usage && bought(d));
    if together.len() > 1 {
        found.push(Remark::UnitsDiffer(together.into_iter().collect()));
    }
    found
}

/// The units of the dimensions that are priced together.
fn units(
    opportunity: &Opportunity,
    together: impl Fn(&CoveredDimension) -> bool,
) -> BTreeSet<String> {
    let dimensions = opportunity.dimensions.iter().filter(|d| together(d));
    dimensions.map(|d| d.unit.clone()).collect()
}

fn schedule(opportunity: &Opportunity, now: DateTime<Utc>) -> Vec<Remark> {
    let Some(schedule) = &opportunity.schedule else {
        return Vec::new();
    };
    let due = |day: &NaiveDate| *day <= now.date_naive();
    let last_due = schedule
        .payments
        .iter()
        .map(|payment| payment.date)
        .filter(due)
        .max();
    let late = last_due.map(Remark::PaymentsDue);
    late.into_iter().chain([Remark::InvoiceTerms]).collect()
}

fn documents(opportunity: &Opportunity, around: Around<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    match (&opportunity.eula, &opportunity.product.public_eula) {
        (Eula::Public, PublicEula::Custom { url }) => found.push(Remark::PublicEula(url.clone())),
        (Eula::Public, PublicEula::Standard) => {}
        (Eula::Standard { version }, _) => found.push(Remark::Version(
            "Standard Contract for AWS Marketplace",
            version.clone(),
        )),
        (Eula::Custom(file), _) => {
            found.push(Remark::Upload(file.name.clone(), (around.address)(file.id)));
        }
    }
    match &opportunity.contract {
        ResellerContract::None => {}
        ResellerContract::Rcmp { version } => found.push(Remark::Version(
            "Reseller Contract for AWS Marketplace",
            version.clone(),
        )),
        ResellerContract::Custom(file) => {
            found.push(Remark::Upload(file.name.clone(), (around.address)(file.id)));
        }
    }
    found
}
