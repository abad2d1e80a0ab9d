//! Limits the streams that one user has open.

use crate::bounds::{KeyedPermit, KeyedPermits};
use crate::domain::{Realm, UserId};
use crate::http::problem::Problem;
use crate::http::stream::connections::{Connections, CountedConnection, TransportKind};

/// Streams of each kind that one user may have open, in a realm and on a replica.
pub const MAX_STREAMS_PER_USER: usize = 32;
/// When a refused client may try again, in seconds.
const RETRY_AFTER: u32 = 5;

/// Counts an open stream until it is dropped.
pub struct StreamPermit {
    _permit: KeyedPermit<UserId>,
    _counted: CountedConnection,
}

/// The open streams of a realm, by kind. Clones share the limits.
#[derive(Clone)]
pub struct OpenStreams {
    realm: Realm,
    connections: Connections,
    event_streams: KeyedPermits<UserId>,
    sockets: KeyedPermits<UserId>,
}

impl OpenStreams {
    /// No open streams of a realm, which are counted among these connections.
    pub fn new(realm: Realm, connections: Connections) -> Self {
        let permits = || KeyedPermits::new(MAX_STREAMS_PER_USER, 0);
        Self {
            realm,
            connections,
            event_streams: permits(),
            sockets: permits(),
        }
    }

    /// Counts an event stream of a user.
    ///
    /// # Errors
    /// 429 if the user has too many.
    pub fn begin_event_stream(&self, user_id: UserId) -> Result<StreamPermit, Problem> {
        self.begin(&self.event_streams, TransportKind::EventStream, user_id)
    }

    /// Counts a WebSocket of a user.
    ///
    /// # Errors
    /// 429 if the user has too many.
    pub fn begin_socket(&self, user_id: UserId) -> Result<StreamPermit, Problem> {
        self.begin(&self.sockets, TransportKind::WebSocket, user_id)
    }

    /// Counts a connection over Socket.IO, which has limits of its own.
    pub fn count_socket_io(&self) -> CountedConnection {
        self.connections.open(self.realm, TransportKind::SocketIo)
    }

    fn begin(
        &self,
        permits: &KeyedPermits<UserId>,
        transport: TransportKind,
        user_id: UserId,
    ) -> Result<StreamPermit, Problem> {
        let permit = permits.try_take(user_id).ok_or_else(|| {
            let detail = format!("at most {MAX_STREAMS_PER_USER} streams may be open at once");
            Problem::too_many(detail, RETRY_AFTER)
        })?;
        Ok(StreamPermit {
            _permit: permit,
            _counted: self.connections.open(self.realm, transport),
        })
    }
}
