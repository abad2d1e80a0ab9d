//! Enforces a minimum rate at which a peer reads an answer.
//!
//! # Why
//! An answer stays in memory until its peer has read it. TCP timeouts do not end a peer that reads
//! a byte a minute. Streams are exempt: a slow subscriber catches up from the log.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::http::{Response, StatusCode, header};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use crate::bounds::MinimumRate;

/// The number of the current answer of a connection, and whether the rate applies to it. Shared by
/// the connection's socket and its requests.
#[derive(Clone)]
pub struct Slowness(Arc<AtomicU64>);

/// The bit of exempt answers. The other bits count answers.
const EXEMPT: u64 = 1;

impl Default for Slowness {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(EXEMPT)))
    }
}

impl Slowness {
    /// Decides whether the rate applies to the answer that is sent next.
    pub fn judge<B>(&self, response: &Response<B>) {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let is_stream = response.status() == StatusCode::SWITCHING_PROTOCOLS
            || kind.is_some_and(|kind| kind == "text/event-stream");
        // No race: a connection has one request at a time.
        let next = (self.0.load(Ordering::Relaxed) | EXEMPT) + 1;
        self.0.store(next + u64::from(is_stream), Ordering::Relaxed);
    }
}

/// A socket that fails when its peer reads an answer too slowly.
pub struct Sending<S> {
    socket: S,
    slowness: Slowness,
    /// The number of the answer that the rate is measured for.
    answer: u64,
    rate: MinimumRate,
    blocked: Option<Blocked>,
}

/// A write that waits for the peer.
struct Blocked {
    since: Instant,
    until: Pin<Box<Sleep>>,
}

impl<S> Sending<S> {
    /// Enforces the rate on `socket` if `slowness` says so.
    pub fn new(socket: S, slowness: Slowness) -> Self {
        Self {
            socket,
            slowness,
            answer: EXEMPT,
            rate: MinimumRate::default(),
            blocked: None,
        }
    }

    /// Records the outcome of a write.
    fn note(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let answer = self.slowness.0.load(Ordering::Relaxed);
        if answer != self.answer {
            self.answer = answer;
            self.rate = MinimumRate::default();
            self.blocked = None;
        }
        if answer & EXEMPT != 0 {
            return written;
        }
        if let Poll::Ready(outcome) = written {
            let blocked = self.blocked.take();
            let waited = blocked.map(|blocked| blocked.since.elapsed());
            let bytes = *outcome.as_ref().unwrap_or(&0);
            self.rate.record(bytes, waited.unwrap_or_default());
            return Poll::Ready(outcome);
        }
        let blocked = self.blocked.get_or_insert_with(|| Blocked {
            since: Instant::now(),
            until: Box::pin(sleep(self.rate.time_left())),
        });
        ready!(blocked.until.as_mut().poll(context));
        tracing::debug!("a connection is closed: its peer reads too slowly");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Sending<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.note(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.note(written, context)
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

impl<S: AsyncRead + Unpin> AsyncRead for Sending<S> {
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

    fn of(slowness: &Slowness, status: u16, kind: &'static str) -> u64 {
        let response = Response::builder().status(status);
        let response = response.header(header::CONTENT_TYPE, kind);
        slowness.judge(&response.body(Body::empty()).expect("a response"));
        slowness.0.load(Ordering::Relaxed)
    }

    #[test]
    fn streams_are_exempt_and_each_answer_begins_anew() {
        let slowness = Slowness::default();
        let first = of(&slowness, 200, "application/json");
        let second = of(&slowness, 200, "application/json");
        assert_eq!((first & EXEMPT, second & EXEMPT), (0, 0));
        assert_ne!(first, second);
        assert_eq!(of(&slowness, 200, "text/event-stream") & EXEMPT, EXEMPT);
        assert_eq!(of(&slowness, 101, "") & EXEMPT, EXEMPT);
        let after = of(&slowness, 404, "application/problem+json");
        assert!(after & EXEMPT == 0 && after > second);
    }
}
