//! The people of a realm whom its API keys manage.

use tokio_postgres::Row;

use crate::db::{self, FromRow as _, query};
use crate::directory::error::Error;
use crate::directory::users::{Directory, Person};
use crate::domain::{KeyUse, Realm, Role, UserId};

const PUT_PEOPLE: &str = include_str!("sql/put_people.sql");
const MANAGED_ID: &str = include_str!("sql/managed_id.sql");
const MANAGED_PERSON: &str = include_str!("sql/managed_person.sql");
const IDS_OF_EXTERNALS: &str = include_str!("sql/ids_of_externals.sql");

/// A person to create or update. What is `None` stays as it is.
#[derive(Debug, Clone)]
pub struct PersonChange {
    pub external_id: String,
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
    /// The place of the first of several who is refused.
    pub place: usize,
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
        let external_ids = column(changes, |change| change.external_id.as_str());
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
        ];
        let rows = query::all(&self.pool, PUT_PEOPLE, parameters).await?;
        if let Some(refused) = rows.first().map(refusal).transpose()?.flatten() {
            return Ok(Managed::Refused(refused));
        }
        let people: Result<Vec<_>, _> = rows.iter().map(Person::from_row).collect();
        Ok(Managed::Done(people?))
    }

    /// The id of a person; `None` if the realm has no user with this external id.
    pub async fn managed_id(
        &self,
        realm: Realm,
        external_id: &str,
    ) -> Result<Option<UserId>, Error> {
        let row = query::first(&self.pool, MANAGED_ID, &[&external_id, &realm]).await?;
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
                place: 0,
                reason: UnmanagedReason::Beyond,
            })
        }))
    }

    /// The ids of the users with these external ids; fewer if the realm does not have all of them.
    pub async fn ids_of_externals(
        &self,
        realm: Realm,
        external_ids: &[&str],
    ) -> Result<Vec<UserId>, Error> {
        let rows = query::all(&self.pool, IDS_OF_EXTERNALS, &[&external_ids, &realm]).await?;
        let ids: Result<Vec<UserId>, db::Error> =
            rows.iter().map(|row| Ok(row.try_get("user_id")?)).collect();
        Ok(ids?)
    }
}

fn refusal(row: &Row) -> Result<Option<Unmanaged>, db::Error> {
    let place: Option<i64> = row.try_get("refused")?;
    let reason = match row.try_get("refused_as")? {
        Some("role_in_use") => UnmanagedReason::RoleInUse,
        _ => UnmanagedReason::Beyond,
    };
    Ok(place.map(|place| Unmanaged {
        place: usize::try_from(place - 1).unwrap_or_default(),
        reason,
    }))
}
