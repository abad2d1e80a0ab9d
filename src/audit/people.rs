//! People whom events name.

use std::collections::HashMap;

use tokio_postgres::Row;

use crate::db::{self, FromRow};
use crate::domain::{Name, Role, UserId};

/// A user.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    /// `Removed` if the user was deleted or erased.
    pub name: Name,
    pub role: Option<Role>,
}

/// Users by their ids.
#[derive(Debug, Default)]
pub struct People(HashMap<UserId, Person>);

impl People {
    /// Reads the users with the ids `$1` who still exist.
    pub const QUERY: &str = include_str!("sql/people.sql");

    /// The users of rows of [`QUERY`](Self::QUERY).
    ///
    /// # Errors
    /// The rows are of another query.
    pub fn from_rows(rows: &[Row]) -> Result<Self, db::Error> {
        let people = rows.iter().map(|row| {
            let person = Person::from_row(row)?;
            Ok::<_, db::Error>((person.id, person))
        });
        Ok(Self(people.collect::<Result<_, _>>()?))
    }

    /// The user with this id, who may have been deleted.
    pub fn get(&self, id: UserId) -> Person {
        self.0.get(&id).cloned().unwrap_or(Person {
            id,
            name: Name::Removed,
            role: None,
        })
    }
}

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let id: UserId = row.try_get("id")?;
        let role: Option<&str> = row.try_get("role")?;
        Ok(Self {
            id,
            name: Name::of(id, row.try_get("name")?),
            role: role.and_then(|role| role.parse().ok()),
        })
    }
}
