//! Private offers: what a partner offers a buyer from an opportunity (Seller Guide, extending a private offer based on
//! an opportunity; Catalog API, channel partner private offers).
//!
//! [`adjustment`] is how wholesale prices become the buyer's, [`terms`] what an offer says and the proof that it may be
//! extended, [`acceptance`] what comes of it. An offer once extended is a fact; only the day on which it expires moves.

pub mod acceptance;
pub mod adjustment;
pub mod terms;

use crate::domain::account::AccountId;
use crate::domain::agreements::{Document, Eula};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{DimensionKey, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::duration::is_over;
use crate::domain::ids::{AgreementId, OfferId, OpportunityId};
use crate::domain::money::{Amount, Currency};
use crate::domain::offer::acceptance::{Acceptance, Purchase};
use crate::domain::offer::adjustment::{Adjustment, OfferLine};
use crate::domain::offer::terms::OfferDetails;
use crate::domain::opportunity::{
    CoveredDimension, Opportunity, Party, ProductSnapshot, name_among,
};
use crate::domain::pricing::{Charge, LineKey};
use crate::domain::schedule::{Grant, Payment};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// Where an offer stands. That a buyer accepts it makes an agreement and changes nothing about the offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferStatus {
    /// Buyers can accept it.
    Active,
    /// Its expiry date is over, or it was cancelled, which moves the date into the past.
    Expired,
}

impl OfferStatus {
    /// Both, as filters list them.
    pub const ALL: [Self; 2] = [Self::Active, Self::Expired];

    /// The status at a moment: an offer is open until the end of its expiry date in UTC.
    pub fn at(expires_on: NaiveDate, now: DateTime<Utc>) -> Self {
        if is_over(expires_on, now) {
            Self::Expired
        } else {
            Self::Active
        }
    }

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
        }
    }

    /// The word shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Expired => "Expired",
        }
    }
}

/// That somebody accepted the reseller contract before extending an offer; asked again for every offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractAcceptance {
    /// Who, as they were called.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The version of the standard contract that was accepted.
    pub version: Option<String>,
    /// The fingerprint of the custom contract that was accepted.
    pub sha256: Option<String>,
}

/// An offer with everything its partner may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// The opportunity it was made from, as its partner sees that.
    pub opportunity: Opportunity,
    /// Name and description.
    pub details: OfferDetails,
    /// For which accounts of the buyer.
    pub buyers: Buyers,
    /// How the buyer's prices came about.
    pub adjustment: Adjustment,
    /// All prices.
    pub lines: Vec<OfferLine>,
    /// What the buyer pays when, if the opportunity has a payment schedule.
    pub payments: Option<Vec<Payment>>,
    /// Documents that amend the EULA, in order.
    pub amendments: Vec<Document>,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: NaiveDate,
    /// When the subscription ends, where a contract duration does not say it.
    pub subscription_end: Option<NaiveDate>,
    /// That the reseller contract was accepted, if there is one.
    pub contract: Option<ContractAcceptance>,
    /// When it was extended.
    pub extended_at: DateTime<Utc>,
    /// Who extended it, as they were called.
    pub extended_by: String,
    /// What came of it, oldest first.
    pub acceptances: Vec<Acceptance>,
}

impl Offer {
    /// Its status at a moment.
    pub fn status(&self, now: DateTime<Utc>) -> OfferStatus {
        OfferStatus::at(self.expires_on, now)
    }
}

/// What an ISV may know of an offer made from its opportunity: that it was extended and what came of it, never the
/// partner's markup, the buyer's price, or what the partner wrote and added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferForIsv {
    /// Its id.
    pub id: OfferId,
    /// Its name.
    pub name: String,
    /// The opportunity it was made from.
    pub opportunity: OpportunityId,
    /// What that is called.
    pub opportunity_name: String,
    /// Who extended it.
    pub partner: Party,
    /// The product's ID.
    pub product_id: ProductId,
    /// The product's title.
    pub product_title: String,
    /// For which accounts of the buyer.
    pub buyers: Buyers,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: NaiveDate,
    /// When it was extended.
    pub extended_at: DateTime<Utc>,
    /// What came of it, oldest first.
    pub agreements: Vec<AgreementForIsv>,
}

