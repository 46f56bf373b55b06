//! Prices for contract durations, which make an individual discount.

use super::{Fitting, Priced};
use crate::catalog_api::import::asked::{Pricing, UpfrontCard};
use crate::catalog_api::import::fit::codes;
use crate::catalog_api::import::node::{At, Source};
use crate::catalog_api::import::remark::Remark;
use crate::domain::catalog::DimensionKey;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::{
    Discount, DurationsFault, IndividualPricing, LineRule, check_durations,
};
use crate::domain::money::{Amount, Currency};
use crate::domain::pricing::{Charge, LineKey};
use std::collections::BTreeMap;

impl Fitting<'_> {
    /// Prices for contract durations.
    pub(super) fn individual(
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
        let cards = pricing.upfront.iter();
        for card in cards.filter(|card| durations.contains(&card.duration.value)) {
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
                    None if !self.is_own(&key.value) => {}
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
            Err(DurationsFault::CustomNotAlone) if self.asked.source == Source::Entity => {
                return self.still_public(pricing, durations);
            }
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

    /// Those that are still public, or one: what stands at AWS may have others, which were public when it was made.
    fn still_public(
        &mut self,
        pricing: &Pricing,
        durations: Vec<ContractDuration>,
    ) -> Vec<ContractDuration> {
        let public = self.product.public_durations();
        let is_public = |duration: &ContractDuration| public.contains(duration);
        let (mut kept, mut gone): (Vec<_>, Vec<_>) = durations.into_iter().partition(is_public);
        if kept.is_empty() {
            kept.extend(gone.drain(..1.min(gone.len())));
        }
        let text = format!(
            "Left out: {}. {} has {} in its public offer now, and another duration stands alone",
            codes(&gone),
            self.product.title,
            codes(&public)
        );
        self.remarks.push(Remark::new(&pricing.path, text));
        self.tiers(&pricing.upfront);
        kept
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
}
