//! A [`Subscription`] over a WebSocket (RFC 6455): what every realm with one stands on.
//!
//! ```text
//! Upgrade (400, 403, 426)  ──►  Upgrade::serve ──►  one task: socket + subscription + Protocol
//!                                                        │ a frame of the client is heeded
//!                                                        │ while events keep flowing
//!                                                        ▼
//!                                                   a close code
//! ```
//!
//! The ground owns the connection: its buffers, limits, pings and end. The realm owns the
//! words: it is a [`Protocol`], which turns events into frames and frames into answers.
//!
//! # Guarantees
//! - Durable events in log order, once, from the subscription's start; `{"type":"reset"}`
//!   where the log is another one. What is sent to nobody is held by nobody: the next
//!   events are asked for once the last ones are written, so that a slow reader's mailbox
//!   runs over and it goes on from the log.
//! - Frames of the client are heeded one at a time and in order.
//! - Every end that is the server's comes with a close code ([`Close`]) that the client sees,
//!   also where it was sending at the time.
//! - Bounded: a frame of the client at most [`MAX_FRAME`]; its frames a second; the time that
//!   a write, an answer and a farewell may take; silence.
//!
//! It knows no realm's words but `reset`, and never a token.

mod close;
mod connection;
mod frames;
mod handshake;
mod limits;
mod metrics;

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

pub use close::Close;
pub use frames::{Guarded, Head, Judge, Kind, Refused};
pub use handshake::{Switched, Upgrade};
pub use limits::{FrameRateLimiter, MAX_FRAME, RateVerdict};
pub use metrics::ConnectionMetrics;

use super::Problem;
use crate::chat::{self, SharedEvent};
use crate::domain::{Cursor, Realm, Signal};

#[cfg(doc)]
use crate::chat::Subscription;

/// A realm's words on one connection. All frames are JSON texts.
pub trait FrameHandler: Send + Sync + 'static {
    /// What a client is told first: what is true now and no event tells. May be nothing.
    fn on_open(&self) -> impl Future<Output = Result<Vec<Bytes>, chat::Error>> + Send;

    /// What a client is told anew, where signals were lost or the log is another one: what
    /// has become untrue as well.
    fn on_gap(&self) -> impl Future<Output = Result<Vec<Bytes>, chat::Error>> + Send {
        self.on_open()
    }

    /// An event as this client is to see it; `None` where it is not for it. A durable frame
    /// carries the event's cursor as its top-level `id`, or by
    /// what name the contract gives it. Frames that many see alike are
    /// shared with [`Published::frame`].
    fn render(
        &self,
        event: &SharedEvent,
    ) -> impl Future<Output = Result<Option<Bytes>, chat::Error>> + Send;

    /// A signal as this client is to see it.
    fn signal(&self, signal: &Signal) -> Option<Bytes>;

    /// Does what a frame asks for; the answer, if any, is for this client alone. A frame that
    /// is no JSON, or of a type unknown, is the realm's to refuse.
    fn handle_frame(&self, frame: &str) -> impl Future<Output = Option<Bytes>> + Send;

    /// A refusal as an error frame of the realm.
    fn error_frame(&self, problem: &Problem) -> Bytes;

    /// The log is another one: reload, and go on from its head. It is resumed from as from a
    /// durable frame, so its cursor has the same name.
    fn reset(&self, head: Cursor) -> Bytes {
        format!(r#"{{"type":"reset","id":"{head}"}}"#).into()
    }
}

/// What a connection is held to.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Whose it is, for the metrics.
    pub realm: Realm,
    /// From ping to ping; a peer that is silent for two and a half of them is given up.
    pub heartbeat: Duration,
    /// When the token that opened it expires.
    pub expires_at: Timestamp,
}
