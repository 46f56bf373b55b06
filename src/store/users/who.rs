//! Who asks: the person, what they may touch, and what every page of theirs says of them.

use super::{StepOf, UserRow};
use crate::domain::account::{Organisation, User};
use crate::domain::ids::UserId;
use crate::domain::theme::Theme;
use crate::random;
use crate::store::columns::AsText;
use crate::store::organisations::{self, OrganisationRow};
use crate::store::schema::{
    drafts, offer_drafts, organisations as organisation_columns, second_steps, users,
};
use crate::store::scope::Scope;
use crate::store::{Conn, Error};
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

/// Who this is and what they may touch; nobody when they were disabled.
///
/// # Errors
/// When the database does not answer.
pub fn who(c: &mut Conn, id: UserId) -> Result<Option<Who>, Error> {
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
    // Counted here, since every page says how many there are, and asking apart would be a journey more to a server.
    let unfinished_opportunities = drafts::table
        .filter(drafts::created_by.eq(users::id))
        .filter(drafts::isv_id.eq(users::organisation_id))
        .count()
        .single_value();
    let unfinished_offers = offer_drafts::table
        .filter(offer_drafts::created_by.eq(users::id))
        .filter(offer_drafts::partner_id.eq(users::organisation_id))
        .count()
        .single_value();
    let row: Option<Row> = users::table
        .inner_join(organisation_columns::table)
        .left_join(second_steps::table)
        .filter(users::id.eq(AsText(id)))
        .filter(users::disabled.eq(false))
        .select((
            UserRow::as_select(),
            OrganisationRow::as_select(),
            users::one_page,
            users::theme,
            second_steps::user_id.nullable(),
            users::password_hash,
            unfinished_opportunities,
            unfinished_offers,
            organisation_columns::changes,
        ))
        .get_result(c)
        .optional()?;
    let who =
        |(user, organisation, one_page, theme, step, hash, opportunities, offers, changes): Row| {
            let organisation = Organisation::from(organisation);
            Who {
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
        };
    Ok(row.map(who))
}
