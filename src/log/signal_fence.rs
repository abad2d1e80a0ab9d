//! Waits until every replica has handled the signals sent so far.
//!
//! A replica answers a signal `fence` with a signal `fence_passed`. Signals arrive in the order of
//! their commits and each is handled before the next one. So a replica that answers has handled
//! every signal that was committed before the fence was sent.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use uuid::Uuid;

use crate::db::{Error, Pool, query};
use crate::log::signal_delivery::TRUST;
use crate::log::signals::Signal;
use crate::workers::{Health, Worker};

const SEND_FENCE: &str = include_str!("sql/send_fence.sql");
const SEND_SIGNAL: &str = include_str!("sql/send_signal.sql");

/// Fences that one signal answers, which keeps it below 8,000 bytes.
const ANSWERS: usize = 128;

/// Sends fences. Clones share their state.
#[derive(Clone)]
pub struct SignalFence {
    pool: Pool,
    passing: Arc<Passing>,
}

/// The fences that wait, and how many replicas have passed each.
#[derive(Default)]
pub(super) struct Passing(Mutex<HashMap<Uuid, Arc<Semaphore>>>);

/// A fence that waits, removed when this is dropped.
struct Pending {
    id: Uuid,
    passed: Arc<Semaphore>,
    passing: Arc<Passing>,
}

impl SignalFence {
    pub(super) fn new(pool: Pool, passing: Arc<Passing>) -> Self {
        Self { pool, passing }
    }

    /// Returns when each replica has handled every signal that was committed before, or no longer
    /// relies on signals: five seconds at most.
    pub async fn pass(&self) -> Result<(), Error> {
        let fence = Pending::new(&self.passing);
        let signal = serde_json::json!({ "fence": fence.id }).to_string();
        let row = query::first(&self.pool, SEND_FENCE, &[&signal]).await?;
        let replicas: i64 = row.map_or(Ok(0), |row| row.try_get("replicas"))?;
        let replicas = u32::try_from(replicas).unwrap_or(u32::MAX);
        let all_passed = fence.passed.acquire_many(replicas);
        if timeout(TRUST, all_passed).await.is_err() {
            tracing::warn!(
                replicas,
                passed = fence.passed.available_permits(),
                "not every replica answered a fence; the others rely on no signal by now"
            );
        }
        Ok(())
    }
}

impl Passing {
    /// Counts a replica that has passed these fences.
    pub(super) fn count(&self, fences: &[Uuid]) {
        let passing = self.0.lock();
        for passed in fences.iter().filter_map(|id| passing.get(id)) {
            passed.add_permits(1);
        }
    }
}

impl Pending {
    fn new(passing: &Arc<Passing>) -> Self {
        let (id, passed) = (Uuid::new_v4(), Arc::new(Semaphore::new(0)));
        passing.0.lock().insert(id, passed.clone());
        Self {
            id,
            passed,
            passing: passing.clone(),
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.passing.0.lock().remove(&self.id);
    }
}

/// Answers the fences of all replicas.
pub struct FenceKeeper {
    pool: Pool,
    signals: mpsc::Receiver<Signal>,
}

impl FenceKeeper {
    /// The topics of its signals.
    pub const TOPICS: &[&str] = &["fence"];

    /// Answers these signals.
    pub fn new(pool: Pool, signals: mpsc::Receiver<Signal>) -> Self {
        Self { pool, signals }
    }
}

impl Worker for FenceKeeper {
    const NAME: &'static str = "fence_keeper";
    type Error = Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Error> {
        let mut waiting = Vec::new();
        loop {
            if self.signals.recv_many(&mut waiting, ANSWERS).await == 0 {
                return std::future::pending().await;
            }
            let fences = waiting.drain(..).map(|signal| signal.content);
            let fences: Vec<Uuid> = fences
                .filter_map(|id| serde_json::from_str(id.get()).ok())
                .collect();
            let answer = serde_json::json!({ "fence_passed": fences }).to_string();
            query::all(&self.pool, SEND_SIGNAL, &[&answer]).await?;
            health.working();
        }
    }
}
