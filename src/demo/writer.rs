//! Writes the demo into the database, in one transaction.
//!
//! # Why one transaction
//! The school is filled completely or not at all, so that the existence of one of its users shows
//! that it is filled. The cost: from the first event to COMMIT, about a second, this transaction
//! holds the lock on the head of the log, and other appends wait.
//!
//! The trigger on lessons creates the chats. It is deferred to COMMIT by default and made
//! immediate here, so that a chat exists as soon as its lesson does. Its `chat_created`
//! therefore bears the time of recording.

use std::collections::HashMap;

use deadpool_postgres::Transaction;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::content::{CONTENT, StaffChat, StaffMessage};
use super::error::Error;
use super::timeline::{Action, Pair, Step, timeline};
use crate::contracts::{messenger, school};
use crate::directory::LessonStatus;
use crate::domain::{ChatCreated, Realm, UserId, pair_key};

/// How long ago the users were added.
const USER_AGE: SignedDuration = SignedDuration::from_hours(30 * 24);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// How long before its time a lesson was planned.
const LESSON_LEAD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Fills the database; `progress` gets the number of steps done and of all steps.
pub(super) async fn write(
    transaction: &Transaction<'_>,
    password_hash: &str,
    progress: impl Fn(u64, u64),
) -> Result<(), Error> {
    let now = Timestamp::now();
    let mut writer = Writer {
        transaction,
        users: add_users(transaction, password_hash, now - USER_AGE).await?,
        chats: HashMap::new(),
    };
    for chat in &CONTENT.staff_chats {
        writer.add_staff_chat(chat, now).await?;
    }
    transaction
        .batch_execute("SET CONSTRAINTS public.create_chat_on_lesson_completed IMMEDIATE")
        .await?;
    let steps = timeline(now);
    let total = steps.len() as u64;
    for (done, step) in (1..).zip(steps) {
        writer.perform(step).await?;
        progress(done, total);
    }
    Ok(())
}

/// Returns the ids of the users by login.
async fn add_users(
    transaction: &Transaction<'_>,
    password_hash: &str,
    created_at: Timestamp,
) -> Result<HashMap<&'static str, UserId>, Error> {
    let users = &CONTENT.school.users;
    let emails = CONTENT.school.emails();
    let names: Vec<&str> = users.iter().map(|user| user.name.as_str()).collect();
    let roles: Vec<&str> = users.iter().map(|user| user.role.as_str()).collect();
    let rows = transaction
        .query(
            "WITH added AS (
                 INSERT INTO public.users (email, name, role, created_at)
                 SELECT u.email, u.name, u.role, date_trunc('milliseconds', $5::timestamptz)
                 FROM unnest($1::text[], $2::text[], $3::text[])
                      WITH ORDINALITY AS u (email, name, role, n)
                 ORDER BY u.n
                 RETURNING id
             ), credentials AS (
                 INSERT INTO public.credentials (user_id, password_hash)
                 SELECT added.id, $4
                 FROM added
             )
             SELECT added.id FROM added ORDER BY added.id",
            &[&emails, &names, &roles, &password_hash, &created_at],
        )
        .await?;
    // Ids ascend in the order of insertion.
    users
        .iter()
        .zip(rows)
        .map(|(user, row)| Ok((user.login.as_str(), UserId(row.try_get("id")?))))
        .collect()
}

struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    users: HashMap<&'static str, UserId>,
    chats: HashMap<Pair, SchoolChat>,
}

struct SchoolChat {
    id: i64,
    last_message: i64,
}

