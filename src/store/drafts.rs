//! Drafts: what was typed, kept as typed.

use crate::answers::Answers;
use crate::domain::ids::{DraftId, OpportunityId, UserId};
use crate::store::columns::{AsText, Moment};
use crate::store::piece::TakePart;
use crate::store::schema::{drafts, users};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, PageOf};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// Drafts of one person at a time: more than anybody keeps in mind.
pub const MAX_PER_PERSON: i64 = 50;
/// How long a draft is kept that nobody saves.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// An unfinished opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id; also what keeps two presses of *Create opportunities* from making two batches.
    pub id: DraftId,
    /// Counts its saves; whoever saves says which version they saw.
    pub version: i32,
    /// What was typed.
    pub answers: Answers,
    /// Who began it.
    pub created_by: UserId,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// The name of who saved it last.
    pub saved_by: String,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
    /// The opportunity it was cloned from.
    pub cloned_from: Option<OpportunityId>,
}

/// Whose drafts of an ISV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those that this person began.
    Of(UserId),
    /// Those that others than this person began.
    NotOf(UserId),
}

/// A draft to be begun.
#[derive(Debug, Clone)]
pub struct NewDraft<'a> {
    /// Its id.
    pub id: DraftId,
    /// What it begins with.
    pub answers: &'a Answers,
    /// Who begins it.
    pub by: UserId,
    /// The opportunity it is cloned from.
    pub cloned_from: Option<OpportunityId>,
}

/// What became of a new draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It is there.
    Done,
    /// The person has [`MAX_PER_PERSON`] already.
    TooMany,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved<D = Draft> {
    /// It is saved, as this version.
    Done(i32),
    /// Somebody saved it in between, like this; nothing was changed.
    Stale(Box<D>),
    /// It is not there (any more).
    Gone,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = drafts)]
struct DraftRow {
    id: AsText<DraftId>,
    version: i32,
    answers: AsText<Answers>,
    created_by: AsText<UserId>,
    created_at: Moment,
    saved_at: Moment,
    cloned_from: Option<AsText<OpportunityId>>,
}

fn draft((row, saved_by): (DraftRow, String)) -> Draft {
    Draft {
        id: row.id.0,
        version: row.version,
        answers: row.answers.0,
        created_by: row.created_by.0,
        created_at: row.created_at.into(),
        saved_by,
        saved_at: row.saved_at.into(),
        cloned_from: row.cloned_from.map(|id| id.0),
    }
}

/// Begins a draft.
///
/// # Errors
/// When the database does not answer.
pub fn create(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewDraft<'_>,
    now: DateTime<Utc>,
) -> Result<Created, Error> {
    if count(c, scope, new.by)? >= MAX_PER_PERSON {
        return Ok(Created::TooMany);
    }
    diesel::insert_into(drafts::table)
        .values((
            drafts::id.eq(AsText(new.id)),
            drafts::isv_id.eq(AsText(scope.isv())),
            drafts::version.eq(1),
            drafts::answers.eq(AsText(new.answers.clone())),
            drafts::created_by.eq(AsText(new.by)),
            drafts::created_at.eq(Moment::from(now)),
            drafts::saved_by.eq(AsText(new.by)),
            drafts::saved_at.eq(Moment::from(now)),
            drafts::cloned_from.eq(new.cloned_from.map(AsText)),
        ))
        .execute(c)?;
    Ok(Created::Done)
}

/// Finds a draft of the ISV.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, scope: &IsvScope, id: DraftId) -> Result<Option<Draft>, Error> {
    let row = drafts::table
        .inner_join(users::table)
        .filter(drafts::id.eq(AsText(id)))
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .select((DraftRow::as_select(), users::name))
        .get_result(c)
        .optional()?;
    Ok(row.map(draft))
}

