//! The realm's types as they are on the wire. Contract: `messenger`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::Code;

/// An error answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerFailure)]
pub struct Failure {
    /// Always false.
    pub success: bool,
    /// What to show.
    #[schema(example = "Access denied")]
    pub error: String,
    /// What to branch on.
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
            /// What was asked for.
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
    /// One of them.
    ConversationAnswer(OneConversation) as MessengerConversationAnswer;
    /// A part of a history.
    MessagesAnswer(Messages) as MessengerMessagesAnswer;
    /// How much is unread.
    UnreadAnswer(Unread) as MessengerUnreadAnswer;
    /// A file, stored.
    AttachmentAnswer(Attachment) as MessengerAttachmentAnswer;
}

/// `data` of the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerConversations)]
pub struct Conversations {
    /// Latest activity first.
    pub conversations: Vec<Conversation>,
}

/// `data` of one conversation; also `conversation_created`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerOneConversation)]
pub struct OneConversation {
    /// It.
    pub conversation: Conversation,
}

/// `data` of a history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerMessages)]
pub struct Messages {
    /// Newest first.
    pub messages: Vec<Message>,
}

/// `data` of the unread count.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerUnread)]
pub struct Unread {
    /// Messages of others that the caller has not read, over all conversations.
    pub unread_count: i64,
}

/// Of two, or of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MessengerConversationType)]
#[serde(rename_all = "lowercase")]
pub enum ConversationType {
    /// Of two.
    Direct,
    /// Of many.
    Group,
}

/// A conversation as one of its participants sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerConversation)]
pub struct Conversation {
    /// Its id.
    pub id: i64,
    /// Of two, or of many.
    #[serde(rename = "type")]
    pub kind: ConversationType,
    /// What a group is called.
    #[schema(required = true)]
    pub name: Option<String>,
    /// Who is in it.
    pub participants: Vec<i64>,
    /// Its newest message.
    #[schema(required = true)]
    pub last_message_id: Option<i64>,
    /// When that was sent.
    #[schema(required = true)]
    pub last_message_at: Option<Timestamp>,
    /// Its text.
    #[schema(required = true)]
    pub last_message_content: Option<String>,
    /// The same as `last_message_at`.
    #[schema(required = true)]
    pub last_message_time: Option<Timestamp>,
    /// Messages of others that the reader has not read.
    pub unread_count: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// When the newest message was sent, or it began.
    pub updated_at: Timestamp,
}

/// What sort of message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = MessengerMessageType)]
#[serde(rename_all = "lowercase")]
pub enum MessageType {
    /// A text.
    #[default]
    Text,
    /// Files.
    File,
    /// Pictures.
    Image,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessengerMessage)]
pub struct Message {
    /// Its id.
    pub id: i64,
    /// Its conversation.
    pub conversation_id: i64,
    /// Who wrote it.
    #[schema(required = true)]
    pub sender_id: Option<i64>,
    /// Its text as it was sent; empty only where there are attachments.
    pub content: String,
    /// What sort of message it is.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// When the first participant other than the sender had read it.
    #[schema(required = true)]
    pub read_at: Option<Timestamp>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// A file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MessengerAttachment)]
pub struct Attachment {
    /// Its id.
    pub id: i64,
    /// Where it is to be had, by who may see it.
    #[schema(example = "/api/messenger/attachments/7")]
    pub url: String,
    /// What it is saved as.
    pub name: String,
    /// What its content says it is.
    pub mime: String,
    /// In bytes.
    pub size: u64,
}

/// The form of an upload.
#[derive(Debug, ToSchema)]
#[schema(as = MessengerUpload)]
#[expect(dead_code, reason = "for the document alone")]
pub struct Upload {
    /// At most 25 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What to begin a conversation with: `participantId`, or a group.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MessengerNewConversation)]
#[serde(rename_all = "camelCase")]
pub struct NewConversation {
    /// The other one, of a direct conversation.
    pub participant_id: Option<i64>,
    /// Its first text: 1 to 10,000 characters.
    pub message: Option<String>,
    /// The sender's own name for that text: repeating it repeats nothing.
    #[serde(alias = "client_id")]
    pub client_id: Option<Uuid>,
    /// The others, of a group.
    pub participant_ids: Option<Vec<i64>>,
    /// What the group is called: 1 to 255 characters.
    pub name: Option<String>,
    /// `group` where it is one.
    #[serde(rename = "type")]
    pub kind: Option<ConversationType>,
}

/// A part of the list. Without it: all.
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

/// A part of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many: 1 to 100, 50 where absent.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// How many of the newest to leave out.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
    /// Only those before this message; not together with `offset`.
    #[param(nullable = false)]
    pub before_id: Option<i64>,
}
