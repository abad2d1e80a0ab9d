//! One connection: a single task that owns the subscription and does all the emitting.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::future::OptionFuture;
use jiff::Timestamp;
use serde_json::value::RawValue;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::AckSender;
use socketioxide::handler::{FromConnectParts, FromMessageParts as _};
use socketioxide::socket::Socket;
use socketioxide::{SendError, SocketError, SocketIo};
use socketioxide_core::{Str, Value};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::handshake::{Admitted, PendingConnection};
use super::inbox::{ClientMessage, InboxReceiver};
use super::words::{Frame, MessengerEncoder, json};
use crate::chat::{self, Delivery, EndReason, Scope, Subscription};
use crate::domain::{Cursor, Principal};
use crate::http::server::ConnectionGuard;
use crate::http::{Code, Problem};
use crate::realms::messenger::frames::{Ack, Refusal, Reset};

/// How long what a client wants may take.
const HEED: Duration = Duration::from_secs(30);
/// How long a client may take nothing before it is given up.
const PATIENCE: Duration = Duration::from_mins(1);
/// From one look at a full buffer to the next, at first and at most: socketioxide does not tell
/// when there is room again.
const LOOK: Duration = Duration::from_millis(10);
const LOOK_MAX: Duration = Duration::from_millis(500);
/// How long a last word may take.
const LAST_WORD: Duration = Duration::from_secs(2);
/// How long a connection may take to close: longer than it takes the engine to find out, by a
/// ping that finds no room or no answer, that its client is not there.
const CLOSING: Duration = Duration::from_mins(1);
/// A token may expire in the year 9999; no timer runs that long.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// The handler of a connection that was let in.
pub(super) async fn begin(Handle(socket): Handle, io: SocketIo) {
    let admitted = socket.extensions.remove::<Admitted>();
    let entry = admitted.and_then(|admitted| admitted.0.lock().take());
    let lease = socket
        .req_parts()
        .extensions
        .get::<ConnectionGuard>()
        .cloned();
    if let Some((entry, lease)) = entry.zip(lease) {
        let talk = MessengerConnection::new(socket, io, entry);
        let span = tracing::info_span!("socket", user.id = talk.words.user_id.0);
        lease.spawn(talk.run().instrument(span));
    }
}

/// The socket, to be held by its task.
pub(super) struct Handle(Arc<Socket>);

impl FromConnectParts<LocalAdapter> for Handle {
    type Error = Infallible;

    fn from_connect_parts(socket: &Arc<Socket>, _: &Option<Value>) -> Result<Self, Infallible> {
        Ok(Self(socket.clone()))
    }
}

/// What a message of the client comes to.
type Answer =
    Pin<Box<dyn Future<Output = (Option<i64>, Result<serde_json::Value, Problem>)> + Send>>;

/// How it came to an end.
#[derive(Debug, Clone, Copy)]
enum Ending {
    /// The client is gone, or takes nothing any more.
    Gone,
    /// The token expired.
    Expired,
    /// Far too many messages.
    TooFast,
    Ended(EndReason),
}

impl Ending {
    /// What a client is told that is to hear of it: what to show, and what to branch on.
    fn close_message(self) -> Option<(&'static str, Code)> {
        const SIGN_IN: &str = "Authentication error";
        match self {
            Self::Gone | Self::Ended(EndReason::Shutdown) => None,
            Self::Expired => Some((SIGN_IN, Code::TokenExpired)),
            Self::TooFast => Some(("too many messages: slow down", Code::RateLimited)),
            Self::Ended(EndReason::LoggedOut) => Some((SIGN_IN, Code::LoggedOut)),
            Self::Ended(EndReason::AccessChanged | EndReason::Removed) => {
                Some((SIGN_IN, Code::SessionExpired))
            }
        }
    }
}

struct MessengerConnection {
    socket: Arc<Socket>,
    io: SocketIo,
    caller: Principal,
    subscription: Subscription,
    /// Where to go on, should the subscription break.
    seen: Cursor,
    words: Arc<MessengerEncoder>,
    inbox: InboxReceiver,
    gone: CancellationToken,
    /// The message of the client that is in the works. No other is looked at meanwhile.
    heeding: Option<Answer>,
    expires: Instant,
}

