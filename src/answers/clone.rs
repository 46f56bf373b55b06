//! The way back: the answers that would create an opportunity like this one (source document, last paragraphs).

use crate::answers::{
    Answers, Fields, Step, agreements, buyers, details, dimensions, discount, duration, gone,
    individual, products, resellers, schedule,
};
use crate::domain::catalog::{DimensionKey, DimensionKind, Product};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::dimensions::{CustomDimension, DimensionChoices};
use crate::domain::discount::DiscountKind;
use crate::domain::ids::OrganisationId;
use crate::domain::opportunity::Opportunity;
use crate::domain::pricing::{Basis, Charge, PriceLine};
use std::collections::BTreeMap;

/// Writes an opportunity's terms back into answers. `product` is its product as it is now, if it still exists;
/// what no longer fits is not dropped but found when the draft is read.
pub fn answers(opportunity: &Opportunity, product: Option<&Product>) -> Answers {
    let mut answers = Answers::default();
    answers.set(Step::Details, details::write(&opportunity.details));
    answers.set(
        Step::Resellers,
        resellers::write([&opportunity.reseller.id]),
    );
    answers.set(Step::Products, products::write([&opportunity.product.id]));
    answers.set(Step::Discount, discount_fields(opportunity, product));
    answers.set(Step::Duration, duration::write(opportunity.duration));
    if opportunity.product.model.is_saas_contract() {
        answers.set(Step::Dimensions, dimension_fields(opportunity));
    }
    answers.set(Step::Buyers, buyers::write(&opportunity.buyers));
    answers.set(Step::Eula, agreements::write_eula(&opportunity.eula));
    answers.set(
        Step::Rcmp,
        agreements::write_contract(&opportunity.contract),
    );
    answers
}

/// Writes the terms of opportunities that were made together, one of each product, back into the answers of one draft
/// for all the resellers.
pub fn together(
    opportunities: &[(Opportunity, Option<Product>)],
    resellers: &[OrganisationId],
) -> Answers {
    let mut all = Answers::default();
    for (opportunity, product) in opportunities {
        let own = answers(opportunity, product.as_ref());
        for step in Step::ALL.into_iter().filter(|step| own.has(*step)) {
            // What is said of each product stands in fields of its own, or is listed; the rest is the same for all.
            let parts = [all.get(step).clone(), own.get(step).clone()];
            all.set(step, Fields::joined(parts));
        }
    }
    all.set(Step::Resellers, resellers::write(resellers));
    let products = opportunities
        .iter()
        .map(|(opportunity, _)| &opportunity.product.id);
    all.set(Step::Products, products::write(products));
    all
}

fn discount_fields(opportunity: &Opportunity, product: Option<&Product>) -> Fields {
    let id = &opportunity.product.id;
    let currency = opportunity.prices.currency;
    let mut fields = Fields::default();
    fields.set("discount_type", opportunity.discount.as_str());
    fields.set("currency", currency.code());
    match opportunity.discount {
        DiscountKind::Percentage => {
            fields.set(
                "percent",
                opportunity
                    .percent
                    .map(|percent| percent.to_string())
                    .unwrap_or_default(),
            );
            covered(&mut fields, opportunity);
        }
        DiscountKind::Individual => {
            for line in priced_here(opportunity) {
                let row = individual::line_code(&line.key);
                let (rule, value) = match line.basis {
                    Basis::Percent(percent) => (individual::RULE_PERCENT, percent.to_string()),
                    Basis::Price | Basis::Fee | Basis::Custom => {
                        (individual::RULE_PRICE, line.wholesale.plain(currency))
                    }
                };
                fields.set(individual::rule_field(id, &row), rule);
                fields.set(individual::value_field(id, &row), value);
            }
        }
        DiscountKind::Flexible => {
            for line in priced_here(opportunity) {
                fields.set(
                    schedule::rate_field(&line.key.dimension),
                    line.wholesale.plain(currency),
                );
            }
        }
    }
    if let Some(plan) = &opportunity.schedule {
        let mut own = plan.clone();
        own.grants
            .retain(|grant| !is_added(opportunity, &grant.dimension));
        schedule::write(&mut fields, &own, currency);
        let units = own.grants.iter().map(|grant| &grant.dimension);
        let rates = opportunity.prices.lines.iter();
        let boxes: Vec<&str> = units
            .chain(rates.map(|line| &line.key.dimension))
            .map(DimensionKey::as_str)
            .collect();
        fields.set(gone::scheduled_field(id), boxes.join(" "));
    }
    let durations = durations(opportunity);
    if !durations.is_empty() {
        let custom = custom(&durations, product);
        discount::write_durations(&mut fields, id, &durations, custom);
    }
    if has_zero_price(opportunity) {
        fields.set("zero", "yes");
    }
    fields
}

