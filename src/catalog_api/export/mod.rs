//! From an opportunity to the requests that make it in AWS, and to everything that these cannot say or AWS may refuse.
//!
//! The changes of a request have one order, whatever the opportunity: create, buyers, prices, payments, contracts,
//! duration, release. What they look like follows from three things that have nothing to do with each other: prices from
//! the product's model and whether there is a payment schedule ([`pricing`]), contracts from the documents ([`legal`]),
//! the rest from the duration.

pub mod legal;
pub mod offer;
pub mod pricing;
pub mod remarks;
mod series;

pub use remarks::Remark;
pub use series::Series;

use crate::catalog_api::details::{Details, NewDimension, Targeting, Term};
use crate::catalog_api::envelope::{
    AUTHORIZATION, Change, ChangeType, Entity, EntityType, StartChangeSet,
};
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::DocumentId;
use crate::domain::opportunity::{CoveredDimension, Opportunity, Status};
use chrono::{DateTime, Utc};

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Adds the dimensions that exist only in the opportunity to its product.
    AddDimensions,
    /// Creates the opportunity.
    Create,
    /// Ends the opportunity.
    Revoke,
    /// Creates a partner's offer.
    CreateOffer,
}

impl Purpose {
    /// What it does, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::AddDimensions => "Add the dimensions to the product",
            Self::Create => "Create the resale authorization",
            Self::Revoke => "End the resale authorization",
            Self::CreateOffer => "Create the private offer",
        }
    }

    /// The word it has in names of files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddDimensions => "add-dimensions",
            Self::Create => "create",
            Self::Revoke => "restrict",
            Self::CreateOffer => "create-offer",
        }
    }
}

/// A request and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What it does.
    pub purpose: Purpose,
    /// The request itself.
    pub body: StartChangeSet,
}

/// Everything to be sent for one opportunity, in this order, and what to know before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// The requests.
    pub requests: Vec<Request>,
    /// What they cannot say, or what AWS may refuse.
    pub remarks: Vec<Remark>,
}

/// What an export has to know beside the opportunity.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// What the opportunity is called in AWS, if somebody has said so.
    pub authorization: Option<&'a AuthorizationId>,
    /// The absolute address of an uploaded document.
    pub address: &'a dyn Fn(DocumentId) -> String,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// What is to be sent for an opportunity: the request that ends it when it was ended, otherwise the one that creates it.
pub fn opportunity(opportunity: &Opportunity, around: Around<'_>) -> Export {
    let requests = match opportunity.status(around.now) {
        Status::Revoked | Status::EndedByPartner => {
            around.authorization.map(revoke).into_iter().collect()
        }
        Status::Active | Status::Used | Status::Expired => {
            let added = add_dimensions(opportunity, &new_dimensions(opportunity));
            added
                .into_iter()
                .chain([create(opportunity, around.address)])
                .collect()
        }
    };
    Export {
        requests,
        remarks: remarks::of(opportunity, around),
    }
}

/// The dimensions that exist only in an opportunity.
fn new_dimensions(opportunity: &Opportunity) -> Vec<NewDimension> {
    let added = |dimension: &CoveredDimension| {
        dimension.added.then(|| NewDimension {
            key: dimension.key.to_string(),
            name: dimension.name.clone(),
            description: dimension.description.clone(),
            unit: dimension.unit.clone(),
            types: vec!["Entitled"],
        })
    };
    opportunity.dimensions.iter().filter_map(added).collect()
}

/// The request that adds dimensions to the product; they must be there before an opportunity can price them.
fn add_dimensions(opportunity: &Opportunity, dimensions: &[NewDimension]) -> Option<Request> {
    let change = Change {
        change_type: ChangeType::AddDimensions,
        change_name: None,
        // Only SaaS contracts can be shaped.
        entity: Entity::existing(EntityType::SaasProduct, opportunity.product.id.as_str()),
        details_document: Details::Dimensions(dimensions.to_vec()),
    };
    (!dimensions.is_empty()).then(|| Request {
        purpose: Purpose::AddDimensions,
        body: StartChangeSet::of(vec![change]),
    })
}

fn create(opportunity: &Opportunity, address: &dyn Fn(DocumentId) -> String) -> Request {
    let first = Change {
        change_type: ChangeType::CreateResaleAuthorization,
        change_name: Some(AUTHORIZATION),
        entity: Entity::new(EntityType::ResaleAuthorization),
        details_document: Details::Authorization {
            product_id: opportunity.product.id.to_string(),
            name: opportunity.details.name().to_owned(),
            description: opportunity.details.description().map(str::to_owned),
            reseller_account_id: opportunity.reseller.account.to_string(),
        },
    };
    let then = [
        buyers(opportunity).map(|details| (ChangeType::UpdateBuyerTargetingTerms, details)),
        Some((ChangeType::UpdatePricingTerms, pricing::prices(opportunity))),
        pricing::payments(opportunity)
            .map(|details| (ChangeType::UpdatePaymentScheduleTerms, details)),
        Some((
            ChangeType::UpdateLegalTerms,
            legal::contracts(opportunity, address),
        )),
        availability(opportunity).map(|details| (ChangeType::UpdateAvailability, details)),
        Some((ChangeType::ReleaseResaleAuthorization, Details::Nothing {})),
    ];
    let later = |(change_type, details_document)| Change {
        change_type,
        change_name: None,
        entity: Entity::created_by(EntityType::ResaleAuthorization, AUTHORIZATION),
        details_document,
    };
    let changes = std::iter::once(first).chain(then.into_iter().flatten().map(later));
    Request {
        purpose: Purpose::Create,
        body: StartChangeSet::of(changes.collect()),
    }
}

/// For which buyers; left out when it is for any.
fn buyers(opportunity: &Opportunity) -> Option<Details> {
    let accounts = opportunity.buyers.accounts();
    let buyer_accounts = accounts.iter().map(ToString::to_string).collect();
    (!opportunity.buyers.is_anyone()).then(|| Details::Terms {
        terms: vec![Term::BuyerTargetingTerm {
            positive_targeting: Targeting { buyer_accounts },
        }],
    })
}

/// How long and how often it can be used; left out when it is for no set time.
fn availability(opportunity: &Opportunity) -> Option<Details> {
    use crate::domain::duration::Duration::{NoSetTime, SingleUse, SpecificTime};
    let (last_day, offers) = match opportunity.duration {
        SingleUse { last_day } => (last_day, Some(1)),
        SpecificTime { last_day } => (Some(last_day), None),
        NoSetTime => return None,
    };
    Some(Details::Availability {
        availability_end_date: last_day.map(|day| day.to_string()),
        offers_max_quantity: offers,
    })
}

/// The request that ends an authorization for good.
fn revoke(authorization: &AuthorizationId) -> Request {
    let change = Change {
        change_type: ChangeType::RestrictResaleAuthorization,
        change_name: None,
        entity: Entity::existing(EntityType::ResaleAuthorization, authorization.as_str()),
        details_document: Details::Nothing {},
    };
    Request {
        purpose: Purpose::Revoke,
        body: StartChangeSet::of(vec![change]),
    }
}
