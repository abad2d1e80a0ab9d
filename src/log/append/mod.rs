//! The batching writer: the only way into the log.
//!
//! ```text
//! append() ──► bounded queue ──► WriterTask ──► append_batch() in one round trip
//!    ▲                                                   │
//!    └───────────── each event's own answer ◄────────────┘
//! ```
//!
//! One task takes whatever waits, up to a cap, and appends it as one transaction. There
//! is no timer: an idle system appends a batch of one at once, and under load batches grow
//! by themselves, because events gather while the last batch commits.
//!
//! # Guarantees
//! * An answer that is not an error was committed with `synchronous_commit` on.
//! * An event harms only itself: a batch that fails as a whole is tried again one by one.
//! * A connection lost around COMMIT is harmless: the batch is sent again with the same
//!   event ids, and what the first attempt stored is recognised.

mod batch;
mod task;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

pub use task::WriterTask;

use crate::db::{Connector, Error, Pool};
use crate::domain::{AppendOutcome, NewEvent, PersonalLimits};
use crate::log::Gauges;
use crate::log::metrics::METRICS;
use crate::telemetry::traces::{self, SpanLink};

/// Sizes of the writer, and what it holds people to.
#[derive(Debug, Clone, Copy)]
pub struct WriterSettings {
    /// Most events in one transaction.
    pub batch_max: usize,
    /// Most events waiting; past that a send is refused with [`Error::Overloaded`].
    pub queue_max: usize,
    /// What one person may do; by default whatever they like.
    pub limits: PersonalLimits,
}

impl Default for WriterSettings {
    fn default() -> Self {
        Self {
            batch_max: 512,
            queue_max: 8_192,
            limits: PersonalLimits::NONE,
        }
    }
}

/// The writer's near end. Clones share one queue.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Pending>,
}

/// An event that waits for its answer.
pub(crate) struct Pending {
    event: NewEvent,
    since: Instant,
    /// The request's span, where traces are wanted.
    cause: Option<SpanLink>,
    answer: oneshot::Sender<Result<AppendOutcome, Error>>,
}

impl Writer {
    /// A writer and the task that does its work.
    pub fn new(connector: Connector, settings: WriterSettings) -> (Self, WriterTask) {
        let (queue, waiting) = mpsc::channel(settings.queue_max);
        (
            Self { queue },
            WriterTask::new(connector, waiting, settings),
        )
    }

    /// What the metrics look at, besides this writer its neighbour, the pool for reads.
    pub fn gauges(&self, pool: Pool) -> Gauges {
        Gauges::new(pool, self.queue.downgrade())
    }

    /// Appends an event and returns once it is durable, or refused.
    pub async fn append(&self, event: NewEvent) -> Result<AppendOutcome, Error> {
        let (answer, answered) = oneshot::channel();
        let pending = Pending {
            event,
            since: Instant::now(),
            cause: traces::cause(),
            answer,
        };
        self.queue.try_send(pending).map_err(|full| {
            if let mpsc::error::TrySendError::Closed(_) = full {
                METRICS.refused_at_shutdown();
                return Error::Unavailable("shutting down".into());
            }
            METRICS.answered(&Err(Error::Overloaded));
            Error::Overloaded
        })?;
        answered
            .await
            .map_err(|_| Error::Unavailable("the writer stopped".into()))?
    }
}
