//! Loads a copy of the log into an empty database.
//!
//! The copy is what psql writes by `\copy (SELECT * FROM events ORDER BY position) TO 'events.csv' CSV HEADER`.

use std::io::BufRead;
use std::pin::pin;

use bytes::Bytes;
use futures::SinkExt as _;
use tokio_postgres::CopyInSink;

use crate::db::{Connector, DbConnection, Error};

const BEGIN: &str = include_str!("sql/begin.sql");
const GAPS: &str = include_str!("sql/gaps.sql");
const FINISH: &str = include_str!("sql/finish.sql");
const RESERVE_IDS: &str = include_str!("sql/reserve_ids.sql");

/// The columns of `events`, which a copy has in any order.
const COLUMNS: [&str; 9] = [
    "position",
    "event_id",
    "realm",
    "chat_id",
    "kind",
    "actor_id",
    "payload",
    "recorded_at",
    "origin",
];
/// The most bytes of the line that names the columns.
const MAX_HEADER: u64 = 1_000;

/// Why a copy was not loaded: nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum LogCopyError {
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
    /// The copy cannot be read.
    #[error(transparent)]
    Read(#[from] std::io::Error),
    /// The first line does not name the columns of `events`, each once.
    #[error("the first line must name these columns: {}", COLUMNS.join(","))]
    Columns,
    /// The database has events.
    #[error("the log of this database has events: a copy is loaded into an empty database only")]
    NotEmpty,
    /// A copy of a part of a log.
    #[error("position {0} is missing in the copy")]
    Missing(i64),
    /// A line that is no event.
    #[error("{0}")]
    Refused(String),
}

/// An empty database that is given a log, connected as its owner.
pub struct LogCopy(DbConnection);

impl LogCopy {
    /// Connects as the owner.
    pub async fn into(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// Loads all events or none, and returns their number. The read model is derived afterwards
    /// ([`super::ReadModelReplay`]). Calls `progress` with the bytes that were read.
    pub async fn load(
        &self,
        source: &mut (dyn BufRead + Send),
        progress: impl FnMut(u64),
    ) -> Result<i64, LogCopyError> {
        let columns = columns(source)?;
        self.run(BEGIN).await?;
        let loaded = self.load_events(&columns, source, progress).await;
        if loaded.is_err() {
            self.run("ROLLBACK").await?;
        }
        loaded
    }

    async fn load_events(
        &self,
        columns: &str,
        source: &mut (dyn BufRead + Send),
        progress: impl FnMut(u64),
    ) -> Result<i64, LogCopyError> {
        let is_empty = "SELECT NOT EXISTS (SELECT FROM public.events) AS is_empty";
        let row = self.0.query_one(is_empty, &[]).await.map_err(Error::from)?;
        if !row.get::<_, bool>("is_empty") {
            return Err(LogCopyError::NotEmpty);
        }
        let copy = format!("COPY public.events ({columns}) FROM STDIN (FORMAT csv)");
        let sink = self.0.copy_in(&copy).await.map_err(Error::from)?;
        send(sink, source, progress).await?;
        let row = self.0.query_one(GAPS, &[]).await.map_err(Error::from)?;
        if let Some(missing) = row.get("missing") {
            return Err(LogCopyError::Missing(missing));
        }
        self.run(FINISH).await?;
        Ok(row.get("events"))
    }

    /// Reserves the ids of the people of the log, once its read model was derived.
    pub async fn reserve_ids(&self) -> Result<(), Error> {
        self.0.query(RESERVE_IDS, &[]).await?;
        Ok(())
    }

    async fn run(&self, statements: &str) -> Result<(), Error> {
        Ok(self.0.batch_execute(statements).await?)
    }
}

/// Reads the first line.
fn columns(source: &mut (dyn BufRead + Send)) -> Result<String, LogCopyError> {
    let mut line = String::new();
    let mut first = std::io::Read::take(source, MAX_HEADER);
    first.read_line(&mut line)?;
    let line = line.trim();
    let mut given: Vec<&str> = line.split(',').collect();
    given.sort_unstable();
    let mut expected = COLUMNS;
    expected.sort_unstable();
    if given != expected {
        return Err(LogCopyError::Columns);
    }
    Ok(line.to_owned())
}

/// Sends the remaining lines.
async fn send(
    sink: CopyInSink<Bytes>,
    source: &mut (dyn BufRead + Send),
    mut progress: impl FnMut(u64),
) -> Result<(), LogCopyError> {
    let mut sink = pin!(sink);
    loop {
        let read = source.fill_buf()?;
        if read.is_empty() {
            break;
        }
        let length = read.len();
        let part = Bytes::copy_from_slice(read);
        source.consume(length);
        sink.send(part).await.map_err(refused)?;
        progress(length as u64);
    }
    sink.finish().await.map_err(refused)?;
    Ok(())
}

/// Names the line at fault, which Postgres gives as the context of its error.
fn refused(error: tokio_postgres::Error) -> LogCopyError {
    let Some(refusal) = error.as_db_error() else {
        return LogCopyError::Store(error.into());
    };
    // `COPY events, line 7, column payload: …`: what follows the column is a text of the log.
    let line = refusal
        .where_()
        .and_then(|context| context.split([':', '"']).next());
    LogCopyError::Refused(match line {
        Some(line) => format!("{}: {}", line.trim_end(), refusal.message()),
        None => refusal.message().to_owned(),
    })
}
