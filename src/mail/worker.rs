//! Sends what waits in the outbox.
//!
//! Letters are taken by a lease, sent outside any transaction and then marked; nothing is ever lost, and what is sent twice
//! after a crash has the same Message-ID. A letter that cannot be sent waits longer each time and never holds up another;
//! when it is the mail server that fails, all wait and nothing is counted.

mod back_off;
mod circuit;
mod outcome;

use crate::clock::Clock;
use crate::mail::transport::{Failure, Mail, Transport};
use crate::mail::worker::circuit::Circuit;
use crate::mail::worker::outcome::Outcome;
use crate::store::outbox::{self, Leased};
use crate::store::{Db, Error, notifications};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{sleep, timeout};

/// Mails under way at once: enough that slow servers do not add up, and no more than any mail server bears.
const AT_ONCE: usize = 4;
/// How long it can still be seen that a letter was sent, and how long one that was given up can be tried again.
pub const KEPT: TimeDelta = TimeDelta::days(90);
/// How often letters that are older are removed.
const PRUNE_EVERY: TimeDelta = TimeDelta::days(1);
/// How many are removed at once: few enough that nobody waits for the database.
const PRUNED_AT_ONCE: u16 = 500;

/// How a worker spends its time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two looks into the outbox.
    pub look: Duration,
    /// After the mail server failed, then after it failed again, and so on; the last one stays.
    pub pauses: [Duration; 5],
    /// What mails under way are given when the portal stops.
    pub stop: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look: Duration::from_secs(1),
            pauses: [5, 15, 30, 60, 300].map(Duration::from_secs),
            // Less than the requests that are under way are given, so that the process ends in time.
            stop: Duration::from_secs(8),
        }
    }
}

/// Sends what waits in the outbox.
pub struct Worker {
    db: Db,
    clock: Clock,
    transport: Transport,
    pace: Pace,
    circuit: Circuit,
    /// Letters under way.
    sending: JoinSet<Result<(), Failure>>,
    /// Which letter each of them is.
    in_hand: HashMap<Id, Leased>,
    /// What became of letters that the database could not be told of yet.
    unsettled: Vec<(Leased, Outcome)>,
    prune_at: DateTime<Utc>,
}

impl Worker {
    /// A worker that has not begun.
    pub fn new(db: Db, clock: Clock, transport: Transport, pace: Pace) -> Self {
        Self {
            db,
            prune_at: clock.now(),
            clock,
            transport,
            pace,
            circuit: Circuit::new(pace.pauses),
            sending: JoinSet::new(),
            in_hand: HashMap::new(),
            unsettled: Vec::new(),
        }
    }

