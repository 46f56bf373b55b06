//! Pieces of SQL that Diesel has no words for. Unlike with [`diesel::dsl::sql`] and lists in [`eq_any`], a database keeps the
//! statements prepared that they stand in: reading a statement costs it more than answering most of ours.
//!
//! [`eq_any`]: diesel::ExpressionMethods::eq_any

use crate::store::PageOf;
use crate::store::conn::MultiBackend;
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, Date, HasSqlType, SingleValue};
use std::marker::PhantomData;

/// Lists of values are filled up to the next of these lengths, so that few statements differ by them alone. The first ones
/// are the lengths of our tables' pages.
const LENGTHS: [usize; 7] = [1, 5, 25, 50, 100, 500, 1_000];

/// A fixed text of SQL with a day in it, or none; perhaps inside another text.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Piece<T> {
    outer: (&'static str, &'static str),
    before: &'static str,
    day: Option<(NaiveDate, &'static str)>,
    result: PhantomData<T>,
}

impl<T> Piece<T> {
    /// The text alone.
    pub(in crate::store) const fn fixed(text: &'static str) -> Self {
        Self {
            outer: ("", ""),
            before: text,
            day: None,
            result: PhantomData,
        }
    }

    /// The text with a day between its two parts.
    pub(in crate::store) const fn around(
        before: &'static str,
        day: NaiveDate,
        after: &'static str,
    ) -> Self {
        Self {
            outer: ("", ""),
            before,
            day: Some((day, after)),
            result: PhantomData,
        }
    }

    /// This piece inside another text, which makes something else of it.
    pub(in crate::store) const fn within<U>(
        self,
        before: &'static str,
        after: &'static str,
    ) -> Piece<U> {
        Piece {
            outer: (before, after),
            before: self.before,
            day: self.day,
            result: PhantomData,
        }
    }
}

impl<T> QueryFragment<MultiBackend> for Piece<T> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql(self.outer.0);
        pass.push_sql(self.before);
        if let Some((day, after)) = &self.day {
            pass.push_bind_param::<Date, _>(day)?;
            pass.push_sql(after);
        }
        pass.push_sql(self.outer.1);
        Ok(())
    }
}

impl<T> QueryId for Piece<T> {
    type QueryId = ();
    // Two pieces of the same type may say different things.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType> Expression
    for Piece<T>
{
    type SqlType = T;
}

impl<T, GroupBy> ValidGrouping<GroupBy> for Piece<T> {
    type IsAggregate = is_aggregate::Never;
}

impl<T, From> AppearsOnTable<From> for Piece<T> where Self: Expression {}

impl<T, From> SelectableExpression<From> for Piece<T> where Self: Expression {}

/// That a column has one of some values; false when there are none.
#[derive(Debug, Clone)]
pub(in crate::store) struct OneOf<C, V> {
    column: C,
    values: Vec<V>,
}

/// That a column has one of some values; false when there are none.
pub(in crate::store) fn one_of<C, V: Clone>(
    column: C,
    values: impl IntoIterator<Item = V>,
) -> OneOf<C, V> {
    let mut values: Vec<V> = values.into_iter().collect();
    if let Some(last) = values.last().cloned() {
        let length = LENGTHS.into_iter().find(|length| *length >= values.len());
        values.resize(length.unwrap_or(values.len()), last);
    }
    OneOf { column, values }
}

impl<C, V, DB> QueryFragment<DB> for OneOf<C, V>
where
    C: Expression + QueryFragment<DB>,
    C::SqlType: SingleValue,
    DB: Backend + HasSqlType<C::SqlType>,
    V: ToSql<C::SqlType, DB>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some((first, others)) = self.values.split_first() else {
            pass.push_sql("1 = 0");
            return Ok(());
        };
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql(" IN (");
        pass.push_bind_param::<C::SqlType, V>(first)?;
        for value in others {
            pass.push_sql(", ");
            pass.push_bind_param::<C::SqlType, V>(value)?;
        }
        pass.push_sql(")");
        Ok(())
    }
}

impl<C, V> QueryId for OneOf<C, V> {
    type QueryId = ();
    // How many values there are does not show in the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, V> Expression for OneOf<C, V> {
    type SqlType = Bool;
}

impl<C, V, GroupBy> ValidGrouping<GroupBy> for OneOf<C, V> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<From>, V, From> AppearsOnTable<From> for OneOf<C, V> {}

impl<C: SelectableExpression<From>, V, From> SelectableExpression<From> for OneOf<C, V> {}

/// A query of which only some rows are wanted.
///
/// How many stands in the statement itself, for both databases plan by it: as a parameter it would make SQLite read the
/// statement anew for each value, and PostgreSQL plan it anew for each use. There are few limits, and as few statements.
#[derive(Debug, Clone)]
pub(in crate::store) struct Part<Q> {
    query: Q,
    limit: i64,
    offset: i64,
}

/// What takes a part of a query's rows. It comes last.
pub(in crate::store) trait TakePart: Sized {
    /// The first rows.
    fn at_most(self, limit: i64) -> Part<Self> {
        self.part(limit, 0)
    }

    /// The rows of a page.
    fn page(self, page: PageOf) -> Part<Self> {
        self.part(page.size.into(), page.offset())
    }

    /// Rows after so many others.
    fn part(self, limit: i64, offset: i64) -> Part<Self> {
        Part {
            query: self,
            limit,
            offset,
        }
    }
}

impl<Q: Query> TakePart for Q {}

impl<Q: QueryFragment<DB>, DB> QueryFragment<DB> for Part<Q>
where
    DB: Backend + HasSqlType<BigInt>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.walk_ast(pass.reborrow())?;
        pass.push_sql(&format!(" LIMIT {}", self.limit));
        if self.offset > 0 {
            pass.push_sql(" OFFSET ");
            pass.push_bind_param::<BigInt, _>(&self.offset)?;
        }
        Ok(())
    }
}

impl<Q> QueryId for Part<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Part<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Part<Q> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::users;
    use diesel::debug_query;
    use diesel::sqlite::Sqlite;

    fn places(values: usize) -> usize {
        let one_of = one_of(users::name, vec!["Ada"; values]);
        let sql = debug_query::<Sqlite, _>(&one_of).to_string();
        sql.split("--")
            .next()
            .unwrap_or_default()
            .matches('?')
            .count()
    }

    #[test]
    fn lists_have_few_lengths() {
        for (values, filled) in [
            (1, 1),
            (2, 5),
            (5, 5),
            (6, 25),
            (26, 50),
            (101, 500),
            (501, 1_000),
            (1_001, 1_001),
        ] {
            assert_eq!(places(values), filled, "{values}");
        }
    }

    #[test]
    fn nothing_is_one_of_no_values() {
        let none = one_of(users::name, Vec::<&str>::new());
        let sql = debug_query::<Sqlite, _>(&none).to_string();
        assert!(sql.starts_with("1 = 0"), "{sql}");
    }

    #[test]
    fn a_limit_stands_in_the_statement_and_where_it_begins_beside_it() {
        let sql = |offset| {
            let part = users::table.select(users::name).part(25, offset);
            debug_query::<Sqlite, _>(&part).to_string()
        };
        assert!(sql(0).ends_with("LIMIT 25 -- binds: []"), "{}", sql(0));
        let later = sql(50);
        assert!(
            later.ends_with("LIMIT 25 OFFSET ? -- binds: [50]"),
            "{later}"
        );
    }
}
