//! The shared connections for reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, QueueMode, RecyclingMethod, Runtime,
};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use metrics::gauge;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::{Client, Config, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::error::{Error, busy, classify};
use crate::db::hosts::Hosts;
use crate::db::parameters::Parameters;
use crate::db::session::Session;
use crate::db::{driver, pooler};
use crate::telemetry::metrics::{POOL_CONNECTIONS, POOL_CONNECTIONS_MAX, POOL_WAITING};

/// How long a read may wait for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A pool of connections as `vestnik_server`. Clones share it.
#[derive(Clone)]
pub struct Pool {
    connections: deadpool_postgres::Pool,
    session: Session,
    /// Limits the connections that this handle and its clones use at once.
    share: Option<Arc<Semaphore>>,
    /// The reads that wait for their share, in all shares.
    waiting: Arc<AtomicUsize>,
}

impl Pool {
    pub(super) fn new(opener: Opener, session: Session, size: usize) -> Self {
        let connect_timeout = opener.hosts.connect_timeout();
        let manager = Manager::from_connect(
            Config::new(),
            opener,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let builder = deadpool_postgres::Pool::builder(manager)
            .max_size(size)
            // A connection keeps the plans of its statements: few connections in use make few plans.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(ACQUIRE_TIMEOUT))
            .create_timeout(Some(connect_timeout))
            .recycle_timeout(Some(connect_timeout))
            .post_create(Hook::async_fn(move |client, _| {
                Box::pin(async move {
                    match session.on_connect() {
                        "" => Ok(()),
                        sql => client.batch_execute(sql).await.map_err(HookError::Backend),
                    }
                })
            }));
        Self {
            connections: builder
                .build()
                .expect("a pool with a runtime and valid timeouts can be built"),
            session,
            share: None,
            waiting: Arc::default(),
        }
    }

    /// A handle to the same pool that, with its clones, uses at most `max` connections at once,
    /// so that other handles get connections too.
    #[must_use]
    pub fn share(&self, max: usize) -> Self {
        Self {
            share: Some(Arc::new(Semaphore::new(max))),
            ..self.clone()
        }
    }

    async fn connection(&self) -> Result<Borrowed<'_>, Error> {
        let permit = match &self.share {
            Some(share) => {
                let _waiting = Waiting::count(&self.waiting);
                let permit = timeout(ACQUIRE_TIMEOUT, share.acquire()).await;
                Some(permit.map_err(|_| busy())?)
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
        if self.session == Session::PerTransaction {
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
        let session = self.session;
        let rows = session.query_cached(&borrowed.client, sql, parameters);
        rows.await.map_err(classify)
    }

    /// Runs one statement for its effect; returns the number of affected rows.
    pub(crate) async fn execute(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, Error> {
        let borrowed = self.connection().await?;
        let session = self.session;
        let affected = session.execute_cached(&borrowed.client, sql, parameters);
        affected.await.map_err(classify)
    }

    /// Sets the gauges of the pool.
    pub fn record_metrics(&self) {
        let status = self.connections.status();
        let in_use = status.size.saturating_sub(status.available);
        let waiting = status.waiting + self.waiting.load(Ordering::Relaxed);
        gauge!(POOL_CONNECTIONS, "state" => "idle").set(status.available as f64);
        gauge!(POOL_CONNECTIONS, "state" => "in_use").set(in_use as f64);
        gauge!(POOL_CONNECTIONS_MAX).set(status.max_size as f64);
        gauge!(POOL_WAITING).set(waiting as f64);
    }

    /// Closes all connections, and opens no more.
    pub fn close(&self) {
        self.connections.close();
    }
}

/// Counts a waiting read until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn count(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection, and its permit in a share.
struct Borrowed<'a> {
    client: Object,
    _permit: Option<SemaphorePermit<'a>>,
}

/// Opens the connections of the pool.
pub(super) struct Opener {
    pub(super) hosts: Hosts,
    pub(super) session_name: String,
    pub(super) tls: MakeRustlsConnect,
}

impl deadpool_postgres::Connect for Opener {
    fn connect(
        &self,
        _: &Config,
    ) -> BoxFuture<'_, Result<(Client, JoinHandle<()>), tokio_postgres::Error>> {
        async {
            let (name, tls) = (&self.session_name, self.tls.clone());
            let (client, connection) = self.hosts.connect(name, tls).await?;
            Ok((client, driver::spawn(connection)))
        }
        .boxed()
    }
}
