//! The university's words, as they stand on the wire.
//!
//! In answers, what may be absent is `null` and always there (`required`), but for
//! `client_id`, which others than a message's sender do not see at all, and `is_deleted`,
//! which only a deleted message has.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::Code;

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

/// How to follow a conversation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SocketQuery {
    /// `Bearer` and an access token, for clients that can send neither cookie nor header.
    #[serde(rename = "WWW-Authenticate")]
    #[param(rename = "WWW-Authenticate")]
    pub www_authenticate: Option<String>,
    /// The last event id seen.
    pub last_event_id: Option<String>,
}

/// What the server says on the socket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusServerFrame)]
pub struct ServerFrame {
    /// What it is.
    #[serde(flatten)]
    pub said: Said,
    /// For `?last_event_id=`; only what stays has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
}

/// What a frame says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", content = "payload")]
#[schema(as = CampusSaid)]
pub enum Said {
    /// Somebody wrote.
    #[serde(rename = "message:new")]
    MessageNew(Message),
    /// An author gave a message another text.
    #[serde(rename = "message:edited")]
    MessageEdited(Message),
    /// A message was taken back.
    #[serde(rename = "message:deleted")]
    MessageDeleted(MessageDeleted),
    /// Somebody came into the group.
    #[serde(rename = "participant:added")]
    ParticipantAdded(ParticipantAdded),
    /// Somebody left, or was removed: who gets this of themselves gets nothing more.
    #[serde(rename = "participant:removed")]
    ParticipantRemoved(ParticipantRemoved),
    /// There is no such conversation any more, and nothing more comes.
    #[serde(rename = "conversation:deleted")]
    ConversationDeleted(ConversationDeleted),
    /// Another participant began to type, or has ceased.
    #[serde(rename = "typing")]
    Typing(Typing),
    /// Somebody has read.
    #[serde(rename = "read")]
    Read(Read),
    /// Something that the client sent was refused.
    #[serde(rename = "error")]
    Error(Refused),
    /// The id to resume from is not of this log: reload by REST.
    #[serde(rename = "reset")]
    Reset,
}

/// `payload` of `message:deleted`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusMessageDeleted)]
pub struct MessageDeleted {
    /// Which.
    pub id: Uuid,
    /// Its conversation.
    pub conversation_id: Uuid,
}

/// `payload` of `participant:added`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusParticipantAdded)]
pub struct ParticipantAdded {
    /// Where.
    pub conversation_id: Uuid,
    /// Who.
    pub user_id: i64,
    /// Empty where the user was removed.
    #[schema(example = "Айгүл Осмонова")]
    pub name: String,
}

/// `payload` of `participant:removed`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusParticipantRemoved)]
pub struct ParticipantRemoved {
    /// Where.
    pub conversation_id: Uuid,
    /// Who.
    pub user_id: i64,
}

/// `payload` of `conversation:deleted`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusConversationDeleted)]
pub struct ConversationDeleted {
    /// Which.
    pub id: Uuid,
}

/// `payload` of `typing`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusTyping)]
pub struct Typing {
    /// Who.
    pub user_id: i64,
    /// Whether they do, or have ceased.
    pub is_typing: bool,
}

/// `payload` of `read`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusRead)]
pub struct Read {
    /// Who.
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// Up to and including this message.
    #[schema(required = true)]
    pub last_read_id: Option<Uuid>,
}

/// `payload` of `error`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusRefused)]
pub struct Refused {
    /// What to branch on.
    pub code: Code,
    /// What to show.
    pub detail: String,
    /// Of the message that was refused, where it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// What a client says on the socket. A message may also come without this wrapper, as a
/// `CampusSend`.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "type", content = "payload")]
#[schema(as = CampusClientFrame)]
pub enum ClientFrame {
    /// Says something.
    #[serde(rename = "message:send")]
    MessageSend(Send),
    /// Begins to type, or ceases.
    #[serde(rename = "typing")]
    Typing(IsTyping),
    /// Has read everything.
    #[serde(rename = "read")]
    Read,
}

/// `payload` of `message:send`.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = CampusSend)]
pub struct Send {
    /// 1 to 10,000 characters, not only white space.
    pub text: String,
    /// The message of the same conversation that it answers.
    pub reply_to: Option<Uuid>,
    /// The sender's own name for the message: repeating it repeats nothing.
    pub client_id: Option<Uuid>,
}

/// `payload` of a client's `typing`.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = CampusIsTyping)]
pub struct IsTyping {
    /// Whether they do, or have ceased.
    pub is_typing: bool,
}
