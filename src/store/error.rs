//! Why the database did not answer. What a user can cause is never among it: that is a value of the function asked.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why the database did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too many want it at once, or somebody else holds what is wanted. Trying again helps.
    #[error("the database is busy")]
    Busy,
    /// It cannot be reached or cannot write. Nothing was changed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// It was lost while a transaction ended, which may have been kept or not.
    #[error("it is not known whether the database kept what was written: {0}")]
    Unsure(String),
    /// It holds something that this version of the program cannot read.
    #[error("the database holds what cannot be read: {0}")]
    Broken(String),
    /// The settings ask for a database that cannot be had. Trying again does not help.
    #[error("{0}")]
    Refused(String),
    /// What was asked for cannot be done with what is there: a file cannot be read, somebody uses the database. Mending that
    /// helps.
    #[error("{0}")]
    Failed(String),
    /// Anything else that Diesel says.
    #[error(transparent)]
    Diesel(DieselError),
}

impl Error {
    /// A stored value that cannot be read.
    pub(in crate::store) fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }

    /// Whether two transactions got in each other's way, so that running this one again may succeed.
    pub(in crate::store) fn is_conflict(&self) -> bool {
        match self {
            Self::Diesel(DieselError::DatabaseError(kind, information)) => {
                matches!(kind, DatabaseErrorKind::SerializationFailure)
                    || information.message().contains("deadlock detected")
            }
            Self::Diesel(_)
            | Self::Busy
            | Self::Unavailable(_)
            | Self::Unsure(_)
            | Self::Broken(_)
            | Self::Refused(_)
            | Self::Failed(_) => false,
        }
    }

    /// Whether it names a row that is not there. Another transaction may have removed it meanwhile, which running this one
    /// again finds out.
    pub(in crate::store) fn names_what_is_gone(&self) -> bool {
        let gone = DatabaseErrorKind::ForeignKeyViolation;
        matches!(self, Self::Diesel(DieselError::DatabaseError(kind, _)) if *kind == gone)
    }
}

/// What the two databases say, in their words, when they are busy.
const BUSY: [&str; 5] = [
    "database is locked",
    "database table is locked",
    "lock timeout",
    "statement timeout",
    "too many clients",
];
/// What they say when they cannot go on.
const UNAVAILABLE: [&str; 8] = [
    "disk is full",
    "No space left",
    "disk I/O error",
    "readonly database",
    "unable to open database file",
    "terminating connection",
    "server closed the connection",
    "shutting down",
];

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        if let DieselError::DatabaseError(kind, information) = &error {
            let says = |words: &[&str]| words.iter().any(|w| information.message().contains(w));
            let is_away = matches!(
                kind,
                // What only reads is a server's copy, or one that is being mended.
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::ReadOnlyTransaction
            );
            if is_away || says(&UNAVAILABLE) {
                return Self::Unavailable(information.message().to_owned());
            } else if says(&BUSY) {
                return Self::Busy;
            }
        }
        if let DieselError::DeserializationError(cause) = &error {
            return Self::Broken(with_causes(cause.as_ref()));
        }
        Self::Diesel(error)
    }
}

/// All that is said about an error: Diesel names the column, its cause the value.
fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let texts: Vec<String> = causes.map(ToString::to_string).collect();
    texts.join(": ")
}
