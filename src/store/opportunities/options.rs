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

/// What one filter is for: what occurs in a column of the ids, with its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    Reseller,
    Product,
}

impl Filter {
    const ALL: [Self; 2] = [Self::Reseller, Self::Product];

    /// Its word in the answer, and the columns of ids and names.
    fn columns(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Reseller => ("reseller", "reseller_id", "reseller_name"),
            Self::Product => ("product", "product_id", "product_title"),
        }
    }

    fn word(self) -> &'static str {
        self.columns().0
    }
}

/// Steps from one value of a column to the next in an index, so that the time it takes does not depend on the number of rows.
/// Every `?` is whose they are.
const STEPS: &str = "\
    {filter} (id) AS (
        SELECT min({id}) FROM opportunities WHERE {owner} = ?
        UNION ALL
        SELECT (SELECT min({id}) FROM opportunities WHERE {owner} = ? AND {id} > {filter}.id)
        FROM {filter} WHERE {filter}.id IS NOT NULL
    )";
/// Each value with the name that it had last.
const NAMED: &str = "\
    SELECT * FROM (
        SELECT '{filter}', id, (
            SELECT {name} FROM opportunities
            WHERE {owner} = ? AND {id} = {filter}.id ORDER BY created_at DESC, opportunities.id DESC LIMIT 1
        )
        FROM {filter} WHERE id IS NOT NULL LIMIT {most}
    ) AS some_{filter}";

static OF_ISV: LazyLock<String> = LazyLock::new(|| occurring("isv_id", &Filter::ALL));
static OF_PARTNER: LazyLock<String> =
    LazyLock::new(|| occurring("reseller_id", &[Filter::Product]));

/// The query for what occurs where the owner is somebody: one for all filters, since each is a journey to a server.
fn occurring(owner: &str, filters: &[Filter]) -> String {
    let each = |part: &str, between: &str| {
        let part = |filter: &Filter| {
            let (word, id, name) = filter.columns();
            part.replace("{filter}", word)
                .replace("{owner}", owner)
                .replace("{id}", id)
                .replace("{name}", name)
                .replace("{most}", &MAX_OPTIONS.to_string())
        };
        let parts: Vec<String> = filters.iter().map(part).collect();
        parts.join(between)
    };
    let (steps, named) = (each(STEPS, ", "), each(NAMED, " UNION ALL "));
    format!("WITH RECURSIVE {steps} {named}")
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

/// What filters are to offer, each kind by name.
struct Occurred(Vec<(String, String, String)>);

impl Occurred {
    fn find(c: &mut Conn, whose: Whose) -> Result<Self, Error> {
        let (sql, whose) = match whose {
            Whose::Isv(isv) => (&OF_ISV, AsText(isv)),
            Whose::Partner(partner) => (&OF_PARTNER, AsText(partner)),
        };
        let mut found: Vec<(String, String, String)> = Occurring { sql, whose }.load(c)?;
        found.sort_by_cached_key(|(_, id, name)| (super::folded(name), id.clone()));
        Ok(Self(found))
    }

    /// What one filter offers, each with an id that can be read.
    fn of<Id>(
        &self,
        filter: Filter,
        read: impl Fn(&str) -> Option<Id>,
    ) -> Result<Vec<(Id, String)>, Error> {
        let of_filter = self.0.iter().filter(|(word, ..)| word == filter.word());
        let option = |(_, id, name): &(String, String, String)| {
            let id = read(id).ok_or_else(|| Error::broken(format!("“{id}” is no id")))?;
            Ok((id, name.clone()))
        };
        of_filter.map(option).collect()
    }

    fn products(&self) -> Result<Vec<(ProductId, String)>, Error> {
        self.of(Filter::Product, ProductId::parse)
    }
}

/// The resellers and products that an ISV's opportunities have, at most [`MAX_OPTIONS`] each.
///
/// # Errors
/// When the database does not answer.
pub fn filter_options(c: &mut Conn, scope: &IsvScope) -> Result<FilterOptions, Error> {
    let occurred = Occurred::find(c, scope.into())?;
    Ok(FilterOptions {
        resellers: occurred.of(Filter::Reseller, |id| id.parse().ok())?,
        vendors: Vec::new(),
        products: occurred.products()?,
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
        products: Occurred::find(c, scope.into())?.products()?,
    })
}
