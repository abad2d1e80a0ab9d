//! The interface of a transport to a stream: it writes frames, and receives those of its client.

use tokio::time::Instant;

use crate::chat::{self, EndReason};
use crate::http::problem::Problem;

/// Why a stream ends, for every transport.
#[derive(Debug)]
pub enum StreamEnd {
    /// The subscription ended.
    Subscription(EndReason),
    /// The token that opened the stream expired.
    TokenExpired,
    /// The log cannot be read, or an event cannot be encoded. The client resumes later.
    Failed(chat::Error),
}

impl From<chat::Error> for StreamEnd {
    fn from(error: chat::Error) -> Self {
        Self::Failed(error)
    }
}

/// A connection that carries frames both ways.
pub trait Transport: Send {
    /// The unit that it writes.
    type Frame: Send + 'static;
    /// A request of the client.
    type Request: Send + 'static;
    /// Identifies a request to the client, such as the number of its acknowledgement.
    type Tag: Send + 'static;
    /// The reply to a request.
    type Reply: Send + 'static;
    /// Why the connection ends.
    type End: From<StreamEnd> + Send;

    /// The next message of the client. While a request is being handled (`is_busy`), returns only
    /// an end. May be dropped and called again at any time.
    fn receive(
        &mut self,
        is_busy: bool,
    ) -> impl Future<Output = Result<Incoming<Self::Request, Self::Tag>, Self::End>> + Send;

    /// When [`on_deadline`](Self::on_deadline) is to be called next, if at all.
    fn next_deadline(&self, _is_busy: bool) -> Option<Instant> {
        None
    }

    /// Sends a ping that is due, or ends a connection that is silent.
    fn on_deadline(
        &mut self,
        _is_busy: bool,
    ) -> impl Future<Output = Result<(), Self::End>> + Send {
        std::future::ready(Ok(()))
    }

    /// Accepts a frame. It is written with the next flush, or once the buffer is full.
    fn send(&mut self, frame: Self::Frame) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Writes all accepted frames.
    fn flush(&mut self) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Sends the reply to a request, and continues to read.
    fn reply(
        &mut self,
        tag: Self::Tag,
        reply: Self::Reply,
    ) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Refuses a request, and continues to read.
    fn refuse(
        &mut self,
        tag: Self::Tag,
        error: Self::Frame,
    ) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Sends the client the reason of the end, if the protocol has one, and closes the connection.
    fn close(&mut self, end: Self::End) -> impl Future<Output = ()> + Send;
}

/// A message of a client.
pub enum Incoming<R, T> {
    /// To be handled.
    Request(R, T),
    /// Refused without being handled.
    Refused(Problem),
    /// A ping or a pong: nothing to do.
    Control,
}
