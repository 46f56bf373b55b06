//! What the filters of the table offer: the resellers and products that its rows have.

use crate::domain::catalog::ProductId;
use crate::domain::ids::OrganisationId;
use crate::store::columns::AsText;
use crate::store::conn::MultiBackend;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error, vendors};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};

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

/// What occurs in a column of an ISV's opportunities, with the name that it had last. It steps from one to the next in an
/// index, so that the time it takes does not depend on the number of rows.
struct Occurring {
    isv: AsText<OrganisationId>,
    id: &'static str,
    name: &'static str,
}

impl Occurring {
    /// Narrows to the ISV's.
    fn push_mine<'b>(&'b self, pass: &mut AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql(" FROM opportunities WHERE isv_id = ");
        pass.push_bind_param::<Text, _>(&self.isv)
    }
}

impl QueryFragment<MultiBackend> for Occurring {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let (id, name) = (self.id, self.name);
        let push = |pass: &mut AstPass<'_, 'b, MultiBackend>, parts: &[&str]| {
            parts.iter().for_each(|part| pass.push_sql(part));
        };
        push(
            &mut pass,
            &["WITH RECURSIVE found (id) AS (SELECT min(", id, ")"],
        );
        self.push_mine(&mut pass)?;
        push(&mut pass, &[" UNION ALL SELECT (SELECT min(", id, ")"]);
        self.push_mine(&mut pass)?;
        push(
            &mut pass,
            &[
                " AND ",
                id,
                " > found.id) FROM found WHERE found.id IS NOT NULL)",
            ],
        );
        push(
            &mut pass,
            &[", listed (id) AS (SELECT id FROM found WHERE id IS NOT NULL LIMIT "],
        );
        pass.push_bind_param::<BigInt, _>(&MAX_OPTIONS)?;
        push(&mut pass, &[") SELECT id, (SELECT ", name]);
        self.push_mine(&mut pass)?;
        push(
            &mut pass,
            &[
                " AND ",
                id,
                " = listed.id ORDER BY created_at DESC, id DESC LIMIT 1) FROM listed",
            ],
        );
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

/// The resellers and products that an ISV's opportunities have, at most [`MAX_OPTIONS`] each.
///
/// # Errors
/// When the database does not answer.
pub fn filter_options(c: &mut Conn, scope: &IsvScope) -> Result<FilterOptions, Error> {
    let mut by_name =
        |id: &'static str, name: &'static str| -> Result<Vec<(String, String)>, Error> {
            let mut found: Vec<(String, String)> = Occurring {
                isv: AsText(scope.isv()),
                id,
                name,
            }
            .load(c)?;
            found.sort_by_cached_key(|(id, name)| (super::folded(name), id.clone()));
            Ok(found)
        };
    let resellers = by_name("reseller_id", "reseller_name")?;
    let products = by_name("product_id", "product_title")?;
    let broken = |id: &str| Error::broken(format!("“{id}” is no id"));
    Ok(FilterOptions {
        resellers: resellers
            .into_iter()
            .map(|(id, name)| Ok((id.parse().map_err(|_| broken(&id))?, name)))
            .collect::<Result<_, Error>>()?,
        vendors: Vec::new(),
        products: products
            .into_iter()
            .map(|(id, title)| Ok((ProductId::parse(&id).ok_or_else(|| broken(&id))?, title)))
            .collect::<Result<_, Error>>()?,
    })
}

/// The vendors that granted a partner opportunities, at most [`MAX_OPTIONS`].
///
/// # Errors
/// When the database does not answer.
pub fn filter_options_for_partner(
    c: &mut Conn,
    scope: &PartnerScope,
) -> Result<FilterOptions, Error> {
    let vendors = vendors::granting(c, scope)?.into_iter();
    Ok(FilterOptions {
        vendors: vendors.map(|vendor| (vendor.id, vendor.name)).collect(),
        ..FilterOptions::default()
    })
}