    /// Works until told to stop; then lets mails under way finish and puts the others back.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            self.settle_all().await;
            self.take().await;
            self.prune().await;
            tokio::select! {
                biased;
                // Whoever could have told to stop is gone: the same.
                _ = stop.wait_for(|stop| *stop) => break,
                Some(ended) = self.sending.join_next_with_id() => self.ended(ended),
                () = sleep(self.pace.look) => {}
            }
        }
        self.stop().await;
    }

    /// Takes as many letters as there are hands free, and begins to send them.
    async fn take(&mut self) {
        let busy = self.in_hand.len() + self.unsettled.len();
        let free = self
            .circuit
            .allows(AT_ONCE.saturating_sub(busy), Instant::now());
        let Some(limit) = u16::try_from(free).ok().filter(|free| *free > 0) else {
            return;
        };
        let letters = match self.lease(limit).await {
            Ok(letters) => letters,
            Err(error) => {
                self.circuit.open(&error.to_string(), Instant::now());
                return;
            }
        };
        for letter in letters {
            let (transport, now, taken) =
                (self.transport.clone(), self.clock.now(), letter.clone());
            let sending = self
                .sending
                .spawn(async move { transport.send(&mail(&letter), now).await });
            self.in_hand.insert(sending.id(), taken);
        }
    }

    async fn lease(&self, limit: u16) -> Result<Vec<Leased>, Error> {
        let now = self.clock.now();
        if !self.db.read(move |c| outbox::is_due(c, now)).await? {
            return Ok(Vec::new());
        }
        self.db.write(move |c| outbox::lease(c, limit, now)).await
    }

    /// A mail under way has come to its end, whichever.
    fn ended(&mut self, ended: Result<(Id, Result<(), Failure>), JoinError>) {
        let (id, result) = match ended {
            Ok((id, result)) => (id, Ok(result)),
            Err(crash) => (crash.id(), Err(crash)),
        };
        let Some(letter) = self.in_hand.remove(&id) else {
            return;
        };
        let outcome = Outcome::of(result, letter.attempt, self.clock.now());
        match &outcome {
            Outcome::NotTried { why } => self.circuit.open(why, Instant::now()),
            Outcome::Sent => {
                self.circuit.close();
                tracing::debug!(letter = %letter.id, "mail sent");
            }
            // Why stands in the outbox: what mail servers say often holds the address.
            Outcome::Failed { again, .. } => {
                self.circuit.close();
                tracing::warn!(letter = %letter.id, attempt = letter.attempt, again = ?again, "mail not sent");
            }
            Outcome::NoSuchReader { .. } => {
                self.circuit.close();
                tracing::warn!(letter = %letter.id, "mail not sent: its reader is not there");
            }
        }
        self.unsettled.push((letter, outcome));
    }

    /// Tells the database what became of letters. What it does not take is kept for the next time, as long as the lease
    /// is ours.
    async fn settle_all(&mut self) {
        let now = self.clock.now();
        for (letter, outcome) in std::mem::take(&mut self.unsettled) {
            let told = (letter.clone(), outcome.clone());
            let settled = self
                .db
                .write(move |c| settle(c, &told.0, &told.1, now))
                .await;
            match settled {
                Ok(true) => {}
                Ok(false) => {
                    tracing::warn!(letter = %letter.id, "the lease of a mail ended before it was sent")
                }
                Err(error) => {
                    tracing::warn!(letter = %letter.id, %error, "what became of a mail could not be kept yet");
                    if letter.until > now {
                        self.unsettled.push((letter, outcome));
                    }
                }
            }
        }
    }

    /// Removes some of the letters that nobody needs any more, when it is time.
    async fn prune(&mut self) {
        let now = self.clock.now();
        if now < self.prune_at {
            return;
        }
        match self
            .db
            .write(move |c| outbox::prune(c, now - KEPT, PRUNED_AT_ONCE))
            .await
        {
            // There may be more: the next round goes on.
            Ok(removed) if removed >= usize::from(PRUNED_AT_ONCE) => {}
            Ok(_) => self.prune_at = now + PRUNE_EVERY,
            Err(error) => {
                tracing::warn!(%error, "old mails could not be removed");
                self.prune_at = now + PRUNE_EVERY;
            }
        }
    }

    async fn stop(mut self) {
        let limit = self.pace.stop;
        let finish = async {
            while let Some(ended) = self.sending.join_next_with_id().await {
                self.ended(ended);
            }
        };
        if timeout(limit, finish).await.is_err() {
            self.sending.abort_all();
        }
        // Whether these were taken is not known; they will be sent again, under the same Message-ID.
        let stopped = || Outcome::NotTried {
            why: "the portal stops".to_owned(),
        };
        let in_hand = self.in_hand.drain();
        self.unsettled
            .extend(in_hand.map(|(_, letter)| (letter, stopped())));
        self.settle_all().await;
    }
}

fn mail(letter: &Leased) -> Mail<'_> {
    Mail {
        id: letter.id,
        recipient: &letter.recipient,
        subject: &letter.subject,
        text: &letter.text,
        html: &letter.html,
        unsubscribe: letter.unsubscribe.as_deref(),
    }
}

fn settle(
    c: &mut crate::store::Conn,
    letter: &Leased,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    match outcome {
        Outcome::Sent => outbox::sent(c, letter, now),
        Outcome::NotTried { .. } => outbox::release(c, letter, now),
        Outcome::Failed { why, again } => outbox::failed(c, letter, why, *again, now),
        Outcome::NoSuchReader { why } => {
            let ours = outbox::failed(c, letter, why, None, now)?;
            if ours {
                notifications::refused(c, letter.event, &letter.recipient)?;
            }
            Ok(ours)
        }
    }
}
