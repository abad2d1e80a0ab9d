//! Invitations by e-mail address, as those who invite see them.

use std::time::Duration;

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::state::{Accounts, Link, require_done};
use crate::auth::error::Error;
use crate::auth::sessions::after;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, Pool, RowExt as _, query};
use crate::domain::{Language, Name, Realm, Role, SecretToken, UserId};

const INVITATIONS: &str = include_str!("../sql/invitations.sql");

/// How long an invitation can be accepted.
const INVITATION_LIFETIME: Duration = Duration::from_hours(24 * 7);

/// An invitation that was not accepted yet.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: Uuid,
    pub email: String,
    pub role: Role,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// An invitation, as its link shows it.
#[derive(Debug, Clone)]
pub struct ShownInvitation {
    pub email: String,
    pub role: Role,
    /// `None`: an operator.
    pub invited_by: Option<Name>,
    pub expires_at: Timestamp,
}

/// Whom to invite.
#[derive(Debug, Clone, Copy)]
pub struct NewInvitation<'a> {
    pub email: &'a str,
    pub role: Role,
    /// The realm that the person will belong to. `None`: every realm that is served.
    pub realm: Option<Realm>,
    /// `None`: an operator.
    pub invited_by: Option<UserId>,
    /// The language of the e-mail; `None`: no e-mail.
    pub mail_language: Option<Language>,
}

/// Invites people; does not need a server.
#[derive(Clone)]
pub struct Invitations(Pool);

impl Invitations {
    /// Invitations in this database.
    pub fn new(pool: Pool) -> Self {
        Self(pool)
    }

    /// Invites an e-mail address. Replaces an earlier invitation of the same address.
    ///
    /// # Errors
    /// `EmailTaken`; `NotAnAdmin`.
    pub async fn add(&self, new: NewInvitation<'_>) -> Result<(Invitation, Link), Error> {
        let token = SecretToken::random();
        let (id, role) = (Uuid::now_v7(), new.role.as_str());
        let created_at = Timestamp::now();
        let expires_at = after(INVITATION_LIFETIME);
        let language = new.mail_language.map(Language::tag);
        let parameters: Parameters<'_> = &[
            &id,
            &new.email,
            &role,
            &new.realm,
            &new.invited_by,
            &expires_at,
            &token.hash(),
            &language,
        ];
        let sql = "SELECT public.invite($1, $2, $3, $4, $5, $6, $7, $8) AS outcome";
        let row = query::first(&self.0, sql, parameters).await?;
        require_done(row.as_ref())?;
        let invitation = Invitation {
            id,
            email: new.email.to_owned(),
            role: new.role,
            created_at,
            expires_at,
        };
        let token = token.into_text();
        Ok((invitation, Link { token, expires_at }))
    }
}

impl Accounts {
    /// Invites an e-mail address.
    ///
    /// # Errors
    /// `EmailTaken`; `NotAnAdmin`; `NoMail` if an e-mail is wanted.
    pub async fn invite(&self, new: NewInvitation<'_>) -> Result<(Invitation, Link), Error> {
        if new.mail_language.is_some() {
            self.require_mail()?;
        }
        Invitations::new(self.pool.clone()).add(new).await
    }

    /// The open invitations before an id, the newest first.
    pub async fn invitations(
        &self,
        before: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Invitation>, Error> {
        let rows = query::all(&self.pool, INVITATIONS, &[&before, &limit]).await?;
        let rows = rows.iter().map(Invitation::from_row);
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes an invitation back. False if there is none.
    pub async fn revoke_invitation(&self, id: Uuid) -> Result<bool, Error> {
        let sql = "DELETE FROM public.invitations AS i WHERE i.id = $1";
        Ok(query::run(&self.pool, sql, &[&id]).await? > 0)
    }
}

impl FromRow for Invitation {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let role: &str = row.try_get("role")?;
        Ok(Self {
            id: row.try_get("id")?,
            email: row.try_get("email")?,
            role: role.parse().unwrap_or(Role::Member),
            created_at: row.timestamp("created_at")?,
            expires_at: row.timestamp("expires_at")?,
        })
    }
}

impl FromRow for ShownInvitation {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let role: &str = row.try_get("role")?;
        let invited_by: Option<UserId> = row.try_get("invited_by")?;
        let name: Option<String> = row.try_get("name")?;
        Ok(Self {
            email: row.try_get("email")?,
            role: role.parse().unwrap_or(Role::Member),
            invited_by: invited_by.map(|id| Name::of(id, name)),
            expires_at: row.timestamp("expires_at")?,
        })
    }
}
