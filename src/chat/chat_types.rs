//! The types of chats, for a contract that knows no groups.

use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;

use crate::domain::ChatId;

/// Chats whose type is remembered, which takes a few megabytes.
const CACHED_CHATS: usize = 100_000;

/// Whether the chats that were asked for lately are groups. A chat stays what it is. Most realms never ask, so
/// the first question makes the cache.
#[derive(Clone, Default)]
pub(super) struct ChatTypes(Arc<OnceLock<Cache<ChatId, bool>>>);

impl ChatTypes {
    fn cache(&self) -> &Cache<ChatId, bool> {
        self.0.get_or_init(|| Cache::new(CACHED_CHATS))
    }

    /// Whether a chat is a group; `None` if that is not known.
    pub(super) fn is_group(&self, chat_id: ChatId) -> Option<bool> {
        self.cache().get(&chat_id)
    }

    pub(super) fn remember(&self, chat_id: ChatId, is_group: bool) {
        self.cache().insert(chat_id, is_group);
    }
}
