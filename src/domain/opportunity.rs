//! An opportunity once created: a fact that never changes, and the later facts that decide its status.

use crate::domain::account::AccountId;
use crate::domain::agreements::{Eula, PublicEula, ResellerContract};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::{DimensionKey, DimensionKind, ProductId};
use crate::domain::details::Details;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::{Duration, DurationKind, is_over};
use crate::domain::ids::{BatchId, OpportunityId, OrganisationId};
use crate::domain::money::Percent;
use crate::domain::pricing::PriceBook;
use crate::domain::pricing_model::PricingModel;
use crate::domain::schedule::Schedule;
use chrono::{DateTime, NaiveDate, Utc};

/// Characters of the reason given for a revocation.
pub const MAX_REASON: usize = 500;

/// Which of the two parties did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The ISV.
    Isv,
    /// The consulting partner.
    Partner,
}

impl Side {
    /// Both sides.
    pub const ALL: [Self; 2] = [Self::Isv, Self::Partner];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Isv => "isv",
            Self::Partner => "partner",
        }
    }
}

/// What an opportunity's status follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// How long and how often it can be used.
    pub duration: Duration,
    /// How many offers were extended from it.
    pub uses: u32,
    /// Who ended it, if somebody did.
    pub ended_by: Option<Side>,
}

impl Facts {
    /// Whether one of the parties can end it at a moment. The ISV can revoke what is active; the partner can end it only
    /// where the duration leaves that to either party or to a date, as a single use ends by being used (source
    /// document, step 7).
    pub fn can_be_ended_by(self, side: Side, now: DateTime<Utc>) -> bool {
        let theirs_to_end = match side {
            Side::Isv => true,
            Side::Partner => self.duration.kind() != DurationKind::SingleUse,
        };
        theirs_to_end && Status::at(self, now).is_open()
    }
}

/// Where an opportunity stands, in plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The partner can create offers from it.
    Active,
    /// A single use, spent.
    Used,
    /// Its last day is over.
    Expired,
    /// The ISV revoked it.
    Revoked,
    /// The partner ended it.
    EndedByPartner,
}

impl Status {
    /// All, as the filter lists them.
    pub const ALL: [Self; 5] = [
        Self::Active,
        Self::Used,
        Self::Expired,
        Self::Revoked,
        Self::EndedByPartner,
    ];

    /// The status at a moment. The first that holds wins: ended, used up, expired, active.
    pub fn at(facts: Facts, now: DateTime<Utc>) -> Self {
        match facts.ended_by {
            Some(Side::Isv) => Self::Revoked,
            Some(Side::Partner) => Self::EndedByPartner,
            None if facts.duration.kind() == DurationKind::SingleUse && facts.uses > 0 => {
                Self::Used
            }
            None if facts
                .duration
                .last_day()
                .is_some_and(|day| is_over(day, now)) =>
            {
                Self::Expired
            }
            None => Self::Active,
        }
    }

    /// The word shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Used => "Used",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
            Self::EndedByPartner => "Ended by partner",
        }
    }

    /// The word used in addresses of pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::EndedByPartner => "ended",
        }
    }

    /// Reads [`Status::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether the ISV can revoke it, or the partner create offers from it.
    pub fn is_open(self) -> bool {
        self == Self::Active
    }
}

/// Why no offer can be made from an opportunity at a moment. Offers made before stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not active, but stands so.
    Status(Status),
    /// Its product is not on sale.
    NotOnSale,
    /// Its partner is not registered as a reseller.
    NotRegistered,
}

/// One of the parties, as it was called at creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its organisation.
    pub id: OrganisationId,
    /// Its account ID.
    pub account: AccountId,
    /// Its legal name.
    pub name: String,
}

/// The product, as it was at creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductSnapshot {
    /// Its ID.
    pub id: ProductId,
    /// Its title.
    pub title: String,
    /// How it was priced.
    pub model: PricingModel,
    /// Whether buyers pick one tier.
    pub tiered: bool,
    /// The EULA of its listing.
    pub public_eula: PublicEula,
}

/// A dimension that an opportunity covers, as it was at creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredDimension {
    /// Its key within the product.
    pub key: DimensionKey,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The unit that is counted.
    pub unit: String,
    /// What it is charged by.
    pub kind: DimensionKind,
    /// Whether it exists only in this opportunity.
    pub added: bool,
}

/// What the dimension with this key is called among those covered; the key itself when it is none of them.
pub(in crate::domain) fn name_among(covered: &[CoveredDimension], key: &DimensionKey) -> String {
    let found = covered.iter().find(|dimension| dimension.key == *key);
    found.map_or_else(|| key.to_string(), |dimension| dimension.name.clone())
}

/// How an opportunity was ended before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// By which side.
    pub by: Side,
    /// By whom, as the reader may know them: their own people by name, others by their organisation's name.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, if said; the other side reads it.
    pub reason: Option<String>,
}

/// An opportunity with everything it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// Its id.
    pub id: OpportunityId,
    /// The batch it was made in.
    pub batch: BatchId,
    /// Who grants it.
    pub isv: Party,
    /// Who may resell.
    pub reseller: Party,
    /// What may be resold.
    pub product: ProductSnapshot,
    /// Name and description.
    pub details: Details,
    /// The kind of discount.
    pub discount: DiscountKind,
    /// The percentage of a Percentage Discount.
    pub percent: Option<Percent>,
    /// How long and how often it can be used.
    pub duration: Duration,
    /// The dimensions it covers, the product's own first.
    pub dimensions: Vec<CoveredDimension>,
    /// All prices, as frozen at creation.
    pub prices: PriceBook,
    /// The payment schedule, if there is one.
    pub schedule: Option<Schedule>,
    /// For which buyers.
    pub buyers: Buyers,
    /// What buyers accept.
    pub eula: Eula,
    /// What the partner accepts.
    pub contract: ResellerContract,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Who created it, as they were called.
    pub created_by: String,
    /// The opportunity it was cloned from.
    pub cloned_from: Option<OpportunityId>,
    /// How many offers were extended from it.
    pub uses: u32,
    /// How it was ended, if it was.
    pub revocation: Option<Revocation>,
}

impl Opportunity {
    /// What its status follows from.
    pub fn facts(&self) -> Facts {
        Facts {
            duration: self.duration,
            uses: self.uses,
            ended_by: self.revocation.as_ref().map(|revocation| revocation.by),
        }
    }

    /// Its status at a moment.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        Status::at(self.facts(), now)
    }

    /// What one of its dimensions is called.
    pub fn dimension_name(&self, key: &DimensionKey) -> String {
        name_among(&self.dimensions, key)
    }

    /// The last UTC day on which offers can be created, if there is one.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.duration.last_day()
    }
}

/// The text of the Discount column: `12.5%`, `Individual pricing` or `Flexible payment schedule`.
pub fn discount_label(kind: DiscountKind, percent: Option<Percent>) -> String {
    match (kind, percent) {
        (DiscountKind::Percentage, Some(percent)) => format!("{percent}%"),
        (DiscountKind::Percentage, None) => DiscountKind::Percentage.label().to_owned(),
        (DiscountKind::Individual, _) => "Individual pricing".to_owned(),
        (DiscountKind::Flexible, _) => DiscountKind::Flexible.label().to_owned(),
    }
}
