//! What each kind of change says, in the words and the order of the Catalog API (reference, resale authorizations and
//! channel partner private offers). Prices are texts, quantities are numbers.

use serde::Serialize;

/// What a change says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "PascalCase")]
pub enum Details {
    /// What is resold, by whom, under which name.
    Authorization {
        /// The product.
        product_id: String,
        /// The name.
        name: String,
        /// The description.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// The partner's account.
        reseller_account_id: String,
    },
    /// Prices.
    Pricing {
        /// Whether the product is paid as used or by contract.
        pricing_model: ApiModel,
        /// The prices of each kind.
        terms: Vec<Term>,
    },
    /// Terms of any other kind.
    Terms {
        /// Those terms.
        terms: Vec<Term>,
    },
    /// How long and how often it can be used.
    Availability {
        /// The last day.
        #[serde(skip_serializing_if = "Option::is_none")]
        availability_end_date: Option<String>,
        /// For how many offers; only 1 can be said.
        #[serde(skip_serializing_if = "Option::is_none")]
        offers_max_quantity: Option<u32>,
    },
    /// From which authorization an offer is made, under which name.
    Offer {
        /// The authorization.
        resale_authorization_id: String,
        /// The name.
        name: String,
        /// The description, which buyers never see.
        description: String,
    },
    /// What the partner adds to the wholesale prices.
    Markup {
        /// In percent, with one to nine decimals.
        percentage: String,
    },
    /// For which buyers an offer is.
    OfferTargeting {
        /// Only these.
        positive_targeting: Targeting,
    },
    /// Dimensions to be added to a product.
    Dimensions(Vec<NewDimension>),
    /// Nothing but the change itself.
    Nothing {},
}

/// Whether a product is paid as used or by contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum ApiModel {
    /// As used, perhaps with a year ahead.
    Usage,
    /// By contract, perhaps with further use paid as used.
    Contract,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "Type", rename_all_fields = "PascalCase")]
pub enum Term {
    /// For which buyers.
    BuyerTargetingTerm {
        /// Only these.
        positive_targeting: Targeting,
    },
    /// Rates of what is paid as used.
    ResaleUsageBasedPricingTerm {
        /// In which currency.
        currency_code: &'static str,
        /// Exactly one card.
        rate_cards: Vec<RateCard>,
    },
    /// Prices of what is paid up front, for buyers who choose quantities.
    ResaleConfigurableUpfrontPricingTerm {
        /// In which currency.
        currency_code: &'static str,
        /// A card for each contract duration.
        rate_cards: Vec<DurationCard>,
    },
    /// What is included under a payment schedule.
    ResaleFixedUpfrontPricingTerm {
        /// In which currency.
        currency_code: &'static str,
        /// Always nothing: the money is in the schedule.
        price: &'static str,
        /// How long the contract runs.
        duration: String,
        /// The units.
        grants: Vec<ApiGrant>,
    },
    /// When how much falls due.
    ResalePaymentScheduleTerm {
        /// In which currency.
        currency_code: &'static str,
        /// The payments, earliest first.
        schedule: Vec<Charge>,
    },
    /// When the buyer of an offer pays how much.
    PaymentScheduleTerm {
        /// In which currency.
        currency_code: &'static str,
        /// The payments, earliest first.
        schedule: Vec<Charge>,
    },
    /// What the buyer of an offer accepts.
    LegalTerm {
        /// The documents.
        documents: Vec<LegalDocument>,
    },
    /// How long the agreement of an offer runs.
    ValidityTerm {
        /// From its acceptance on, as in `P365D`.
        agreement_duration: String,
    },
    /// What buyers accept.
    BuyerLegalTerm {
        /// The documents.
        documents: Vec<LegalDocument>,
    },
    /// What the partner accepts.
    ResaleLegalTerm {
        /// The documents.
        documents: Vec<LegalDocument>,
    },
}

/// A limit to some accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Targeting {
    /// The accounts.
    pub buyer_accounts: Vec<String>,
}

/// Prices of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RateCard {
    /// Each dimension with its price.
    pub rate_card: Vec<Rate>,
}

/// Prices of dimensions for one contract duration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DurationCard {
    /// The contract duration.
    pub selector: Selector,
    /// What a buyer may combine.
    pub constraints: Constraints,
    /// Each dimension with its price.
    pub rate_card: Vec<Rate>,
}

/// What a card is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Selector {
    /// Always `Duration`.
    #[serde(rename = "Type")]
    pub kind: &'static str,
    /// The duration, as in `P12M`.
    #[serde(rename = "Value")]
    pub value: String,
}

/// What a buyer may combine: both or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Constraints {
    /// Whether several dimensions.
    pub multiple_dimension_selection: Permission,
    /// Whether any quantity.
    pub quantity_configuration: Permission,
}

/// Whether a buyer may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Permission {
    /// The buyer may.
    Allowed,
    /// The buyer may not.
    Disallowed,
}

/// The price of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rate {
    /// The dimension.
    pub dimension_key: String,
    /// Its price.
    pub price: String,
}

/// Units of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ApiGrant {
    /// The dimension.
    pub dimension_key: String,
    /// How many units.
    pub max_quantity: u32,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Charge {
    /// The day it falls due.
    pub charge_date: String,
    /// How much.
    pub charge_amount: String,
}

/// A contract to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegalDocument {
    /// Which kind of contract.
    #[serde(rename = "Type")]
    pub kind: LegalKind,
    /// Where it can be read; only contracts of one's own have an address.
    #[serde(rename = "Url", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its version; only offers name one, and only of the Standard Contract.
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

impl LegalDocument {
    /// A contract that everybody knows by its kind.
    pub fn standard(kind: LegalKind) -> Self {
        Self {
            kind,
            url: None,
            version: None,
        }
    }

    /// A contract of one's own, which can be read at this address.
    pub fn own(kind: LegalKind, url: String) -> Self {
        Self {
            kind,
            url: Some(url),
            version: None,
        }
    }
}

/// The kinds of contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum LegalKind {
    /// The Standard Contract for AWS Marketplace.
    StandardEula,
    /// The ISV's own EULA.
    CustomEula,
    /// The Reseller Contract for AWS Marketplace.
    StandardResellerContract,
    /// The ISV's own reseller contract.
    CustomResellerContract,
}

/// A dimension to be added to a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewDimension {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The unit that is counted.
    pub unit: String,
    /// What it is charged by; `Entitled` is up front.
    pub types: Vec<&'static str>,
}
