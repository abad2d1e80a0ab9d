//! Which of several users are the reason of a refusal.

use tokio_postgres::Row;

use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::db::{self, FromRow};
use crate::domain::{ChatId, MemberRole, Rejection, UserId};

const REFUSED_USERS: &str = include_str!("sql/refused_users.sql");
const REFUSED_MEMBERS: &str = include_str!("sql/refused_members.sql");

/// A user who cannot be added to a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedUser {
    pub user_id: UserId,
    pub rejection: Rejection,
}

impl Queries {
    /// Those of the users with whom an actor was refused to create a chat.
    pub async fn refused_users(
        &self,
        actor_id: UserId,
        user_ids: &[UserId],
        rejection: Rejection,
    ) -> Result<Vec<RefusedUser>, Error> {
        let code = rejection.code();
        let parameters: Parameters<'_> = &[&self.realm, &actor_id, &user_ids, &code];
        let found: Vec<Refused> = self.all(REFUSED_USERS, parameters).await?;
        let refused = |Refused(user_id)| RefusedUser { user_id, rejection };
        Ok(found.into_iter().map(refused).collect())
    }

    /// Those of the users whom an actor may not add to a group. Whoever is a member already is not refused.
    pub async fn refused_members(
        &self,
        actor_id: UserId,
        chat_id: ChatId,
        user_ids: &[UserId],
        role: MemberRole,
    ) -> Result<Vec<RefusedUser>, Error> {
        let role = match role {
            MemberRole::Owner | MemberRole::Admin => "admin",
            MemberRole::Member => "member",
        };
        let parameters: Parameters<'_> = &[&self.realm, &chat_id, &actor_id, &user_ids, &role];
        self.all(REFUSED_MEMBERS, parameters).await
    }
}

struct Refused(UserId);

impl FromRow for Refused {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self(row.try_get("user_id")?))
    }
}

impl FromRow for RefusedUser {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let code: &str = row.try_get("code")?;
        let rejection = Rejection::from_code(code);
        let unknown = || db::Error::Unavailable(format!("unknown refusal `{code}`"));
        Ok(Self {
            user_id: row.try_get("user_id")?,
            rejection: rejection.ok_or_else(unknown)?,
        })
    }
}
