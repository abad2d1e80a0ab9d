//! Socket.IO: `/socket.io/`, both transports, by socketioxide.
//!
//! ```text
//! every request ─► serve: the page's origin, a place      (403, 503)
//! CONNECT ───────► handshake: who, from where in the log  (connect_error)
//!                      └─► Talk: one task, which owns the subscription and does all the
//!                          emitting; what the client says waits for it in an Inbox
//! ```
//!
//! # Guarantees
//! - Durable events in log order, each with its `event_id`, once a connection.
//! - What a client sends is heeded one at a time and in order.
//! - Bounded: sessions; packets that wait for a client ([`BUFFER`]), after which the
//!   subscription is left alone and goes on from the log; messages that wait for the task;
//!   the size of a message; the pace.
//!
//! # Why socketioxide, and what of it
//! It speaks the protocol, which is more than frames: polling, the upgrade from it,
//! acknowledgements, heartbeats. Its rooms and broadcasts are not used: they would copy what the
//! hub knows, and drop what does not fit into a full buffer.

mod handshake;
mod inbox;
mod talk;
mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use socketioxide::SocketIo;
use socketioxide::handler::ConnectHandler as _;
use socketioxide::service::SocketIoService;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt as _;

use super::Messenger;
use crate::auth::Gate;
use crate::chat::Chat;
use crate::http::Problem;
use handshake::{Door, Newcomer};

/// Sessions of one replica, polling ones included, of which many may share a connection.
const SESSIONS: usize = 50_000;
/// Packets that wait for one client.
const BUFFER: usize = 64;
/// Largest message of a client, in bytes; with polling, all of one request.
const MAX_MESSAGE: usize = 256 * 1024;
/// What is read at once of a WebSocket.
const READ_BUFFER: usize = 2 * 1024;
/// How long a session may be open before somebody is let in, and an upgrade may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// From ping to ping, at most: with the next one a client is given up that takes nothing.
const PING: Duration = Duration::from_secs(25);
/// How long a client may take to answer a ping.
const PONG: Duration = Duration::from_secs(20);

/// Everyone's sessions. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sockets {
    service: SocketIoService<NoSuchPath>,
    places: Arc<Semaphore>,
}

/// What is asked where the path is not Socket.IO's: never, since the route is.
type NoSuchPath = axum::Router;

/// A session's place, with the parts of its first request for as long as it lives.
type Place = Arc<OwnedSemaphorePermit>;

impl Sockets {
    pub(super) fn new(chat: Chat, gate: Gate, heartbeat: Duration) -> Self {
        let (service, io) = SocketIo::builder()
            .ping_interval(heartbeat.min(PING))
            .ping_timeout(PONG)
            .connect_timeout(HANDSHAKE)
            .max_buffer_size(BUFFER)
            .max_payload(MAX_MESSAGE as u64)
            .ws_max_message_size(MAX_MESSAGE)
            .ws_max_frame_size(MAX_MESSAGE)
            .upgrade_timeout(HANDSHAKE)
            .ws_read_buffer_size(READ_BUFFER)
            .build_with_inner_svc(NoSuchPath::new());
        let door = Door { chat, gate };
        let admit = move |newcomer: Newcomer| {
            let door = door.clone();
            async move { door.admit(newcomer).await }
        };
        io.ns("/", talk::begin.with(admit));
        Self {
            service,
            places: Arc::new(Semaphore::new(SESSIONS)),
        }
    }
}

/// Any request to `/socket.io/`.
pub(super) async fn serve(State(messenger): State<Messenger>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Err(problem) = messenger.gate.require_own_page(&parts) {
        return problem.into_response();
    }
    if is_first(parts.uri.query().unwrap_or_default()) {
        let Ok(place) = messenger.sockets.places.clone().try_acquire_owned() else {
            return Problem::unavailable().into_response();
        };
        parts.extensions.insert::<Place>(Arc::new(place));
    }
    let request = Request::from_parts(parts, body);
    match messenger.sockets.service.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

/// Whether a request begins a session: it names none.
fn is_first(query: &str) -> bool {
    !query.split('&').any(|pair| pair.starts_with("sid="))
}
