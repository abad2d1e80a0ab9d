//! What admins do to the accounts of others: roles, links that set a password, deactivation.
//!
//! # Guarantees
//! An admin changes only accounts whose every realm is one of the admin's, because a role, a password and a
//! deactivation count in all of them.

use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::Row;

use super::state::{Accounts, Link, require_done};
use crate::auth::error::Error;
use crate::auth::sessions::{ACCESS_LIFETIME, after};
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _, query};
use crate::directory::Person;
use crate::domain::{KeyUse, Role, SecretToken, UserId};

const DEACTIVATE: &str = include_str!("../sql/deactivate.sql");
const DEACTIVATED: &str = include_str!("../sql/deactivated.sql");

/// How long a link of an admin sets a password.
const RESET_LIFETIME: Duration = Duration::from_hours(24);

/// A deactivated person.
#[derive(Debug, Clone)]
pub struct Deactivated {
    pub person: Person,
    pub at: Timestamp,
    /// What the list is ordered by, beside the id: microseconds since 1970.
    pub sort_key: i64,
}

/// An admin who changes the accounts of others.
#[derive(Debug, Clone, Copy)]
pub struct Administrator {
    pub user_id: UserId,
    /// Whether the server serves no other realm: then those that a person belongs to besides do not matter.
    pub is_only_realm: bool,
}

impl Accounts {
    /// The people of the realm who were deactivated, the latest first, after a sort key of the list. With
    /// `text`, those with this part of a name, or this e-mail address; if `only_managed`, those whom the
    /// realm's API keys manage.
    pub async fn deactivated(
        &self,
        only_managed: bool,
        text: Option<&str>,
        after: Option<(i64, UserId)>,
        limit: i64,
    ) -> Result<Vec<Deactivated>, Error> {
        let (sort_key, id) = after.unzip();
        let parameters: Parameters<'_> =
            &[&self.realm, &text, &sort_key, &id, &limit, &only_managed];
        let rows = query::all(&self.pool, DEACTIVATED, parameters).await?;
        let rows = rows.iter().map(Deactivated::from_row);
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Changes a person's role. Their streams end on every replica, and their next requests have the new role.
    ///
    /// # Errors
    /// `UserNotFound`; `NotAnAdmin`; `RoleInUse`.
    pub async fn change_role(
        &self,
        user_id: UserId,
        by: Administrator,
        role: Role,
    ) -> Result<(), Error> {
        let new = role.as_str();
        let parameters: Parameters<'_> =
            &[&user_id, &by.user_id, &self.realm, &by.is_only_realm, &new];
        let sql =
            "SELECT c.outcome, c.former_role FROM public.change_role($1, $2, $3, $4, $5) AS c";
        let row = query::first(&self.pool, sql, parameters).await?;
        require_done(row.as_ref())?;
        self.sessions.await_replicas().await?;
        let old = row.map(|row| row.try_get("former_role")).transpose();
        let old: Option<String> = old.map_err(db::Error::from)?;
        tracing::info!(
            user.id = user_id.0,
            by = by.user_id.0,
            old,
            new,
            "the role was changed"
        );
        Ok(())
    }

    /// A link that sets a new password, for the admin to hand over.
    ///
    /// # Errors
    /// `UserNotFound`; `NotAnAdmin`.
    pub async fn reset_link(&self, user_id: UserId, by: Administrator) -> Result<Link, Error> {
        let token = SecretToken::random();
        let expires_at = after(RESET_LIFETIME);
        let parameters: Parameters<'_> = &[
            &token.hash(),
            &user_id,
            &by.user_id,
            &self.realm,
            &by.is_only_realm,
            &expires_at,
        ];
        let sql = "SELECT public.add_reset_link($1, $2, $3, $4, $5, $6) AS outcome";
        let row = query::first(&self.pool, sql, parameters).await?;
        require_done(row.as_ref())?;
        tracing::info!(
            user.id = user_id.0,
            by = by.user_id.0,
            "a link that sets a password was made"
        );
        let token = token.into_text();
        Ok(Link { token, expires_at })
    }

    /// Deactivates a person and ends their log-ins.
    ///
    /// # Errors
    /// `UserNotFound`; `NotAnAdmin`.
    pub async fn deactivate(&self, user_id: UserId, by: Administrator) -> Result<(), Error> {
        self.end_account(user_id, Some(by), None).await
    }

    /// The same through an API key.
    ///
    /// # Errors
    /// `UserNotFound`; `UserBeyondKey`.
    pub async fn deactivate_by_key(&self, user_id: UserId, by: &KeyUse) -> Result<(), Error> {
        self.end_account(user_id, None, Some(by)).await
    }

    async fn end_account(
        &self,
        user_id: UserId,
        admin: Option<Administrator>,
        key: Option<&KeyUse>,
    ) -> Result<(), Error> {
        let admin_id = admin.map(|admin| admin.user_id);
        let parameters: Parameters<'_> = &[
            &user_id,
            &admin_id,
            &self.realm,
            &admin.is_some_and(|admin| admin.is_only_realm),
            &after(ACCESS_LIFETIME),
            &key.map(|key| &*key.name),
        ];
        let row = query::first(&self.pool, DEACTIVATE, parameters).await?;
        require_done(row.as_ref())?;
        self.sessions.await_replicas().await?;
        let by = admin_id.or(key.map(|key| key.user_id));
        let by = by.map(|id| id.0);
        tracing::info!(user.id = user_id.0, by, "the person was deactivated");
        Ok(())
    }

    /// Reactivates a person.
    ///
    /// # Errors
    /// `UserNotFound`; `NotAnAdmin`.
    pub async fn reactivate(&self, user_id: UserId, by: Administrator) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[&user_id, &by.user_id, &self.realm, &by.is_only_realm];
        let sql = "SELECT public.reactivate_user($1, $2, $3, $4) AS outcome";
        let row = query::first(&self.pool, sql, parameters).await?;
        require_done(row.as_ref())?;
        self.sessions.await_replicas().await?;
        tracing::info!(
            user.id = user_id.0,
            by = by.user_id.0,
            "the person was reactivated"
        );
        Ok(())
    }
}

impl FromRow for Deactivated {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            person: Person::from_row(row)?,
            at: row.timestamp("deactivated_at")?,
            sort_key: row.try_get("sort_key")?,
        })
    }
}
