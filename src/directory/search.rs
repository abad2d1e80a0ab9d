//! Lists of users, and search by a part of the name or by the e-mail address.

use tokio_postgres::Row;

use crate::db::{self, FromRow, query};
use crate::directory::error::Error;
use crate::directory::users::{Directory, Person};
use crate::domain::{Realm, UserId};

const USERS: &str = include_str!("sql/users.sql");
const FINDABLE_USERS: &str = include_str!("sql/findable_users.sql");
const FINDABLE_USER: &str = include_str!("sql/findable_user.sql");
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

/// A user who looks for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeker {
    pub user_id: UserId,
    /// Whether they find only users with whom they share a chat.
    pub only_counterparts: bool,
}

impl Directory {
    /// At most `limit` users of a realm whom a user finds, by id, after `after`.
    pub async fn findable(
        &self,
        realm: Realm,
        seeker: Seeker,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Person>, Error> {
        let Seeker {
            user_id,
            only_counterparts,
        } = seeker;
        let parameters: query::Parameters<'_> =
            &[&after, &limit, &realm, &user_id, &only_counterparts];
        let rows = query::all(&self.pool, FINDABLE_USERS, parameters).await?;
        let users = rows.iter().map(Person::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// A user of a realm, if another one finds them, or is in a chat with them.
    pub async fn find(
        &self,
        realm: Realm,
        seeker: Seeker,
        id: UserId,
    ) -> Result<Option<Person>, Error> {
        let Seeker {
            user_id,
            only_counterparts,
        } = seeker;
        let parameters: query::Parameters<'_> = &[&id, &realm, &user_id, &only_counterparts];
        let row = query::first(&self.pool, FINDABLE_USER, parameters).await?;
        Ok(row.as_ref().map(Person::from_row).transpose()?)
    }

    /// At most `limit` users of a realm with an account, by id, after `after`.
    pub async fn list(&self, realm: Realm, after: i64, limit: i64) -> Result<Vec<Person>, Error> {
        let rows = query::all(&self.pool, USERS, &[&after, &limit, &realm]).await?;
        let users = rows.iter().map(Person::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// At most `limit` users of a realm with an account whose name contains `text`, or whose e-mail
    /// address it is, after `after`; only those whom `seeker` finds, if that is given.
    pub async fn search(
        &self,
        realm: Realm,
        seeker: Option<Seeker>,
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
        let reader = seeker.map(|seeker| seeker.user_id);
        let only_counterparts = seeker.is_some_and(|seeker| seeker.only_counterparts);
        let parameters: query::Parameters<'_> = &[
            &realm,
            &text,
            name_from_match,
            user_id,
            &is_first_page,
            &limit,
            &reader,
            &only_counterparts,
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