impl MessengerConnection {
    fn new(socket: Arc<Socket>, io: SocketIo, entry: PendingConnection) -> Self {
        let PendingConnection {
            chat,
            caller,
            subscription,
            inbox,
            gone,
        } = entry;
        let remaining = caller.expires_at.duration_since(Timestamp::now());
        let words = MessengerEncoder {
            chat,
            user_id: caller.user_id,
        };
        Self {
            socket,
            io,
            expires: Instant::now() + remaining.unsigned_abs().min(LONGEST),
            caller,
            seen: subscription.start(),
            subscription,
            words: Arc::new(words),
            inbox,
            gone,
            heeding: None,
        }
    }

    /// Talks until there is an end, and says farewell.
    async fn run(mut self) {
        let Err(ending) = self.talk().await;
        tracing::debug!(?ending, "a Socket.IO connection ends");
        let (by, code) = match ending {
            Ending::Gone => ("client", "gone"),
            Ending::Expired => ("server", "expired"),
            Ending::TooFast => ("server", "too_fast"),
            Ending::Ended(_) => ("server", "ended"),
        };
        self.inbox.meter.ended(by, code);
        self.part(ending).await;
    }

    async fn talk(&mut self) -> Result<std::convert::Infallible, Ending> {
        if self.subscription.was_reset() {
            self.reset(self.subscription.start()).await?;
        }
        let words = self.words.clone();
        self.tell(words.greeting().await).await?;
        loop {
            let is_free = self.heeding.is_none();
            tokio::select! {
                () = self.gone.cancelled() => return Err(Ending::Gone),
                () = self.inbox.flooded.cancelled() => return Err(Ending::TooFast),
                () = sleep_until(self.expires) => return Err(Ending::Expired),
                delivery = self.subscription.next() => match delivery {
                    Ok(delivery) => self.deliver(delivery).await?,
                    Err(error) => self.subscribe_anew(error.into()).await?,
                },
                Some((ack_id, answer)) = OptionFuture::from(self.heeding.as_mut()), if !is_free => {
                    self.heeding = None;
                    self.answer(ack_id, answer).await?;
                }
                said = self.inbox.said.recv(), if is_free => self.take(said.ok_or(Ending::Gone)?),
            }
        }
    }

    async fn deliver(&mut self, delivery: Delivery) -> Result<(), Ending> {
        let words = self.words.clone();
        match delivery {
            Delivery::Events(events) => {
                for event in events {
                    if let Some(frame) = words.event(&event) {
                        self.emit(frame).await?;
                    }
                    self.seen = event.cursor();
                }
                Ok(())
            }
            Delivery::Signals(signals) => {
                let frames = signals.iter().filter_map(|signal| words.signal(signal));
                self.tell(Ok(frames.collect())).await
            }
            Delivery::SignalsLost => self.tell(words.reminder().await).await,
            Delivery::Reset(head) => {
                self.reset(head).await?;
                self.tell(words.reminder().await).await
            }
            Delivery::Ended(end) => Err(Ending::Ended(end)),
        }
    }

    /// The log could not be read: goes on where it was, once that is possible again. However
    /// long that takes, the client stays: of what can be done to one connection nothing makes
    /// it come back by itself.
    async fn subscribe_anew(&mut self, error: chat::Error) -> Result<(), Ending> {
        tracing::warn!(%error, "a subscription broke, and is opened anew");
        loop {
            let pause = Duration::from_secs(1).mul_f64(rand::random_range(0.5..1.5));
            tokio::select! {
                () = self.gone.cancelled() => return Err(Ending::Gone),
                () = sleep_until(self.expires) => return Err(Ending::Expired),
                () = sleep(pause) => {}
            }
            let resume = Some(self.seen);
            let chat = &self.words.chat;
            let opened = chat.subscribe(&self.caller, Scope::OwnChats, resume).await;
            if let Ok(opened) = opened {
                self.subscription = opened;
                if self.subscription.was_reset() {
                    self.reset(self.subscription.start()).await?;
                }
                let words = self.words.clone();
                return self.tell(words.reminder().await).await;
            }
        }
    }

