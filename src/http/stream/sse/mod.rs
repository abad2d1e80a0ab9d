//! A stream as Server-Sent Events (WHATWG HTML, section 9.2).

mod due;
mod frames;
mod gzip;
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

pub use self::frames::{events, frame, joined, only, reset_frame, rest_after, transient_frame};
use self::socket::BodySocket;
use self::writer::EventStreamWriter;
use super::driver::{FrameStream, StreamLimits};
use super::encoder::StreamEncoder;
use super::open_streams::StreamPermit;
use crate::chat::Subscription;
use crate::http::problem::Problem;
use crate::http::takeover::{BodyWriter, RequestHead};

/// A request that an event stream may answer: it has no body.
pub struct Opening {
    accepts_gzip: bool,
    is_compressed: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Opening {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        RequestHead::require_no_body(parts)?;
        Ok(Self {
            accepts_gzip: gzip::is_accepted(&parts.headers),
            is_compressed: false,
        })
    }
}

impl Opening {
    /// Compresses the stream for clients that want it.
    #[must_use]
    pub fn compressed(self) -> Self {
        Self {
            is_compressed: self.accepts_gzip,
            ..self
        }
    }

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
        let is_compressed = self.is_compressed;
        let mut response = BodyWriter::response(move |socket, framing| {
            stream.run(Arc::new(BodySocket::new(socket, framing, is_compressed)))
        });
        let headers = response.headers_mut();
        if is_compressed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
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
