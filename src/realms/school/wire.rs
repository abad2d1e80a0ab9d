//! The school's words, as they stand on the wire.
//!
//! In answers, what may be absent is `null` and always there (`required`), but for a
//! `client_id`, which others than its sender do not see at all.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::directory::LessonStatus;
use crate::domain::Role;

/// Somebody who signed in, or could.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// Their id.
    #[schema(example = 456)]
    pub id: i64,
    /// What they sign in with; absent for people a foreign token brought.
    #[schema(required = true, example = "teacher@school.test")]
    pub email: Option<String>,
    /// What others see.
    #[schema(example = "Иван Петров")]
    pub name: String,
    /// What they may do.
    #[schema(example = "teacher")]
    pub role: Role,
    /// Since when they are known.
    pub created_at: Timestamp,
}

/// `POST /api/auth/login`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Login {
    /// Case does not matter.
    #[schema(example = "teacher@school.test")]
    pub email: String,
    /// At most 1,024 bytes.
    pub password: String,
}

/// Answer to a log-in and to a refresh.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// Who signed in.
    pub user: User,
    /// For `Authorization: Bearer`; browsers have it as a cookie already.
    pub token: String,
    /// When the token stops counting.
    pub expires_at: Timestamp,
}

/// Somebody in a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    /// Their id.
    #[schema(example = 456)]
    pub id: i64,
    /// Empty where the user was removed.
    #[schema(example = "Иван Петров")]
    pub name: String,
    /// What they are in this chat.
    #[schema(example = "teacher")]
    pub role: Role,
}

/// The newest message of a chat that is not deleted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastMessage {
    /// Its id.
    #[schema(example = 998)]
    pub id: i64,
    /// Who wrote it.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// Its text.
    #[schema(example = "Домашнее задание на завтра")]
    pub content: String,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// A chat in its participant's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatItem {
    /// Its id.
    #[schema(example = 123)]
    pub id: i64,
    /// The other side.
    #[schema(required = true)]
    pub participant: Option<Participant>,
    /// Null where nothing was written, or all of it deleted.
    #[schema(required = true)]
    pub last_message: Option<LastMessage>,
    /// Exact: messages by the other side, not deleted, after the reader's last visit.
    #[schema(example = 3)]
    pub unread_count: i64,
}

/// `GET /api/chats`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatList {
    /// Latest activity first.
    pub chats: Vec<ChatItem>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A chat in the admin's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdminChatItem {
    /// Its id.
    #[schema(example = 123)]
    pub id: i64,
    /// Everyone who is or was in it.
    pub participants: Vec<Participant>,
    /// Messages that are not deleted.
    #[schema(example = 45)]
    pub messages_count: i64,
    /// When the newest of them was sent.
    #[schema(required = true)]
    pub last_message_at: Option<Timestamp>,
}

/// `GET /api/admin/chats`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminChatList {
    /// Latest activity first.
    pub chats: Vec<AdminChatItem>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    /// Its id.
    #[schema(example = 1000)]
    pub id: i64,
    /// Its chat.
    #[schema(example = 123)]
    pub chat_id: i64,
    /// Who wrote it.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// Its text as it was sent.
    #[schema(example = "Привет")]
    pub content: String,
    /// Only an admin who asks for deleted messages sees `true` here.
    pub is_deleted: bool,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// `GET /api/chats/{chat_id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage {
    /// In chronological order.
    pub messages: Vec<Message>,
    /// Whether there are older ones (with `after_id`: newer ones) beyond this page.
    pub has_more: bool,
}

/// `POST /api/messages`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SendMessage {
    /// Where.
    #[schema(example = 123)]
    pub chat_id: i64,
    /// 1 to 10,000 characters, not only white space.
    #[schema(example = "Текст сообщения", min_length = 1, max_length = 10000)]
    pub content: String,
    /// The sender's own name for the message: repeating it repeats nothing. May also be
    /// given as the header `Idempotency-Key`.
    pub client_id: Option<Uuid>,
}

/// `POST /api/chats/{chat_id}/read`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct MarkRead {
    /// Up to and including this message; the newest where absent.
    #[schema(example = 998)]
    pub up_to_id: Option<i64>,
}

