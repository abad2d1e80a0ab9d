//! Who is what to a chat.

use crate::db::{Error, Pool, query};
use crate::domain::{ChatId, MessageId, Realm, UserId};
use crate::queries::fragments::participant;

/// How a user stands to a chat that exists.
#[derive(Debug, Clone, Copy)]
pub struct Membership {
    /// In it now?
    pub is_participant: bool,
    /// The newest message they have read.
    pub last_read_id: MessageId,
    /// The newest message ever sent there, 0 where there is none.
    pub newest_id: MessageId,
}

const STANDING: &str = concat!(
    "SELECT p.user_id IS NOT NULL,
            coalesce(p.last_read_id, 0),
            CASE WHEN c.last_seq > 0 THEN c.activity_position ELSE 0 END
     FROM (SELECT * FROM public.chats WHERE id = $2 OFFSET 0) AS c
     LEFT JOIN ",
    participant!("c.id", "$3"),
    " ON p.left_at IS NULL
     WHERE c.realm = $1
       AND c.deleted_at IS NULL"
);

/// How a user stands to a chat; `None` where there is no such chat in the realm.
pub async fn standing(
    pool: &Pool,
    realm: Realm,
    chat_id: ChatId,
    user_id: UserId,
) -> Result<Option<Membership>, Error> {
    let row = query::first(pool, STANDING, &[&realm.as_str(), &chat_id.0, &user_id.0]).await?;
    row.map(|row| {
        Ok(Membership {
            is_participant: row.try_get(0)?,
            last_read_id: MessageId(row.try_get(1)?),
            newest_id: MessageId(row.try_get(2)?),
        })
    })
    .transpose()
}
