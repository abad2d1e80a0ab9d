//! Metrics of WebSockets, by realm.

use metrics::{Counter, Gauge, counter, gauge};

use super::close::CloseCause;
use crate::domain::Realm;
use crate::telemetry::metrics::{
    SOCKET_FRAMES_RECEIVED, SOCKET_FRAMES_REFUSED, SOCKET_FRAMES_SENT, SOCKETS, SOCKETS_CLOSED,
};

/// Counts one open connection for as long as it lives.
///
/// # Why
/// Its counters are handles, since a look-up for each frame would be on the hot path.
pub struct ConnectionMetrics {
    realm: Realm,
    open: Gauge,
    received: Counter,
    sent: Counter,
    refused: Counter,
}

impl ConnectionMetrics {
    /// Counts a connection as open.
    pub fn open(realm: Realm) -> Self {
        let name = || realm.as_str().to_owned();
        let open = gauge!(SOCKETS, "realm" => name());
        open.increment(1.0);
        Self {
            realm,
            open,
            received: counter!(SOCKET_FRAMES_RECEIVED, "realm" => name()),
            sent: counter!(SOCKET_FRAMES_SENT, "realm" => name()),
            refused: counter!(SOCKET_FRAMES_REFUSED, "realm" => name()),
        }
    }

    /// Counts a received frame.
    pub fn received(&self) {
        self.received.increment(1);
    }

    /// Counts a sent frame.
    pub fn sent(&self) {
        self.sent.increment(1);
    }

    /// Counts a frame that was refused unread.
    pub fn refused(&self) {
        self.refused.increment(1);
    }

    pub(super) fn closed(&self, cause: &CloseCause) {
        let (by, code) = match cause {
            CloseCause::Server(close) => ("server", close.code().to_string()),
            CloseCause::Client(code) => ("client", client_code(*code)),
            CloseCause::Lost => ("none", "none".to_owned()),
        };
        self.ended(by, code);
    }

    /// Counts a closed connection, by the side that closed it.
    pub fn ended(&self, by: &'static str, code: impl Into<metrics::SharedString>) {
        let (realm, code) = (self.realm.as_str().to_owned(), code.into());
        counter!(SOCKETS_CLOSED, "realm" => realm, "by" => by, "code" => code).increment(1);
    }
}

impl Drop for ConnectionMetrics {
    fn drop(&mut self) {
        self.open.decrement(1.0);
    }
}

/// The label of a client's close code. A client may send any code, so most share a label.
fn client_code(code: Option<u16>) -> String {
    match code {
        None => "none".to_owned(),
        Some(code @ (1000 | 1001)) => code.to_string(),
        Some(_) => "other".to_owned(),
    }
}
