//! A stream over a WebSocket (RFC 6455).
//!
//! ```text
//! Upgrade (400, 403, 426)  ──►  Upgrade::serve  ──►  one task: WebSocket + FrameStream
//!                                                        │ a client's frame is handled
//!                                                        │ while events keep flowing
//!                                                        ▼
//!                                                   a close code
//! ```
//!
//! # Guarantees
//! - When the server ends a connection, the client receives a close code ([`Close`]), even if
//!   it is sending at that moment.
//! - These are bounded: the size of a client's frame ([`MAX_FRAME`]), its frames per second, the
//!   time that a write, a reply and a close may take, and silence.
//!
//! It knows no realm's frames but the usual [`reset`](reset_frame), and never sees a token.

mod close;
mod frames;
mod handshake;
mod limits;
mod metrics;
mod transport;

use bytes::Bytes;

pub use close::Close;
pub use frames::{FramePolicy, Guarded, Head, Kind, Refused};
pub use handshake::Upgrade;
pub use limits::{FrameRateLimiter, MAX_FRAME, RateVerdict};
pub use metrics::ConnectionMetrics;
pub use transport::{Switched, TextFrame, WebSocket};

use crate::domain::Cursor;

/// The `reset` frame of realms that call a cursor `id`.
pub fn reset_frame(head: Cursor) -> Bytes {
    format!(r#"{{"type":"reset","id":"{head}"}}"#).into()
}
