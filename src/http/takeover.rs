//! Hands the socket of a connection from the HTTP library to the writer of a response's body.
//!
//! # Why
//! A stream of events is idle for hours and then writes a few hundred bytes. Below the HTTP
//! library it would hold a read buffer, a write buffer and a parser meanwhile, and each event
//! would pass through them. So the library reads the request and writes the head of the response;
//! then the writer gets the bare socket, and the library's state is dropped.
//!
//! ```text
//! handler ── BodyWriter (an extension of the response) ──► Handover::begin
//! library polls the body ─► the head is in its buffer ─► it flushes ─► the socket is taken
//! ```
//!
//! # Guarantees
//! - What a client sends after its request is never read as another request. The library drops what
//!   it has read ahead, so nobody knows any more where a next request would begin: the connection
//!   ends with the body.
//! - A request that has a body is never handed over, for the same reason.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Request, StatusCode, Version, header};
use axum::response::{IntoResponse as _, Response};
use futures::future::BoxFuture;
use futures::stream;
use hyper::body::Frame;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::http::code::Code;
use crate::http::problem::Problem;

/// How the end of a body is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// The body consists of chunks (RFC 9112, section 7.1).
    Chunked,
    /// The connection is closed after the body: the client speaks HTTP/1.0.
    UntilClose,
}

type Write = Box<dyn FnOnce(TcpStream, Framing) -> Writing + Send>;

/// Writes a body to its end. Then the connection is closed.
pub type Writing = BoxFuture<'static, ()>;

/// The extension of a response whose body is written to the bare socket.
#[derive(Clone)]
pub struct BodyWriter(Arc<Mutex<Option<Write>>>);

impl BodyWriter {
    /// A response without headers whose body `write` writes.
    pub fn response<W, F>(write: W) -> Response
    where
        W: FnOnce(TcpStream, Framing) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let write: Write = Box::new(|socket, framing| Box::pin(write(socket, framing)));
        // Of unknown length, as `axum` would otherwise add the header `Content-Length`.
        let body = stream::pending::<Result<Bytes, Infallible>>();
        let mut response = Response::new(Body::from_stream(body));
        response
            .extensions_mut()
            .insert(Self(Arc::new(Mutex::new(Some(write)))));
        response
    }
}

/// What a handover depends on in a request. An extension of every request.
#[derive(Clone, Copy)]
pub struct RequestHead {
    is_get: bool,
    has_body: bool,
    /// The client closes the connection after the response (RFC 9112, section 9.6). A proxy that
    /// says so puts no later request on a connection that ends with the body.
    is_last: bool,
    framing: Framing,
}

impl RequestHead {
    /// Reads it from a request.
    pub fn of<B: HttpBody>(request: &Request<B>) -> Self {
        Self {
            is_get: request.method() == Method::GET,
            has_body: !request.body().is_end_stream(),
            is_last: request
                .headers()
                .get(header::CONNECTION)
                .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close")),
            framing: if request.version() < Version::HTTP_11 {
                Framing::UntilClose
            } else {
                Framing::Chunked
            },
        }
    }

    /// Refuses a request that has a body, on a route that takes the connection over.
    ///
    /// # Errors
    /// 400.
    pub fn require_no_body(parts: &Parts) -> Result<(), Problem> {
        match parts.extensions.get::<Self>() {
            Some(head) if head.has_body => Err(unexpected_body()),
            _ => Ok(()),
        }
    }
}

fn unexpected_body() -> Problem {
    let detail = "the request for a stream or a WebSocket has no body";
    Problem::bad_request(Code::UnexpectedBody, detail)
}

/// The state of a handover, which a connection's socket, its response and its task share.
#[derive(Clone, Default)]
pub struct Handover(Arc<Mutex<Phase>>);

#[derive(Default)]
enum Phase {
    /// The library writes the current response.
    #[default]
    Idle,
    /// The head of the response is not encoded yet.
    Announced(Taken),
    /// The head is in the library's buffer.
    Encoded(Taken),
    /// The head is written, and the socket is taken from the library.
    Written(Taken, TcpStream),
}

/// The rest of a response.
struct Taken {
    write: Write,
    framing: Framing,
}

impl Handover {
    /// Prepares the handover, if the response has a [`BodyWriter`].
    pub fn begin(&self, request: RequestHead, mut response: Response) -> Response {
        let Some(writer) = response.extensions_mut().remove::<BodyWriter>() else {
            return response;
        };
        if request.has_body {
            return unexpected_body().into_response();
        }
        let write = writer.0.lock().take();
        let Some(write) = write.filter(|_| request.is_get && response.status() == StatusCode::OK)
        else {
            return response;
        };
        *self.0.lock() = Phase::Announced(Taken {
            write,
            framing: request.framing,
        });
        if request.is_last {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        response.map(|_| Body::new(EncodedHead(self.clone())))
    }

    /// A socket that this handover can take from the library.
    pub fn socket(&self, socket: TcpStream) -> TakeableSocket {
        TakeableSocket {
            socket: Some(socket),
            handover: self.clone(),
        }
    }

    /// Writes the body, if the socket was taken.
    pub fn take(&self) -> Option<Writing> {
        let mut phase = self.0.lock();
        match std::mem::take(&mut *phase) {
            Phase::Written(taken, socket) => Some((taken.write)(socket, taken.framing)),
            other => {
                *phase = other;
                None
            }
        }
    }

    /// The library polls the body, so it has encoded the head.
    fn head_encoded(&self) {
        let mut phase = self.0.lock();
        *phase = match std::mem::take(&mut *phase) {
            Phase::Announced(taken) => Phase::Encoded(taken),
            other => other,
        };
    }

    /// The library has written all of its buffer.
    fn flushed(&self, socket: &mut Option<TcpStream>) {
        let mut phase = self.0.lock();
        *phase = match std::mem::take(&mut *phase) {
            Phase::Encoded(taken) => match socket.take() {
                Some(socket) => Phase::Written(taken, socket),
                None => Phase::Idle,
            },
            other => other,
        };
    }
}

/// A body without an end or data, which notes that the head before it is encoded.
struct EncodedHead(Handover);

impl HttpBody for EncodedHead {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.0.head_encoded();
        Poll::Pending
    }
}

/// The library's socket, until it is taken.
pub struct TakeableSocket {
    socket: Option<TcpStream>,
    handover: Handover,
}

impl TakeableSocket {
    fn socket(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        let socket = self.socket.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(socket))
    }
}

impl AsyncWrite for TakeableSocket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.socket()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.socket()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { socket, handover } = &mut *self;
        handover.flushed(socket);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.socket() {
            Ok(socket) => socket.poll_shutdown(context),
            Err(_) => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncRead for TakeableSocket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.socket()?.poll_read(context, buffer)
    }
}
