//! Restarts Postgres if it ends under a running server, and bounds its log.
//!
//! Only the owner of the server lock may have a supervisor: two would start Postgres twice.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

use super::cluster::Cluster;
use super::postmaster::Postmaster;

const LOG_CHECK_INTERVAL: Duration = Duration::from_mins(1);

const RESTART_DELAY: Duration = Duration::from_secs(5);

/// The task that owns the postmaster. Dropping it ends the task, not Postgres.
#[derive(Debug)]
pub(super) struct Supervisor {
    cancel: CancellationToken,
    task: JoinHandle<Option<Postmaster>>,
}

impl Supervisor {
    pub(super) fn spawn(cluster: Arc<Cluster>, postmaster: Postmaster) -> Self {
        let cancel = CancellationToken::new();
        let task = tokio::spawn(supervise(cluster, postmaster, cancel.clone()));
        Self { cancel, task }
    }

    /// Ends the task and returns the postmaster, unless it is down.
    pub(super) async fn finish(mut self) -> Option<Postmaster> {
        self.cancel.cancel();
        (&mut self.task).await.unwrap_or_default()
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn supervise(
    cluster: Arc<Cluster>,
    mut postmaster: Postmaster,
    cancel: CancellationToken,
) -> Option<Postmaster> {
    let mut log_check = interval(LOG_CHECK_INTERVAL);
    loop {
        tokio::select! {
            () = cancel.cancelled() => return Some(postmaster),
            () = postmaster.ended() => {
                tracing::error!(pid = postmaster.pid(), "PostgreSQL ended unexpectedly: restarting it");
                postmaster = restart(&cluster, &cancel).await?;
            }
            _ = log_check.tick() => {
                if let Err(error) = cluster.layout().log().rotate_if_large() {
                    tracing::warn!(%error, "cannot rotate the log of PostgreSQL");
                }
            }
        }
    }
}

/// Repeats until Postgres runs or the supervisor is cancelled.
async fn restart(cluster: &Cluster, cancel: &CancellationToken) -> Option<Postmaster> {
    loop {
        // Never cancelled halfway: then nothing would own the new process.
        match cluster.ensure_running().await {
            Ok(postmaster) => {
                tracing::info!(pid = postmaster.pid(), "PostgreSQL runs again");
                return Some(postmaster);
            }
            Err(error) => {
                let log = cluster.layout().log();
                tracing::error!(%error, log = %log.path().display(), "cannot restart PostgreSQL");
            }
        }
        tokio::select! {
            () = cancel.cancelled() => return None,
            () = sleep(RESTART_DELAY) => {}
        }
    }
}
