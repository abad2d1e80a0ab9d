//! The task behind the writer: takes batches, appends them, survives a lost Postgres.

use std::time::Duration;

use metrics::{counter, histogram};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tracing::{Instrument as _, Span};

use crate::db::error::{classify, describe};
use crate::db::{Connector, Error};
use crate::log::append::batch::{self, Answers, HeadLock, WriterSession};
use crate::log::append::metrics as outcomes;
use crate::log::append::pending::{Answer, Pending, PreparedEvent};
use crate::log::append::settings::WriterSettings;
use crate::telemetry::metrics::{
    APPEND_BATCH_SIZE, APPEND_BATCHES, APPEND_RETRIES, APPEND_SECONDS, APPEND_SPLITS,
};
use crate::telemetry::traces;

/// How long an event may wait in the queue and for its outcome while Postgres is unavailable.
pub(super) const APPEND_DEADLINE: Duration = Duration::from_secs(10);
/// How long one round trip may take before the connection is closed.
const ROUND_TRIP_TIMEOUT: Duration = Duration::from_secs(20);
const BACKOFF: std::ops::Range<Duration> = Duration::from_millis(50)..Duration::from_secs(1);

/// Runs until every [`super::Writer`] is dropped and the queue is empty.
pub struct WriterTask {
    connector: Connector,
    queue: mpsc::Receiver<Pending>,
    settings: WriterSettings,
    /// Taken from the queue, but left out of the last batch because of a conflict in it.
    waiting: Vec<Pending>,
    session: Option<WriterSession>,
}

impl WriterTask {
    pub(crate) fn new(
        connector: Connector,
        queue: mpsc::Receiver<Pending>,
        settings: WriterSettings,
    ) -> Self {
        let batch_max = settings.batch_max.max(1);
        Self {
            connector,
            queue,
            settings: WriterSettings {
                batch_max,
                ..settings
            },
            waiting: Vec::new(),
            session: None,
        }
    }

    /// Appends events until all writers are dropped and the queue is empty.
    pub async fn run(mut self) {
        let mut lock = HeadLock::IfFree;
        while self.fill_waiting().await {
            lock = match self.append_waiting(lock).await {
                Ok(()) => HeadLock::IfFree,
                Err(not_appended) => {
                    // Another replica appends. What is queued until it has finished is one batch.
                    self.waiting.splice(..0, not_appended);
                    self.wait_for_head().await
                }
            };
        }
    }

    /// Fills `waiting`; false once all writers are dropped and no event waits.
    async fn fill_waiting(&mut self) -> bool {
        let room = self.settings.batch_max.saturating_sub(self.waiting.len());
        if self.waiting.is_empty() {
            return self.queue.recv_many(&mut self.waiting, room).await > 0;
        }
        for _ in 0..room {
            let Ok(pending) = self.queue.try_recv() else {
                break;
            };
            self.waiting.push(pending);
        }
        true
    }

    /// Waits until this replica may append. If that fails, events that have waited too long are
    /// refused, and the append of the others retries.
    async fn wait_for_head(&mut self) -> HeadLock {
        let waited = match &self.session {
            Some(session) => timeout(ROUND_TRIP_TIMEOUT, session.wait_for_head()).await,
            None => return HeadLock::Wait,
        };
        let error = match waited {
            Ok(Ok(())) => return HeadLock::Held,
            Ok(Err(error)) => classify(error),
            Err(_) => Error::Unavailable("waiting for other replicas took too long".into()),
        };
        self.session = None;
        counter!(APPEND_RETRIES).increment(1);
        tracing::warn!(%error, "waiting to append failed; retrying");
        self.refuse_overdue(&error.to_string());
        HeadLock::Wait
    }

    /// Refuses the waiting events whose deadline has passed.
    fn refuse_overdue(&mut self, reason: &str) {
        let now = Instant::now();
        let is_overdue = |pending: &mut Pending| pending.since + APPEND_DEADLINE <= now;
        for pending in self.waiting.extract_if(.., is_overdue) {
            pending.answer(Error::Unavailable(reason.into()).into());
        }
    }

    /// Appends a batch of the waiting events, or returns it if the lock is not free.
    async fn append_waiting(&mut self, lock: HeadLock) -> Result<(), Vec<Pending>> {
        let batch = batch::take(&mut self.waiting, self.settings.batch_max);
        let span = span_of(&batch);
        self.append(batch, lock).instrument(span).await
    }

