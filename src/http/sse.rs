//! A [`Subscription`] as Server-Sent Events (WHATWG HTML, section 9.2).

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures::stream;
use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};
use tracing::Span;

use crate::chat::{self, Delivery, SharedEvent, Subscription};
use crate::domain::{Cursor, Signal};

/// When to write a comment, and when to stop.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// After this long without anything else to say.
    pub heartbeat: Duration,
    /// When the token that opened the stream expires.
    pub expires_at: Timestamp,
}

/// Renders events the way one subscriber is to see them.
pub trait StreamEncoder: Send + Sync + 'static {
    /// The event's frame, made by [`frame`]; `None` where it is not for this subscriber.
    fn event(
        &self,
        event: &SharedEvent,
    ) -> impl Future<Output = Result<Option<Bytes>, chat::Error>> + Send;

    /// The signal's frame, made by [`passing_frame`]; `None` where it is not for this subscriber.
    fn signal(&self, signal: &Signal) -> Option<Bytes>;

    /// Frames of who is online, or of everyone there is to know of.
    fn presence(
        &self,
        whose: PresenceScope,
    ) -> impl Future<Output = Result<Option<Bytes>, chat::Error>> + Send;
}

/// Whose presence is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceScope {
    /// Theirs who are online: to a client that has just connected and knows of nobody.
    Online,
    /// Everyone's: to one that may have missed somebody go.
    Everyone,
}

/// Frames are gathered up to this size before they are written.
const CHUNK: usize = 32 * 1024;
/// A token may expire in the year 9999; no timer runs that long.
const MAX_TIMER: Duration = Duration::from_hours(24 * 365);
/// A reconnecting browser waits this long, so that a restart's clients do not come back at once.
const RETRY_MS: std::ops::Range<u32> = 2_000..4_000;

/// One event's frame: `id`, `event` and `data` lines.
pub fn frame(id: Cursor, name: &str, data: &str) -> Bytes {
    let mut text = String::with_capacity(name.len() + data.len() + 64);
    let _ = write!(text, "id: {id}\nevent: {name}\ndata: {data}\n\n");
    text.into()
}

/// The frame of what is true for a moment only: without an id, so that nobody resumes from it.
pub fn transient_frame(name: &str, data: &str) -> Bytes {
    format!("event: {name}\ndata: {data}\n\n").into()
}

/// The response that streams a subscription until it ends.
pub fn response(
    subscription: Subscription,
    render: impl StreamEncoder,
    timing: Timing,
) -> Response {
    let opening = opening(&subscription);
    let remaining = timing
        .expires_at
        .duration_since(Timestamp::now())
        .unsigned_abs()
        .min(MAX_TIMER);
    let stream = EventStream {
        subscription,
        event: render,
        heartbeat: timing.heartbeat,
        expires: Instant::now() + remaining,
        written: Instant::now(),
        pending: VecDeque::new(),
        opening: Some(opening),
        pending_presence: None,
        span: Span::current(),
    };
    let body = stream::unfold(stream, |mut stream| async move {
        let chunk = stream.next_chunk().await?;
        stream.written = Instant::now();
        Some((Ok::<_, std::convert::Infallible>(chunk), stream))
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

fn opening(subscription: &Subscription) -> Bytes {
    let retry = rand::random_range(RETRY_MS);
    let start = subscription.start();
    let mut text = format!("retry: {retry}\nid: {start}\nevent: ready\ndata: {{}}\n\n");
    if subscription.was_reset() {
        let _ = write!(text, "id: {start}\nevent: reset\ndata: {{}}\n\n");
    }
    text.into()
}

struct EventStream<R> {
    subscription: Subscription,
    event: R,
    heartbeat: Duration,
    expires: Instant,
    written: Instant,
    /// Events that were delivered and are not written yet: never more than one delivery.
    pending: VecDeque<Arc<SharedEvent>>,
    opening: Option<Bytes>,
    /// Presence that is to be asked for and told.
    pending_presence: Option<PresenceScope>,
    /// The request's: a stream outlives its handler.
    span: Span,
}

impl<R: StreamEncoder> EventStream<R> {
    /// What to write next; `None` ends the stream.
    async fn next_chunk(&mut self) -> Option<Bytes> {
        if let Some(opening) = self.opening.take() {
            self.pending_presence = Some(PresenceScope::Online);
            return Some(opening);
        }
        loop {
            match self.ready_chunk().await {
                Ok(Some(chunk)) => return Some(chunk),
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(parent: &self.span, %error, "an event could not be shown, its stream is ended");
                    return None;
                }
            }
            tokio::select! {
                biased;
                () = sleep_until(self.expires) => return None,
                delivery = self.subscription.next() => match delivery {
                    Ok(Delivery::Events(events)) => self.pending = events.into(),
                    Ok(Delivery::Signals(signals)) => {
                        let frames = signals.iter().filter_map(|signal| self.event.signal(signal));
                        if let Some(chunk) = concat_frames(frames) {
                            return Some(chunk);
                        }
                    }
                    Ok(Delivery::SignalsLost) => self.pending_presence = Some(PresenceScope::Everyone),
                    Ok(Delivery::Reset(head)) => {
                        // While the log was another one, nobody's counterparts were known.
                        self.pending_presence = Some(PresenceScope::Everyone);
                        return Some(frame(head, "reset", "{}"));
                    }
                    Ok(Delivery::Ended(_)) => return None,
                    Err(error) => {
                        tracing::warn!(parent: &self.span, %error, "a stream is ended, its log cannot be read");
                        return None;
                    }
                },
                () = sleep_until(self.written + self.heartbeat) => {
                    return Some(Bytes::from_static(b": heartbeat\n\n"));
                }
            }
        }
    }

    /// What there is to write without waiting for anything to happen.
    async fn ready_chunk(&mut self) -> Result<Option<Bytes>, chat::Error> {
        if let Some(whose) = self.pending_presence.take()
            && let Some(chunk) = self.event.presence(whose).await?
        {
            return Ok(Some(chunk));
        }
        self.pending_chunk().await
    }

    /// Frames of pending events, up to about [`CHUNK`] bytes; a single frame is not copied.
    async fn pending_chunk(&mut self) -> Result<Option<Bytes>, chat::Error> {
        let mut chunk: Option<Bytes> = None;
        let mut gathered = BytesMut::new();
        while let Some(event) = self.pending.pop_front() {
            let Some(frame) = self.event.event(&event).await? else {
                continue;
            };
            match chunk.take() {
                None if gathered.is_empty() => chunk = Some(frame),
                None => gathered.extend_from_slice(&frame),
                Some(first) => {
                    gathered.reserve(CHUNK);
                    gathered.extend_from_slice(&first);
                    gathered.extend_from_slice(&frame);
                }
            }
            if gathered.len() >= CHUNK {
                break;
            }
        }
        Ok(chunk.or_else(|| (!gathered.is_empty()).then(|| gathered.freeze())))
    }
}

/// Frames one after the other; `None` where there are none.
pub fn concat_frames(frames: impl Iterator<Item = Bytes>) -> Option<Bytes> {
    let mut chunk = BytesMut::new();
    frames.for_each(|frame| chunk.extend_from_slice(&frame));
    (!chunk.is_empty()).then(|| chunk.freeze())
}
