//! Typing and presence: true for a moment, and not in the log.
//!
//! Both stay within a realm: a user learns nothing here of users with whom they share only chats of
//! other realms. A user is online while connected to any realm and any replica.

use super::{Chat, Error};
use crate::domain::{ChatId, Presence, Rejection, Typing, UserId};
use crate::queries::Counterpart;

impl Chat {
    /// Tells the other members that a user types, or has stopped. It expires 6 s after the last
    /// call, or with the user's next message. May be called at any rate: a renewal is passed on
    /// every two seconds, and the database is asked for the permission as often.
    ///
    /// # Errors
    /// `NotAParticipant`; `Blocked` by the other member of a private chat.
    pub async fn typing(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        is_typing: bool,
    ) -> Result<(), Error> {
        let chat_uuid = if let Some(chat_uuid) = self.hub.cached_typing_permission(chat_id, user_id)
        {
            chat_uuid
        } else {
            let access = self.queries.send_access(user_id, chat_id).await?;
            let access = access.ok_or(Rejection::NotAParticipant)?;
            if access.is_blocked {
                return Err(Rejection::Blocked.into());
            }
            access.chat_uuid
        };
        self.hub.publish_typing(Typing {
            realm: self.realm,
            chat_id,
            chat_uuid,
            user_id,
            is_typing,
        });
        Ok(())
    }

    /// Whether a user is online, for a reader who shares a chat with them.
    ///
    /// # Errors
    /// `UserNotFound`, if they share none.
    pub async fn presence_of(&self, reader: UserId, user_id: UserId) -> Result<Presence, Error> {
        let found = self.queries.counterpart(reader, user_id).await?;
        let counterpart = found.ok_or(Rejection::UserNotFound)?;
        Ok(self.presence(&[counterpart])[0])
    }

    /// The users who share a chat with the reader and are online now. A subscription that was
    /// opened before this call brings the changes after it.
    pub async fn counterparts_online(&self, reader: UserId) -> Result<Vec<Presence>, Error> {
        let mut presence = self.counterparts(reader).await?;
        presence.retain(|counterpart| counterpart.online);
        Ok(presence)
    }

    /// All users who share a chat with the reader: for a stream that may have missed that one of
    /// them went offline.
    pub async fn counterparts(&self, reader: UserId) -> Result<Vec<Presence>, Error> {
        let counterparts = self.queries.counterparts(reader).await?;
        Ok(self.presence(&counterparts))
    }

    fn presence(&self, counterparts: &[Counterpart]) -> Vec<Presence> {
        let user_ids = counterparts.iter().map(|counterpart| counterpart.user_id);
        let online = self.hub.filter_online(user_ids);
        let presence = counterparts.iter().map(|counterpart| Presence {
            user_id: counterpart.user_id,
            online: online.contains(&counterpart.user_id),
            last_seen: counterpart.last_seen,
        });
        presence.collect()
    }
}
