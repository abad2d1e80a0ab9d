//! Background tasks that run as long as the server, and their restarts after failures.
//!
//! A [`Worker`] works until something fails, typically the connection it holds. [`supervise`]
//! then runs it again after a growing, jittered pause. A [`Job`] is repeated at an interval;
//! [`Periodic`] makes a worker of it.
//!
//! An outage is logged once when it begins and once when it ends. Each restart is counted in
//! `vestnik_worker_restarts_total`.

use std::convert::Infallible;
use std::fmt::Display;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use metrics::counter;
use parking_lot::Mutex;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::telemetry::metrics::WORKER_RESTARTS;

/// The shortest pause before a restart.
const MIN_PAUSE: Duration = Duration::from_millis(50);

/// A task that only ends when the server stops.
pub trait Worker: Send + 'static {
    /// Names the worker in log lines and metrics.
    const NAME: &'static str;
    /// The longest pause before a restart; jitter may double it.
    const MAX_PAUSE: Duration = Duration::from_millis(1_500);
    /// Why a run ended.
    type Error: Display + Send;

    /// Works until something fails, and calls [`Health::working`] after each success. It is
    /// dropped at whichever `await` it has reached when the server stops.
    fn run(
        &mut self,
        health: &Health,
    ) -> impl Future<Output = Result<Infallible, Self::Error>> + Send;

    /// Discards state that a failed run has left. Called before the pause.
    fn reset(&mut self) {}

    /// Releases what others wait for. Called once, after the last run.
    fn shut_down(self) -> impl Future<Output = ()> + Send
    where
        Self: Sized,
    {
        async {}
    }
}

/// Whether a worker is working, for the log and for the next pause.
pub struct Health {
    worker: &'static str,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    has_worked: bool,
    is_failing: bool,
}

impl Health {
    /// Of a worker that has not failed yet.
    pub fn new(worker: &'static str) -> Self {
        Self {
            worker,
            state: Mutex::default(),
        }
    }

    /// Reports that the worker does its work.
    pub fn working(&self) {
        let mut state = self.state.lock();
        state.has_worked = true;
        if std::mem::take(&mut state.is_failing) {
            tracing::info!(worker = self.worker, "a background worker recovered");
        }
    }

    /// Reports a failed run. Returns whether the worker had worked during that run.
    fn failed(&self, error: &impl Display) -> bool {
        let mut state = self.state.lock();
        if std::mem::replace(&mut state.is_failing, true) {
            tracing::debug!(worker = self.worker, %error, "a background worker failed again");
        } else {
            tracing::error!(
                worker = self.worker,
                %error,
                "a background worker failed and is being restarted"
            );
        }
        std::mem::take(&mut state.has_worked)
    }
}

/// Runs a worker until `stop`, then shuts it down.
pub async fn supervise<W: Worker>(mut worker: W, stop: CancellationToken) {
    let health = Health::new(W::NAME);
    let restarts = counter!(WORKER_RESTARTS, "worker" => W::NAME);
    restarts.increment(0);
    let mut pauses = pauses::<W>();
    while let Some(Err(error)) = stop.run_until_cancelled(worker.run(&health)).await {
        worker.reset();
        restarts.increment(1);
        if health.failed(&error) {
            pauses = self::pauses::<W>();
        }
        let pause = pauses.next().unwrap_or(W::MAX_PAUSE);
        if stop.run_until_cancelled(sleep(pause)).await.is_none() {
            break;
        }
    }
    worker.shut_down().await;
}

fn pauses<W: Worker>() -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(MIN_PAUSE)
        .with_max_delay(W::MAX_PAUSE)
        .without_max_times()
        .with_jitter()
        .build()
}

/// Work that is repeated.
pub trait Job: Send + 'static {
    /// Names the worker in log lines and metrics.
    const NAME: &'static str;
    /// From one run to the next; the first is at once.
    const INTERVAL: Duration;
    /// Why a run failed.
    type Error: Display + Send;

    /// Does the work once.
    fn run(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The worker that repeats a job.
pub struct Periodic<J>(pub J);

impl<J: Job> Worker for Periodic<J> {
    const NAME: &'static str = J::NAME;
    const MAX_PAUSE: Duration = Duration::from_secs(5);
    type Error = J::Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, J::Error> {
        let mut ticks = interval(J::INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.0.run().await?;
            health.working();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    /// Fails in each run.
    struct Failing(mpsc::UnboundedSender<&'static str>);

    impl Worker for Failing {
        const NAME: &'static str = "failing";
        type Error = &'static str;

        async fn run(&mut self, _: &Health) -> Result<Infallible, &'static str> {
            let _ = self.0.send("run");
            Err("out of order")
        }

        fn reset(&mut self) {
            let _ = self.0.send("reset");
        }

        async fn shut_down(self) {
            let _ = self.0.send("shut down");
        }
    }

    #[tokio::test]
    async fn a_failed_worker_is_restarted_until_shutdown() {
        let (sender, mut calls) = mpsc::unbounded_channel();
        let stop = CancellationToken::new();
        let task = tokio::spawn(supervise(Failing(sender), stop.clone()));
        for expected in ["run", "reset", "run", "reset"] {
            assert_eq!(calls.recv().await, Some(expected));
        }
        stop.cancel();
        task.await.unwrap();
        let mut last = None;
        while let Some(call) = calls.recv().await {
            last = Some(call);
        }
        assert_eq!(last, Some("shut down"));
    }

    #[test]
    fn pauses_grow_up_to_the_limit() {
        let pauses: Vec<Duration> = pauses::<Failing>().take(100).collect();
        assert_eq!(pauses.len(), 100, "there is always another attempt");
        assert!(pauses[0] >= MIN_PAUSE && pauses[0] <= 2 * MIN_PAUSE);
        let max = Failing::MAX_PAUSE;
        assert!(
            pauses[10..]
                .iter()
                .all(|pause| (max..=2 * max).contains(pause))
        );
    }

    #[test]
    fn health_reports_whether_the_last_run_worked() {
        let health = Health::new("test");
        assert!(!health.failed(&"one"));
        health.working();
        assert!(health.failed(&"two"));
        assert!(!health.failed(&"two"));
    }
}
