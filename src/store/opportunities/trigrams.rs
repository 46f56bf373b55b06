//! What an index knows of a search that has every three characters in a row of what the search looks in. It finds at once
//! what few opportunities have, or none, for which else every text would be read. What many have is soon met in whatever
//! order it is wanted, so there a page is read in order, as long as it takes; and so is what is too short for the index.

use crate::domain::ids::{BatchId, OpportunityId, OrganisationId};
use crate::domain::text::length;
use crate::store::columns::AsText;
use crate::store::conn::MultiBackend;
use crate::store::opportunities::filters::Ids;
#[cfg(feature = "postgres")]
use crate::store::opportunities::filters::all;
use crate::store::opportunities::search::quoted;
use crate::store::opportunities::sought::{Search, Sought};
use crate::store::opportunities::subquery::Counted;
use crate::store::opportunities::table::COUNT_LIMIT;
use crate::store::piece::{Piece, TakePart, one_of};
use crate::store::schema::opportunities;
use crate::store::scope::Whose;
use crate::store::{Conn, Error};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Text;

/// Few are no more than the table counts: to look up and sort as many takes a few milliseconds, and that there are more is
/// then known without counting.
const FEW: i64 = COUNT_LIMIT.cast_signed();
/// With how many texts of the index it is not rare any more, though they may be others' or lack what is looked for: to look up
/// as many rows would take longer than to meet some in order.
const MAX_CANDIDATES: i64 = 2 * FEW;
/// Characters that the index has together.
const LENGTH: usize = 3;
/// How many trigrams of a part are asked for at most: more leave hardly fewer texts, but each is read from the index.
const MAX_TRIGRAMS: usize = 6;

/// What the index knows of what somebody looks for.
pub(super) enum Hits {
    /// All that have it.
    Few(Vec<AsText<OpportunityId>>),
    /// More than [`FEW`] have it.
    Many,
    /// Nothing.
    Unknown,
}

impl Hits {
    /// What it knows of an ISV's opportunities. A partner looks for more than a part of one text.
    pub(super) fn of(
        c: &mut Conn,
        whose: Whose,
        search: &Search<OpportunityId>,
    ) -> Result<Self, Error> {
        let (Whose::Isv(scope), Search::Part(sought)) = (whose, search) else {
            return Ok(Self::Unknown);
        };
        if sought.parts().iter().any(|part| length(part) < LENGTH) {
            return Ok(Self::Unknown);
        }
        match c {
            Conn::Sqlite(_) => of_candidates(c, scope.isv(), sought),
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => {
                // The server itself chooses whether it asks the index.
                let found = sought.found_in(opportunities::search, opportunities::isv_id);
                let hits = all(whose).filter(found).at_most(FEW + 1).load(c)?;
                Ok(Self::first(hits))
            }
        }
    }

    /// Those that have it, or more than few of them.
    fn first(hits: Vec<AsText<OpportunityId>>) -> Self {
        if i64::try_from(hits.len()).is_ok_and(|found| found > FEW) {
            Self::Many
        } else {
            Self::Few(hits)
        }
    }

    /// How many have it, counted up to `most`, if that is known.
    pub(super) fn count(&self, most: i64) -> Option<i64> {
        match self {
            Self::Few(hits) => Some(i64::try_from(hits.len()).unwrap_or(most).min(most)),
            Self::Many => (most <= FEW + 1).then_some(most),
            Self::Unknown => None,
        }
    }
}

