//! What an offer says, and the rules by which it may be extended from its opportunity.
//!
//! [`conflicts`] judges whatever parts are there, so that a wizard can speak at the step where a conflict arises;
//! [`OfferTerms::prove`] judges all of them and is the only way to terms that can be extended.

mod conflicts;

pub use conflicts::{OfferConflict, conflicts, expiry_conflicts};

use crate::domain::agreements::Document;
use crate::domain::buyers::Buyers;
use crate::domain::contract_duration::{ContractDuration, DurationUnit, MAX_DAYS, MAX_MONTHS};
use crate::domain::ids::OpportunityId;
use crate::domain::offer::adjustment::{self, Adjustment, OfferLine};
use crate::domain::opportunity::Opportunity;
use crate::domain::pricing_model::{PricingModel, ProductType};
use crate::domain::schedule::Payment;
use crate::domain::text;
use chrono::NaiveDate;

/// Characters of an offer's name (Catalog API, UpdateInformation of an offer).
pub const MAX_NAME: usize = 150;
/// Characters of an offer's description (Catalog API, UpdateInformation of an offer).
pub const MAX_DESCRIPTION: usize = 255;
/// The most documents that amend the EULA (Seller Guide, extending a private offer based on an opportunity).
pub const MAX_AMENDMENTS: usize = 5;

/// Why a text is no name or description of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferDetailsError {
    /// A name is needed.
    NameMissing,
    /// The name is longer than [`MAX_NAME`].
    NameTooLong,
    /// A description is needed.
    DescriptionMissing,
    /// The description is longer than [`MAX_DESCRIPTION`].
    DescriptionTooLong,
}

/// Name and description of an offer. Buyers see the name, and the description never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDetails {
    name: String,
    description: String,
}

impl OfferDetails {
    /// Takes the texts as typed; hidden characters are removed, line breaks and tabs in the name become a space.
    ///
    /// # Errors
    /// All that is wrong with the two, the name's first.
    pub fn new(name: &str, description: &str) -> Result<Self, Vec<OfferDetailsError>> {
        let name = text::line(name);
        let description = text::clean(description);
        let mut errors = Vec::new();
        if name.is_empty() {
            errors.push(OfferDetailsError::NameMissing);
        } else if text::length(&name) > MAX_NAME {
            errors.push(OfferDetailsError::NameTooLong);
        }
        if description.is_empty() {
            errors.push(OfferDetailsError::DescriptionMissing);
        } else if text::length(&description) > MAX_DESCRIPTION {
            errors.push(OfferDetailsError::DescriptionTooLong);
        }
        if errors.is_empty() {
            Ok(Self { name, description })
        } else {
            Err(errors)
        }
    }

    /// The offer's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The offer's description.
    pub fn description(&self) -> &str {
        &self.description
    }
}

/// Who says when a subscription ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubscriptionEnd {
    /// The contract duration, one of these, from the buyer's acceptance on.
    Fixed(Vec<ContractDuration>),
    /// The partner, up to and including this day.
    Chosen {
        /// The last day that can be chosen (Seller Guide: 1095 days ahead for AMI and container products; 144 months
        /// for SaaS, as long as the longest contract).
        latest: NaiveDate,
    },
}

/// Who says when a subscription to offers from this opportunity ends: products paid as used or by the hour have a date,
/// contracts and payment schedules their duration.
pub fn subscription_end(opportunity: &Opportunity, today: NaiveDate) -> SubscriptionEnd {
    if let Some(schedule) = &opportunity.schedule {
        return SubscriptionEnd::Fixed(vec![schedule.contract]);
    }
    let model = opportunity.product.model;
    if ends_on_a_date(model) {
        let longest = match model.product_type() {
            ProductType::Saas => ContractDuration::Months(MAX_MONTHS),
            ProductType::Ami
            | ProductType::Container
            | ProductType::ProfessionalServices
            | ProductType::Other => ContractDuration::Days(MAX_DAYS),
        };
        let latest = longest.end_after(today).unwrap_or(NaiveDate::MAX);
        return SubscriptionEnd::Chosen { latest };
    }
    let mut durations: Vec<ContractDuration> = opportunity
        .prices
        .lines
        .iter()
        .filter_map(|line| line.key.charge.contract())
        .collect();
    durations.sort_unstable();
    durations.dedup();
    SubscriptionEnd::Fixed(durations)
}

