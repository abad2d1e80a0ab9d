//! Several statements that are committed together.

use tokio_postgres::{Client, Row};

use crate::db::Error;
use crate::db::error::classify;
use crate::db::pooler;
use crate::db::query::Parameters;

/// A transaction as `vestnik_server`; rolled back when dropped.
pub struct Transaction<'a> {
    inner: tokio_postgres::Transaction<'a>,
    is_pooled: bool,
}

impl<'a> Transaction<'a> {
    pub(crate) async fn begin(client: &'a mut Client, is_pooled: bool) -> Result<Self, Error> {
        let inner = client.transaction().await.map_err(classify)?;
        if is_pooled {
            let told = inner.batch_execute(pooler::BECOME_SERVER).await;
            told.map_err(classify)?;
        }
        Ok(Self { inner, is_pooled })
    }

    /// Runs a statement.
    pub async fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Error> {
        let rows = if self.is_pooled {
            let typed = pooler::typed(parameters);
            self.inner.query_typed(sql, &typed).await
        } else {
            self.inner.query(sql, parameters).await
        };
        rows.map_err(classify)
    }

    /// Runs a statement that has one row, or none.
    pub async fn first(&self, sql: &str, parameters: Parameters<'_>) -> Result<Option<Row>, Error> {
        Ok(self.query(sql, parameters).await?.into_iter().next())
    }

    /// Runs a statement for its effect; the number of rows it touched.
    pub async fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, Error> {
        let touched = if self.is_pooled {
            let typed = pooler::typed(parameters);
            self.inner.execute_typed(sql, &typed).await
        } else {
            self.inner.execute(sql, parameters).await
        };
        touched.map_err(classify)
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<(), Error> {
        self.inner.commit().await.map_err(classify)
    }
}
