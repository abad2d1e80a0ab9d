//! Drafts: what users have written and not sent. They are not in the log.
//!
//! A draft ends with the next message of its user in the chat, and with their membership
//! (`sql/drafts/end_drafts.sql`).

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::db::query;
use crate::domain::{ChatId, Draft, DraftKey, Rejection, UserId};

const SAVE_DRAFT: &str = include_str!("sql/save_draft.sql");

impl Chat {
    /// Saves a user's draft in a chat, `None`: there is none, and shows it on all their devices.
    ///
    /// # Errors
    /// `NotAParticipant`; `ReplyNotFound`; `RateLimited`.
    pub async fn save_draft(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        draft: Option<&Draft>,
    ) -> Result<(), Error> {
        if !self.drafts.allows(&user_id) {
            return Err(Rejection::RateLimited { retry_after: 1 }.into());
        }
        let text = draft.map(|draft| draft.text.as_str());
        let reply_to = draft.and_then(|draft| draft.reply_to);
        let parameters: query::Parameters<'_> =
            &[&chat_id, &self.realm, &user_id, &text, &reply_to];
        let row = query::first(&self.pool, SAVE_DRAFT, parameters).await?;
        let row = row.ok_or(Rejection::NotAParticipant)?;
        if !row.get::<_, bool>("is_valid") {
            return Err(Rejection::ReplyNotFound.into());
        }
        self.hub.publish_draft(DraftKey {
            realm: self.realm,
            chat_id,
            user_id,
        });
        Ok(())
    }
}
