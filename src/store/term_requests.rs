//! Requests for terms that the form cannot express, which the operator answers by hand.

use crate::domain::account::User;
use crate::domain::ids::{EventId, OrganisationId, RequestId};
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, OwnEvent};
use crate::store::insert::insert_unless_there;
use crate::store::outbox::{self, Letter};
use crate::store::piece::TakePart;
use crate::store::schema::{organisations, term_requests, users};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// Characters of a request's subject: one line of a list.
pub const MAX_SUBJECT: usize = 100;
/// Characters of what is needed: a page of a letter.
pub const MAX_NEEDED: usize = 2_000;
/// Requests of one ISV within [`MAX_PER`]: somebody reads each of them.
pub const MAX_REQUESTS: i64 = 20;
/// The time within which those are counted.
pub const MAX_PER: TimeDelta = TimeDelta::days(1);
/// The most requests a page lists, newest first.
pub const MAX_LISTED: i64 = 200;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermRequestStatus {
    /// Nobody has answered it.
    Open,
    /// It is answered.
    Answered,
}

impl TermRequestStatus {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Answered];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
        }
    }

    /// The word shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Answered => "Answered",
        }
    }
}

/// A request to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTermRequest {
    /// Its id.
    pub id: RequestId,
    /// What it is about.
    pub subject: String,
    /// What is needed.
    pub needed: String,
    /// How to reach whoever asks.
    pub contact: String,
    /// What the channel desk is told.
    pub letter: Letter,
}

/// What became of a request to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It is made, and the channel desk is told.
    Done,
    /// It was made before, by another press of the same button.
    Already,
    /// This ISV has made so many that it has to wait.
    TooMany,
}

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRequest {
    /// Its id.
    pub id: RequestId,
    /// Which ISV asks.
    pub isv: OrganisationId,
    /// The ISV's name.
    pub isv_name: String,
    /// The name of the person who asks.
    pub person: String,
    /// What it is about.
    pub subject: String,
    /// What is needed.
    pub needed: String,
    /// How to reach whoever asks.
    pub contact: String,
    /// Where it stands.
    pub status: TermRequestStatus,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = term_requests)]
struct TermRequestRow {
    id: AsText<RequestId>,
    isv_id: AsText<OrganisationId>,
    subject: String,
    needed: String,
    contact: String,
    status: AsText<TermRequestStatus>,
    created_at: Moment,
}

fn request((row, isv_name, person): (TermRequestRow, String, String)) -> TermRequest {
    TermRequest {
        id: row.id.0,
        isv: row.isv_id.0,
        isv_name,
        person,
        subject: row.subject,
        needed: row.needed,
        contact: row.contact,
        status: row.status.0,
        created_at: row.created_at.into(),
    }
}

/// Makes a request, and puts the letter that tells of it on its way.
///
/// # Errors
/// When the database does not answer.
pub fn add(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewTermRequest,
    by: &User,
    now: DateTime<Utc>,
) -> Result<Asked, Error> {
    let lately: i64 = term_requests::table
        .filter(term_requests::isv_id.eq(AsText(scope.isv())))
        .filter(term_requests::created_at.gt(Moment::from(now - MAX_PER)))
        .filter(term_requests::id.ne(AsText(new.id)))
        .count()
        .get_result(c)?;
    if lately >= MAX_REQUESTS {
        return Ok(Asked::TooMany);
    }
    let added = insert_unless_there(c, |c| {
        diesel::insert_into(term_requests::table)
            .values((
                term_requests::id.eq(AsText(new.id)),
                term_requests::isv_id.eq(AsText(scope.isv())),
                term_requests::user_id.eq(AsText(by.id)),
                term_requests::subject.eq(&new.subject),
                term_requests::needed.eq(&new.needed),
                term_requests::contact.eq(&new.contact),
                term_requests::status.eq(AsText(TermRequestStatus::Open)),
                term_requests::created_at.eq(Moment::from(now)),
            ))
            .execute(c)
    })?;
    if !added {
        return Ok(Asked::Already);
    }
    let request = (new.id, scope.isv());
    let event = record(c, OwnEvent::TermsRequested, request, &by.name, now)?;
    outbox::enqueue(c, &[(event, new.letter.clone())], now)?;
    Ok(Asked::Done)
}

/// The ISV's requests, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(c: &mut Conn, scope: &IsvScope) -> Result<Vec<TermRequest>, Error> {
    let rows = term_requests::table
        .inner_join(users::table)
        .inner_join(organisations::table)
        .filter(term_requests::isv_id.eq(AsText(scope.isv())))
        .order((term_requests::created_at.desc(), term_requests::id.desc()))
        .select((
            TermRequestRow::as_select(),
            organisations::name,
            users::name,
        ))
        .at_most(MAX_LISTED)
        .load(c)?;
    Ok(rows.into_iter().map(request).collect())
}

/// The requests of all ISVs that stand like this, newest first, for the operator.
///
/// # Errors
/// When the database does not answer.
pub fn of_all(c: &mut Conn, status: TermRequestStatus) -> Result<Vec<TermRequest>, Error> {
    let rows = term_requests::table
        .inner_join(users::table)
        .inner_join(organisations::table)
        .filter(term_requests::status.eq(AsText(status)))
        .order((term_requests::created_at.desc(), term_requests::id.desc()))
        .select((
            TermRequestRow::as_select(),
            organisations::name,
            users::name,
        ))
        .at_most(MAX_LISTED)
        .load(c)?;
    Ok(rows.into_iter().map(request).collect())
}

/// Marks a request as answered by somebody of the channel desk. Whether it was open.
///
/// # Errors
/// When the database does not answer.
pub fn answer(c: &mut Conn, id: RequestId, by: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let isv: Option<AsText<OrganisationId>> = term_requests::table
        .find(AsText(id))
        .select(term_requests::isv_id)
        .get_result(c)
        .optional()?;
    let Some(AsText(isv)) = isv else {
        return Ok(false);
    };
    let open = term_requests::table
        .find(AsText(id))
        .filter(term_requests::status.eq(AsText(TermRequestStatus::Open)));
    let answered = diesel::update(open)
        .set(term_requests::status.eq(AsText(TermRequestStatus::Answered)))
        .execute(c)?;
    if answered == 1 {
        record(c, OwnEvent::TermsAnswered, (id, isv), by, now)?;
    }
    Ok(answered == 1)
}

fn record(
    c: &mut Conn,
    what: OwnEvent,
    (request, isv): (RequestId, OrganisationId),
    by: &str,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let request = request.to_string();
    events::record_own(c, isv, (what, by), &[("request", &request)], now)
}
