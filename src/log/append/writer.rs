//! The writer's handle: queues events and waits for their outcomes.

use ::metrics::gauge;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::db::{Connector, Error};
use crate::domain::{AppendOutcome, NewEvent};
use crate::log::append::metrics;
use crate::log::append::pending::Pending;
use crate::log::append::settings::WriterSettings;
use crate::log::append::task::WriterTask;
use crate::telemetry::metrics::{APPEND_QUEUE_CAPACITY, APPEND_QUEUE_DEPTH};
use crate::telemetry::traces;

/// The writer's handle. Clones share one queue.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Pending>,
}

impl Writer {
    /// A writer, and the task that appends what it queues.
    pub fn new(connector: Connector, settings: WriterSettings) -> (Self, WriterTask) {
        let (queue, waiting) = mpsc::channel(settings.queue_max);
        (
            Self { queue },
            WriterTask::new(connector, waiting, settings),
        )
    }

    /// The gauges of this writer's queue, which do not keep the writer alive.
    pub fn metrics(&self) -> WriterMetrics {
        WriterMetrics(self.queue.downgrade())
    }

    /// Appends an event. Returns once it is durable or refused.
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
                metrics::refused_at_shutdown();
                return Error::Unavailable("shutting down".into());
            }
            metrics::count(&Err(Error::Overloaded));
            Error::Overloaded
        })?;
        answered
            .await
            .map_err(|_| Error::Unavailable("the writer stopped".into()))?
    }
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
