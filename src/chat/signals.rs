//! Typing and presence, which are not in the log.
//!
//! Both stay within a realm: a user does not see the presence of users with whom they share only
//! chats of other realms. A user is online while connected to any realm and any replica.
//!
//! A user whom another one blocks sees neither the typing nor the presence of that user: they are shown as
//! offline and never seen. The hub keeps both from connected users.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::chat::counterparts::Counterpart;
use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{ChatId, Presence, Rejection, Typing, UserId};

impl Chat {
    /// Shows the other members that a user is typing, or has stopped. Typing expires six seconds
    /// after the last call, or with the user's next message. May be called at any rate: renewals
    /// are published, and the permission is queried, at most every two seconds.
    ///
    /// # Errors
    /// `NotAParticipant`; `Blocked` by the other member of a private chat.
    pub async fn typing(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        is_typing: bool,
    ) -> Result<(), Error> {
        let chat_uuid = match self.hub.cached_typing_permission(chat_id, user_id) {
            Some(chat_uuid) => chat_uuid,
            None => self.require_typing_permission(user_id, chat_id).await?,
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

    /// The UUID of a chat to which the user may write.
    async fn require_typing_permission(
        &self,
        user_id: UserId,
        chat_id: ChatId,
    ) -> Result<Uuid, Error> {
        let access = self.own_send_access(user_id, chat_id).await?;
        if access.is_blocked {
            return Err(Rejection::Blocked.into());
        }
        Ok(access.chat_uuid)
    }

    /// Whether a user is online, for a reader who shares a chat with them. A user who blocks the reader is
    /// offline.
    ///
    /// # Errors
    /// `UserNotFound`, if they share none.
    pub async fn presence_of(&self, reader: UserId, user_id: UserId) -> Result<Presence, Error> {
        let found = self.counterpart_of(reader, user_id).await?;
        let counterpart = found.ok_or(Rejection::UserNotFound)?;
        Ok(self.presence(&[counterpart])[0])
    }

    /// The users who share a chat with the reader and are online now, of at most 5,000. A
    /// subscription that was opened before this call delivers the changes after it.
    pub async fn counterparts_online(&self, reader: UserId) -> Result<Vec<Presence>, Error> {
        let mut presence = self.counterparts(reader).await?;
        presence.retain(|counterpart| counterpart.online);
        Ok(presence)
    }

    /// The users who share a chat with the reader, at most 5,000: for a stream that may have missed
    /// that one of them went offline.
    pub async fn counterparts(&self, reader: UserId) -> Result<Vec<Presence>, Error> {
        let counterparts = self.counterparts_of(reader).await?;
        Ok(self.presence(&counterparts))
    }

    /// The users who share a private chat with the reader, at most 5,000.
    pub async fn private_counterparts(&self, reader: UserId) -> Result<Vec<Presence>, Error> {
        let counterparts = self.private_counterparts_of(reader).await?;
        Ok(self.presence(&counterparts))
    }

    /// The presence of those of these users with whom the reader has a private chat, and who do not block
    /// the reader.
    pub async fn presence_of_pairs(
        &self,
        reader: UserId,
        user_ids: &[UserId],
    ) -> Result<HashMap<UserId, Presence>, Error> {
        let pairs = self.pairs_of(reader, user_ids).await?;
        let presence = self.presence(&pairs).into_iter();
        Ok(presence.map(|one| (one.user_id, one)).collect())
    }

    /// Whether any user blocks this one, who is connected, in the realm. Needs no query.
    pub fn is_blocked_by_any(&self, user_id: UserId) -> bool {
        self.hub.has_blockers(self.realm, user_id)
    }

    /// Whether a user blocks another one, who is connected, in the realm. Needs no query.
    pub fn is_blocked_by(&self, user_id: UserId, blocker: UserId) -> bool {
        self.hub.is_blocked_by(self.realm, user_id, blocker)
    }

    /// Those of these users who are online.
    pub fn online(&self, user_ids: impl IntoIterator<Item = UserId>) -> HashSet<UserId> {
        self.hub.filter_online(user_ids.into_iter())
    }

    fn presence(&self, counterparts: &[Counterpart]) -> Vec<Presence> {
        let user_ids = counterparts.iter().map(|counterpart| counterpart.user_id);
        let online = self.hub.filter_online(user_ids);
        let presence = counterparts.iter().map(|counterpart| {
            if counterpart.is_hidden {
                return Presence::hidden(counterpart.user_id);
            }
            Presence {
                user_id: counterpart.user_id,
                online: online.contains(&counterpart.user_id),
                last_seen: counterpart.last_seen,
            }
        });
        presence.collect()
    }
}
