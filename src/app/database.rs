//! Opens the configured database: an external or a private one.

use std::path::Path;

use crate::app::error::StartError;
use crate::config::{Database, External};
use crate::db::Connector;
use crate::db::schema::{self, SchemaError};
use crate::domain::Realm;
use crate::embedded::{self, Embedded, HostEnvironment};
use crate::realms::Realms;

/// An open database. A private one is stopped by [`OpenDatabase::close`].
pub struct OpenDatabase {
    /// Connects as the server.
    pub server: Connector,
    /// Connects as the owner: only for commands, never for a server.
    pub owner: Connector,
    embedded: Option<Embedded>,
}

impl OpenDatabase {
    /// Opens the database for a server, which owns a private one while it runs.
    pub async fn open_for_server(database: &Database, data_dir: &Path) -> Result<Self, StartError> {
        match database {
            Database::Embedded => Ok(Self::private(
                Embedded::start(data_dir, HostEnvironment::default()).await?,
            )),
            Database::External(external) => Ok(Self::external(external)),
        }
    }

    /// Opens the database for a command; a private one may belong to a running server.
    pub async fn attach(database: &Database, data_dir: &Path) -> Result<Self, StartError> {
        match database {
            Database::Embedded => Ok(Self::private(
                Embedded::attach(data_dir, HostEnvironment::default()).await?,
            )),
            Database::External(external) => Ok(Self::external(external)),
        }
    }

    fn private(embedded: Embedded) -> Self {
        let connector = Connector::from_config(embedded.connection());
        Self {
            server: connector.clone(),
            owner: connector,
            embedded: Some(embedded),
        }
    }

    fn external(external: &External) -> Self {
        Self {
            server: external.server.clone(),
            owner: external.owner.clone(),
            embedded: None,
        }
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// Also if the database has other policies of realms.
    pub async fn migrate(&self, realms: &Realms) -> Result<(), StartError> {
        let migrated = schema::migrate(&self.owner, realms.policies()).await;
        migrated.map_err(|error| self.schema_error(error))
    }

    /// The same, and gives the database the policies of these realms. Those in `retire` end although they
    /// have chats.
    pub async fn migrate_with_realms(
        &self,
        realms: &Realms,
        retire: &[Realm],
    ) -> Result<(), StartError> {
        let migrated = schema::migrate_with_realms(&self.owner, realms.policies(), retire).await;
        migrated.map_err(|error| self.schema_error(error))
    }

    fn schema_error(&self, error: SchemaError) -> StartError {
        let database = if self.embedded.is_some() {
            "the private Postgres"
        } else {
            "DATABASE_URL"
        };
        StartError::Schema { database, error }
    }

    /// The psql command for a private database.
    pub fn psql_hint(&self) -> Option<String> {
        self.embedded
            .as_ref()
            .map(|embedded| embedded.psql_hint().to_owned())
    }

    /// Stops a private Postgres.
    pub async fn close(self) {
        if let Some(embedded) = self.embedded
            && let Err(error) = embedded.stop().await
        {
            tracing::error!(%error, "the private Postgres did not stop cleanly");
        }
    }
}

/// The secret of a server without a configured one: generated once, kept in the data directory.
pub fn generated_secret(data_dir: &Path) -> Result<String, StartError> {
    Ok(embedded::load_or_create_secret(
        &data_dir.join("jwt-secret"),
    )?)
}
