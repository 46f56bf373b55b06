//! The ISV's catalogue: what it sells, how each product is priced, and what can be granted for it.

use crate::domain::agreements::PublicEula;
use crate::domain::catalog::{Dimension, Product, ProductId, ProductState};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::money::{Amount, Currency};
use crate::domain::opportunity::Side;
use crate::store::opportunities::TableQuery;
use crate::store::products;
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::opportunities::query;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view::Tag;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "isv/products.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    /// Where products are imported, for whom may do that.
    import: Option<String>,
}

struct Row {
    id: String,
    href: String,
    title: String,
    sort: &'static str,
    model: &'static str,
    state: Tag,
    can_have: CanHave,
}

/// What can be granted for a product.
enum CanHave {
    /// Discounts of these kinds.
    Kinds(Vec<&'static str>),
    /// Nothing, and why not.
    Nothing(String),
}

#[derive(Template)]
#[template(path = "isv/product.html")]
struct Detail {
    page: Page,
    list: String,
    /// Where an opportunity for it is begun, for whom may do that and while it can have one.
    create: Option<String>,
    title: String,
    id: String,
    sort: &'static str,
    model: &'static str,
    state: Tag,
    can_have: CanHave,
    tiered: Option<bool>,
    /// The address of its own EULA; none is the Standard Contract.
    eula: Option<String>,
    opportunities: String,
    currency: Currency,
    durations: Vec<String>,
    has_usage: bool,
    has_prices: bool,
    dimensions: Vec<DimensionRow>,
}

struct DimensionRow {
    key: String,
    name: String,
    description: String,
    unit: String,
    upfront: Vec<Option<String>>,
    usage: Option<String>,
}

/// `GET /isv/products`.
pub async fn list(who: IsvViewer, state: Data<State>) -> Result<HttpResponse, Error> {
    let scope = who.scope;
    let products = state.db.read(move |c| products::list(c, &scope)).await?;
    let page = List {
        page: who
            .signed
            .page("Products", "isv.products", Section::Products),
        rows: products.iter().map(row).collect(),
        import: who.signed.user.role.may_edit().then(paths::isv_import),
    };
    Ok(page::html(StatusCode::OK, &page))
}

/// `GET /isv/products/{product}`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = ProductId::parse(&path).ok_or(Error::NotFound)?;
    let scope = who.scope;
    let found = state
        .db
        .read(move |c| products::find(c, &scope, &id))
        .await?;
    let product = found.ok_or(Error::NotFound)?;
    let page = who
        .signed
        .page(&product.title, "isv.product", Section::Products);
    let may_edit = who.signed.user.role.may_edit();
    Ok(page::html(StatusCode::OK, &detail(page, product, may_edit)))
}

fn row(product: &Product) -> Row {
    Row {
        id: product.id.to_string(),
        href: paths::isv_product(&product.id),
        title: product.title.clone(),
        sort: product.model.product_type().label(),
        model: product.model.label(),
        state: tag(product.state),
        can_have: can_have(product),
    }
}

fn tag(state: ProductState) -> Tag {
    let kind = match state {
        ProductState::Draft => "draft",
        ProductState::Limited => "waiting",
        ProductState::Public => "active",
        ProductState::Withdrawn => "expired",
    };
    Tag {
        kind,
        label: state.label(),
    }
}

fn can_have(product: &Product) -> CanHave {
    if !product.model.resellable() {
        return CanHave::Nothing("Nothing: products priced like this cannot be resold".to_owned());
    }
    if !product.state.on_sale() {
        let state = product.state.label();
        return CanHave::Nothing(format!("Nothing while its state is {state}"));
    }
    CanHave::Kinds(
        product
            .model
            .discount_kinds()
            .iter()
            .map(|kind| kind.label())
            .collect(),
    )
}

fn detail(page: Page, product: Product, may_edit: bool) -> Detail {
    let durations = product.public_durations();
    let only = TableQuery {
        product: Some(product.id.clone()),
        ..TableQuery::default()
    };
    let has_usage = product.usage_dimensions().next().is_some();
    let can_have = can_have(&product);
    Detail {
        page,
        list: paths::isv_products(),
        create: (may_edit && matches!(can_have, CanHave::Kinds(_))).then(paths::isv_drafts),
        id: product.id.to_string(),
        sort: product.model.product_type().label(),
        model: product.model.label(),
        state: tag(product.state),
        can_have,
        tiered: product.model.duration_unit().map(|_| product.tiered),
        opportunities: query::list(Side::Isv, &only),
        currency: Currency::LIST,
        has_usage,
        has_prices: has_usage || !durations.is_empty(),
        dimensions: product
            .dimensions
            .iter()
            .map(|d| dimension_row(d, &durations))
            .collect(),
        durations: durations.iter().map(|duration| duration.label()).collect(),
        eula: match product.public_eula {
            PublicEula::Standard => None,
            PublicEula::Custom { url } => Some(url),
        },
        title: product.title,
    }
}

fn dimension_row(dimension: &Dimension, durations: &[ContractDuration]) -> DimensionRow {
    let price = |amount: Amount| amount.grouped(Currency::LIST);
    let upfront = durations
        .iter()
        .map(|duration| dimension.upfront.get(duration).copied().map(price));
    DimensionRow {
        key: dimension.key.to_string(),
        name: dimension.name.clone(),
        description: dimension.description.clone(),
        unit: dimension.unit.clone(),
        upfront: upfront.collect(),
        usage: dimension.usage_rate.map(price),
    }
}
