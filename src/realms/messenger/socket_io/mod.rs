//! Socket.IO: the server at `/socket.io/`, and its connections as a transport of `http::stream`.
//!
//! ```text
//! HTTP request ─► requests     limits sessions, inspects client input         (400, 429, 503)
//!                     │        (session, inspection)
//!                     ▼
//!                 engine       socketioxide: polling, WebSocket, upgrades, heartbeats
//!                     │
//! CONNECT ──────► handshake    authenticates and subscribes                   (connect_error)
//!                     │
//!                     ▼
//!                 connection   one task per client: the only one that emits
//!                     ▲
//! client message ─► inbox      queues messages for that task
//! ```
//!
//! # Guarantees
//! - A connection receives its logged events in order, each once, with its `event_id`.
//! - A client's messages are handled one at a time and in order.
//! - All of these are bounded: sessions in total, of one user, and unauthenticated ones; the input
//!   of a client before it is authenticated; packets that wait for a client
//!   ([`MAX_BUFFERED_PACKETS`]), after which its events come from the log; client messages that
//!   wait to be handled, their size and their rate. Binary packets are refused.
//!
//! # Why socketioxide
//! The protocol is more than frames: polling, upgrades, acknowledgements, heartbeats. Rooms and
//! broadcasts of socketioxide are not used: they would duplicate the hub, and they drop packets
//! when a buffer is full.

mod connection;
mod end;
mod handshake;
mod inbox;
mod inspection;
mod requests;
mod session;

use std::sync::Arc;
use std::time::Duration;

use socketioxide::SocketIo;
use socketioxide::handler::ConnectHandler as _;
use socketioxide::service::SocketIoService;
use tokio::sync::Semaphore;

use crate::realms::RealmContext;
use handshake::{ConnectRequest, Handshake};
use inspection::MAX_MESSAGE;
use session::Sessions;

pub(super) use connection::SocketIoConnection;
pub(super) use inbox::ClientMessage;

/// Packets that may wait for one client.
const MAX_BUFFERED_PACKETS: usize = 64;
/// Read buffer of a WebSocket, in bytes.
const READ_BUFFER: usize = 2 * 1024;
/// Requests of unauthenticated sessions whose bodies are read at the same time.
const MAX_UNAUTHENTICATED_POSTS: usize = 64;
/// How long a client may take to send CONNECT, and to upgrade from polling.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest interval between pings. A client whose buffer is full at a ping is disconnected.
const MAX_PING_INTERVAL: Duration = Duration::from_secs(25);
/// How long a client may take to answer a ping.
const PING_TIMEOUT: Duration = Duration::from_secs(20);

/// The Socket.IO server. Cheap to clone.
#[derive(Clone)]
pub(super) struct SocketIoServer {
    engine: SocketIoService<NoOtherPath>,
    io: SocketIo,
    sessions: Sessions,
    unauthenticated_posts: Arc<Semaphore>,
}

/// The service for paths other than Socket.IO's. It is never called, because the route has that
/// path.
type NoOtherPath = axum::Router;

impl SocketIoServer {
    pub(super) fn new(context: &RealmContext) -> Self {
        let (engine, io) = SocketIo::builder()
            .ping_interval(context.heartbeat.min(MAX_PING_INTERVAL))
            .ping_timeout(PING_TIMEOUT)
            .connect_timeout(HANDSHAKE_TIMEOUT)
            .max_buffer_size(MAX_BUFFERED_PACKETS)
            .max_payload(MAX_MESSAGE as u64)
            .ws_max_message_size(MAX_MESSAGE)
            .ws_max_frame_size(MAX_MESSAGE)
            .upgrade_timeout(HANDSHAKE_TIMEOUT)
            .ws_read_buffer_size(READ_BUFFER)
            .build_with_inner_svc(NoOtherPath::new());
        let handshake = Handshake {
            chat: context.chat.clone(),
            features: context.policy.features,
            authenticator: context.authenticator.clone(),
            open_streams: context.open_streams.clone(),
        };
        let admit = move |request: ConnectRequest| {
            let handshake = handshake.clone();
            async move { handshake.admit(request).await }
        };
        io.ns("/", connection::start.with(admit));
        Self {
            engine,
            io,
            sessions: Sessions::default(),
            unauthenticated_posts: Arc::new(Semaphore::new(MAX_UNAUTHENTICATED_POSTS)),
        }
    }
}
