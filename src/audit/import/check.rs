//! Checks the files before anything is written.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::error::{ImportError, Problem};
use super::file::Chunk;
use super::files::{FileFolder, check_line, check_name};
use super::people::{FIND_PEOPLE, Found, People};
use super::references::{Ids, References};
use crate::audit::portable::{
    EventLine, Field, FileLine, PersonKey, PersonLine, VIA_KEY, fields, join_pair_key,
    split_pair_key,
};
use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, FromRow as _};
use crate::domain::time::is_rfc3339;
use crate::domain::{EventKind, Realm};

const CHECK_EVENTS: &str = include_str!("sql/check_events.sql");
const TAKEN_PAIRS: &str = include_str!("sql/taken_pairs.sql");

/// The check of all files of an import, in their order.
pub struct Check {
    connection: DbConnection,
    /// The people of the lines so far, with the users who they are here.
    people: HashMap<PersonKey, Option<i64>>,
    /// The chats that the lines so far create.
    chats: HashMap<Uuid, Realm>,
    /// Where the content of the files is, if it is imported.
    folder: Option<FileFolder>,
}

/// Events of a chunk, for `check_events.sql`.
#[derive(Default)]
struct Batch {
    lines: Vec<u64>,
    ids: Vec<Uuid>,
    realms: Vec<String>,
    kinds: Vec<&'static str>,
    payloads: Vec<Json<Value>>,
    times: Vec<Timestamp>,
    chats: Vec<Option<Uuid>>,
}

/// Private chats of a chunk, for `taken_pairs.sql`.
#[derive(Default)]
struct Pairs {
    lines: Vec<u64>,
    ids: Vec<Uuid>,
    realms: Vec<String>,
    keys: Vec<String>,
}

impl Check {
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
            chats: HashMap::new(),
            folder: None,
        })
    }

    /// Checks the content of files too.
    #[must_use]
    pub fn with_files(mut self, folder: FileFolder) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Checks the next lines, and returns the bad ones.
    pub async fn chunk(&mut self, mut chunk: Chunk) -> Result<Vec<Problem>, ImportError> {
        let mut problems = std::mem::take(&mut chunk.problems);
        self.check_people(&chunk, &mut problems).await?;
        for (line, file) in &chunk.files {
            if let Err(reason) = self.check_file(file) {
                let name = &file.name;
                problems.push(chunk.problem(*line, format!("the file {name:?}: {reason}")));
            }
        }
        let (mut batch, mut pairs) = (Batch::default(), Pairs::default());
        for (line, event) in std::mem::take(&mut chunk.events) {
            if let Err(reason) = self.add_event(line, event, &mut batch, &mut pairs) {
                problems.push(chunk.problem(line, reason));
            }
        }
        self.check_events(&chunk, &batch, &mut problems).await?;
        self.check_pairs(&chunk, &pairs, &mut problems).await?;
        problems.sort_by_key(|problem| problem.line);
        Ok(problems)
    }

    async fn check_people(
        &mut self,
        chunk: &Chunk,
        problems: &mut Vec<Problem>,
    ) -> Result<(), ImportError> {
        let mut readable = Vec::new();
        for (line, person) in &chunk.people {
            // So that their events are not called bad too.
            self.people.insert(person.key, None);
            if serde_json::to_value(person).is_ok_and(|value| has_nul(&value)) {
                problems.push(chunk.problem(*line, "it has a null character"));
            } else if let Err(reason) = check_picture(person) {
                problems.push(chunk.problem(*line, reason));
            } else {
                readable.push((*line, person.clone()));
            }
        }
        let people = People::of(&readable);
        if people.lines.is_empty() {
            return Ok(());
        }
        let parameters: Parameters<'_> = &[&people.origins, &people.numbers, &people.lines];
        for row in self.connection.query(FIND_PEOPLE, parameters).await? {
            let found = Found::from_row(&row)?;
            let (line, person) = &readable[found.index];
            self.people.insert(person.key, found.user_id);
            if let Some(problem) = found.problem {
                problems.push(chunk.problem(*line, format!("{}: {problem}", person.key)));
            }
        }
        Ok(())
    }

    fn check_file(&self, file: &FileLine) -> Result<(), String> {
        check_line(file)?;
        if !self.people.contains_key(&file.owner) {
            return Err(format!("no line before it is of the person {}", file.owner));
        }
        match &self.folder {
            Some(folder) => folder.check(file),
            None => Ok(()),
        }
    }

    /// Checks what an event is without the database, and adds it to what is checked there.
    fn add_event(
        &mut self,
        line: u64,
        mut event: EventLine,
        batch: &mut Batch,
        pairs: &mut Pairs,
    ) -> Result<(), String> {
        let kind = EventKind::named(&event.kind);
        let kind = kind.ok_or_else(|| format!("the kind `{}` is unknown", event.kind))?;
        let realm: Realm = event.realm.parse().map_err(|_| "its realm is malformed")?;
        check_time(event.at)?;
        check_fields(kind, &event)?;
        let mut references = References::default();
        references.add(kind, &mut event.payload)?;
        let people = event.actor.iter().chain(&references.people);
        for key in people {
            if !self.people.contains_key(key) {
                return Err(format!("no line before it is of the person {key}"));
            }
        }
        batch.chats.push(self.chat_to_find(kind, realm, &event)?);
        if let Some(key) = self.pair_key(&event) {
            pairs.lines.push(line);
            pairs.ids.push(event.event_id);
            pairs.realms.push(event.realm.clone());
            pairs.keys.push(key);
        }
        let ids = Ids {
            events: &HashMap::new(),
            people: &HashMap::new(),
            files: &HashMap::new(),
        };
        ids.replace(kind, &mut event.payload);
        batch.lines.push(line);
        batch.ids.push(event.event_id);
        batch.realms.push(event.realm);
        batch.kinds.push(kind.as_str());
        batch.payloads.push(Json(Value::Object(event.payload)));
        batch.times.push(event.at);
        Ok(())
    }

    /// The chat of an event, if it has to be in the log, because no line before creates it.
    fn chat_to_find(
        &mut self,
        kind: EventKind,
        realm: Realm,
        event: &EventLine,
    ) -> Result<Option<Uuid>, String> {
        let Some(chat) = event.chat else {
            return match kind {
                EventKind::UserBlocked | EventKind::UserUnblocked => Ok(None),
                _ => Err("its kind needs a chat".to_owned()),
            };
        };
        match kind {
            EventKind::UserBlocked | EventKind::UserUnblocked => {
                return Err("its kind has no chat".to_owned());
            }
            EventKind::ChatCreated if chat != event.event_id => {
                return Err("its chat is not itself".to_owned());
            }
            EventKind::ChatCreated => {
                self.chats.insert(chat, realm);
            }
            _ => {}
        }
        match self.chats.get(&chat) {
            Some(created_in) if *created_in == realm => Ok(None),
            Some(_) => Err("its chat has another realm".to_owned()),
            None => Ok(Some(chat)),
        }
    }

    /// The key that a private chat gets here; `None` if one of its users is new.
    fn pair_key(&self, event: &EventLine) -> Option<String> {
        let key = event.payload.get("pair_key")?.as_str()?;
        let (prefix, one, other) = split_pair_key(key)?;
        let user = |text: &str| *self.people.get(&text.parse().ok()?)?;
        Some(join_pair_key(prefix, &user(one)?, &user(other)?))
    }

    async fn check_events(
        &self,
        chunk: &Chunk,
        batch: &Batch,
        problems: &mut Vec<Problem>,
    ) -> Result<(), ImportError> {
        let parameters: Parameters<'_> = &[
            &batch.ids,
            &batch.realms,
            &batch.kinds,
            &batch.payloads,
            &batch.times,
            &batch.chats,
        ];
        for row in self.connection.query(CHECK_EVENTS, parameters).await? {
            let line = line_of(&batch.lines, row.try_get("n")?);
            problems.push(chunk.problem(line, row.try_get::<_, String>("problem")?));
        }
        Ok(())
    }

    async fn check_pairs(
        &self,
        chunk: &Chunk,
        pairs: &Pairs,
        problems: &mut Vec<Problem>,
    ) -> Result<(), ImportError> {
        if pairs.lines.is_empty() {
            return Ok(());
        }
        let parameters: Parameters<'_> = &[&pairs.ids, &pairs.realms, &pairs.keys];
        for row in self.connection.query(TAKEN_PAIRS, parameters).await? {
            let line = line_of(&pairs.lines, row.try_get("n")?);
            let chat_id: i64 = row.try_get("id")?;
            let reason = format!("its two users have a chat here already, which is {chat_id}");
            problems.push(chunk.problem(line, reason));
        }
        Ok(())
    }
}

