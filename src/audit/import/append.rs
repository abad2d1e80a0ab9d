//! Appends the events of checked files.

use std::collections::HashMap;
use std::mem::take;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::error::ImportError;
use super::file::Chunk;
use super::files::{FileFolder, StoreFailure};
use super::people::{ADD_PEOPLE, Added, FIND_PEOPLE, Found, People};
use super::references::{File, Ids, References};
use crate::audit::portable::{EventLine, FileLine, PersonKey, PersonLine};
use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow as _, Transaction};
use crate::domain::EventKind;
use crate::files::{Error as FileError, Storage};

const STORED_EVENTS: &str = include_str!("sql/stored_events.sql");
const ADD_FILES: &str = include_str!("sql/add_files.sql");
const FILES_WITHOUT_CONTENT: &str = include_str!("sql/files_without_content.sql");
const APPEND_EVENTS: &str = include_str!("sql/append_events.sql");
const RECORD_RANGE: &str = include_str!("sql/record_range.sql");

/// Appends chunks, one after the other.
pub(super) struct Appender {
    connection: DbConnection,
    /// The users who the people of the lines so far are here.
    people: HashMap<PersonKey, i64>,
    files: Option<(FileFolder, Storage)>,
    keeps_roles: bool,
    pub(super) imported: Imported,
}

/// A chunk, and what its messages are found by.
pub(super) struct Prepared {
    pub(super) chunk: Chunk,
    pub(super) words: HashMap<Uuid, String>,
}

/// What an import has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// The events that were appended, and those that the log had.
    pub appended: u64,
    pub skipped: u64,
    /// The people who were added, and how many of them were admins or moderators where they come from.
    pub added_people: u64,
    pub privileged_people: u64,
    /// The files whose content was stored.
    pub stored_files: u64,
}

/// Events to append, by column.
#[derive(Default)]
struct Rows {
    positions: Vec<i64>,
    ids: Vec<Uuid>,
    realms: Vec<String>,
    chats: Vec<Option<i64>>,
    kinds: Vec<&'static str>,
    actors: Vec<Option<i64>>,
    payloads: Vec<Json<Map<String, Value>>>,
    times: Vec<Timestamp>,
    /// What messages are found by.
    words: Vec<Option<String>>,
}

