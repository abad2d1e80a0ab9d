//! Keeps Postgres running for as long as the server does.
//!
//! Owns the postmaster while it runs: starts it again if it ends unasked (killed, out
//! of memory), and keeps its log within bounds. What was committed is there again.
//!
//! Must not be used by anybody but the owner of the server lock, for two keepers would
//! start it twice.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

use super::Error;
use super::cluster::Cluster;
use super::postmaster::Postmaster;

/// How often the size of the log is looked at.
const LOG_CHECK: Duration = Duration::from_mins(1);

/// How long to wait after a failed start before the next.
const PAUSE: Duration = Duration::from_secs(5);

/// The task that watches over a postmaster. Dropping it ends the task, not Postgres.
#[derive(Debug)]
pub(super) struct Keeper {
    cancel: CancellationToken,
    task: JoinHandle<Option<Postmaster>>,
}

impl Keeper {
    pub(super) fn of(cluster: Arc<Cluster>, postmaster: Postmaster) -> Self {
        let cancel = CancellationToken::new();
        let watch = Watch {
            cluster,
            cancel: cancel.clone(),
        };
        Self {
            cancel,
            task: tokio::spawn(watch.run(postmaster)),
        }
    }

    /// Ends the watch and hands back the postmaster, unless it is down.
    pub(super) async fn finish(mut self) -> Option<Postmaster> {
        self.cancel.cancel();
        (&mut self.task).await.unwrap_or_default()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Watch {
    cluster: Arc<Cluster>,
    cancel: CancellationToken,
}

impl Watch {
    async fn run(self, mut postmaster: Postmaster) -> Option<Postmaster> {
        let mut log_check = interval(LOG_CHECK);
        loop {
            tokio::select! {
                () = self.cancel.cancelled() => return Some(postmaster),
                () = postmaster.ended() => {
                    tracing::error!(pid = postmaster.pid(), "PostgreSQL has ended unasked: starting it again");
                    postmaster = self.start_again().await?;
                }
                _ = log_check.tick() => self.bound_log(),
            }
        }
    }

    /// Tries until it succeeds or the watch is over.
    async fn start_again(&self) -> Option<Postmaster> {
        loop {
            // A start is not broken off: half-way, nobody would hold the postmaster.
            match self.cluster.ensure_running().await {
                Ok(postmaster) => {
                    tracing::info!(pid = postmaster.pid(), "PostgreSQL runs again");
                    return Some(postmaster);
                }
                Err(error) => self.report(&error),
            }
            tokio::select! {
                () = self.cancel.cancelled() => return None,
                () = sleep(PAUSE) => {}
            }
        }
    }

    fn report(&self, error: &Error) {
        let log = self.cluster.log();
        tracing::error!(%error, log = %log.path().display(), "PostgreSQL could not be started again");
    }

    fn bound_log(&self) {
        if let Err(error) = self.cluster.log().bound() {
            tracing::warn!(%error, "the log of PostgreSQL could not be rotated");
        }
    }
}
