//! The prices of an authorization held against its product: which dimension is charged by what, for which durations.

use super::asked::{Asked, Card, Definition, Fixed, Pricing, UpfrontCard};
use super::fit::{Known, codes, pricing_word};
use super::node::{At, Source};
use super::remark::{Faults, Remark};
use crate::domain::catalog::{DimensionKey, Product};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::dimensions::{CustomDimension, DimensionChoices};
use crate::domain::discount::{
    Discount, DiscountKind, DurationsFault, IndividualPricing, LineRule, check_durations,
};
use crate::domain::money::{Amount, Currency};
use crate::domain::pricing::{Charge, LineKey};
use crate::domain::schedule::Schedule;
use std::collections::{BTreeMap, BTreeSet};

/// What the prices make.
#[derive(Debug, Default)]
pub(super) struct Priced {
    /// The discount.
    pub(super) discount: Option<Discount>,
    /// Changes to the dimensions of a SaaS contract.
    pub(super) choices: DimensionChoices,
    /// Whether there is a price of zero, which is then meant.
    pub(super) zero: bool,
}

/// The prices on their way from a document into an opportunity.
struct Fitting<'a> {
    product: &'a Product,
    asked: &'a Asked,
    known: &'a Known<'a>,
    faults: &'a mut Faults,
    remarks: &'a mut Vec<Remark>,
}

/// Makes a discount of the prices.
pub(super) fn priced(
    asked: &Asked,
    product: Option<&Product>,
    known: &Known<'_>,
    faults: &mut Faults,
    remarks: &mut Vec<Remark>,
) -> Priced {
    let Some(pricing) = &asked.pricing else {
        remarks.push(Remark::new(&asked.path, "It has no prices; enter them"));
        return Priced::default();
    };
    let Some(product) = product else {
        if asked.product.is_none() {
            let text = "Prices cannot be taken over without a product; enter them";
            remarks.push(Remark::new(&pricing.path, text));
        }
        return Priced::default();
    };
    let currency = pricing.currency.unwrap_or(Currency::LIST);
    let mut fitting = Fitting {
        product,
        asked,
        known,
        faults,
        remarks,
    };
    fitting.model(pricing);
    let rates = fitting.rates(pricing);
    match &pricing.fixed {
        Some(fixed) => fitting.flexible(fixed, currency, rates),
        None => fitting.individual(pricing, currency, rates),
    }
}

