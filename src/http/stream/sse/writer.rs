//! Writes a subscription's frames to the socket of a response, until it ends.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until};
use tracing::Span;

use super::due::{CHUNK, Due};
use super::frames::{HEARTBEAT, opening};
use super::outlet::SocketOutlet;
use super::socket::{BodySocket, MAX_FRAMES};
use crate::http::stream::driver::{FrameStream, StreamLimits};
use crate::http::stream::encoder::StreamEncoder;
use crate::http::stream::open_streams::StreamPermit;
use crate::http::stream::transport::StreamEnd;

/// The body of an event stream.
pub(super) struct EventStreamWriter<E: StreamEncoder> {
    pub(super) frames: FrameStream<E>,
    pub(super) limits: StreamLimits,
    /// The request's span: a stream outlives its handler.
    pub(super) span: Span,
    pub(super) _permit: StreamPermit,
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
    /// Writes until the stream ends, and then ends the connection.
    pub(super) async fn run(mut self, socket: Arc<BodySocket>) {
        let start = self.frames.start();
        self.frames.attach(|encoder| SocketOutlet {
            encoder,
            start,
            socket: socket.clone(),
        });
        let Err(end) = self.write(&socket).await;
        let End::Complete(end) = end else {
            return;
        };
        if let StreamEnd::Failed(error) = end {
            tracing::warn!(parent: &self.span, %error, "closed an event stream: its events cannot be read");
        }
        // With the outlet.
        drop(self);
        // Fails only if the client is gone.
        let _ = socket.finish().await;
    }

    async fn write(&mut self, socket: &BodySocket) -> Result<Infallible, End> {
        let StreamLimits { heartbeat, expires } = self.limits;
        socket.write(&[opening(self.frames.start())]).await?;
        // One timer for the whole stream, which is set again when it fires and not with each
        // delivery.
        let mut timer = pin!(sleep_until(expires.min(Instant::now() + heartbeat)));
        loop {
            while let Some(frames) = self.due_frames().await? {
                socket.write(frames.as_slice()).await?;
            }
            tokio::select! {
                biased;
                () = &mut timer => {
                    self.frames.recall().await;
                    let now = Instant::now();
                    if now >= expires {
                        return Err(StreamEnd::TokenExpired.into());
                    }
                    if now >= socket.last_written() + heartbeat {
                        socket.write(&[HEARTBEAT]).await?;
                    }
                    timer.as_mut().reset(expires.min(socket.last_written() + heartbeat));
                }
                // Before the outlet may be used again.
                () = socket.has_unsent() => {
                    self.frames.recall().await;
                    socket.write(&[]).await?;
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
