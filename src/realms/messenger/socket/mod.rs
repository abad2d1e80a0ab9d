//! Socket.IO: `/socket.io/`, both transports, by socketioxide.
//!
//! ```text
//! every request ─► serve: checks the page's origin                (403)
//!                  transport: limits sessions, refuses binary data (400, 429, 503)
//! CONNECT ───────► handshake: authenticates, subscribes            (connect_error)
//!                      └─► connection: one task, which does all the emitting;
//!                          the client's messages wait for it in an Inbox
//! ```
//!
//! # Guarantees
//! - A connection gets its durable events in log order, each once and with its `event_id`.
//! - A client's messages are handled one at a time and in order.
//! - These are bounded: all sessions, those of one user, and those not authenticated yet; what a
//!   client may send before it is authenticated; packets that wait for a client ([`BUFFER`]),
//!   after which its events come from the log; messages that wait for the task; the size of a
//!   message, and of all that wait; the rate. Binary packets are refused.
//!
//! # Why socketioxide, and which parts
//! It implements the protocol, which is more than frames: polling, the upgrade from it,
//! acknowledgements, heartbeats. Its rooms and broadcasts are not used: they would duplicate the
//! hub, and drop packets when a buffer is full.

mod connection;
mod encoder;
mod handshake;
mod inbox;
mod session;
mod transport;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, any};
use socketioxide::SocketIo;
use socketioxide::handler::ConnectHandler as _;
use socketioxide::service::SocketIoService;
use tokio::sync::Semaphore;

use crate::http::Problem;
use crate::realms::RealmContext;
use handshake::{ConnectAuthenticator, ConnectRequest};
use session::{MAX_MESSAGE, Sessions};

/// Packets that wait for one client.
const BUFFER: usize = 64;
/// Read buffer of a WebSocket in bytes.
const READ_BUFFER: usize = 2 * 1024;
/// Requests of unauthenticated sessions whose packets are read at the same time.
const UNAUTHENTICATED_POSTS: usize = 64;
/// How long authentication and an upgrade may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest interval between pings. A client that takes nothing is given up at the next one.
const MAX_PING_INTERVAL: Duration = Duration::from_secs(25);
/// How long a client may take to answer a ping.
const PING_TIMEOUT: Duration = Duration::from_secs(20);

/// The Socket.IO server. Cheap to clone.
#[derive(Clone)]
struct Sockets {
    service: SocketIoService<NoSuchPath>,
    io: SocketIo,
    sessions: Sessions,
    unauthenticated_posts: Arc<Semaphore>,
}

/// The service for paths other than Socket.IO's: never called, as the route has that path.
type NoSuchPath = axum::Router;

impl Sockets {
    fn new(context: RealmContext) -> Self {
        let RealmContext {
            chat,
            authenticator,
            heartbeat,
            ..
        } = context;
        let (service, io) = SocketIo::builder()
            .ping_interval(heartbeat.min(MAX_PING_INTERVAL))
            .ping_timeout(PING_TIMEOUT)
            .connect_timeout(HANDSHAKE_TIMEOUT)
            .max_buffer_size(BUFFER)
            .max_payload(MAX_MESSAGE as u64)
            .ws_max_message_size(MAX_MESSAGE)
            .ws_max_frame_size(MAX_MESSAGE)
            .upgrade_timeout(HANDSHAKE_TIMEOUT)
            .ws_read_buffer_size(READ_BUFFER)
            .build_with_inner_svc(NoSuchPath::new());
        let authenticator = ConnectAuthenticator {
            chat,
            authenticator,
        };
        let admit = move |request: ConnectRequest| {
            let authenticator = authenticator.clone();
            async move { authenticator.admit(request).await }
        };
        io.ns("/", connection::begin.with(admit));
        Self {
            service,
            io,
            sessions: Sessions::default(),
            unauthenticated_posts: Arc::new(Semaphore::new(UNAUTHENTICATED_POSTS)),
        }
    }
}

/// The route of `/socket.io/`. The server behind it is made at the first request, which brings the
/// realm's state.
pub(super) fn route() -> MethodRouter<RealmContext> {
    let sockets = Arc::new(OnceLock::new());
    any(
        async move |State(context): State<RealmContext>, request: Request| {
            serve(context, &sockets, request).await
        },
    )
}

/// Serves any request to `/socket.io/`.
async fn serve(context: RealmContext, sockets: &OnceLock<Sockets>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(error) = context.authenticator.require_own_page(&parts) {
        return Problem::from(error).into_response();
    }
    let request = Request::from_parts(parts, body);
    let sockets = sockets.get_or_init(|| Sockets::new(context));
    sockets.answer(request).await
}
