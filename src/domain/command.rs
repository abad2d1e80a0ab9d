//! What somebody wants to happen, and what came of it.

use jiff::Timestamp;
use uuid::Uuid;

use super::text::MessageText;
use super::{
    AttachmentId, ChatCreated, ChatId, MessageId, MessageKind, Position, Resolution, UserId,
};

/// A wish to append an event. Whether it may is decided by the store, with the head of
/// the log held, and answered by a [`AppendOutcome`] or a [`super::Rejection`].
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
        /// The message of the same chat that it answers.
        reply_to: Option<MessageId>,
    },
    /// Write into a chat with files of one's own, or a message of another kind than a text.
    SendFiles {
        /// Where.
        chat_id: ChatId,
        /// What is said besides; nothing only where there are files.
        text: Option<MessageText>,
        /// What sort of message it is.
        kind: MessageKind,
        /// The files, uploaded before.
        attachments: Vec<AttachmentId>,
        /// The sender's own name for it; repeating it repeats nothing.
        client_id: Option<Uuid>,
    },
    /// Give one's own message another text.
    EditMessage {
        /// Which.
        message_id: MessageId,
        /// Its new text.
        text: MessageText,
    },
    /// Take back one's own message, or anyone's in a group of one's own making, or, as a
    /// moderator, one that was reported.
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
    /// Begin a chat. One with a `pair_key` that is taken is not begun again: the answer is
    /// [`AppendOutcome::Duplicate`] with the one that is there, `is_deleted` where it was deleted.
    CreateChat(ChatCreated),
    /// Bring back a deleted private chat, with both its participants.
    RestoreChat {
        /// Which.
        chat_id: ChatId,
    },
    /// Take a chat from everyone's list: a private one by either side, a group by its creator.
    DeleteChat {
        /// Which.
        chat_id: ChatId,
    },
    /// Let someone into a group of one's own making.
    AddParticipant {
        /// Which.
        chat_id: ChatId,
        /// Whom.
        user_id: UserId,
    },
    /// Take a chat from one's own list, until there is something new in it.
    HideChat {
        /// Which.
        chat_id: ChatId,
    },
    /// Let the other one of a private chat write nothing any more, there and in every other chat
    /// of the two.
    BlockCounterpart {
        /// Where.
        chat_id: ChatId,
    },
    /// Let them again.
    UnblockOther {
        /// Where.
        chat_id: ChatId,
    },
    /// Let somebody write nothing to oneself any more: no private message, and no group that
    /// they add one to.
    BlockUser {
        /// Whom.
        user_id: UserId,
    },
    /// Let them again.
    UnblockUser {
        /// Whom.
        user_id: UserId,
    },
    /// Ask a moderator to look at a message.
    ReportMessage {
        /// Where.
        chat_id: ChatId,
        /// Which.
        message_id: MessageId,
        /// Why, in one's own words.
        reason: MessageText,
    },
    /// Ban who wrote a message that was reported from the realm: a moderator's.
    BanReportedAuthor {
        /// The report.
        report_id: Position,
    },
    /// Take a report out of the queue: a moderator's.
    ResolveReport {
        /// The report.
        report_id: Position,
        /// What was made of it.
        resolution: Resolution,
    },
    /// Leave a group, or remove someone from one of one's own making.
    RemoveParticipant {
        /// Which.
        chat_id: ChatId,
        /// Whom.
        user_id: UserId,
    },
}

/// What a command that was not refused came to.
#[derive(Debug, Clone)]
pub enum AppendOutcome {
    /// An event was appended, durably.
    Appended(StoredEvent),
    /// It had been before: under the same `client_id`, or for the same pair.
    Duplicate(StoredEvent),
    /// There was nothing to do.
    NoChange,
}

/// Where a command's event stands.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    /// Its position: for a message sent, the message's id.
    pub position: Position,
    /// Its id.
    pub event_id: Uuid,
    /// Its chat; [`ChatId::NONE`] where it happened in none.
    pub chat_id: ChatId,
    /// Who did it.
    pub actor_id: UserId,
    /// When.
    pub recorded_at: Timestamp,
    /// Whether the message, or the chat, has been deleted since (of what is repeated).
    pub is_deleted: bool,
}
