//! Lists, and the queries for them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::chats::Chat;
use super::messages::{Message, Reader};
use super::users::User;
use crate::domain::time;

/// A page of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of chats.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatList {
    pub chats: Vec<Chat>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of those who have read a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReaderList {
    pub readers: Vec<Reader>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of found messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitList {
    /// The newest first.
    pub hits: Vec<Hit>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A found message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    pub message: Message,
    pub chat: HitChat,
    /// The start and the end (exclusive) of each found word in `text`, in UTF-16 code units.
    #[schema(example = json!([[3, 9]]))]
    pub highlights: Vec<[usize; 2]>,
}

/// The chat of a found message.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitChat {
    #[schema(example = 40)]
    pub id: i64,
    /// The title of a group.
    #[schema(required = true)]
    pub title: Option<String>,
}

/// A page of a chat's messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage {
    /// In chronological order.
    pub messages: Vec<Message>,
    /// Whether there are messages before these.
    pub has_older: bool,
    /// Whether there are messages after these.
    pub has_newer: bool,
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// A page of the people whom the caller may write to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// A part of the name, or the exact e-mail address.
    pub q: Option<String>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// A page of the caller's chats.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChatsQuery {
    /// Which chats; by default `all`, which leaves archived ones out.
    #[param(inline)]
    pub filter: Option<ChatFilter>,
    /// A part of the title or of a member's name.
    pub q: Option<String>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// Which chats a list shows.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChatFilter {
    #[default]
    All,
    Unread,
    Archived,
}

/// A page of a chat's messages. At most one of `before_id`, `after_id`, `around_id` and `at`;
/// without any: the newest.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// The newest messages before this one.
    pub before_id: Option<i64>,
    /// The oldest messages after this one.
    pub after_id: Option<i64>,
    /// The messages around this one.
    pub around_id: Option<i64>,
    /// The first messages at this time or later.
    #[serde(default, deserialize_with = "time::given_or_null")]
    pub at: Option<Timestamp>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
}

/// A page of found messages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// What to search for: 1 to 200 characters.
    #[param(required = true, min_length = 1, max_length = 200)]
    pub q: Option<String>,
    /// Only in this chat.
    pub chat_id: Option<i64>,
    /// Only messages of this user.
    pub author_id: Option<i64>,
    /// Only messages sent at this time or later.
    #[serde(default, deserialize_with = "time::given_or_null")]
    pub after: Option<Timestamp>,
    /// Only messages sent before this time.
    #[serde(default, deserialize_with = "time::given_or_null")]
    pub before: Option<Timestamp>,
    /// Only messages that have this.
    #[param(inline)]
    pub has: Option<MessagePart>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// What a message has: an image, a file that is none, or a link in its text.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MessagePart {
    Image,
    File,
    Link,
}
