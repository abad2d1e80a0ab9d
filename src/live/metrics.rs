//! Metrics of the path from the log to the subscribers. They are registered once, so that
//! counting is an atomic addition.

use std::sync::LazyLock;

use metrics::{Counter, Gauge, Histogram};

use super::subscriber::Scope;
use crate::telemetry::metrics::{counter, counters, gauge, gauges, histogram};

/// The source of a subscriber's events.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    Ring,
    Log,
    Live,
}

/// Why a subscriber had to catch up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CatchUpReason {
    Resume,
    Overflow,
    Reset,
}

/// Counts what the tail, the hub and the subscriptions do.
pub(crate) struct Metrics {
    pub(crate) position: Gauge,
    pub(crate) lag_events: Gauge,
    pub(crate) lag_seconds: Gauge,
    pub(crate) delay: Histogram,
    pub(crate) polls: Counter,
    pub(crate) polls_needed: Counter,
    pub(crate) failures: Counter,
    pub(crate) resets: Counter,
    subscribers: [Gauge; 3],
    pub(crate) overflows: Counter,
    catch_ups: [Counter; 3],
    delivered: [Counter; 3],
    pages: [Counter; 2],
    pub(crate) users_connected: Gauge,
    pub(crate) users_online: Gauge,
    pub(crate) signals_waiting: Gauge,
    pub(crate) typing_sent: Counter,
    pub(crate) signal_failures: Counter,
    pub(crate) calls_made: Counter,
    pub(crate) calls_heard: Counter,
    pub(crate) signals_dropped: Counter,
    pub(crate) register_reads: Counter,
}

pub(crate) static METRICS: LazyLock<Metrics> = LazyLock::new(|| Metrics {
    position: gauge(
        "vestnik_tail_position",
        "The last event this replica has read",
    ),
    lag_events: gauge(
        "vestnik_tail_lag_events",
        "Events that this replica was notified of and has not read yet",
    ),
    lag_seconds: gauge(
        "vestnik_tail_lag_seconds",
        "Time since this replica last read the end of the log; up to a second in an idle system",
    ),
    delay: histogram(
        "vestnik_tail_delay_seconds",
        "From recording an event to delivering it to its subscribers, by the clocks of both machines",
    ),
    polls: counter(
        "vestnik_polls_total",
        "Reads of the log without a notification",
    ),
    polls_needed: counter(
        "vestnik_polls_needed_total",
        "Reads of the log without a notification that found events",
    ),
    failures: counter(
        "vestnik_tail_failures_total",
        "Times that the log could not be read",
    ),
    resets: counter(
        "vestnik_log_resets_total",
        "Times that the log was found to be another one",
    ),
    subscribers: gauges(
        "vestnik_subscribers",
        "Open streams, by scope",
        "kind",
        ["own_chats", "one_chat", "whole_realm"],
    ),
    overflows: counter(
        "vestnik_subscriber_overflows_total",
        "Queues that overflowed: their readers were too slow",
    ),
    catch_ups: counters(
        "vestnik_catch_ups_total",
        "Subscribers that had to catch up, by reason",
        "why",
        ["resume", "overflow", "reset"],
    ),
    delivered: counters(
        "vestnik_delivered_events_total",
        "Events delivered to subscribers, by source",
        "from",
        ["ring", "log", "live"],
    ),
    pages: counters(
        "vestnik_catch_up_pages_total",
        "Pages of missed events that were read, by source",
        "from",
        ["ring", "log"],
    ),
    users_connected: gauge(
        "vestnik_users_connected",
        "Users with a connection to this replica, now or a moment ago",
    ),
    users_online: gauge(
        "vestnik_users_online",
        "Users with a connection to any replica, as known to this one",
    ),
    signals_waiting: gauge(
        "vestnik_signals_waiting",
        "Signals of typing that wait to be called out",
    ),
    typing_sent: counter(
        "vestnik_typing_sent_total",
        "Signals of typing that this replica called out",
    ),
    signal_failures: counter(
        "vestnik_signal_failures_total",
        "Times that signals could not be called out: Postgres was away, mostly",
    ),
    calls_made: counter(
        "vestnik_typing_notifications_total",
        "Notifications in which they were called out: 20 a second at most",
    ),
    calls_heard: counter(
        "vestnik_signal_notifications_heard_total",
        "Notifications of signals that arrived, of all replicas",
    ),
    signals_dropped: counter(
        "vestnik_signals_dropped_total",
        "Signals given up because too many waited; typing lapses by itself, presence is asked for anew",
    ),
    register_reads: counter(
        "vestnik_presence_reads_total",
        "Times that all of presence was read, since something may have been missed",
    ),
});

impl Metrics {
    /// Open streams of a scope.
    pub(crate) fn subscribers(&self, scope: Scope) -> &Gauge {
        &self.subscribers[match scope {
            Scope::OwnChats => 0,
            Scope::OneChat(_) => 1,
            Scope::WholeRealm => 2,
        }]
    }

    pub(crate) fn caught_up(&self, reason: CatchUpReason) {
        self.catch_ups[reason as usize].increment(1);
    }

    /// Counts a page of missed events.
    pub(crate) fn missed(&self, page: Source, events: usize) {
        if let Some(pages) = self.pages.get(page as usize) {
            pages.increment(1);
        }
        self.delivered(page, events);
    }

    pub(crate) fn delivered(&self, source: Source, events: usize) {
        self.delivered[source as usize].increment(events as u64);
    }
}
