//! Frames of the socket.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::rest::Message;
use crate::http::Code;

/// The query of the socket.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SocketQuery {
    /// `Bearer` and the access token, for clients that can send neither a cookie nor a header.
    #[serde(rename = "WWW-Authenticate")]
    #[param(rename = "WWW-Authenticate")]
    pub www_authenticate: Option<String>,
    /// The `id` of the last frame received, to resume after it.
    pub last_event_id: Option<String>,
}

/// A frame from the server.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusServerFrame)]
pub struct ServerFrame {
    #[serde(flatten)]
    pub event: ServerEvent,
    /// The id to resume from, as `last_event_id`. Only frames of logged events have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
}

/// The type and the payload of a frame from the server.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", content = "payload")]
#[schema(as = CampusServerEvent)]
pub enum ServerEvent {
    /// The first frame. Without a payload: its `id` is where the stream begins, and where a client resumes
    /// that has received nothing since.
    #[serde(rename = "ready")]
    Ready,
    /// A message was sent.
    #[serde(rename = "message:new")]
    MessageNew(Message),
    /// A message was edited.
    #[serde(rename = "message:edited")]
    MessageEdited(Message),
    /// A message was deleted.
    #[serde(rename = "message:deleted")]
    MessageDeleted(MessageDeleted),
    /// A user was added to the group.
    #[serde(rename = "participant:added")]
    ParticipantAdded(ParticipantAdded),
    /// A member left or was removed. A member that receives this about itself receives no further
    /// frame.
    #[serde(rename = "participant:removed")]
    ParticipantRemoved(ParticipantRemoved),
    /// The conversation was deleted. No further frame follows.
    #[serde(rename = "conversation:deleted")]
    ConversationDeleted(ConversationDeleted),
    /// Another member is typing, or has stopped.
    #[serde(rename = "typing")]
    Typing(Typing),
    /// A member has read the conversation.
    #[serde(rename = "read")]
    Read(Read),
    /// The server refused a frame of the client.
    #[serde(rename = "error")]
    Error(Refused),
    /// The id to resume from is not of this log: the client must reload by REST.
    #[serde(rename = "reset")]
    Reset,
}

/// `payload` of `message:deleted`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusMessageDeleted)]
pub struct MessageDeleted {
    /// The id of the deleted message.
    pub id: Uuid,
    pub conversation_id: Uuid,
}

/// `payload` of `participant:added`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusParticipantAdded)]
pub struct ParticipantAdded {
    pub conversation_id: Uuid,
    /// The id of the added user.
    pub user_id: i64,
    /// The name of the user. Empty if the user was deleted.
    #[schema(example = "Айгүл Осмонова")]
    pub name: String,
}

/// `payload` of `participant:removed`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusParticipantRemoved)]
pub struct ParticipantRemoved {
    pub conversation_id: Uuid,
    /// The id of the removed user.
    pub user_id: i64,
}

/// `payload` of `conversation:deleted`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusConversationDeleted)]
pub struct ConversationDeleted {
    /// The id of the deleted conversation.
    pub id: Uuid,
}

/// `payload` of `typing`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusTyping)]
pub struct Typing {
    /// The id of the member that types.
    pub user_id: i64,
    /// Whether the member is typing, or has stopped.
    pub is_typing: bool,
}

/// `payload` of `read`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusRead)]
pub struct Read {
    /// The id of the member that has read the conversation.
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// The id of the last message that is read.
    #[schema(required = true)]
    pub last_read_id: Option<Uuid>,
}

/// `payload` of `error`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampusRefused)]
pub struct Refused {
    /// The stable code of the error, for programs.
    pub code: Code,
    /// The reason, for people.
    pub detail: String,
    /// The `client_id` of the refused message, if it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// A frame from the client. A message may also be sent without this wrapper, as a `CampusSend`.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "type", content = "payload")]
#[schema(as = CampusClientFrame)]
pub enum ClientFrame {
    /// Sends a message.
    #[serde(rename = "message:send")]
    MessageSend(Send),
    /// Signals that the user is typing, or has stopped.
    #[serde(rename = "typing")]
    Typing(IsTyping),
    /// Marks the conversation read up to its newest message.
    #[serde(rename = "read")]
    Read,
}

/// `payload` of `message:send`.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = CampusSend)]
pub struct Send {
    /// The text: 1 to 10,000 characters, not only white space.
    pub text: String,
    /// The id of the message of the same conversation that this one replies to.
    pub reply_to: Option<Uuid>,
    /// An id that the client chooses. A frame that repeats it sends no second message.
    pub client_id: Option<Uuid>,
}

/// `payload` of a client's `typing`.
#[derive(Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = CampusIsTyping)]
pub struct IsTyping {
    /// `true`, repeated every few seconds while the user types; `false` when the user stops.
    pub is_typing: bool,
}
