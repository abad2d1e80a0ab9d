//! Found messages.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::messages::wire::Message;
use crate::api::users::wire::User;
use crate::domain::time;

/// A page of found messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitList {
    /// The newest first.
    pub hits: Vec<Hit>,
    /// The people whom the messages name, each once: see `MessagePage`.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A found message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    pub message: Message,
    pub chat: HitChat,
    /// Each found word in `text`.
    pub highlights: Vec<Highlight>,
}

/// A found word, in UTF-16 code units of the text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Highlight {
    #[schema(example = 3)]
    pub start: usize,
    /// Exclusive.
    #[schema(example = 9)]
    pub end: usize,
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
