//! The university's words, as they stand on the wire.
//!
//! In answers, what may be absent is `null` and always there (`required`), but for
//! `client_id`, which others than a message's sender do not see at all, and `is_deleted`,
//! which only a deleted message has.

mod frames;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use frames::{
    ClientFrame, ConversationDeleted, IsTyping, MessageDeleted, ParticipantAdded,
    ParticipantRemoved, Read, Refused, Send, ServerEvent, ServerFrame, SocketQuery, Typing,
};

/// What sort of conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = CampusConversationType)]
pub enum ConversationType {
    /// Of two, who stay the same two.
    Private,
    /// Of 2 to 500, who come and go.
    Group,
}

/// Somebody in a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampusParticipant)]
pub struct Participant {
    /// Their id.
    #[schema(example = 456)]
    pub user_id: i64,
    /// Empty where the user was removed.
    #[schema(example = "Айгүл Осмонова")]
    pub name: String,
    /// The newest message that they have read; it may be deleted by now.
    #[schema(required = true)]
    pub last_read_message_id: Option<Uuid>,
}

/// A conversation as one of its participants sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampusConversation)]
pub struct Conversation {
    /// Its id.
    pub id: Uuid,
    /// Of two, or of many.
    #[serde(rename = "type")]
    pub kind: ConversationType,
    /// What it is called; a private one mostly is not.
    #[schema(required = true, example = "Группа ИВТ-21")]
    pub title: Option<String>,
    /// Who began it.
    #[schema(required = true, example = 456)]
    pub created_by: Option<i64>,
    /// When it began.
    pub created_at: Timestamp,
    /// The system that it is about something of.
    #[schema(required = true, example = "timetable")]
    pub service: Option<String>,
    /// What of that system it is about.
    #[schema(required = true, example = "lecture-17")]
    pub service_id: Option<String>,
    /// Who is in it now, by id.
    pub participants: Vec<Participant>,
    /// The newest message that is not deleted.
    #[schema(required = true)]
    pub last_message: Option<Message>,
    /// Exact: messages by others, not deleted, after the reader's last visit.
    #[schema(example = 3)]
    pub unread_count: i64,
}

/// A message.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampusMessage)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// Its conversation.
    pub conversation_id: Uuid,
    /// Who wrote it.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// Its text; null of a deleted one.
    #[schema(required = true, example = "Привет!")]
    pub text: Option<String>,
    /// The message that it answers.
    #[schema(required = true)]
    pub reply_to: Option<Uuid>,
    /// Whether its author gave it another text since.
    pub is_edited: bool,
    /// `true`, on a message that was deleted and that others answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub is_deleted: Option<bool>,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// `POST /api/unet-chat/conversations/`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusNewConversation)]
pub struct NewConversation {
    /// Of two, or of many.
    #[serde(rename = "type")]
    pub kind: ConversationType,
    /// 1 to 255 characters; a group must have one.
    #[schema(max_length = 255, example = "Группа ИВТ-21")]
    pub title: Option<String>,
    /// The others. Naming the caller, or anybody twice, changes nothing.
    pub participant_ids: Vec<i64>,
    /// The system that it is about something of.
    #[schema(max_length = 255, example = "timetable")]
    pub service: Option<String>,
    /// What of that system it is about.
    #[schema(max_length = 255, example = "lecture-17")]
    pub service_id: Option<String>,
}

/// `POST /api/unet-chat/messages/`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusNewMessage)]
pub struct NewMessage {
    /// Where.
    pub conversation_id: Uuid,
    /// The caller, if it is said at all.
    #[schema(example = 456)]
    pub sender_id: Option<i64>,
    /// 1 to 10,000 characters, not only white space.
    #[schema(example = "Привет!", min_length = 1, max_length = 10000)]
    pub text: String,
    /// The message of the same conversation that it answers.
    pub reply_to: Option<Uuid>,
    /// The sender's own name for the message: repeating it repeats nothing. May also be
    /// given as the header `Idempotency-Key`.
    pub client_id: Option<Uuid>,
}

/// `PUT /api/unet-chat/messages/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusMessageChange)]
pub struct MessageChange {
    /// 1 to 10,000 characters, not only white space.
    #[schema(example = "Привет!", min_length = 1, max_length = 10000)]
    pub text: String,
}

/// `POST /api/unet-chat/conversations/{id}/participants/`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusNewParticipant)]
pub struct NewParticipant {
    /// Who is to come in.
    #[schema(example = 456)]
    pub user_id: i64,
}

/// Which part of the list of conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// How many: 1 to 100, as many where absent.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// After how many.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// Which part of a conversation's history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// 1 to 100; 50 where absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// The newest before this message of the conversation, which may be deleted by now.
    pub before: Option<Uuid>,
}
