//! A demo school: people, lessons, two weeks of chats to look at, and its staff's messenger.
//!
//! Owns the content (`people`, `timetable`, `dialogues`, `office`), its dates (`calendar`,
//! `script`) and its writing (`fill`). It writes what any school's system may write (users,
//! lessons, and events appended to the log), never the read model.
//!
//! Guarantees: the school is filled wholly or not at all, and once, however many ask at the
//! same time; other data in the database is not touched. Must not know HTTP, nor who listens.

mod calendar;
mod dialogues;
mod fill;
mod office;
mod people;
mod script;
mod timetable;

use std::fmt;

use deadpool_postgres::Transaction;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use crate::auth::passwords::{PasswordError, Passwords};
use crate::db;
use crate::db::Pool;
use crate::directory::Person;
use crate::domain::{Name, Role, UserId};
use people::{PASSWORD, PEOPLE, Somebody};

/// Why the demo was not filled; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// See [`db::Error`].
    #[error(transparent)]
    Store(#[from] db::Error),
    /// See [`PasswordError`].
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        Self::Store(error.into())
    }
}

/// What is there now. Its `Display` is a line that says how much.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The demo's people: the admin, teachers, students.
    pub people: Vec<Person>,
    /// What each of them was given to sign in with.
    pub password: &'static str,
    /// Chats of these people.
    pub chats: i64,
    /// Their lessons, past and to come.
    pub lessons: i64,
    /// Messages in their chats, without deleted ones.
    pub messages: i64,
    /// Whether the school was found in the database, and nothing was written.
    pub already_there: bool,
}

/// Fills the demo with a bar on the terminal; without a terminal, silently.
pub async fn run(pool: &Pool) -> Result<Summary, Error> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0)
        .with_style(style)
        .with_message("Filling the demo school");
    let summary = fill(pool, |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await;
    bar.finish_and_clear();
    summary
}

/// Fills the demo into a migrated database, or finds that it is there.
///
/// `progress` is told how many steps are done, and of how many; not at all where nothing is
/// written.
pub async fn fill(pool: &Pool, progress: impl Fn(u64, u64)) -> Result<Summary, Error> {
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    // Until COMMIT: of two who fill at once, the second finds what the first has filled.
    transaction
        .execute(
            "SELECT FROM public.locks AS l WHERE l.name = 'demo' FOR UPDATE",
            &[],
        )
        .await?;
    let already_there = !people(&transaction).await?.is_empty();
    if !already_there {
        write(&transaction, progress).await?;
    }
    let summary = summarise(&transaction, already_there).await?;
    transaction.commit().await?;
    Ok(summary)
}

async fn write(transaction: &Transaction<'_>, progress: impl Fn(u64, u64)) -> Result<(), Error> {
    let now = Timestamp::now();
    let hash = Passwords::new().hash(PASSWORD.to_owned()).await?;
    let people = fill::add_people(transaction, &hash, now).await?;
    office::fill(transaction, &people, now).await?;
    let mut performer = fill::Performer::new(transaction, people).await?;
    let script = script::write(now);
    let total = script.len() as u64;
    for (done, step) in (1..).zip(script) {
        performer.perform(step).await?;
        progress(done, total);
    }
    performer.finish().await?;
    Ok(())
}

/// Those of the demo's people who are in the database, by its list.
async fn people(transaction: &Transaction<'_>) -> Result<Vec<Person>, Error> {
    let emails: Vec<String> = PEOPLE.iter().map(Somebody::email).collect();
    let rows = transaction
        .query(
            "SELECT u.id, u.email, u.name, u.role, u.created_at, u.external_id
             FROM public.users AS u
             WHERE lower(u.email) = ANY ($1::text[])
             ORDER BY array_position($1::text[], lower(u.email))",
            &[&emails],
        )
        .await?;
    let person = |row: &tokio_postgres::Row| {
        let role: &str = row.try_get(3)?;
        let id = UserId(row.try_get(0)?);
        Ok(Person {
            id,
            email: row.try_get(1)?,
            name: Name::of(id, row.try_get(2)?),
            role: role.parse().unwrap_or(Role::Member),
            created_at: row.try_get(4)?,
            external_id: row.try_get(5)?,
        })
    };
    rows.iter().map(person).collect()
}

async fn summarise(transaction: &Transaction<'_>, already_there: bool) -> Result<Summary, Error> {
    let people = people(transaction).await?;
    let ids: Vec<i64> = people.iter().map(|person| person.id.0).collect();
    let row = transaction
        .query_one(
            "SELECT count(*), coalesce(sum(c.message_count), 0)::bigint,
                    (SELECT count(*)
                     FROM public.lessons AS l
                     WHERE l.teacher_id = ANY ($1) OR l.student_id = ANY ($1))
             FROM public.chats AS c
             WHERE c.realm = 'school'
               AND EXISTS (SELECT
                           FROM public.chat_participants AS p
                           WHERE p.chat_id = c.id AND p.user_id = ANY ($1))",
            &[&ids],
        )
        .await?;
    Ok(Summary {
        people,
        password: PASSWORD,
        chats: row.try_get(0)?,
        messages: row.try_get(1)?,
        lessons: row.try_get(2)?,
        already_there,
    })
}

impl Summary {
    /// Who there is, a line each: address, role, name.
    pub fn list_of_people(&self) -> String {
        let line = |person: &Person| {
            let email = person.email.as_deref().unwrap_or_default();
            let role = person.role.as_str();
            format!("  {email:<30} {role:<8} {}\n", person.name)
        };
        self.people.iter().map(line).collect()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            chats,
            lessons,
            messages,
            ..
        } = self;
        let state = if self.already_there {
            "was already there"
        } else {
            "is ready"
        };
        write!(
            f,
            "The demo school {state}: {chats} chats, {messages} messages, {lessons} lessons."
        )
    }
}
