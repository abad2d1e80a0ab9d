//! The types of chats, for a contract that knows no groups.

use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;

use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::domain::{ChatId, MessageId};

const IS_GROUP: &str = include_str!("sql/is_group.sql");
const CHAT_OF_MESSAGE: &str = include_str!("sql/chat_of_message.sql");

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
}

impl Queries {
    /// Whether a chat is a group. A chat that does not exist is none.
    pub async fn is_group(&self, chat_id: ChatId) -> Result<bool, Error> {
        let known = self.chat_types.cache();
        if let Some(is_group) = known.get(&chat_id) {
            return Ok(is_group);
        }
        let parameters: Parameters<'_> = &[&self.realm, &chat_id];
        let is_group: Option<bool> = self.value(IS_GROUP, parameters, "is_group").await?;
        if let Some(is_group) = is_group {
            known.insert(chat_id, is_group);
        }
        Ok(is_group.unwrap_or_default())
    }

    /// Whether the chat of a message is a group. A message that does not exist is in none.
    pub async fn is_in_group(&self, id: MessageId) -> Result<bool, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &id];
        match self.value(CHAT_OF_MESSAGE, parameters, "chat_id").await? {
            Some(chat_id) => self.is_group(chat_id).await,
            None => Ok(false),
        }
    }
}
