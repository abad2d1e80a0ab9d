//! The interface to the encoder of events.

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::{Event, EventBody};

/// The type of an event of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    Message,
    MessageEdited,
    MessageDeleted,
    Reaction,
    Read,
    Chat,
    ChatRemoved,
}

impl EventType {
    pub const ALL: &[Self] = &[
        Self::Message,
        Self::MessageEdited,
        Self::MessageDeleted,
        Self::Reaction,
        Self::Read,
        Self::Chat,
        Self::ChatRemoved,
    ];

    /// The name in the stream.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MessageEdited => "message_edited",
            Self::MessageDeleted => "message_deleted",
            Self::Reaction => "reaction",
            Self::Read => "read",
            Self::Chat => "chat",
            Self::ChatRemoved => "chat_removed",
        }
    }

    /// The type with this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|known| known.as_str() == name)
    }
}

/// An event as the stream shows it.
#[derive(Debug)]
pub struct EncodedEvent {
    pub event_type: EventType,
    /// JSON.
    pub data: Box<RawValue>,
}

/// Why an event cannot be encoded now.
pub type EncodeError = Box<dyn std::error::Error + Send + Sync>;

/// Encodes events as the stream of a whole realm shows them.
pub trait EventEncoder: Send + Sync + 'static {
    /// The types that an event may be encoded to. Needs no query.
    fn types(&self, body: &EventBody) -> &'static [EventType];

    /// What the stream shows of an event, in its order. A type occurs once at most.
    fn encode(&self, event: Event) -> BoxFuture<'_, Result<Vec<EncodedEvent>, EncodeError>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_settings() {
        for event_type in EventType::ALL {
            let name = serde_json::to_value(event_type).unwrap();
            assert_eq!(name, event_type.as_str());
            assert_eq!(EventType::named(event_type.as_str()), Some(*event_type));
        }
    }
}
