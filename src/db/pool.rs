//! Connections for reads, shared by whoever asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, RecyclingMethod, Runtime, Status,
};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::{Client, Config, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::Error;
use crate::db::connection::{BECOME_SERVER, Connector, drive};
use crate::db::error::{busy, classify};
use crate::db::hosts::Hosts;
use crate::db::pooler;
use crate::db::query::Parameters;

/// How long a read may wait for a connection of the pool.
const WAIT: Duration = Duration::from_secs(5);

/// A pool of connections as `vestnik_server`. Clones share it.
#[derive(Clone)]
pub struct Pool {
    connections: deadpool_postgres::Pool,
    is_pooled: bool,
    /// Where it may not have all of them at once.
    share: Option<Arc<Semaphore>>,
    /// How many wait for a place in their share, of all shares.
    waiting: Arc<AtomicUsize>,
}

impl Pool {
    pub(crate) fn new(connector: &Connector, size: usize) -> Self {
        let opening = Opening {
            hosts: connector.hosts.clone(),
            session: connector.session("queries"),
            tls: connector.tls.clone(),
        };
        let patience = connector.hosts.connect_timeout();
        let manager = Manager::from_connect(
            Config::new(),
            opening,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let mut builder = deadpool_postgres::Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(patience))
            .recycle_timeout(Some(patience));
        if !connector.transaction_pooling {
            builder = builder.post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    let became = client.batch_execute(BECOME_SERVER).await;
                    became.map_err(HookError::Backend)
                })
            }));
        }
        Self {
            connections: builder
                .build()
                .expect("a pool with a runtime and valid timeouts can be built"),
            is_pooled: connector.transaction_pooling,
            share: None,
            waiting: Arc::default(),
        }
    }

    /// The same connections, of which at most `most` are used at once through this handle and
    /// its clones: what they do cannot keep the others waiting.
    #[must_use]
    pub fn share(&self, most: usize) -> Self {
        Self {
            share: Some(Arc::new(Semaphore::new(most))),
            ..self.clone()
        }
    }

    /// A connection, once there is one free.
    async fn connection(&self) -> Result<Borrowed<'_>, Error> {
        let permit = match &self.share {
            Some(share) => {
                let _waiting = Waiting::in_line(&self.waiting);
                Some(timeout(WAIT, share.acquire()).await.map_err(|_| busy())?)
            }
            None => None,
        };
        Ok(Borrowed {
            client: self.connections.get().await?,
            _permit: permit.and_then(Result::ok),
        })
    }

    /// A connection, for a transaction of several statements.
    ///
    /// # Errors
    /// Behind a pooler, where a connection keeps neither its role nor its settings.
    pub async fn get(&self) -> Result<Object, Error> {
        if self.is_pooled {
            return Err(Error::Unavailable(pooler::UNSUPPORTED_WITH_POOLER.into()));
        }
        Ok(self.connections.get().await?)
    }

    /// Runs one statement.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Error> {
        let borrowed = self.connection().await?;
        let client = &borrowed.client;
        let rows = if self.is_pooled {
            pooler::query(client, sql, parameters).await
        } else {
            match client.prepare_cached(sql).await {
                Ok(statement) => client.query(&statement, parameters).await,
                Err(error) => Err(error),
            }
        };
        rows.map_err(classify)
    }

    /// Runs one statement for its effect; the number of rows it touched.
    pub(crate) async fn execute(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, Error> {
        let borrowed = self.connection().await?;
        let client = &borrowed.client;
        let touched = if self.is_pooled {
            pooler::execute(client, sql, parameters).await
        } else {
            match client.prepare_cached(sql).await {
                Ok(statement) => client.execute(&statement, parameters).await,
                Err(error) => Err(error),
            }
        };
        touched.map_err(classify)
    }

    /// How many connections there are, and how many wait for one.
    pub fn status(&self) -> Status {
        let mut status = self.connections.status();
        status.waiting += self.waiting.load(Ordering::Relaxed);
        status
    }

    /// Closes all of them; nobody gets one any more.
    pub fn close(&self) {
        self.connections.close();
    }
}

/// Counts somebody who waits, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn in_line(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection, and its place in a share.
struct Borrowed<'a> {
    client: Object,
    _permit: Option<SemaphorePermit<'a>>,
}

/// How the pool opens a connection.
struct Opening {
    hosts: Hosts,
    session: String,
    tls: MakeRustlsConnect,
}

impl deadpool_postgres::Connect for Opening {
    fn connect(
        &self,
        _: &Config,
    ) -> BoxFuture<'_, Result<(Client, JoinHandle<()>), tokio_postgres::Error>> {
        async {
            let opened = self.hosts.connect(&self.session, self.tls.clone()).await;
            let (client, connection) = opened?;
            Ok((client, drive(connection)))
        }
        .boxed()
    }
}
