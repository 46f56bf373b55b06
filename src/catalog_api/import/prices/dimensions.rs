//! The contract dimensions that are priced, held against those of the product.

use super::Fitting;
use crate::catalog_api::import::asked::{Card, Definition};
use crate::catalog_api::import::node::{At, Source};
use crate::domain::catalog::{Dimension, DimensionKey};
use crate::domain::dimensions::{CustomDimension, DimensionChoices};
use std::collections::{BTreeMap, BTreeSet};

impl Fitting<'_> {
    /// The contract dimensions that these keys keep, leave out and add.
    pub(super) fn contract_dimensions(
        &mut self,
        keys: &[&At<DimensionKey>],
        card: Option<&Card>,
    ) -> DimensionChoices {
        let mut choices = DimensionChoices::default();
        if keys.is_empty() || self.product.model.duration_unit().is_none() {
            return choices;
        }
        let own: BTreeSet<DimensionKey> = self
            .product
            .contract_dimensions()
            .map(|d| d.key.clone())
            .collect();
        for key in keys.iter().filter(|key| !own.contains(&key.value)) {
            match self.definition(key) {
                Some(definition) => choices.custom.push(custom(&definition)),
                None if self.could_be_added(key) => self.not_added(key),
                None => self.wrong_dimension(key, "contract"),
            }
        }
        if self.product.model.is_saas_contract() {
            let left_out = own
                .iter()
                .filter(|key| keys.iter().all(|at| at.value != **key));
            choices.removed.extend(left_out.cloned());
        } else if let Some(card) = card {
            self.missing(card, &own, "contract price");
        }
        choices
    }

    /// Whether the product has this contract dimension. What it lacks was told before.
    pub(super) fn is_own(&self, key: &DimensionKey) -> bool {
        self.product
            .dimension(key)
            .is_some_and(Dimension::is_contract)
    }

    /// Whether a request could add a dimension that the product lacks, for this authorization.
    fn could_be_added(&self, key: &At<DimensionKey>) -> bool {
        let lacks = self.product.dimension(&key.value).is_none();
        lacks && self.product.model.is_saas_contract() && self.asked.source == Source::Request
    }

    fn not_added(&mut self, key: &At<DimensionKey>) {
        let (key, path, title) = (&key.value, &key.path, &self.product.title);
        let text = format!(
            "{key} is no dimension of {title}; if a request adds it, put that one into the same list"
        );
        self.faults.rule(path, "INCOMPATIBLE_PRODUCT", text);
    }

    /// What is said of a dimension that the product lacks; only SaaS contracts can have such (source document, step 8).
    fn definition(&self, key: &At<DimensionKey>) -> Option<Definition> {
        let unknown = self.product.dimension(&key.value).is_none();
        let own = self.asked.definitions.iter();
        let added = self
            .known
            .dimensions
            .iter()
            .filter(|(id, _)| *id == self.product.id);
        let mut all = own.chain(added.map(|(_, at)| at));
        let found = all.find(|at| at.value.key == key.value && at.value.entitled)?;
        (unknown && self.product.model.is_saas_contract()).then(|| found.value.clone())
    }
}

fn custom(definition: &Definition) -> CustomDimension {
    let description = Some(definition.description.clone()).filter(|text| !text.is_empty());
    CustomDimension {
        key: definition.key.clone(),
        name: definition.name.clone(),
        description: description.unwrap_or_else(|| definition.name.clone()),
        unit: definition.unit.clone(),
        prices: BTreeMap::new(),
        units: None,
    }
}