/// The line of the element with this ordinal, from 1.
fn line_of(lines: &[u64], n: i32) -> u64 {
    lines[usize::try_from(n - 1).expect("ordinals begin with 1")]
}

fn check_picture(person: &PersonLine) -> Result<(), String> {
    let Some(picture) = &person.picture else {
        return Ok(());
    };
    let realm: Result<Realm, _> = picture.realm.parse();
    realm.map_err(|_| "the realm of the picture is malformed")?;
    check_name(&picture.name)
}

fn check_time(at: Timestamp) -> Result<(), String> {
    if !is_rfc3339(at) || at.subsec_nanosecond() % 1_000_000 != 0 {
        return Err("its time is not in milliseconds of a year that the log has".to_owned());
    }
    Ok(())
}

/// Refuses fields that this version does not know.
fn check_fields(kind: EventKind, event: &EventLine) -> Result<(), String> {
    for (name, value) in event.payload.iter().filter(|(name, _)| *name != VIA_KEY) {
        let known = fields(kind).iter().find(|(known, _)| known == name);
        let Some((_, field)) = known else {
            return Err(format!(
                "a {} has no field `{name}` in this version",
                kind.as_str()
            ));
        };
        let inner: &[&str] = match field {
            Field::Participants => &["user_id", "role"],
            Field::Forwarded => &["message_id", "author_id", "chat_id"],
            _ => continue,
        };
        let objects = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        let mut names = objects.iter().filter_map(Value::as_object).flatten();
        if let Some((other, _)) = names.find(|(name, _)| !inner.contains(&name.as_str())) {
            return Err(format!("`{name}` has no field `{other}` in this version"));
        }
    }
    if event.payload.values().any(has_nul) {
        return Err("it has a null character".to_owned());
    }
    Ok(())
}

/// Whether a text has a null character, which Postgres does not store.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(map) => map
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}
