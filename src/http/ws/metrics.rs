//! What is counted of WebSockets, by realm.

use std::sync::LazyLock;

use metrics::{Counter, Gauge};

use super::close::CloseCause;
use crate::domain::Realm;
use crate::telemetry::metrics::{counters, gauges};

const REALMS: [&str; Realm::ALL.len()] = [
    Realm::School.as_str(),
    Realm::Messenger.as_str(),
    Realm::Campus.as_str(),
    Realm::Market.as_str(),
    Realm::Direct.as_str(),
];

const CLOSED: &str = "vestnik_sockets_closed_total";

struct Metrics {
    open: [Gauge; REALMS.len()],
    received: [Counter; REALMS.len()],
    sent: [Counter; REALMS.len()],
    refused: [Counter; REALMS.len()],
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    metrics::describe_counter!(
        CLOSED,
        "WebSockets that ended, by who said so first and the close code"
    );
    Metrics {
        open: gauges("vestnik_sockets", "Open WebSockets", "realm", REALMS),
        received: counters(
            "vestnik_socket_frames_received_total",
            "Frames that clients sent over WebSockets",
            "realm",
            REALMS,
        ),
        sent: counters(
            "vestnik_socket_frames_sent_total",
            "Frames written to WebSockets, but for pings and farewells",
            "realm",
            REALMS,
        ),
        refused: counters(
            "vestnik_socket_frames_refused_total",
            "Frames that were not looked at: too many, or binary",
            "realm",
            REALMS,
        ),
    }
});

/// Counts one open connection for as long as it lives.
pub struct ConnectionMetrics {
    realm: Realm,
}

impl ConnectionMetrics {
    /// Of a realm.
    pub fn open(realm: Realm) -> Self {
        METRICS.open[realm as usize].increment(1);
        Self { realm }
    }

    /// A frame came.
    pub fn received(&self) {
        METRICS.received[self.realm as usize].increment(1);
    }

    /// A frame went.
    pub fn sent(&self) {
        METRICS.sent[self.realm as usize].increment(1);
    }

    /// A frame was not looked at.
    pub fn refused(&self) {
        METRICS.refused[self.realm as usize].increment(1);
    }

    pub(super) fn closed(&self, ending: &CloseCause) {
        let (by, code) = match ending {
            CloseCause::Server(close) => ("server", close.code().to_string()),
            CloseCause::Client(code) => ("client", client_code(*code)),
            CloseCause::Lost => ("nobody", "none".to_owned()),
        };
        self.ended(by, code);
    }

    /// It ended, as this side or the other said.
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

/// A client may give any code it likes; a label may not be what a client likes.
fn client_code(code: Option<u16>) -> String {
    match code {
        None => "none".to_owned(),
        Some(code @ (1000 | 1001)) => code.to_string(),
        Some(_) => "other".to_owned(),
    }
}
