//! Several statements that are committed together.

use tokio_postgres::{Client, Row};

use crate::db::error::{Error, classify};
use crate::db::parameters::Parameters;
use crate::db::session::Session;

/// A transaction as `vestnik_server`; rolled back when dropped.
pub struct Transaction<'a> {
    inner: tokio_postgres::Transaction<'a>,
    session: Session,
}

impl<'a> Transaction<'a> {
    pub(crate) async fn begin(client: &'a mut Client, session: Session) -> Result<Self, Error> {
        let inner = client.transaction().await.map_err(classify)?;
        if !session.on_begin().is_empty() {
            let set_up = inner.batch_execute(session.on_begin()).await;
            set_up.map_err(classify)?;
        }
        Ok(Self { inner, session })
    }

    /// Runs a statement.
    pub async fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Error> {
        let rows = self.session.query_in(&self.inner, sql, parameters).await;
        rows.map_err(classify)
    }

    /// Runs a statement that returns one row or none.
    pub async fn first(&self, sql: &str, parameters: Parameters<'_>) -> Result<Option<Row>, Error> {
        Ok(self.query(sql, parameters).await?.into_iter().next())
    }

    /// Runs a statement for its effect; returns the number of affected rows.
    pub async fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, Error> {
        let affected = self.session.execute_in(&self.inner, sql, parameters).await;
        affected.map_err(classify)
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<(), Error> {
        self.inner.commit().await.map_err(classify)
    }
}
