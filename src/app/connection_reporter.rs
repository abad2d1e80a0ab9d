//! Logs once a minute how many connections of clients were opened and closed.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::http::stream::Connections;
use crate::workers::{Health, Worker};

/// From one report to the next.
const INTERVAL: Duration = Duration::from_mins(1);

/// The worker that reports connections, the last ones when the server stops.
pub(super) struct ConnectionReporter(pub(super) Connections);

impl Worker for ConnectionReporter {
    const NAME: &'static str = "connection_reporter";
    type Error = Infallible;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Infallible> {
        let mut ticks = interval_at(Instant::now() + INTERVAL, INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.0.report();
            health.working();
        }
    }

    async fn shut_down(self) {
        self.0.report();
    }
}
