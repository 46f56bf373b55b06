//! What is told of the passing of time: that an opportunity ends soon, and that it has expired.
//!
//! A notice is a row beside its events and letters, made in one transaction with them, so that it is made once: whatever
//! restarts, however many processes look, and whichever way a clock is set.

use crate::domain::ids::{OpportunityId, OrganisationId};
use crate::domain::notification::NoticeKind;
use crate::domain::opportunity::{Opportunity, Status};
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, EventKind, OpportunityEvent};
use crate::store::insert::insert_unless_there;
use crate::store::opportunities::{self, hold_if};
use crate::store::outbox::Letter;
use crate::store::piece::{TakePart, one_of};
use crate::store::schema::{notices, opportunities as rows};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, savepoint};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

/// Writes the letters of a notice, whose readers it looks up. It must do nothing else.
pub type Letters<'a> =
    dyn Fn(&mut Conn, NoticeKind, &Opportunity) -> Result<Vec<Letter>, Error> + 'a;

/// Who did it, when nobody did.
const ACTOR: &str = "Consign";

/// An opportunity of which something may be to be told.
struct Due {
    kind: NoticeKind,
    id: OpportunityId,
    isv: OrganisationId,
    created: NaiveDate,
    last_day: NaiveDate,
}

/// What became of the notices that were due.
#[derive(Debug, Default)]
pub struct Told {
    /// How many opportunities were dealt with.
    pub done: usize,
    /// Those that cannot be read, and why. Nothing is noted of them, so that they are told of once they can.
    pub unreadable: Vec<(OpportunityId, Error)>,
}

/// Whether there is anything to be told, but of those that could not be read: who has nothing to do writes nothing.
///
/// # Errors
/// When the database does not answer.
pub fn is_due(
    c: &mut Conn,
    unreadable: &[OpportunityId],
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    Ok(!due(c, 1, unreadable, now)?.is_empty())
}

/// Tells what is to be told, of so many opportunities at the most, but of those that could not be read before.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn tell(
    c: &mut Conn,
    limit: u16,
    unreadable: &[OpportunityId],
    letters: &Letters<'_>,
    now: DateTime<Utc>,
) -> Result<Told, Error> {
    let mut told = Told::default();
    for notice in due(c, limit, unreadable, now)? {
        // One that cannot be read must not keep the others from being told.
        let one = savepoint(c, |c| match tell_one(c, &notice, letters, now) {
            Err(error @ Error::Broken(_)) => Ok(Err(error)),
            done => done.map(Ok),
        });
        match one? {
            Ok(()) => told.done += 1,
            Err(error) => told.unreadable.push((notice.id, error)),
        }
    }
    Ok(told)
}

/// Notes one as told, and tells it.
fn tell_one(
    c: &mut Conn,
    notice: &Due,
    letters: &Letters<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // What was said at creation is noted as told, so that nobody comes back to it.
    let silent = notice
        .kind
        .was_told_at_creation(notice.created, notice.last_day);
    // Somebody may end or use it meanwhile, or another process tell of it.
    if !hold_if(c, notice.id, status(notice.kind), now)? || !note(c, notice, now)? || silent {
        return Ok(());
    }
    let isv = IsvScope::new(notice.isv);
    let opportunity = opportunities::find(c, &isv, notice.id)?;
    let opportunity = opportunity.ok_or_else(|| Error::broken("the opportunity of a notice"))?;
    let (kind, last_day) = (notice.kind, notice.last_day);
    tell_of(c, kind, &opportunity, last_day, letters, now)
}

/// Notes as told whatever would be to be told, without telling it. Returns how many that were.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn pass_over(c: &mut Conn, limit: u16, now: DateTime<Utc>) -> Result<usize, Error> {
    let due = due(c, limit, &[], now)?;
    for notice in &due {
        note(c, notice, now)?;
    }
    Ok(due.len())
}

/// How an opportunity stands of which this is told.
fn status(kind: NoticeKind) -> Status {
    match kind {
        NoticeKind::Days30 | NoticeKind::Days7 | NoticeKind::Days1 => Status::Active,
        NoticeKind::Expired => Status::Expired,
    }
}

/// What is to be told, those first that end first, but for some opportunities.
fn due(
    c: &mut Conn,
    limit: u16,
    without: &[OpportunityId],
    now: DateTime<Utc>,
) -> Result<Vec<Due>, Error> {
    type Row = (
        AsText<OpportunityId>,
        AsText<OrganisationId>,
        Moment,
        Option<NaiveDate>,
    );
    let mut all = Vec::new();
    for kind in NoticeKind::ALL.into_iter().rev() {
        let left = usize::from(limit).saturating_sub(all.len());
        let (first, last) = kind.last_days(now.date_naive());
        let told = notices::table
            .filter(notices::opportunity_id.eq(rows::id))
            .filter(one_of(
                notices::kind,
                kind.or_later().into_iter().map(AsText),
            ));
        let found: Vec<Row> = rows::table
            .filter(rows::last_day.between(first, last))
            .filter(opportunities::stands(status(kind), now))
            .filter(diesel::dsl::not(exists(told)))
            .order((rows::last_day, rows::id))
            .select((rows::id, rows::isv_id, rows::created_at, rows::last_day))
            .at_most(i64::try_from(left + without.len()).unwrap_or(i64::MAX))
            .load(c)?;
        all.extend(
            found
                .into_iter()
                .filter(|(id, ..)| !without.contains(&id.0))
                .take(left)
                .filter_map(|(id, isv, created, last_day)| {
                    Some(Due {
                        kind,
                        id: id.0,
                        isv: isv.0,
                        created: DateTime::<Utc>::from(created).date_naive(),
                        last_day: last_day?,
                    })
                }),
        );
    }
    Ok(all)
}

/// Notes that this is told; whether it was not yet.
fn note(c: &mut Conn, notice: &Due, now: DateTime<Utc>) -> Result<bool, Error> {
    insert_unless_there(c, |c| {
        diesel::insert_into(notices::table)
            .values((
                notices::opportunity_id.eq(AsText(notice.id)),
                notices::kind.eq(AsText(notice.kind)),
                notices::at.eq(Moment::from(now)),
            ))
            .execute(c)
    })
}

/// The events of both sides and the letters.
fn tell_of(
    c: &mut Conn,
    kind: NoticeKind,
    opportunity: &Opportunity,
    last_day: NaiveDate,
    letters: &Letters<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let what = match kind {
        NoticeKind::Days30 | NoticeKind::Days7 | NoticeKind::Days1 => {
            OpportunityEvent::Ending(last_day)
        }
        NoticeKind::Expired => OpportunityEvent::Expired(last_day),
    };
    let letters = letters(c, kind, opportunity)?;
    let what = EventKind::Opportunity(opportunity.id, what);
    let both = [opportunity.isv.id, opportunity.reseller.id].map(|id| (id, ACTOR));
    events::record_for_both(c, &what, both, &[], letters, now)
}
