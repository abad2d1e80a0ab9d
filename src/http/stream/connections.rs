//! Counts the connections of clients: a gauge of the open ones, and for the log how many were opened and
//! closed.
//!
//! # Why
//! A line for each connection would fill the log when thousands of clients reconnect at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use metrics::{Gauge, gauge};
use parking_lot::Mutex;

use crate::domain::Realm;
use crate::telemetry::metrics::CONNECTIONS;

/// How a client is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransportKind {
    EventStream,
    WebSocket,
    /// Over a WebSocket or by polling, between which a client may change.
    SocketIo,
}

impl TransportKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::EventStream => "sse",
            Self::WebSocket => "websocket",
            Self::SocketIo => "socket_io",
        }
    }
}

/// The connections of this server. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<Mutex<BTreeMap<(Realm, TransportKind), Counts>>>);

/// Connections of a realm over a transport.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    open: u64,
    /// Since the last report.
    opened: u64,
    /// Since the last report.
    closed: u64,
}

/// Counts one connection for as long as it lives.
#[derive(Debug)]
pub struct CountedConnection {
    connections: Connections,
    key: (Realm, TransportKind),
    gauge: Gauge,
}

impl Connections {
    /// Counts a connection as open.
    pub fn open(&self, realm: Realm, transport: TransportKind) -> CountedConnection {
        let key = (realm, transport);
        self.change(key, |counts| {
            counts.open += 1;
            counts.opened += 1;
        });
        let realm = realm.as_str().to_owned();
        let gauge = gauge!(CONNECTIONS, "realm" => realm, "transport" => transport.as_str());
        gauge.increment(1.0);
        CountedConnection {
            connections: self.clone(),
            key,
            gauge,
        }
    }

    fn change(&self, key: (Realm, TransportKind), change: impl FnOnce(&mut Counts)) {
        change(self.0.lock().entry(key).or_default());
    }

    /// What was opened and closed since the last call, where anything was.
    fn take_changes(&self) -> Vec<((Realm, TransportKind), Counts)> {
        let mut all = self.0.lock();
        let changed = |(_, counts): &(_, &mut Counts)| counts.opened + counts.closed > 0;
        let taken = all.iter_mut().filter(changed).map(|(key, counts)| {
            let taken = *counts;
            (counts.opened, counts.closed) = (0, 0);
            (*key, taken)
        });
        taken.collect()
    }

    /// Logs how many connections were opened and closed since the last call.
    pub fn report(&self) {
        for ((realm, transport), counts) in self.take_changes() {
            let Counts {
                open,
                opened,
                closed,
            } = counts;
            let (realm, transport) = (realm.as_str(), transport.as_str());
            tracing::info!(
                realm,
                transport,
                opened,
                closed,
                open,
                "connections of clients"
            );
        }
    }
}

impl Drop for CountedConnection {
    fn drop(&mut self) {
        self.gauge.decrement(1.0);
        self.connections.change(self.key, |counts| {
            counts.open = counts.open.saturating_sub(1);
            counts.closed += 1;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_reported_once() {
        let (connections, realm) = (Connections::default(), Realm::new("test"));
        let first = connections.open(realm, TransportKind::EventStream);
        let _second = connections.open(realm, TransportKind::EventStream);
        drop(first);
        let counts = Counts {
            open: 1,
            opened: 2,
            closed: 1,
        };
        let key = (realm, TransportKind::EventStream);
        assert_eq!(connections.take_changes(), [(key, counts)]);
        assert_eq!(connections.take_changes(), []);
    }
}
