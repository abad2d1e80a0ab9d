//! The interface of a realm to a stream: frames for events, and replies to its clients.

use bytes::Bytes;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize, Serializer};

use super::transport::Transport;
use crate::chat::{self, SharedEvent};
use crate::domain::{Cursor, Signal};
use crate::http::code::Code;
use crate::http::json::from_object_slice;
use crate::http::problem::Problem;

/// Encodes events and signals as frames for one subscriber.
pub trait StreamEncoder: Send + Sync + 'static {
    /// The unit that the transport writes.
    type Frame: Send + 'static;

    /// The state that a new subscriber needs and no event carries, such as presence.
    fn on_open(&self) -> impl Future<Output = Result<Vec<Self::Frame>, chat::Error>> + Send;

    /// The same after signals were lost or the log was replaced: it also includes state that
    /// has ended meanwhile.
    fn on_gap(&self) -> impl Future<Output = Result<Vec<Self::Frame>, chat::Error>> + Send {
        self.on_open()
    }

    /// An event's frame, which carries the event's cursor; `None` if the event is not for this
    /// subscriber. Frames that subscribers share come from [`SharedEvent::frame`].
    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Self::Frame>;

    /// What an event's frame has after a cursor within the event, if the encoder joins several frames in
    /// one. Otherwise the cursor of another stream is after the only frame.
    fn rest_after(&self, _frame: &Self::Frame, _seen: Cursor) -> Option<Self::Frame> {
        None
    }

    /// An event's frame for a subscriber that resumed from `start`: without what it received before of the
    /// event within which it resumed.
    fn event_since<'a>(
        &'a self,
        event: &'a SharedEvent,
        start: Cursor,
    ) -> Encoded<'a, Self::Frame> {
        let encoded = self.event(event);
        if !start.is_within_event() || event.cursor() != start.of_event() {
            return encoded;
        }
        let rest = move |frame: Option<Self::Frame>| self.rest_after(&frame?, start);
        match encoded {
            Encoded::Ready(frame) => Encoded::Ready(rest(frame)),
            Encoded::Query(frame) => Encoded::query(async move { Ok(rest(frame.await?)) }),
        }
    }

    /// A signal's frame; `None` if the signal is not for this subscriber.
    fn signal(&self, signal: &Signal) -> Option<Self::Frame>;

    /// The frame that makes a client reload and resume from `head`: its cursor is not of this log.
    fn reset(&self, head: Cursor) -> Self::Frame;
}

/// Handles the requests of clients over a transport.
pub trait FrameHandler<T: Transport>: StreamEncoder<Frame = T::Frame> {
    /// The first frame: the cursor after which the stream begins, so that a client that receives nothing
    /// more can resume.
    fn ready(&self, start: Cursor) -> Self::Frame;

    /// Executes a client's request. The reply is for this client only.
    fn handle(&self, request: T::Request)
    -> impl Future<Output = Result<T::Reply, Problem>> + Send;

    /// The frame with the reason why a request was refused.
    fn error(&self, problem: &Problem) -> Self::Frame;
}

/// An encoded event. Most are encoded by a plain call; only those that need a query are a future.
pub enum Encoded<'a, F> {
    /// The frame, if any.
    Ready(Option<F>),
    /// The frame needs data that the event does not contain.
    Query(BoxFuture<'a, Result<Option<F>, chat::Error>>),
}

impl<'a, F> Encoded<'a, F> {
    /// A frame that needs a query.
    pub fn query(frame: impl Future<Output = Result<Option<F>, chat::Error>> + Send + 'a) -> Self {
        Self::Query(Box::pin(frame))
    }
}

/// A durable frame whose cursor is called `id`.
#[derive(Serialize)]
pub struct WithId<'a, F> {
    #[serde(serialize_with = "cursor")]
    pub(crate) id: Cursor,
    #[serde(flatten)]
    pub(crate) frame: &'a F,
}

/// A durable frame whose cursor is called `event_id`.
#[derive(Serialize)]
pub struct WithEventId<'a, F> {
    #[serde(serialize_with = "cursor")]
    pub(crate) event_id: Cursor,
    #[serde(flatten)]
    pub(crate) frame: &'a F,
}

fn cursor<S: Serializer>(cursor: &Cursor, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(cursor)
}

/// A frame as JSON.
pub fn json(frame: &impl Serialize) -> Bytes {
    serde_json::to_vec(frame)
        .expect("wire types have string keys only")
        .into()
}

/// Parses a client's frame, which is a JSON object.
///
/// # Errors
/// `INVALID_FRAME`.
pub fn parse_client_frame<'a, T: Deserialize<'a>>(frame: &'a str) -> Result<T, Problem> {
    from_object_slice(frame.as_bytes())
        .map_err(|error| Problem::bad_request(Code::InvalidFrame, error.to_string()))
}
