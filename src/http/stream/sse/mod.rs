//! A stream as Server-Sent Events (WHATWG HTML, section 9.2).

mod due;
mod frames;
mod outlet;
mod socket;
mod writer;

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use tracing::Span;

pub use self::frames::{events, frame, joined, reset_frame, rest_after, transient_frame};
use self::socket::BodySocket;
use self::writer::EventStreamWriter;
use super::driver::{FrameStream, StreamLimits};
use super::encoder::StreamEncoder;
use crate::chat::Subscription;
use crate::http::takeover::BodyWriter;

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
    let mut response = BodyWriter::response(|socket, framing| {
        stream.run(Arc::new(BodySocket::new(socket, framing)))
    });
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
