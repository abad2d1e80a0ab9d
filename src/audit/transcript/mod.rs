//! Exports a chat for people to read.
//!
//! # Guarantees
//! One page of the chat is in memory at a time. The export ends with the event that was the last
//! one when it started.

mod csv;
mod edition;
mod html;
mod writer;

use std::io::{self, Write};

use crate::audit::entry::Entry;
use crate::audit::people::People;
use crate::db::session::Prepared;
use crate::db::{Connector, DbConnection, Error, FromRow as _, RowExt as _};
use crate::domain::UserId;
use crate::files::Error as FileError;

use self::edition::{About, LocalTime};
pub use self::edition::{Edition, ExportedBy};
use self::writer::{Line, Writer};

/// Events in one page.
const PAGE: i64 = 500;
/// The longest name of a time zone.
const MAX_TIME_ZONE: usize = 100;

const TRANSCRIPT_HEAD: &str = include_str!("../sql/transcript_head.sql");
const CHAT_TRANSCRIPT: &str = include_str!("../sql/chat_transcript.sql");
const IS_TIME_ZONE: &str = "SELECT public.is_time_zone($1) AS is_time_zone";

/// The format of an export.
#[derive(Debug, Clone)]
pub enum Format {
    /// For spreadsheets: in English, with times in UTC.
    Csv,
    /// A self-contained page, to read and to print.
    Html(Edition),
}

/// Why a transcript could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TranscriptError {
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
    /// The output.
    #[error("writing: {0}")]
    Output(#[from] io::Error),
    /// The content of a file.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no such chat.
    #[error("there is no chat {0}")]
    NoSuchChat(i64),
    /// The time zone is unknown.
    #[error("{0:?} is no time zone of the IANA database, like Europe/Moscow")]
    UnknownTimeZone(String),
}

impl From<tokio_postgres::Error> for TranscriptError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A chat up to the head of the log at one moment.
pub struct Transcript {
    connection: DbConnection,
    page: Prepared,
    about: About,
    /// The time zone of its times.
    time_zone: String,
    /// Whether it has only what concerns reported messages.
    only_reported: bool,
    writer: Box<dyn Writer + Send + Sync>,
    /// How far it is written.
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    Beginning,
    After(i64),
    Ended,
}

impl Transcript {
    /// Connects as the owner.
    pub async fn open(
        owner: &Connector,
        chat_id: i64,
        format: Format,
    ) -> Result<Self, TranscriptError> {
        let connection = owner.open_as_owner().await?;
        Self::over(connection, chat_id, format, false).await
    }

    /// Uses a connection of the server. `only_reported`: only what concerns reported messages.
    pub async fn over(
        connection: DbConnection,
        chat_id: i64,
        format: Format,
        only_reported: bool,
    ) -> Result<Self, TranscriptError> {
        let (time_zone, writer): (String, Box<dyn Writer + Send + Sync>) = match format {
            Format::Csv => ("UTC".to_owned(), Box::new(csv::Csv)),
            Format::Html(edition) => (
                edition.time_zone.clone(),
                Box::new(html::Html::new(edition)),
            ),
        };
        require_time_zone(&connection, &time_zone).await?;
        let rows = connection
            .query(TRANSCRIPT_HEAD, &[&chat_id, &time_zone])
            .await?;
        let row = rows.first().ok_or(TranscriptError::NoSuchChat(chat_id))?;
        if !row.try_get::<_, bool>("chat_exists")? {
            return Err(TranscriptError::NoSuchChat(chat_id));
        }
        let members: Vec<i64> = row.array("members")?;
        let people = connection.query(People::QUERY, &[&members]).await?;
        let people = People::from_rows(&people)?;
        let seal: Option<i64> = row.try_get("seal_position")?;
        let seal = seal.map(|position| Ok::<_, Error>((position, row.try_get("seal_hash")?)));
        Ok(Self {
            about: About {
                chat_id,
                realm: row.try_get("realm")?,
                title: row.try_get("title")?,
                subject: row.try_get("subject")?,
                members: members
                    .into_iter()
                    .map(|id| people.get(UserId(id)))
                    .collect(),
                database_user: row.try_get("database_user")?,
                at: LocalTime::from_row(row)?,
                head: row.try_get("position")?,
                seal: seal.transpose()?,
                only_reported,
            },
            page: connection.prepare(CHAT_TRANSCRIPT).await?,
            connection,
            time_zone,
            only_reported,
            writer,
            state: State::Beginning,
        })
    }

    /// Writes all events.
    pub async fn write(mut self, out: &mut (dyn Write + Send)) -> Result<(), TranscriptError> {
        while let Some(part) = self.next_part().await? {
            out.write_all(&part)?;
        }
        Ok(out.flush()?)
    }

    /// The next part of the text; `None` at the end.
    pub async fn next_part(&mut self) -> Result<Option<Vec<u8>>, TranscriptError> {
        let mut out = Vec::new();
        let after = match self.state {
            State::Beginning => {
                self.writer.begin(&mut out, &self.about)?;
                0
            }
            State::After(after) => after,
            State::Ended => return Ok(None),
        };
        let (entries, people) = self.entries_after(after).await?;
        self.state = State::Ended;
        for (entry, at) in &entries {
            self.state = State::After(entry.position.0);
            let people = &people;
            self.writer.line(&mut out, &Line { entry, at, people })?;
        }
        if entries.is_empty() {
            self.writer.end(&mut out)?;
        }
        Ok(Some(out))
    }

    async fn entries_after(
        &self,
        after: i64,
    ) -> Result<(Vec<(Entry, LocalTime)>, People), TranscriptError> {
        let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 6] = [
            &self.about.chat_id,
            &after,
            &self.about.head,
            &PAGE,
            &self.only_reported,
            &self.time_zone,
        ];
        let page = self.connection.query_prepared(&self.page, &parameters);
        let rows = page.await?;
        let entries = rows
            .iter()
            .map(|row| Ok((Entry::from_row(row)?, LocalTime::from_row(row)?)));
        let entries: Vec<(Entry, LocalTime)> = entries.collect::<Result<_, Error>>()?;
        let named = entries.iter().flat_map(|(entry, _)| {
            let people = entry.people();
            people.map(|id| (id.0, entry.position.0))
        });
        let (ids, positions): (Vec<i64>, Vec<i64>) = named.unzip();
        let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&ids, &positions];
        let people = self.connection.query(People::QUERY_AT, &parameters).await?;
        Ok((entries, People::from_rows(&people)?))
    }
}

/// # Errors
/// [`TranscriptError::UnknownTimeZone`].
async fn require_time_zone(connection: &DbConnection, name: &str) -> Result<(), TranscriptError> {
    let may_be_one = name.len() <= MAX_TIME_ZONE && !name.contains('\0');
    let is_one = may_be_one && {
        let rows = connection.query(IS_TIME_ZONE, &[&name]).await?;
        rows.first().is_some_and(|row| row.get("is_time_zone"))
    };
    if is_one {
        return Ok(());
    }
    Err(TranscriptError::UnknownTimeZone(name.to_owned()))
}
