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
//!                 task         one per client: it alone emits (connection)
//!                     ▲
//! client message ─► inbox      queues messages for that task
//! ```
//!
//! # Guarantees
//! - A connection receives its logged events in order, each once, with its `event_id`.
//! - A client's messages are handled one at a time and in order.
//! - All of these are bounded: sessions in total, of one user, and unauthenticated ones; the input
//!   of a client before it is authenticated; packets that wait for a client
//!   (`MAX_BUFFERED_PACKETS`), after which its events come from the log; client messages that
//!   wait to be handled, their size and their rate. Binary packets are refused.
//!
//! # Why socketioxide
//! The protocol is more than frames: polling, upgrades, acknowledgements, heartbeats. Rooms and
//! broadcasts of socketioxide are not used: they would duplicate the hub, and they drop packets
//! when a buffer is full.

mod close_on_drop;
mod connect_error;
pub(super) mod connection;
mod end;
mod handshake;
pub(super) mod inbox;
mod inspection;
mod limits;
mod requests;
mod server;
mod session;
mod task;

pub(super) use server::SocketIoServer;
