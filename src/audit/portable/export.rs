//! Writes a chat, or the whole log, in the portable form.

use std::collections::HashSet;
use std::io::{self, Write};

use serde_json::{Map, Value};
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use super::files::FileExport;
use super::lines::{End, EventLine, Header, Line, VERSION};
use super::references::{Named, Portable};
use crate::audit::transcript::TranscriptError;
use crate::db::{Connector, DbConnection, Error, FromRow, RowExt as _};
use crate::domain::{EventKind, Realm};

/// Events in one page.
const PAGE: i64 = 500;

const CHAT_AND_HEAD: &str = include_str!("../sql/chat_and_head.sql");
const EVENTS_OF_CHAT: &str = include_str!("sql/events_of_chat.sql");
const EVENTS_OF_LOG: &str = include_str!("sql/events_of_log.sql");

/// The events of an export up to the head of the log at one moment. One page of them is in memory at a
/// time, and the ids of the people who were written.
pub struct PortableExport {
    connection: DbConnection,
    scope: Scope,
    head: i64,
    written: HashSet<i64>,
    events: u64,
    state: State,
    /// Set if the content of files is exported.
    files: Option<FileExport>,
}

/// How much was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    pub events: u64,
    pub files: u64,
    /// Files that the storage lacks, or has in another size.
    pub missing_files: u64,
}

/// How far it is written.
#[derive(Clone, Copy)]
enum State {
    Beginning,
    After(i64),
    Ended,
}

enum Scope {
    Chat(i64),
    Log(Option<String>),
}

/// A row of the log.
struct Event {
    position: i64,
    kind: Option<EventKind>,
    actor_id: Option<i64>,
    line: EventLine,
}

impl PortableExport {
    /// The events of a chat. Connects as the owner.
    pub async fn of_chat(owner: &Connector, chat_id: i64) -> Result<Self, TranscriptError> {
        Self::open(owner, Scope::Chat(chat_id)).await
    }

    /// The events of all chats, of one realm or of all. Connects as the owner.
    pub async fn of_log(owner: &Connector, realm: Option<Realm>) -> Result<Self, TranscriptError> {
        let realm = realm.map(|realm| realm.to_string());
        Self::open(owner, Scope::Log(realm)).await
    }

    async fn open(owner: &Connector, scope: Scope) -> Result<Self, TranscriptError> {
        Self::over(owner.open_as_owner().await?, scope).await
    }

    /// The events of a chat, over a connection of the server.
    pub async fn of_chat_over(
        connection: DbConnection,
        chat_id: i64,
    ) -> Result<Self, TranscriptError> {
        Self::over(connection, Scope::Chat(chat_id)).await
    }

    async fn over(connection: DbConnection, scope: Scope) -> Result<Self, TranscriptError> {
        let chat_id = match scope {
            Scope::Chat(chat_id) => chat_id,
            Scope::Log(_) => 0,
        };
        let rows = connection.query(CHAT_AND_HEAD, &[&chat_id]).await?;
        let row = rows.first().ok_or(TranscriptError::NoSuchChat(chat_id))?;
        if matches!(scope, Scope::Chat(_)) && !row.try_get::<_, bool>("chat_exists")? {
            return Err(TranscriptError::NoSuchChat(chat_id));
        }
        Ok(Self {
            head: row.try_get("position")?,
            connection,
            scope,
            written: HashSet::new(),
            events: 0,
            state: State::Beginning,
            files: None,
        })
    }

    /// Exports the content of files too.
    #[must_use]
    pub fn with_files(mut self, files: FileExport) -> Self {
        self.files = Some(files);
        self
    }

    /// Writes all events.
    pub async fn write(
        mut self,
        out: &mut (dyn Write + Send),
    ) -> Result<Exported, TranscriptError> {
        while let Some(part) = self.next_part().await? {
            out.write_all(&part)?;
        }
        out.flush()?;
        Ok(Exported {
            events: self.events,
            files: self.files.as_ref().map_or(0, FileExport::count),
            missing_files: self.files.as_ref().map_or(0, FileExport::missing),
        })
    }

