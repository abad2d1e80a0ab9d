//! Opening connections to Postgres.
//!
//! Every connection of the server drops its privileges before its first statement
//! (`SET ROLE vestnik_server`) and limits the duration of statements. Behind a pooler in
//! transaction mode this is repeated for each statement: see `crate::db::session`.

use std::str::FromStr;

use rustls::ClientConfig;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::driver::{self, Driver};
use crate::db::error::{Error, InvalidUrl, classify, describe};
use crate::db::hosts::Hosts;
use crate::db::parameters::Parameters;
use crate::db::pool::{Opener, Pool};
use crate::db::session::{Prepared, Session};
use crate::db::transaction::Transaction;
use crate::db::{pooler, tls};

/// Opens connections to one database.
#[derive(Clone)]
pub struct Connector {
    hosts: Hosts,
    /// The prefix of its sessions' names in `pg_stat_activity`.
    name: String,
    tls: MakeRustlsConnect,
    session: Session,
}

/// A connection, driven by a task of its own; dropping it closes both.
pub struct DbConnection {
    client: Client,
    driver: JoinHandle<()>,
    session: Session,
}

impl DbConnection {
    fn new(client: Client, connection: Driver, session: Session) -> Self {
        Self {
            client,
            driver: driver::spawn(connection),
            session,
        }
    }

    /// Prepares a statement, if this connection is a session that can keep it.
    pub(crate) async fn prepare(
        &self,
        sql: &'static str,
    ) -> Result<Prepared, tokio_postgres::Error> {
        self.session.prepare(&self.client, sql).await
    }

    /// Runs a prepared statement.
    pub(crate) async fn query_prepared(
        &self,
        prepared: &Prepared,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        let session = self.session;
        session
            .query_prepared(&self.client, prepared, parameters)
            .await
    }

    /// Begins a transaction with a statement without a result. [`Self::query_and_commit`] ends it;
    /// if that is not called, drop the connection.
    pub(crate) async fn begin_with(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        self.session.begin_with(&self.client, sql).await
    }

    /// Runs a prepared statement and COMMIT in one round trip.
    pub(crate) async fn query_and_commit(
        &self,
        prepared: &Prepared,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        let session = self.session;
        session
            .query_and_commit(&self.client, prepared, parameters)
            .await
    }

    /// Runs a statement that is not worth preparing.
    pub async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        self.session.query(&self.client, sql, parameters).await
    }

    /// Begins a transaction of several statements, which works behind a pooler too.
    pub async fn begin(&mut self) -> Result<Transaction<'_>, Error> {
        Transaction::begin(&mut self.client, self.session).await
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
    /// `sslmode` is `disable`, `prefer` (the default), `require` (encrypted, with any
    /// certificate, as in libpq) or `verify-full` (against the system's root certificates).
    pub fn new(url: &str) -> Result<Self, InvalidUrl> {
        let verify = url.contains("sslmode=verify-full");
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let config = Config::from_str(&url).map_err(|error| InvalidUrl(describe(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(InvalidUrl("names no host".into()));
        }
        Ok(Self::with_tls(config, tls::config(verify)?))
    }

    /// A connector that does not verify TLS, for a private database.
    pub fn from_config(config: Config) -> Self {
        let tls = tls::config(false).expect("without verification no roots are needed");
        Self::with_tls(config, tls)
    }

    fn with_tls(config: Config, tls: ClientConfig) -> Self {
        Self {
            name: config
                .get_application_name()
                .unwrap_or("vestnik")
                .to_owned(),
            hosts: Hosts::of(config),
            tls: MakeRustlsConnect::new(tls),
            session: Session::Own,
        }
    }

    /// Detects whether the URL leads through a pooler in transaction mode, and adapts to it.
    pub async fn detect_pooler(mut self) -> Result<Self, Error> {
        let (one, other) = (self.open_as_owner().await?, self.open_as_owner().await?);
        let detected = pooler::is_transaction_pooler(&one, &other).await;
        if detected.map_err(classify)? {
            self.session = Session::PerTransaction;
        }
        Ok(self)
    }

    /// Whether a pooler in transaction mode was detected.
    pub fn transaction_pooling(&self) -> bool {
        self.session == Session::PerTransaction
    }

    /// Opens a connection with the role of the URL, for migrations.
    pub async fn open_as_owner(&self) -> Result<DbConnection, Error> {
        let (client, connection) = self.connect(&self.name).await?;
        Ok(DbConnection::new(client, connection, Session::Own))
    }

    /// Opens a connection as `vestnik_server`; `purpose` shows in `pg_stat_activity`.
    pub async fn open(&self, purpose: &str) -> Result<DbConnection, Error> {
        let (client, connection) = self.open_raw(purpose).await?;
        let connection = DbConnection::new(client, connection, self.session);
        if !self.session.on_connect().is_empty() {
            let set_up = connection.batch_execute(self.session.on_connect()).await;
            set_up.map_err(classify)?;
        }
        Ok(connection)
    }

    /// Opens a connection whose notifications the caller reads itself.
    pub(crate) async fn open_raw(&self, purpose: &str) -> Result<(Client, Driver), Error> {
        self.connect(&self.session_name(purpose)).await
    }

    /// A pool of at most `size` connections as `vestnik_server`.
    pub fn pool(&self, size: usize) -> Pool {
        let opener = Opener {
            hosts: self.hosts.clone(),
            session_name: self.session_name("queries"),
            tls: self.tls.clone(),
        };
        Pool::new(opener, self.session, size)
    }

    fn session_name(&self, purpose: &str) -> String {
        format!("{} {purpose}", self.name)
    }

    async fn connect(&self, session_name: &str) -> Result<(Client, Driver), Error> {
        let connecting = self.hosts.connect(session_name, self.tls.clone());
        tokio::time::timeout(self.hosts.connect_timeout(), connecting)
            .await
            .map_err(|_| Error::Unavailable("connecting took too long".into()))?
            .map_err(classify)
    }
}
