//! Reports of messages and bans.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use super::payload::{Field, Fields, Payload};
use crate::domain::ids::{ChatId, MessageId, Position, UserId};
use crate::domain::text::MessageText;

/// Payload of `message_reported`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReported {
    pub message_id: MessageId,
    /// The reason in the reporter's own words; empty once the reporter was erased.
    pub content: String,
}

impl Payload for MessageReported {
    fn fields() -> Fields {
        &[
            ("message_id", Field::Event),
            ("content", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
        ]
    }

    fn has_text(&self) -> bool {
        !self.content.is_empty()
    }

    fn clear_text(&mut self) {
        self.content.clear();
    }

    fn memory(&self) -> usize {
        self.content.len()
    }
}

/// Report a message to the moderators.
#[derive(Debug, Clone)]
pub struct ReportMessage {
    pub chat_id: ChatId,
    pub message_id: MessageId,
    pub reason: MessageText,
}

impl Command for ReportMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = MessageReported {
            message_id: self.message_id,
            content: self.reason.into_string(),
        };
        let key = ConflictKey::Message(self.message_id);
        let kind = EventKind::MessageReported;
        requester.event(kind, Some(self.chat_id), &payload, key)
    }
}

/// Payload of `report_resolved`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportResolved {
    /// The position of the `message_reported`.
    pub report_id: Position,
    pub resolution: Resolution,
}

impl Payload for ReportResolved {
    fn fields() -> Fields {
        &[("report_id", Field::Event), ("resolution", Field::Plain)]
    }
}

/// Resolve a report, which removes it from the queue. Allowed for moderators.
#[derive(Debug, Clone)]
pub struct ResolveReport {
    /// The position of the `message_reported`.
    pub report_id: Position,
    pub resolution: Resolution,
}

impl Command for ResolveReport {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = ReportResolved {
            report_id: self.report_id,
            resolution: self.resolution,
        };
        let key = ConflictKey::Report(self.report_id);
        requester.event(EventKind::ReportResolved, None, &payload, key)
    }
}

/// A moderator's decision on a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    Dismissed,
    MessageDeleted,
    /// The author of the message was banned.
    UserBanned,
}

/// Payload of `user_banned` and `user_unbanned`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserBanned {
    pub user_id: UserId,
}

impl Payload for UserBanned {
    fn fields() -> Fields {
        &[("user_id", Field::Person)]
    }
}

/// Ban the author of a reported message from the realm. Allowed for moderators.
#[derive(Debug, Clone)]
pub struct BanReportedAuthor {
    /// The position of the `message_reported`.
    pub report_id: Position,
}

impl Command for BanReportedAuthor {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "report_id": self.report_id });
        let key = ConflictKey::Report(self.report_id);
        requester.event(EventKind::UserBanned, None, &payload, key)
    }
}