impl Writer<'_> {
    async fn perform(&mut self, step: Step) -> Result<(), Error> {
        let Step { at, pair, action } = step;
        let last_message = self.chats.get(&pair).map(|chat| chat.last_message);
        let (by, kind, payload) = match action {
            Action::AddLesson {
                scheduled_at,
                status,
            } => return self.add_lesson(pair, scheduled_at, status, at).await,
            Action::Send { from, text } => (from, "message_sent", json!({ "content": text })),
            Action::Delete { from } => {
                let payload = json!({ "message_id": last_message });
                (from, "message_deleted", payload)
            }
            Action::Read { by } => (by, "chat_read", json!({ "up_to_id": last_message })),
        };
        let actor = self.users[pair.login(by)];
        let id = self.chats[&pair].id;
        let position = self
            .append(school::REALM, Some(id), kind, actor, &payload, at)
            .await?;
        if kind == "message_sent" {
            let last_message = position;
            self.chats.insert(pair, SchoolChat { id, last_message });
        }
        Ok(())
    }

    async fn add_lesson(
        &mut self,
        pair: Pair,
        scheduled_at: Timestamp,
        status: LessonStatus,
        at: Timestamp,
    ) -> Result<(), Error> {
        let (teacher, student) = (self.users[pair.teacher], self.users[pair.student]);
        let completed_at = (status == LessonStatus::Completed).then_some(at);
        self.transaction
            .execute(
                "INSERT INTO public.lessons
                     (teacher_id, student_id, scheduled_at, status, completed_at, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    &teacher.0,
                    &student.0,
                    &scheduled_at,
                    &status.as_str(),
                    &completed_at,
                    &(scheduled_at - LESSON_LEAD),
                ],
            )
            .await?;
        if completed_at.is_some() && !self.chats.contains_key(&pair) {
            let chat = self
                .transaction
                .query_one(
                    "SELECT c.id FROM public.chats AS c WHERE c.realm = $1 AND c.pair_key = $2",
                    &[&school::REALM.as_str(), &pair_key(teacher, student)],
                )
                .await?;
            let chat = SchoolChat {
                id: chat.try_get("id")?,
                last_message: 0,
            };
            self.chats.insert(pair, chat);
        }
        Ok(())
    }

    async fn add_staff_chat(&self, chat: &StaffChat, now: Timestamp) -> Result<(), Error> {
        let ids: Vec<UserId> = chat
            .members
            .iter()
            .map(|l| self.users[l.as_str()])
            .collect();
        let created = match &chat.title {
            Some(title) => ChatCreated::group(title.clone(), ids),
            None => ChatCreated::pair(ids[0], ids[1]),
        };
        let created = serde_json::to_value(created).expect("an event is JSON");
        let time = |message: &StaffMessage| now - SignedDuration::from_mins(message.minutes_ago);
        let first = &chat.messages[0];
        let (creator, at) = (self.users[first.from.as_str()], time(first) - MINUTE);
        // The id of a chat is the position of its first event.
        let id = self
            .append(
                messenger::REALM,
                None,
                "chat_created",
                creator,
                &created,
                at,
            )
            .await?;
        for message in &chat.messages {
            let (sender, at) = (self.users[message.from.as_str()], time(message));
            let payload = json!({ "content": message.text });
            self.append(
                messenger::REALM,
                Some(id),
                "message_sent",
                sender,
                &payload,
                at,
            )
            .await?;
        }
        Ok(())
    }

    /// Returns the position of the event, which is also the id of a message.
    async fn append(
        &self,
        realm: Realm,
        chat: Option<i64>,
        kind: &str,
        actor: UserId,
        payload: &Value,
        at: Timestamp,
    ) -> Result<i64, Error> {
        let statement = self
            .transaction
            .prepare_cached(
                "INSERT INTO public.events
                     (realm, chat_id, kind, actor_id, payload, recorded_at, origin)
                 VALUES ($1, $2, $3, $4, $5, $6::timestamptz, 'import')
                 RETURNING position",
            )
            .await?;
        let (realm, actor) = (realm.as_str(), actor.0);
        let row = self
            .transaction
            .query_one(&statement, &[&realm, &chat, &kind, &actor, payload, &at])
            .await?;
        Ok(row.try_get("position")?)
    }
}
