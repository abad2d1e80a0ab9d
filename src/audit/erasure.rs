//! Erases a user. `sql/audit/erase_user.sql` says what that includes.

use tokio_postgres::Row;

use crate::db::{Connector, DbConnection, Error};

/// A user who may be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// `None` if the user was deleted before.
    pub name: Option<String>,
    /// How many of the user's texts are readable.
    pub texts: i64,
    /// An earlier erasure was interrupted.
    pub is_under_way: bool,
}

/// The erasure of one user.
pub struct Erasure {
    link: DbConnection,
    user_id: i64,
}

impl Erasure {
    /// Connects as the owner.
    pub async fn of(owner: &Connector, user_id: i64) -> Result<Self, Error> {
        let link = owner.open_as_owner().await?;
        Ok(Self { link, user_id })
    }

    /// The user. `None` if no user ever had this id.
    pub async fn candidate(&self) -> Result<Option<Candidate>, Error> {
        let sql = "
            SELECT (SELECT audit.display_name(u.id, u.name) FROM public.users AS u WHERE u.id = $1)
                       AS name,
                   (SELECT count(*)
                    FROM public.events AS e
                    WHERE e.actor_id = $1
                      AND e.payload ? 'content'
                      AND NOT e.payload ? 'content_digest') AS texts,
                   EXISTS (SELECT FROM public.erasures AS r
                           WHERE r.user_id = $1 AND r.finished_at IS NULL) AS is_under_way,
                   EXISTS (SELECT FROM public.chat_participants AS p WHERE p.user_id = $1)
                       AS was_in_chats";
        let row = self.link.query_one(sql, &[&self.user_id]).await?;
        let candidate = candidate(&row);
        let was_here =
            row.get::<_, bool>("was_in_chats") || candidate.texts > 0 || candidate.is_under_way;
        Ok(Some(candidate).filter(|candidate| candidate.name.is_some() || was_here))
    }

    /// Erases the user. Waits for a running verification.
    pub async fn carry_out(&self) -> Result<(), Error> {
        // The procedure commits in between, so it must be a statement of its own.
        let call = format!("CALL audit.erase_user({})", self.user_id);
        Ok(self.link.batch_execute(&call).await?)
    }
}

fn candidate(row: &Row) -> Candidate {
    Candidate {
        name: row.get("name"),
        texts: row.get("texts"),
        is_under_way: row.get("is_under_way"),
    }
}
