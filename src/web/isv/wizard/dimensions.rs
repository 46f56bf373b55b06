//! The dimensions step: what of a SaaS contract is kept, what is added, and what use beyond it costs. What was kept and is
//! gone from the product is shown as well, so that it can be cleared.

use super::open_draft::OpenDraft;
use crate::answers::{Fields, dimensions, gone};
use crate::domain::catalog::{Dimension, DimensionKey, Product};
use crate::domain::discount::Discount;
use crate::domain::money::Currency;
use crate::domain::pricing::{Charge, PriceBook};
use crate::web::view;

/// A dimension of the product's own.
#[derive(Debug)]
pub struct KeepView {
    pub field: String,
    pub name: String,
    pub note: String,
    pub kept: bool,
}

/// A dimension that is added.
#[derive(Debug)]
pub struct AddedView {
    pub number: usize,
    /// What the Remove button sends after `remove:`.
    pub remove: String,
    pub name_field: String,
    pub name: String,
    pub key_field: String,
    pub key: String,
    pub description_field: String,
    pub description: String,
    pub unit_field: String,
    pub unit: String,
    /// Field, label and value of every price.
    pub prices: Vec<(String, String, String)>,
    /// Field and value of the units a payment schedule includes.
    pub units: Option<(String, String)>,
}

/// The fee of a usage dimension.
#[derive(Debug)]
pub struct FeeView {
    pub field: String,
    pub name: String,
    pub unit: String,
    pub list: String,
    /// What it costs when nothing is typed.
    pub computed: String,
    pub value: String,
}

/// One SaaS contract.
#[derive(Debug)]
pub struct ShapeView {
    pub id: String,
    pub title: String,
    pub keep: Vec<KeepView>,
    pub added: Vec<AddedView>,
    pub fees: Vec<FeeView>,
}

/// What the dimensions step shows.
#[derive(Debug)]
pub struct DimensionsView {
    pub currency: &'static str,
    pub products: Vec<ShapeView>,
}

impl DimensionsView {
    pub fn of(open: &OpenDraft, fields: &Fields) -> Self {
        let discount = open.journey.parts().discount.as_ref();
        let books = open.journey.prices();
        let shaped = open
            .products()
            .iter()
            .filter(|product| product.model.is_saas_contract());
        let shape = |product: &Product| {
            let book = books
                .iter()
                .find(|(p, _)| p.id == product.id)
                .and_then(|(_, book)| book.as_ref().ok());
            ShapeView {
                id: product.id.to_string(),
                title: product.title.clone(),
                keep: product
                    .contract_dimensions()
                    .map(|dimension| keep(product, dimension, fields))
                    .chain(kept_and_gone(open, product))
                    .collect(),
                added: added(product, discount, fields),
                fees: product
                    .usage_dimensions()
                    .map(|dimension| fee(product, dimension, book, fields))
                    .chain(fees_and_gone(product, fields))
                    .collect(),
            }
        };
        Self {
            currency: discount.map_or(Currency::LIST, Discount::currency).code(),
            products: shaped.map(shape).collect(),
        }
    }
}

fn keep(product: &Product, dimension: &Dimension, fields: &Fields) -> KeepView {
    let prices = dimension.upfront.iter();
    let price = |(duration, amount): (
        &crate::domain::contract_duration::ContractDuration,
        &crate::domain::money::Amount,
    )| {
        format!(
            "{} for {}",
            view::amount(*amount, Currency::LIST),
            duration.label()
        )
    };
    let note = std::iter::once(dimension.key.to_string())
        .chain(prices.map(price))
        .collect::<Vec<_>>()
        .join(" · ");
    KeepView {
        field: dimensions::field("keep", &product.id, &dimension.key),
        name: dimension.name.clone(),
        note,
        kept: dimensions::keeps(fields, &product.id, &dimension.key),
    }
}

fn kept_and_gone(open: &OpenDraft, product: &Product) -> impl Iterator<Item = KeepView> {
    let view = |key: DimensionKey| KeepView {
        field: dimensions::field("keep", &product.id, &key),
        name: key.to_string(),
        note: gone::NOTE.to_owned(),
        kept: true,
    };
    gone::kept(open.answers(), product).into_iter().map(view)
}

fn fees_and_gone(product: &Product, fields: &Fields) -> impl Iterator<Item = FeeView> {
    let view = |key: DimensionKey| {
        let field = dimensions::field("fee", &product.id, &key);
        FeeView {
            name: gone::label(&key),
            unit: String::new(),
            list: "–".to_owned(),
            computed: "–".to_owned(),
            value: fields.get(&field).to_owned(),
            field,
        }
    };
    gone::fees(fields, product).into_iter().map(view)
}

fn added(product: &Product, discount: Option<&Discount>, fields: &Fields) -> Vec<AddedView> {
    let scheduled = discount.is_some_and(|discount| discount.schedule().is_some());
    let durations = discount
        .filter(|_| !scheduled)
        .map_or(&[][..], |discount| discount.durations(&product.id));
    let view = |(number, row): (usize, u32)| {
        let field = |what: &str| dimensions::row_field(what, &product.id, row);
        let typed = |what: &str| fields.get(&field(what)).to_owned();
        let price = |duration: &crate::domain::contract_duration::ContractDuration| {
            let name = dimensions::price_field(&product.id, row, &duration.code());
            let value = fields.get(&name).to_owned();
            (name, duration.label(), value)
        };
        AddedView {
            number,
            remove: format!("{}:{row}", product.id),
            name_field: field("dim_name"),
            name: typed("dim_name"),
            key_field: field("dim_key"),
            key: typed("dim_key"),
            description_field: field("dim_description"),
            description: typed("dim_description"),
            unit_field: field("dim_unit"),
            unit: typed("dim_unit"),
            prices: durations.iter().map(price).collect(),
            units: scheduled.then(|| (field("dim_units"), typed("dim_units"))),
        }
    };
    (1..)
        .zip(dimensions::rows(fields, &product.id))
        .map(view)
        .collect()
}

fn fee(
    product: &Product,
    dimension: &Dimension,
    book: Option<&PriceBook>,
    fields: &Fields,
) -> FeeView {
    let field = dimensions::field("fee", &product.id, &dimension.key);
    let line = book.and_then(|book| {
        let line = book
            .lines
            .iter()
            .find(|l| l.key.dimension == dimension.key && l.key.charge == Charge::Usage)?;
        Some(view::amount(line.wholesale, book.currency))
    });
    FeeView {
        name: dimension.name.clone(),
        unit: dimension.unit.clone(),
        list: dimension
            .usage_rate
            .map_or_else(|| "–".to_owned(), |rate| view::amount(rate, Currency::LIST)),
        computed: line.unwrap_or_else(|| "–".to_owned()),
        value: fields.get(&field).to_owned(),
        field,
    }
}
