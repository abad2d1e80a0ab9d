//! Lists of users, and search by a part of the name or by the e-mail address.

use tokio_postgres::Row;

use crate::db::{self, FromRow, query};
use crate::directory::error::Error;
use crate::directory::users::{Directory, Person};
use crate::domain::{Realm, UserId};

const USERS: &str = include_str!("sql/users.sql");
const FINDABLE_USERS: &str = include_str!("sql/findable_users.sql");
const USERS_IN_CHATS: &str = include_str!("sql/users_in_chats.sql");
const SEARCH_USERS: &str = include_str!("sql/search_users.sql");

/// The most users that one page of [`Directory::findable`] examines.
const EXAMINED_MAX: i64 = 2_000;
/// The most matches that a search of a reader examines.
const MATCHES_MAX: i64 = 5_000;

/// A user found by a search, and where the list continues after them.
#[derive(Debug, Clone)]
pub struct FoundPerson {
    pub person: Person,
    pub sort_key: SearchKey,
}

/// The sort key in a search: by the name from the match on, then by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchKey {
    /// Lower case. Empty for the user found by the e-mail address, which sorts first.
    pub name_from_match: String,
    pub user_id: UserId,
}

/// Who looks for people.
#[derive(Debug, Clone, Copy)]
pub struct Finder {
    pub user_id: UserId,
    /// Whether the people of every company are found, where a realm separates companies.
    pub sees_all_companies: bool,
}

/// A page of the users whom a reader may find.
#[derive(Debug)]
pub struct FindablePage {
    /// By id.
    pub people: Vec<Person>,
    /// The id up to which users were examined, if there are more.
    pub examined_up_to: Option<i64>,
}

impl Directory {
    /// At most `limit` users of a realm whom a reader may find, by id, after `after`. A page may have
    /// fewer although there are more, because a request examines a bounded number of users.
    pub async fn findable(
        &self,
        realm: Realm,
        reader: Finder,
        after: i64,
        limit: i64,
    ) -> Result<FindablePage, Error> {
        let Finder {
            user_id,
            sees_all_companies,
        } = reader;
        let parameters: query::Parameters<'_> = &[
            &after,
            &limit,
            &realm,
            &user_id,
            &EXAMINED_MAX,
            &sees_all_companies,
        ];
        let rows = query::all(&self.pool, FINDABLE_USERS, parameters).await?;
        let examined_up_to = rows.first().map(|row| row.try_get("examined_up_to"));
        let is_found = |row: &&Row| row.get::<_, Option<UserId>>("user_id").is_some();
        let people = rows.iter().filter(is_found).map(Person::from_row);
        Ok(FindablePage {
            people: people.collect::<Result<_, _>>()?,
            examined_up_to: examined_up_to
                .transpose()
                .map_err(db::Error::from)?
                .flatten(),
        })
    }

    /// At most `limit` users with an account who share a chat with a reader, by id, after `after`;
    /// only those whose name contains `text`, or whose e-mail address it is.
    pub async fn in_chats_of(
        &self,
        realm: Realm,
        reader: UserId,
        text: Option<&str>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Person>, Error> {
        let parameters: query::Parameters<'_> = &[&realm, &reader, &limit, &after, &text];
        let rows = query::all(&self.pool, USERS_IN_CHATS, parameters).await?;
        let users = rows.iter().map(Person::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// At most `limit` users of a realm with an account, by id, after `after`.
    pub async fn list(&self, realm: Realm, after: i64, limit: i64) -> Result<Vec<Person>, Error> {
        let rows = query::all(&self.pool, USERS, &[&after, &limit, &realm]).await?;
        let users = rows.iter().map(Person::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// At most `limit` users of a realm with an account whose name contains `text`, or whose e-mail
    /// address it is, after `after`. Of those whom `reader` may not find, none; then the search ends
    /// after a bounded number of matches.
    pub async fn search(
        &self,
        realm: Realm,
        reader: Option<Finder>,
        text: &str,
        after: Option<&SearchKey>,
        limit: i64,
    ) -> Result<Vec<FoundPerson>, Error> {
        let start = SearchKey::default();
        let SearchKey {
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
            &reader.map(|reader| reader.user_id),
            &MATCHES_MAX,
            &reader.is_some_and(|reader| reader.sees_all_companies),
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
            sort_key: SearchKey {
                name_from_match: row.try_get("sort_key")?,
                user_id: person.id,
            },
            person,
        })
    }
}
