//! Who asks: the person, what they may touch, and what every page of theirs says of them.

use super::{StepOf, UserRow};
use crate::domain::account::{Organisation, User};
use crate::domain::ids::UserId;
use crate::domain::theme::Theme;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::organisations::{self, OrganisationRow};
use crate::store::schema::{
    drafts, offer_drafts, organisations as organisation_columns, second_steps,
    sessions as session_columns, users,
};
use crate::store::scope::Scope;
use crate::store::sessions::{self, ABSOLUTE, IDLE, Session, SessionRow};
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// What tells a password from any other and says nothing of it. A session counts as long as its person has the password that
/// it was begun with, so none outlives a change of it, whatever happened at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordMark(String);

impl PasswordMark {
    /// The mark of the password that is stored under this hash.
    pub fn of(password_hash: &str) -> Self {
        Self(random::fingerprint(password_hash))
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The person.
    pub user: User,
    /// Their organisation.
    pub organisation: Organisation,
    /// What they may touch.
    pub scope: Scope,
    /// Whether they fill in the form on one page.
    pub one_page: bool,
    /// Which colours they want.
    pub theme: Theme,
    /// Whether they sign in in two steps.
    pub second_step: bool,
    /// What tells the password they have from any other.
    pub mark: PasswordMark,
    /// How many unfinished opportunities or offers are theirs.
    pub drafts: i64,
    /// How often what stands beside the rows of its table of opportunities has changed for the organisation.
    pub changes: i64,
}

type Row = (
    UserRow,
    OrganisationRow,
    bool,
    AsText<Theme>,
    StepOf,
    String,
    Option<i64>,
    Option<i64>,
    i64,
);

/// All that is read of somebody. No function, since nobody could write down the type of it.
macro_rules! everything {
    () => {
        (
            UserRow::as_select(),
            OrganisationRow::as_select(),
            users::one_page,
            users::theme,
            second_steps::user_id.nullable(),
            users::password_hash,
            // Counted here, since every page says how many there are, and asking apart would be a journey more to a server.
            drafts::table
                .filter(drafts::created_by.eq(users::id))
                .filter(drafts::isv_id.eq(users::organisation_id))
                .count()
                .single_value(),
            offer_drafts::table
                .filter(offer_drafts::created_by.eq(users::id))
                .filter(offer_drafts::partner_id.eq(users::organisation_id))
                .count()
                .single_value(),
            organisation_columns::changes,
        )
    };
}

/// Who this is and what they may touch; nobody when they were disabled.
///
/// # Errors
/// When the database does not answer.
pub fn who(c: &mut Conn, id: UserId) -> Result<Option<Who>, Error> {
    let row: Option<Row> = users::table
        .inner_join(organisation_columns::table)
        .left_join(second_steps::table)
        .filter(users::id.eq(AsText(id)))
        .filter(users::disabled.eq(false))
        .select(everything!())
        .get_result(c)
        .optional()?;
    Ok(row.map(Who::from))
}

/// The session of a key, unless it has ended, and who is signed in with it, unless they were disabled: in one statement, since
/// every page begins with both.
///
/// # Errors
/// When the database does not answer.
pub fn of_session(
    c: &mut Conn,
    key: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Session, Option<Who>)>, Error> {
    let row: Option<(SessionRow, Row)> = users::table
        .inner_join(organisation_columns::table)
        .left_join(second_steps::table)
        .inner_join(session_columns::table)
        .filter(session_columns::key_hash.eq(random::fingerprint(key)))
        .filter(session_columns::seen_at.gt(Moment::from(now - IDLE)))
        .filter(session_columns::created_at.gt(Moment::from(now - ABSOLUTE)))
        .filter(users::disabled.eq(false))
        .select((SessionRow::as_select(), everything!()))
        .get_result(c)
        .optional()?;
    if let Some((session, who)) = row {
        return Ok(Some((session.into(), Some(who.into()))));
    }
    // Nobody is signed in with it yet, or not any more.
    Ok(sessions::load(c, key, now)?.map(|session| (session, None)))
}

impl From<Row> for Who {
    fn from(
        (user, organisation, one_page, theme, step, hash, opportunities, offers, changes): Row,
    ) -> Self {
        let organisation = Organisation::from(organisation);
        Self {
            user: user.into(),
            scope: organisations::scope_of(&organisation),
            organisation,
            one_page,
            theme: theme.0,
            second_step: step.is_some(),
            mark: PasswordMark::of(&hash),
            drafts: opportunities.unwrap_or(0) + offers.unwrap_or(0),
            changes,
        }
    }
}
