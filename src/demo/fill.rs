//! Writes the script into a database, in one transaction.
//!
//! # Why one transaction
//! The school is there wholly or not at all, so that finding one of its people is enough to
//! know that there is nothing to do. The price: from the first chat to COMMIT, well under a
//! second, this transaction holds the head of the log, and other appends wait.
//!
//! Chats are born by the lessons' own trigger; it is deferred to COMMIT by default and
//! made immediate here, so that a chat is there to be written to as soon as its lesson is.
//! Its `chat_created` therefore says when it was really recorded: now.

use std::collections::HashMap;

use deadpool_postgres::Transaction;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::dialogues::Side;
use super::people::PEOPLE;
use super::script::{MessageKey, Pair, PlannedLesson, Step, What};
use crate::db;
use crate::domain::{Realm, UserId};

/// Events per statement.
const BATCH: usize = 100;
/// For how long the school's people have been there.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Adds all people, with one hash for their one password; their ids by login.
pub(super) async fn add_people(
    transaction: &Transaction<'_>,
    password_hash: &str,
    now: Timestamp,
) -> Result<HashMap<&'static str, UserId>, db::Error> {
    let emails: Vec<String> = PEOPLE.iter().map(super::people::Somebody::email).collect();
    let names: Vec<&str> = PEOPLE.iter().map(|somebody| somebody.name).collect();
    let roles: Vec<&str> = PEOPLE
        .iter()
        .map(|somebody| somebody.role.as_str())
        .collect();
    let rows = transaction
        .query(
            "WITH added AS (
                 INSERT INTO public.users (email, name, role, created_at)
                 SELECT p.email, p.name, p.role, date_trunc('milliseconds', $5::timestamptz)
                 FROM unnest($1::text[], $2::text[], $3::text[])
                      WITH ORDINALITY AS p (email, name, role, n)
                 ORDER BY p.n
                 RETURNING id
             ), kept AS (
                 INSERT INTO public.credentials (user_id, password_hash)
                 SELECT added.id, $4
                 FROM added
             )
             SELECT id FROM added ORDER BY id",
            &[&emails, &names, &roles, &password_hash, &(now - KNOWN_FOR)],
        )
        .await?;
    // Ids ascend in the order of insertion.
    PEOPLE
        .iter()
        .zip(rows)
        .map(|(p, row)| Ok((p.login, UserId(row.try_get(0)?))))
        .collect()
}

/// An event that waits for its batch.
struct Waiting {
    chat_id: i64,
    kind: &'static str,
    actor_id: i64,
    payload: Value,
    recorded_at: Timestamp,
    /// The message it is, if it is one.
    key: Option<MessageKey>,
}

/// Performs steps of the script, in order.
pub(super) struct Performer<'a> {
    transaction: &'a Transaction<'a>,
    people: HashMap<&'static str, UserId>,
    chats: HashMap<Pair, i64>,
    /// The ids that the log gave to the messages so far.
    messages: HashMap<usize, i64>,
    waiting: Vec<Waiting>,
}

impl<'a> Performer<'a> {
    /// A performer for the people that [`add_people`] added.
    pub async fn new(
        transaction: &'a Transaction<'a>,
        people: HashMap<&'static str, UserId>,
    ) -> Result<Self, db::Error> {
        transaction
            .batch_execute("SET CONSTRAINTS public.create_chat_on_lesson_completed IMMEDIATE")
            .await?;
        Ok(Self {
            transaction,
            people,
            chats: HashMap::new(),
            messages: HashMap::new(),
            waiting: Vec::with_capacity(BATCH),
        })
    }

    /// Performs one step; at the latest [`finish`](Self::finish) writes it.
    pub async fn perform(&mut self, step: Step) -> Result<(), db::Error> {
        let at = step.at;
        match step.what {
            What::Lesson(lesson) => {
                // What was said before the chat began stays before it in the log.
                self.flush().await?;
                self.teach(&lesson).await
            }
            What::Sent {
                pair,
                by,
                key,
                content,
            } => {
                let payload = json!({ "content": content });
                self.wait(pair, by, at, "message_sent", payload, Some(key))
                    .await
            }
            What::Deleted { pair, by, key } => {
                let payload = json!({ "message_id": self.message(key).await? });
                self.wait(pair, by, at, "message_deleted", payload, None)
                    .await
            }
            What::Read { pair, by, key } => {
                let payload = json!({ "up_to_id": self.message(key).await? });
                self.wait(pair, by, at, "chat_read", payload, None).await
            }
        }
    }