/// Lets the index know of a batch that was added. A server's index knows by itself.
pub(super) fn add(c: &mut Conn, batch: BatchId) -> Result<(), Error> {
    match c {
        Conn::Sqlite(c) => {
            let texts = "INSERT INTO opportunities_text (id, search) SELECT id, search FROM opportunities WHERE batch_id = ?";
            diesel::sql_query(texts)
                .bind::<Text, _>(batch.to_string())
                .execute(c)?;
            Ok(())
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Ok(()),
    }
}

fn of_candidates(c: &mut Conn, isv: OrganisationId, sought: &Sought) -> Result<Hits, Error> {
    let candidates = Candidates::of(sought);
    let counted: i64 = Counted(&candidates).get_result(c)?;
    if counted == 0 {
        return Ok(Hits::Few(Vec::new()));
    }
    if counted == MAX_CANDIDATES {
        return Ok(Hits::Unknown);
    }
    let hits = Proven {
        candidates,
        isv: AsText(isv),
        found: sought.found_in(opportunities::search, opportunities::isv_id),
    };
    let hits = hits.at_most(FEW + 1).load(c)?;
    Ok(Hits::first(hits))
}

/// Whose an opportunity is, to be looked at in rows that are found by their ids: by an index SQLite would read all rows of
/// theirs rather than look up more than a few.
const ISV: Piece<Text> = Piece::fixed("opportunities.isv_id || ''");
pub(super) const RESELLER: Piece<Text> = Piece::fixed("opportunities.reseller_id || ''");

/// The ids of those of some opportunities that are theirs, in no order.
pub(super) fn some_of<'a>(whose: Whose, some: &[AsText<OpportunityId>]) -> Ids<'a> {
    let ids = opportunities::table
        .select(opportunities::id)
        .filter(one_of(opportunities::id, some.iter().cloned()))
        .into_boxed();
    match whose {
        Whose::Isv(scope) => ids.filter(ISV.eq(AsText(scope.isv()))),
        Whose::Partner(scope) => ids.filter(RESELLER.eq(AsText(scope.partner()))),
    }
}

/// The ids of what may have a part, whosesoever it is, as SQLite's index has them.
struct Candidates {
    have: String,
}

impl Candidates {
    fn of(sought: &Sought) -> Self {
        let parts: Vec<String> = sought.parts().iter().map(|part| trigrams(part)).collect();
        Self {
            have: parts.join(" OR "),
        }
    }
}

/// The trigrams of a part, evenly spread from its first one to its last, as the index is asked for all of them.
fn trigrams(part: &str) -> String {
    let characters: Vec<char> = part.chars().collect();
    let all: Vec<&[char]> = characters.windows(LENGTH).collect();
    let last = all.len().saturating_sub(1);
    let steps = last.div_ceil(LENGTH).min(MAX_TRIGRAMS - 1);
    let some = (0..=steps).filter_map(|step| all.get(step * last / steps.max(1)));
    let quoted: Vec<String> = some.map(|trigram| quoted(trigram.iter())).collect();
    format!("({})", quoted.join(" AND "))
}

impl QueryFragment<MultiBackend> for Candidates {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql("SELECT id FROM opportunities_text WHERE opportunities_text MATCH ");
        pass.push_bind_param::<Text, _>(&self.have)?;
        pass.push_sql(&format!(" LIMIT {MAX_CANDIDATES}"));
        Ok(())
    }
}

/// The ids of those candidates that are an ISV's and have what is looked for.
struct Proven<F> {
    candidates: Candidates,
    isv: AsText<OrganisationId>,
    found: F,
}

impl<F: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Proven<F> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        pass.push_sql("SELECT opportunities.id FROM (");
        self.candidates.walk_ast(pass.reborrow())?;
        // Row by row in this order: as many are looked up as are wanted.
        pass.push_sql(") AS candidates CROSS JOIN opportunities ON opportunities.id = candidates.id WHERE opportunities.isv_id || '' = ");
        pass.push_bind_param::<Text, _>(&self.isv)?;
        pass.push_sql(" AND ");
        self.found.walk_ast(pass)
    }
}

impl<F> QueryId for Proven<F> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<F> Query for Proven<F> {
    type SqlType = Text;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_trigrams_of_a_part_are_asked_for_the_first_and_the_last_among_them() {
        for (part, asked) in [
            ("abc", r#"("abc")"#),
            ("abcd", r#"("abc" AND "bcd")"#),
            ("abcdef", r#"("abc" AND "def")"#),
            ("abcdefg", r#"("abc" AND "cde" AND "efg")"#),
            (r#"a"" OR"#, r#"("a""""" AND " OR")"#),
            ("東京😀é", r#"("東京😀" AND "京😀é")"#),
        ] {
            assert_eq!(trigrams(part), asked, "{part}");
        }
        let long = trigrams(&"x".repeat(100));
        assert_eq!(long.matches("xxx").count(), MAX_TRIGRAMS);
    }
}
