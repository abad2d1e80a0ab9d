//! What is said on the socket.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Message;
use crate::http::Code;

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
    pub said: ServerEvent,
    /// For `?last_event_id=`; only what stays has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
}

/// What a frame says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", content = "payload")]
#[schema(as = CampusSaid)]
pub enum ServerEvent {
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