/// What a deletion answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Success {
    /// Always true.
    pub success: bool,
}

/// A lesson.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lesson {
    /// Its id.
    #[schema(example = 7)]
    pub id: i64,
    /// Null where the user was removed.
    #[schema(required = true, example = 456)]
    pub teacher_id: Option<i64>,
    /// Their name.
    #[schema(required = true, example = "Иван Петров")]
    pub teacher_name: Option<String>,
    /// Null where the user was removed.
    #[schema(required = true, example = 789)]
    pub student_id: Option<i64>,
    /// Their name.
    #[schema(required = true, example = "Мария Соколова")]
    pub student_name: Option<String>,
    /// When it is to be.
    pub scheduled_at: Timestamp,
    /// Where it stands.
    pub status: LessonStatus,
    /// When it was completed.
    #[schema(required = true)]
    pub completed_at: Option<Timestamp>,
}

/// `GET /api/lessons`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonList {
    /// The newest first.
    pub lessons: Vec<Lesson>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// `POST /api/lessons`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewLesson {
    /// A user whose role is `teacher`.
    #[schema(example = 456)]
    pub teacher_id: i64,
    /// A user whose role is `student`.
    #[schema(example = 789)]
    pub student_id: i64,
    /// RFC 3339.
    pub scheduled_at: Timestamp,
}

/// `PATCH /api/lessons/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LessonChange {
    /// `completed` begins the pair's chat, if it has none.
    pub status: LessonStatus,
}

/// `GET /api/admin/users`.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    /// By id.
    pub users: Vec<User>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// `POST /api/admin/users`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewUser {
    /// Must not be taken, in whatever case.
    #[schema(example = "student@school.test")]
    pub email: String,
    /// 1 to 255 characters.
    #[schema(example = "Мария Соколова")]
    pub name: String,
    /// What they may do.
    #[schema(example = "student")]
    pub role: Role,
    /// Without one they cannot sign in here.
    pub password: Option<String>,
}

/// Paging by cursor.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// 1 to 500; 500 where absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Paging by cursor, with a search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Part of a name.
    pub q: Option<String>,
    /// 1 to 500; 500 where absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which part of a chat's history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// 1 to 100; 50 where absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// The newest before this message.
    pub before_id: Option<i64>,
    /// The oldest after this message; not together with `before_id`. No visit.
    pub after_id: Option<i64>,
    /// Show deleted messages too: for admins alone.
    pub include_deleted: Option<bool>,
    /// `false` reads the newest page without marking the chat read.
    pub visit: Option<bool>,
}

/// How to follow events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// An access token, for clients that can send neither cookie nor header.
    pub token: Option<String>,
    /// The last event id seen, for clients that cannot send `Last-Event-ID`.
    pub last_event_id: Option<String>,
    /// Send the caller's own messages too, with their `client_id`.
    pub echo: Option<bool>,
}

/// `data:` of `new_message`.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewMessageEvent {
    /// Its chat.
    pub chat_id: i64,
    /// The message.
    pub message: EventMessage,
}

/// A message inside an event that names its chat already.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventMessage {
    /// Its id.
    pub id: i64,
    /// Who wrote it.
    #[schema(required = true)]
    pub sender_id: Option<i64>,
    /// Its text.
    pub content: String,
    /// Always false.
    pub is_deleted: bool,
    /// To its sender alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// `data:` of `message_deleted`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDeletedEvent {
    /// Its chat.
    pub chat_id: i64,
    /// Which message.
    pub message_id: i64,
}

/// `data:` of `chat_created`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatCreatedEvent {
    /// Its id.
    pub chat_id: i64,
    /// As in the reader's own list.
    pub chat: AnyChatItem,
}

/// A chat as its reader's list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnyChatItem {
    /// To a participant.
    Own(ChatItem),
    /// To an admin.
    Admin(AdminChatItem),
}

/// `data:` of `chat_read`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatReadEvent {
    /// Which chat.
    pub chat_id: i64,
    /// Who read.
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// Up to and including this message.
    pub last_read_id: i64,
}
