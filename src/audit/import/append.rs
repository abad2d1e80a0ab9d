//! Appends the events of checked files.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::error::ImportError;
use super::file::Chunk;
use super::people::{ADD_PEOPLE, Added, FIND_PEOPLE, Found, People};
use super::references::{Ids, References};
use crate::audit::portable::{EventLine, PersonKey, PersonLine};
use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow as _, Transaction};
use crate::domain::EventKind;

const STORED_EVENTS: &str = include_str!("sql/stored_events.sql");
const ADD_FILES: &str = include_str!("sql/add_files.sql");
const APPEND_EVENTS: &str = include_str!("sql/append_events.sql");
const RECORD_RANGE: &str = include_str!("sql/record_range.sql");

/// An import of files that were checked, in their order.
pub struct Import {
    connection: DbConnection,
    /// The users who the people of the lines so far are here.
    people: HashMap<PersonKey, i64>,
    /// The events that were appended, and those that the log had.
    pub appended: u64,
    pub skipped: u64,
    /// The people who were added, and how many of them are admins or moderators.
    pub added_people: u64,
    pub privileged_people: u64,
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
}

/// Why a chunk was not appended.
enum Failure {
    Store(Error),
    /// This line is not what the check has read.
    Changed(u64),
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

impl Import {
    /// Connects as the owner.
    pub async fn begin(owner: &Connector) -> Result<Self, ImportError> {
        let connection = owner.open_as_owner().await?;
        // A plan made on empty tables must not read all of the log for each line.
        connection
            .batch_execute("SET enable_seqscan = off; SET jit = off")
            .await?;
        Ok(Self {
            connection,
            people: HashMap::new(),
            appended: 0,
            skipped: 0,
            added_people: 0,
            privileged_people: 0,
        })
    }

    /// Appends the events of the next lines that the log does not have, in one transaction.
    pub async fn chunk(&mut self, chunk: Chunk) -> Result<(), ImportError> {
        let (file, first, last) = (chunk.file.clone(), chunk.first, chunk.last);
        self.append(chunk).await.map_err(|failure| match failure {
            Failure::Changed(line) => ImportError::Changed { file, line },
            Failure::Store(error @ Error::Database(_)) => ImportError::Refused {
                file,
                first,
                last,
                error,
            },
            Failure::Store(error) => ImportError::Store(error),
        })
    }

    async fn append(&mut self, mut chunk: Chunk) -> Result<(), Failure> {
        if let Some(problem) = chunk.problems.first() {
            return Err(Failure::Changed(problem.line));
        }
        let references = references(&mut chunk.events)?;
        let transaction = self.connection.begin().await?;
        // Locked before any other row: other appends wait from here on.
        let head = transaction
            .query("SELECT public.lock_head() AS head", &[])
            .await?;
        let head: i64 = head.first().map_or(Ok(0), |row| row.try_get("head"))?;
        let added = add_people(&transaction, &chunk.people).await?;
        self.people
            .extend(added.iter().map(|added| (added.key, added.user_id)));
        let stored = stored_events(&transaction, &references).await?;
        let events = chunk.events.len();
        chunk
            .events
            .retain(|(_, event)| !stored.contains_key(&event.event_id));
        let files = add_files(&transaction, &mut chunk.events, &self.people).await?;
        let rows = Rows::of(chunk.events, head, &self.people, stored, &files)?;
        rows.append(&transaction, head).await?;
        transaction.commit().await?;
        let count = |is: fn(&Added) -> bool| added.iter().filter(|added| is(added)).count() as u64;
        self.appended += rows.positions.len() as u64;
        self.skipped += (events - rows.positions.len()) as u64;
        self.added_people += count(|added| added.is_new);
        self.privileged_people += count(|added| added.is_privileged);
        Ok(())
    }
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
    let parameters: Parameters<'_> = &[&people.origins, &people.numbers, &people.lines, &user_ids];
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
    if files.is_empty() {
        return Ok(HashMap::new());
    }
    let (mut keys, mut names, mut owners, mut realms) = (vec![], vec![], vec![], vec![]);
    for (file, realm) in files.into_values() {
        keys.push(file.key);
        names.push(file.name);
        owners.push(people.get(&file.owner).copied());
        realms.push(realm);
    }
    let mut ids = HashMap::new();
    let parameters: Parameters<'_> = &[&keys, &names, &owners, &realms];
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
        let assign = "SELECT set_config('vestnik.assigned_position', $1, true)";
        transaction.query(assign, &[&last.to_string()]).await?;
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
