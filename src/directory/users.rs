//! `users`, and the `credentials` of users who sign in with a password.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::{self, FromRow, Pool, RowExt as _, query};
use crate::directory::error::Error;
use crate::domain::{AttachmentId, Name, Realm, Role, SessionKey, UserId};

const USER_BY_EMAIL: &str = include_str!("sql/user_by_email.sql");
const USER_BY_ID: &str = include_str!("sql/user_by_id.sql");
const USER_IN_REALM: &str = include_str!("sql/user_in_realm.sql");
const ADD_USER: &str = include_str!("sql/add_user.sql");
const CREATE_NAMED: &str = include_str!("sql/create_named.sql");
const PROVISION_USER: &str =
    "SELECT public.provision_user($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const TAKE_OVER: &str = "SELECT public.take_over_claims($1, $2, $3, $4, $5)";

/// Users and lessons. Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    pub(super) pool: Pool,
}

/// A row of `users`.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub external_id: Option<String>,
    pub email: Option<String>,
    pub name: Name,
    pub role: Role,
    pub created_at: Timestamp,
    /// The attachment that is their picture.
    pub picture_id: Option<AttachmentId>,
    /// A picture on another server.
    pub avatar_url: Option<String>,
}

/// A user to add.
#[derive(Debug, Clone)]
pub struct NewPerson<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub role: Role,
    /// A PHC string; `None` for a user who cannot sign in with a password.
    pub password_hash: Option<&'a str>,
    /// The realm that the user will belong to. `None`: every realm that is served.
    pub realm: Option<Realm>,
}

/// The user of a verified token who may not exist yet.
#[derive(Debug, Clone)]
pub struct Provision<'a> {
    /// `users.id`, if the token's subject is a number.
    pub id: Option<i64>,
    /// `users.external_id`, if it is not.
    pub external_id: Option<&'a str>,
    pub email: Option<&'a str>,
    pub name: Option<&'a str>,
    /// `member`, if the token names no role.
    pub role: Role,
    pub company_id: Option<i64>,
    /// `None`: every realm.
    pub realms: Option<&'a [String]>,
    /// The realm of the request. `None`: any.
    pub realm: Option<Realm>,
    /// The log-in of the token.
    pub session: &'a SessionKey,
    /// Of several tokens the latest counts.
    pub issued_at: Timestamp,
}

/// What a later token of a user says of them. What is `None` stays as it is.
#[derive(Debug, Clone)]
pub struct TakenOver<'a> {
    pub email: Option<&'a str>,
    pub name: Option<&'a str>,
    pub company_id: Option<i64>,
    pub issued_at: Timestamp,
}

/// Another user whom a token names.
#[derive(Debug, Clone)]
pub struct NamedPerson<'a> {
    /// `users.id`.
    pub id: Option<i64>,
    /// `users.external_id`, if there is no number.
    pub external_id: Option<&'a str>,
    pub name: Option<&'a str>,
    pub company_id: Option<i64>,
}

impl Directory {
    /// The directory in this database.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// The user with this e-mail address, and the hash of the password.
    pub async fn by_email(&self, email: &str) -> Result<Option<(Person, Option<String>)>, Error> {
        let row = query::first(&self.pool, USER_BY_EMAIL, &[&email]).await?;
        row.map(|row| Ok((Person::from_row(&row)?, row.try_get("password_hash")?)))
            .transpose()
    }

    /// The user with this id.
    pub async fn by_id(&self, id: UserId) -> Result<Option<Person>, Error> {
        let row = query::first(&self.pool, USER_BY_ID, &[&id]).await?;
        Ok(row.as_ref().map(Person::from_row).transpose()?)
    }

    /// The user with this id, if they belong to a realm.
    pub async fn in_realm(&self, realm: Realm, id: UserId) -> Result<Option<Person>, Error> {
        let row = query::first(&self.pool, USER_IN_REALM, &[&id, &realm]).await?;
        Ok(row.as_ref().map(Person::from_row).transpose()?)
    }

    /// Adds a user.
    ///
    /// # Errors
    /// [`Error::EmailTaken`].
    pub async fn add(&self, new: NewPerson<'_>) -> Result<Person, Error> {
        let role = new.role.as_str();
        let parameters: query::Parameters<'_> =
            &[&new.email, &new.name, &role, &new.password_hash, &new.realm];
        let row = query::first(&self.pool, ADD_USER, parameters).await?;
        let missing = || db::Error::Unavailable("INSERT ... RETURNING gave no row".into());
        Ok(Person::from_row(&row.ok_or_else(missing)?)?)
    }

    /// Adds the user of a token, unless the user exists. If another user has the e-mail address, it
    /// is left out: a token proves a subject, not that the two are one person. An erased user is
    /// not added again under the same id. A user whom a key of another realm made is released from it.
    pub async fn provision(&self, new: &Provision<'_>) -> Result<(), Error> {
        query::run(
            &self.pool,
            PROVISION_USER,
            &[
                &new.id,
                &new.external_id,
                &new.email,
                &new.name,
                &new.role.as_str(),
                &new.company_id,
                &new.realms,
                &new.realm,
                &new.session.as_str(),
                &new.issued_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// Takes over the name, the e-mail address and the company that a later token of a user has.
    pub async fn take_over(&self, id: UserId, taken: &TakenOver<'_>) -> Result<(), Error> {
        let parameters: query::Parameters<'_> = &[
            &id,
            &taken.email,
            &taken.name,
            &taken.company_id,
            &taken.issued_at,
        ];
        query::run(&self.pool, TAKE_OVER, parameters).await?;
        Ok(())
    }

    /// Creates those of these people who are unknown, as members of these realms. `None`: of every one.
    pub async fn create_named(
        &self,
        people: &[NamedPerson<'_>],
        realms: Option<&[String]>,
    ) -> Result<(), Error> {
        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        let external_ids: Vec<_> = people.iter().map(|person| person.external_id).collect();
        let names: Vec<_> = people.iter().map(|person| person.name).collect();
        let companies: Vec<_> = people.iter().map(|person| person.company_id).collect();
        let parameters: query::Parameters<'_> = &[&ids, &external_ids, &names, &companies, &realms];
        query::run(&self.pool, CREATE_NAMED, parameters).await?;
        Ok(())
    }
}

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let id = row.try_get("user_id")?;
        let role: &str = row.try_get("role")?;
        Ok(Self {
            id,
            external_id: row.try_get("external_id")?,
            email: row.try_get("email")?,
            name: Name::of(id, row.try_get("name")?),
            role: role.parse().unwrap_or(Role::Member),
            created_at: row.timestamp("created_at")?,
            picture_id: row.try_get("picture_id")?,
            avatar_url: row.try_get("avatar_url")?,
        })
    }
}
