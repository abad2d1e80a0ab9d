//! Runs the queries of a realm.

use tokio_postgres::types::FromSqlOwned;

use crate::db::query::{self, Parameters};
use crate::db::{Error, FromRow, Pool};
use crate::domain::Realm;
use crate::queries::chat_types::ChatTypes;
use crate::queries::counterparts::Counterparts;
use crate::queries::seen::Seen;

/// The queries of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Queries {
    pub(super) pool: Pool,
    pub(super) realm: Realm,
    /// Whether lists, counterparts and the access to chats have groups.
    pub(super) shows_groups: bool,
    /// `None` if groups are shown.
    pub(super) chat_types: Option<ChatTypes>,
    pub(super) counterparts: Counterparts,
    /// For readers of an event.
    pub(super) seen: Seen,
}

impl Queries {
    /// Queries over the connections of `pool`.
    pub fn new(pool: Pool, realm: Realm) -> Self {
        Self {
            pool,
            realm,
            shows_groups: true,
            chat_types: None,
            counterparts: Counterparts::new(),
            seen: Seen::new(),
        }
    }

    /// Queries that take groups for missing, for a contract that has none.
    #[must_use]
    pub fn without_groups(self) -> Self {
        Self {
            shows_groups: false,
            chat_types: Some(ChatTypes::new()),
            // Its queries are shared by readers who see the same.
            counterparts: Counterparts::new(),
            ..self
        }
    }

    /// All rows.
    pub(super) async fn all<T: FromRow>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<T>, Error> {
        let rows = query::all(&self.pool, sql, parameters).await?;
        rows.iter().map(T::from_row).collect()
    }

    /// The first row, if there is one.
    pub(super) async fn first<T: FromRow>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Option<T>, Error> {
        let row = query::first(&self.pool, sql, parameters).await?;
        row.as_ref().map(T::from_row).transpose()
    }

    /// One column of the first row.
    pub(super) async fn value<T: FromSqlOwned>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        column: &str,
    ) -> Result<Option<T>, Error> {
        let row = query::first(&self.pool, sql, parameters).await?;
        row.map(|row| Ok(row.try_get(column)?)).transpose()
    }
}