/// Why a chunk was not appended.
enum Failure {
    Store(Error),
    /// This line is not what the check has read.
    Changed(u64),
    /// The content of the file of this line cannot be stored.
    Storage(u64, FileError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Appender {
    pub(super) async fn begin(owner: &Connector) -> Result<Self, ImportError> {
        let connection = owner.open_as_owner().await?;
        // A plan made on empty tables must not read all of the log for each line.
        connection
            .batch_execute("SET enable_seqscan = off; SET jit = off")
            .await?;
        Ok(Self {
            connection,
            people: HashMap::new(),
            files: None,
            keeps_roles: false,
            imported: Imported::default(),
        })
    }

    pub(super) fn set_files(&mut self, folder: FileFolder, storage: Storage) {
        self.files = Some((folder, storage));
    }

    pub(super) fn keep_roles(&mut self) {
        self.keeps_roles = true;
    }

    /// Appends the events of a chunk that the log does not have, in one transaction.
    pub(super) async fn append(&mut self, prepared: Prepared) -> Result<(), ImportError> {
        let chunk = &prepared.chunk;
        let (file, first, last) = (chunk.file.clone(), chunk.first, chunk.last);
        let outcome = self.append_new(prepared).await;
        outcome.map_err(|failure| match failure {
            Failure::Changed(line) => ImportError::Changed { file, line },
            Failure::Storage(line, error) => ImportError::Storage { file, line, error },
            Failure::Store(error @ Error::Database(_)) => ImportError::Refused {
                file,
                first,
                last,
                error,
            },
            Failure::Store(error) => ImportError::Store(error),
        })
    }

    async fn append_new(&mut self, prepared: Prepared) -> Result<(), Failure> {
        let Prepared { mut chunk, words } = prepared;
        if let Some(problem) = chunk.problems.first() {
            return Err(Failure::Changed(problem.line));
        }
        if !chunk.files.is_empty() && self.files.is_some() {
            let (people, files) = (take(&mut chunk.people), take(&mut chunk.files));
            self.store_files(&people, &files).await?;
        }
        let references = references(&mut chunk.events)?;
        let transaction = self.connection.begin().await?;
        let head = lock_head(&transaction).await?;
        let options = (self.files.is_some(), self.keeps_roles);
        let added = add_people(&transaction, &chunk.people, options).await?;
        self.people
            .extend(added.iter().map(|added| (added.key, added.user_id)));
        let stored = stored_events(&transaction, &references).await?;
        let events = chunk.events.len();
        chunk
            .events
            .retain(|(_, event)| !stored.contains_key(&event.event_id));
        let files = add_files(&transaction, &mut chunk.events, &self.people).await?;
        let rows = Rows::of(chunk.events, head, &self.people, stored, &files, &words)?;
        rows.append(&transaction, head).await?;
        transaction.commit().await?;
        self.imported.appended += rows.positions.len() as u64;
        self.imported.skipped += (events - rows.positions.len()) as u64;
        self.count_people(&added);
        Ok(())
    }

    fn count_people(&mut self, added: &[Added]) {
        let count = |is: fn(&Added) -> bool| added.iter().filter(|added| is(added)).count() as u64;
        self.imported.added_people += count(|added| added.is_new);
        self.imported.privileged_people += count(|added| added.is_privileged);
    }

    /// Adds people and files, and then stores the content of the files. So no file is stored without a row,
    /// and none expires without a content.
    async fn store_files(
        &mut self,
        people: &[(u64, PersonLine)],
        lines: &[(u64, FileLine)],
    ) -> Result<(), Failure> {
        let transaction = self.connection.begin().await?;
        lock_head(&transaction).await?;
        let added = add_people(&transaction, people, (true, self.keeps_roles)).await?;
        self.people
            .extend(added.iter().map(|added| (added.key, added.user_id)));
        let files = lines.iter().map(|(_, line)| {
            let (key, name, owner) = (line.key, line.name.clone(), line.owner);
            (File { key, name, owner }, line.realm.clone())
        });
        let ids = insert_files(&transaction, files, &self.people, false).await?;
        let ids: Vec<i64> = ids.into_values().collect();
        let empty = transaction.query(FILES_WITHOUT_CONTENT, &[&ids]).await?;
        transaction.commit().await?;
        self.count_people(&added);
        let Some((folder, storage)) = &self.files else {
            return Ok(());
        };
        for row in &empty {
            let (id, key): (i64, Uuid) = (row.try_get("id")?, row.try_get("key")?);
            let Some((number, line)) = lines.iter().find(|(_, line)| line.key == key) else {
                continue;
            };
            let stored = folder.store(storage, &self.connection, id, line).await;
            stored.map_err(|failure| match failure {
                StoreFailure::Changed => Failure::Changed(*number),
                StoreFailure::Storage(error) => Failure::Storage(*number, error),
                StoreFailure::Database(error) => Failure::Store(error),
            })?;
            self.imported.stored_files += 1;
        }
        Ok(())
    }
}

/// Locks the head before any other row: other appends wait from here on.
async fn lock_head(transaction: &Transaction<'_>) -> Result<i64, Failure> {
    let sql = "SELECT public.lock_head() AS head";
    let rows = transaction.query(sql, &[]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("head"))?)
}

/// What the events of a chunk refer to, themselves and their chats included.
fn references(events: &mut [(u64, EventLine)]) -> Result<References, Failure> {
    let mut references = References::default();
    for (line, event) in events {
        references.events.insert(event.event_id);
        references.events.extend(event.chat);
        let kind = EventKind::named(&event.kind).ok_or(Failure::Changed(*line))?;
        let added = references.add(kind, &mut event.payload);
        added.map_err(|_| Failure::Changed(*line))?;
    }
    Ok(references)
}

async fn add_people(
    transaction: &Transaction<'_>,
    lines: &[(u64, PersonLine)],
    (with_pictures, keeps_roles): (bool, bool),
) -> Result<Vec<Added>, Failure> {
    let people = People::of(lines);
    if people.lines.is_empty() {
        return Ok(Vec::new());
    }
    let parameters: Parameters<'_> = &[&people.origins, &people.numbers, &people.lines];
    let mut user_ids = vec![None; lines.len()];
    for row in transaction.query(FIND_PEOPLE, parameters).await? {
        let found = Found::from_row(&row)?;
        if found.problem.is_some() {
            return Err(Failure::Changed(lines[found.index].0));
        }
        user_ids[found.index] = found.user_id;
    }
    let parameters: Parameters<'_> = &[
        &people.origins,
        &people.numbers,
        &people.lines,
        &user_ids,
        &with_pictures,
        &keeps_roles,
    ];
    let rows = transaction.query(ADD_PEOPLE, parameters).await?;
    Ok(rows.iter().map(Added::from_row).collect::<Result<_, _>>()?)
}

