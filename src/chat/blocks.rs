//! Blocks: a user stops another one from writing to them.

use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::chat::service::Chat;
use crate::db::query::Parameters;
use crate::db::{self, query};
use crate::domain::{Actor, BlockUser, UnblockUser, UserId};

const BLOCKED_BY: &str = include_str!("sql/blocked_by.sql");

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

impl Queries {
    /// At most `limit` users whom a user blocks in the realm, by id, after `after`.
    pub async fn blocked_by(
        &self,
        blocker: UserId,
        after: UserId,
        limit: i64,
    ) -> Result<Vec<UserId>, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &blocker, &after, &limit];
        let rows = query::all(&self.pool, BLOCKED_BY, parameters).await?;
        let ids = rows.iter().map(|row| row.try_get("blocked_id"));
        Ok(ids.collect::<Result<_, _>>().map_err(db::Error::from)?)
    }
}
