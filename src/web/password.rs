//! Checks passwords. A hash is made slow on purpose, so it has a thread of its own: a storm of sign-ins fills one
//! core and a short queue, never the threads that serve pages.

mod choice;
mod hasher;

pub use choice::{LONGEST, Refused, SHORTEST, check_new};

use crate::web::error::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Params, PasswordHasher, PasswordVerifier};
use hasher::Hasher;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use tokio::sync::oneshot;

/// Checks that may wait for the thread: with some 20 ms each the last waits under a second; whoever comes later is
/// told to try again.
pub const QUEUE: usize = 32;

/// What one password hash costs a guesser, and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory of one hash.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// The second setting that OWASP recommends for Argon2id.
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
        }
    }
}

/// The way to the thread that checks passwords.
#[derive(Clone)]
pub struct Passwords(SyncSender<Job>);

/// What came of a check.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right.
    Right,
    /// The password is right, and its hash was made when hashes were cheaper: here is a new one.
    RightAndRehashed(String),
    /// The password is wrong, or nobody has that address.
    Wrong,
}

/// What the thread is asked to do, and where the answer goes.
enum Job {
    /// Compare with a stored hash.
    Check {
        password: String,
        hash: Option<String>,
        answer: oneshot::Sender<anyhow::Result<Verdict>>,
    },
    /// Make the hash of a new password.
    Hash {
        password: String,
        answer: oneshot::Sender<anyhow::Result<String>>,
    },
}

impl Passwords {
    /// Starts the thread. It ends with the last copy of this value.
    ///
    /// # Errors
    /// When the cost is out of Argon2's bounds, or no thread can be had.
    pub fn start(cost: PasswordCost) -> anyhow::Result<Self> {
        let hasher = Hasher::new(cost)?;
        let (sender, jobs) = sync_channel::<Job>(QUEUE);
        std::thread::Builder::new()
            .name("passwords".to_owned())
            .spawn(move || {
                // Compared with when nobody has the address typed, so that the answer takes as long as for somebody.
                // Made here, for the portal need not wait for it to start.
                let nobody = hash_with(&hasher, "nobody has this password");
                for job in jobs {
                    work(&hasher, &nobody, job);
                }
            })?;
        Ok(Self(sender))
    }

    /// Compares a password with a stored hash, or with nobody's when there is none; both take the same time.
    ///
    /// # Errors
    /// Busy when too many wait already; internal when the stored hash cannot be read, or the thread has ended.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<Verdict, Error> {
        let (answer, verdict) = oneshot::channel();
        let check = Job::Check {
            password,
            hash,
            answer,
        };
        self.ask(check)?;
        verdict
            .await
            .map_err(|gone| Error::Internal(gone.into()))?
            .map_err(Error::Internal)
    }

    /// The hash under which a new password is stored.
    ///
    /// # Errors
    /// Busy when too many wait already; internal when the thread has ended.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        let (answer, hash) = oneshot::channel();
        let job = Job::Hash { password, answer };
        self.ask(job)?;
        hash.await
            .map_err(|gone| Error::Internal(gone.into()))?
            .map_err(Error::Internal)
    }

    /// Puts a job into the queue. Coming again helps only where the queue is full.
    fn ask(&self, job: Job) -> Result<(), Error> {
        self.0.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Internal(anyhow::anyhow!(
                "the thread that checks passwords has ended"
            )),
        })
    }
}

/// Does what was asked. Nobody waits for the answer when the browser went away.
fn work(hasher: &Hasher, nobody: &anyhow::Result<String>, job: Job) {
    match job {
        Job::Check {
            password,
            hash,
            answer,
        } => {
            let verdict = match (&hash, nobody) {
                (Some(hash), _) => verify(hasher, &password, hash),
                (None, Ok(nobody)) => verify(hasher, &password, nobody).map(|_| Verdict::Wrong),
                (None, Err(error)) => Err(anyhow::anyhow!("nobody's hash was not made: {error}")),
            };
            let _ = answer.send(verdict);
        }
        Job::Hash { password, answer } => {
            let _ = answer.send(hash_with(hasher, &password));
        }
    }
}

