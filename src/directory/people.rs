//! `users`, and the `credentials` of those who sign in here.

use jiff::Timestamp;
use tokio_postgres::Row;

use super::{Directory, Error};
use crate::db::{PgTimestamp, query};
use crate::domain::{Name, Realm, Role, UserId};

/// A row of `users`.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// `users.external_id`, where they have one.
    pub external_id: Option<String>,
    /// Their address, where they have one.
    pub email: Option<String>,
    /// What others see.
    pub name: Name,
    /// What they may do.
    pub role: Role,
    /// Since when they are known.
    pub created_at: Timestamp,
}

/// Somebody to be added.
#[derive(Debug, Clone)]
pub struct NewPerson<'a> {
    /// What they sign in with.
    pub email: &'a str,
    /// What others see.
    pub name: &'a str,
    /// What they may do.
    pub role: Role,
    /// A PHC string; without one they cannot sign in here.
    pub password_hash: Option<&'a str>,
}

/// Somebody whom a verified token speaks of and who is not known yet.
#[derive(Debug, Clone)]
pub struct Provision<'a> {
    /// `users.id`, where the token's subject is a number.
    pub id: Option<i64>,
    /// `users.external_id`, where it is not.
    pub external_id: Option<&'a str>,
    /// From the token, if it has one.
    pub email: Option<&'a str>,
    /// From the token, if it has one.
    pub name: Option<&'a str>,
    /// From the token, or `member`.
    pub role: Role,
    /// From the token, if it has one.
    pub company_id: Option<i64>,
    /// From the token; `None` is every realm.
    pub realms: Option<&'a [String]>,
}

impl Directory {
    /// The person with this address, and the hash of their password.
    pub async fn by_email(&self, email: &str) -> Result<Option<(Person, Option<String>)>, Error> {
        let row = query::first(
            &self.pool,
            "SELECT u.id, u.email, u.name, u.role, u.created_at, u.external_id, c.password_hash
             FROM public.users AS u
             LEFT JOIN public.credentials AS c ON c.user_id = u.id
             WHERE lower(u.email) = lower($1)",
            &[&email],
        )
        .await?;
        row.map(|row| Ok((person(&row)?, row.try_get(6)?)))
            .transpose()
    }

    /// The person with this id.
    pub async fn by_id(&self, id: UserId) -> Result<Option<Person>, Error> {
        let row = query::first(
            &self.pool,
            "SELECT u.id, u.email, u.name, u.role, u.created_at, u.external_id
             FROM public.users AS u
             WHERE u.id = $1",
            &[&id.0],
        )
        .await?;
        row.map(|row| person(&row)).transpose()
    }

    /// Adds somebody.
    pub async fn add(&self, new: NewPerson<'_>) -> Result<Person, Error> {
        let row = query::first(
            &self.pool,
            "WITH added AS (
                 INSERT INTO public.users (email, name, role)
                 VALUES ($1, $2, $3)
                 RETURNING id, email, name, role, created_at, external_id
             ), kept AS (
                 INSERT INTO public.credentials (user_id, password_hash)
                 SELECT added.id, $4
                 FROM added
                 WHERE $4::text IS NOT NULL
             )
             SELECT * FROM added",
            &[
                &new.email,
                &new.name,
                &new.role.as_str(),
                &new.password_hash,
            ],
        )
        .await?;
        person(&row.ok_or_else(missing)?)
    }

    /// Makes sure that the person a token speaks of exists. An address that somebody else
    /// has is left out: a token proves a subject, not that the two are one person. Who was
    /// erased does not come back under their id.
    pub async fn provision(&self, new: &Provision<'_>) -> Result<(), Error> {
        query::run(
            &self.pool,
            "INSERT INTO public.users (id, external_id, email, name, role, company_id, realms)
             SELECT $1,
                    $2,
                    CASE WHEN NOT EXISTS (
                        SELECT FROM public.users AS u WHERE lower(u.email) = lower($3)
                    ) THEN $3 END,
                    $4, $5, $6, $7
             WHERE NOT EXISTS (
                 SELECT FROM public.erasures AS e WHERE e.user_id = $1
             )
             ON CONFLICT DO NOTHING",
            &[
                &new.id,
                &new.external_id,
                &new.email,
                &new.name,
                &new.role.as_str(),
                &new.company_id,
                &new.realms,
            ],
        )
        .await?;
        Ok(())
    }

    /// The person with this id, if they belong to a realm.
    pub async fn in_realm(&self, realm: Realm, id: UserId) -> Result<Option<Person>, Error> {
        let row = query::first(
            &self.pool,
            "SELECT u.id, u.email, u.name, u.role, u.created_at, u.external_id
             FROM public.users AS u
             WHERE u.id = $1
               AND public.is_member_of_realm(u.role, u.realms, $2)",
            &[&id.0, &realm.as_str()],
        )
        .await?;
        row.map(|row| person(&row)).transpose()
    }
}

fn missing() -> Error {
    Error::Store(crate::db::Error::Unavailable(
        "a row that was written did not come back".into(),
    ))
}

pub(super) fn person(row: &Row) -> Result<Person, Error> {
    let role: &str = row.try_get(3)?;
    let id = UserId(row.try_get(0)?);
    Ok(Person {
        id,
        email: row.try_get(1)?,
        name: Name::of(id, row.try_get(2)?),
        role: role.parse().unwrap_or(Role::Member),
        created_at: row.try_get::<_, PgTimestamp>(4)?.0,
        external_id: row.try_get(5)?,
    })
}