    /// The next part of the text; `None` at the end.
    pub async fn next_part(&mut self) -> Result<Option<Vec<u8>>, TranscriptError> {
        let mut out = Vec::new();
        let after = match self.state {
            State::Beginning => {
                write_line(&mut out, &Line::VestnikExport(Header { version: VERSION }))?;
                0
            }
            State::After(after) => after,
            State::Ended => return Ok(None),
        };
        let page = self.page(after).await?;
        if let Some(last) = page.last() {
            self.state = State::After(last.position);
            self.write_page(&mut out, page).await?;
        } else {
            self.state = State::Ended;
            let events = self.events;
            write_line(&mut out, &Line::End(End { events }))?;
        }
        Ok(Some(out))
    }

    async fn page(&self, after: i64) -> Result<Vec<Event>, Error> {
        let rows = match &self.scope {
            Scope::Chat(chat_id) => {
                let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
                    [chat_id, &after, &self.head, &PAGE];
                self.connection.query(EVENTS_OF_CHAT, &parameters).await?
            }
            Scope::Log(realm) => {
                let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
                    [realm, &after, &self.head, &PAGE];
                self.connection.query(EVENTS_OF_LOG, &parameters).await?
            }
        };
        rows.iter().map(Event::from_row).collect()
    }

    async fn write_page(
        &mut self,
        out: &mut (dyn Write + Send),
        mut page: Vec<Event>,
    ) -> Result<(), TranscriptError> {
        let mut named = Named::default();
        for event in &mut page {
            named.users.extend(event.actor_id);
            if let Some(kind) = event.kind {
                named.add(kind, &mut event.line.payload);
            }
        }
        let portable = Portable::read(&self.connection, named).await?;
        for mut event in page {
            let mut users = Vec::from_iter(event.actor_id);
            let mut files = Vec::new();
            if let Some(kind) = event.kind {
                let named = portable.replace(kind, &mut event.line.payload);
                users.extend(named.users);
                files = named.files;
            }
            for user_id in users {
                self.write_person(out, &portable, user_id).await?;
            }
            for id in files {
                self.write_file(out, &portable, id).await?;
            }
            let actor = event.actor_id.and_then(|actor| portable.person(actor));
            event.line.actor = actor.map(|person| person.key);
            write_line(out, &Line::Event(Box::new(event.line)))?;
            self.events += 1;
        }
        Ok(())
    }

    /// Writes a person before the first event that names them, and their picture.
    async fn write_person(
        &mut self,
        out: &mut (dyn Write + Send),
        portable: &Portable,
        user_id: i64,
    ) -> Result<(), TranscriptError> {
        let Some(person) = portable.person(user_id) else {
            return Ok(());
        };
        if !self.written.insert(user_id) {
            return Ok(());
        }
        let mut person = person.clone();
        let picture = portable.picture_of(user_id);
        let mut line = None;
        if let (Some(files), Some(picture)) = (&mut self.files, picture) {
            line = files.write(picture, person.key).await?;
            person.picture = line.as_ref().map(|_| picture.as_picture());
        }
        write_line(out, &Line::Person(Box::new(person)))?;
        if let Some(line) = line {
            write_line(out, &Line::File(Box::new(line)))?;
        }
        Ok(())
    }

    /// Writes a file before the first event that names it.
    async fn write_file(
        &mut self,
        out: &mut (dyn Write + Send),
        portable: &Portable,
        id: i64,
    ) -> Result<(), TranscriptError> {
        let (Some(files), Some(file)) = (&mut self.files, portable.file(id)) else {
            return Ok(());
        };
        let owner = portable.person(file.owner_id).map(|person| person.key);
        let (false, Some(owner)) = (files.was_given(file), owner) else {
            return Ok(());
        };
        if let Some(line) = files.write(file, owner).await? {
            write_line(out, &Line::File(Box::new(line)))?;
        }
        Ok(())
    }
}

fn write_line(out: &mut (dyn Write + Send), line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

impl FromRow for Event {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let kind: String = row.try_get("kind")?;
        let Json(payload): Json<Map<String, Value>> = row.try_get("payload")?;
        Ok(Self {
            position: row.try_get("position")?,
            kind: EventKind::named(&kind),
            actor_id: row.try_get("actor_id")?,
            line: EventLine {
                event_id: row.try_get("event_id")?,
                at: row.timestamp("recorded_at")?,
                realm: row.try_get("realm")?,
                chat: row.try_get("chat")?,
                kind,
                actor: None,
                payload,
                state: row.try_get("state")?,
            },
        })
    }
}