/// The lines whose prices the discount says. Additional usage fees and the prices of added dimensions stand on a step of their
/// own: written here as well, they would win over what is typed here afterwards.
fn priced_here(opportunity: &Opportunity) -> impl Iterator<Item = &PriceLine> {
    let lines = opportunity.prices.lines.iter();
    lines.filter(|line| match line.basis {
        Basis::Percent(_) | Basis::Price => true,
        Basis::Fee | Basis::Custom => false,
    })
}

/// Names the dimensions that the percentage is taken off and of which nothing else is written, so that none is left out
/// without a word. Contract dimensions of SaaS contracts are kept on a step of their own.
fn covered(fields: &mut Fields, opportunity: &Opportunity) {
    let shaped = opportunity.product.model.is_saas_contract();
    let field = gone::covered_field(&opportunity.product.id);
    for line in &opportunity.prices.lines {
        let is_named = line.key.charge == Charge::Usage || !shaped;
        let key = line.key.dimension.as_str();
        if matches!(line.basis, Basis::Percent(_)) && is_named && !fields.holds(&field, key) {
            fields.add(&field, key);
        }
    }
}

/// Whether somebody confirmed a price of zero: that of a line, or of the whole contract.
fn has_zero_price(opportunity: &Opportunity) -> bool {
    let mut lines = opportunity.prices.lines.iter();
    let schedule = opportunity.schedule.as_ref();
    lines.any(|line| line.wholesale.is_zero()) || schedule.is_some_and(|s| s.total().is_zero())
}

/// The duration that becomes the custom one: what is not public can still be asked for as that, if it stands alone. What
/// cannot is ticked as it was, so that it is found to be gone.
fn custom(durations: &[ContractDuration], product: Option<&Product>) -> Option<ContractDuration> {
    let [only] = durations else { return None };
    let can_be_custom = |product: &Product| {
        product.model.duration_unit() == Some(only.unit())
            && !product.public_durations().contains(only)
    };
    product.is_none_or(can_be_custom).then_some(*only)
}

/// The contract durations that have prices.
fn durations(opportunity: &Opportunity) -> Vec<ContractDuration> {
    let mut durations: Vec<ContractDuration> = opportunity
        .prices
        .lines
        .iter()
        .filter_map(|line| line.key.charge.contract())
        .collect();
    durations.sort_unstable();
    durations.dedup();
    durations
}

fn is_added(opportunity: &Opportunity, key: &DimensionKey) -> bool {
    opportunity
        .dimensions
        .iter()
        .any(|dimension| dimension.added && dimension.key == *key)
}

fn dimension_fields(opportunity: &Opportunity) -> Fields {
    let currency = opportunity.prices.currency;
    let mut choices = DimensionChoices::default();
    for added in opportunity
        .dimensions
        .iter()
        .filter(|dimension| dimension.added)
    {
        let prices: BTreeMap<_, _> = opportunity
            .prices
            .lines
            .iter()
            .filter(|line| line.key.dimension == added.key)
            .filter_map(|line| Some((line.key.charge.contract()?, line.wholesale)))
            .collect();
        let units = opportunity
            .schedule
            .as_ref()
            .and_then(|schedule| schedule.quantity(&added.key));
        choices.custom.push(CustomDimension {
            key: added.key.clone(),
            name: added.name.clone(),
            description: added.description.clone(),
            unit: added.unit.clone(),
            prices,
            units,
        });
    }
    let fees = opportunity
        .prices
        .lines
        .iter()
        .filter(|line| line.basis == Basis::Fee);
    choices
        .fees
        .extend(fees.map(|line| (line.key.dimension.clone(), line.wholesale)));
    let kept = opportunity
        .dimensions
        .iter()
        .filter(|d| !d.added && d.kind != DimensionKind::Usage);
    let kept: Vec<DimensionKey> = kept.map(|dimension| dimension.key.clone()).collect();
    let mut fields = Fields::default();
    dimensions::write(
        &mut fields,
        &opportunity.product.id,
        &kept,
        &choices,
        currency,
    );
    fields
}
