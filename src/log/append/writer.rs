//! The writer's handle: queues events and waits for their outcomes.

use std::sync::Arc;

use ::metrics::gauge;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::Instant;

use crate::bounds::quota;
use crate::db::{Connector, Error, Pool};
use crate::domain::{AppendOutcome, NewEvent};
use crate::log::append::metrics;
use crate::log::append::pending::{Answer, Pending, PreparedEvent};
use crate::log::append::prepare::Preparation;
use crate::log::append::settings::WriterSettings;
use crate::log::append::task::{APPEND_DEADLINE, WriterTask};
use crate::log::append::turns::Turns;
use crate::telemetry::metrics::{APPEND_QUEUE_CAPACITY, APPEND_QUEUE_DEPTH};
use crate::telemetry::traces;

/// How often a text is prepared that somebody changes at the same moment.
const ATTEMPTS: usize = 5;

/// The writer's handle. Clones share one queue.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Pending>,
    preparation: Arc<Preparation>,
    turns: Turns,
    /// Limits the events that are prepared at once.
    room: Arc<Semaphore>,
}

impl Writer {
    /// A writer, and the task that appends what it queues. Texts are prepared on connections of the
    /// pool.
    pub fn new(connector: Connector, pool: &Pool, settings: WriterSettings) -> (Self, WriterTask) {
        let (queue, waiting) = mpsc::channel(settings.queue_max);
        let writer = Self {
            queue,
            preparation: Arc::new(Preparation::new(pool)),
            turns: Turns::default(),
            room: Arc::new(Semaphore::new(settings.queue_max)),
        };
        (writer, WriterTask::new(connector, waiting, settings))
    }

    /// The gauges of this writer's queue, which do not keep the writer alive.
    pub fn metrics(&self) -> WriterMetrics {
        WriterMetrics(self.queue.downgrade())
    }

    /// Appends an event. Returns once it is durable or refused. Texts of one user are queued in the
    /// order of the calls.
    pub async fn append(&self, event: NewEvent) -> Result<AppendOutcome, Error> {
        let since = Instant::now();
        let mut turn = Preparation::concerns(&event).then(|| self.turns.take(event.actor_id));
        for _ in 0..ATTEMPTS {
            let event = self.prepare(event.clone(), since).await?;
            if let Some(turn) = &mut turn {
                turn.come().await;
            }
            let answered = self.queue(event, since)?;
            turn = None;
            let answer = answered.await;
            let gone = |_| Error::Unavailable("the writer stopped".into());
            let Answer { outcome, quotas } = answer.map_err(gone)?;
            quota::note(quotas);
            if let Some(outcome) = outcome? {
                return Ok(outcome);
            }
        }
        Err(Error::Unavailable(
            "the text changed again and again".into(),
        ))
    }

    /// Prepares the text of an event.
    async fn prepare(&self, event: NewEvent, since: Instant) -> Result<PreparedEvent, Error> {
        let Ok(_room) = self.room.try_acquire() else {
            return Err(overloaded());
        };
        let prepared = self.preparation.prepare(&event, since + APPEND_DEADLINE);
        let text = prepared.await.inspect_err(metrics::count_refused)?;
        Ok(PreparedEvent { event, text })
    }

    /// Queues an event; its outcome follows.
    fn queue(
        &self,
        event: PreparedEvent,
        since: Instant,
    ) -> Result<oneshot::Receiver<Answer>, Error> {
        let (answer, answered) = oneshot::channel();
        let pending = Pending {
            event,
            since,
            cause: traces::cause(),
            answer,
        };
        self.queue.try_send(pending).map_err(|full| {
            if let mpsc::error::TrySendError::Closed(_) = full {
                metrics::refused_at_shutdown();
                return Error::Unavailable("shutting down".into());
            }
            overloaded()
        })?;
        Ok(answered)
    }

    /// The number of events in the queue.
    pub fn queued(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }
}

fn overloaded() -> Error {
    metrics::count_refused(&Error::Overloaded);
    Error::Overloaded
}

/// The gauges of a writer's queue.
pub struct WriterMetrics(mpsc::WeakSender<Pending>);

impl WriterMetrics {
    /// Sets the gauges.
    pub fn record(&self) {
        if let Some(queue) = self.0.upgrade() {
            let capacity = queue.max_capacity();
            gauge!(APPEND_QUEUE_CAPACITY).set(capacity as f64);
            gauge!(APPEND_QUEUE_DEPTH).set((capacity - queue.capacity()) as f64);
        }
    }
}
