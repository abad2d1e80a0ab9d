//! A user's own settings of a chat.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use super::payload::{Field, Fields, Payload};
use crate::domain::ids::ChatId;

/// A change of a user's own settings of a chat: only what is given changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ChatSettingsChange {
    /// `Some(None)`: not muted.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "in_milliseconds"
    )]
    pub muted_until: Option<Option<Timestamp>>,
    /// Whether it precedes the other chats in the user's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    /// Whether it is left out of the user's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

impl ChatSettingsChange {
    /// The `muted_until` of a chat that is muted without an end: 9999-01-01T00:00:00Z.
    pub const WITHOUT_END: Timestamp = Timestamp::constant(253_370_764_800, 0);
}

/// Always with three digits of the second, as the database writes it: equal times are equal texts.
#[expect(
    clippy::ref_option,
    clippy::option_option,
    reason = "serde passes the field"
)]
fn in_milliseconds<S: Serializer>(
    time: &Option<Option<Timestamp>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(Some(time)) => serializer.collect_str(&format_args!("{time:.3}")),
        _ => serializer.serialize_none(),
    }
}

/// Payload of `chat_settings_changed`: replicas read the settings from the read model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatSettingsChanged {}

impl Payload for ChatSettingsChanged {
    fn fields() -> Fields {
        &[
            ("muted_until", Field::Plain),
            ("pinned", Field::Plain),
            ("archived", Field::Plain),
        ]
    }
}

/// Change the user's own settings of a chat. A user can pin a limited number of chats.
#[derive(Debug, Clone)]
pub struct ChangeChatSettings {
    pub chat_id: ChatId,
    pub change: ChatSettingsChange,
}

impl Command for ChangeChatSettings {
    fn event_of(self, requester: &Requester) -> NewEvent {
        // One at a time, so that together they stay within the limit of pinned chats.
        let key = ConflictKey::Settings(requester.user_id);
        let kind = EventKind::ChatSettingsChanged;
        requester.event(kind, Some(self.chat_id), &self.change, key)
    }
}
