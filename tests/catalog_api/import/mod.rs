//! What stands in AWS and becomes drafts and products, or is refused with the place and the rule.

mod entities;
mod fixtures;
mod garbage;
mod products;
mod refusals;
mod round;
mod shapes;

use crate::dice::{contract_file, eula_file};
use crate::samples::{
    account, amount, contoso, contract_dimension, northwind, product, usage_dimension,
};
use chrono::NaiveDate;
use consign::answers::{Catalogue, Journey, Step};
use consign::catalog_api::import::fit::{Fitted, Known};
use consign::catalog_api::import::{self, Contents, Faults};
use consign::domain::account::Organisation;
use consign::domain::agreements::{Document, Rcmp};
use consign::domain::catalog::{Dimension, DimensionKind, Product};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::pricing_model::PricingModel;
use std::collections::BTreeMap;

/// What documents are held against: a day, products and partners.
pub struct World {
    pub today: NaiveDate,
    pub products: Vec<Product>,
    pub partners: Vec<Organisation>,
    pub documents: Vec<(String, Document)>,
}

impl World {
    /// The middle of January 2023, with Seaglass on sale and Contoso registered.
    pub fn of_2023(product: Product) -> Self {
        Self {
            today: NaiveDate::from_ymd_opt(2023, 1, 15).unwrap(),
            products: vec![product],
            partners: vec![contoso()],
            documents: Vec::new(),
        }
    }

    /// With the files that an export names by these addresses.
    pub fn with_documents(mut self) -> Self {
        self.documents = [eula_file(), contract_file()]
            .map(|file| (crate::export::address(file.id), file))
            .into();
        self
    }

    /// The parts that each authorization of a document makes.
    pub fn fitted(&self, text: &str) -> Result<Vec<Fitted>, Faults> {
        let contents = import::read(text)?;
        self.fit(&contents)
    }

    pub fn fit(&self, contents: &Contents) -> Result<Vec<Fitted>, Faults> {
        let isv = northwind().account;
        let known = Known {
            isv: &isv,
            products: &self.products,
            partners: &self.partners,
            dimensions: &contents.dimensions,
            documents: &self.documents,
            today: self.today,
        };
        let fitted = contents
            .asked
            .iter()
            .map(|asked| import::fit(asked, &known));
        fitted.collect()
    }

    /// The only authorization of a document, fitted.
    pub fn only(&self, text: &str) -> Fitted {
        let mut fitted = self
            .fitted(text)
            .unwrap_or_else(|faults| panic!("{:?}", faults.into_remarks()));
        assert_eq!(fitted.len(), 1);
        fitted.remove(0)
    }

    /// What is wrong with a document, a line for each.
    pub fn refused(&self, text: &str) -> Vec<String> {
        match self.fitted(text) {
            Ok(fitted) => panic!("it was not refused: {fitted:?}"),
            Err(faults) => lines(faults),
        }
    }

    /// Where the draft of an authorization stands.
    pub fn journey(&self, fitted: &Fitted) -> Journey {
        let catalogue = Catalogue {
            isv: northwind(),
            products: self.products.clone(),
            resellers: self.partners.clone(),
            documents: self
                .documents
                .iter()
                .map(|(_, document)| document.clone())
                .collect(),
            rcmp: Rcmp::default(),
        };
        let answers = consign::web::isv::import::answers(fitted);
        let stored = serde_json::from_str(&serde_json::to_string(&answers).unwrap()).unwrap();
        Journey::of(&stored, &catalogue, self.today)
    }

    /// The steps of a draft with which something is wrong, and what.
    pub fn open(&self, fitted: &Fitted) -> Vec<(Step, String)> {
        let journey = self.journey(fitted);
        let all = journey.all_problems();
        all.flat_map(|(step, problems)| problems.iter().map(move |each| (step, each.text.clone())))
            .collect()
    }
}

pub fn lines(faults: Faults) -> Vec<String> {
    faults
        .into_remarks()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The remarks about a draft, a line for each.
pub fn remarks(fitted: &Fitted) -> Vec<String> {
    fitted.remarks.iter().map(ToString::to_string).collect()
}

/// A SaaS contract of two dimensions.
pub fn seaglass() -> Product {
    product(
        "prod-seaglass00001",
        "Seaglass",
        PricingModel::SaasContract,
        vec![
            contract_dimension("t2.small", "Small", &[(Months(12), "200")]),
            contract_dimension("Users", "Users", &[(Months(12), "50")]),
        ],
    )
}

/// Seaglass, paid as used.
pub fn seaglass_by_use() -> Product {
    product(
        "prod-seaglass00001",
        "Seaglass",
        PricingModel::SaasSubscription,
        vec![usage_dimension("t2.micro", "Micro", "200")],
    )
}

/// An instance type by the hour and by the year.
pub fn seaglass_by_the_hour() -> Product {
    let small = Dimension {
        kind: DimensionKind::Both,
        usage_rate: Some(amount("0.1")),
        upfront: BTreeMap::from([(
            consign::domain::contract_duration::ContractDuration::Days(365),
            amount("200"),
        )]),
        ..contract_dimension("t2.small", "Small", &[])
    };
    product(
        "prod-seaglass00001",
        "Seaglass",
        PricingModel::AmiHourlyWithAnnual,
        vec![small],
    )
}

/// A partner of another account.
pub fn partner(digits: &str, registered: bool) -> Organisation {
    Organisation {
        account: account(digits),
        registered,
        ..contoso()
    }
}
