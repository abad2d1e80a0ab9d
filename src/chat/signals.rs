//! What is true for a moment: who types, who is there.
//!
//! Both are told within a realm: who shares a conversation of another realm with somebody
//! learns nothing of them here. A user is online wherever they are connected, to whichever
//! realm and replica.

use super::{Chat, Error};
use crate::domain::{ChatId, Presence, Rejection, Typing, UserId};
use crate::queries::{self, Counterpart};

impl Chat {
    /// Tells the other participants that somebody types, or has ceased. It lapses 6 s after
    /// the last call, or with the next message. May be called at any rate: a renewal is passed
    /// on every two seconds, and leave to type is asked of the database as often.
    ///
    /// # Errors
    /// `NotAParticipant`, and `Blocked` by the other one of a private chat.
    pub async fn typing(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        is_typing: bool,
    ) -> Result<(), Error> {
        let realm = self.realm;
        let chat_uuid = if let Some(name) = self.hub.cached_typing_permission(chat_id, user_id) {
            name
        } else {
            let pool = &self.pool;
            let found = queries::chat_uuid_for_member(pool, realm, chat_id, user_id).await?;
            match found.ok_or(Rejection::NotAParticipant)? {
                (_, true) => return Err(Rejection::Blocked.into()),
                (name, false) => name,
            }
        };
        self.hub.publish_typing(Typing {
            realm,
            chat_id,
            chat_uuid,
            user_id,
            is_typing,
        });
        Ok(())
    }

    /// Whether a user is there, told to one who shares a conversation with them.
    ///
    /// # Errors
    /// `UserNotFound`, where they share none.
    pub async fn presence_of(&self, reader: UserId, user_id: UserId) -> Result<Presence, Error> {
        let found = queries::counterpart_of(&self.pool, self.realm, reader, user_id).await?;
        let counterpart = found.ok_or(Rejection::UserNotFound)?;
        Ok(self.presence(&[counterpart])[0])
    }

    /// Those who share a conversation with a user and are online now. A subscription opened
    /// before this call brings what changes after it.
    pub async fn counterparts_online(&self, user_id: UserId) -> Result<Vec<Presence>, Error> {
        let mut presence = self.counterparts(user_id).await?;
        presence.retain(|counterpart| counterpart.online);
        Ok(presence)
    }

    /// Everyone who shares a conversation with a user: for a stream that may have missed
    /// somebody go.
    pub async fn counterparts(&self, user_id: UserId) -> Result<Vec<Presence>, Error> {
        let counterparts = queries::counterparts(&self.pool, self.realm, user_id).await?;
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
