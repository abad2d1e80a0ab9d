//! What is counted on the way from the log to the subscribers. Registered once, so that
//! counting is an atomic addition.

use std::sync::LazyLock;

use metrics::{Counter, Gauge, Histogram};

use super::Scope;
use crate::telemetry::meter::{counter, counters, gauge, gauges, histogram};

/// Where a subscriber's events came from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    Ring,
    Log,
    Live,
}

/// Why a subscriber had to catch up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Why {
    Resume,
    Overflow,
    Reset,
}

/// Counts what the tail, the hub and the subscriptions do.
pub(super) struct Metrics {
    pub(super) position: Gauge,
    /// Events the replica has heard of and not read yet.
    pub(super) lag_events: Gauge,
    /// How long ago the end of the log was seen.
    pub(super) lag_seconds: Gauge,
    pub(super) delay: Histogram,
    pub(super) polls: Counter,
    pub(super) polls_needed: Counter,
    pub(super) failures: Counter,
    pub(super) resets: Counter,
    subscribers: [Gauge; 3],
    pub(super) overflows: Counter,
    catch_ups: [Counter; 3],
    delivered: [Counter; 3],
    pages: [Counter; 2],
}

pub(super) static METRICS: LazyLock<Metrics> = LazyLock::new(|| Metrics {
    position: gauge(
        "vestnik_tail_position",
        "The last event this replica has read",
    ),
    lag_events: gauge(
        "vestnik_tail_lag_events",
        "Events that this replica knows of and has not read yet",
    ),
    lag_seconds: gauge(
        "vestnik_tail_lag_seconds",
        "How long ago this replica saw the end of the log; up to a second where nothing happens",
    ),
    delay: histogram(
        "vestnik_tail_delay_seconds",
        "From recording an event to handing it to its subscribers, by the clocks of both machines",
    ),
    polls: counter(
        "vestnik_polls_total",
        "Looks at the log that no bell had asked for",
    ),
    polls_needed: counter(
        "vestnik_polls_needed_total",
        "Looks at the log that no bell had asked for and that found events",
    ),
    failures: counter(
        "vestnik_tail_failures_total",
        "Times that the log could not be followed",
    ),
    resets: counter(
        "vestnik_log_resets_total",
        "Times that the log was not the one it had been",
    ),
    subscribers: gauges(
        "vestnik_subscribers",
        "Open streams, by what they follow",
        "kind",
        ["own_chats", "one_chat", "whole_realm"],
    ),
    overflows: counter(
        "vestnik_subscriber_overflows_total",
        "Mailboxes that ran over: their readers were too slow",
    ),
    catch_ups: counters(
        "vestnik_catch_ups_total",
        "Subscribers that had to catch up, by the reason",
        "why",
        ["resume", "overflow", "reset"],
    ),
    delivered: counters(
        "vestnik_delivered_events_total",
        "Events handed to subscribers, by where they came from",
        "from",
        ["ring", "log", "live"],
    ),
    pages: counters(
        "vestnik_catch_up_pages_total",
        "Looks for missed events, by where",
        "from",
        ["ring", "log"],
    ),
});

impl Metrics {
    /// Open streams of a kind.
    pub(super) fn subscribers(&self, scope: Scope) -> &Gauge {
        &self.subscribers[match scope {
            Scope::OwnChats => 0,
            Scope::OneChat(_) => 1,
            Scope::WholeRealm => 2,
        }]
    }

    pub(super) fn caught_up(&self, why: Why) {
        self.catch_ups[why as usize].increment(1);
    }

    /// Counts a page of missed events.
    pub(super) fn missed(&self, page: Source, events: usize) {
        if let Some(pages) = self.pages.get(page as usize) {
            pages.increment(1);
        }
        self.delivered(page, events);
    }

    pub(super) fn delivered(&self, source: Source, events: usize) {
        self.delivered[source as usize].increment(events as u64);
    }
}
