//! All metrics of this process: name, type, labels and help text.
//!
//! A call site counts with the macros of the `metrics` crate and a name from here:
//! `counter!(APPEND_EVENTS).increment(1)`. Units follow from the names by Prometheus's convention:
//! `_seconds`, `_bytes`, `_ratio`, and otherwise a count.
//!
//! # Why
//! The macros look a metric up in the recorder's hash table. Only the paths that run once per
//! frame or per delivery keep handles of their own instead (`live::subscription`, `http::ws`).

use metrics::Unit;

enum Kind {
    Counter,
    Gauge,
    Histogram,
}

struct Metric {
    kind: Kind,
    name: &'static str,
    help: &'static str,
    /// A label whose values are known before they occur.
    label: Option<(&'static str, &'static [&'static str])>,
    /// Its series appear with their first value.
    is_dynamic: bool,
}

/// Declares metrics. After the type: nothing, `[label = values]` for series that start at zero, or
/// `[..]` if all series appear with their first value.
macro_rules! catalogue {
    ($(
        $(#[doc = $help:literal])+
        $id:ident: $kind:ident $([$($labels:tt)*])? = $name:literal;
    )*) => {
        $(
            $(#[doc = $help])+
            pub const $id: &str = $name;
        )*

        const CATALOGUE: &[Metric] = &[$(
            Metric {
                kind: Kind::$kind,
                name: $name,
                help: concat!($($help),+),
                label: label!($([$($labels)*])?),
                is_dynamic: is_dynamic!($([$($labels)*])?),
            },
        )*];
    };
}

macro_rules! label {
    () => {
        None
    };
    ([..]) => {
        None
    };
    ([$label:ident = $($value:literal),+]) => {
        Some((stringify!($label), &[$($value),+]))
    };
}

macro_rules! is_dynamic {
    ([..]) => {
        true
    };
    ($($other:tt)*) => {
        false
    };
}

catalogue! {
    // The process.
    /// Always 1; the version is the label.
    BUILD_INFO: Gauge[..] = "vestnik_build_info";
    /// Log lines dropped because standard error was not read fast enough.
    LOG_LINES_DROPPED: Counter = "vestnik_log_lines_dropped_total";
    /// Restarts of background workers after a failure, by worker.
    WORKER_RESTARTS: Counter[..] = "vestnik_worker_restarts_total";

    // The database.
    /// Open connections of the pool for reads, by state.
    POOL_CONNECTIONS: Gauge[state = "idle", "in_use"] = "vestnik_pool_connections";
    /// Most connections the pool for reads may open.
    POOL_CONNECTIONS_MAX: Gauge = "vestnik_pool_connections_max";
    /// Reads that are waiting for a connection.
    POOL_WAITING: Gauge = "vestnik_pool_waiting";
    /// Reads that gave up waiting for a connection.
    POOL_TIMEOUTS: Counter = "vestnik_pool_timeouts_total";
    /// How full the queue of notifications in Postgres is, from 0 to 1; at 1 no append commits.
    NOTIFICATION_QUEUE_USAGE: Gauge = "vestnik_notification_queue_usage_ratio";

    // Appending.
    /// Events this replica appended.
    APPEND_EVENTS: Counter = "vestnik_append_events_total";
    /// Repeated sends that were answered with the message already stored.
    APPEND_REPEATS: Counter = "vestnik_append_repeats_total";
    /// Events that were not appended, by the code of the reason.
    APPEND_REFUSED: Counter[code = "queue_full", "shutting_down", "unavailable", "database"] = "vestnik_append_refused_total";
    /// Transactions that appended events.
    APPEND_BATCHES: Counter = "vestnik_append_batches_total";
    /// Events in one transaction.
    APPEND_BATCH_SIZE: Histogram = "vestnik_append_batch_size";
    /// From taking a batch to its answer, including failed attempts.
    APPEND_SECONDS: Histogram = "vestnik_append_seconds";
    /// Batches sent again because Postgres was unavailable.
    APPEND_RETRIES: Counter = "vestnik_append_retries_total";
    /// Batches that were refused as a whole and retried event by event.
    APPEND_SPLITS: Counter = "vestnik_append_splits_total";
    /// Events waiting for the writer.
    APPEND_QUEUE_DEPTH: Gauge = "vestnik_append_queue_depth";
    /// Most events that may wait for the writer; beyond that sends are refused.
    APPEND_QUEUE_CAPACITY: Gauge = "vestnik_append_queue_capacity";

    // Sealing.
    /// Age of the newest seal; it grows while nothing is appended.
    LAST_SEAL_AGE: Gauge = "vestnik_last_seal_age_seconds";
    /// How long the oldest unsealed event has been waiting; 0 if all are sealed.
    UNSEALED_AGE: Gauge = "vestnik_unsealed_age_seconds";
    /// How long ago a place outside of the database got a seal; absent if none ever has.
    LAST_WITNESS_AGE: Gauge = "vestnik_last_witness_age_seconds";
    /// How long the oldest seal has been waiting that a witness lacks; 0 if none does, or if there are no witnesses.
    UNWITNESSED_AGE: Gauge = "vestnik_unwitnessed_age_seconds";
    /// Attempts to hand the newest seal to a witness.
    SEAL_WITNESS_ATTEMPTS: Counter[outcome = "accepted", "failed"] = "vestnik_seal_witness_attempts_total";

    // Notifications.
    /// 1 if notifications from Postgres arrive, 0 if delivery relies on polling.
    NOTIFICATIONS_WORKING: Gauge = "vestnik_notifications_working";
    /// Notifications of new events that arrived.
    NOTIFICATIONS_RECEIVED: Counter = "vestnik_notifications_received_total";
    /// Signals that were ignored: forged (sent by another login) or stale (too old).
    SIGNALS_REFUSED: Counter[why = "forged", "stale"] = "vestnik_signals_refused_total";
    /// Signals dropped on arrival because they came faster than they were processed.
    SIGNALS_LOST: Counter = "vestnik_signals_lost_total";

    // The tail of the log.
    /// Position of the last event this replica has read.
    TAIL_POSITION: Gauge = "vestnik_tail_position";
    /// Events this replica knows of and has not read yet.
    TAIL_LAG_EVENTS: Gauge = "vestnik_tail_lag_events";
    /// Time since this replica last saw the end of the log; up to a second on an idle log.
    TAIL_LAG_SECONDS: Gauge = "vestnik_tail_lag_seconds";
    /// From recording an event to publishing it here, by the clocks of both machines.
    TAIL_DELAY: Histogram = "vestnik_tail_delay_seconds";
    /// Polls of the log without a notification.
    POLLS: Counter = "vestnik_polls_total";
    /// Polls of the log without a notification that found events.
    POLLS_NEEDED: Counter = "vestnik_polls_needed_total";
    /// Times that the log turned out to be a different one, for example after a restore.
    LOG_RESETS: Counter = "vestnik_log_resets_total";
    /// Events skipped because they could not be decoded.
    UNREADABLE_EVENTS: Counter = "vestnik_unreadable_events_total";

    // Subscribers.
    /// Open streams, by scope.
    SUBSCRIBERS: Gauge[kind = "own_chats", "one_chat", "whole_realm"] = "vestnik_subscribers";
    /// Subscriber queues that overflowed because the client read too slowly.
    SUBSCRIBER_OVERFLOWS: Counter = "vestnik_subscriber_overflows_total";
    /// Subscriptions that had to catch up, by reason.
    CATCH_UPS: Counter[why = "resume", "overflow", "reset"] = "vestnik_catch_ups_total";
    /// Pages of missed events read, by source.
    CATCH_UP_PAGES: Counter[from = "ring", "log"] = "vestnik_catch_up_pages_total";
    /// Events delivered to subscribers, by source.
    DELIVERED_EVENTS: Counter[from = "ring", "log", "live"] = "vestnik_delivered_events_total";

    // Presence and typing.
    /// Users connected to this replica, including those within the offline delay.
    USERS_CONNECTED: Gauge = "vestnik_users_connected";
    /// Users connected to any replica, as known by this one.
    USERS_ONLINE: Gauge = "vestnik_users_online";
    /// Typing updates waiting to be sent to other replicas.
    TYPING_WAITING: Gauge = "vestnik_typing_waiting";
    /// Typing updates sent to other replicas.
    TYPING_SENT: Counter = "vestnik_typing_sent_total";
    /// Notifications that carried typing updates: at most 20 per second.
    TYPING_NOTIFICATIONS: Counter = "vestnik_typing_notifications_total";
    /// Presence and typing notifications received, from all replicas.
    PRESENCE_NOTIFICATIONS_RECEIVED: Counter = "vestnik_presence_notifications_received_total";
    /// Typing and presence signals dropped because a queue was full.
    SIGNALS_DROPPED: Counter = "vestnik_signals_dropped_total";
    /// Times that all of presence was read again because a change may have been missed.
    PRESENCE_RELOADS: Counter = "vestnik_presence_reloads_total";

    // HTTP.
    /// Requests, by route, method and class of the status.
    HTTP_REQUESTS: Counter[..] = "vestnik_http_requests_total";
    /// From receiving a request to sending the head of its response.
    HTTP_REQUEST_SECONDS: Histogram[..] = "vestnik_http_request_seconds";
    /// Error responses, by code.
    HTTP_ERRORS: Counter[..] = "vestnik_http_errors_total";
    /// Open connections of clients, by realm and transport.
    CONNECTIONS: Gauge[..] = "vestnik_connections";
    /// Open WebSockets, by realm.
    SOCKETS: Gauge[..] = "vestnik_sockets";
    /// Frames received from WebSocket clients, by realm.
    SOCKET_FRAMES_RECEIVED: Counter[..] = "vestnik_socket_frames_received_total";
    /// Frames sent to WebSocket clients, without pings and close frames, by realm.
    SOCKET_FRAMES_SENT: Counter[..] = "vestnik_socket_frames_sent_total";
    /// Frames rejected unread, for their rate or because they were binary, by realm.
    SOCKET_FRAMES_REFUSED: Counter[..] = "vestnik_socket_frames_refused_total";
    /// WebSockets closed, by realm, by the side that closed first, and by close code.
    SOCKETS_CLOSED: Counter[..] = "vestnik_sockets_closed_total";

    // Web Push.
    /// Push notifications sent, by whether the push service accepted them or the subscription had ended.
    PUSH_ATTEMPTS: Counter[outcome = "accepted", "ended", "failed"] = "vestnik_push_attempts_total";

    // E-mail.
    /// E-mails tried, by what became of them: `lost` ones may or may not have arrived.
    MAIL_ATTEMPTS: Counter[outcome = "accepted", "lost", "postponed", "unreachable"] = "vestnik_mail_attempts_total";

    // Webhooks.
    /// Notifications posted, by whether the receiver accepted them.
    WEBHOOK_ATTEMPTS: Counter[outcome = "accepted", "failed"] = "vestnik_webhook_attempts_total";
    /// Notifications given up after a day.
    WEBHOOK_DEAD_LETTERS: Counter = "vestnik_webhook_dead_letters_total";
    /// Messages that replaced an unsent notification of the same chat.
    WEBHOOK_FOLDED: Counter = "vestnik_webhook_folded_total";
    /// Notifications dropped because too many were waiting, for one user or in all.
    WEBHOOK_DROPPED: Counter[why = "one_user", "all"] = "vestnik_webhook_dropped_total";
    /// Notifications waiting to be accepted; 0 on replicas without the lease.
    WEBHOOK_WAITING: Gauge = "vestnik_webhook_waiting";

    // Event webhooks.
    /// Events posted to endpoints, by whether the endpoint accepted them.
    EVENT_WEBHOOK_ATTEMPTS: Counter[outcome = "accepted", "failed"] = "vestnik_event_webhook_attempts_total";
    /// Events given up after a day.
    EVENT_WEBHOOK_DEAD_LETTERS: Counter = "vestnik_event_webhook_dead_letters_total";
    /// Dead letters of event webhooks dropped because an endpoint had too many.
    EVENT_WEBHOOK_DROPPED: Counter = "vestnik_event_webhook_dropped_total";
    /// Events waiting to be accepted, by endpoint; 0 on replicas without the lease.
    EVENT_WEBHOOK_WAITING: Gauge[..] = "vestnik_event_webhook_waiting";
}

/// Describes all metrics to the recorder, and starts those without labels at zero. Metrics
/// counted before the recorder is installed are lost.
pub fn register() {
    for metric in CATALOGUE {
        metric.describe();
        match metric.label {
            Some((label, values)) => {
                for value in values {
                    metric.start(&[(label, *value)]);
                }
            }
            None if metric.is_dynamic => {}
            None => metric.start(&[]),
        }
    }
}

impl Metric {
    fn describe(&self) {
        let (name, help) = (self.name, self.help.trim());
        let unit = match name {
            _ if name.ends_with("_seconds") => Unit::Seconds,
            _ if name.ends_with("_bytes") => Unit::Bytes,
            _ => Unit::Count,
        };
        match self.kind {
            Kind::Counter => metrics::describe_counter!(name, unit, help),
            Kind::Gauge => metrics::describe_gauge!(name, unit, help),
            Kind::Histogram => metrics::describe_histogram!(name, unit, help),
        }
    }

    fn start(&self, labels: &[(&'static str, &'static str)]) {
        let name = self.name;
        match self.kind {
            Kind::Counter => metrics::counter!(name, labels).increment(0),
            Kind::Gauge => metrics::gauge!(name, labels).increment(0.0),
            Kind::Histogram => drop(metrics::histogram!(name, labels)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_counters_end_in_total() {
        let mut names = HashSet::new();
        for metric in CATALOGUE {
            assert!(names.insert(metric.name), "{} occurs twice", metric.name);
            let is_counter = matches!(metric.kind, Kind::Counter);
            assert_eq!(
                metric.name.ends_with("_total"),
                is_counter,
                "{}",
                metric.name
            );
        }
    }
}
