//! The envelope of all requests that change something: `StartChangeSet`, its changes and the entities they are about
//! (Catalog API reference, StartChangeSet).

use crate::catalog_api::details::Details;
use serde::Serialize;

/// The only catalogue there is.
pub const CATALOG: &str = "AWSMarketplace";
/// The most changes of one request.
pub const MAX_CHANGES: usize = 20;
/// The name by which later changes refer to the authorization that the first one creates.
pub const AUTHORIZATION: &str = "ResaleAuthorization";
/// The name by which later changes refer to the offer that the first one creates.
pub const OFFER: &str = "CreateCPPO";

/// A request: all of its changes are made, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StartChangeSet {
    /// In which catalogue; always [`CATALOG`].
    pub catalog: &'static str,
    /// The changes, at most [`MAX_CHANGES`].
    pub change_set: Vec<Change>,
}

impl StartChangeSet {
    /// A request with these changes.
    pub fn of(change_set: Vec<Change>) -> Self {
        Self {
            catalog: CATALOG,
            change_set,
        }
    }

    /// The request as text, laid out for reading.
    ///
    /// # Errors
    /// Never in practice: nothing in it has no form in JSON.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

/// One change to one entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// What is done.
    pub change_type: ChangeType,
    /// A name for what is created, by which later changes refer to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_name: Option<&'static str>,
    /// To what.
    pub entity: Entity,
    /// What it says.
    pub details_document: Details,
}

/// What is changed: something that exists, or by its type alone something that is being created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Of which type.
    #[serde(rename = "Type")]
    pub kind: EntityType,
    /// Which; nothing when it is created by this change.
    #[serde(rename = "Identifier", skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

impl Entity {
    /// What this change creates.
    pub fn new(kind: EntityType) -> Self {
        Self {
            kind,
            identifier: None,
        }
    }

    /// What exists under this identifier.
    pub fn existing(kind: EntityType, identifier: &str) -> Self {
        Self {
            kind,
            identifier: Some(identifier.to_owned()),
        }
    }

    /// What an earlier change of the same request creates, by that change's name.
    pub fn created_by(kind: EntityType, change_name: &str) -> Self {
        Self {
            kind,
            identifier: Some(format!("${change_name}.Entity.Identifier")),
        }
    }
}

/// The types of entity that requests of ours are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum EntityType {
    /// What we call an opportunity.
    #[serde(rename = "ResaleAuthorization@1.0")]
    ResaleAuthorization,
    /// A private offer.
    #[serde(rename = "Offer@1.0")]
    Offer,
    /// A SaaS product.
    #[serde(rename = "SaaSProduct@1.0")]
    SaasProduct,
}

/// What can be done to an entity, in the words of the Catalog API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum ChangeType {
    /// Creates an authorization as a draft.
    CreateResaleAuthorization,
    /// Says for which buyers.
    UpdateBuyerTargetingTerms,
    /// Says the wholesale prices.
    UpdatePricingTerms,
    /// Says the payment schedule.
    UpdatePaymentScheduleTerms,
    /// Says which contracts are accepted.
    UpdateLegalTerms,
    /// Says how long and how often it can be used.
    UpdateAvailability,
    /// Makes the authorization active.
    ReleaseResaleAuthorization,
    /// Ends the authorization for good.
    RestrictResaleAuthorization,
    /// Adds dimensions to a product.
    AddDimensions,
    /// Creates an offer from an authorization.
    CreateOfferUsingResaleAuthorization,
    /// Says what the partner adds to the wholesale prices.
    UpdateMarkup,
    /// Says which buyers are offered to.
    UpdateTargeting,
    /// Says how long the agreement runs.
    UpdateValidityTerms,
    /// Makes the offer available to its buyers.
    ReleaseOffer,
}
