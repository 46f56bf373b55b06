//! Writing as somebody. Who they are was read before what they sent had arrived, which may take a while; whether they may
//! still do it is found out where it is written.

use crate::domain::ids::{OrganisationId, UserId};
use crate::store::{Conn, Error as StoreError, users};
use crate::web::State;
use crate::web::auth::{IsvEditor, OperatorEditor, OwnAdmin, PartnerEditor, Signed};
use crate::web::error::Error;

/// What is said to whoever was allowed something when they pressed the button, and is not any more.
pub const NOT_ANY_MORE: &str =
    "Another admin changed what you may do a moment ago, so nothing was changed by you.";

/// Whether somebody of an organisation may still do something.
type Still = fn(&mut Conn, (OrganisationId, UserId)) -> Result<bool, StoreError>;

impl Signed {
    async fn write<T, F>(&self, state: &State, still: Still, mut work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    {
        let this = (self.organisation.id, self.user.id);
        let writing = state.db.write(move |c| {
            if still(c, this)? {
                work(c).map(Some)
            } else {
                Ok(None)
            }
        });
        let written = writing.await?;
        written.ok_or_else(|| Error::Forbidden(NOT_ANY_MORE.to_owned()))
    }
}

/// Has an extractor write for as long as its person may.
macro_rules! writes {
    ($($extractor:ty: $still:expr;)+) => {$(
        impl $extractor {
            /// Writes, all or nothing, if the person may still do it: see [`crate::store::Db::write`].
            ///
            /// # Errors
            /// When they may not any more, or the database does not do it.
            pub async fn write<T, F>(&self, state: &State, work: F) -> Result<T, Error>
            where
                T: Send + 'static,
                F: FnMut(&mut Conn) -> Result<T, StoreError> + Send + 'static,
            {
                self.signed.write(state, $still, work).await
            }
        }
    )+};
}

writes! {
    IsvEditor: users::is_editor_still;
    PartnerEditor: users::is_editor_still;
    OperatorEditor: users::is_editor_still;
    OwnAdmin: users::is_admin_still;
}
