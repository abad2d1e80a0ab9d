//! The read side of a realm: SELECTs of the read model, one `.sql` file each, under `sql/`.
//!
//! The read model is derived from the log by `project()` and is as new as the last append. Each
//! query costs by the rows it returns, not by the length of the log.
//!
//! # Why each look-up is a subquery of its own
//! A plan is made once and lives as long as its connection, perhaps on statistics of an empty
//! database. So a row is looked up by its key and by nothing else, in a subquery that `OFFSET 0`
//! keeps apart (a scalar subquery is kept apart anyway); other conditions are outside of it. Then
//! there is only one index to choose. What several queries share is a function or a view under
//! `sql/queries/`, which Postgres inlines.

use tokio_postgres::types::FromSqlOwned;

use crate::chat::chat_types::ChatTypes;
use crate::chat::counterparts::Counterparts;
use crate::chat::error::Error;
use crate::chat::seen::Seen;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, Pool};
use crate::domain::{ChatId, Realm};

/// What can be read of the chats of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Queries {
    pub(super) pool: Pool,
    pub(super) realm: Realm,
    pub(super) chat_types: ChatTypes,
    pub(super) counterparts: Counterparts,
    /// Those of private chats.
    pub(super) private_counterparts: Counterparts,
    /// For readers of an event.
    pub(super) seen: Seen,
}

impl Queries {
    /// Queries over the connections of `pool`.
    pub fn new(pool: Pool, realm: Realm) -> Self {
        Self {
            pool,
            realm,
            chat_types: ChatTypes::default(),
            counterparts: Counterparts::new(true),
            private_counterparts: Counterparts::new(false),
            seen: Seen::new(),
        }
    }

    /// All rows.
    pub(super) async fn all<T: FromRow>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<T>, Error> {
        let rows = query::all(&self.pool, sql, parameters).await?;
        Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    /// The first row, if there is one.
    pub(super) async fn first<T: FromRow>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Option<T>, Error> {
        let row = query::first(&self.pool, sql, parameters).await?;
        Ok(row.as_ref().map(T::from_row).transpose()?)
    }

    /// One column of the first row.
    pub(super) async fn value<T: FromSqlOwned>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        column: &str,
    ) -> Result<Option<T>, Error> {
        let row = query::first(&self.pool, sql, parameters).await?;
        let value = row.map(|row| row.try_get(column)).transpose();
        Ok(value.map_err(db::Error::from)?)
    }

    /// The column `chat_id` of all rows.
    pub(super) async fn chat_ids(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<ChatId>, Error> {
        let rows = query::all(&self.pool, sql, parameters).await?;
        let ids = rows.iter().map(|row| row.try_get("chat_id"));
        Ok(ids.collect::<Result<_, _>>().map_err(db::Error::from)?)
    }
}
