//! The types of chats, for a contract that does not show groups.

use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::domain::ChatId;

/// Chats whose type is remembered, which takes a few megabytes.
const CACHED_CHATS: usize = 100_000;

/// Whether the chats that were asked for lately are groups. A chat stays what it is.
#[derive(Clone)]
pub(super) struct ChatTypes(Arc<Cache<ChatId, bool>>);

impl ChatTypes {
    pub(super) fn new() -> Self {
        Self(Arc::new(Cache::new(CACHED_CHATS)))
    }

    /// Whether a chat is a group; `None` if that is not known.
    pub(super) fn is_group(&self, chat_id: ChatId) -> Option<bool> {
        self.0.get(&chat_id)
    }

    pub(super) fn remember(&self, chat_id: ChatId, is_group: bool) {
        self.0.insert(chat_id, is_group);
    }
}
