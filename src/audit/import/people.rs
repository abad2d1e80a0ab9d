//! Who the people of a file are in this database.

use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::audit::portable::{PersonKey, PersonLine};
use crate::db::{Error, FromRow};

pub(super) const FIND_PEOPLE: &str = include_str!("sql/find_people.sql");
pub(super) const ADD_PEOPLE: &str = include_str!("sql/add_people.sql");

/// The parameters of both statements.
pub(super) struct People<'a> {
    pub(super) origins: Vec<Uuid>,
    pub(super) numbers: Vec<i64>,
    pub(super) lines: Vec<Json<&'a PersonLine>>,
}

impl<'a> People<'a> {
    pub(super) fn of(lines: &'a [(u64, PersonLine)]) -> Self {
        let people = || lines.iter().map(|(_, person)| person);
        Self {
            origins: people().map(|person| person.key.origin).collect(),
            numbers: people().map(|person| person.key.number).collect(),
            lines: people().map(Json).collect(),
        }
    }
}

/// A row of `find_people.sql`.
pub(super) struct Found {
    /// Its index in the list that was given.
    pub(super) index: usize,
    pub(super) user_id: Option<i64>,
    /// The e-mail address of a new person, in the form that is compared.
    pub(super) email: Option<String>,
    pub(super) problem: Option<String>,
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let n: i32 = row.try_get("n")?;
        Ok(Self {
            index: usize::try_from(n - 1).expect("ordinals begin with 1"),
            user_id: row.try_get("user_id")?,
            email: row.try_get("email")?,
            problem: row.try_get("problem")?,
        })
    }
}

/// A row of `add_people.sql`.
pub(super) struct Added {
    pub(super) key: PersonKey,
    pub(super) user_id: i64,
    pub(super) is_new: bool,
    pub(super) is_privileged: bool,
}

impl FromRow for Added {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            key: PersonKey {
                origin: row.try_get("origin")?,
                number: row.try_get("number")?,
            },
            user_id: row.try_get("user_id")?,
            is_new: row.try_get("is_new")?,
            is_privileged: row.try_get("is_privileged")?,
        })
    }
}
