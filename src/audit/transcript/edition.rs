//! For whom a transcript is, and what it says of itself.

use tokio_postgres::Row;

use crate::audit::people::Person;
use crate::db::{Error, FromRow};
use crate::domain::{Language, Name, UserId};

/// For whom a transcript is.
#[derive(Debug, Clone)]
pub struct Edition {
    pub language: Language,
    /// A name of the IANA database.
    pub time_zone: String,
    pub exported_by: ExportedBy,
}

/// Who exports a chat.
#[derive(Debug, Clone)]
pub enum ExportedBy {
    /// Who runs the command, as a user of the database.
    Operator,
    /// A user, at the desk.
    User(UserId, Name),
}

/// What a transcript says of itself.
pub(super) struct About {
    pub(super) chat_id: i64,
    /// `None` if the log has events of the chat, but not its creation.
    pub(super) realm: Option<String>,
    /// Of a group.
    pub(super) title: Option<String>,
    /// What the chat is about.
    pub(super) subject: Option<String>,
    /// Present and former members, the first ones by id.
    pub(super) members: Vec<Person>,
    pub(super) database_user: String,
    pub(super) at: LocalTime,
    /// The last position of the log.
    pub(super) head: i64,
    /// The newest seal, which covers the events up to its position: the position and the hash.
    pub(super) seal: Option<(i64, String)>,
    pub(super) only_reported: bool,
}

impl About {
    /// The name of the chat: its title, or those who are in it.
    pub(super) fn name(&self, language: Language) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        let members = self.members.iter().map(|member| match &member.name {
            Name::Removed => format!("({})", member.id.0),
            name => name.clone().in_language(language),
        });
        let members = members.collect::<Vec<_>>().join(", ");
        match &self.subject {
            Some(subject) => format!("{subject}: {members}"),
            None => members,
        }
    }
}

/// A time in the time zone of a transcript, to the minute.
pub(super) struct LocalTime {
    /// `2026-11-25`.
    pub(super) day: String,
    /// `22:05`.
    pub(super) time: String,
}

impl LocalTime {
    /// The day in words.
    pub(super) fn day_in(&self, language: Language) -> String {
        let mut numbers = self.day.split('-');
        let (year, month, day) = (numbers.next(), numbers.next(), numbers.next());
        let month = month.and_then(|month| month.parse::<usize>().ok());
        let name = month.and_then(|month| months(language).get(month.checked_sub(1)?).copied());
        let (Some(year), Some(month), Some(day)) = (year, name, day) else {
            return self.day.clone();
        };
        let day = day.trim_start_matches('0');
        match language {
            Language::Russian => format!("{day} {month} {year} г."),
            Language::English => format!("{day} {month} {year}"),
        }
    }
}

impl FromRow for LocalTime {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let local: &str = row.try_get("local_time")?;
        let (day, time) = local.split_once(' ').unwrap_or((local, ""));
        Ok(Self {
            day: day.to_owned(),
            time: time.to_owned(),
        })
    }
}

fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::Russian => [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
        Language::English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    }
}
