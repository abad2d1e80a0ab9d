//! What a transport provides for a stream: it writes frames, and receives those of its client.

use tokio::time::Instant;

use crate::chat::{self, EndReason};
use crate::http::Problem;

/// Why a stream ends, whatever its transport.
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
    /// What it writes.
    type Frame: Send + 'static;
    /// What a client asks for.
    type Request: Send + 'static;
    /// Identifies a request to the client, such as the number of its acknowledgement.
    type Tag: Send + 'static;
    /// What answers a request.
    type Reply: Send + 'static;
    /// Why the connection ends.
    type End: From<StreamEnd> + Send;

    /// The next message of the client. While a request is in the works (`is_busy`) there is none,
    /// only an end. May be dropped and called again at any time.
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

    /// Accepts a frame. It is written with the next flush, or once enough has gathered.
    fn send(&mut self, frame: Self::Frame) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Writes what was accepted.
    fn flush(&mut self) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Answers a request, and reads on.
    fn reply(
        &mut self,
        tag: Self::Tag,
        reply: Self::Reply,
    ) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Refuses a request, and reads on.
    fn refuse(
        &mut self,
        tag: Self::Tag,
        error: Self::Frame,
    ) -> impl Future<Output = Result<(), Self::End>> + Send;

    /// Tells the client why the connection ends, as far as it can be told, and closes it.
    fn close(&mut self, end: Self::End) -> impl Future<Output = ()> + Send;
}

/// What a client sent.
pub enum Incoming<R, T> {
    /// To be handled.
    Request(R, T),
    /// Refused without being handled.
    Refused(Problem),
    /// A ping, a pong: nothing to do.
    Control,
}
