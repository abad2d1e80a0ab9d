//! The files and links of a chat.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::users::wire::User;
use crate::http::Time;
use crate::http::attachment::Attachment;

/// A page of the files and links of a chat.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SentFilesQuery {
    /// Without it: all.
    #[param(inline)]
    pub kind: Option<SentKind>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// What is listed.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = SentKind)]
pub enum SentKind {
    Image,
    Video,
    /// With voice notes.
    Audio,
    /// Any other file.
    File,
    Link,
}

/// A file or a link of a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentFile {
    #[schema(example = 813)]
    pub message_id: i64,
    /// Null for a link.
    #[schema(required = true)]
    pub attachment: Option<Attachment>,
    /// Null for a file.
    #[schema(required = true)]
    pub link: Option<Link>,
    /// Null if no user wrote the message.
    #[schema(required = true)]
    pub author_id: Option<i64>,
    /// When the message was sent.
    pub created_at: Time,
}

/// A link in the text of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    /// As it was written.
    #[schema(example = "https://example.org/lesson")]
    pub url: String,
    #[schema(example = "example.org")]
    pub host: String,
}

/// A page of the files and links of a chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentFileList {
    /// Those of the newest message first; of one message its files and then its links, in their order.
    pub files: Vec<SentFile>,
    /// Who wrote the messages, each once.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}
