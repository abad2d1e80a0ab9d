//! The origin's database, which is only read.

use tokio_postgres::Row;

use super::error::{AdoptError, of_origin};
use super::origin::Origin;
use super::settings::OriginSettings;
use crate::db::DbConnection;

/// No time limit of the origin's database may end the transaction, which lasts as long as the import.
const BEGIN: &str = "
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0";
const SET_SCHEMA: &str = "
    SELECT set_config('search_path', quote_ident($1), true),
           to_regnamespace(quote_ident($1)) IS NOT NULL AS is_there";
const SET_TIME_ZONE: &str = "SELECT set_config('TimeZone', $1, true)";
const IS_TIME_ZONE: &str = "
    SELECT EXISTS (SELECT FROM pg_timezone_names AS z WHERE lower(z.name) = lower($1)) AS is_there";
const IS_OWN: &str = "
    SELECT to_regclass('log_head') IS NOT NULL AND to_regclass('schema_state') IS NOT NULL AS is_own";
const COLUMNS: &str = "
    SELECT a.attname::text AS name
    FROM pg_attribute AS a
    WHERE a.attrelid = to_regclass(quote_ident($1))
      AND a.attnum > 0
      AND NOT a.attisdropped";

/// Rows of a page.
const PAGE: usize = 500;

/// A read-only transaction, which ends with the connection.
pub(super) struct Source {
    connection: DbConnection,
}

impl Source {
    /// # Errors
    /// The schema is not that of this application, among others.
    pub(super) async fn open(settings: &OriginSettings<'_>) -> Result<Self, AdoptError> {
        let connection = settings.database.open_as_owner().await;
        let connection = connection.map_err(AdoptError::Origin)?;
        connection.batch_execute(BEGIN).await.map_err(of_origin)?;
        let source = Self { connection };
        let schema = settings.schema;
        if !source.flag(SET_SCHEMA, Some(schema), "is_there").await? {
            return Err(AdoptError::NoSchema(schema.to_owned()));
        }
        if source.flag(IS_OWN, None, "is_own").await? {
            return Err(AdoptError::OwnSchema(schema.to_owned()));
        }
        if let Some(zone) = settings.time_zone {
            if !source.flag(IS_TIME_ZONE, Some(zone), "is_there").await? {
                return Err(AdoptError::TimeZone(zone.to_owned()));
            }
            let set = source.connection.query(SET_TIME_ZONE, &[&zone]).await;
            set.map_err(of_origin)?;
        }
        source.require_tables(settings.origin).await?;
        Ok(source)
    }

    async fn require_tables(&self, origin: &Origin) -> Result<(), AdoptError> {
        let mut missing = Vec::new();
        for (table, needed) in origin.tables {
            let columns = self.columns(table).await?;
            if columns.is_empty() {
                missing.push(format!("the table {table}"));
                continue;
            }
            let lacking = needed
                .iter()
                .filter(|needed| !columns.iter().any(|name| name == *needed));
            missing.extend(lacking.map(|column| format!("the column {table}.{column}")));
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(AdoptError::Missing(missing.join(", ")))
        }
    }

    /// The columns of a table; none if there is no such table.
    pub(super) async fn columns(&self, table: &str) -> Result<Vec<String>, AdoptError> {
        let rows = self.connection.query(COLUMNS, &[&table]).await;
        let rows = rows.map_err(of_origin)?;
        let names = rows.iter().map(|row| row.try_get("name"));
        names.collect::<Result<_, _>>().map_err(of_origin)
    }

    /// Begins to read the rows of a query; one query is read at a time.
    pub(super) async fn read(&self, sql: &str) -> Result<Rows<'_>, AdoptError> {
        let declare = format!("DECLARE adopted NO SCROLL CURSOR FOR {sql}");
        let declared = self.connection.batch_execute(&declare).await;
        declared.map_err(of_origin)?;
        Ok(Rows {
            connection: &self.connection,
        })
    }

    async fn flag(
        &self,
        sql: &str,
        parameter: Option<&str>,
        column: &str,
    ) -> Result<bool, AdoptError> {
        let row = match &parameter {
            Some(parameter) => self.connection.query_one(sql, &[parameter]).await,
            None => self.connection.query_one(sql, &[]).await,
        };
        row.and_then(|row| row.try_get(column)).map_err(of_origin)
    }
}

/// The rows of a query, by pages.
pub(super) struct Rows<'a> {
    connection: &'a DbConnection,
}

impl Rows<'_> {
    /// The next rows; none at the end.
    pub(super) async fn page(&self) -> Result<Vec<Row>, AdoptError> {
        let fetch = format!("FETCH FORWARD {PAGE} FROM adopted");
        let rows = self.connection.query(&fetch, &[]).await;
        let rows = rows.map_err(of_origin)?;
        if rows.is_empty() {
            let closed = self.connection.batch_execute("CLOSE adopted").await;
            closed.map_err(of_origin)?;
        }
        Ok(rows)
    }
}