/// The positions of those events that the log has.
async fn stored_events(
    transaction: &Transaction<'_>,
    references: &References,
) -> Result<HashMap<Uuid, i64>, Failure> {
    let ids: Vec<Uuid> = references.events.iter().copied().collect();
    let mut stored = HashMap::new();
    for row in transaction.query(STORED_EVENTS, &[&ids]).await? {
        stored.insert(row.try_get("event_id")?, row.try_get("position")?);
    }
    Ok(stored)
}

/// Adds the files of new events, and returns the ids of all of them.
async fn add_files(
    transaction: &Transaction<'_>,
    events: &mut [(u64, EventLine)],
    people: &HashMap<PersonKey, i64>,
) -> Result<HashMap<Uuid, i64>, Failure> {
    let mut files = HashMap::new();
    for (line, event) in events {
        let mut references = References::default();
        let kind = EventKind::named(&event.kind).ok_or(Failure::Changed(*line))?;
        let added = references.add(kind, &mut event.payload);
        added.map_err(|_| Failure::Changed(*line))?;
        let of_event = references.files.into_values();
        files.extend(of_event.map(|file| (file.key, (file, event.realm.clone()))));
    }
    insert_files(transaction, files.into_values(), people, true).await
}

/// Adds files of realms. They expire unless a message has them, or `is_posted`.
async fn insert_files(
    transaction: &Transaction<'_>,
    files: impl Iterator<Item = (File, String)>,
    people: &HashMap<PersonKey, i64>,
    is_posted: bool,
) -> Result<HashMap<Uuid, i64>, Failure> {
    let (mut keys, mut names, mut owners, mut realms) = (vec![], vec![], vec![], vec![]);
    for (file, realm) in files {
        keys.push(file.key);
        names.push(file.name);
        owners.push(people.get(&file.owner).copied());
        realms.push(realm);
    }
    let mut ids = HashMap::new();
    if keys.is_empty() {
        return Ok(ids);
    }
    let parameters: Parameters<'_> = &[&keys, &names, &owners, &realms, &is_posted];
    for row in transaction.query(ADD_FILES, parameters).await? {
        ids.insert(row.try_get("key")?, row.try_get("id")?);
    }
    Ok(ids)
}

impl Rows {
    /// Gives the events the positions after `head`. `known` are the positions of those in the log.
    fn of(
        events: Vec<(u64, EventLine)>,
        head: i64,
        people: &HashMap<PersonKey, i64>,
        mut known: HashMap<Uuid, i64>,
        files: &HashMap<Uuid, i64>,
        words: &HashMap<Uuid, String>,
    ) -> Result<Self, Failure> {
        let mut rows = Self::default();
        let mut position = head;
        for (line, mut event) in events {
            // A file may have a line twice.
            if known.contains_key(&event.event_id) {
                continue;
            }
            position += 1;
            let kind = EventKind::named(&event.kind).ok_or(Failure::Changed(line))?;
            let ids = Ids {
                events: &known,
                people,
                files,
            };
            ids.replace(kind, &mut event.payload);
            known.insert(event.event_id, position);
            let chat_id = event.chat.map(|chat| known.get(&chat).copied());
            let actor = event.actor.map(|actor| people.get(&actor).copied());
            if chat_id == Some(None) || actor == Some(None) {
                return Err(Failure::Changed(line));
            }
            rows.positions.push(position);
            rows.ids.push(event.event_id);
            rows.words.push(words.get(&event.event_id).cloned());
            rows.realms.push(event.realm);
            rows.chats.push(chat_id.flatten());
            rows.kinds.push(kind.as_str());
            rows.actors.push(actor.flatten());
            rows.payloads.push(Json(event.payload));
            rows.times.push(event.at);
        }
        Ok(rows)
    }

    async fn append(&self, transaction: &Transaction<'_>, head: i64) -> Result<(), Failure> {
        let Some(last) = self.positions.last() else {
            return Ok(());
        };
        // As append_batch() does: the trigger after_append refuses unassigned positions.
        let assign = "SELECT set_config('vestnik.assigned_position', $1, true),
                             public.give_prepared_words($2, $3)";
        let parameters: Parameters<'_> = &[&last.to_string(), &(head + 1), &self.words];
        transaction.query(assign, parameters).await?;
        let parameters: Parameters<'_> = &[
            &self.positions,
            &self.ids,
            &self.realms,
            &self.chats,
            &self.kinds,
            &self.actors,
            &self.payloads,
            &self.times,
        ];
        transaction.execute(APPEND_EVENTS, parameters).await?;
        transaction
            .execute(RECORD_RANGE, &[&(head + 1), last])
            .await?;
        Ok(())
    }
}
