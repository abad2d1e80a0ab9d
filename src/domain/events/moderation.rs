//! Reports of messages and bans.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use crate::domain::{MessageId, Position, UserId};

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
        ]
    }

    fn has_text(&self) -> bool {
        !self.content.is_empty()
    }

    fn clear_text(&mut self) {
        self.content.clear();
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
