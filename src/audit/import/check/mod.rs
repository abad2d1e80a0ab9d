//! Checks the files before anything is written.

mod batch;
mod lines;
mod log;
mod people;
mod seen;

use std::collections::{HashMap, HashSet};
use std::mem::take;

use serde_json::Value;
use uuid::Uuid;

use self::batch::Batch;
use self::lines::{check_fields, check_person, check_time};
use self::log::{ChatHere, chats_here, stored};
use self::people::{Identity, People};
use self::seen::{Seen, client_id};
use super::error::{ImportError, Problem};
use super::file::Chunk;
use super::files::{FileFolder, check_line};
use super::people::{FIND_PEOPLE, Found, People as PeopleOfChunk};
use super::references::{Ids, References};
use crate::audit::portable::{EventLine, FileLine, PersonLine};
use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, FromRow as _};
use crate::domain::{EventKind, Realm};

const CHECK_EVENTS: &str = include_str!("../sql/check_events.sql");
const TAKEN_PAIRS: &str = include_str!("../sql/taken_pairs.sql");
const TAKEN_CLIENT_IDS: &str = include_str!("../sql/taken_client_ids.sql");

/// The check of all files of an import, in their order.
pub struct Check {
    connection: DbConnection,
    /// What the lines so far have, in a session of its own: it works beside the other.
    seen: DbConnection,
    people: People,
    /// The chats that the lines so far create.
    chats: HashMap<Uuid, Realm>,
    /// Where the content of the files is, if it is imported.
    folder: Option<FileFolder>,
    /// The number of the file that is read.
    file: u32,
    allows_late: bool,
    privileged: Vec<Problem>,
}

/// What is wrong with lines of a chunk, by their indexes in the batch.
type Reasons = Vec<(usize, String)>;

impl Check {
    /// Connects as the owner.
    pub async fn begin(owner: &Connector) -> Result<Self, ImportError> {
        let connection = owner.open_as_owner().await?;
        let seen = owner.open_as_owner().await?;
        seen.batch_execute(seen::CREATE).await?;
        // A plan made on empty tables must not read all of the log for each line.
        connection
            .batch_execute("SET enable_seqscan = off; SET jit = off")
            .await?;
        Ok(Self {
            connection,
            seen,
            people: People::default(),
            chats: HashMap::new(),
            folder: None,
            file: 0,
            allows_late: false,
            privileged: Vec::new(),
        })
    }

    /// Checks the content of files too.
    #[must_use]
    pub fn with_files(mut self, folder: FileFolder) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Allows events that are older than others of their chats here, which follow them nevertheless.
    #[must_use]
    pub fn allowing_late(mut self) -> Self {
        self.allows_late = true;
        self
    }

    /// The lines of new admins and moderators since the last call, each with the person and the role.
    pub fn take_privileged(&mut self) -> Vec<Problem> {
        take(&mut self.privileged)
    }

    /// Checks the next lines, and returns the bad ones, each with one reason.
    pub async fn chunk(&mut self, mut chunk: Chunk) -> Result<Vec<Problem>, ImportError> {
        self.file += u32::from(chunk.first == 1);
        let mut problems = take(&mut chunk.problems);
        self.check_people(&chunk, &mut problems).await?;
        for (line, file) in &chunk.files {
            if let Err(reason) = self.check_file(file) {
                let name = &file.name;
                problems.push(chunk.problem(*line, format!("the file {name:?}: {reason}")));
            }
        }
        let mut batch = Batch::default();
        for (line, event) in take(&mut chunk.events) {
            match self.check_event(&event) {
                Ok(checked) => batch.push(line, event, checked),
                Err(reason) => problems.push(chunk.problem(line, reason)),
            }
        }
        let reasons = self.check_batch(&mut batch).await?;
        problems.extend(
            reasons
                .into_iter()
                .map(|(index, reason)| chunk.problem(batch.lines[index].0, reason)),
        );
        problems.sort_by_key(|problem| problem.line);
        problems.dedup_by_key(|problem| problem.line);
        Ok(problems)
    }

