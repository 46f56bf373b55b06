//! How addresses get on a list of notifications and off it again: at once or when their owners have agreed, and what those are
//! told.

use crate::domain::account::Organisation;
use crate::domain::ids::AddressId;
use crate::domain::notification::Topic;
use crate::domain::opportunity::Side;
use crate::random;
use crate::store::notifications::Admitted;
use crate::store::outbox::Letter;
use crate::store::{Conn, Error};
use crate::web::auth::OwnAdmin;
use crate::web::origin::Origin;
use crate::web::{State, letters};
use chrono::{DateTime, Utc};

/// How addresses get on the list of an organisation, and what their owners are told.
pub(super) struct Admission {
    organisation: Organisation,
    side: Side,
    /// Who puts them there, as they are called.
    pub(super) person: String,
    /// The secret of the link by which the owner confirms, where that is asked for.
    secret: Option<String>,
    origin: Origin,
    now: DateTime<Utc>,
}

impl Admission {
    /// The admission of what somebody puts there now.
    pub(super) fn new(who: &OwnAdmin, state: &State) -> Self {
        Self {
            organisation: who.signed.organisation.clone(),
            side: who.scope.side(),
            person: who.signed.user.name.clone(),
            secret: state.confirm_addresses.then(random::secret),
            origin: state.origin.clone(),
            now: state.clock.now(),
        }
    }

    /// How an address gets there.
    pub(super) fn admitted(&self) -> Admitted {
        match &self.secret {
            None => Admitted::AtOnce,
            Some(secret) => Admitted::OnceConfirmed(random::fingerprint(secret)),
        }
    }

    /// The letter to who comes on the list.
    pub(super) fn letter(
        &self,
        c: &mut Conn,
        address: (AddressId, &str, &[Topic]),
    ) -> Result<Letter, Error> {
        let to = (&self.organisation, self.side);
        let (_, email, _) = address;
        match &self.secret {
            None => letters::welcome(c, (&self.origin, self.now), to, address, &self.person),
            Some(secret) => letters::confirm(&self.origin, to, email, (&self.person, secret)),
        }
    }

    /// The letter to who was on the list until another address came in its place.
    pub(super) fn farewell(&self, email: &str) -> Result<Letter, Error> {
        let from = (&self.organisation, self.side);
        letters::replaced(from, email, (&self.person, self.now))
    }
}
