//! The attempts of a channel that are under way.

use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt as _, StreamExt as _};
use tokio::time::{Instant, sleep_until};

/// The longest pause until the next look for what is due.
const IDLE: Duration = Duration::from_secs(5);

/// A bounded number of attempts, and their results until these are recorded.
///
/// An attempt is added in the transaction that marks its deliveries, and runs only after that, in
/// [`Self::poll`].
pub(super) struct Attempts<A> {
    max: usize,
    running: FuturesUnordered<BoxFuture<'static, A>>,
    finished: Vec<A>,
    /// When to look for what is due.
    next: Instant,
}

impl<A> Attempts<A> {
    /// At most `max` at once.
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            running: FuturesUnordered::new(),
            finished: Vec::new(),
            next: Instant::now(),
        }
    }

    /// How many may be started now.
    pub(super) fn room(&self) -> usize {
        let under_way = self.running.len() + self.finished.len();
        self.max.saturating_sub(under_way)
    }

    /// Adds an attempt.
    pub(super) fn add(&mut self, attempt: BoxFuture<'static, A>) {
        self.running.push(attempt);
    }

    /// The results to record.
    pub(super) fn finished(&mut self) -> &[A] {
        while let Some(Some(attempt)) = self.running.next().now_or_never() {
            self.finished.push(attempt);
        }
        &self.finished
    }

    /// Forgets the results, which are recorded.
    pub(super) fn forget_finished(&mut self) -> impl Iterator<Item = A> {
        self.finished.drain(..)
    }

    /// Looks for what is due after this time, or sooner if it is long.
    pub(super) fn look_again_in(&mut self, wait: Option<Duration>) {
        self.next = Instant::now() + wait.unwrap_or(IDLE).min(IDLE);
    }

    /// Runs attempts until one has a result or it is time to look for what is due.
    pub(super) async fn poll(&mut self) {
        let has_room = self.room() > 0;
        tokio::select! {
            Some(attempt) = self.running.next() => self.finished.push(attempt),
            () = sleep_until(self.next), if has_room => {}
        }
    }

    /// Drops everything.
    pub(super) fn abandon(&mut self) {
        self.running.clear();
        self.finished.clear();
        self.next = Instant::now();
    }
}
