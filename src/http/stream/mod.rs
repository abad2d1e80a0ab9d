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
//! A realm gives a [`StreamEncoder`], which makes frames of events; where its clients send
//! frames too, it is a [`FrameHandler`] as well. A transport writes frames and knows no realm.
//! [`FrameStream`] decides what is written next, whatever the transport.
//!
//! # The path of a frame
//! 1. `live`: the subscriber's queue wakes [`Subscription::next`], which hands over a batch of
//!    shared events.
//! 2. [`FrameStream::next_frame`] passes one of them to [`StreamEncoder::event`], a plain call
//!    into the realm.
//! 3. The encoder asks the event for its cached frame ([`SharedEvent::frame`], a plain call), and
//!    renders it only where it is the first to ask.
//! 4. The driver passes the frame to [`Transport::send`], and flushes after the last one of the
//!    batch. SSE has no `Transport`, since the HTTP server pulls a response body:
//!    [`sse`] gathers the frames of a batch into one chunk of the body.
//!
//! So a frame passes live → driver → transport, with one call from the driver into the realm
//! and one from there into the cache. Nothing is queued, copied, locked or allocated on the way
//! for each subscriber, except that several frames of one SSE chunk are copied together.
//!
//! # Guarantees
//! - A connection gets its durable events in log order, each once, from the subscription's
//!   start. `reset` says that the log is another one than that of the client's cursor.
//! - State that no event carries (presence) is sent when a stream opens, and again after a gap
//!   in the signals.
//! - Nothing is read ahead of the transport: the next batch is asked for after the last one is
//!   written, so a slow reader's queue overflows and its stream goes on from the log.
//! - A client's frames are handled one at a time and in order, while events keep flowing.
//! - A stream ends with its token, with its log-in, and with the server.

mod driver;
mod encoder;
pub mod sse;
mod transport;
pub mod websocket;

pub use driver::{FrameStream, StreamLimits, drive, expiry_timer};
pub use encoder::{
    Encoded, FrameHandler, StreamEncoder, WithEventId, WithId, json, parse_client_frame,
};
pub use transport::{Incoming, StreamEnd, Transport};

#[cfg(doc)]
use crate::chat::{SharedEvent, Subscription};
