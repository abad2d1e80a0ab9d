//! What is true for a moment: who types, who is there.

use super::{Chat, Error};
use crate::domain::{ChatId, Presence, UserId};

impl Chat {
    /// Tells the other participants that somebody types, or has ceased. It lapses 6 s after
    /// the last call, or with the next message.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub async fn typing(
        &self,
        _user_id: UserId,
        _chat_id: ChatId,
        _is_typing: bool,
    ) -> Result<(), Error> {
        todo!()
    }

    /// Whether a user is there, told to one who shares a conversation with them.
    ///
    /// # Errors
    /// `UserNotFound`, where they share none.
    pub async fn presence_of(&self, _reader: UserId, _user_id: UserId) -> Result<Presence, Error> {
        todo!()
    }

    /// Those who share a conversation with a user and are online now.
    pub async fn counterparts_online(&self, _user_id: UserId) -> Result<Vec<Presence>, Error> {
        todo!()
    }
}
