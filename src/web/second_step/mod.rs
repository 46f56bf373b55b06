//! The second step of sign-in: after the password a code of the person's authenticator app, which changes every half
//! minute, or one of the recovery codes that they were shown once.
//!
//! Each sets it up for themselves, on pages of their account; the installation says who must. An admin takes it away from a
//! colleague who has lost both app and codes, and `consign user reset-second-step` does so for everybody.

pub mod account;
mod codes;
mod qr;
mod seed;

pub use codes::{CODES, new_codes};
pub use seed::{SPAN, Seed};

use crate::domain::account::OrganisationKind;
use crate::domain::ids::UserId;
use crate::seal::Keys;
use crate::store::{Conn, Error, second_steps};
use chrono::{DateTime, Utc};

/// Who must have a second step; all others may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Those who make wholesale prices or see everything: people of ISVs and of whoever runs the installation.
    Staff,
    /// Partners' people, too.
    Everybody,
    /// Nobody must.
    Nobody,
}

impl Required {
    /// Whether people of such an organisation must have one.
    pub fn of(self, kind: OrganisationKind) -> bool {
        match (self, kind) {
            (Self::Nobody, _) | (Self::Staff, OrganisationKind::Partner) => false,
            (Self::Staff, OrganisationKind::Isv | OrganisationKind::Operator) => true,
            (Self::Everybody, _) => true,
        }
    }
}

/// Letters and digits in groups that the eye can hold.
fn in_groups(text: &str, separator: &str) -> String {
    const GROUP: usize = 4;
    let letters: Vec<char> = text.chars().collect();
    let groups = letters.chunks(GROUP).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(separator)
}

/// What somebody gives to prove that it is them, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A code of their app.
    Code(String),
    /// A recovery code.
    Recovery(String),
}

/// Whether what was given proves that it is this person; each code does so once.
///
/// # Errors
/// When the database does not answer, or the secret of their app cannot be opened by the keys there are.
pub fn prove(
    c: &mut Conn,
    keys: &Keys,
    user: UserId,
    given: &Given,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let code = match given {
        Given::Recovery(typed) => {
            return second_steps::take_code(c, user, &codes::fingerprint(typed));
        }
        Given::Code(typed) => typed,
    };
    let Some(step) = second_steps::find(c, user)? else {
        return Ok(false);
    };
    let seed = Seed::unsealed(keys, &step.sealed, user)
        .map_err(|error| Error::Broken(format!("the second step of {user}: {error}")))?;
    match seed.span_of(code, now) {
        Some(span) => second_steps::take_span(c, user, span),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_must_have_a_second_step_is_for_the_installation_to_say() {
        use OrganisationKind::{Isv, Operator, Partner};
        for (required, of) in [
            (Required::Nobody, &[][..]),
            (Required::Staff, &[Isv, Operator]),
            (Required::Everybody, &[Isv, Operator, Partner]),
        ] {
            for kind in OrganisationKind::ALL {
                assert_eq!(
                    required.of(kind),
                    of.contains(&kind),
                    "{required:?} {kind:?}"
                );
            }
        }
    }
}
