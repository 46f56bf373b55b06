//! The catalogue of an ISV: products with their dimensions and list prices.

use crate::domain::agreements::PublicEula;
use crate::domain::catalog::{
    Dimension, DimensionKey, DimensionKind, Product, ProductId, ProductState,
};
use crate::domain::ids::OrganisationId;
use crate::domain::money::Amount;
use crate::domain::pricing::Charge;
use crate::domain::pricing_model::PricingModel;
use crate::store::columns::AsText;
use crate::store::events::{self, OwnEvent};
use crate::store::money::Exact;
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{dimensions, list_prices, products};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The most products of one ISV: more than any seller lists.
pub const MAX_PER_ISV: i64 = 1000;

type IsvId = AsText<OrganisationId>;

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = products)]
struct ProductRow {
    isv_id: IsvId,
    id: AsText<ProductId>,
    title: String,
    model: AsText<PricingModel>,
    state: AsText<ProductState>,
    tiered: bool,
    eula_url: Option<String>,
    position: i32,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = dimensions)]
struct DimensionRow {
    isv_id: IsvId,
    product_id: AsText<ProductId>,
    key: AsText<DimensionKey>,
    name: String,
    description: String,
    unit: String,
    kind: AsText<DimensionKind>,
    position: i32,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = list_prices)]
struct ListPriceRow {
    isv_id: IsvId,
    product_id: AsText<ProductId>,
    dimension_key: AsText<DimensionKey>,
    charge: AsText<Charge>,
    amount: Exact,
}

/// The ISV's products in the order of its catalogue.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn, scope: &IsvScope) -> Result<Vec<Product>, Error> {
    load(c, scope, None)
}

/// A product of the ISV.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, scope: &IsvScope, id: &ProductId) -> Result<Option<Product>, Error> {
    Ok(load(c, scope, Some(std::slice::from_ref(id)))?.pop())
}

/// Those of the products that are the ISV's, in the order of its catalogue.
///
/// # Errors
/// When the database does not answer.
pub fn some(c: &mut Conn, scope: &IsvScope, ids: &[ProductId]) -> Result<Vec<Product>, Error> {
    load(c, scope, Some(ids))
}

/// Three queries, however many products.
fn load(c: &mut Conn, scope: &IsvScope, only: Option<&[ProductId]>) -> Result<Vec<Product>, Error> {
    let isv = AsText(scope.isv());
    let mut rows = products::table
        .filter(products::isv_id.eq(isv.clone()))
        .order((products::position, products::id))
        .select(ProductRow::as_select())
        .into_boxed();
    let mut dimensions = dimensions::table
        .filter(dimensions::isv_id.eq(isv.clone()))
        .order((dimensions::position, dimensions::key))
        .select(DimensionRow::as_select())
        .into_boxed();
    let mut prices = list_prices::table
        .filter(list_prices::isv_id.eq(isv))
        .select(ListPriceRow::as_select())
        .into_boxed();
    if let Some(ids) = only {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = ids.iter().cloned().map(AsText).collect();
        rows = rows.filter(one_of(products::id, ids.clone()));
        dimensions = dimensions.filter(one_of(dimensions::product_id, ids.clone()));
        prices = prices.filter(one_of(list_prices::product_id, ids));
    }
    assemble(
        rows.at_most(MAX_PER_ISV).load(c)?,
        dimensions.load(c)?,
        prices.load(c)?,
    )
}

fn assemble(
    rows: Vec<ProductRow>,
    dimension_rows: Vec<DimensionRow>,
    price_rows: Vec<ListPriceRow>,
) -> Result<Vec<Product>, Error> {
    let mut prices: BTreeMap<(ProductId, DimensionKey), Vec<(Charge, Amount)>> = BTreeMap::new();
    for row in price_rows {
        let price = (row.charge.0, Amount::try_from(row.amount)?);
        let key = (row.product_id.0, row.dimension_key.0);
        prices.entry(key).or_default().push(price);
    }
    let mut dimensions: BTreeMap<ProductId, Vec<Dimension>> = BTreeMap::new();
    for row in dimension_rows {
        let key = (row.product_id.0.clone(), row.key.0.clone());
        let dimension = dimension(row, prices.remove(&key).unwrap_or_default());
        dimensions.entry(key.0).or_default().push(dimension);
    }
    let products = rows.into_iter().map(|row| Product {
        dimensions: dimensions.remove(&row.id.0).unwrap_or_default(),
        id: row.id.0,
        title: row.title,
        model: row.model.0,
        state: row.state.0,
        tiered: row.tiered,
        public_eula: public_eula(row.eula_url),
    });
    Ok(products.collect())
}

