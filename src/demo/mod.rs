//! A demo school: users, lessons, two weeks of chats, and the chats of its staff.
//!
//! | module | owns |
//! |---|---|
//! | `data/*.toml` | the texts |
//! | `content` | their types |
//! | `calendar`, `timeline` | when each message was sent, relative to now |
//! | `writer` | writing it into the database |
//!
//! It writes what any school's system may write (users, lessons, and events appended to the
//! log), never the read model.
//!
//! Guarantees: the school is filled completely or not at all, and only once, even by concurrent
//! calls; other data in the database does not change. It knows neither HTTP nor subscribers.

mod calendar;
mod content;
mod error;
mod timeline;
mod writer;

use std::fmt;

use indicatif::{ProgressBar, ProgressStyle};

use crate::auth::passwords;
use crate::db::Pool;
use crate::directory::{Directory, Person};
use content::CONTENT;
pub use error::Error;

/// The contents of the demo. Its `Display` is one line with the numbers.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The admin, then the teachers, then the students.
    pub users: Vec<Person>,
    /// The password of every user.
    pub password: &'static str,
    /// Chats of these users.
    pub chats: i64,
    /// Their lessons, past and planned.
    pub lessons: i64,
    /// Messages in their chats, without deleted ones.
    pub messages: i64,
    /// Whether the database contained the demo before.
    pub already_there: bool,
}

const LOCK: &str = "SELECT FROM public.locks AS l WHERE l.name = 'demo' FOR UPDATE";

const EXISTS: &str = "
    SELECT EXISTS (SELECT FROM public.users AS u WHERE lower(u.email) = ANY ($1)) AS already_there";

const COUNTS: &str = "
    WITH demo AS (
        SELECT u.id FROM public.users AS u WHERE lower(u.email) = ANY ($1)
    )
    SELECT count(*) AS chats,
           coalesce(sum(c.message_count), 0)::bigint AS messages,
           (SELECT count(*)
            FROM public.lessons AS l
            WHERE l.teacher_id IN (SELECT demo.id FROM demo)
               OR l.student_id IN (SELECT demo.id FROM demo)) AS lessons
    FROM public.chats AS c
    WHERE c.realm = 'school'
      AND EXISTS (SELECT
                  FROM public.chat_participants AS p
                  JOIN demo ON demo.id = p.user_id
                  WHERE p.chat_id = c.id)";

/// Fills a migrated database, unless it holds the demo already. Shows a progress bar on a
/// terminal. The login of the pool's connections must be the owner's, since the demo's events have times of
/// their own, which only imported events may have.
pub async fn fill(pool: &Pool) -> Result<Summary, Error> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0)
        .with_style(style)
        .with_message("Filling the demo school");
    let summary = fill_with_progress(pool, |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await;
    bar.finish_and_clear();
    summary
}

async fn fill_with_progress(pool: &Pool, progress: impl Fn(u64, u64)) -> Result<Summary, Error> {
    let emails = CONTENT.school.emails();
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    // Held until COMMIT: of two concurrent calls, the second finds the demo of the first.
    transaction.execute(LOCK, &[]).await?;
    // The role of the server may not import.
    transaction.batch_execute("SET LOCAL ROLE none").await?;
    let row = transaction.query_one(EXISTS, &[&emails]).await?;
    let already_there: bool = row.try_get("already_there")?;
    if !already_there {
        let hash = passwords::hash_of(&CONTENT.school.password)?;
        writer::write(&transaction, &hash, progress).await?;
    }
    let row = transaction.query_one(COUNTS, &[&emails]).await?;
    transaction.commit().await?;
    drop(client);
    Ok(Summary {
        users: users(pool, &emails).await?,
        password: &CONTENT.school.password,
        chats: row.try_get("chats")?,
        messages: row.try_get("messages")?,
        lessons: row.try_get("lessons")?,
        already_there,
    })
}

async fn users(pool: &Pool, emails: &[String]) -> Result<Vec<Person>, Error> {
    let directory = Directory::new(pool.clone());
    let mut users = Vec::with_capacity(emails.len());
    for email in emails {
        users.extend(directory.by_email(email).await?.map(|(user, _)| user));
    }
    Ok(users)
}

impl Summary {
    /// A line for each user: email address, role, name.
    pub fn list_of_users(&self) -> String {
        let line = |user: &Person| {
            let email = user.email.as_deref().unwrap_or_default();
            let role = user.role.as_str();
            format!("  {email:<30} {role:<8} {}\n", user.name)
        };
        self.users.iter().map(line).collect()
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
