//! Opening connections to Postgres.
//!
//! Every connection of the server gives up its rights before its first statement
//! (`SET ROLE vestnik_server`) and has a limit on how long a statement may take. Behind a
//! pooler in transaction mode that is done anew for each statement: see [`pooler`].

use std::str::FromStr;

use rustls::ClientConfig;
use tokio::task::JoinHandle;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Connection, Row, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::error::{classify, describe};
use crate::db::hosts::Hosts;
use crate::db::query::Parameters;
use crate::db::{Error, Pool, Transaction, pooler, tls};

/// The half of a connection that moves its bytes.
pub(crate) type Driver = Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// What every connection of the server runs first. Its statements take less time than
/// compiling them would, whatever the planner believes that they cost. And it prefers indexes
/// though a table was empty when it planned, since a plan lives as long as its connection.
pub(super) const BECOME_SERVER: &str = "
    SET ROLE vestnik_server;
    SET search_path = public, pg_temp;
    SET statement_timeout = '15s';
    SET idle_in_transaction_session_timeout = '15s';
    SET default_transaction_isolation = 'read committed';
    SET synchronous_commit = on;
    SET jit = off;
    SET enable_seqscan = off;
";

/// Not a usable connection string.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct InvalidUrl(pub(super) String);

/// Knows how to reach one database.
#[derive(Clone)]
pub struct Connector {
    pub(super) hosts: Hosts,
    /// What its sessions are called in `pg_stat_activity`, before their purpose.
    name: String,
    pub(super) tls: MakeRustlsConnect,
    /// Behind a pooler in transaction mode.
    pub(super) transaction_pooling: bool,
}

/// A connection whose other half runs in a task of its own; dropping it closes both.
pub struct DbConnection {
    client: Client,
    driver: JoinHandle<()>,
    pub(super) transaction_pooling: bool,
}

/// A statement that one connection runs again and again.
pub(crate) struct Prepared {
    sql: &'static str,
    /// `None` where a session keeps nothing.
    kept: Option<Statement>,
}

impl DbConnection {
    /// Prepares a statement, where this connection is a session that can keep it.
    pub(crate) async fn prepare(
        &self,
        sql: &'static str,
    ) -> Result<Prepared, tokio_postgres::Error> {
        let kept = if self.transaction_pooling {
            None
        } else {
            Some(self.client.prepare(sql).await?)
        };
        Ok(Prepared { sql, kept })
    }

    /// Runs what was prepared.
    pub(crate) async fn run(
        &self,
        prepared: &Prepared,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        match &prepared.kept {
            Some(statement) => self.client.query(statement, parameters).await,
            None => self.query(prepared.sql, parameters).await,
        }
    }

    /// Runs a statement that is not worth preparing.
    pub async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        if self.transaction_pooling {
            pooler::query(&self.client, sql, parameters).await
        } else {
            self.client.query(sql, parameters).await
        }
    }

    /// Begins a transaction of several statements, behind a pooler too.
    pub async fn begin(&mut self) -> Result<Transaction<'_>, Error> {
        Transaction::begin(&mut self.client, self.transaction_pooling).await
    }

    /// The client, for migrations.
    pub fn client_mut(&mut self) -> &mut Client {
        &mut self.client
    }
}

impl std::ops::Deref for DbConnection {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for DbConnection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connector {
    /// Reads a libpq connection string or URL. Several hosts may be listed, with
    /// `target_session_attrs=read-write` to follow a failover.
    ///
    /// `sslmode` is `disable`, `prefer` (the default), `require` (encrypted, any
    /// certificate, as libpq has it) or `verify-full` (against the system's roots).
    pub fn new(url: &str) -> Result<Self, InvalidUrl> {
        let verify = url.contains("sslmode=verify-full");
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let config = Config::from_str(&url).map_err(|error| InvalidUrl(describe(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(InvalidUrl("names no host".into()));
        }
        Ok(Self::tuned(config, tls::config(verify)?))
    }

    /// Reaches the database that `config` names, without TLS: for a private one.
    pub fn from_config(config: Config) -> Self {
        let tls = tls::config(false).expect("without verification no roots are needed");
        Self::tuned(config, tls)
    }

    fn tuned(config: Config, tls: ClientConfig) -> Self {
        Self {
            name: config
                .get_application_name()
                .unwrap_or("vestnik")
                .to_owned(),
            hosts: Hosts::of(config),
            tls: MakeRustlsConnect::new(tls),
            transaction_pooling: false,
        }
    }

    /// Finds out whether it leads through a pooler in transaction mode; from then on it goes
    /// by that.
    pub async fn detect_pooler(mut self) -> Result<Self, Error> {
        let (one, other) = (self.open_as_owner().await?, self.open_as_owner().await?);
        self.transaction_pooling = pooler::is_transaction_pooler(&one, &other)
            .await
            .map_err(classify)?;
        Ok(self)
    }

    /// Whether it leads through a pooler in transaction mode, as far as is known.
    pub fn transaction_pooling(&self) -> bool {
        self.transaction_pooling
    }

    /// Opens a connection as whoever the URL names, for migrations.
    pub async fn open_as_owner(&self) -> Result<DbConnection, Error> {
        let (client, connection) = self.connect(&self.name).await?;
        Ok(spawn_driver(client, connection, false))
    }

    /// Opens a connection as `vestnik_server`; `purpose` shows in `pg_stat_activity`.
    pub async fn open(&self, purpose: &str) -> Result<DbConnection, Error> {
        let (client, connection) = self.open_raw(purpose).await?;
        let link = spawn_driver(client, connection, self.transaction_pooling);
        if !self.transaction_pooling {
            link.batch_execute(BECOME_SERVER).await.map_err(classify)?;
        }
        Ok(link)
    }

    /// Opens a connection whose notifications the caller reads itself.
    pub(crate) async fn open_raw(&self, purpose: &str) -> Result<(Client, Driver), Error> {
        self.connect(&self.session(purpose)).await
    }

    /// A pool of at most `size` connections as `vestnik_server`.
    pub fn pool(&self, size: usize) -> Pool {
        Pool::new(self, size)
    }

    pub(super) fn session(&self, purpose: &str) -> String {
        format!("{} {purpose}", self.name)
    }

    async fn connect(&self, session: &str) -> Result<(Client, Driver), Error> {
        let connecting = self.hosts.connect(session, self.tls.clone());
        tokio::time::timeout(self.hosts.connect_timeout(), connecting)
            .await
            .map_err(|_| Error::Unavailable("connecting took too long".into()))?
            .map_err(classify)
    }
}

fn spawn_driver(client: Client, connection: Driver, is_pooled: bool) -> DbConnection {
    DbConnection {
        client,
        driver: drive(connection),
        transaction_pooling: is_pooled,
    }
}

/// Moves a connection's bytes until it ends.
pub(super) fn drive(connection: Driver) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = describe(&error), "a database connection ended");
        }
    })
}
