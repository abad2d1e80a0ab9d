//! Socket.IO: `/socket.io/`, both transports, by socketioxide.
//!
//! ```text
//! every request ─► serve: the page's origin               (403)
//!                  transport: a place, no binary packets  (400, 429, 503)
//! CONNECT ───────► handshake: who, from where in the log  (connect_error)
//!                      └─► Talk: one task, which owns the subscription and does all the
//!                          emitting; what the client says waits for it in an Inbox
//! ```
//!
//! # Guarantees
//! - Durable events in log order, each with its `event_id`, once a connection.
//! - What a client sends is heeded one at a time and in order.
//! - Bounded: sessions, those of one person, and those that nobody was let in for; what such a
//!   stranger may send; packets that wait for a client ([`BUFFER`]), after which the
//!   subscription is left alone and goes on from the log; messages that wait for the task;
//!   the size of a message, and of all that wait; the pace. No binary packet is taken.
//!
//! # Why socketioxide, and what of it
//! It speaks the protocol, which is more than frames: polling, the upgrade from it,
//! acknowledgements, heartbeats. Its rooms and broadcasts are not used: they would copy what the
//! hub knows, and drop what does not fit into a full buffer.

mod connection;
mod encoder;
mod handshake;
mod inbox;
mod session;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use socketioxide::SocketIo;
use socketioxide::handler::ConnectHandler as _;
use socketioxide::service::SocketIoService;
use tokio::sync::Semaphore;

use super::Messenger;
use crate::auth::Authenticator;
use crate::chat::Chat;
use crate::http::Problem;
use handshake::{ConnectAuthenticator, ConnectRequest};
use session::{MAX_MESSAGE, Sessions};

/// Packets that wait for one client.
const BUFFER: usize = 64;
/// What is read at once of a WebSocket.
const READ_BUFFER: usize = 2 * 1024;
/// Requests with packets of strangers that are read at once.
const POSTS_OF_STRANGERS: usize = 64;
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
    io: SocketIo,
    sessions: Sessions,
    posts_of_strangers: Arc<Semaphore>,
}

/// What is asked where the path is not Socket.IO's: never, since the route is.
type NoSuchPath = axum::Router;

impl Sockets {
    pub(super) fn new(chat: Chat, authenticator: Authenticator, heartbeat: Duration) -> Self {
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
            posts_of_strangers: Arc::new(Semaphore::new(POSTS_OF_STRANGERS)),
        }
    }
}

/// Any request to `/socket.io/`.
pub(super) async fn serve(State(messenger): State<Messenger>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(error) = messenger.authenticator.require_own_page(&parts) {
        return Problem::from(error).into_response();
    }
    let request = Request::from_parts(parts, body);
    messenger.sockets.answer(request).await
}
