//! Search in messages.

use crate::chat::details::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::Rejection;
use crate::queries::{Access, FoundMessages, MessageSearch};

impl Chat {
    /// Searches the messages that a reader may see, the newest first. Deleted messages are not found.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`, if a chat is named.
    pub async fn search(
        &self,
        reader: ReaderAccess,
        search: MessageSearch<'_>,
    ) -> Result<FoundMessages, Error> {
        let ReaderAccess {
            user_id, sees_all, ..
        } = reader;
        if let Some(chat_id) = search.chat_id {
            match self.access(user_id, chat_id).await? {
                Access::Missing => return Err(Rejection::ChatNotFound.into()),
                Access::Outsider if !sees_all => return Err(Rejection::NotAParticipant.into()),
                Access::Outsider | Access::Member(_) => {}
            }
        }
        let found = self.queries.search_messages(user_id, sees_all, search);
        Ok(found.await?)
    }
}
