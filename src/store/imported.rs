//! Drafts that were made of a resale authorization at AWS, and of which.

use crate::answers::Answers;
use crate::answers::imported::Imported;
use crate::domain::account::AccountId;
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::DraftId;
use crate::store::columns::AsText;
use crate::store::insert::insert_unless_there;
use crate::store::schema::draft_authorizations;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use diesel::prelude::*;

/// Keeps of what an ISV's draft was made. Whether it is kept: not if the ISV has another draft of the same
/// authorization, or the draft was made of another.
///
/// # Errors
/// When the database does not answer, or the draft is not the ISV's.
pub fn keep(
    c: &mut Conn,
    scope: &IsvScope,
    draft: DraftId,
    imported: &Imported,
) -> Result<bool, Error> {
    insert_unless_there(c, |c| {
        diesel::insert_into(draft_authorizations::table)
            .values((
                draft_authorizations::draft_id.eq(AsText(draft)),
                draft_authorizations::isv_id.eq(AsText(scope.isv())),
                draft_authorizations::aws_id.eq(AsText(imported.id.clone())),
                draft_authorizations::reseller_account_id.eq(AsText(imported.reseller.clone())),
                draft_authorizations::answers.eq(AsText(imported.answers.clone())),
            ))
            .execute(c)
    })
}

/// Of what an ISV's draft was made; nothing if of no authorization.
///
/// # Errors
/// When the database does not answer.
pub fn find(c: &mut Conn, scope: &IsvScope, draft: DraftId) -> Result<Option<Imported>, Error> {
    let found: Option<(AsText<AuthorizationId>, AsText<AccountId>, AsText<Answers>)> =
        draft_authorizations::table
            .filter(draft_authorizations::draft_id.eq(AsText(draft)))
            .filter(draft_authorizations::isv_id.eq(AsText(scope.isv())))
            .select((
                draft_authorizations::aws_id,
                draft_authorizations::reseller_account_id,
                draft_authorizations::answers,
            ))
            .get_result(c)
            .optional()?;
    Ok(found.map(|(id, reseller, answers)| Imported {
        id: id.0,
        reseller: reseller.0,
        answers: answers.0,
    }))
}

/// The ISV's draft that was made of an authorization.
///
/// # Errors
/// When the database does not answer.
pub fn draft_of(
    c: &mut Conn,
    scope: &IsvScope,
    id: &AuthorizationId,
) -> Result<Option<DraftId>, Error> {
    let found: Option<AsText<DraftId>> = draft_authorizations::table
        .filter(draft_authorizations::isv_id.eq(AsText(scope.isv())))
        .filter(draft_authorizations::aws_id.eq(AsText(id.clone())))
        .select(draft_authorizations::draft_id)
        .get_result(c)
        .optional()?;
    Ok(found.map(|id| id.0))
}