fn dimension(row: DimensionRow, prices: Vec<(Charge, Amount)>) -> Dimension {
    let mut usage_rate = None;
    let mut upfront = BTreeMap::new();
    for (charge, amount) in prices {
        match charge {
            Charge::Usage => usage_rate = Some(amount),
            Charge::Upfront(duration) => {
                upfront.insert(duration, amount);
            }
        }
    }
    Dimension {
        key: row.key.0,
        name: row.name,
        description: row.description,
        unit: row.unit,
        kind: row.kind.0,
        usage_rate,
        upfront,
    }
}

/// A public EULA from its address, if it has one of its own.
pub(in crate::store) fn public_eula(url: Option<String>) -> PublicEula {
    match url {
        Some(url) => PublicEula::Custom { url },
        None => PublicEula::Standard,
    }
}

/// The address of a public EULA that is the ISV's own.
pub(in crate::store) fn public_eula_url(eula: &PublicEula) -> Option<&str> {
    match eula {
        PublicEula::Custom { url } => Some(url),
        PublicEula::Standard => None,
    }
}

/// Takes a product into the catalogue: in the place of the one with its ID, or at the end.
///
/// # Errors
/// When the database does not answer.
pub fn put(c: &mut Conn, scope: &IsvScope, product: &Product) -> Result<(), Error> {
    let isv = AsText(scope.isv());
    let mine = products::table.filter(products::isv_id.eq(isv.clone()));
    let place: Option<i32> = mine
        .clone()
        .filter(products::id.eq(AsText(product.id.clone())))
        .select(products::position)
        .get_result(c)
        .optional()?;
    let last: Option<i32> = mine
        .select(diesel::dsl::max(products::position))
        .get_result(c)?;
    let same = products::table.find((isv, AsText(product.id.clone())));
    diesel::delete(same).execute(c)?;
    insert(
        c,
        scope,
        product,
        place.unwrap_or(last.map_or(0, |last| last + 1)),
    )
}

/// Takes products into the catalogue as [`put`] does, if the ISV then has no more than [`MAX_PER_ISV`]. Whether it was
/// done.
///
/// # Errors
/// When the database does not answer.
pub fn put_all(
    c: &mut Conn,
    scope: &IsvScope,
    catalogue: &[Product],
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let others = list(c, scope)?;
    let others = others
        .iter()
        .filter(|old| !catalogue.iter().any(|new| new.id == old.id))
        .count();
    if i64::try_from(others + catalogue.len()).unwrap_or(i64::MAX) > MAX_PER_ISV {
        return Ok(false);
    }
    for product in catalogue {
        put(c, scope, product)?;
    }
    let count = catalogue.len().to_string();
    let what = (OwnEvent::CatalogueImported, by);
    events::record_own(c, scope.isv(), what, &[("products", &count)], now)?;
    Ok(true)
}

/// Puts these products in the place of the whole catalogue. Opportunities keep what they copied from it.
///
/// # Errors
/// When the database does not answer.
pub fn replace_all(c: &mut Conn, scope: &IsvScope, catalogue: &[Product]) -> Result<(), Error> {
    diesel::delete(products::table.filter(products::isv_id.eq(AsText(scope.isv())))).execute(c)?;
    for (position, product) in (0..).zip(catalogue) {
        insert(c, scope, product, position)?;
    }
    Ok(())
}

fn insert(c: &mut Conn, scope: &IsvScope, product: &Product, position: i32) -> Result<(), Error> {
    let isv = AsText(scope.isv());
    diesel::insert_into(products::table)
        .values(ProductRow {
            isv_id: isv.clone(),
            id: AsText(product.id.clone()),
            title: product.title.clone(),
            model: AsText(product.model),
            state: AsText(product.state),
            tiered: product.tiered,
            eula_url: public_eula_url(&product.public_eula).map(str::to_owned),
            position,
        })
        .execute(c)?;
    for (position, dimension) in (0..).zip(&product.dimensions) {
        diesel::insert_into(dimensions::table)
            .values(DimensionRow {
                isv_id: isv.clone(),
                product_id: AsText(product.id.clone()),
                key: AsText(dimension.key.clone()),
                name: dimension.name.clone(),
                description: dimension.description.clone(),
                unit: dimension.unit.clone(),
                kind: AsText(dimension.kind),
                position,
            })
            .execute(c)?;
        let usage = dimension.usage_rate.map(|rate| (Charge::Usage, rate));
        let upfront = dimension.upfront.iter();
        let upfront = upfront.map(|(duration, price)| (Charge::Upfront(*duration), *price));
        for (charge, amount) in usage.into_iter().chain(upfront) {
            diesel::insert_into(list_prices::table)
                .values(ListPriceRow {
                    isv_id: isv.clone(),
                    product_id: AsText(product.id.clone()),
                    dimension_key: AsText(dimension.key.clone()),
                    charge: AsText(charge),
                    amount: amount.into(),
                })
                .execute(c)?;
        }
    }
    Ok(())
}
