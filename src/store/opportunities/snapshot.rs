//! How an opportunity is stored: a copy of all that it says, which depends on nothing that may change.

use crate::domain::account::{AccountId, Organisation};
use crate::domain::agreements::{Document, Eula, PublicEula, ResellerContract};
use crate::domain::catalog::{Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::{Discount, DiscountKind};
use crate::domain::duration::DurationKind;
use crate::domain::ids::{BatchId, DocumentId, OpportunityId, OrganisationId};
use crate::domain::money::Currency;
use crate::domain::opportunity::{Party, ProductSnapshot, Side};
use crate::domain::pricing_model::PricingModel;
use crate::domain::terms::Terms;
use crate::store::Error;
use crate::store::columns::{AsText, Moment};
use crate::store::opportunities::search;
use crate::store::schema::opportunities;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

#[derive(Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = opportunities, treat_none_as_default_value = false)]
pub(super) struct OpportunityRow {
    pub(super) id: AsText<OpportunityId>,
    pub(super) batch_id: AsText<BatchId>,
    pub(super) isv_id: AsText<OrganisationId>,
    pub(super) isv_account: AsText<AccountId>,
    pub(super) isv_name: String,
    pub(super) reseller_id: AsText<OrganisationId>,
    pub(super) reseller_account: AsText<AccountId>,
    pub(super) reseller_name: String,
    pub(super) product_id: AsText<ProductId>,
    pub(super) product_title: String,
    pub(super) product_model: AsText<PricingModel>,
    pub(super) product_tiered: bool,
    pub(super) product_eula_url: Option<String>,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) discount_kind: AsText<DiscountKind>,
    pub(super) percent: Option<i32>,
    pub(super) currency: AsText<Currency>,
    pub(super) duration_kind: AsText<DurationKind>,
    pub(super) last_day: Option<NaiveDate>,
    pub(super) contract_duration: Option<AsText<ContractDuration>>,
    pub(super) eula_kind: String,
    pub(super) eula_version: Option<String>,
    pub(super) eula_document_id: Option<AsText<DocumentId>>,
    pub(super) contract_kind: String,
    pub(super) contract_version: Option<String>,
    pub(super) contract_document_id: Option<AsText<DocumentId>>,
    pub(super) uses: i32,
    pub(super) ended_by: Option<AsText<Side>>,
    pub(super) search: String,
    pub(super) created_at: Moment,
}

/// Kind, version and document of an agreement.
type Agreement = (String, Option<String>, Option<AsText<DocumentId>>);

fn stored_eula(eula: &Eula) -> Agreement {
    match eula {
        Eula::Public => ("public".to_owned(), None, None),
        Eula::Standard { version } => ("standard".to_owned(), Some(version.clone()), None),
        Eula::Custom(document) => ("custom".to_owned(), None, Some(AsText(document.id))),
    }
}

fn stored_contract(contract: &ResellerContract) -> Agreement {
    match contract {
        ResellerContract::None => ("none".to_owned(), None, None),
        ResellerContract::Rcmp { version } => ("rcmp".to_owned(), Some(version.clone()), None),
        ResellerContract::Custom(document) => {
            ("custom".to_owned(), None, Some(AsText(document.id)))
        }
    }
}

