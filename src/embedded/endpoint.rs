//! How the database is reached: the role that owns it, its password, and its name.
//!
//! Guarantees: the password leaves this module only in a [`Config`], which does not
//! show it, in a URL for another process, and for `initdb`.
//!
//! Must not know which process answers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

use super::Error;
use super::place::PORT;
use super::secret::Password;

/// The role that owns the cluster, and the name of its database.
pub(super) const OWNER: &str = "vestnik";

/// How long one attempt to connect may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// How to connect to the database of one cluster.
#[derive(Debug)]
pub(super) struct Endpoint {
    pgpass: PathBuf,
    password: Password,
}

/// What came of an attempt to connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Ready,
    /// Nobody answers, or one who stops.
    NotYet,
}

impl Endpoint {
    /// With the password in this file, which is made up if there is none.
    pub(super) fn of(pgpass: PathBuf) -> Result<Self, Error> {
        let password = Password::load_or_create(&pgpass, OWNER)?;
        Ok(Self { pgpass, password })
    }

    pub(super) fn password(&self) -> &Password {
        &self.password
    }

    /// A connection through the socket in this directory.
    pub(super) fn connection(&self, socket_directory: &Path) -> Config {
        let mut config = Config::new();
        config
            .host_path(socket_directory)
            .port(PORT)
            .user(OWNER)
            .dbname(OWNER);
        config
            .password(self.password.reveal())
            .connect_timeout(CONNECT_LIMIT);
        config
    }

    /// The same as a URL, with the password in it.
    pub(super) fn url(&self, socket_directory: &Path) -> String {
        // No other character of a socket's directory has a meaning in a URL.
        let host = socket_directory.to_string_lossy().replace('/', "%2F");
        format!(
            "postgresql://{OWNER}:{}@{host}:{PORT}/{OWNER}",
            self.password.reveal()
        )
    }

    /// A command line for a shell that opens this `psql` on the database.
    pub(super) fn psql_hint(&self, psql: &Path, socket_directory: &Path) -> String {
        format!(
            "PGPASSFILE={} {} -h {} -p {PORT} -U {OWNER} {OWNER}",
            quoted(&self.pgpass),
            quoted(psql),
            quoted(socket_directory),
        )
    }

    /// Connects once; creates the database where it is the only thing missing.
    pub(super) async fn ask(&self, socket_directory: &Path) -> Result<Answer, Error> {
        let config = self.connection(socket_directory);
        let Ok(connected) = timeout(CONNECT_LIMIT, config.connect(NoTls)).await else {
            return Ok(Answer::NotYet);
        };
        let Err(error) = connected else {
            return Ok(Answer::Ready);
        };
        let Some(code) = error.code() else {
            return Ok(Answer::NotYet);
        };
        if *code == SqlState::INVALID_CATALOG_NAME {
            create_database(config).await?;
            Ok(Answer::Ready)
        } else if *code == SqlState::TOO_MANY_CONNECTIONS {
            Ok(Answer::Ready)
        } else if *code == SqlState::INVALID_PASSWORD {
            Err(Error::WrongPassword {
                pgpass: self.pgpass.clone(),
            })
        } else {
            Ok(Answer::NotYet)
        }
    }
}

/// Creates the database through that of the same server which always exists.
async fn create_database(mut config: Config) -> Result<(), Error> {
    let (client, connection) = config.dbname("postgres").connect(NoTls).await?;
    let connection = tokio::spawn(connection);
    let created = client
        .batch_execute(&format!("CREATE DATABASE {OWNER}"))
        .await;
    drop(client);
    connection
        .await
        .expect("driving a connection does not panic")?;
    match created {
        Err(error) if error.code() != Some(&SqlState::DUPLICATE_DATABASE) => Err(error.into()),
        _ => Ok(()),
    }
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    if path
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-@+".contains(c))
    {
        return path.into_owned();
    }
    format!("'{}'", path.replace('\'', r"'\''"))
}
