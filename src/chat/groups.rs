//! The groups that a contract without groups does not show.

use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::domain::{ChatId, MessageId};

const IS_GROUP: &str = include_str!("sql/is_group.sql");
const CHAT_OF_MESSAGE: &str = include_str!("sql/chat_of_message.sql");

impl Queries {
    /// Whether this contract hides a chat, because it is a group. A chat that does not exist is not hidden.
    pub async fn hides_chat(&self, chat_id: ChatId) -> Result<bool, Error> {
        let Some(known) = &self.chat_types else {
            return Ok(false);
        };
        if let Some(is_group) = known.is_group(chat_id) {
            return Ok(is_group);
        }
        let parameters: Parameters<'_> = &[&self.realm, &chat_id];
        let is_group: Option<bool> = self.value(IS_GROUP, parameters, "is_group").await?;
        if let Some(is_group) = is_group {
            known.remember(chat_id, is_group);
        }
        Ok(is_group.unwrap_or_default())
    }

    /// Whether this contract hides a message, because its chat is a group.
    pub async fn hides_message(&self, id: MessageId) -> Result<bool, Error> {
        if self.chat_types.is_none() {
            return Ok(false);
        }
        let parameters: Parameters<'_> = &[&self.realm, &id];
        match self.value(CHAT_OF_MESSAGE, parameters, "chat_id").await? {
            Some(chat_id) => self.hides_chat(chat_id).await,
            None => Ok(false),
        }
    }
}
