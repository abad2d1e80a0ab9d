//! A stream as Server-Sent Events (WHATWG HTML, section 9.2).
//!
//! A frame is encoded as a chunk of a response's body (RFC 9112, section 7.1), so that the bytes
//! that subscribers share are exactly those that each of them writes.

mod socket;
mod writer;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;
use tracing::Span;

use self::socket::BodySocket;
use self::writer::EventStreamWriter;
use super::driver::{FrameStream, StreamLimits};
use super::encoder::StreamEncoder;
use crate::chat::Subscription;
use crate::domain::Cursor;
use crate::http::takeover::BodyWriter;

/// A reconnecting browser waits this long, so that the clients of a restarted server do not
/// reconnect at once.
const RETRY_MS: std::ops::Range<u32> = 2_000..4_000;
/// A comment, sent after a heartbeat's time without other output.
const HEARTBEAT: Bytes = Bytes::from_static(b"d\r\n: heartbeat\n\n\r\n");

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
    chunk(format!("id: {head}\nevent: reset\ndata: {{}}\n\n").as_bytes())
}

fn frame_after(id: String, name: &str, data: &impl Serialize) -> Bytes {
    let mut frame = id.into_bytes();
    for part in ["event: ", name, "\ndata: "] {
        frame.extend_from_slice(part.as_bytes());
    }
    serde_json::to_writer(&mut frame, data).expect("wire types have string keys only");
    frame.extend_from_slice(b"\n\n");
    chunk(&frame)
}

fn chunk(frame: &[u8]) -> Bytes {
    let head = format!("{:x}\r\n", frame.len());
    [head.as_bytes(), frame, b"\r\n"].concat().into()
}

/// The response that streams a subscription until it ends.
pub fn response<E>(subscription: Subscription, encoder: E, limits: StreamLimits) -> Response
where
    E: StreamEncoder<Frame = Bytes>,
{
    let stream = EventStreamWriter {
        frames: FrameStream::new(subscription, encoder),
        limits,
        span: Span::current(),
    };
    let mut response =
        BodyWriter::response(|socket, framing| stream.run(BodySocket::new(socket, framing)));
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
    chunk(format!("retry: {retry}\nid: {start}\nevent: ready\ndata: {{}}\n\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heartbeat_is_a_chunk() {
        assert_eq!(HEARTBEAT, chunk(b": heartbeat\n\n"));
    }
}
