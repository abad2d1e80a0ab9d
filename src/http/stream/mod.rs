//! Event streams: one driver for Server-Sent Events, WebSockets and Socket.IO.
//!
//! ```text
//!              live                  http::stream                      realm
//! SubscriberQueue ──► Subscription ──► FrameStream ──► StreamEncoder (event, signal, …)
//!                                          │ frames             │ SharedEvent::frame
//!                                          ▼                    ▼ (cache, in live)
//!                                      Transport ──► socket
//! ```
//!
//! A realm provides a [`StreamEncoder`], which makes frames of events; if its clients send frames
//! too, it is also a [`FrameHandler`]. A transport writes frames and knows no realm.
//! [`FrameStream`] decides for every transport which frame is written next.
//!
//! # The path of a frame
//! 1. `live`: the subscriber's queue wakes [`Subscription::next`], which hands over a batch of
//!    shared events.
//! 2. [`FrameStream::next_frame`] passes one of them to [`StreamEncoder::event`], a plain call
//!    into the realm.
//! 3. The encoder requests the event's cached frame ([`SharedEvent::frame`], a plain call), and
//!    renders it only if it is the first to request it.
//! 4. The driver passes the frame to [`Transport::send`], and flushes after the last one of the
//!    batch. SSE has no `Transport`, since its clients send nothing: [`sse`] writes the frames of a
//!    batch with one system call to the bare socket, which it [takes](crate::http::takeover) from
//!    the HTTP library once the head of the response is written.
//!
//! While the task of an SSE stream waits, a shard of `live` passes events to the stream's outlet
//! (`sse::outlet`), which does 3 and 4 without a task of its own.
//!
//! So a frame passes live → driver → transport, with one call from the driver into the realm
//! and one from there into the cache. Nothing is queued, copied or locked on the way for each
//! subscriber.
//!
//! # Guarantees
//! - A connection gets its durable events in log order, each once, from the subscription's
//!   start. A `reset` frame means that the client's cursor is of another log.
//! - State that no event carries (presence) is sent when a stream opens, and again after a gap
//!   in the signals.
//! - Nothing is read ahead of the transport: the next batch is requested after the last one is
//!   written, so a slow reader's queue overflows and its stream continues from the log.
//! - A client's frames are handled one at a time and in order, while events keep flowing.
//! - A stream ends with its token, with its log-in, and with the server.

mod connections;
mod driver;
mod encoder;
mod open_streams;
pub mod sse;
mod transport;
pub mod websocket;

pub use connections::{Connections, CountedConnection};
pub use driver::{FrameStream, StreamLimits, drive, expiry_timer};
pub use encoder::{
    Encoded, FrameHandler, StreamEncoder, WithEventId, WithId, json, parse_client_frame,
};
pub use open_streams::{MAX_STREAMS_PER_USER, OpenStreams, StreamPermit};
pub use transport::{Incoming, StreamEnd, Transport};

#[cfg(doc)]
use crate::chat::{SharedEvent, Subscription};
