//! Writing for many requests at once. A server has several connections for it. The embedded database has one, and those who
//! wait for it share the next commit, so that all of them wait for the disk once.
//!
//! Each piece of work is still all or nothing. When one of those that share a commit fails, nothing of any is kept, and each
//! is done again by itself.

use crate::store::conn::Conn;
use crate::store::db::POOL_WAIT;
use crate::store::error::Error;
use crate::store::pool::{Lane, Manager, Needed, Openers};
use crate::store::transaction::{once, transaction};
use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::oneshot::{self, Receiver, Sender};

/// Pieces of work that share a commit at most: by then the disk is a small part of each, and the first is not kept waiting.
const TOGETHER: usize = 32;

/// Those who write.
pub(in crate::store) enum Writers {
    /// Each on a connection of its own.
    #[cfg(feature = "postgres")]
    Several(Lane),
    /// All on the one connection.
    InTurn(Arc<Turns>),
}

impl Writers {
    /// So many that do not wait for each other.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn several(
        manager: Manager,
        connections: NonZeroU32,
        openers: &Openers,
    ) -> Result<Self, Error> {
        let lane = Lane::new(manager, connections, Needed::Always, openers)?;
        Ok(Self::Several(lane))
    }

    /// One after the other.
    pub(in crate::store) fn in_turn(manager: Manager, openers: &Openers) -> Result<Self, Error> {
        Ok(Self::InTurn(Arc::new(Turns {
            lane: Lane::new(manager, NonZeroU32::MIN, Needed::Always, openers)?,
            queue: Mutex::default(),
        })))
    }

    /// Does the work in a transaction.
    ///
    /// # Errors
    /// What the work returns; busy or unavailable when there is no connection.
    pub(in crate::store) async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        match self {
            #[cfg(feature = "postgres")]
            Self::Several(lane) => {
                let mut work = work;
                lane.run(move |c| transaction(c, &mut work)).await
            }
            Self::InTurn(turns) => turns.write(work).await,
        }
    }

    /// Works on a connection for writing, for those who may block.
    ///
    /// # Errors
    /// What the work returns; busy or unavailable when there is no connection.
    pub(in crate::store) fn run_now<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Several(lane) => lane.run_now(work),
            Self::InTurn(turns) => turns.lane.run_now(work),
        }
    }
}

/// The one connection, and who waits for it.
pub(in crate::store) struct Turns {
    lane: Lane,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Box<dyn Work>>,
    /// How many there were so far, which numbers them.
    count: u64,
    /// Whether a thread works the queue off.
    at_work: bool,
}

impl Turns {
    async fn write<T, F>(self: &Arc<Self>, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (number, mut answer) = self.line_up(work);
        let answer = match tokio::time::timeout(POOL_WAIT, &mut answer).await {
            Ok(answer) => answer,
            Err(_) if self.withdraw(number) => return Err(Error::Busy),
            // It has begun, and may be kept: only its end tells.
            Err(_) => answer.await,
        };
        match answer {
            Ok(Ok(result)) => result,
            // As if it had happened here: whoever serves the request knows what to do.
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => Err(Error::Unavailable("the portal is stopping".to_owned())),
        }
    }

    /// Puts work at the end of the queue, and sees to it that somebody works the queue off.
    fn line_up<T, F>(self: &Arc<Self>, work: F) -> (u64, Receiver<Answer<T>>)
    where
        T: Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let mut queue = self.queue();
        queue.count += 1;
        let number = queue.count;
        queue.waiting.push_back(Box::new(Waiting {
            number,
            since: Instant::now(),
            work,
            value: None,
            answer,
        }));
        if !queue.at_work {
            queue.at_work = true;
            let turns = Arc::clone(self);
            self.lane.threads().begin(move || turns.work_off());
        }
        (number, answered)
    }

    /// Takes work out of the queue; whether it was still there.
    fn withdraw(&self, number: u64) -> bool {
        let mut queue = self.queue();
        let place = queue
            .waiting
            .iter()
            .position(|work| work.number() == number);
        place
            .and_then(|place| queue.waiting.remove(place))
            .is_some()
    }

    /// Does all that waits, until nothing does.
    fn work_off(&self) {
        loop {
            let works = {
                let mut queue = self.queue();
                let next = queue.waiting.len().min(TOGETHER);
                let works: Vec<_> = queue.waiting.drain(..next).collect();
                queue.at_work = !works.is_empty();
                works
            };
            if works.is_empty() {
                return;
            }
            self.do_together(works.into_iter().filter(|work| work.is_awaited()).collect());
        }
    }

    fn do_together(&self, mut works: Vec<Box<dyn Work>>) {
        let shared = works.len() > 1
            && matches!(
                catch_unwind(AssertUnwindSafe(|| {
                    let mut all =
                        |c: &mut Conn| works.iter_mut().try_for_each(|work| work.attempt(c));
                    self.lane.run_now(|c| once(c, &mut all))
                })),
                Ok(Ok(()))
            );
        for work in works {
            if shared {
                work.tell();
            } else {
                work.do_alone(&self.lane);
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing that panics is done while it is locked.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What became of work: what it returned, or its panic.
type Answer<T> = std::thread::Result<Result<T, Error>>;

/// Work in the queue.
trait Work: Send {
    /// Which one it is.
    fn number(&self) -> u64;

    /// Whether anybody wants to know what becomes of it. Nobody does when a request was given up.
    fn is_awaited(&self) -> bool;

    /// Does it within a transaction, which is not to be kept if it fails.
    fn attempt(&mut self, c: &mut Conn) -> Result<(), Error>;

    /// Tells that it was done and is kept.
    fn tell(self: Box<Self>);

    /// Does it in a transaction of its own, and tells what became of it.
    fn do_alone(self: Box<Self>, lane: &Lane);
}

struct Waiting<T, F> {
    number: u64,
    since: Instant,
    work: F,
    /// What it returned when it was attempted.
    value: Option<T>,
    answer: Sender<Answer<T>>,
}

impl<T, F> Work for Waiting<T, F>
where
    T: Send,
    F: FnMut(&mut Conn) -> Result<T, Error> + Send,
{
    fn number(&self) -> u64 {
        self.number
    }

    fn is_awaited(&self) -> bool {
        !self.answer.is_closed()
    }

    fn attempt(&mut self, c: &mut Conn) -> Result<(), Error> {
        self.value = Some((self.work)(c)?);
        Ok(())
    }

    fn tell(self: Box<Self>) {
        if let Some(value) = self.value {
            // Who does not wait any more does not hear it.
            let _ = self.answer.send(Ok(Ok(value)));
        }
    }

    fn do_alone(self: Box<Self>, lane: &Lane) {
        let Self {
            since,
            mut work,
            answer,
            ..
        } = *self;
        // What it shared the connection with may have held it for long.
        let answered = if since.elapsed() > POOL_WAIT {
            Ok(Err(Error::Busy))
        } else {
            // Around the connection too: one that saw a panic is not used again.
            catch_unwind(AssertUnwindSafe(|| {
                lane.run_now(|c| transaction(c, &mut work))
            }))
        };
        let _ = answer.send(answered);
    }
}
