//! What REST takes and answers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::contracts::shared::wire_id;
use crate::http::Code;

/// An error answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerFailure)]
pub struct Failure {
    /// Always false.
    pub success: bool,
    /// The reason, for people.
    #[schema(example = "Access denied")]
    pub error: String,
    /// The stable code of the error, for programs.
    pub code: Code,
}

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident($data:ty) as $schema:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize, ToSchema)]
        #[schema(as = $schema)]
        pub struct $name {
            /// Always true.
            pub success: bool,
            pub data: $data,
        }

        impl From<$data> for $name {
            fn from(data: $data) -> Self {
                Self { success: true, data }
            }
        }
    )*};
}

answers! {
    /// The caller's conversations.
    ConversationsAnswer(Conversations) as MessengerConversationsAnswer;
    /// One conversation.
    ConversationAnswer(OneConversation) as MessengerConversationAnswer;
    /// A page of messages.
    MessagesAnswer(Messages) as MessengerMessagesAnswer;
    /// The number of unread messages.
    UnreadAnswer(Unread) as MessengerUnreadAnswer;
    /// A stored file.
    AttachmentAnswer(Attachment) as MessengerAttachmentAnswer;
}

/// `data` of a page of the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerConversations)]
pub struct Conversations {
    /// The conversations of the page, latest activity first.
    pub conversations: Vec<Conversation>,
}

/// `data` of one conversation; also `conversation_created`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerOneConversation)]
pub struct OneConversation {
    pub conversation: Conversation,
}

/// `data` of a page of messages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerMessages)]
pub struct Messages {
    /// The messages of the page, newest first.
    pub messages: Vec<Message>,
}

/// `data` of the unread count.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerUnread)]
pub struct Unread {
    /// The number of messages by other users that the caller has not read, over all conversations.
    pub unread_count: i64,
}

/// The type of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MessengerConversationType)]
#[serde(rename_all = "lowercase")]
pub enum ConversationType {
    /// Between two users.
    Direct,
    /// Of 2 to 500 members.
    Group,
}

/// A conversation as one of its participants sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerConversation)]
pub struct Conversation {
    /// The conversation id.
    pub id: i64,
    /// The type of the conversation.
    #[serde(rename = "type")]
    pub kind: ConversationType,
    /// The name of a group. Null for a direct conversation.
    #[schema(required = true)]
    pub name: Option<String>,
    /// The user ids of the present members, in ascending order.
    pub participants: Vec<i64>,
    /// The id of the newest message. Null if there is none.
    #[schema(required = true)]
    pub last_message_id: Option<i64>,
    /// When the newest message was sent. Null if there is none.
    #[schema(required = true)]
    pub last_message_at: Option<Timestamp>,
    /// The `content` of the newest message. Null if there is none.
    #[schema(required = true)]
    pub last_message_content: Option<String>,
    /// The same as `last_message_at`.
    #[schema(required = true)]
    pub last_message_time: Option<Timestamp>,
    /// The number of messages by other users that the reader has not read.
    pub unread_count: i64,
    /// When the conversation was created.
    pub created_at: Timestamp,
    /// When the newest message was sent, or the conversation was created.
    pub updated_at: Timestamp,
}

/// The type of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = MessengerMessageType)]
#[serde(rename_all = "lowercase")]
pub enum MessageType {
    #[default]
    Text,
    File,
    Image,
}

/// A message of a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerMessage)]
pub struct Message {
    /// The message id.
    pub id: i64,
    pub conversation_id: i64,
    /// The user id of the sender. Null for a message that no user sent.
    #[schema(required = true)]
    pub sender_id: Option<i64>,
    /// The text; of a message without one, the names of its files behind a paper clip.
    pub content: String,
    /// The type of the message.
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub attachments: Vec<Attachment>,
    /// When the first participant other than the sender read the message. Null before.
    #[schema(required = true)]
    pub read_at: Option<Timestamp>,
    /// When the message was sent.
    pub created_at: Timestamp,
    /// The id that the sender's client gave the message. Only the sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// A stored file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MessengerAttachment)]
pub struct Attachment {
    /// The attachment id.
    pub id: i64,
    /// The path to download the file from.
    #[schema(example = "/api/messenger/attachments/7")]
    pub url: String,
    /// The file name.
    pub name: String,
    /// The media type, detected from the content.
    pub mime: String,
    /// The size in bytes.
    pub size: u64,
}

/// The form of an upload.
#[derive(Debug, ToSchema)]
#[schema(as = MessengerUpload)]
#[expect(dead_code, reason = "only the OpenAPI document uses it")]
pub struct Upload {
    /// The file: at most 25 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A direct conversation with `participantId`, or a group of `participantIds`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MessengerNewConversation)]
#[serde(rename_all = "camelCase")]
pub struct NewConversation {
    /// The user id of the other participant of a direct conversation.
    #[serde(default, deserialize_with = "wire_id::optional_id")]
    pub participant_id: Option<i64>,
    /// The text of the first message: 1 to 10,000 characters.
    pub message: Option<String>,
    /// An id of the first message, which the client chooses. A request that repeats it sends no
    /// second message.
    #[serde(alias = "client_id")]
    pub client_id: Option<Uuid>,
    /// The user ids of the other members of a group.
    #[serde(default, deserialize_with = "wire_id::optional_ids")]
    pub participant_ids: Option<Vec<i64>>,
    /// The name of the group: 1 to 255 characters.
    pub name: Option<String>,
    /// The type of the conversation. By default `group` if there are `participantIds`, otherwise
    /// `direct`.
    #[serde(rename = "type")]
    pub kind: Option<ConversationType>,
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
    /// The size of a page: 1 to 100. Without it 50.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// The number of messages to skip, from the newest, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
    /// Returns the newest messages before this message id. Excludes `offset`.
    #[param(nullable = false)]
    pub before_id: Option<i64>,
}
