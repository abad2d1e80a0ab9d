//! What happened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Attachment, AttachmentId, ChatId, Cursor, MessageId, MessageKind, Position, Realm, UserId,
};

/// One row of the log.
#[derive(Debug, Clone)]
pub struct Event {
    /// Where it stands.
    pub position: Position,
    /// Its name for ever, chosen by whoever appended it (UUIDv7).
    pub event_id: Uuid,
    /// The application it belongs to.
    pub realm: Realm,
    /// The chat it happened in; [`ChatId::NONE`] where it happened in none.
    pub chat_id: ChatId,
    /// The id of the event that began that chat: its name where names are UUIDs.
    pub chat_uuid: Uuid,
    /// The id of the event that made the message this one speaks of (edited, deleted, read up
    /// to, replied to), for the same purpose.
    pub subject_uuid: Option<Uuid>,
    /// Who did it; nobody where the database itself did.
    pub actor_id: Option<UserId>,
    /// What it was.
    pub body: EventBody,
    /// When, in milliseconds.
    pub recorded_at: Timestamp,
}

impl Event {
    /// What a client gives back to go on after this event.
    pub fn cursor(&self) -> Cursor {
        Cursor::new(self.position, self.event_id)
    }

    /// Whether somebody's own words are in it.
    pub fn has_text_of(&self, user_id: UserId) -> bool {
        self.actor_id == Some(user_id)
            && match &self.body {
                EventBody::MessageSent(sent) => !sent.content.is_empty() || !sent.files.is_empty(),
                EventBody::MessageEdited(edited) => !edited.content.is_empty(),
                EventBody::MessageReported(reported) => !reported.content.is_empty(),
                _ => false,
            }
    }

    /// The same event as the log has it once its author was erased.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let mut event = self.clone();
        match &mut event.body {
            EventBody::MessageSent(sent) => {
                sent.content.clear();
                sent.files.clear();
            }
            EventBody::MessageEdited(edited) => edited.content.clear(),
            EventBody::MessageReported(reported) => reported.content.clear(),
            _ => {}
        }
        event
    }

    /// The message this event made, if it is a `message_sent`.
    pub fn message_id(&self) -> MessageId {
        MessageId(self.position.0)
    }
}

/// `events.kind` with its `events.payload`. The names are frozen once released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventBody {
    /// A chat began.
    ChatCreated(ChatCreated),
    /// The chat was taken from everyone's list; everyone is out of it.
    ChatDeleted,
    /// A deleted chat came back, with its history.
    ChatRestored(ChatRestored),
    /// Someone came into a chat.
    ParticipantJoined(Participant),
    /// Someone left, or was removed.
    ParticipantLeft(ParticipantLeft),
    /// The actor wrote.
    MessageSent(MessageSent),
    /// The author gave a message another text.
    MessageEdited(MessageEdited),
    /// The author took a message back.
    MessageDeleted(MessageDeleted),
    /// The actor has read up to a message.
    ChatRead(ChatRead),
    /// Somebody who had been in this chat was erased: their texts are gone from the log, and
    /// must be from wherever they were taken.
    UserErased(UserErased),
    /// The actor took the chat from their own list, until there is something new in it.
    ChatHidden,
    /// The actor lets another participant send nothing any more.
    ParticipantBlocked(ParticipantBlocked),
    /// The actor lets them again.
    ParticipantUnblocked(ParticipantBlocked),
    /// The actor lets a user write nothing to them any more, in no chat of the realm.
    UserBlocked(UserBlocked),
    /// The actor lets them again, or one of the two was removed.
    UserUnblocked(UserBlocked),
    /// The actor asked a moderator to look at a message.
    MessageReported(MessageReported),
    /// A moderator settled a report.
    ReportResolved(ReportResolved),
    /// A moderator shut somebody out of the realm.
    UserBanned(UserBanned),
    /// They were let in again.
    UserUnbanned(UserBanned),
    /// Something this version does not know: a newer replica appended it, or a hand did.
    /// It keeps its place in the log and is delivered to nobody.
    Unknown,
}

/// What sort of chat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    /// Of two, who stay the same two.
    #[default]
    Private,
    /// Of any number, who may come and go.
    Group,
}

/// Payload of `chat_created`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatCreated {
    /// What sort.
    #[serde(rename = "type", default)]
    pub kind: ChatKind,
    /// What makes it the only one of its pair: see [`pair_key`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair_key: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is about, in its realm's own words: an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<serde_json::Value>,
    /// Who is in it from the beginning.
    pub participants: Vec<Participant>,
}

/// The canonical name of a pair: the lower id first, as `sql/lessons/create_chat_on_lesson_completed.sql`
/// makes it.
pub fn pair_key(one: UserId, other: UserId) -> String {
    format!("{}:{}", one.min(other), one.max(other))
}

/// Payload of `chat_restored`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRestored {
    /// Who is in it again.
    pub participants: Vec<Participant>,
}

/// Payload of `participant_joined`: a member of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// `users.id`.
    pub user_id: UserId,
    /// What they are in this chat.
    #[serde(default = "member")]
    pub role: String,
}

/// Payload of `participant_left`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantLeft {
    /// Who.
    pub user_id: UserId,
}

/// Payload of `message_sent`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageSent {
    /// The text as it was sent; empty where its author was erased, or where it is deleted by now
    /// and its realm's streams tell of no deletion.
    pub content: String,
    /// The sender's own name for the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    /// The message of the same chat that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// What sort of message it is.
    #[serde(rename = "type", default, skip_serializing_if = "MessageKind::is_text")]
    pub kind: MessageKind,
    /// The files it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentId>,
    /// What is known of them, which the log does not hold: read beside the event.
    #[serde(skip)]
    pub files: Vec<Attachment>,
}

/// Payload of `message_edited`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageEdited {
    /// Which.
    pub message_id: MessageId,
    /// Its text from now on; empty where its author was erased.
    pub content: String,
}

/// Payload of `message_deleted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDeleted {
    /// Which.
    pub message_id: MessageId,
}

/// Payload of `user_erased`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserErased {
    /// Who.
    pub user_id: UserId,
}

/// Payload of `participant_blocked` and `participant_unblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantBlocked {
    /// Whom.
    pub user_id: UserId,
}

/// Payload of `user_blocked` and `user_unblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserBlocked {
    /// Whom.
    pub user_id: UserId,
}

/// Payload of `message_reported`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReported {
    /// Which.
    pub message_id: MessageId,
    /// Why, in the actor's own words; empty where the actor was erased.
    pub content: String,
}

/// Payload of `report_resolved`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportResolved {
    /// The position of the `message_reported`.
    pub report_id: Position,
    /// What was made of it.
    pub resolution: Resolution,
}

/// What a moderator made of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Nothing.
    Dismissed,
    /// The message was deleted.
    MessageDeleted,
    /// Who wrote it was banned.
    UserBanned,
}

/// Payload of `user_banned` and `user_unbanned`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserBanned {
    /// Whom.
    pub user_id: UserId,
}

/// Payload of `chat_read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRead {
    /// The newest message read.
    pub up_to_id: MessageId,
    /// Others' messages that were newly read, of which there is a realm that speaks of them:
    /// read beside the event.
    #[serde(skip)]
    pub newly_read: Vec<MessageId>,
}

fn member() -> String {
    super::Role::Member.as_str().to_owned()
}