    async fn check_people(
        &mut self,
        chunk: &Chunk,
        problems: &mut Vec<Problem>,
    ) -> Result<(), ImportError> {
        let mut readable = Vec::new();
        for (line, person) in &chunk.people {
            let added = self.people.add(person, self.file);
            match added.and_then(|()| check_person(person)) {
                Ok(()) => readable.push((*line, person.clone())),
                Err(reason) => {
                    problems.push(chunk.problem(*line, format!("{}: {reason}", person.key)));
                }
            }
        }
        let of_chunk = PeopleOfChunk::of(&readable);
        if of_chunk.lines.is_empty() {
            return Ok(());
        }
        let parameters: Parameters<'_> = &[&of_chunk.origins, &of_chunk.numbers, &of_chunk.lines];
        for row in self.connection.query(FIND_PEOPLE, parameters).await? {
            let found = Found::from_row(&row)?;
            let (line, person) = &readable[found.index];
            let identified = self.people.identify(person, &found);
            if let Some(reason) = found.problem.or(identified.err()) {
                problems.push(chunk.problem(*line, format!("{}: {reason}", person.key)));
            } else if let Some(role) = self.new_privilege(person) {
                let privileged = format!("{} is {role}", label(person));
                self.privileged.push(chunk.problem(*line, privileged));
            }
        }
        Ok(())
    }

