//! One open WebSocket: a single task that owns the socket and the subscription.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::OptionFuture;
use futures::{SinkExt as _, StreamExt as _};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{self, Message, Utf8Bytes};

use super::close::{Close, CloseCause};
use super::frames::Guarded;
use super::handshake::Switched;
use super::limits::{self, Fragments, FrameRateLimiter, RateVerdict};
use super::metrics::ConnectionMetrics;
use super::{FrameHandler, Settings};
use crate::chat::{self, Delivery, SharedEvent, Subscription};
use crate::domain::Cursor;
use crate::http::{Code, Problem};

/// A token may expire in the year 9999; no timer runs that long.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// What a frame of the client comes to.
type Answer = Pin<Box<dyn Future<Output = Option<Bytes>> + Send>>;

/// Its fragments are counted as they are read.
type Socket = WebSocketStream<Guarded<Switched, Fragments>>;

pub(super) struct Connection<P> {
    socket: Socket,
    subscription: Subscription,
    protocol: Arc<P>,
    meter: ConnectionMetrics,
    pacer: Arc<FrameRateLimiter>,
    /// The frame of the client that is in the works. No other is read meanwhile.
    in_flight: Option<Answer>,
    heartbeat: Duration,
    expires: Instant,
    /// When the peer last said anything.
    last_received: Instant,
    ping_at: Instant,
}

impl<P: FrameHandler> Connection<P> {
    pub(super) fn new(
        socket: Socket,
        subscription: Subscription,
        protocol: P,
        settings: Settings,
        meter: ConnectionMetrics,
        pacer: Arc<FrameRateLimiter>,
    ) -> Self {
        let now = Instant::now();
        let remaining = settings
            .expires_at
            .duration_since(Timestamp::now())
            .unsigned_abs()
            .min(LONGEST);
        // Those who all came at once, after a restart, are not all pinged at once.
        let first_ping = settings.heartbeat.mul_f64(rand::random_range(0.5..1.0));
        Self {
            socket,
            subscription,
            protocol: Arc::new(protocol),
            meter,
            pacer,
            in_flight: None,
            heartbeat: settings.heartbeat,
            expires: now + remaining,
            last_received: now,
            ping_at: now + first_ping,
        }
    }

    /// Talks until there is an end, and says farewell.
    pub(super) async fn run(mut self: Box<Self>) {
        let Err(ending) = self.run_loop().await;
        self.meter.closed(&ending);
        tracing::debug!(?ending, "a WebSocket ends");
        match ending {
            CloseCause::Server(close) => {
                let _ = timeout(limits::CLOSE_TIMEOUT, Box::pin(self.close(close))).await;
            }
            CloseCause::Client(_) => {
                // Reading on is what sends the answer to a farewell.
                let _ = timeout(limits::CLOSE_TIMEOUT, self.socket.next()).await;
            }
            CloseCause::Lost => {}
        }
    }

    async fn run_loop(&mut self) -> Result<std::convert::Infallible, CloseCause> {
        if self.subscription.was_reset() {
            self.reset(self.subscription.start()).await?;
        }
        let protocol = self.protocol.clone();
        let greeting = Box::pin(protocol.on_open()).await;
        Box::pin(self.send_all(greeting)).await?;
        // What happens seldom is boxed: an idle connection pays for its largest state.
        loop {
            let is_free = self.in_flight.is_none();
            tokio::select! {
                () = sleep_until(self.next_deadline()) => Box::pin(self.on_deadline()).await?,
                delivery = self.subscription.next() => Box::pin(self.deliver(delivery)).await?,
                Some(answer) = OptionFuture::from(self.in_flight.as_mut()), if !is_free => {
                    self.in_flight = None;
                    // Its pongs were not read while it was served.
                    self.last_received = Instant::now();
                    if let Some(frame) = answer {
                        self.send(frame).await?;
                    }
                }
                message = self.socket.next(), if is_free => {
                    let message = message.ok_or(CloseCause::Lost)??;
                    Box::pin(self.take(message)).await?;
                }
            }
        }
    }

    fn silence_ends(&self) -> Instant {
        self.last_received + self.heartbeat * 5 / 2
    }

    fn next_deadline(&self) -> Instant {
        let soonest = self.expires.min(self.ping_at);
        if self.in_flight.is_some() {
            return soonest;
        }
        soonest.min(self.silence_ends())
    }

    async fn on_deadline(&mut self) -> Result<(), CloseCause> {
        let now = Instant::now();
        if now >= self.expires {
            return Err(Close::Unauthenticated.into());
        }
        if self.in_flight.is_none() && now >= self.silence_ends() {
            return Err(Close::PingTimeout.into());
        }
        if now >= self.ping_at {
            self.ping_at = now + self.heartbeat;
            self.write(Message::Ping(Bytes::new())).await?;
            self.flush().await?;
        }
        Ok(())
    }

