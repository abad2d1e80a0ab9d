//! The tasks beside the HTTP server, and the order in which they end.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::workers::{Worker, supervise};

/// How long a draining task may take. A connection that was cut off may still hold its end of
/// the task's queue.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(1);

/// All tasks beside the server.
#[derive(Default)]
pub(super) struct Tasks {
    /// Stops the workers.
    stop: CancellationToken,
    workers: Vec<JoinHandle<()>>,
    /// Tasks that end once no request can arrive any more.
    draining: Vec<JoinHandle<()>>,
}

impl Tasks {
    /// Runs a worker until the server stops.
    pub(super) fn supervise(&mut self, worker: impl Worker) {
        let task = tokio::spawn(supervise(worker, self.stop.clone()));
        self.workers.push(task);
    }

    /// Runs a task that ends by itself, once requests have ended or [`Tasks::stop`] is
    /// cancelled.
    pub(super) fn drain(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.draining.push(tokio::spawn(task));
    }

    /// Cancelled when the workers stop.
    pub(super) fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Stops the workers, and lets the other tasks finish.
    pub(super) async fn join(self) {
        self.stop.cancel();
        for worker in self.workers {
            let _ = worker.await;
        }
        for mut task in self.draining {
            if timeout(DRAIN_TIMEOUT, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}
