//! The server: one for the realm.

use std::sync::Arc;
use std::time::Duration;

use socketioxide::SocketIo;
use socketioxide::handler::ConnectHandler as _;
use socketioxide::service::SocketIoService;
use tokio::sync::Semaphore;

use super::handshake::{ConnectRequest, Handshake};
use super::limits::{HANDSHAKE_TIMEOUT, MAX_MESSAGE};
use super::session::Sessions;
use super::task;
use crate::contracts::shared::ContractContext;

/// Packets that may wait for one client.
const MAX_BUFFERED_PACKETS: usize = 64;
/// Read buffer of a WebSocket, in bytes.
const READ_BUFFER: usize = 2 * 1024;
/// Requests of unauthenticated sessions whose bodies are read at the same time.
const MAX_UNAUTHENTICATED_POSTS: usize = 64;
/// Longest interval between pings. A client whose buffer is full at a ping is disconnected.
const MAX_PING_INTERVAL: Duration = Duration::from_secs(25);
/// How long a client may take to answer a ping.
const PING_TIMEOUT: Duration = Duration::from_secs(20);

/// The Socket.IO server. Cheap to clone.
#[derive(Clone)]
pub(in crate::contracts::messenger) struct SocketIoServer {
    pub(super) engine: SocketIoService<NoOtherPath>,
    pub(super) io: SocketIo,
    pub(super) sessions: Sessions,
    pub(super) unauthenticated_posts: Arc<Semaphore>,
}

/// The service for paths other than Socket.IO's. It is never called, because the route has that
/// path.
pub(super) type NoOtherPath = axum::Router;

impl SocketIoServer {
    pub(in crate::contracts::messenger) fn new(context: &ContractContext) -> Self {
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
        io.ns("/", task::start.with(admit));
        Self {
            engine,
            io,
            sessions: Sessions::default(),
            unauthenticated_posts: Arc::new(Semaphore::new(MAX_UNAUTHENTICATED_POSTS)),
        }
    }
}
