//! One open WebSocket.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{self, Message, Utf8Bytes};

use super::close::{Close, CloseCause};
use super::frames::Guarded;
use super::limits::{self, Fragments, FrameRateLimiter, RateVerdict};
use super::metrics::ConnectionMetrics;
use crate::domain::Realm;
use crate::http::code::Code;
use crate::http::problem::Problem;
use crate::http::stream::driver::StreamLimits;
use crate::http::stream::transport::{Incoming, Transport};

/// A connection after the switch of protocols.
pub type Switched = TokioIo<Upgraded>;

/// A text frame of a client; it dereferences to `str`.
pub type TextFrame = Utf8Bytes;

/// Its fragments are counted as they are read.
type Socket = WebSocketStream<Guarded<Switched, Fragments>>;

/// A connection after the handshake.
pub struct WebSocket {
    socket: Socket,
    metrics: ConnectionMetrics,
    rate: Arc<FrameRateLimiter>,
    heartbeat: Duration,
    expires: Instant,
    last_received: Instant,
    ping_at: Instant,
}

impl WebSocket {
    pub(super) async fn new(stream: Switched, realm: Realm, limits: StreamLimits) -> Self {
        let rate = Arc::<FrameRateLimiter>::default();
        let fragments = Fragments(rate.clone());
        let stream = Guarded::new(stream, fragments);
        let config = Some(limits::config());
        let socket = WebSocketStream::from_raw_socket(stream, Role::Server, config).await;
        let now = Instant::now();
        // After a restart clients connect at the same time; their pings are spread.
        let first_ping = limits.heartbeat.mul_f64(rand::random_range(0.5..1.0));
        Self {
            socket,
            metrics: ConnectionMetrics::open(realm),
            rate,
            heartbeat: limits.heartbeat,
            expires: limits.expires,
            last_received: now,
            ping_at: now + first_ping,
        }
    }

    fn silence_ends(&self) -> Instant {
        self.last_received + self.heartbeat * 5 / 2
    }

    fn received(&mut self, message: Message) -> Result<Incoming<TextFrame, ()>, CloseCause> {
        self.last_received = Instant::now();
        self.metrics.received();
        let text = match message {
            Message::Close(frame) => {
                let code = frame.map(|frame| u16::from(frame.code));
                return Err(CloseCause::Client(code));
            }
            Message::Text(text) => Some(text),
            // The framework has answered pings.
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {
                return self.count_frame().map(|_| Incoming::Control);
            }
            Message::Binary(_) => None,
        };
        let problem = match (self.count_frame()?, text) {
            (RateVerdict::Fine, Some(text)) => return Ok(Incoming::Request(text, ())),
            (RateVerdict::Fine, None) => {
                Problem::bad_request(Code::InvalidFrame, "frames are JSON texts, not binary")
            }
            (RateVerdict::TooFast | RateVerdict::Abuse, _) => {
                Problem::too_many("too many frames: slow down", 1)
            }
        };
        self.metrics.refused();
        Ok(Incoming::Refused(problem))
    }

    fn count_frame(&self) -> Result<RateVerdict, CloseCause> {
        match self.rate.count() {
            RateVerdict::Abuse => Err(Close::TooFast.into()),
            verdict => Ok(verdict),
        }
    }

    async fn write(&mut self, message: Message) -> Result<(), CloseCause> {
        let deadline = self.write_deadline();
        match timeout_at(deadline, self.socket.feed(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.write_error()),
        }
    }

    /// The deadline of a write: nothing is written after the token has expired.
    fn write_deadline(&self) -> Instant {
        self.expires.min(Instant::now() + limits::WRITE_TIMEOUT)
    }

    fn write_error(&self) -> CloseCause {
        if Instant::now() >= self.expires {
            Close::Unauthenticated.into()
        } else {
            CloseCause::Lost
        }
    }

    /// Sends the close frame, then drains input: if the peer's data were left unread, the TCP
    /// stack would reset the connection, and the close frame might be lost.
    async fn close_with(&mut self, close: Close) -> Result<(), tungstenite::Error> {
        let frame = Message::Close(Some(close.frame()));
        self.socket.send(frame).await?;
        let stream = self.socket.get_mut();
        stream.shutdown().await?;
        let mut drained = 0;
        let mut scratch = [0; 1024];
        while drained < limits::MAX_DRAINED {
            match stream.read(&mut scratch).await? {
                0 => break,
                read => drained += read,
            }
        }
        Ok(())
    }
}

impl Transport for WebSocket {
    type Frame = Bytes;
    type Request = TextFrame;
    type Tag = ();
    type Reply = Option<Bytes>;
    type End = CloseCause;

    /// Nothing is read while a request is being handled: the client's next frames wait in the
    /// socket.
    async fn receive(&mut self, is_busy: bool) -> Result<Incoming<TextFrame, ()>, CloseCause> {
        if is_busy {
            return pending().await;
        }
        let message = self.socket.next().await.ok_or(CloseCause::Lost)??;
        self.received(message)
    }

    fn next_deadline(&self, is_busy: bool) -> Option<Instant> {
        if is_busy {
            return Some(self.ping_at);
        }
        Some(self.ping_at.min(self.silence_ends()))
    }

    async fn on_deadline(&mut self, is_busy: bool) -> Result<(), CloseCause> {
        let now = Instant::now();
        if !is_busy && now >= self.silence_ends() {
            return Err(Close::PingTimeout.into());
        }
        if now >= self.ping_at {
            self.ping_at = now + self.heartbeat;
            self.write(Message::Ping(Bytes::new())).await?;
            self.flush().await?;
        }
        Ok(())
    }

    async fn send(&mut self, frame: Bytes) -> Result<(), CloseCause> {
        self.metrics.sent();
        // A frame that subscribers share is not checked for UTF-8 again for each of them.
        let frame = Frame::message(frame, OpCode::Data(Data::Text), true);
        self.write(Message::Frame(frame)).await
    }

    async fn flush(&mut self) -> Result<(), CloseCause> {
        let deadline = self.write_deadline();
        match timeout_at(deadline, self.socket.flush()).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.write_error()),
        }
    }

    async fn reply(&mut self, (): (), reply: Option<Bytes>) -> Result<(), CloseCause> {
        // The client's pongs were not read while its request was handled.
        self.last_received = Instant::now();
        let Some(frame) = reply else { return Ok(()) };
        self.send(frame).await?;
        self.flush().await
    }

    async fn refuse(&mut self, (): (), error: Bytes) -> Result<(), CloseCause> {
        self.reply((), Some(error)).await
    }

    async fn close(&mut self, cause: CloseCause) {
        self.metrics.closed(&cause);
        tracing::debug!(?cause, "closed a WebSocket");
        match cause {
            CloseCause::Server(close) => {
                let _ = timeout(limits::CLOSE_TIMEOUT, self.close_with(close)).await;
            }
            CloseCause::Client(_) => {
                // The framework answers a close frame when it reads again.
                let _ = timeout(limits::CLOSE_TIMEOUT, self.socket.next()).await;
            }
            CloseCause::Lost => {}
        }
    }
}
