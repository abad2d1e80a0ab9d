//! The interface to the encoder of events.

use futures::future::BoxFuture;
use serde_json::value::RawValue;

use crate::domain::{Event, ShownAs};

/// An event as the stream shows it.
#[derive(Debug)]
pub struct EncodedEvent {
    pub event_type: ShownAs,
    /// JSON.
    pub data: Box<RawValue>,
}

/// Why an event cannot be encoded now.
pub type EncodeError = Box<dyn std::error::Error + Send + Sync>;

/// Encodes events as the stream of a whole realm shows them.
pub trait EventEncoder: Send + Sync + 'static {
    /// What the stream shows of an event, in its order: under the names of `EventBody::shown_as`.
    fn encode(&self, event: Event) -> BoxFuture<'_, Result<Vec<EncodedEvent>, EncodeError>>;
}
