//! The driver of all streams: writes frames in order, handles the client's frames, and ends the
//! stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use std::vec;

use futures::future::{BoxFuture, OptionFuture};
use jiff::Timestamp;
use tokio::time::{Instant, sleep_until, timeout};

use super::encoder::{Encoded, FrameHandler, StreamEncoder};
use super::transport::{Incoming, StreamEnd, Transport};
use crate::chat::{Delivery, Outlet, SharedEvent, Subscription};
use crate::domain::{Cursor, Signal};
use crate::http::problem::Problem;

/// A token may expire in the year 9999; no timer runs that long.
const MAX_TIMER: Duration = Duration::from_hours(24 * 365);
/// How long the handling of a client's request may take.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);

/// Time limits of one stream.
#[derive(Debug, Clone, Copy)]
pub struct StreamLimits {
    /// SSE: silence after which a comment is sent. WebSockets: from one ping to the next.
    pub heartbeat: Duration,
    /// When the token that opened the stream expires.
    pub expires: Instant,
}

impl StreamLimits {
    /// Limits for a token that expires at a time.
    pub fn new(heartbeat: Duration, expires_at: Timestamp) -> Self {
        let expires = expiry_timer(expires_at);
        Self { heartbeat, expires }
    }
}

/// A token's time of expiry as a timer.
pub fn expiry_timer(expires_at: Timestamp) -> Instant {
    let remaining = expires_at.duration_since(Timestamp::now());
    let remaining = Duration::try_from(remaining).unwrap_or_default();
    Instant::now() + remaining.min(MAX_TIMER)
}

/// A subscription's frames, in the order in which they are to be written.
///
/// The writer calls [`next_frame`](Self::next_frame) until it returns `None`, and only then
/// [waits](Self::wait) for more.
pub struct FrameStream<E: StreamEncoder> {
    subscription: Subscription,
    encoder: Arc<E>,
    /// The head to announce in a `reset` frame, before anything else.
    reset: Option<Cursor>,
    refresh: Option<Refresh>,
    batch: Batch<E::Frame>,
}

/// State to send besides events.
#[derive(Clone, Copy)]
enum Refresh {
    /// The stream opened.
    Open,
    /// Signals were lost.
    Gap,
}

/// One delivery, of which this part is not written yet.
enum Batch<F> {
    /// Dropped as soon as it is written: an idle stream holds no buffer.
    Empty,
    Events(vec::IntoIter<Arc<SharedEvent>>),
    Signals(vec::IntoIter<Arc<Signal>>),
    Frames(vec::IntoIter<F>),
}

impl<E: StreamEncoder> FrameStream<E> {
    /// A stream that has written nothing yet.
    pub fn new(subscription: Subscription, encoder: E) -> Self {
        Self {
            reset: subscription.was_reset().then(|| subscription.start()),
            refresh: Some(Refresh::Open),
            batch: Batch::Empty,
            encoder: Arc::new(encoder),
            subscription,
        }
    }

    /// Has events written to an outlet while [`wait`](Self::wait) waits, also between two calls.
    pub fn attach<O: Outlet + 'static>(&self, outlet: impl FnOnce(Arc<E>) -> O) {
        let outlet = outlet(self.encoder.clone());
        self.subscription.attach(Arc::new(outlet));
    }

    /// Waits until the outlet is not in use. It remains so until [`wait`](Self::wait) is called.
    pub async fn recall(&mut self) {
        self.subscription.recall().await;
    }

    /// The cursor before the first event, or within it: then its first frames were received before.
    pub fn start(&self) -> Cursor {
        self.subscription.start()
    }

    /// Waits until there are frames to write. May be dropped and called again at any time.
    ///
    /// # Errors
    /// The end of the stream.
    pub async fn wait(&mut self) -> Result<(), StreamEnd> {
        match self.subscription.next().await? {
            Delivery::Events(events) => self.batch = Batch::Events(events.into_iter()),
            Delivery::Signals(signals) => self.batch = Batch::Signals(signals.into_iter()),
            Delivery::SignalsLost => self.refresh = Some(Refresh::Gap),
            Delivery::Reset(head) => {
                self.reset = Some(head);
                // Counterparts were unknown while the log was another one.
                self.refresh = Some(Refresh::Gap);
            }
            Delivery::Ended(reason) => return Err(StreamEnd::Subscription(reason)),
        }
        Ok(())
    }

    /// The next frame to write, or `None` once all are written.
    ///
    /// # Errors
    /// If an event or the state to send cannot be queried.
    pub async fn next_frame(&mut self) -> Result<Option<E::Frame>, StreamEnd> {
        if let Some(head) = self.reset.take() {
            return Ok(Some(self.encoder.reset(head)));
        }
        if let Some(refresh) = self.refresh.take() {
            // Boxed, as it is rare: the size of an idle stream is that of its largest state.
            let frames = match refresh {
                Refresh::Open => Box::pin(self.encoder.on_open()).await,
                Refresh::Gap => Box::pin(self.encoder.on_gap()).await,
            };
            self.batch = Batch::Frames(frames?.into_iter());
        }
        let start = self.start();
        loop {
            let encoded = match &mut self.batch {
                Batch::Empty => None,
                Batch::Events(events) => match events.next() {
                    Some(event) => match self.encoder.event_since(&event, start) {
                        Encoded::Ready(frame) => Some(frame),
                        Encoded::Query(frame) => Some(frame.await?),
                    },
                    None => None,
                },
                Batch::Signals(signals) => {
                    signals.next().map(|signal| self.encoder.signal(&signal))
                }
                Batch::Frames(frames) => frames.next().map(Some),
            };
            match encoded {
                Some(Some(frame)) => return Ok(Some(frame)),
                Some(None) => {}
                None => {
                    self.batch = Batch::Empty;
                    return Ok(None);
                }
            }
        }
    }

    /// Whether the next frame needs a query of presence.
    pub fn is_refresh_due(&self) -> bool {
        self.refresh.is_some()
    }
}

