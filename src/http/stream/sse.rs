//! A stream as Server-Sent Events (WHATWG HTML, section 9.2).

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures::stream;
use serde::Serialize;
use tokio::time::{Instant, sleep_until};
use tracing::Span;

use super::driver::{FrameStream, StreamLimits};
use super::encoder::StreamEncoder;
use super::transport::StreamEnd;
use crate::chat::Subscription;
use crate::domain::Cursor;

/// Frames are joined up to this size before they are written.
const CHUNK: usize = 32 * 1024;
/// A reconnecting browser waits this long, so that the clients of a restarted server do not
/// reconnect at once.
const RETRY_MS: std::ops::Range<u32> = 2_000..4_000;
/// A comment, sent after a heartbeat's time without other output.
const HEARTBEAT: Bytes = Bytes::from_static(b": heartbeat\n\n");

/// An event's frame: `id`, `event` and `data` lines.
pub fn frame(id: Cursor, name: &str, data: &impl Serialize) -> Bytes {
    frame_after(format!("id: {id}\n"), name, data)
}

/// The frame of a signal. It has no id, as no client can resume from it.
pub fn transient_frame(name: &str, data: &impl Serialize) -> Bytes {
    frame_after(String::new(), name, data)
}

/// The frame that tells a client to reload, and to resume from `head`.
pub fn reset_frame(head: Cursor) -> Bytes {
    format!("id: {head}\nevent: reset\ndata: {{}}\n\n").into()
}

fn frame_after(id: String, name: &str, data: &impl Serialize) -> Bytes {
    let mut frame = id.into_bytes();
    for part in ["event: ", name, "\ndata: "] {
        frame.extend_from_slice(part.as_bytes());
    }
    serde_json::to_writer(&mut frame, data).expect("wire types have string keys only");
    frame.extend_from_slice(b"\n\n");
    frame.into()
}

/// The response that streams a subscription until it ends.
pub fn response<E>(subscription: Subscription, encoder: E, limits: StreamLimits) -> Response
where
    E: StreamEncoder<Frame = Bytes>,
{
    let frames = FrameStream::new(subscription, encoder);
    let body = EventStreamBody {
        opening: Some(opening(frames.start())),
        frames,
        heartbeat: limits.heartbeat,
        expires: limits.expires,
        last_written: Instant::now(),
        span: Span::current(),
    };
    let body = stream::unfold(body, |mut body| async move {
        let chunk = body.next_chunk().await?;
        body.last_written = Instant::now();
        Some((Ok::<_, std::convert::Infallible>(chunk), body))
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn opening(start: Cursor) -> Bytes {
    let retry = rand::random_range(RETRY_MS);
    format!("retry: {retry}\nid: {start}\nevent: ready\ndata: {{}}\n\n").into()
}

/// A response body. The HTTP server pulls chunks from it as fast as the client reads.
struct EventStreamBody<E: StreamEncoder> {
    opening: Option<Bytes>,
    frames: FrameStream<E>,
    heartbeat: Duration,
    expires: Instant,
    last_written: Instant,
    /// The request's span: a stream outlives its handler.
    span: Span,
}

impl<E: StreamEncoder<Frame = Bytes>> EventStreamBody<E> {
    /// The next chunk; `None` ends the stream.
    async fn next_chunk(&mut self) -> Option<Bytes> {
        if let Some(opening) = self.opening.take() {
            return Some(opening);
        }
        let end = loop {
            match self.due_chunk().await {
                Ok(None) => {}
                Ok(chunk) => return chunk,
                Err(end) => break end,
            }
            tokio::select! {
                biased;
                () = sleep_until(self.expires) => return None,
                due = self.frames.wait() => if let Err(end) = due {
                    break end;
                },
                () = sleep_until(self.last_written + self.heartbeat) => return Some(HEARTBEAT),
            }
        };
        if let StreamEnd::Failed(error) = end {
            tracing::warn!(parent: &self.span, %error, "closed an event stream: its events cannot be read");
        }
        None
    }

    /// Frames that are due, up to about [`CHUNK`] bytes; a single frame is not copied.
    async fn due_chunk(&mut self) -> Result<Option<Bytes>, StreamEnd> {
        let mut chunk: Option<Bytes> = None;
        let mut joined = BytesMut::new();
        while let Some(frame) = self.frames.next_frame().await? {
            match chunk.take() {
                None if joined.is_empty() => chunk = Some(frame),
                None => joined.extend_from_slice(&frame),
                Some(first) => {
                    joined.reserve(CHUNK);
                    joined.extend_from_slice(&first);
                    joined.extend_from_slice(&frame);
                }
            }
            // A `reset` does not wait for the presence that follows it.
            if joined.len() >= CHUNK || self.frames.is_refresh_due() {
                break;
            }
        }
        Ok(chunk.or_else(|| (!joined.is_empty()).then(|| joined.freeze())))
    }
}
