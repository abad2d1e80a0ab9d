//! Lists of users, and search by a part of the name or by the e-mail address.

use tokio_postgres::Row;

use crate::db::{self, FromRow, query};
use crate::directory::error::Error;
use crate::directory::users::{Directory, Person};
use crate::domain::{Realm, UserId};

const USERS: &str = include_str!("sql/users.sql");
const SEARCH_USERS: &str = include_str!("sql/search_users.sql");

/// A user found by a search, and where the list continues after them.
#[derive(Debug, Clone)]
pub struct FoundPerson {
    pub person: Person,
    pub place: SearchPlace,
}

/// A place in the order of a search: by the name from the match on, then by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchPlace {
    /// Lower case. Empty for the user found by the e-mail address, which sorts first.
    pub name_from_match: String,
    pub user_id: UserId,
}

impl Directory {
    /// At most `limit` users of a realm with an account, by id, after `after`.
    pub async fn list(&self, realm: Realm, after: i64, limit: i64) -> Result<Vec<Person>, Error> {
        let rows = query::all(&self.pool, USERS, &[&after, &limit, &realm]).await?;
        let users = rows.iter().map(Person::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// At most `limit` users of a realm with an account whose name contains `text`, or whose e-mail
    /// address it is, after `after`.
    pub async fn search(
        &self,
        realm: Realm,
        text: &str,
        after: Option<&SearchPlace>,
        limit: i64,
    ) -> Result<Vec<FoundPerson>, Error> {
        let start = SearchPlace::default();
        let SearchPlace {
            name_from_match,
            user_id,
        } = after.unwrap_or(&start);
        let is_first_page = after.is_none();
        let parameters: query::Parameters<'_> = &[
            &realm,
            &text,
            name_from_match,
            user_id,
            &is_first_page,
            &limit,
        ];
        let rows = query::all(&self.pool, SEARCH_USERS, parameters).await?;
        let found = rows.iter().map(FoundPerson::from_row);
        Ok(found.collect::<Result<_, _>>()?)
    }
}

impl FromRow for FoundPerson {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let person = Person::from_row(row)?;
        Ok(Self {
            place: SearchPlace {
                name_from_match: row.try_get("place")?,
                user_id: person.id,
            },
            person,
        })
    }
}
