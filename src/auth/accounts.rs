//! The accounts of people who sign in with a password: invitations, passwords, log-ins.
//!
//! # Guarantees
//! A link works once, until it expires, and is stored as a hash only. Setting a password ends the log-ins
//! that the former one made, on every replica before the answer, and all links that set one. Asking for
//! a link by e-mail gets the same answer for every address, in the same time.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use std::time::Duration;

use super::sessions::{ACCESS_LIFETIME, Sessions, after, family_of};
use crate::auth::error::Error;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, Pool, RowExt as _, query};
use crate::directory::{self, Person};
use crate::domain::{
    ClientAddress, KeyUse, Language, Name, Principal, Realm, Role, SecretToken, UserId,
};

const ADD_RESET_LINK: &str = include_str!("sql/add_reset_link.sql");
const DEACTIVATE: &str = include_str!("sql/deactivate.sql");
const DEACTIVATED: &str = include_str!("sql/deactivated.sql");
const INVITATIONS: &str = include_str!("sql/invitations.sql");
const PASSWORD_OF: &str = include_str!("sql/password_of.sql");
const REQUEST_RESET: &str = include_str!("sql/request_reset.sql");

/// How long an invitation can be accepted.
const INVITATION_LIFETIME: Duration = Duration::from_hours(24 * 7);
/// How long a link of an admin sets a password.
const RESET_LIFETIME: Duration = Duration::from_hours(24);

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
    /// `None`: an operator, or a user who was deleted.
    pub invited_by: Option<Name>,
    pub expires_at: Timestamp,
}

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

/// A link that works once.
pub struct Link {
    pub token: String,
    pub expires_at: Timestamp,
}

/// Invites people; does not need a server.
#[derive(Clone)]
pub struct Invitations(Pool);

/// The accounts of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    realm: Realm,
    pub(super) pool: Pool,
    pub(super) sessions: Sessions,
    /// Whether this server sends e-mails.
    sends_mail: bool,
}

impl Invitations {
    /// Invitations in this database.
    pub fn new(pool: Pool) -> Self {
        Self(pool)
    }

    /// Invites an e-mail address. Replaces an earlier invitation of the same address.
    ///
    /// # Errors
    /// `EmailTaken`.
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
        let sql = "SELECT public.invite($1, $2, $3, $4, $5, $6, $7, $8) AS is_invited";
        let row = query::first(&self.0, sql, parameters).await?;
        if !flag(row.as_ref(), "is_invited")? {
            return Err(directory::Error::EmailTaken.into());
        }
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
    /// The accounts of people who belong to this realm.
    pub fn new(realm: Realm, pool: Pool, sessions: Sessions, sends_mail: bool) -> Self {
        Self {
            realm,
            pool,
            sessions,
            sends_mail,
        }
    }

    /// Refuses everything if people sign in elsewhere.
    ///
    /// # Errors
    /// `LoginElsewhere`.
    pub fn require_log_in(&self) -> Result<(), Error> {
        self.sessions.token_issuer().map(drop)
    }

    /// Refuses what needs an e-mail if this server sends none.
    ///
    /// # Errors
    /// `NoMail`.
    pub fn require_mail(&self) -> Result<(), Error> {
        if self.sends_mail {
            Ok(())
        } else {
            Err(Error::NoMail)
        }
    }

    /// Whether this server sends e-mails.
    pub fn sends_mail(&self) -> bool {
        self.sends_mail
    }

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

    /// Invites an e-mail address.
    ///
    /// # Errors
    /// `EmailTaken`; `NoMail` if an e-mail is wanted.
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

    /// Changes the caller's password, and ends their other log-ins.
    ///
    /// # Errors
    /// `WrongPassword`; `TooManyFailures`; a new password of wrong length.
    pub async fn change_password(
        &self,
        caller: &Principal,
        old: String,
        new: String,
        client: ClientAddress,
    ) -> Result<(), Error> {
        let row = query::first(&self.pool, PASSWORD_OF, &[&caller.user_id]).await?;
        let stored = row.map(|row| row.try_get("password_hash")).transpose();
        let stored: Option<String> = stored.map_err(db::Error::from)?;
        let account = format!("id:{}", caller.user_id.0);
        let is_right = self.sessions.compare(&account, old, stored, client);
        if !is_right.await? {
            return Err(Error::WrongPassword);
        }
        let hash = self.sessions.hash_password(new, client).await?;
        let except = family_of(caller);
        let parameters: Parameters<'_> =
            &[&caller.user_id, &hash, &except, &after(ACCESS_LIFETIME)];
        let sql = "SELECT public.set_password($1, $2, $3, $4)";
        query::run(&self.pool, sql, parameters).await?;
        self.sessions.await_replicas().await?;
        tracing::info!(user.id = caller.user_id.0, "the password was changed");
        Ok(())
    }

    /// Sends a link that sets a new password to the person with this address, if there is one. The
    /// answer does not tell.
    ///
    /// # Errors
    /// `NoMail`; `TooManyFailures`.
    pub async fn mail_reset_link(
        &self,
        email: &str,
        language: Language,
        client: ClientAddress,
    ) -> Result<(), Error> {
        self.require_mail()?;
        self.sessions
            .count_attempt(&format!("reset:{email}"), client)
            .await?;
        let parameters: Parameters<'_> = &[&email, &language.tag(), &self.realm];
        query::run(&self.pool, REQUEST_RESET, parameters).await?;
        Ok(())
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

/// A boolean column of the only row.
pub(super) fn flag(row: Option<&Row>, column: &str) -> Result<bool, Error> {
    let value = row.map(|row| row.try_get(column)).transpose();
    Ok(value.map_err(db::Error::from)?.unwrap_or_default())
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

impl FromRow for Deactivated {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            person: Person::from_row(row)?,
            at: row.timestamp("deactivated_at")?,
            place: row.try_get("place")?,
        })
    }
}
