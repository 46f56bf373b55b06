//! What somebody looks for in the texts of a list.

use crate::domain::account::AccountId;
use crate::domain::ids::OrganisationId;
use crate::domain::text::clean;
use crate::store::columns::AsText;
use crate::store::conn::MultiBackend;
use crate::store::opportunities::search::{folded, part, pattern, ungrouped};
use crate::store::piece::{OneOf, one_of};
use crate::store::schema::organisations;
use crate::store::scope::Whose;
use crate::store::{Conn, Error, vendors};
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};
use std::str::FromStr;

/// Characters of a search that count; names have no more.
pub const MAX_SEARCH: usize = 100;

/// What of a typed search counts.
pub(super) fn looked_for(typed: &str) -> String {
    clean(&typed.chars().take(MAX_SEARCH).collect::<String>())
}

/// What a search is for.
pub(in crate::store) enum Search<Id> {
    /// Nothing in particular.
    All,
    /// The very thing with this id.
    One(Id),
    /// What has a part of a text.
    Part(Sought),
}

impl<Id: FromStr> Search<Id> {
    /// Understands what was typed.
    pub(in crate::store) fn of(c: &mut Conn, whose: Whose, typed: &str) -> Result<Self, Error> {
        let typed = looked_for(typed);
        Ok(if typed.is_empty() {
            Self::All
        } else if let Ok(id) = typed.parse() {
            Self::One(id)
        } else {
            Self::Part(Sought::of(c, whose, &typed)?)
        })
    }
}

/// A part of a text that somebody looks for.
#[derive(Debug, Clone)]
pub(in crate::store) struct Sought {
    /// What a text has one of that has it: digits in groups are a part of an account ID, or of a name as typed.
    parts: Vec<String>,
    /// The vendors that it is a part of the name or account ID of; what a partner gets from them does not hold their names.
    vendors: Vec<OrganisationId>,
    /// The lines that name a partner itself, which stand in every text of its list; whoever looks for a part of them means
    /// something else.
    own: Option<String>,
}

impl Sought {
    fn of(c: &mut Conn, whose: Whose, typed: &str) -> Result<Self, Error> {
        let typed = [Some(typed.to_owned()), ungrouped(typed)];
        let parts: Vec<String> = typed
            .into_iter()
            .flatten()
            .map(|typed| part(&typed))
            .collect();
        let (mut vendors, mut own) = (Vec::new(), None);
        if let Whose::Partner(scope) = whose {
            vendors = vendors::called(c, scope.partner(), &parts)?;
            own = Some(own_lines(c, scope.partner())?)
                .filter(|own| parts.iter().any(|part| own.contains(part)));
        }
        Ok(Self {
            parts,
            vendors,
            own,
        })
    }

    /// What a text has one of that has it.
    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }

    /// That it is found in a text, or a part of what a vendor is called.
    pub(in crate::store) fn found_in<T, V>(
        &self,
        text: T,
        vendor: V,
    ) -> Found<T, OneOf<V, AsText<OrganisationId>>> {
        Found {
            patterns: self.parts.iter().map(|part| pattern(part)).collect(),
            own: self.own.clone(),
            text,
            of_vendors: one_of(vendor, self.vendors.iter().copied().map(AsText)),
        }
    }
}

/// How a partner stands in the texts of its list.
fn own_lines(c: &mut Conn, partner: OrganisationId) -> Result<String, Error> {
    let (name, account): (String, AsText<AccountId>) = organisations::table
        .find(AsText(partner))
        .select((organisations::name, organisations::account_id))
        .get_result(c)?;
    Ok(format!("\n{}\n{}", folded(&name), account.0.as_str()))
}

/// That something is found in a row.
#[derive(Debug, Clone)]
pub(in crate::store) struct Found<T, O> {
    patterns: Vec<String>,
    own: Option<String>,
    text: T,
    of_vendors: O,
}

impl<T: QueryFragment<MultiBackend>, O: QueryFragment<MultiBackend>> QueryFragment<MultiBackend>
    for Found<T, O>
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql("(");
        for pattern in &self.patterns {
            if let Some(own) = &self.own {
                pass.push_sql("replace(");
                self.text.walk_ast(pass.reborrow())?;
                pass.push_sql(", ");
                pass.push_bind_param::<Text, _>(own)?;
                pass.push_sql(", '')");
            } else {
                self.text.walk_ast(pass.reborrow())?;
            }
            pass.push_sql(" LIKE ");
            pass.push_bind_param::<Text, _>(pattern)?;
            pass.push_sql(" ESCAPE '\\' OR ");
        }
        self.of_vendors.walk_ast(pass.reborrow())?;
        pass.push_sql(")");
        Ok(())
    }
}

impl<T, O> QueryId for Found<T, O> {
    type QueryId = ();
    // How much is looked for does not show in the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T, O> Expression for Found<T, O> {
    type SqlType = Bool;
}

impl<T, O, GroupBy> ValidGrouping<GroupBy> for Found<T, O> {
    type IsAggregate = is_aggregate::No;
}

impl<T: AppearsOnTable<From>, O: AppearsOnTable<From>, From> AppearsOnTable<From> for Found<T, O> {}

impl<T: SelectableExpression<From>, O: SelectableExpression<From>, From> SelectableExpression<From>
    for Found<T, O>
{
}
