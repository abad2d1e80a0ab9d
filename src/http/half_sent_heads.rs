//! Bounds what the half-sent heads of requests hold: the time of each, and the memory of all.
//!
//! # Why
//! The HTTP library keeps what has arrived of a head until the head is complete. Its only timeout
//! includes the idle time before a request, which may be long.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::bounds::{Budget, Share};

/// How long a head may take from its first byte on.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Heads up to this size are not counted, in bytes: each connection has room for as much.
const SMALL: usize = 8 * 1024;
/// Bytes of larger half-sent heads: of all connections, and of those of one address.
const HELD: usize = 16 * 1024 * 1024;
const HELD_PER_ADDRESS: usize = 4 * 1024 * 1024;

/// The memory of half-sent heads. Clones share it.
#[derive(Clone)]
pub struct HalfSentHeads(Budget<IpAddr>);

impl Default for HalfSentHeads {
    fn default() -> Self {
        Self(Budget::new(HELD, HELD_PER_ADDRESS))
    }
}

/// The head that a connection receives. The connection's socket and its requests share it.
#[derive(Clone)]
pub struct HeadProgress {
    state: Arc<Mutex<State>>,
    memory: HalfSentHeads,
    peer: IpAddr,
    /// The size that the library gives a head.
    max_size: usize,
}

#[derive(Default)]
struct State {
    /// Requests and responses under way: what arrives meanwhile is no head.
    serving: usize,
    /// The connection speaks another protocol.
    is_switched: bool,
    received: usize,
    since: Option<Instant>,
    share: Option<Share<IpAddr>>,
}

/// Keeps the connection of a request from expecting the next head.
pub struct Serving(HeadProgress);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.state.lock().serving -= 1;
    }
}

impl HeadProgress {
    /// The progress of a new connection of a peer. The library takes heads of `max_size` bytes.
    pub fn new(memory: HalfSentHeads, peer: IpAddr, max_size: usize) -> Self {
        Self {
            state: Arc::default(),
            memory,
            peer,
            max_size,
        }
    }

    /// The head is complete.
    pub fn begin_request(&self) -> Arc<Serving> {
        let mut state = self.state.lock();
        *state = State {
            serving: state.serving + 1,
            ..State::default()
        };
        Arc::new(Serving(self.clone()))
    }

    /// The response to a request. The next head begins after it, and after a switch of protocols
    /// there is none.
    pub fn until_sent(serving: Arc<Serving>, response: Response) -> Response {
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            serving.0.state.lock().is_switched = true;
        }
        response.map(|body| {
            Body::new(SentBody {
                body,
                _serving: serving,
            })
        })
    }

    /// Counts bytes that have arrived.
    fn record(&self, bytes: usize) -> io::Result<()> {
        let mut state = self.state.lock();
        if state.serving > 0 || state.is_switched || bytes == 0 {
            return Ok(());
        }
        state.since.get_or_insert_with(Instant::now);
        state.received += bytes;
        if state.received > SMALL && state.share.is_none() {
            state.share = self.memory.0.try_take(self.peer, self.max_size);
            if state.share.is_none() {
                tracing::debug!("a connection is closed: half-sent requests hold too much");
                return Err(io::ErrorKind::OutOfMemory.into());
            }
        }
        Ok(())
    }

    fn deadline(&self) -> Option<Instant> {
        self.state.lock().since.map(|since| since + TIMEOUT)
    }
}

/// The body of a response, until which the next head is not awaited.
struct SentBody {
    body: Body,
    _serving: Arc<Serving>,
}

impl HttpBody for SentBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A socket that fails if the head of a request takes too long or too much.
pub struct HeadLimitedSocket<S> {
    socket: S,
    progress: HeadProgress,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<S> HeadLimitedSocket<S> {
    /// Applies the limits to what is read from `socket`.
    pub fn new(socket: S, progress: HeadProgress) -> Self {
        Self {
            socket,
            progress,
            timer: None,
        }
    }

    /// Fails at the deadline of a head.
    fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(deadline) = self.progress.deadline() else {
            self.timer = None;
            return Poll::Pending;
        };
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        ready!(timer.as_mut().poll(context));
        tracing::debug!("a connection is closed: the head of its request took too long");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for HeadLimitedSocket<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.socket).poll_read(context, buffer) {
            Poll::Ready(Ok(())) => {
                Poll::Ready(self.progress.record(buffer.filled().len() - before))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.poll_deadline(context),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for HeadLimitedSocket<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(context, slices)
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

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LARGE: usize = 64 * 1024;

    fn connection(memory: &HalfSentHeads) -> HeadProgress {
        HeadProgress::new(memory.clone(), Ipv4Addr::LOCALHOST.into(), LARGE)
    }

    #[test]
    fn large_half_sent_heads_of_an_address_have_a_bound() {
        let memory = HalfSentHeads::default();
        let fits = HELD_PER_ADDRESS / LARGE;
        let held: Vec<_> = (0..fits).map(|_| connection(&memory)).collect();
        assert!(held.iter().all(|head| head.record(LARGE).is_ok()));
        let further = connection(&memory);
        assert!(further.record(SMALL).is_ok(), "a small one is not counted");
        assert!(further.record(1).is_err());
        // A complete head is none.
        drop(held[0].begin_request());
        assert!(connection(&memory).record(LARGE).is_ok());
    }

    #[test]
    fn a_head_is_awaited_only_between_requests() {
        let connection = connection(&HalfSentHeads::default());
        assert_eq!(connection.deadline(), None, "idle");
        connection.record(1).expect("it is small");
        assert!(connection.deadline().is_some());
        let serving = connection.begin_request();
        connection.record(LARGE).expect("a body is no head");
        assert_eq!(connection.deadline(), None);
        let response = HeadProgress::until_sent(serving, Response::new(Body::from("answer")));
        connection.record(1).expect("a response is sent");
        assert_eq!(connection.deadline(), None);
        drop(response);
        connection.record(1).expect("it is small");
        assert!(connection.deadline().is_some(), "the next head has begun");

        let mut switching = Response::new(Body::empty());
        *switching.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        drop(HeadProgress::until_sent(
            connection.begin_request(),
            switching,
        ));
        connection.record(LARGE).expect("frames are no head");
        assert_eq!(connection.deadline(), None);
    }
}