    async fn reset(&mut self, head: Cursor) -> Result<(), Ending> {
        self.seen = head;
        let event_id = head.to_string();
        self.emit(("reset", json(&Reset { event_id }))).await
    }

    /// What there is to say besides events.
    async fn tell(&mut self, frames: Result<Vec<Frame>, chat::Error>) -> Result<(), Ending> {
        let frames = frames.unwrap_or_else(|error| {
            // Who is online is asked anew with the next chance.
            tracing::warn!(%error, "a connection could not be told who is online");
            Vec::new()
        });
        for frame in frames {
            self.emit(frame).await?;
        }
        Ok(())
    }

    /// A message of the client.
    fn take(&mut self, said: ClientMessage) {
        let words = self.words.clone();
        let ack_id = said.ack_id;
        self.heeding = Some(Box::pin(async move {
            let heeded = timeout(HEED, words.heed(said)).await;
            let answer = heeded.unwrap_or_else(|_| Err(Problem::unavailable()));
            (ack_id, answer)
        }));
    }

    async fn answer(
        &mut self,
        ack_id: Option<i64>,
        answer: Result<serde_json::Value, Problem>,
    ) -> Result<(), Ending> {
        let ack = match answer {
            Ok(data) => Ack::done(data),
            Err(problem) => {
                let refusal = Refusal::from(&problem);
                self.emit(("error", json(&refusal))).await?;
                Ack::refused(refusal)
            }
        };
        let Some(ack_id) = ack_id else {
            return Ok(());
        };
        let socket = self.socket.clone();
        send_with_backpressure(&self.gone, self.expires, || {
            let mut nothing = Value::Str(Str::from(""), None);
            let Ok(sender) =
                <AckSender<LocalAdapter>>::from_message_parts(&socket, &mut nothing, &Some(ack_id));
            sender.send(&ack)
        })
        .await
    }

    async fn emit(&mut self, (name, data): Frame) -> Result<(), Ending> {
        let data = std::str::from_utf8(&data).ok();
        let data = data.and_then(|data| serde_json::from_str::<&RawValue>(data).ok());
        let data = data.expect("what was rendered is JSON");
        let socket = self.socket.clone();
        send_with_backpressure(&self.gone, self.expires, || socket.emit(name, data)).await?;
        self.inbox.meter.sent();
        Ok(())
    }

    async fn part(&mut self, ending: Ending) {
        if let Ending::Ended(EndReason::Shutdown) = ending {
            // All of them: their transports close, and clients come back elsewhere.
            let _ = timeout(LAST_WORD, self.io.close()).await;
            return;
        }
        if let Some((message, code)) = ending.close_message() {
            let message = message.to_owned();
            let refusal = Refusal { message, code };
            let _ = timeout(LAST_WORD, self.emit(("error", json(&refusal)))).await;
        }
        let socket = self.socket.clone();
        // Whoever seems connected must be heard from no more, or hear what there is.
        let closing = send_with_backpressure(&self.gone, Instant::now() + CLOSING, || {
            socket.clone().disconnect().map_err(SendError::Socket)
        });
        let _ = closing.await;
    }
}

/// Hands over a packet once there is room for it. Meanwhile nothing is taken from the
/// subscription, which costs a slow client's events nothing: they come from the log.
async fn send_with_backpressure(
    gone: &CancellationToken,
    expires: Instant,
    mut hand_over: impl FnMut() -> Result<(), SendError>,
) -> Result<(), Ending> {
    let deadline = expires.min(Instant::now() + PATIENCE);
    let mut pause = LOOK;
    loop {
        match hand_over() {
            Ok(()) => return Ok(()),
            Err(SendError::Socket(SocketError::InternalChannelFull)) => {}
            Err(SendError::Socket(SocketError::Closed)) => return Err(Ending::Gone),
            Err(SendError::Serialize(error)) => {
                tracing::error!(%error, "a packet could not be written down");
                return Err(Ending::Gone);
            }
        }
        if Instant::now() >= deadline {
            return Err(Ending::Gone);
        }
        tokio::select! {
            () = gone.cancelled() => return Err(Ending::Gone),
            () = sleep(pause) => pause = (pause * 2).min(LOOK_MAX),
        }
    }
}
