//! What the filters of the table offer: the resellers and products that its rows have.

use crate::domain::catalog::ProductId;
use crate::domain::ids::OrganisationId;
use crate::store::columns::AsText;
use crate::store::scope::{IsvScope, PartnerScope};
use crate::store::{Conn, Error, vendors};
use diesel::prelude::*;
use diesel::sql_query;
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

#[derive(QueryableByName)]
struct Choice {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Steps from one reseller to the next in an index, so that the time it takes does not depend on the number of rows.
const RESELLERS: &str = "\
    WITH RECURSIVE found (id) AS (
        SELECT min(reseller_id) FROM opportunities WHERE isv_id = $1
        UNION ALL
        SELECT (SELECT min(reseller_id) FROM opportunities WHERE isv_id = $1 AND reseller_id > found.id)
        FROM found WHERE found.id IS NOT NULL
    ), listed (id) AS (SELECT id FROM found WHERE id IS NOT NULL LIMIT $2)
    SELECT id, (
        SELECT reseller_name FROM opportunities
        WHERE isv_id = $1 AND reseller_id = listed.id ORDER BY created_at DESC, id DESC LIMIT 1
    ) AS name
    FROM listed";

/// The same for products.
const PRODUCTS: &str = "\
    WITH RECURSIVE found (id) AS (
        SELECT min(product_id) FROM opportunities WHERE isv_id = $1
        UNION ALL
        SELECT (SELECT min(product_id) FROM opportunities WHERE isv_id = $1 AND product_id > found.id)
        FROM found WHERE found.id IS NOT NULL
    ), listed (id) AS (SELECT id FROM found WHERE id IS NOT NULL LIMIT $2)
    SELECT id, (
        SELECT product_title FROM opportunities
        WHERE isv_id = $1 AND product_id = listed.id ORDER BY created_at DESC, id DESC LIMIT 1
    ) AS name
    FROM listed";

/// The resellers and products that an ISV's opportunities have, at most [`MAX_OPTIONS`] each.
///
/// # Errors
/// When the database does not answer.
pub fn filter_options(c: &mut Conn, scope: &IsvScope) -> Result<FilterOptions, Error> {
    let mut choices = |query: &'static str| -> Result<Vec<Choice>, Error> {
        let mut choices: Vec<Choice> = sql_query(query)
            .bind::<Text, _>(AsText(scope.isv()))
            .bind::<BigInt, _>(MAX_OPTIONS)
            .load(c)?;
        choices.sort_by_cached_key(|choice| (super::folded(&choice.name), choice.id.clone()));
        Ok(choices)
    };
    let (resellers, products) = (choices(RESELLERS)?, choices(PRODUCTS)?);
    let broken = |id: &str| Error::broken(format!("“{id}” is no id"));
    let reseller = |choice: Choice| match choice.id.parse() {
        Ok(id) => Ok((id, choice.name)),
        Err(_) => Err(broken(&choice.id)),
    };
    let product = |choice: Choice| match ProductId::parse(&choice.id) {
        Some(id) => Ok((id, choice.name)),
        None => Err(broken(&choice.id)),
    };
    Ok(FilterOptions {
        resellers: resellers
            .into_iter()
            .map(reseller)
            .collect::<Result<_, _>>()?,
        vendors: Vec::new(),
        products: products
            .into_iter()
            .map(product)
            .collect::<Result<_, _>>()?,
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