    async fn deliver(
        &mut self,
        delivery: Result<Delivery, impl Into<chat::Error>>,
    ) -> Result<(), CloseCause> {
        let delivery = delivery.map_err(|error| failed(error.into()))?;
        match delivery {
            Delivery::Events(events) => self.send_events(events.into()).await,
            Delivery::Signals(signals) => {
                for signal in signals {
                    if let Some(frame) = self.protocol.signal(&signal) {
                        self.feed(frame).await?;
                    }
                }
                self.flush().await
            }
            Delivery::SignalsLost => {
                let protocol = self.protocol.clone();
                self.send_all(protocol.on_gap().await).await
            }
            Delivery::Reset(head) => {
                self.reset(head).await?;
                let protocol = self.protocol.clone();
                self.send_all(protocol.on_gap().await).await
            }
            Delivery::Ended(end) => Err(Close::from(end).into()),
        }
    }

    async fn send_events(
        &mut self,
        mut events: VecDeque<Arc<SharedEvent>>,
    ) -> Result<(), CloseCause> {
        while let Some(event) = events.pop_front() {
            let protocol = self.protocol.clone();
            let rendered = protocol.render(&event).await;
            if let Some(frame) = rendered.map_err(failed)? {
                self.feed(frame).await?;
            }
        }
        self.flush().await
    }

    /// What the realm has to say besides events.
    async fn send_all(
        &mut self,
        frames: Result<Vec<Bytes>, chat::Error>,
    ) -> Result<(), CloseCause> {
        for frame in frames.map_err(failed)? {
            self.feed(frame).await?;
        }
        self.flush().await
    }

    /// A message of the client.
    async fn take(&mut self, message: Message) -> Result<(), CloseCause> {
        self.last_received = Instant::now();
        self.meter.received();
        let text = match message {
            Message::Close(frame) => {
                let code = frame.map(|frame| u16::from(frame.code));
                return Err(CloseCause::Client(code));
            }
            Message::Text(text) => Some(text),
            // Pings were answered on the way here.
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {
                return self.pace().map(drop);
            }
            Message::Binary(_) => None,
        };
        match (self.pace()?, text) {
            (RateVerdict::Fine, Some(text)) => {
                self.heed(text);
                Ok(())
            }
            (RateVerdict::Fine, None) => {
                let detail = "frames are JSON texts, not binary";
                self.refuse(&Problem::bad_request(Code::InvalidFrame, detail))
                    .await
            }
            (RateVerdict::TooFast | RateVerdict::Abuse, _) => {
                self.refuse(&Problem::too_many("too many frames: slow down", 1))
                    .await
            }
        }
    }

    fn pace(&self) -> Result<RateVerdict, CloseCause> {
        match self.pacer.count() {
            RateVerdict::Abuse => Err(Close::TooFast.into()),
            pace => Ok(pace),
        }
    }

    fn heed(&mut self, text: Utf8Bytes) {
        let protocol = self.protocol.clone();
        self.in_flight = Some(Box::pin(async move {
            let heeded = timeout(limits::HANDLER_TIMEOUT, protocol.handle_frame(&text)).await;
            heeded.unwrap_or_else(|_| Some(protocol.error_frame(&Problem::unavailable())))
        }));
    }

    async fn refuse(&mut self, problem: &Problem) -> Result<(), CloseCause> {
        self.meter.refused();
        let frame = self.protocol.error_frame(problem);
        self.send(frame).await
    }

    async fn send(&mut self, frame: Bytes) -> Result<(), CloseCause> {
        self.feed(frame).await?;
        self.flush().await
    }

    /// Hands over a frame; it is written with the next flush, or once enough has gathered.
    /// The log is another one.
    async fn reset(&mut self, head: Cursor) -> Result<(), CloseCause> {
        let frame = self.protocol.reset(head);
        self.feed(frame).await
    }

    async fn feed(&mut self, frame: Bytes) -> Result<(), CloseCause> {
        self.meter.sent();
        // A frame that others share is not checked for UTF-8 again for each of them.
        let frame = Frame::message(frame, OpCode::Data(Data::Text), true);
        self.write(Message::Frame(frame)).await
    }

    async fn write(&mut self, message: Message) -> Result<(), CloseCause> {
        let until = self.write_deadline();
        match timeout_at(until, self.socket.feed(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.write_error()),
        }
    }

    async fn flush(&mut self) -> Result<(), CloseCause> {
        let until = self.write_deadline();
        match timeout_at(until, self.socket.flush()).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.write_error()),
        }
    }

    /// Until when a write may take: nothing is written beyond the life of the token.
    fn write_deadline(&self) -> Instant {
        self.expires.min(Instant::now() + limits::WRITE)
    }

    /// Why a write came to nothing.
    fn write_error(&self) -> CloseCause {
        if Instant::now() >= self.expires {
            Close::Unauthenticated.into()
        } else {
            CloseCause::Lost
        }
    }

    /// Says farewell, and sees to it that it is heard: a socket that is closed while the peer
    /// is sending is reset, and what was written last is lost on its way. So what the peer
    /// still sends is read, within reason.
    async fn close(&mut self, close: Close) -> Result<(), tungstenite::Error> {
        self.socket
            .send(Message::Close(Some(close.frame())))
            .await?;
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

fn failed(error: chat::Error) -> CloseCause {
    tracing::warn!(%error, "a WebSocket is ended, its events cannot be shown");
    Close::from(error).into()
}