impl OpportunityRow {
    /// What one reseller gets for one product.
    pub(super) fn new(
        (id, batch, now): (OpportunityId, BatchId, DateTime<Utc>),
        isv: &Party,
        reseller: &Organisation,
        product: &Product,
        terms: &Terms,
    ) -> Self {
        let (eula_kind, eula_version, eula_document_id) = stored_eula(&terms.eula);
        let (contract_kind, contract_version, contract_document_id) =
            stored_contract(&terms.contract);
        let name = terms.details.name();
        let ids = (
            id.to_string(),
            reseller.account.as_str(),
            product.id.as_str(),
        );
        let search = search::text([name, &product.title, ids.2, &reseller.name, ids.1, &ids.0]);
        Self {
            id: AsText(id),
            batch_id: AsText(batch),
            isv_id: AsText(isv.id),
            isv_account: AsText(isv.account.clone()),
            isv_name: isv.name.clone(),
            reseller_id: AsText(reseller.id),
            reseller_account: AsText(reseller.account.clone()),
            reseller_name: reseller.name.clone(),
            product_id: AsText(product.id.clone()),
            product_title: product.title.clone(),
            product_model: AsText(product.model),
            product_tiered: product.tiered,
            product_eula_url: match &product.public_eula {
                PublicEula::Standard => None,
                PublicEula::Custom { url } => Some(url.clone()),
            },
            name: name.to_owned(),
            description: terms.details.description().map(str::to_owned),
            discount_kind: AsText(terms.discount.kind()),
            percent: match &terms.discount {
                Discount::Percentage { percent, .. } => Some(percent.hundredths()),
                Discount::Individual { .. } | Discount::Flexible { .. } => None,
            },
            currency: AsText(terms.discount.currency()),
            duration_kind: AsText(terms.duration.kind()),
            last_day: terms.duration.last_day(),
            contract_duration: terms
                .discount
                .schedule()
                .map(|schedule| AsText(schedule.contract)),
            eula_kind,
            eula_version,
            eula_document_id,
            contract_kind,
            contract_version,
            contract_document_id,
            uses: 0,
            ended_by: None,
            search,
            created_at: now.into(),
        }
    }

    /// The ISV, as it was called.
    pub(super) fn isv(&self) -> Party {
        Party {
            id: self.isv_id.0,
            account: self.isv_account.0.clone(),
            name: self.isv_name.clone(),
        }
    }

    /// The reseller, as it was called.
    pub(super) fn reseller(&self) -> Party {
        Party {
            id: self.reseller_id.0,
            account: self.reseller_account.0.clone(),
            name: self.reseller_name.clone(),
        }
    }

    /// The product, as it was.
    pub(super) fn product(&self) -> ProductSnapshot {
        ProductSnapshot {
            id: self.product_id.0.clone(),
            title: self.product_title.clone(),
            model: self.product_model.0,
            tiered: self.product_tiered,
            public_eula: match &self.product_eula_url {
                None => PublicEula::Standard,
                Some(url) => PublicEula::Custom { url: url.clone() },
            },
        }
    }

    /// The documents it refers to.
    pub(super) fn documents(&self) -> Vec<AsText<DocumentId>> {
        self.eula_document_id
            .iter()
            .chain(&self.contract_document_id)
            .cloned()
            .collect()
    }

    /// What buyers accept.
    pub(super) fn eula(&self, documents: &[Document]) -> Result<Eula, Error> {
        match (
            self.eula_kind.as_str(),
            &self.eula_version,
            &self.eula_document_id,
        ) {
            ("public", None, None) => Ok(Eula::Public),
            ("standard", Some(version), None) => Ok(Eula::Standard {
                version: version.clone(),
            }),
            ("custom", None, Some(id)) => Ok(Eula::Custom(one_of(documents, id.0)?)),
            (kind, ..) => Err(Error::broken(format!("a EULA of the kind “{kind}”"))),
        }
    }

    /// What the partner accepts.
    pub(super) fn contract(&self, documents: &[Document]) -> Result<ResellerContract, Error> {
        match (
            self.contract_kind.as_str(),
            &self.contract_version,
            &self.contract_document_id,
        ) {
            ("none", None, None) => Ok(ResellerContract::None),
            ("rcmp", Some(version), None) => Ok(ResellerContract::Rcmp {
                version: version.clone(),
            }),
            ("custom", None, Some(id)) => Ok(ResellerContract::Custom(one_of(documents, id.0)?)),
            (kind, ..) => Err(Error::broken(format!("a contract of the kind “{kind}”"))),
        }
    }
}

fn one_of(documents: &[Document], id: DocumentId) -> Result<Document, Error> {
    let found = documents.iter().find(|document| document.id == id);
    found
        .cloned()
        .ok_or_else(|| Error::broken(format!("the document {id} is not there")))
}
