//! Enforces a minimum rate at which a peer reads a response.
//!
//! # Why
//! A response stays in memory until its peer has read it. TCP timeouts do not disconnect a peer
//! that reads a byte a minute. Streams are exempt: a slow subscriber catches up from the log.
//! [`large_responses`](super::large_responses) closes earlier if others need the memory.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::http::{Response, StatusCode, header};
use futures::task::AtomicWaker;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use crate::bounds::MinimumRate;

/// What a connection's socket and its requests know of the response that is being sent. Clones share it.
#[derive(Clone)]
pub struct ReadRate(Arc<Shared>);

struct Shared {
    /// The number of the response, and whether the rate applies to it.
    response: AtomicU64,
    /// Since when a write waits for the peer.
    waits_since: Mutex<Option<Instant>>,
    /// Whether others need the memory of the response: its connection is closed.
    is_closed: AtomicBool,
    socket: AtomicWaker,
}

/// The bit of exempt responses. The other bits count responses.
const EXEMPT: u64 = 1;

impl Default for ReadRate {
    fn default() -> Self {
        Self(Arc::new(Shared {
            response: AtomicU64::new(EXEMPT),
            waits_since: Mutex::default(),
            is_closed: AtomicBool::default(),
            socket: AtomicWaker::new(),
        }))
    }
}

impl ReadRate {
    /// Decides whether the rate applies to the response that is sent next.
    pub fn begin_response<B>(&self, response: &Response<B>) {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let is_stream = response.status() == StatusCode::SWITCHING_PROTOCOLS
            || kind.is_some_and(|kind| kind == "text/event-stream");
        // No race: a connection has one request at a time.
        let next = (self.0.response.load(Ordering::Relaxed) | EXEMPT) + 1;
        let next = next + u64::from(is_stream);
        self.0.response.store(next, Ordering::Relaxed);
    }

    /// For how long a write has waited for the peer.
    pub fn stalled_for(&self) -> Duration {
        let since = *self.0.waits_since.lock();
        since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Closes the connection, which frees its response.
    pub fn close(&self) {
        self.0.is_closed.store(true, Ordering::Release);
        self.0.socket.wake();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.0.is_closed.load(Ordering::Acquire)
    }

    pub(super) fn begin_wait(&self, since: Instant) {
        *self.0.waits_since.lock() = Some(since);
    }

    pub(super) fn end_wait(&self) {
        *self.0.waits_since.lock() = None;
    }
}

/// A socket that fails when its peer reads a response too slowly.
pub struct RateLimitedSocket<S> {
    socket: S,
    read_rate: ReadRate,
    /// The number of the response that the rate is measured for.
    response: u64,
    rate: MinimumRate,
    blocked: Option<Blocked>,
}

/// A write that waits for the peer.
struct Blocked {
    since: Instant,
    until: Pin<Box<Sleep>>,
}

impl<S> RateLimitedSocket<S> {
    /// Enforces the rate on `socket` where `read_rate` applies it.
    pub fn new(socket: S, read_rate: ReadRate) -> Self {
        Self {
            socket,
            read_rate,
            response: EXEMPT,
            rate: MinimumRate::default(),
            blocked: None,
        }
    }

    /// Records the outcome of a write.
    fn record(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let response = self.read_rate.0.response.load(Ordering::Relaxed);
        if response != self.response {
            self.response = response;
            self.rate = MinimumRate::default();
            self.end_wait();
        }
        if response & EXEMPT != 0 {
            return written;
        }
        if let Poll::Ready(outcome) = written {
            let waited = self.end_wait();
            let bytes = *outcome.as_ref().unwrap_or(&0);
            self.rate.record(bytes, waited);
            return Poll::Ready(outcome);
        }
        let blocked = self.blocked.get_or_insert_with(|| {
            let since = Instant::now();
            self.read_rate.begin_wait(since);
            Blocked {
                since,
                until: Box::pin(sleep(self.rate.time_left())),
            }
        });
        // Before the look at `is_closed`, so that no closing between the two is missed.
        self.read_rate.0.socket.register(context.waker());
        if !self.read_rate.is_closed() {
            ready!(blocked.until.as_mut().poll(context));
        }
        tracing::debug!("a connection is closed: its peer reads too slowly");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Ends the wait for the peer, and returns how long it was.
    fn end_wait(&mut self) -> Duration {
        let Some(blocked) = self.blocked.take() else {
            return Duration::ZERO;
        };
        self.read_rate.end_wait();
        blocked.since.elapsed()
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for RateLimitedSocket<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.record(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.record(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for RateLimitedSocket<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn next(read_rate: &ReadRate, status: u16, kind: &'static str) -> u64 {
        let response = Response::builder().status(status);
        let response = response.header(header::CONTENT_TYPE, kind);
        read_rate.begin_response(&response.body(Body::empty()).expect("a response"));
        read_rate.0.response.load(Ordering::Relaxed)
    }

    #[test]
    fn streams_are_exempt_and_each_response_is_measured_anew() {
        let read_rate = ReadRate::default();
        let first = next(&read_rate, 200, "application/json");
        let second = next(&read_rate, 200, "application/json");
        assert_eq!((first & EXEMPT, second & EXEMPT), (0, 0));
        assert_ne!(first, second);
        assert_eq!(next(&read_rate, 200, "text/event-stream") & EXEMPT, EXEMPT);
        assert_eq!(next(&read_rate, 101, "") & EXEMPT, EXEMPT);
        let after = next(&read_rate, 404, "application/problem+json");
        assert!(after & EXEMPT == 0 && after > second);
    }
}
