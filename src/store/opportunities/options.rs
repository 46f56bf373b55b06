//! What the filters of the table offer: the resellers, vendors and products that its rows have.

use crate::domain::catalog::ProductId;
use crate::domain::ids::OrganisationId;
use crate::store::columns::AsText;
use crate::store::conn::MultiBackend;
use crate::store::opportunities::Whose;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error, vendors};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Text;
use std::sync::LazyLock;

/// Resellers that a filter offers, and products likewise. More do not fit a list that people read; the search finds them.
pub const MAX_OPTIONS: i64 = 200;

/// What the filters offer, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterOptions {
    /// Resellers, each with the name it had last; none for a partner.
    pub resellers: Vec<(OrganisationId, String)>,
    /// Vendors; none for an ISV.
    pub vendors: Vec<(OrganisationId, String)>,
    /// Products, each with the title it had last.
    pub products: Vec<(ProductId, String)>,
}

/// Steps from one value of a column to the next in an index, so that the time it takes does not depend on the number of rows;
/// each value with the name that it had last. Every `?` is whose they are.
const OCCURRING: &str = "\
    WITH RECURSIVE found (id) AS (
        SELECT min({id}) FROM opportunities WHERE {owner} = ?
        UNION ALL
        SELECT (SELECT min({id}) FROM opportunities WHERE {owner} = ? AND {id} > found.id)
        FROM found WHERE found.id IS NOT NULL
    )
    SELECT id, (
        SELECT {name} FROM opportunities
        WHERE {owner} = ? AND {id} = found.id ORDER BY created_at DESC, opportunities.id DESC LIMIT 1
    )
    FROM found WHERE id IS NOT NULL LIMIT {most}";

static RESELLERS_OF_ISV: LazyLock<String> =
    LazyLock::new(|| occurring("isv_id", "reseller_id", "reseller_name"));
static PRODUCTS_OF_ISV: LazyLock<String> =
    LazyLock::new(|| occurring("isv_id", "product_id", "product_title"));
static PRODUCTS_OF_PARTNER: LazyLock<String> =
    LazyLock::new(|| occurring("reseller_id", "product_id", "product_title"));

/// The query for what occurs in the column of the ids, with its names, where the owner is somebody.
fn occurring(owner: &str, id: &str, name: &str) -> String {
    OCCURRING
        .replace("{owner}", owner)
        .replace("{id}", id)
        .replace("{name}", name)
        .replace("{most}", &MAX_OPTIONS.to_string())
}

/// What occurs in a column of somebody's opportunities.
struct Occurring {
    sql: &'static str,
    whose: AsText<OrganisationId>,
}

impl QueryFragment<MultiBackend> for Occurring {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        for (place, part) in self.sql.split('?').enumerate() {
            if place > 0 {
                pass.push_bind_param::<Text, _>(&self.whose)?;
            }
            pass.push_sql(part);
        }
        Ok(())
    }
}

impl QueryId for Occurring {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Occurring {
    type SqlType = (Text, Text);
}

impl RunQueryDsl<Conn> for Occurring {}

impl Occurring {
    /// What occurs, by name.
    fn by_name(self, c: &mut Conn) -> Result<Vec<(String, String)>, Error> {
        let mut found: Vec<(String, String)> = self.load(c)?;
        found.sort_by_cached_key(|(id, name)| (super::folded(name), id.clone()));
        Ok(found)
    }
}

fn broken(id: &str) -> Error {
    Error::broken(format!("“{id}” is no id"))
}

fn products(c: &mut Conn, whose: Whose) -> Result<Vec<(ProductId, String)>, Error> {
    let (sql, whose) = match whose {
        Whose::Isv(isv) => (&PRODUCTS_OF_ISV, AsText(isv)),
        Whose::Partner(partner) => (&PRODUCTS_OF_PARTNER, AsText(partner)),
    };
    let found = Occurring { sql, whose }.by_name(c)?;
    let product = |(id, title): (String, String)| -> Result<_, Error> {
        Ok((ProductId::parse(&id).ok_or_else(|| broken(&id))?, title))
    };
    found.into_iter().map(product).collect()
}

/// The resellers and products that an ISV's opportunities have, at most [`MAX_OPTIONS`] each.
///
/// # Errors
/// When the database does not answer.
pub fn filter_options(c: &mut Conn, scope: &IsvScope) -> Result<FilterOptions, Error> {
    let resellers = Occurring {
        sql: &RESELLERS_OF_ISV,
        whose: AsText(scope.isv()),
    };
    let found = resellers.by_name(c)?;
    let reseller = |(id, name): (String, String)| -> Result<_, Error> {
        Ok((id.parse().map_err(|_| broken(&id))?, name))
    };
    Ok(FilterOptions {
        resellers: found.into_iter().map(reseller).collect::<Result<_, _>>()?,
        vendors: Vec::new(),
        products: products(c, scope.into())?,
    })
}

/// The vendors that granted a partner opportunities and the products of these, at most [`MAX_OPTIONS`] each.
///
/// # Errors
/// When the database does not answer.
pub fn filter_options_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
) -> Result<FilterOptions, Error> {
    let vendors = vendors::granting(c, scope)?.into_iter();
    Ok(FilterOptions {
        resellers: Vec::new(),
        vendors: vendors.map(|vendor| (vendor.id, vendor.name)).collect(),
        products: products(c, scope.into())?,
    })
}
