//! Units that a schedule of payments pays, which make a flexible discount.

use super::{Fitting, Priced};
use crate::catalog_api::import::asked::Fixed;
use crate::catalog_api::import::node::At;
use crate::domain::catalog::DimensionKey;
use crate::domain::discount::{Discount, DiscountKind};
use crate::domain::money::{Amount, Currency};
use crate::domain::pricing::LineKey;
use crate::domain::schedule::Schedule;
use std::collections::BTreeMap;

impl Fitting<'_> {
    /// Units that a schedule of payments pays.
    pub(super) fn flexible(
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
                None if self.is_own(&grant.dimension) => grants.push(grant.clone()),
                None => {}
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