/// A page of somebody's drafts, the one saved last first.
///
/// # Errors
/// When the database does not answer.
pub fn page(
    c: &mut Conn,
    scope: &IsvScope,
    whose: Whose,
    page: PageOf,
) -> Result<Vec<Draft>, Error> {
    let all = drafts::table
        .inner_join(users::table)
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .select((DraftRow::as_select(), users::name))
        .into_boxed();
    let wanted = match whose {
        Whose::Of(by) => all.filter(drafts::created_by.eq(AsText(by))),
        Whose::NotOf(by) => all.filter(drafts::created_by.ne(AsText(by))),
    };
    let rows = wanted.page(page).load(c)?;
    Ok(rows.into_iter().map(draft).collect())
}

/// A draft that a person began at this moment or later with these answers, and into which nothing was typed since.
///
/// # Errors
/// When the database does not answer.
pub fn untouched(
    c: &mut Conn,
    scope: &IsvScope,
    by: UserId,
    begun: &Answers,
    since: DateTime<Utc>,
) -> Result<Option<DraftId>, Error> {
    let id: Option<AsText<DraftId>> = drafts::table
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::created_by.eq(AsText(by)))
        .filter(drafts::created_at.ge(Moment::from(since)))
        .filter(drafts::answers.eq(AsText(begun.clone())))
        .order((drafts::created_at.desc(), drafts::id.desc()))
        .select(drafts::id)
        .at_most(1)
        .get_result(c)
        .optional()?;
    Ok(id.map(|id| id.0))
}

/// A draft of a person's with exactly these answers.
///
/// # Errors
/// When the database does not answer.
pub fn same(
    c: &mut Conn,
    scope: &IsvScope,
    by: UserId,
    answers: &Answers,
) -> Result<Option<DraftId>, Error> {
    let id: Option<AsText<DraftId>> = drafts::table
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::created_by.eq(AsText(by)))
        .filter(drafts::answers.eq(AsText(answers.clone())))
        .order((drafts::created_at.desc(), drafts::id.desc()))
        .select(drafts::id)
        .at_most(1)
        .get_result(c)
        .optional()?;
    Ok(id.map(|id| id.0))
}

/// How many drafts a person has.
///
/// # Errors
/// When the database does not answer.
pub fn count(c: &mut Conn, scope: &IsvScope, by: UserId) -> Result<i64, Error> {
    Ok(drafts::table
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::created_by.eq(AsText(by)))
        .count()
        .get_result(c)?)
}

/// How many drafts the others of the ISV have.
///
/// # Errors
/// When the database does not answer.
pub fn count_others(c: &mut Conn, scope: &IsvScope, than: UserId) -> Result<i64, Error> {
    Ok(drafts::table
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::created_by.ne(AsText(than)))
        .count()
        .get_result(c)?)
}

/// Saves what was typed, if nobody has saved the draft since the version given.
///
/// # Errors
/// When the database does not answer.
pub fn save(
    c: &mut Conn,
    scope: &IsvScope,
    (id, version): (DraftId, i32),
    answers: &Answers,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Saved, Error> {
    let unchanged = drafts::table
        .find(AsText(id))
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::version.eq(version));
    let saved = diesel::update(unchanged)
        .set((
            drafts::version.eq(drafts::version + 1),
            drafts::answers.eq(AsText(answers.clone())),
            drafts::saved_by.eq(AsText(by)),
            drafts::saved_at.eq(Moment::from(now)),
        ))
        .execute(c)?;
    if saved == 1 {
        return Ok(Saved::Done(version + 1));
    }
    Ok(match find(c, scope, id)? {
        Some(other) => Saved::Stale(Box::new(other)),
        None => Saved::Gone,
    })
}

/// Removes a draft. Whether it was there.
///
/// # Errors
/// When the database does not answer.
pub fn discard(c: &mut Conn, scope: &IsvScope, id: DraftId) -> Result<bool, Error> {
    let mine = drafts::table
        .find(AsText(id))
        .filter(drafts::isv_id.eq(AsText(scope.isv())));
    Ok(diesel::delete(mine).execute(c)? == 1)
}

/// Removes drafts that nobody has saved for [`KEPT`]; how many that were.
///
/// # Errors
/// When the database does not answer.
pub fn delete_old(c: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = drafts::table.filter(drafts::saved_at.le(Moment::from(now - KEPT)));
    Ok(diesel::delete(old).execute(c)?)
}
