//! Blocks: a user stops another one from writing to them.

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{Actor, BlockUser, UnblockUser, UserId};

impl Chat {
    /// Stops a user from writing to the actor, in every chat of the realm.
    ///
    /// # Errors
    /// `UserNotFound`; `CannotBlockYourself`.
    pub async fn block(&self, actor: impl Into<Actor>, user_id: UserId) -> Result<(), Error> {
        let command = BlockUser { user_id };
        self.execute(actor, command).await.map(|_| ())
    }

    /// Lifts the block.
    ///
    /// # Errors
    /// Those of [`Chat::block`].
    pub async fn unblock(&self, actor: impl Into<Actor>, user_id: UserId) -> Result<(), Error> {
        let command = UnblockUser { user_id };
        self.execute(actor, command).await.map(|_| ())
    }
}
