//! People whom events name.

use std::collections::HashMap;

use tokio_postgres::Row;

use crate::db::{self, FromRow};
use crate::domain::{Name, Position, Role, UserId};

/// A user.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    /// `Removed` if the user was deleted or erased.
    pub name: Name,
    pub role: Option<Role>,
}

/// Users by their ids, and by the events at which they had their names; `None`: as they are now.
#[derive(Debug, Default)]
pub struct People(HashMap<(UserId, Option<Position>), Person>);

impl People {
    /// Reads the users with the ids `$1` who still exist.
    pub const QUERY: &str = include_str!("sql/people.sql");

    /// Reads the users with the ids `$1` who still exist, as they were at the events at the positions `$2`.
    pub(super) const QUERY_AT: &str = include_str!("sql/people_at.sql");

    /// The users of rows of [`QUERY`](Self::QUERY) or of `QUERY_AT`.
    ///
    /// # Errors
    /// The rows are of another query.
    pub fn from_rows(rows: &[Row]) -> Result<Self, db::Error> {
        let people = rows.iter().map(|row| {
            let person = Person::from_row(row)?;
            let position: Option<Position> = row.try_get("position")?;
            Ok::<_, db::Error>(((person.id, position), person))
        });
        Ok(Self(people.collect::<Result<_, _>>()?))
    }

    /// The user with this id as they are now, who may have been deleted.
    pub fn get(&self, id: UserId) -> Person {
        self.find(id, None)
    }

    /// The user with this id as they were at an event.
    pub(super) fn at(&self, id: UserId, position: Position) -> Person {
        self.find(id, Some(position))
    }

    fn find(&self, id: UserId, position: Option<Position>) -> Person {
        self.0.get(&(id, position)).cloned().unwrap_or(Person {
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
