//! What admins do to the accounts of others: roles, links that set a password, deactivation.

use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::Row;

use super::state::{Accounts, Link, flag};
use crate::auth::error::Error;
use crate::auth::sessions::{ACCESS_LIFETIME, after};
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _, query};
use crate::directory::Person;
use crate::domain::{KeyUse, Role, SecretToken, UserId};

const ADD_RESET_LINK: &str = include_str!("../sql/add_reset_link.sql");
const DEACTIVATE: &str = include_str!("../sql/deactivate.sql");
const DEACTIVATED: &str = include_str!("../sql/deactivated.sql");

/// How long a link of an admin sets a password.
const RESET_LIFETIME: Duration = Duration::from_hours(24);

/// A person who was deactivated.
#[derive(Debug, Clone)]
pub struct Deactivated {
    pub person: Person,
    pub at: Timestamp,
    /// What the list is ordered by, beside the id: microseconds since 1970.
    pub place: i64,
}

/// What became of a change of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChange {
    Done,
    NoSuchUser,
    /// The caller is no admin any more, or not of all realms of the person.
    NotAnAdmin,
    /// The person has lessons ahead in the present role.
    InUse,
}

impl Accounts {
    /// The people of the realm who were deactivated, the latest first, after a place of the list. With
    /// `text`, those with this part of a name, or this e-mail address.
    pub async fn deactivated(
        &self,
        text: Option<&str>,
        after: Option<(i64, UserId)>,
        limit: i64,
    ) -> Result<Vec<Deactivated>, Error> {
        let (place, id) = after.unzip();
        let parameters: Parameters<'_> = &[&self.realm, &text, &place, &id, &limit];
        let rows = query::all(&self.pool, DEACTIVATED, parameters).await?;
        let rows = rows.iter().map(Deactivated::from_row);
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Changes a person's role for an admin. Their streams end on every replica, and their next requests
    /// have the new role.
    pub async fn change_role(
        &self,
        user_id: UserId,
        by: UserId,
        is_only_realm: bool,
        role: Role,
    ) -> Result<RoleChange, Error> {
        let new = role.as_str();
        let parameters: Parameters<'_> = &[&user_id, &by, &self.realm, &is_only_realm, &new];
        let sql =
            "SELECT c.outcome, c.former_role FROM public.change_role($1, $2, $3, $4, $5) AS c";
        let Some(row) = query::first(&self.pool, sql, parameters).await? else {
            return Ok(RoleChange::NoSuchUser);
        };
        match row.try_get("outcome").map_err(db::Error::from)? {
            "done" => {}
            "role_in_use" => return Ok(RoleChange::InUse),
            "not_an_admin" => return Ok(RoleChange::NotAnAdmin),
            _ => return Ok(RoleChange::NoSuchUser),
        }
        self.sessions.await_replicas().await?;
        let old: Option<&str> = row.try_get("former_role").map_err(db::Error::from)?;
        tracing::info!(
            user.id = user_id.0,
            by = by.0,
            old,
            new,
            "the role was changed"
        );
        Ok(RoleChange::Done)
    }

    /// A link that sets a new password, for an admin to hand over; `None` if there is no such person.
    pub async fn reset_link(&self, user_id: UserId, by: UserId) -> Result<Option<Link>, Error> {
        let token = SecretToken::random();
        let expires_at = after(RESET_LIFETIME);
        let parameters: Parameters<'_> = &[&token.hash(), &user_id, &self.realm, &expires_at];
        if query::first(&self.pool, ADD_RESET_LINK, parameters)
            .await?
            .is_none()
        {
            return Ok(None);
        }
        tracing::info!(
            user.id = user_id.0,
            by = by.0,
            "a link that sets a password was made"
        );
        let token = token.into_text();
        Ok(Some(Link { token, expires_at }))
    }

    /// Deactivates a person and ends their log-ins, through an API key or not. False if there is no such
    /// person.
    pub async fn deactivate(
        &self,
        user_id: UserId,
        by: UserId,
        through: Option<&KeyUse>,
    ) -> Result<bool, Error> {
        let key = through.map(|used| &*used.name);
        let parameters: Parameters<'_> = &[&user_id, &self.realm, &after(ACCESS_LIFETIME), &key];
        let row = query::first(&self.pool, DEACTIVATE, parameters).await?;
        if !flag(row.as_ref(), "is_done")? {
            return Ok(false);
        }
        self.sessions.await_replicas().await?;
        tracing::info!(user.id = user_id.0, by = by.0, "the person was deactivated");
        Ok(true)
    }

    /// Reactivates a person. False if there is no such person.
    pub async fn reactivate(&self, user_id: UserId, by: UserId) -> Result<bool, Error> {
        let sql = "SELECT public.reactivate_user($1, $2) AS is_done";
        let row = query::first(&self.pool, sql, &[&user_id, &self.realm]).await?;
        if !flag(row.as_ref(), "is_done")? {
            return Ok(false);
        }
        self.sessions.await_replicas().await?;
        tracing::info!(user.id = user_id.0, by = by.0, "the person was reactivated");
        Ok(true)
    }
}

impl FromRow for Deactivated {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            person: Person::from_row(row)?,
            at: row.timestamp("deactivated_at")?,
            place: row.try_get("place")?,
        })
    }
}
