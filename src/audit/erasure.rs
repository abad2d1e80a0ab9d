//! Erasing somebody. What that is and is not: `sql/audit/erase_user.sql`.

use tokio_postgres::Row;

use crate::db::{Connector, DbConnection, Error};

/// Somebody who may be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Nobody, where they were removed before.
    pub name: Option<String>,
    /// Texts of theirs that can be read.
    pub texts: i64,
    /// An erasure was begun and not finished.
    pub is_under_way: bool,
}

/// Erases.
pub struct Erasure {
    link: DbConnection,
    user_id: i64,
}

impl Erasure {
    /// Connects, as the owner.
    pub async fn of(owner: &Connector, user_id: i64) -> Result<Self, Error> {
        let link = owner.open_as_owner().await?;
        Ok(Self { link, user_id })
    }

    /// Whom it is about. `None` where nobody ever had this number.
    pub async fn candidate(&self) -> Result<Option<Candidate>, Error> {
        let sql = "
            SELECT (SELECT audit.name_of(u.id, u.name) FROM public.users AS u WHERE u.id = $1),
                   (SELECT count(*)
                    FROM public.events AS e
                    WHERE e.actor_id = $1
                      AND e.payload ? 'content'
                      AND NOT e.payload ? 'content_digest'),
                   EXISTS (SELECT FROM public.erasures AS r
                           WHERE r.user_id = $1 AND r.finished_at IS NULL),
                   EXISTS (SELECT FROM public.chat_participants AS p WHERE p.user_id = $1)";
        let row = self.link.query_one(sql, &[&self.user_id]).await?;
        let candidate = candidate(&row);
        let was_here = row.get::<_, bool>(3) || candidate.texts > 0 || candidate.is_under_way;
        Ok(Some(candidate).filter(|candidate| candidate.name.is_some() || was_here))
    }

    /// Does it. Waits for a verification that is under way.
    pub async fn carry_out(&self) -> Result<(), Error> {
        // The procedure commits in between, so it must be a statement by itself.
        let call = format!("CALL audit.erase_user({})", self.user_id);
        Ok(self.link.batch_execute(&call).await?)
    }
}

fn candidate(row: &Row) -> Candidate {
    Candidate {
        name: row.get(0),
        texts: row.get(1),
        is_under_way: row.get(2),
    }
}