    /// Writes what still waits.
    pub async fn finish(mut self) -> Result<(), db::Error> {
        self.flush().await
    }

    fn person(&self, login: &str) -> i64 {
        self.people
            .get(login)
            .expect("the script knows people of the school alone")
            .0
    }

    /// The message's id. It has one once its batch is written.
    async fn message(&mut self, key: MessageKey) -> Result<i64, db::Error> {
        if !self.messages.contains_key(&key.0) {
            self.flush().await?;
        }
        Ok(*self
            .messages
            .get(&key.0)
            .expect("a message is sent before it is spoken of"))
    }

    async fn teach(&mut self, lesson: &PlannedLesson) -> Result<(), db::Error> {
        let teacher = self.person(lesson.pair.teacher);
        let student = self.person(lesson.pair.student);
        self.transaction
            .execute(
                "INSERT INTO public.lessons
                     (teacher_id, student_id, scheduled_at, status, completed_at, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    &teacher,
                    &student,
                    &lesson.scheduled_at,
                    &lesson.status.as_str(),
                    &lesson.completed_at,
                    &lesson.created_at,
                ],
            )
            .await?;
        if lesson.completed_at.is_some() && !self.chats.contains_key(&lesson.pair) {
            let chat = self.chat_of(teacher, student).await?;
            self.chats.insert(lesson.pair, chat);
        }
        Ok(())
    }

    /// The chat that the pair's completed lesson has begun.
    async fn chat_of(&self, teacher: i64, student: i64) -> Result<i64, db::Error> {
        let pair_key = format!("{}:{}", teacher.min(student), teacher.max(student));
        let row = self
            .transaction
            .query_one(
                "SELECT c.id FROM public.chats AS c WHERE c.realm = $1 AND c.pair_key = $2",
                &[&Realm::School.as_str(), &pair_key],
            )
            .await?;
        Ok(row.try_get(0)?)
    }

    async fn wait(
        &mut self,
        pair: Pair,
        by: Side,
        recorded_at: Timestamp,
        kind: &'static str,
        payload: Value,
        key: Option<MessageKey>,
    ) -> Result<(), db::Error> {
        let chat_id = *self
            .chats
            .get(&pair)
            .expect("a chat begins with a completed lesson");
        let actor_id = self.person(pair.login(by));
        self.waiting.push(Waiting {
            chat_id,
            kind,
            actor_id,
            payload,
            recorded_at,
            key,
        });
        if self.waiting.len() == BATCH {
            self.flush().await
        } else {
            Ok(())
        }
    }

    async fn flush(&mut self) -> Result<(), db::Error> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.waiting);
        // Positions ascend in the order of insertion.
        for (event, position) in batch.iter().zip(append(self.transaction, &batch).await?) {
            if let Some(key) = event.key {
                self.messages.insert(key.0, position);
            }
        }
        Ok(())
    }
}

/// Appends the events; their positions, ascending.
async fn append(transaction: &Transaction<'_>, batch: &[Waiting]) -> Result<Vec<i64>, db::Error> {
    let chat_ids: Vec<i64> = batch.iter().map(|event| event.chat_id).collect();
    let kinds: Vec<&str> = batch.iter().map(|event| event.kind).collect();
    let actor_ids: Vec<i64> = batch.iter().map(|event| event.actor_id).collect();
    let payloads: Vec<&Value> = batch.iter().map(|event| &event.payload).collect();
    let times: Vec<Timestamp> = batch.iter().map(|event| event.recorded_at).collect();
    let statement = transaction
        .prepare_cached(
            "INSERT INTO public.events (realm, chat_id, kind, actor_id, payload, recorded_at)
             SELECT $1, e.chat_id, e.kind, e.actor_id, e.payload,
                    date_trunc('milliseconds', e.recorded_at)
             FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::jsonb[], $6::timestamptz[])
                  WITH ORDINALITY AS e (chat_id, kind, actor_id, payload, recorded_at, n)
             ORDER BY e.n
             RETURNING position",
        )
        .await?;
    let rows = transaction
        .query(
            &statement,
            &[
                &Realm::School.as_str(),
                &chat_ids,
                &kinds,
                &actor_ids,
                &payloads,
                &times,
            ],
        )
        .await?;
    let mut positions = rows
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<Vec<i64>, _>>()?;
    positions.sort_unstable();
    Ok(positions)
}
