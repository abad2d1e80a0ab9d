//! Metrics of WebSockets, by realm.

use std::sync::LazyLock;

use metrics::{Counter, Gauge};

use super::close::CloseCause;
use crate::domain::Realm;
use crate::telemetry::metrics::{counters, gauges};

const REALMS: usize = Realm::ALL.len();
const CLOSED: &str = "vestnik_sockets_closed_total";

struct Metrics {
    open: [Gauge; REALMS],
    received: [Counter; REALMS],
    sent: [Counter; REALMS],
    refused: [Counter; REALMS],
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    metrics::describe_counter!(
        CLOSED,
        "Closed WebSockets, by the side that closed them and the close code"
    );
    let realms = Realm::ALL.map(Realm::as_str);
    Metrics {
        open: gauges("vestnik_sockets", "Open WebSockets", "realm", realms),
        received: counters(
            "vestnik_socket_frames_received_total",
            "Frames that clients sent over WebSockets",
            "realm",
            realms,
        ),
        sent: counters(
            "vestnik_socket_frames_sent_total",
            "Frames written to WebSockets, without pings and close frames",
            "realm",
            realms,
        ),
        refused: counters(
            "vestnik_socket_frames_refused_total",
            "Frames that were refused unread: too many, or binary",
            "realm",
            realms,
        ),
    }
});

/// Counts one open connection for as long as it lives.
pub struct ConnectionMetrics {
    realm: Realm,
}

impl ConnectionMetrics {
    /// Counts a connection as open.
    pub fn open(realm: Realm) -> Self {
        METRICS.open[realm as usize].increment(1);
        Self { realm }
    }

    /// Counts a client's frame.
    pub fn received(&self) {
        METRICS.received[self.realm as usize].increment(1);
    }

    /// Counts a frame to the client.
    pub fn sent(&self) {
        METRICS.sent[self.realm as usize].increment(1);
    }

    /// A frame was refused unread.
    pub fn refused(&self) {
        METRICS.refused[self.realm as usize].increment(1);
    }

    pub(super) fn closed(&self, cause: &CloseCause) {
        let (by, code) = match cause {
            CloseCause::Server(close) => ("server", close.code().to_string()),
            CloseCause::Client(code) => ("client", client_code(*code)),
            CloseCause::Lost => ("none", "none".to_owned()),
        };
        self.ended(by, code);
    }

    /// Counts the end of a connection, by the side that ended it and a close code.
    pub fn ended(&self, by: &'static str, code: impl Into<metrics::SharedString>) {
        let code = code.into();
        metrics::counter!(CLOSED, "realm" => self.realm.as_str(), "by" => by, "code" => code)
            .increment(1);
    }
}

impl Drop for ConnectionMetrics {
    fn drop(&mut self) {
        METRICS.open[self.realm as usize].decrement(1);
    }
}

/// A client may send any code, and a label may not take any value.
fn client_code(code: Option<u16>) -> String {
    match code {
        None => "none".to_owned(),
        Some(code @ (1000 | 1001)) => code.to_string(),
        Some(_) => "other".to_owned(),
    }
}