    async fn append(&mut self, batch: Vec<Pending>, lock: HeadLock) -> Result<(), Vec<Pending>> {
        let started = Instant::now();
        let events: Vec<&PreparedEvent> = batch.iter().map(|pending| &pending.event).collect();
        let deadline = batch
            .iter()
            .map(|pending| pending.since)
            .min()
            .unwrap_or(started)
            + APPEND_DEADLINE;
        let outcome = self.append_until(&events, deadline, lock).await;
        drop(events);
        if let Ok(None) = outcome {
            return Err(batch);
        }
        counter!(APPEND_BATCHES).increment(1);
        histogram!(APPEND_BATCH_SIZE).record(batch.len() as f64);
        match outcome {
            Ok(answers) => {
                histogram!(APPEND_SECONDS).record(started.elapsed().as_secs_f64());
                for (pending, answer) in batch.into_iter().zip(answers.into_iter().flatten()) {
                    pending.answer(answer);
                }
            }
            Err(Error::Unavailable(reason)) => {
                tracing::error!(reason, events = batch.len(), "events could not be appended");
                for pending in batch {
                    pending.answer(Error::Unavailable(reason.clone()).into());
                }
            }
            Err(error) => self.append_one_by_one(batch, &error).await,
        }
        Ok(())
    }

    /// Appends the events of a batch that Postgres refused as a whole, each in its own transaction.
    async fn append_one_by_one(&mut self, batch: Vec<Pending>, error: &Error) {
        counter!(APPEND_SPLITS).increment(1);
        tracing::warn!(%error, events = batch.len(), "a batch was refused; appending one by one");
        for pending in batch {
            let answer = match self
                .append_until(
                    &[&pending.event],
                    pending.since + APPEND_DEADLINE,
                    HeadLock::Wait,
                )
                .await
            {
                Ok(answers) => answers
                    .and_then(|mut answers| answers.pop())
                    .unwrap_or_else(no_answer),
                Err(error) => error.into(),
            };
            if let Err(Error::Database(error)) = &answer.outcome {
                tracing::error!(
                    error = describe(error),
                    "an event was refused by the database"
                );
            }
            pending.answer(answer);
        }
    }

    /// Retries until the events are appended or refused, or `deadline` has passed. There is always
    /// one attempt, so that events that waited long are not refused while the database is healthy.
    /// `None` if the lock is not free; a retry waits for it.
    async fn append_until(
        &mut self,
        events: &[&PreparedEvent],
        deadline: Instant,
        mut lock: HeadLock,
    ) -> Result<Option<Answers>, Error> {
        let mut retry = false;
        let mut backoff = BACKOFF.start;
        loop {
            let error = match self.attempt(events, lock, retry).await {
                Ok(answers) => return Ok(answers),
                Err(error @ Error::Unavailable(_)) => error,
                Err(error) => return Err(error),
            };
            self.session = None;
            retry = true;
            lock = HeadLock::Wait;
            let jittered = backoff.mul_f64(rand::random_range(0.5..1.0));
            if Instant::now() + jittered >= deadline {
                return Err(error);
            }
            counter!(APPEND_RETRIES).increment(1);
            tracing::warn!(%error, "appending failed; retrying");
            sleep(jittered).await;
            backoff = (backoff * 2).min(BACKOFF.end);
        }
    }

    async fn attempt(
        &mut self,
        events: &[&PreparedEvent],
        lock: HeadLock,
        retry: bool,
    ) -> Result<Option<Answers>, Error> {
        let limits = self.settings.limits;
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(WriterSession::open(&self.connector).await?),
        };
        timeout(
            ROUND_TRIP_TIMEOUT,
            session.append(events, &limits, lock, retry),
        )
        .await
        .map_err(|_| Error::Unavailable("appending took too long".into()))?
        .map_err(classify)
    }
}

impl Pending {
    /// Reports the outcome. A client that has disconnected finds its message by its `client_id`.
    fn answer(self, answer: Answer) {
        outcomes::count(&answer.outcome);
        let _ = self.answer.send(answer);
    }
}

/// The span of a batch, linked to the spans of its events' requests.
fn span_of(batch: &[Pending]) -> Span {
    traces::span(|| {
        let span = tracing::info_span!("append", events = batch.len());
        let causes = batch.iter().filter_map(|pending| pending.cause.as_ref());
        traces::link_to(&span, causes);
        span
    })
}

fn no_answer() -> Answer {
    Error::Unavailable("the database returned no outcome of this event".into()).into()
}
