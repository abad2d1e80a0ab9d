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

use super::close::{Close, Ending};
use super::frames::Guarded;
use super::handshake::Switched;
use super::limits::{self, Fragments, Pace, Pacer};
use super::metrics::Meter;
use super::{Protocol, Settings};
use crate::chat::{self, Delivery, Published, Subscription};
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
    meter: Meter,
    pacer: Arc<Pacer>,
    /// The frame of the client that is in the works. No other is read meanwhile.
    heeding: Option<Answer>,
    heartbeat: Duration,
    expires: Instant,
    /// When the peer last said anything.
    heard: Instant,
    ping_at: Instant,
}

impl<P: Protocol> Connection<P> {
    pub(super) fn new(
        socket: Socket,
        subscription: Subscription,
        protocol: P,
        settings: Settings,
        meter: Meter,
        pacer: Arc<Pacer>,
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
            heeding: None,
            heartbeat: settings.heartbeat,
            expires: now + remaining,
            heard: now,
            ping_at: now + first_ping,
        }
    }

    /// Talks until there is an end, and says farewell.
    pub(super) async fn run(mut self: Box<Self>) {
        let Err(ending) = self.talk().await;
        self.meter.closed(&ending);
        tracing::debug!(?ending, "a WebSocket ends");
        match ending {
            Ending::Ours(close) => {
                let _ = timeout(limits::FAREWELL, Box::pin(self.part(close))).await;
            }
            Ending::Theirs(_) => {
                // Reading on is what sends the answer to a farewell.
                let _ = timeout(limits::FAREWELL, self.socket.next()).await;
            }
            Ending::Gone => {}
        }
    }

    async fn talk(&mut self) -> Result<std::convert::Infallible, Ending> {
        if self.subscription.was_reset() {
            self.reset(self.subscription.start()).await?;
        }
        let protocol = self.protocol.clone();
        let greeting = Box::pin(protocol.greet()).await;
        Box::pin(self.tell(greeting)).await?;
        // What happens seldom is boxed: an idle connection pays for its largest state.
        loop {
            let is_free = self.heeding.is_none();
            tokio::select! {
                () = sleep_until(self.next_deadline()) => Box::pin(self.meet_deadline()).await?,
                delivery = self.subscription.next() => Box::pin(self.deliver(delivery)).await?,
                Some(answer) = OptionFuture::from(self.heeding.as_mut()), if !is_free => {
                    self.heeding = None;
                    // Its pongs were not read while it was served.
                    self.heard = Instant::now();
                    if let Some(frame) = answer {
                        self.send(frame).await?;
                    }
                }
                message = self.socket.next(), if is_free => {
                    let message = message.ok_or(Ending::Gone)??;
                    Box::pin(self.take(message)).await?;
                }
            }
        }
    }

    fn silence_ends(&self) -> Instant {
        self.heard + self.heartbeat * 5 / 2
    }

    fn next_deadline(&self) -> Instant {
        let soonest = self.expires.min(self.ping_at);
        if self.heeding.is_some() {
            return soonest;
        }
        soonest.min(self.silence_ends())
    }

    async fn meet_deadline(&mut self) -> Result<(), Ending> {
        let now = Instant::now();
        if now >= self.expires {
            return Err(Close::Unauthenticated.into());
        }
        if self.heeding.is_none() && now >= self.silence_ends() {
            return Err(Close::Silent.into());
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
    ) -> Result<(), Ending> {
        let delivery = delivery.map_err(|error| failed(error.into()))?;
        match delivery {
            Delivery::Events(events) => self.show(events.into()).await,
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
                self.tell(protocol.remind().await).await
            }
            Delivery::Reset(head) => {
                self.reset(head).await?;
                let protocol = self.protocol.clone();
                self.tell(protocol.remind().await).await
            }
            Delivery::Ended(end) => Err(Close::from(end).into()),
        }
    }

    async fn show(&mut self, mut events: VecDeque<Arc<Published>>) -> Result<(), Ending> {
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
    async fn tell(&mut self, frames: Result<Vec<Bytes>, chat::Error>) -> Result<(), Ending> {
        for frame in frames.map_err(failed)? {
            self.feed(frame).await?;
        }
        self.flush().await
    }

    /// A message of the client.
    async fn take(&mut self, message: Message) -> Result<(), Ending> {
        self.heard = Instant::now();
        self.meter.received();
        let text = match message {
            Message::Close(frame) => {
                let code = frame.map(|frame| u16::from(frame.code));
                return Err(Ending::Theirs(code));
            }
            Message::Text(text) => Some(text),
            // Pings were answered on the way here.
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {
                return self.pace().map(drop);
            }
            Message::Binary(_) => None,
        };
        match (self.pace()?, text) {
            (Pace::Fine, Some(text)) => {
                self.heed(text);
                Ok(())
            }
            (Pace::Fine, None) => {
                let detail = "frames are JSON texts, not binary";
                self.refuse(&Problem::bad_request(Code::InvalidFrame, detail))
                    .await
            }
            (Pace::TooFast | Pace::Abuse, _) => {
                self.refuse(&Problem::too_many("too many frames: slow down", 1))
                    .await
            }
        }
    }

    fn pace(&self) -> Result<Pace, Ending> {
        match self.pacer.count() {
            Pace::Abuse => Err(Close::TooFast.into()),
            pace => Ok(pace),
        }
    }

    fn heed(&mut self, text: Utf8Bytes) {
        let protocol = self.protocol.clone();
        self.heeding = Some(Box::pin(async move {
            let heeded = timeout(limits::HEED, protocol.heed(&text)).await;
            heeded.unwrap_or_else(|_| Some(protocol.refuse(&Problem::unavailable())))
        }));
    }

    async fn refuse(&mut self, problem: &Problem) -> Result<(), Ending> {
        self.meter.refused();
        let frame = self.protocol.refuse(problem);
        self.send(frame).await
    }

    async fn send(&mut self, frame: Bytes) -> Result<(), Ending> {
        self.feed(frame).await?;
        self.flush().await
    }

    /// Hands over a frame; it is written with the next flush, or once enough has gathered.
    /// The log is another one.
    async fn reset(&mut self, head: Cursor) -> Result<(), Ending> {
        let frame = self.protocol.reset(head);
        self.feed(frame).await
    }

    async fn feed(&mut self, frame: Bytes) -> Result<(), Ending> {
        self.meter.sent();
        // A frame that others share is not checked for UTF-8 again for each of them.
        let frame = Frame::message(frame, OpCode::Data(Data::Text), true);
        self.write(Message::Frame(frame)).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Ending> {
        let until = self.patience();
        match timeout_at(until, self.socket.feed(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.unwritten()),
        }
    }

    async fn flush(&mut self) -> Result<(), Ending> {
        let until = self.patience();
        match timeout_at(until, self.socket.flush()).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.unwritten()),
        }
    }

    /// Until when a write may take: nothing is written beyond the life of the token.
    fn patience(&self) -> Instant {
        self.expires.min(Instant::now() + limits::WRITE)
    }

    /// Why a write came to nothing.
    fn unwritten(&self) -> Ending {
        if Instant::now() >= self.expires {
            Close::Unauthenticated.into()
        } else {
            Ending::Gone
        }
    }

    /// Says farewell, and sees to it that it is heard: a socket that is closed while the peer
    /// is sending is reset, and what was written last is lost on its way. So what the peer
    /// still sends is read, within reason.
    async fn part(&mut self, close: Close) -> Result<(), tungstenite::Error> {
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

fn failed(error: chat::Error) -> Ending {
    tracing::warn!(%error, "a WebSocket is ended, its events cannot be shown");
    Close::from(error).into()
}
