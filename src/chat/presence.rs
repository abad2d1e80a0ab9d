//! Users who share a chat with a reader, and when they were last online.
//!
//! Whether a user is online is not returned: the replica knows it, and its answers must agree with
//! the changes that it has sent to its subscribers. The table of presence only orders the users.

use crate::chat::counterparts::Counterpart;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::domain::UserId;

const COUNTERPART: &str = include_str!("sql/counterpart.sql");
const PAIRS: &str = include_str!("sql/pairs.sql");

impl Queries {
    /// The users who share a chat with the reader. Beyond 5,000 of them, disconnected users who were
    /// seen longest ago are left out first. Readers who ask at the same time share a query: after
    /// a restart all streams open at once.
    pub async fn counterparts_of(&self, reader: UserId) -> Result<Vec<Counterpart>, Error> {
        let (pool, realm) = (self.pool.clone(), self.realm);
        Ok(self.counterparts.of(reader, pool, realm).await?)
    }

    /// The same of those who share a private chat with the reader.
    pub async fn private_counterparts_of(&self, reader: UserId) -> Result<Vec<Counterpart>, Error> {
        let (pool, realm) = (self.pool.clone(), self.realm);
        Ok(self.private_counterparts.of(reader, pool, realm).await?)
    }

    /// A user, if they share a chat with the reader.
    pub async fn counterpart_of(
        &self,
        reader: UserId,
        user_id: UserId,
    ) -> Result<Option<Counterpart>, Error> {
        self.first(COUNTERPART, &[&self.realm, &reader, &user_id])
            .await
    }

    /// Those of these users with whom the reader has a private chat, and who do not block the reader.
    pub async fn pairs_of(
        &self,
        reader: UserId,
        user_ids: &[UserId],
    ) -> Result<Vec<Counterpart>, Error> {
        self.all(PAIRS, &[&self.realm, &reader, &user_ids]).await
    }
}
