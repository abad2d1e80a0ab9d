//! How to connect to the database: its owner, password and name.
//!
//! Guarantees: the password leaves this module only in a [`Config`], whose `Debug` hides
//! it, and for `initdb`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

use super::layout::PORT;
use super::secret::{load_or_create, random_hex};
use crate::embedded::error::Error;

/// The role that owns the cluster, and the name of its database.
pub(super) const OWNER: &str = "vestnik";

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) struct Endpoint {
    pgpass: PathBuf,
    password: String,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.pgpass.display())
    }
}

impl Endpoint {
    /// Reads the password from a file in the format of psql's `PGPASSFILE`, or generates
    /// both.
    pub(super) fn new(pgpass: PathBuf) -> Result<Self, Error> {
        let content = load_or_create(&pgpass, || format!("*:*:*:{OWNER}:{}\n", random_hex()))?;
        match content.trim().rsplit_once(':') {
            Some((_, password)) if !password.is_empty() => Ok(Self {
                password: password.to_owned(),
                pgpass,
            }),
            _ => Err(Error::BadSecret {
                path: pgpass,
                reason: "is not a password file: it must hold one line host:port:database:user:password",
            }),
        }
    }

    pub(super) fn password(&self) -> &str {
        &self.password
    }

    /// A connection through the socket in this directory.
    pub(super) fn connection(&self, socket_dir: &Path) -> Config {
        let mut config = Config::new();
        config.host_path(socket_dir).port(PORT).user(OWNER);
        config.dbname(OWNER).password(&self.password);
        config.connect_timeout(CONNECT_TIMEOUT);
        config
    }

    /// A shell command that opens this `psql` on the database.
    pub(super) fn psql_hint(&self, psql: &Path, socket_dir: &Path) -> String {
        let (pgpass, psql, host) = (quote(&self.pgpass), quote(psql), quote(socket_dir));
        format!("PGPASSFILE={pgpass} {psql} -h {host} -p {PORT} -U {OWNER} {OWNER}")
    }

    /// Connects once, and creates the database if only that is missing. Returns `false` if
    /// Postgres does not accept connections yet.
    pub(super) async fn is_ready(&self, socket_dir: &Path) -> Result<bool, Error> {
        let config = self.connection(socket_dir);
        let error = match timeout(CONNECT_TIMEOUT, config.connect(NoTls)).await {
            Err(_) => return Ok(false),
            Ok(Ok(_)) => return Ok(true),
            Ok(Err(error)) => error,
        };
        let code = error.code();
        if code == Some(&SqlState::INVALID_CATALOG_NAME) {
            create_database(config).await?;
            return Ok(true);
        }
        if code == Some(&SqlState::INVALID_PASSWORD) {
            return Err(Error::WrongPassword {
                pgpass: self.pgpass.clone(),
            });
        }
        Ok(code == Some(&SqlState::TOO_MANY_CONNECTIONS))
    }
}

/// Creates the database over a connection to `postgres`, which always exists.
async fn create_database(mut config: Config) -> Result<(), Error> {
    let (client, connection) = config.dbname("postgres").connect(NoTls).await?;
    let connection = tokio::spawn(connection);
    let statement = format!("CREATE DATABASE {OWNER}");
    let created = client.batch_execute(&statement).await;
    drop(client);
    connection.await.expect("a connection does not panic")?;
    match created {
        Err(error) if error.code() != Some(&SqlState::DUPLICATE_DATABASE) => Err(error.into()),
        _ => Ok(()),
    }
}

/// Quotes a path for a shell.
fn quote(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-@+".contains(c);
    if path.chars().all(is_plain) {
        return path.into_owned();
    }
    format!("'{}'", path.replace('\'', r"'\''"))
}