/// The hash under which a password is stored.
///
/// # Errors
/// When the cost is out of Argon2's bounds.
pub fn hash(cost: PasswordCost, password: &str) -> anyhow::Result<String> {
    hash_with(&Hasher::new(cost)?, password)
}

fn hash_with(hasher: &Hasher, password: &str) -> anyhow::Result<String> {
    let hash: PasswordHash = hasher.hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

fn verify(hasher: &Hasher, password: &str, stored: &str) -> anyhow::Result<Verdict> {
    let hash = PasswordHash::new(stored)?;
    match hasher.verify_password(password.as_bytes(), &hash) {
        Ok(()) if is_cheaper(&Params::try_from(&hash)?, hasher.params()) => {
            Ok(Verdict::RightAndRehashed(hash_with(hasher, password)?))
        }
        Ok(()) => Ok(Verdict::Right),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(error) => Err(error.into()),
    }
}

fn is_cheaper(old: &Params, new: &Params) -> bool {
    old.m_cost() < new.m_cost() || old.t_cost() < new.t_cost()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: PasswordCost = PasswordCost {
        memory_kib: 8,
        passes: 1,
    };
    const DEARER: PasswordCost = PasswordCost {
        memory_kib: 16,
        passes: 1,
    };

    fn verdict(cost: PasswordCost, password: &str, stored: &str) -> Verdict {
        verify(&Hasher::new(cost).unwrap(), password, stored).unwrap()
    }

    #[test]
    fn a_password_is_taken_exactly_as_it_was_typed() {
        for password in [
            " leading and trailing ",
            "Zoë 😀",
            "e\u{301}",
            &"x".repeat(128),
        ] {
            let stored = hash(CHEAP, password).unwrap();
            assert!(
                stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
                "{stored}"
            );
            assert_eq!(verdict(CHEAP, password, &stored), Verdict::Right);
            assert_eq!(
                verdict(CHEAP, &format!("{password} "), &stored),
                Verdict::Wrong
            );
            assert_eq!(
                verdict(CHEAP, password.get(1..).unwrap_or_default(), &stored),
                Verdict::Wrong
            );
        }
    }

    #[test]
    fn a_hash_from_cheaper_days_is_made_anew() {
        let stored = hash(CHEAP, "secret").unwrap();
        let Verdict::RightAndRehashed(new) = verdict(DEARER, "secret", &stored) else {
            panic!("not made anew")
        };
        assert!(new.contains("m=16"), "{new}");
        assert_eq!(
            verdict(CHEAP, "secret", &new),
            Verdict::Right,
            "a dearer hash stays"
        );
    }

    #[test]
    fn what_is_no_hash_is_an_error_and_never_a_sign_in() {
        assert!(verify(&Hasher::new(CHEAP).unwrap(), "x", "plain text").is_err());
    }

    #[test]
    fn who_comes_when_the_queue_is_full_is_told_to_try_again_and_when_the_thread_has_ended_not() {
        let (sender, checks) = sync_channel(QUEUE);
        let passwords = Passwords(sender);
        let ask = || {
            let mut waiting = Box::pin(passwords.verify("x".to_owned(), None));
            let waker = std::task::Waker::noop();
            waiting
                .as_mut()
                .poll(&mut std::task::Context::from_waker(waker))
        };
        for place in 0..QUEUE {
            assert!(ask().is_pending(), "place {place}");
        }
        assert!(matches!(ask(), std::task::Poll::Ready(Err(Error::Busy))));
        drop(checks);
        // Nobody will ever work here again.
        assert!(matches!(
            ask(),
            std::task::Poll::Ready(Err(Error::Internal(_)))
        ));
    }
}
