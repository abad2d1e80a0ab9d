//! The people of a realm whom its API keys manage.

use std::fmt;

use tokio_postgres::Row;

use crate::db::{self, FromRow as _, query};
use crate::directory::error::Error;
use crate::directory::users::{Directory, Person};
use crate::domain::{KeyUse, Realm, Role, UserId};

/// How often people are written before a concurrent change is an error.
const PUT_ATTEMPTS: u32 = 5;

const PUT_PEOPLE: &str = include_str!("sql/put_people.sql");
const MANAGED_ID: &str = include_str!("sql/managed_id.sql");
const MANAGED_PERSON: &str = include_str!("sql/managed_person.sql");
const IDS_OF_EXTERNALS: &str = include_str!("sql/ids_of_externals.sql");

/// How an application names a person: by its external id, which is `users.id` if it is a whole number, as the
/// subject of a token is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ManagedId {
    Number(i64),
    External(String),
}

impl ManagedId {
    /// Reads an external id.
    pub fn new(external_id: String) -> Self {
        match external_id.parse::<i64>() {
            // `042` is another text than the id.
            Ok(number) if number.to_string() == external_id => Self::Number(number),
            _ => Self::External(external_id),
        }
    }

    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::External(_) => None,
        }
    }

    fn external(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::External(external_id) => Some(external_id),
        }
    }
}

impl fmt::Display for ManagedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::External(external_id) => f.write_str(external_id),
        }
    }
}

/// A person to create or update. What is `None` stays as it is.
#[derive(Debug, Clone)]
pub struct PersonChange {
    pub id: ManagedId,
    pub name: String,
    /// `Some(None)`: none.
    pub email: Option<Option<String>>,
    /// A new person without a role is a member.
    pub role: Option<Role>,
    /// `Some(None)`: none.
    pub avatar_url: Option<Option<String>>,
}

/// The outcome for people whom the keys of a realm manage or do not.
#[derive(Debug)]
pub enum Managed<T> {
    Done(T),
    Refused(Unmanaged),
}

/// Why people were not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmanaged {
    /// The index of the first person who was refused.
    pub index: usize,
    pub reason: UnmanagedReason,
}

/// Why a person was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnmanagedReason {
    /// The keys of the realm do not manage the person.
    Beyond,
    /// The person has scheduled lessons in another role.
    RoleInUse,
}

impl Directory {
    /// Creates or updates people through an API key, all or none; they are in the order of `changes`.
    ///
    /// # Errors
    /// [`Error::EmailTaken`].
    pub async fn put_people(
        &self,
        realm: Realm,
        through: &KeyUse,
        changes: &[PersonChange],
    ) -> Result<Managed<Vec<Person>>, Error> {
        fn column<'a, T>(
            changes: &'a [PersonChange],
            value: impl Fn(&'a PersonChange) -> T,
        ) -> Vec<T> {
            changes.iter().map(value).collect()
        }
        if changes.is_empty() {
            return Ok(Managed::Done(Vec::new()));
        }
        let external_ids = column(changes, |change| change.id.external());
        let numbers = column(changes, |change| change.id.number());
        let names = column(changes, |change| change.name.as_str());
        let emails = column(changes, |change| change.email.as_ref()?.as_deref());
        let sets_email = column(changes, |change| change.email.is_some());
        let roles = column(changes, |change| Some(change.role?.as_str()));
        let avatars = column(changes, |change| change.avatar_url.as_ref()?.as_deref());
        let sets_avatar = column(changes, |change| change.avatar_url.is_some());
        let parameters: query::Parameters<'_> = &[
            &realm,
            &external_ids,
            &names,
            &emails,
            &sets_email,
            &roles,
            &avatars,
            &sets_avatar,
            &&*through.name,
            &numbers,
        ];
        let rows = self.put_repeatedly(parameters).await?;
        if let Some(refused) = rows.first().map(refusal).transpose()?.flatten() {
            return Ok(Managed::Refused(refused));
        }
        let people: Result<Vec<_>, _> = rows.iter().map(Person::from_row).collect();
        Ok(Managed::Done(people?))
    }

    /// Repeats the statement if another request has created or changed one of the people meanwhile.
    async fn put_repeatedly(&self, parameters: query::Parameters<'_>) -> Result<Vec<Row>, Error> {
        let mut attempt = 1;
        loop {
            match query::all(&self.pool, PUT_PEOPLE, parameters).await {
                Err(error) if is_concurrent(&error) && attempt < PUT_ATTEMPTS => attempt += 1,
                outcome => return Ok(outcome?),
            }
        }
    }

    /// The id of a person; `None` if the realm has no user with this external id.
    pub async fn managed_id(&self, realm: Realm, id: &ManagedId) -> Result<Option<UserId>, Error> {
        let parameters: query::Parameters<'_> = &[&id.external(), &realm, &id.number()];
        let row = query::first(&self.pool, MANAGED_ID, parameters).await?;
        Ok(row.map(|row| row.try_get("user_id")).transpose()?)
    }

    /// A person for whom keys issue tokens; `None` if the realm has no such user.
    pub async fn managed_person(
        &self,
        realm: Realm,
        id: UserId,
    ) -> Result<Option<Managed<Person>>, Error> {
        let parameters: query::Parameters<'_> = &[&id, &realm];
        let row = query::first(&self.pool, MANAGED_PERSON, parameters).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(if row.try_get("is_managed")? {
            Managed::Done(Person::from_row(&row)?)
        } else {
            Managed::Refused(Unmanaged {
                index: 0,
                reason: UnmanagedReason::Beyond,
            })
        }))
    }

    /// The ids of the users with these external ids, in their order; `None` if the realm does not have one.
    pub async fn ids_of_externals(
        &self,
        realm: Realm,
        external_ids: &[&str],
    ) -> Result<Vec<Option<UserId>>, Error> {
        let rows = query::all(&self.pool, IDS_OF_EXTERNALS, &[&external_ids, &realm]).await?;
        let ids: Result<Vec<Option<UserId>>, db::Error> =
            rows.iter().map(|row| Ok(row.try_get("user_id")?)).collect();
        Ok(ids?)
    }
}

/// Whether another request has written one of the people at the same time.
fn is_concurrent(error: &db::Error) -> bool {
    let constraint = error.violated_constraint();
    matches!(
        constraint,
        Some("users_pkey" | "users_external_id_key" | "users_changed")
    )
}

fn refusal(row: &Row) -> Result<Option<Unmanaged>, db::Error> {
    let number: Option<i64> = row.try_get("refused")?;
    let reason = match row.try_get("refused_as")? {
        Some("role_in_use") => UnmanagedReason::RoleInUse,
        _ => UnmanagedReason::Beyond,
    };
    Ok(number.map(|number| Unmanaged {
        index: usize::try_from(number - 1).unwrap_or_default(),
        reason,
    }))
}
