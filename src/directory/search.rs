//! Lists of users, and search by a part of the name or by the e-mail address.

use crate::db::{FromRow as _, query};
use crate::directory::error::Error;
use crate::directory::users::{Directory, Person};
use crate::domain::Realm;

const USERS: &str = include_str!("sql/users.sql");
const SEARCH_USERS: &str = include_str!("sql/search_users.sql");

impl Directory {
    /// At most `limit` users of a realm with an account, by id, after `after`: those whose name
    /// contains `text` or whose e-mail address it is, if it is given.
    pub async fn search(
        &self,
        realm: Realm,
        text: Option<&str>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Person>, Error> {
        let rows = match text {
            Some(text) => {
                let pattern = query::like_contains(text);
                let parameters: query::Parameters<'_> = &[&after, &pattern, &limit, &text, &realm];
                query::all(&self.pool, SEARCH_USERS, parameters).await?
            }
            None => query::all(&self.pool, USERS, &[&after, &limit, &realm]).await?,
        };
        let users = rows.iter().map(Person::from_row);
        Ok(users.collect::<Result<_, _>>()?)
    }
}
