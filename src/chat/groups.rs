//! Whether a chat is a group, for a contract that knows none.

use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::domain::{ChatId, MessageId};

const IS_GROUP: &str = include_str!("sql/is_group.sql");
const CHAT_OF_MESSAGE: &str = include_str!("sql/chat_of_message.sql");

impl Queries {
    /// Whether a chat is a group. A chat that does not exist is none.
    pub async fn is_group(&self, chat_id: ChatId) -> Result<bool, Error> {
        if let Some(is_group) = self.chat_types.is_group(chat_id) {
            return Ok(is_group);
        }
        let parameters: Parameters<'_> = &[&self.realm, &chat_id];
        let is_group: Option<bool> = self.value(IS_GROUP, parameters, "is_group").await?;
        if let Some(is_group) = is_group {
            self.chat_types.remember(chat_id, is_group);
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