fn ends_on_a_date(model: PricingModel) -> bool {
    match model.duration_unit() {
        None | Some(DurationUnit::Days) => true,
        Some(DurationUnit::Months) => false,
    }
}

/// The parts of an offer that are there and valid by themselves.
#[derive(Debug, Clone, Default)]
pub struct OfferParts {
    /// Whether the reseller contract was accepted.
    pub contract_accepted: bool,
    /// For which accounts of the buyer.
    pub buyers: Option<Buyers>,
    /// How the buyer's prices come about.
    pub adjustment: Option<Adjustment>,
    /// Documents that amend the EULA, in order, at most [`MAX_AMENDMENTS`].
    pub amendments: Option<Vec<Document>>,
    /// Name and description.
    pub details: Option<OfferDetails>,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: Option<NaiveDate>,
    /// When the subscription ends, where the partner says it.
    pub subscription_end: Option<NaiveDate>,
}

/// Everything an offer says, proved to go with its opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferTerms {
    /// For which accounts of the buyer.
    pub buyers: Buyers,
    /// How the buyer's prices come about.
    pub adjustment: Adjustment,
    /// All prices.
    pub lines: Vec<OfferLine>,
    /// What the buyer pays when, under a payment schedule.
    pub payments: Option<Vec<Payment>>,
    /// Documents that amend the EULA, in order.
    pub amendments: Vec<Document>,
    /// Name and description.
    pub details: OfferDetails,
    /// The last UTC day on which a buyer can accept it.
    pub expires_on: NaiveDate,
    /// When the subscription ends, where a contract duration does not say it.
    pub subscription_end: Option<NaiveDate>,
    /// What it was proved against; only [`OfferTerms::prove`] sets it.
    opportunity: OpportunityId,
}

impl OfferTerms {
    /// Proves that the parts are complete and go together and with their opportunity.
    ///
    /// Returns `None` when a part is missing or there is any conflict; [`conflicts`] says which. A subscription end
    /// where the contract duration says it means nothing and is dropped.
    pub fn prove(opportunity: &Opportunity, parts: OfferParts, today: NaiveDate) -> Option<Self> {
        if !conflicts(opportunity, &parts, today).is_empty() {
            return None;
        }
        let adjustment = parts.adjustment?;
        let lines = adjustment::lines(&opportunity.prices, &adjustment).ok()?;
        let currency = opportunity.prices.currency;
        let payments = match &opportunity.schedule {
            Some(schedule) => Some(adjustment::payments(schedule, &adjustment, currency).ok()?),
            None => None,
        };
        let subscription_end = match subscription_end(opportunity, today) {
            SubscriptionEnd::Fixed(_) => None,
            SubscriptionEnd::Chosen { .. } => parts.subscription_end,
        };
        Some(Self {
            buyers: parts.buyers?,
            adjustment,
            lines,
            payments,
            amendments: parts.amendments?,
            details: parts.details?,
            expires_on: parts.expires_on?,
            subscription_end,
            opportunity: opportunity.id,
        })
    }

    /// Whether the partner earns nothing by it: every price and every payment is what its ISV asks for.
    pub fn earns_nothing(&self, opportunity: &Opportunity) -> bool {
        let mut margins = self.lines.iter().map(OfferLine::margin);
        let asked = opportunity
            .schedule
            .as_ref()
            .map(|schedule| &schedule.payments);
        margins.all(|margin| margin.is_zero()) && self.payments.as_ref() == asked
    }

    /// The longest contract duration that a buyer can pay for up front although the subscription may end before it is over.
    pub fn paid_beyond_the_end(&self) -> Option<ContractDuration> {
        let end = self.subscription_end?;
        let paid = self
            .lines
            .iter()
            .filter_map(|line| line.key.charge.contract());
        let too_long = |duration: &ContractDuration| {
            let over = duration
                .end_after(self.expires_on)
                .and_then(|day| day.pred_opt());
            over.is_none_or(|last_day| last_day > end)
        };
        paid.filter(too_long).max()
    }

    /// The opportunity that it goes with.
    pub fn opportunity(&self) -> OpportunityId {
        self.opportunity
    }
}