/// Runs a connection to its end: writes the frames of its subscription, and handles the requests
/// of its client one at a time.
#[expect(
    clippy::manual_async_fn,
    reason = "an async fn holds its arguments twice, which enlarges every idle connection"
)]
pub fn drive<H, T>(
    mut frames: Box<FrameStream<H>>,
    mut transport: T,
    expires: Instant,
) -> impl Future<Output = ()> + Send
where
    H: FrameHandler<T>,
    T: Transport,
{
    async move {
        let Err(end) = run(&mut frames, &mut transport, expires).await;
        Box::pin(transport.close(end)).await;
    }
}

type InFlight<T> = BoxFuture<
    'static,
    (
        <T as Transport>::Tag,
        Result<<T as Transport>::Reply, Problem>,
    ),
>;

async fn run<H, T>(
    frames: &mut FrameStream<H>,
    transport: &mut T,
    expires: Instant,
) -> Result<Infallible, T::End>
where
    H: FrameHandler<T>,
    T: Transport,
{
    // All that an idle connection does not wait for is boxed, because the size of its future is
    // that of the largest state.
    let mut in_flight: Option<InFlight<T>> = None;
    Box::pin(open(frames, transport)).await?;
    loop {
        let is_busy = in_flight.is_some();
        let deadline = transport.next_deadline(is_busy);
        let deadline = deadline.map_or(expires, |deadline| deadline.min(expires));
        tokio::select! {
            () = sleep_until(deadline) => {
                if Instant::now() >= expires {
                    return Err(StreamEnd::TokenExpired.into());
                }
                Box::pin(transport.on_deadline(is_busy)).await?;
            }
            due = frames.wait() => {
                due?;
                Box::pin(write_due(frames, transport)).await?;
            }
            Some((tag, outcome)) = OptionFuture::from(in_flight.as_mut()), if is_busy => {
                in_flight = None;
                match outcome {
                    Ok(reply) => Box::pin(transport.reply(tag, reply)).await?,
                    Err(problem) => {
                        let error = frames.encoder.error(&problem);
                        Box::pin(transport.refuse(tag, error)).await?;
                    }
                }
            }
            incoming = transport.receive(is_busy) => match incoming? {
                Incoming::Request(request, tag) => {
                    in_flight = Some(handle(frames.encoder.clone(), request, tag));
                }
                Incoming::Refused(problem) => {
                    let error = frames.encoder.error(&problem);
                    Box::pin(async { transport.send(error).await?; transport.flush().await }).await?;
                }
                Incoming::Control => {}
            }
        }
    }
}

/// Writes the first frame, and those that are due.
async fn open<H, T>(frames: &mut FrameStream<H>, transport: &mut T) -> Result<(), T::End>
where
    H: FrameHandler<T>,
    T: Transport,
{
    let ready = frames.encoder.ready(frames.start());
    transport.send(ready).await?;
    write_due(frames, transport).await
}

/// Writes all frames that are due, then flushes.
async fn write_due<H, T>(frames: &mut FrameStream<H>, transport: &mut T) -> Result<(), T::End>
where
    H: FrameHandler<T>,
    T: Transport,
{
    while let Some(frame) = frames.next_frame().await? {
        transport.send(frame).await?;
    }
    transport.flush().await
}

fn handle<H, T>(handler: Arc<H>, request: T::Request, tag: T::Tag) -> InFlight<T>
where
    H: FrameHandler<T>,
    T: Transport,
{
    Box::pin(async move {
        let handled = timeout(HANDLER_TIMEOUT, handler.handle(request)).await;
        (tag, handled.unwrap_or_else(|_| Err(Problem::unavailable())))
    })
}
