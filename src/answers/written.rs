//! The way back from parts: the answers that say what parts say.

use crate::answers::{
    Answers, Fields, Step, agreements, buyers, details, dimensions, discount, duration, individual,
    products, resellers, schedule,
};
use crate::domain::catalog::{DimensionKey, Product, ProductId};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::dimensions::DimensionChoices;
use crate::domain::discount::{Discount, IndividualPricing, LineRule};
use crate::domain::money::Currency;
use crate::domain::terms::Parts;

/// Writes the parts that are there into answers; steps of which nothing is there stay as if never saved.
pub fn answers(parts: &Parts) -> Answers {
    let mut answers = Answers::default();
    let products = parts.products.as_deref().unwrap_or_default();
    if let Some(details) = &parts.details {
        answers.set(Step::Details, details::write(details));
    }
    if let Some(chosen) = &parts.resellers {
        answers.set(
            Step::Resellers,
            resellers::write(chosen.iter().map(|r| &r.id)),
        );
    }
    if parts.products.is_some() {
        answers.set(
            Step::Products,
            products::write(products.iter().map(|p| &p.id)),
        );
    }
    if let Some(discount) = &parts.discount {
        let zero = parts.zero_prices_confirmed;
        answers.set(Step::Discount, discount_fields(discount, products, zero));
    }
    if let Some(duration) = parts.duration {
        answers.set(Step::Duration, duration::write(duration));
    }
    if let Some(fields) = dimension_fields(parts, products) {
        answers.set(Step::Dimensions, fields);
    }
    if let Some(accounts) = &parts.buyers {
        answers.set(Step::Buyers, buyers::write(accounts));
    }
    if let Some(eula) = &parts.eula {
        answers.set(Step::Eula, agreements::write_eula(eula));
    }
    if let Some(contract) = &parts.contract {
        answers.set(Step::Rcmp, agreements::write_contract(contract));
    }
    answers
}

fn discount_fields(discount: &Discount, products: &[Product], zero: bool) -> Fields {
    let mut fields = Fields::default();
    fields.set("discount_type", discount.kind().as_str());
    fields.set("currency", discount.currency().code());
    match discount {
        Discount::Percentage { percent, durations } => {
            fields.set("percent", percent.to_string());
            for (product, durations) in durations {
                ticked(&mut fields, product, durations, products);
            }
        }
        Discount::Individual {
            currency,
            products: prices,
        } => {
            for (product, pricing) in prices {
                rules(&mut fields, product, pricing, *currency);
                ticked(&mut fields, product, &pricing.durations, products);
            }
        }
        Discount::Flexible {
            currency,
            schedule: plan,
            rates,
        } => {
            schedule::write(&mut fields, plan, *currency);
            for (line, rate) in rates {
                fields.set(schedule::rate_field(&line.dimension), rate.plain(*currency));
            }
        }
    }
    if zero {
        fields.set("zero", "yes");
    }
    fields
}

fn rules(
    fields: &mut Fields,
    product: &ProductId,
    pricing: &IndividualPricing,
    currency: Currency,
) {
    for (line, rule) in &pricing.rules {
        let row = individual::line_code(line);
        let (word, value) = match rule {
            LineRule::Percent(percent) => (individual::RULE_PERCENT, percent.to_string()),
            LineRule::Price(price) => (individual::RULE_PRICE, price.plain(currency)),
        };
        fields.set(individual::rule_field(product, &row), word);
        fields.set(individual::value_field(product, &row), value);
    }
}

fn ticked(
    fields: &mut Fields,
    product: &ProductId,
    durations: &[ContractDuration],
    all: &[Product],
) {
    if durations.is_empty() {
        return;
    }
    let own = all.iter().find(|other| other.id == *product);
    let public = own.map(Product::public_durations).unwrap_or_default();
    let custom = durations.iter().find(|each| !public.contains(each));
    discount::write_durations(fields, product, durations, custom.copied());
}

fn dimension_fields(parts: &Parts, products: &[Product]) -> Option<Fields> {
    let changes = parts.dimensions.as_ref()?;
    let currency = parts
        .discount
        .as_ref()
        .map_or(Currency::LIST, Discount::currency);
    let mut fields = Fields::default();
    for product in products
        .iter()
        .filter(|product| product.model.is_saas_contract())
    {
        let unchanged = DimensionChoices::default();
        let choices = changes.get(&product.id).unwrap_or(&unchanged);
        let kept: Vec<DimensionKey> = product
            .contract_dimensions()
            .filter(|dimension| !choices.removed.contains(&dimension.key))
            .map(|dimension| dimension.key.clone())
            .collect();
        dimensions::write(&mut fields, &product.id, &kept, choices, currency);
    }
    (!fields.is_empty()).then_some(fields)
}