impl Fitting<'_> {
    fn model(&mut self, pricing: &Pricing) {
        let expected = pricing_word(self.product);
        if let Some(At { path, value }) = pricing.model.as_ref().filter(|at| at.value != expected) {
            let text = format!(
                "It says {value}; {} is a product of {expected} prices ({}), which stays so",
                self.product.title,
                self.product.model.label()
            );
            self.remarks.push(Remark::new(path, text));
        }
    }

    /// The rates of usage: of all usage dimensions of the product, and of nothing else.
    fn rates(&mut self, pricing: &Pricing) -> BTreeMap<LineKey, Amount> {
        let expected: BTreeSet<DimensionKey> = self
            .product
            .usage_dimensions()
            .map(|d| d.key.clone())
            .collect();
        let Some(card) = &pricing.usage else {
            if !expected.is_empty() {
                self.without("usage rates", pricing);
            }
            return BTreeMap::new();
        };
        for (key, _) in &card.prices {
            if expected.contains(&key.value) {
                continue;
            }
            self.wrong_dimension(key, "usage");
        }
        self.missing(card, &expected, "usage rate");
        let rates = card.prices.iter().map(|(key, price)| {
            let line = LineKey {
                dimension: key.value.clone(),
                charge: Charge::Usage,
            };
            (line, *price)
        });
        rates.collect()
    }

    /// Prices of a kind that the product needs and of which there are none. A release checks that all are there; what is
    /// not released may still get them, and what stands at AWS is as it is.
    fn without(&mut self, what: &str, pricing: &Pricing) {
        let title = &self.product.title;
        if self.asked.released && self.asked.source == Source::Request {
            let text = format!("it is released without {what}, which {title} needs");
            self.faults
                .rule(&pricing.path, "MISSING_MANDATORY_TERMS", text);
        } else {
            let text = format!("It has no {what}, which {title} needs; enter them");
            self.remarks.push(Remark::new(&pricing.path, text));
        }
    }

    fn wrong_dimension(&mut self, key: &At<DimensionKey>, kind: &str) {
        let title = &self.product.title;
        if self.product.dimension(&key.value).is_some() {
            let text = format!("{} is no {kind} dimension of {title}", key.value);
            self.faults.rule(&key.path, "INVALID_RATE_CARD", text);
        } else {
            let text = format!("{} is no dimension of {title}", key.value);
            self.faults.rule(&key.path, "INCOMPATIBLE_PRODUCT", text);
        }
    }

    fn missing(&mut self, card: &Card, expected: &BTreeSet<DimensionKey>, what: &str) {
        let lacking = expected
            .iter()
            .filter(|key| card.prices.iter().all(|(other, _)| other.value != **key));
        for key in lacking {
            let text = format!("the {what} of {key} is missing");
            self.faults.rule(&card.path, "INVALID_RATE_CARD", text);
        }
    }

    /// Prices for contract durations.
    fn individual(
        mut self,
        pricing: &Pricing,
        currency: Currency,
        rates: BTreeMap<LineKey, Amount>,
    ) -> Priced {
        let durations = self.durations(pricing);
        let mut zero = rates.values().any(|rate| rate.is_zero());
        let mut rules: BTreeMap<LineKey, LineRule> = rates
            .into_iter()
            .map(|(line, price)| (line, LineRule::Price(price)))
            .collect();
        let first = pricing.upfront.first().map(|card| &card.card);
        let own: Vec<&At<DimensionKey>> = first
            .iter()
            .flat_map(|card| &card.prices)
            .map(|(key, _)| key)
            .collect();
        let mut choices = self.contract_dimensions(&own, first);
        for card in &pricing.upfront {
            for (key, price) in &card.card.prices {
                zero |= price.is_zero();
                match choices
                    .custom
                    .iter_mut()
                    .find(|custom| custom.key == key.value)
                {
                    Some(custom) => {
                        custom.prices.insert(card.duration.value, *price);
                    }
                    None => {
                        let line = LineKey {
                            dimension: key.value.clone(),
                            charge: Charge::Upfront(card.duration.value),
                        };
                        rules.insert(line, LineRule::Price(*price));
                    }
                }
            }
        }
        let own = IndividualPricing { durations, rules };
        Priced {
            discount: Some(Discount::Individual {
                currency,
                products: BTreeMap::from([(self.product.id.clone(), own)]),
            }),
            choices,
            zero,
        }
    }

    /// The contract durations, if the product can have them together.
    fn durations(&mut self, pricing: &Pricing) -> Vec<ContractDuration> {
        let title = &self.product.title;
        let Some(first) = pricing.upfront.first() else {
            if self.product.model.duration_unit().is_some() {
                self.without("contract prices", pricing);
            }
            return Vec::new();
        };
        let durations: Vec<ContractDuration> = pricing
            .upfront
            .iter()
            .map(|card| card.duration.value)
            .collect();
        let Some(unit) = self.product.model.duration_unit() else {
            let text = format!("{title} has no contract prices, only usage rates");
            self.faults
                .rule(&first.card.path, "INCOMPATIBLE_PRODUCT", text);
            return durations;
        };
        for UpfrontCard { duration, .. } in &pricing.upfront {
            if duration.value.unit() != unit {
                let text = format!("contracts of {title} are counted in {}", unit.label());
                self.faults
                    .rule(&duration.path, "INVALID_SELECTOR_DURATION_VALUE", text);
                return durations;
            }
        }
        let public = self.product.public_durations();
        let (code, text) = match check_durations(self.product, &durations) {
            Err(DurationsFault::CustomNotAlone) => (
                "INVALID_SELECTOR_DURATION_VALUE",
                format!(
                    "{} cannot stand together: {title} has {} in its public offer, and a custom duration stands alone",
                    codes(&durations),
                    codes(&public)
                ),
            ),
            Err(DurationsFault::OnlyOne) => (
                "TOO_MANY_RATE_CARDS",
                format!("{title} can have one contract duration"),
            ),
            Err(
                DurationsFault::NoneChosen
                | DurationsFault::Twice
                | DurationsFault::TooMany
                | DurationsFault::WrongUnit,
            )
            | Ok(()) => {
                self.tiers(&pricing.upfront);
                return durations;
            }
        };
        self.faults.rule(&first.duration.path, code, text);
        durations
    }

    fn tiers(&mut self, cards: &[UpfrontCard]) {
        let other = cards
            .iter()
            .filter_map(|card| card.tiered.as_ref())
            .find(|tiered| tiered.value != self.product.tiered);
        if let Some(at) = other {
            let title = &self.product.title;
            let text = if at.value {
                format!(
                    "It lets a buyer pick one dimension; {title} lets buyers combine several, which stays so"
                )
            } else {
                format!(
                    "It lets buyers combine several dimensions; of {title} a buyer picks one, which stays so"
                )
            };
            self.remarks.push(Remark::new(&at.path, text));
        }
    }

    /// The contract dimensions that these keys keep, leave out and add.
    fn contract_dimensions(
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

    /// Units that a schedule of payments pays.
    fn flexible(
        mut self,
        fixed: &Fixed,
        currency: Currency,
        rates: BTreeMap<LineKey, Amount>,
    ) -> Priced {
        let title = &self.product.title;
        let unit = self.product.model.duration_unit();
        if !self
            .product
            .model
            .discount_kinds()
            .contains(&DiscountKind::Flexible)
        {
            let text = format!("{title} cannot have a payment schedule");
            self.faults.rule(&fixed.path, "INCOMPATIBLE_PRODUCT", text);
        } else if let Some(unit) = unit.filter(|unit| *unit != fixed.contract.value.unit()) {
            let text = format!("contracts of {title} are counted in {}", unit.label());
            self.faults
                .rule(&fixed.contract.path, "INVALID_DURATION", text);
        }
        let keys: Vec<At<DimensionKey>> = fixed
            .grants
            .iter()
            .map(|at| At::new(&at.path, at.value.dimension.clone()))
            .collect();
        let mut choices = self.contract_dimensions(&keys.iter().collect::<Vec<_>>(), None);
        // Dimensions without units stay what they are: nobody left them out.
        choices.removed.clear();
        let mut grants = Vec::new();
        for At { value: grant, .. } in &fixed.grants {
            match choices
                .custom
                .iter_mut()
                .find(|custom| custom.key == grant.dimension)
            {
                Some(custom) => custom.units = Some(grant.quantity),
                None => grants.push(grant.clone()),
            }
        }
        let payments = self.asked.schedule.iter().flat_map(|term| &term.payments);
        let schedule = Schedule {
            contract: fixed.contract.value,
            grants,
            payments: payments.map(|at| at.value).collect(),
        };
        let zero = schedule.total().is_zero() || rates.values().any(|rate| rate.is_zero());
        Priced {
            discount: Some(Discount::Flexible {
                currency,
                schedule,
                rates,
            }),
            choices,
            zero,
        }
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
