//! What is counted of webhooks.

use std::sync::LazyLock;

use metrics::{Counter, Gauge};

use crate::telemetry::metrics::{counter, counters, gauge};

pub(super) struct Metrics {
    attempts: [Counter; 2],
    pub(super) dead: Counter,
    pub(super) folded: Counter,
    pub(super) dropped: [Counter; 2],
    pub(super) waiting: Gauge,
}

pub(super) static METRICS: LazyLock<Metrics> = LazyLock::new(|| Metrics {
    attempts: counters(
        "vestnik_webhook_attempts_total",
        "Notifications that were posted, by whether the receiver accepted them",
        "outcome",
        ["accepted", "failed"],
    ),
    dead: counter(
        "vestnik_webhook_dead_letters_total",
        "Notifications that were given up after a day",
    ),
    folded: counter(
        "vestnik_webhook_folded_total",
        "Messages that took the place of another one of their chat, which was not sent yet",
    ),
    dropped: counters(
        "vestnik_webhook_dropped_total",
        "Notifications that were dropped, because too many waited for one user or in all",
        "why",
        ["one_user", "all"],
    ),
    waiting: gauge(
        "vestnik_webhook_waiting",
        "Notifications that are yet to be accepted; 0 on replicas whose turn it is not",
    ),
});

impl Metrics {
    pub(super) fn attempted(&self, is_accepted: bool) {
        self.attempts[usize::from(!is_accepted)].increment(1);
    }
}
