//! Accepts connections and serves HTTP/1.1 on them, WebSockets included. The front proxy serves
//! HTTP/2.
//!
//! # Why
//! Not `axum::serve`, because thousands of open streams need small buffers, a lost peer must be
//! noticed although nothing is read from it, slow senders of headers must be disconnected, and a
//! shutdown has to end streams and answer requests in flight.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::http::drain_body;
use crate::http::half_sent_heads::{HalfSentHeads, HeadLimitedSocket, HeadProgress};
use crate::http::read_rate::{RateLimitedSocket, ReadRate};
use crate::http::takeover::{Handover, RequestHead, Writing};

/// Open connections; further ones wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 50_000;
/// How long a client may take to send its request's headers, including the idle time before them,
/// after which [`half_sent_heads`](super::half_sent_heads) has a shorter limit. Longer than nginx keeps an idle connection (60 s), so that nginx closes first and never sends a
/// request on a connection that is being closed.
const HEADER_TIMEOUT: Duration = Duration::from_secs(75);
/// Read and write buffer of a connection. [`read_rate`](super::read_rate) and
/// [`in_flight`](super::in_flight) bound the memory that a slow reader can hold beyond it.
const BUFFER: usize = 64 * 1024;
/// Bytes that the kernel buffers for a peer that does not read; by default it would buffer
/// megabytes.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 128 * 1024;
/// How long a peer may leave sent bytes unacknowledged, or its window closed.
const PEER_TIMEOUT: Duration = Duration::from_secs(90);

/// Connections that the kernel queues until they are accepted, because all clients reconnect at
/// once after a restart.
const BACKLOG: u32 = 4_096;

/// A connection's permit on this server, an extension of every request. An upgraded connection
/// keeps it: it counts as a connection, and shutdown waits for it and closes it after a timeout.
#[derive(Clone)]
pub struct ConnectionGuard {
    connections: TaskTracker,
    force_close: CancellationToken,
    permit: Arc<OwnedSemaphorePermit>,
}

impl ConnectionGuard {
    /// Runs an upgraded connection in a task of its own.
    pub fn spawn(self, serving: impl Future<Output = ()> + Send + 'static) {
        let Self {
            connections,
            force_close,
            permit,
        } = self;
        connections.spawn(async move {
            force_close.run_until_cancelled_owned(serving).await;
            drop(permit);
        });
    }
}

/// Listens on an address.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A restarted server need not wait for its old connections in TIME_WAIT.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until `stop`, then lets each connection finish its current exchange. Returns when all
/// connections are closed; the caller bounds the wait. Dropping it closes those still open.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let connections = TaskTracker::new();
    let force_close = CancellationToken::new();
    let _close_on_drop = force_close.clone().drop_guard();
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let heads = HalfSentHeads::default();
    loop {
        let permit = permits
            .clone()
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let accepted = stop.run_until_cancelled(listener.accept()).await;
        let (stream, peer) = match accepted {
            None => break,
            Some(Ok(accepted)) => accepted,
            Some(Err(error)) => {
                // Probably out of file descriptors: other connections must close first.
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let guard = ConnectionGuard {
            connections: connections.clone(),
            force_close: force_close.clone(),
            permit: Arc::new(permit),
        };
        let connection = Connection {
            peer,
            router: router.clone(),
            stop: stop.clone(),
            guard: guard.clone(),
            heads: heads.clone(),
        };
        guard.spawn(connection.serve(stream));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// What the requests of a connection share.
struct Connection {
    peer: SocketAddr,
    router: Router,
    stop: CancellationToken,
    guard: ConnectionGuard,
    heads: HalfSentHeads,
}

impl Connection {
    async fn serve(self, socket: TcpStream) {
        if let Err(error) = configure_socket(&socket) {
            tracing::debug!(%error, "a socket option was refused");
        }
        // Both phases are boxed, so that the task holds the memory of one of them.
        if let Some(writing) = Box::pin(self.serve_http(socket)).await {
            writing.await;
        }
    }

    /// Serves requests until the connection is closed, or a response is written to the bare socket.
    async fn serve_http(self, socket: TcpStream) -> Option<Writing> {
        let (read_rate, handover) = (ReadRate::default(), Handover::default());
        let head = HeadProgress::new(self.heads, self.peer.ip(), BUFFER);
        let socket = RateLimitedSocket::new(handover.socket(socket), read_rate.clone());
        let socket = HeadLimitedSocket::new(socket, head.clone());
        let (stop, answering) = (self.stop, handover.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let (router, guard) = (self.router.clone(), self.guard.clone());
            let (read_rate, handover) = (read_rate.clone(), answering.clone());
            let serving = head.begin_request();
            async move {
                let head = RequestHead::of(&request);
                let mut request = drain_body::drain_on_drop(request, &serving);
                request.extensions_mut().insert(head);
                request.extensions_mut().insert(ConnectInfo(self.peer));
                request.extensions_mut().insert(guard);
                request.extensions_mut().insert(read_rate.clone());
                let Ok(response) = router.oneshot(request).await;
                read_rate.begin_response(&response);
                let response = HeadProgress::until_sent(serving, response);
                Ok::<_, Infallible>(handover.begin(head, response))
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(socket), service)
            .with_upgrades();
        tokio::pin!(connection);
        let outcome = tokio::select! {
            outcome = until_taken(connection.as_mut(), &handover) => outcome,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                until_taken(connection, &handover).await
            }
        };
        outcome.unwrap_or_else(|error| {
            tracing::debug!(%error, "a connection failed");
            None
        })
    }
}

/// Drives a connection until it is closed or its socket is taken.
async fn until_taken(
    mut connection: Pin<&mut impl Future<Output = hyper::Result<()>>>,
    handover: &Handover,
) -> hyper::Result<Option<Writing>> {
    poll_fn(|context| {
        let closed = connection.as_mut().poll(context);
        match handover.take() {
            Some(writing) => Poll::Ready(Ok(Some(writing))),
            None => closed.map_ok(|()| None),
        }
    })
    .await
}

fn configure_socket(stream: &TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = socket2::SockRef::from(stream);
    #[cfg(target_os = "linux")]
    {
        socket.set_tcp_user_timeout(Some(PEER_TIMEOUT))?;
        socket.set_tcp_notsent_lowat(UNSENT)?;
    }
    socket.set_tcp_keepalive(&socket2::TcpKeepalive::new().with_time(PEER_TIMEOUT))
}
