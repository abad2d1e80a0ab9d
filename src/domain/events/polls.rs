//! Polls: messages that ask, votes in them, and their end.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::NewEvent;
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::ids::{MessageId, UserId};
use crate::domain::poll::OptionIds;

/// Payload of `poll_voted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollVoted {
    pub message_id: MessageId,
    /// Whose vote it is. The database takes those of an erased user back.
    pub user_id: UserId,
    /// All that the voter chooses; empty if the vote was taken back.
    pub option_ids: OptionIds,
}

impl Payload for PollVoted {
    fn fields() -> Fields {
        &[
            ("message_id", Field::Event),
            ("user_id", Field::Person),
            ("option_ids", Field::Plain),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Poll]
    }

    fn memory(&self) -> usize {
        MEMORY
    }
}

/// Payload of `poll_closed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollClosed {
    pub message_id: MessageId,
}

impl Payload for PollClosed {
    fn fields() -> Fields {
        &[("message_id", Field::Event)]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Poll]
    }

    fn memory(&self) -> usize {
        MEMORY
    }
}

/// The votes of a full group, which the readers of an event share, and some frames.
const MEMORY: usize = 32 * 1024;

/// Vote in a poll, or take the vote back.
#[derive(Debug, Clone)]
pub struct Vote {
    pub message_id: MessageId,
    pub option_ids: OptionIds,
}

impl Command for Vote {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.message_id, "option_ids": self.option_ids });
        requester.event_of_message(EventKind::PollVoted, self.message_id, &payload)
    }
}

/// End a poll. Allowed for its author, and for the owner and the admins of the group.
#[derive(Debug, Clone)]
pub struct ClosePoll {
    pub message_id: MessageId,
}

impl Command for ClosePoll {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.message_id });
        requester.event_of_message(EventKind::PollClosed, self.message_id, &payload)
    }
}
