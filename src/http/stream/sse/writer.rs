//! Writes a subscription's frames to the socket of a response, until it ends.

use std::convert::Infallible;
use std::io;
use std::pin::pin;

use bytes::Bytes;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};
use tracing::Span;

use super::frames::{HEARTBEAT, opening};
use super::socket::{BodySocket, MAX_FRAMES};
use crate::http::stream::driver::{FrameStream, StreamLimits};
use crate::http::stream::encoder::StreamEncoder;
use crate::http::stream::transport::StreamEnd;

/// Frames are joined up to this size before they are written.
const CHUNK: usize = 32 * 1024;

/// The body of an event stream.
pub(super) struct EventStreamWriter<E: StreamEncoder> {
    pub(super) frames: FrameStream<E>,
    pub(super) limits: StreamLimits,
    /// The request's span: a stream outlives its handler.
    pub(super) span: Span,
}

/// Frames that are due. A single one, as most deliveries are, needs no allocation.
enum Due {
    One(Bytes),
    Several(Vec<Bytes>),
}

impl Due {
    fn and(self, next: Bytes) -> Self {
        Self::Several(match self {
            Self::One(first) => vec![first, next],
            Self::Several(mut frames) => {
                frames.push(next);
                frames
            }
        })
    }

    fn as_slice(&self) -> &[Bytes] {
        match self {
            Self::One(frame) => std::slice::from_ref(frame),
            Self::Several(frames) => frames,
        }
    }
}

/// Why writing ends.
enum End {
    /// The body is complete.
    Complete(StreamEnd),
    /// The client is gone.
    Disconnected,
}

impl From<StreamEnd> for End {
    fn from(end: StreamEnd) -> Self {
        Self::Complete(end)
    }
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self::Disconnected
    }
}

impl<E: StreamEncoder<Frame = Bytes>> EventStreamWriter<E> {
    /// Writes until the stream ends. Returns the socket if the connection can serve another
    /// request.
    pub(super) async fn run(mut self, mut socket: BodySocket) -> Option<TcpStream> {
        let Err(end) = self.write(&mut socket).await;
        let End::Complete(end) = end else {
            return None;
        };
        if let StreamEnd::Failed(error) = end {
            tracing::warn!(parent: &self.span, %error, "closed an event stream: its events cannot be read");
        }
        drop(self);
        socket.finish().await
    }

    async fn write(&mut self, socket: &mut BodySocket) -> Result<Infallible, End> {
        let StreamLimits { heartbeat, expires } = self.limits;
        socket.write(&[opening(self.frames.start())]).await?;
        let mut last_written = Instant::now();
        // One timer for the whole stream, which is set again when it fires and not with each
        // delivery.
        let mut timer = pin!(sleep_until(expires.min(last_written + heartbeat)));
        loop {
            while let Some(frames) = self.due_frames().await? {
                socket.write(frames.as_slice()).await?;
                last_written = Instant::now();
            }
            tokio::select! {
                biased;
                () = &mut timer => {
                    let now = Instant::now();
                    if now >= expires {
                        return Err(StreamEnd::TokenExpired.into());
                    }
                    if now >= last_written + heartbeat {
                        socket.write(&[HEARTBEAT]).await?;
                        last_written = Instant::now();
                    }
                    timer.as_mut().reset(expires.min(last_written + heartbeat));
                }
                due = self.frames.wait() => due?,
                () = socket.closed() => return Err(End::Disconnected),
            }
        }
    }

    /// Frames that are due, of about [`CHUNK`] bytes at most.
    async fn due_frames(&mut self) -> Result<Option<Due>, StreamEnd> {
        let Some(first) = self.frames.next_frame().await? else {
            return Ok(None);
        };
        let (mut due, mut bytes) = (Due::One(first), 0);
        // A `reset` does not wait for the presence that follows it.
        while !self.frames.is_refresh_due()
            && due.as_slice().len() < MAX_FRAMES
            && bytes < CHUNK
            && let Some(frame) = self.frames.next_frame().await?
        {
            bytes += frame.len();
            due = due.and(frame);
        }
        Ok(Some(due))
    }
}
