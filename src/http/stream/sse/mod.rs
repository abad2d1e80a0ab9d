//! A stream as Server-Sent Events (WHATWG HTML, section 9.2).

mod due;
mod frames;
mod outlet;
mod socket;
mod writer;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use tracing::Span;

pub use self::frames::{events, frame, joined, reset_frame, rest_after, transient_frame};
use self::socket::BodySocket;
use self::writer::EventStreamWriter;
use super::driver::{FrameStream, StreamLimits};
use super::encoder::StreamEncoder;
use super::open_streams::StreamPermit;
use crate::chat::Subscription;
use crate::http::problem::Problem;
use crate::http::takeover::{BodyWriter, RequestHead};

/// A request that an event stream may answer: it has no body.
pub struct Opening(());

impl<S: Send + Sync> FromRequestParts<S> for Opening {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        RequestHead::require_no_body(parts)?;
        Ok(Self(()))
    }
}

impl Opening {
    /// Answers with the events of a subscription, until it ends.
    pub fn serve<E>(
        self,
        permit: StreamPermit,
        subscription: Subscription,
        encoder: E,
        limits: StreamLimits,
    ) -> Response
    where
        E: StreamEncoder<Frame = Bytes>,
    {
        let stream = EventStreamWriter {
            frames: FrameStream::new(subscription, encoder),
            limits,
            span: Span::current(),
            _permit: permit,
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
}
