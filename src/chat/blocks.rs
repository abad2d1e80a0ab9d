//! Blocks: whom somebody lets write nothing to them.

use super::{Chat, Error};
use crate::domain::{Command, UserId};

impl Chat {
    /// Lets a user write nothing to the actor any more, in no chat of the realm.
    ///
    /// # Errors
    /// `UserNotFound`; `CannotBlockYourself`.
    pub async fn block(&self, actor_id: UserId, user_id: UserId) -> Result<(), Error> {
        let command = Command::BlockUser { user_id };
        self.execute(actor_id, command).await.map(|_| ())
    }

    /// Lets them again.
    ///
    /// # Errors
    /// Those of [`Chat::block`].
    pub async fn unblock(&self, actor_id: UserId, user_id: UserId) -> Result<(), Error> {
        let command = Command::UnblockUser { user_id };
        self.execute(actor_id, command).await.map(|_| ())
    }
}