/// What an ISV may know of an accepted offer: its own part of it, never what the buyer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementForIsv {
    /// The agreement.
    pub id: AgreementId,
    /// The account that accepted.
    pub account: AccountId,
    /// The buyer's company, as given.
    pub company: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The first UTC day of the agreement.
    pub starts_on: NaiveDate,
    /// Its last UTC day.
    pub ends_on: NaiveDate,
    /// What was taken up front.
    pub purchase: Purchase,
    /// What the partner owes for that; nothing where all is billed as used.
    pub wholesale: Option<Decimal>,
}

/// What a buyer may know of an offer: never the wholesale prices, the reseller contract, or the opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferForBuyer {
    /// Its id.
    pub id: OfferId,
    /// Its name.
    pub name: String,
    /// The ISV's name.
    pub isv: String,
    /// The partner's name.
    pub partner: String,
    /// The product, as it was.
    pub product: ProductSnapshot,
    /// What is covered; a payment schedule may include what has no price of its own.
    pub dimensions: Vec<CoveredDimension>,
    /// The currency of all prices.
    pub currency: Currency,
    /// All prices.
    pub lines: Vec<BuyerLine>,
    /// The contract durations to choose from.
    pub durations: Vec<ContractDuration>,
    /// Whether something must be taken up front.
    pub must_take: bool,
    /// What a payment schedule includes, and what is paid when.
    pub schedule: Option<(Vec<Grant>, Vec<Payment>)>,
    /// The EULA.
    pub eula: Eula,
    /// Documents that amend the EULA, in order.
    pub amendments: Vec<Document>,
    /// The last UTC day on which it can be accepted.
    pub expires_on: NaiveDate,
    /// When the subscription ends, where a contract duration does not say it.
    pub subscription_end: Option<NaiveDate>,
    /// What came of it for this buyer's account.
    pub accepted: Option<AcceptedByBuyer>,
}

/// A price as a buyer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerLine {
    /// Which price it is.
    pub key: LineKey,
    /// The dimension's name.
    pub name: String,
    /// The unit that is counted.
    pub unit: String,
    /// What it costs publicly, in the currency of list prices, where it does.
    pub list: Option<Amount>,
    /// What the buyer pays.
    pub price: Amount,
}

/// What a buyer sees of its own acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedByBuyer {
    /// The agreement.
    pub id: AgreementId,
    /// The buyer's company, as given.
    pub company: String,
    /// Who accepted, as given.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The first UTC day of the agreement.
    pub starts_on: NaiveDate,
    /// Its last UTC day.
    pub ends_on: NaiveDate,
    /// What was taken up front.
    pub purchase: Purchase,
    /// What that costs; nothing where all is billed as used.
    pub total: Option<Decimal>,
}

impl Offer {
    /// The offer as one of its buyer's accounts may see it.
    pub fn for_buyer(self, account: &AccountId) -> OfferForBuyer {
        let (durations, must_take) = (acceptance::durations(&self), acceptance::must_take(&self));
        let accepted = self
            .acceptances
            .into_iter()
            .find(|acceptance| acceptance.account == *account)
            .map(|acceptance| AcceptedByBuyer {
                id: acceptance.id,
                company: acceptance.company,
                person: acceptance.person,
                at: acceptance.at,
                starts_on: acceptance.starts_on,
                ends_on: acceptance.ends_on,
                purchase: acceptance.purchase,
                total: acceptance.totals.map(|totals| totals.purchase),
            });
        OfferForBuyer {
            id: self.id,
            name: self.details.name().to_owned(),
            isv: self.opportunity.isv.name,
            partner: self.opportunity.reseller.name,
            product: self.opportunity.product,
            dimensions: self.opportunity.dimensions,
            currency: self.opportunity.prices.currency,
            lines: self
                .lines
                .into_iter()
                .map(|line| BuyerLine {
                    key: line.key,
                    name: line.name,
                    unit: line.unit,
                    list: line.list,
                    price: line.price,
                })
                .collect(),
            durations,
            must_take,
            schedule: self
                .opportunity
                .schedule
                .map(|schedule| schedule.grants)
                .zip(self.payments),
            eula: self.opportunity.eula,
            amendments: self.amendments,
            expires_on: self.expires_on,
            subscription_end: self.subscription_end,
            accepted,
        }
    }
}

impl OfferForBuyer {
    /// What one of its dimensions is called.
    pub fn dimension_name(&self, key: &DimensionKey) -> String {
        name_among(&self.dimensions, key)
    }

    /// Whether anything is billed as it is used.
    pub fn bills_usage(&self) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| line.key.charge == Charge::Usage)
    }
}
