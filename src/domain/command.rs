//! What somebody wants to happen, and what came of it.

use jiff::Timestamp;
use uuid::Uuid;

use super::text::MessageText;
use super::{ChatId, MessageId, Position, UserId};

/// A wish to append an event. Whether it may is decided by the store, with the head of
/// the log held, and answered by a [`Receipt`] or a [`super::Rejection`].
#[derive(Debug, Clone)]
pub enum Command {
    /// Write into a chat.
    SendMessage {
        /// Where.
        chat_id: ChatId,
        /// What.
        text: MessageText,
        /// The sender's own name for it; repeating it repeats nothing.
        client_id: Option<Uuid>,
    },
    /// Take back one's own message.
    DeleteMessage {
        /// Which.
        message_id: MessageId,
    },
    /// Mark a chat read.
    MarkRead {
        /// Which.
        chat_id: ChatId,
        /// Up to and including this message; the newest where absent.
        up_to: Option<MessageId>,
    },
}

/// What a command that was not refused came to.
#[derive(Debug, Clone)]
pub enum Receipt {
    /// An event was appended, durably.
    Appended(StoredEvent),
    /// It had been before, under the same `client_id`.
    Repeated(StoredEvent),
    /// There was nothing to do.
    Unchanged,
}

/// Where a command's event stands.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    /// Its position: for a message sent, the message's id.
    pub position: Position,
    /// Its id.
    pub event_id: Uuid,
    /// Its chat.
    pub chat_id: ChatId,
    /// Who did it.
    pub actor_id: UserId,
    /// When.
    pub recorded_at: Timestamp,
    /// Whether the message has been deleted since (of a repeated send).
    pub is_deleted: bool,
}
