//! Queries within queries, which Diesel has no words for when it speaks to two databases.

use crate::store::Conn;
use crate::store::conn::MultiBackend;
use crate::store::opportunities::filters::Ids;
use crate::store::piece::Piece;
use crate::store::schema::opportunities;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Integer};

/// What a row is counted by: nothing of it has to be read.
pub(in crate::store) const ONE: Piece<Integer> = Piece::fixed("1");

/// How many rows a query has, which may have a limit.
pub(in crate::store) struct Counted<Q>(pub(in crate::store) Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Counted<Q> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql("SELECT COUNT(*) FROM (");
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(") AS counted");
        Ok(())
    }
}

impl<Q> QueryId for Counted<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for Counted<Q> {
    type SqlType = BigInt;
}

impl<Q> RunQueryDsl<Conn> for Counted<Q> {}

/// A count that stands beside each row of another query; a database counts once.
pub(super) struct Beside<Q>(pub(super) Counted<Q>);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Beside<Q> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql("(");
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(")");
        Ok(())
    }
}

impl<Q> QueryId for Beside<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Expression for Beside<Q> {
    type SqlType = BigInt;
}

impl<Q, GroupBy> ValidGrouping<GroupBy> for Beside<Q> {
    type IsAggregate = is_aggregate::Never;
}

impl<Q> AppearsOnTable<opportunities::table> for Beside<Q> {}

impl<Q> SelectableExpression<opportunities::table> for Beside<Q> {}

/// That an opportunity's id is among those that a query has.
pub(super) struct Among<'a>(pub(super) Ids<'a>);

impl QueryFragment<MultiBackend> for Among<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        opportunities::id.walk_ast(pass.reborrow())?;
        pass.push_sql(" IN (");
        <Ids<'_> as QueryFragment<MultiBackend>>::walk_ast(&self.0, pass.reborrow())?;
        pass.push_sql(")");
        Ok(())
    }
}

impl QueryId for Among<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Among<'_> {
    type SqlType = Bool;
}

impl<GroupBy> ValidGrouping<GroupBy> for Among<'_> {
    type IsAggregate = is_aggregate::No;
}

impl AppearsOnTable<opportunities::table> for Among<'_> {}

impl SelectableExpression<opportunities::table> for Among<'_> {}
