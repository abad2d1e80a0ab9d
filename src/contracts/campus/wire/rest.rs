//! What REST takes and answers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::attachment::Attachment;

/// The type of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = CampusConversationType)]
pub enum ConversationType {
    /// Between two users, who stay the same.
    Private,
    /// Of 2 to 500 members, who may change.
    Group,
}

/// A participant of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampusParticipant)]
pub struct Participant {
    #[schema(example = 456)]
    pub user_id: i64,
    /// The name. Empty if the user was deleted.
    #[schema(example = "Айгүл Осмонова")]
    pub name: String,
    /// The id of the newest message that the participant has read, which may be deleted since. Null
    /// if none.
    #[schema(required = true)]
    pub last_read_message_id: Option<Uuid>,
}

/// A conversation as one of its participants sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampusConversation)]
pub struct Conversation {
    /// The conversation id.
    pub id: Uuid,
    /// The type of the conversation.
    #[serde(rename = "type")]
    pub kind: ConversationType,
    /// The title. A group always has one.
    #[schema(required = true, example = "Группа ИВТ-21")]
    pub title: Option<String>,
    /// The user id of the creator.
    #[schema(required = true, example = 456)]
    pub created_by: Option<i64>,
    /// When the conversation was created.
    pub created_at: Timestamp,
    /// The external system that the conversation refers to.
    #[schema(required = true, example = "timetable")]
    pub service: Option<String>,
    /// The id of the object in that system.
    #[schema(required = true, example = "lecture-17")]
    pub service_id: Option<String>,
    /// The present members, by id.
    pub participants: Vec<Participant>,
    /// The newest message that is not deleted. Null if there is none.
    #[schema(required = true)]
    pub last_message: Option<Message>,
    /// The exact number of messages by other users, not deleted, after the reader's read mark.
    #[schema(example = 3)]
    pub unread_count: i64,
}

/// A message of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampusMessage)]
pub struct Message {
    /// The message id.
    pub id: Uuid,
    pub conversation_id: Uuid,
    /// The user id of the sender. Null for a message that no user sent.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// The text; of a message without one, the names of its files behind a paper clip. Null if the
    /// message is deleted.
    #[schema(required = true, example = "Привет!")]
    pub text: Option<String>,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    /// The id of the message that this one replies to.
    #[schema(required = true)]
    pub reply_to: Option<Uuid>,
    /// Whether the author has edited the text.
    pub is_edited: bool,
    /// `true` for a deleted message that another message replies to, otherwise absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub is_deleted: Option<bool>,
    /// The id that the sender's client gave the message. Only the sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When the message was sent.
    pub created_at: Timestamp,
}

/// The body of `POST /api/unet-chat/conversations/`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusNewConversation)]
pub struct NewConversation {
    /// The type of the conversation.
    #[serde(rename = "type")]
    pub kind: ConversationType,
    /// The title: at most 255 characters. Required for a group.
    #[schema(max_length = 255, example = "Группа ИВТ-21")]
    pub title: Option<String>,
    /// The user ids of the other members. The caller and duplicates are ignored.
    pub participant_ids: Vec<i64>,
    /// The external system that the conversation refers to: at most 255 characters.
    #[schema(max_length = 255, example = "timetable")]
    pub service: Option<String>,
    /// The id of the object in that system: at most 255 characters.
    #[schema(max_length = 255, example = "lecture-17")]
    pub service_id: Option<String>,
}

/// The body of `POST /api/unet-chat/messages/`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusNewMessage)]
pub struct NewMessage {
    pub conversation_id: Uuid,
    /// The caller's user id, or absent.
    #[schema(example = 456)]
    pub sender_id: Option<i64>,
    /// The text: 1 to 10,000 characters, not only white space.
    #[schema(example = "Привет!", min_length = 1, max_length = 10000)]
    pub text: String,
    /// The id of the message of the same conversation that this one replies to.
    pub reply_to: Option<Uuid>,
    /// An id that the client chooses. A request that repeats it sends no second message. The header
    /// `Idempotency-Key` is an alternative.
    pub client_id: Option<Uuid>,
}

/// The body of `PUT /api/unet-chat/messages/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusMessageChange)]
pub struct MessageChange {
    /// The new text: 1 to 10,000 characters, not only white space.
    #[schema(example = "Привет!", min_length = 1, max_length = 10000)]
    pub text: String,
}

/// The body of `POST /api/unet-chat/conversations/{id}/participants/`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CampusNewParticipant)]
pub struct NewParticipant {
    /// The id of the user to add.
    #[schema(example = 456)]
    pub user_id: i64,
}

/// A page of the caller's conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The size of a page: 1 to 100. Without it up to 1,000.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// The number of conversations to skip, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// A page of a conversation's messages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The size of a page: 1 to 100. Without it up to 1,000, and fewer if their texts have more than
    /// 2 MiB.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// Returns the newest messages before this message of the conversation, which may be deleted
    /// since.
    pub before: Option<Uuid>,
}
