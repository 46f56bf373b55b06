//! What the filters of the table offer: the resellers, vendors and products that its rows have.

use crate::domain::account::OrganisationKind;
use crate::domain::catalog::ProductId;
use crate::domain::ids::OrganisationId;
use crate::store::columns::AsText;
use crate::store::conn::MultiBackend;
use crate::store::scope::Whose;
use crate::store::{Conn, Error};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Text;
use std::sync::LazyLock;

/// Resellers that a filter offers, and products likewise. More do not fit a list that people read; the search finds them.
pub const MAX_OPTIONS: i64 = 200;

/// What the filters offer, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterOptions {
    /// Resellers; none for a partner.
    pub resellers: Vec<(OrganisationId, String)>,
    /// Vendors; none for an ISV.
    pub vendors: Vec<(OrganisationId, String)>,
    /// Products, each with the title it had last.
    pub products: Vec<(ProductId, String)>,
}

/// Both filters' query in one, since each is a journey to a server; every `?` is whose opportunities they are.
///
/// For each organisation that may be the other party it looks once into an index. Products may be gone from the catalogue, so
/// it steps from one to the next in an index of the opportunities, and takes the title that each had last. Either way the time
/// it takes does not depend on the number of rows.
const OCCURRING: &str = "\
    WITH RECURSIVE product (id) AS (
        SELECT min(product_id) FROM opportunities WHERE {owner} = ?
        UNION ALL
        SELECT (SELECT min(product_id) FROM opportunities WHERE {owner} = ? AND product_id > product.id)
        FROM product WHERE product.id IS NOT NULL
    )
    SELECT * FROM (
        SELECT 'product', id, (
            SELECT product_title FROM opportunities
            WHERE {owner} = ? AND product_id = product.id ORDER BY created_at DESC, opportunities.id DESC LIMIT 1
        )
        FROM product WHERE id IS NOT NULL LIMIT {most}
    ) AS products
    UNION ALL
    SELECT * FROM (
        SELECT 'party', id, name FROM organisations
        WHERE kind = '{kind}' AND EXISTS (SELECT 1 FROM opportunities WHERE {owner} = ? AND {party} = organisations.id)
        ORDER BY lower(name), id LIMIT {most}
    ) AS parties";

static OF_ISV: LazyLock<String> =
    LazyLock::new(|| occurring("isv_id", "reseller_id", OrganisationKind::Partner));
static OF_PARTNER: LazyLock<String> =
    LazyLock::new(|| occurring("reseller_id", "isv_id", OrganisationKind::Isv));

/// The query for what occurs where the column of the owner is somebody.
fn occurring(owner: &str, party: &str, kind: OrganisationKind) -> String {
    OCCURRING
        .replace("{owner}", owner)
        .replace("{party}", party)
        .replace("{kind}", kind.as_str())
        .replace("{most}", &MAX_OPTIONS.to_string())
}

/// What occurs in somebody's opportunities.
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
    type SqlType = (Text, Text, Text);
}

impl RunQueryDsl<Conn> for Occurring {}

/// What the filters offer: the resellers or vendors and the products that somebody's opportunities have, at most
/// [`MAX_OPTIONS`] each.
///
/// # Errors
/// When the database does not answer.
pub fn filter_options(c: &mut Conn, whose: impl Into<Whose>) -> Result<FilterOptions, Error> {
    let whose = whose.into();
    let (sql, owner) = match whose {
        Whose::Isv(scope) => (&OF_ISV, AsText(scope.isv())),
        Whose::Partner(scope) => (&OF_PARTNER, AsText(scope.partner())),
    };
    let mut found: Vec<(String, String, String)> = Occurring { sql, whose: owner }.load(c)?;
    found.sort_by_cached_key(|(_, id, name)| (super::folded(name), id.clone()));
    let mut offered = FilterOptions::default();
    for (what, id, name) in found {
        let broken = || Error::broken(format!("“{id}” is no id"));
        if what == "party" {
            let party = id.parse().map_err(|_| broken())?;
            match whose {
                Whose::Isv(_) => offered.resellers.push((party, name)),
                Whose::Partner(_) => offered.vendors.push((party, name)),
            }
        } else {
            let product = ProductId::parse(&id).ok_or_else(broken)?;
            offered.products.push((product, name));
        }
    }
    Ok(offered)
}