    /// The role of a new user who has more rights than others.
    fn new_privilege<'a>(&self, person: &'a PersonLine) -> Option<&'a str> {
        let role = person.role.as_deref().filter(|_| person.gone.is_none());
        let privileged = role.filter(|role| matches!(*role, "admin" | "moderator"));
        privileged.filter(|_| self.people.is_first(&person.key))
    }

    fn check_file(&self, file: &FileLine) -> Result<(), String> {
        check_line(file)?;
        if self.people.identity(&file.owner).is_none() {
            return Err(format!("no line before it is of the person {}", file.owner));
        }
        match &self.folder {
            Some(folder) => folder.check(file),
            None => Ok(()),
        }
    }

    /// Checks what an event is without the database. Returns its kind, its payload with references replaced
    /// by 0, and its chat, if that has to be in the log.
    fn check_event(
        &mut self,
        event: &EventLine,
    ) -> Result<(EventKind, Value, Option<Uuid>), String> {
        let kind = EventKind::named(&event.kind);
        let kind = kind.ok_or_else(|| format!("the kind `{}` is unknown", event.kind))?;
        let realm: Realm = event.realm.parse().map_err(|_| "its realm is malformed")?;
        check_time(event.at)?;
        check_fields(kind, event)?;
        let mut payload = event.payload.clone();
        let mut references = References::default();
        references.add(kind, &mut payload)?;
        let people = event.actor.iter().chain(&references.people);
        for key in people {
            if self.people.identity(key).is_none() {
                return Err(format!("no line before it is of the person {key}"));
            }
        }
        let chat = self.chat_to_find(kind, realm, event)?;
        let ids = Ids {
            events: &HashMap::new(),
            people: &HashMap::new(),
            files: &HashMap::new(),
        };
        ids.replace(kind, &mut payload);
        Ok((kind, Value::Object(payload), chat))
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

    /// Checks events against the log and against the lines before them.
    async fn check_batch(&mut self, batch: &mut Batch) -> Result<Reasons, ImportError> {
        let mut seen = Seen::default();
        for (index, (_, event)) in batch.lines.iter().enumerate() {
            seen.add(index, event, &self.people);
        }
        let (of_log, otherwise) = tokio::join!(self.check_log(batch), seen.otherwise(&self.seen));
        let mut reasons = of_log?;
        let otherwise = otherwise?.into_iter();
        reasons.extend(otherwise.map(|(index, reason)| (index, reason.to_owned())));
        self.check_new(batch, &mut reasons).await?;
        self.check_pairs(batch, &mut reasons).await?;
        Ok(reasons)
    }

    /// Checks events against the log.
    async fn check_log(&self, batch: &mut Batch) -> Result<Reasons, ImportError> {
        let mut reasons = Reasons::new();
        let parameters: Parameters<'_> =
            &[&batch.realms, &batch.kinds, &batch.payloads, &batch.chats];
        for row in self.connection.query(CHECK_EVENTS, parameters).await? {
            reasons.push((Batch::index(row.try_get("n")?), row.try_get("problem")?));
        }
        for event in stored(&self.connection, &batch.ids).await? {
            batch.is_stored[event.index] = true;
            if !event.is(&batch.lines[event.index].1, &self.people) {
                let reason = "the log has another event with this id";
                reasons.push((event.index, reason.to_owned()));
            }
        }
        Ok(reasons)
    }

    /// Checks those events of chats of the log that the log does not have.
    async fn check_new(&self, batch: &Batch, reasons: &mut Reasons) -> Result<(), ImportError> {
        let chats: HashSet<Uuid> = batch
            .not_in_log()
            .filter_map(|(_, event)| event.chat)
            .collect();
        if chats.is_empty() {
            return Ok(());
        }
        let chats = chats_here(&self.connection, chats).await?;
        let (mut indexes, mut ids) = (Vec::new(), Vec::new());
        let (mut senders, mut client_ids) = (Vec::new(), Vec::new());
        for (index, event) in batch.not_in_log() {
            let Some(chat) = event.chat.and_then(|chat| chats.get(&chat)) else {
                continue;
            };
            if !self.allows_late && is_late(event, chat) {
                reasons.push((index, "its chat has later events here".to_owned()));
            }
            let sender = event.actor.and_then(|actor| self.people.identity(&actor));
            if let (Some(Identity::User(sender)), Some(client_id)) = (sender, client_id(event)) {
                indexes.push(index);
                ids.push(chat.id);
                senders.push(sender);
                client_ids.push(client_id);
            }
        }
        let parameters: Parameters<'_> = &[&ids, &senders, &client_ids];
        for row in self.connection.query(TAKEN_CLIENT_IDS, parameters).await? {
            let reason = "its sender has a message with this `client_id` here";
            let index = indexes[Batch::index(row.try_get("n")?)];
            reasons.push((index, reason.to_owned()));
        }
        Ok(())
    }

    /// Checks the private chats: a pair has one.
    async fn check_pairs(
        &mut self,
        batch: &Batch,
        reasons: &mut Reasons,
    ) -> Result<(), ImportError> {
        let (mut indexes, mut ids) = (Vec::new(), Vec::new());
        let (mut realms, mut keys) = (Vec::new(), Vec::new());
        for (index, (_, event)) in batch.lines.iter().enumerate() {
            let key = event.payload.get("pair_key");
            let Some(pair) = key.and_then(|key| self.people.pair(key)) else {
                continue;
            };
            if !self.people.add_pair(&event.realm, &pair, event.event_id) {
                let reason = "its two users have another chat in these files";
                reasons.push((index, reason.to_owned()));
            }
            if pair.has_users {
                indexes.push(index);
                ids.push(event.event_id);
                realms.push(&event.realm);
                keys.push(pair.key);
            }
        }
        if keys.is_empty() {
            return Ok(());
        }
        let parameters: Parameters<'_> = &[&ids, &realms, &keys];
        for row in self.connection.query(TAKEN_PAIRS, parameters).await? {
            let chat_id: i64 = row.try_get("id")?;
            let reason = format!("its two users have a chat here already, which is {chat_id}");
            reasons.push((indexes[Batch::index(row.try_get("n")?)], reason));
        }
        Ok(())
    }
}

/// Whether an event is older than the last one of its chat here. The past of a chat is found by the time of its
/// events, in the order of their positions.
fn is_late(event: &EventLine, chat: &ChatHere) -> bool {
    chat.last_at.is_some_and(|last_at| event.at < last_at)
}

/// How a person is called to the operator.
fn label(person: &PersonLine) -> String {
    let names = [person.name.as_deref(), person.email.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    if names.is_empty() {
        person.key.to_string()
    } else {
        format!("{} ({})", person.key, names.join(", "))
    }
}
