//! Who reads files.

use crate::accesses::Recorded;
use crate::domain::UserId;

/// Who looks at the files of messages.
#[derive(Debug, Clone, Copy)]
pub struct FileReader {
    pub user_id: UserId,
    /// Of a user who sees every chat, and not only their own.
    pub sees_all_chats: Option<Recorded>,
    /// Of a user who sees the messages that were reported.
    pub sees_reported: Option<Recorded>,
}

impl FileReader {
    /// A user who sees the messages of their own chats.
    pub fn member(user_id: UserId) -> Self {
        Self {
            user_id,
            sees_all_chats: None,
            sees_reported: None,
        }
    }
}

/// Who looks at the pictures of chats and users.
#[derive(Debug, Clone, Copy)]
pub struct PictureReader {
    pub user_id: UserId,
    /// Whether the user sees every chat, and not only their own.
    pub sees_all_chats: bool,
    /// Whether the user finds only people with whom they share a chat.
    pub finds_only_counterparts: bool,
}
