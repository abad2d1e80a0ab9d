//! Users by their ids.

use tokio_postgres::Row;

use crate::db::{self, FromRow, query};
use crate::directory::error::Error;
use crate::directory::search::Finder;
use crate::directory::users::{Directory, Person};
use crate::domain::{Realm, UserId};

const NAMED_USERS: &str = include_str!("sql/named_users.sql");
const KNOWN_USERS: &str = include_str!("sql/known_users.sql");

/// A user whom something names.
#[derive(Debug, Clone)]
pub struct NamedUser {
    pub id: UserId,
    /// `None` if the user was erased.
    pub person: Option<Person>,
}

/// How much of a realm a reader knows.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge {
    /// Whether the reader sees every chat of the realm.
    pub sees_all_chats: bool,
    /// Whether the reader knows those alone whose chats they see.
    pub only_counterparts: bool,
}

impl Directory {
    /// The users of these ids, by id.
    pub async fn named(&self, ids: &[UserId]) -> Result<Vec<NamedUser>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = query::all(&self.pool, NAMED_USERS, &[&ids]).await?;
        let users = rows.iter().map(NamedUser::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// Those of these users whom a reader knows, by id: everybody who is or was in a chat that the reader sees,
    /// the programs of the realm, the reader and, unless `only_counterparts`, whom the reader may find.
    pub async fn known(
        &self,
        realm: Realm,
        reader: Finder,
        knowledge: Knowledge,
        ids: &[UserId],
    ) -> Result<Vec<NamedUser>, Error> {
        let parameters: query::Parameters<'_> = &[
            &ids,
            &realm,
            &reader.user_id,
            &knowledge.only_counterparts,
            &reader.sees_all_companies,
            &knowledge.sees_all_chats,
        ];
        let rows = query::all(&self.pool, KNOWN_USERS, parameters).await?;
        let users = rows.iter().map(NamedUser::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }
}

impl FromRow for NamedUser {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let exists: bool = row.try_get("exists")?;
        let person = exists.then(|| Person::from_row(row)).transpose()?;
        Ok(Self {
            id: row.try_get("user_id")?,
            person,
        })
    }
}
