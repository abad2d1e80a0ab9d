//! The people whom an answer names: who wrote, who is quoted, forwarded or mentioned, also those who left.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::error::Error;
use crate::chat::message::Message;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{AttachmentId, ChatId, Name, Role, UserId};

const PEOPLE: &str = include_str!("sql/people.sql");

/// A user as a reader sees them.
#[derive(Debug, Clone)]
pub struct SeenUser {
    pub user_id: UserId,
    pub name: Name,
    /// `None` if the user was deleted.
    pub role: Option<Role>,
    /// The attachment that is their picture.
    pub picture_id: Option<AttachmentId>,
    /// A picture on another server.
    pub avatar_url: Option<String>,
    /// Whether the reader may know that they are online.
    pub shows_presence: bool,
    /// `None` also if the reader may not know.
    pub last_seen: Option<Timestamp>,
}

/// Users, and the chats that name them: it depends on these whose presence a reader sees.
#[derive(Debug, Default)]
pub struct NamedPeople(BTreeSet<(UserId, ChatId)>);

impl NamedPeople {
    /// Adds a user whom a chat names.
    pub fn add(&mut self, chat_id: ChatId, user_id: UserId) {
        self.0.insert((user_id, chat_id));
    }

    /// Adds everybody whom a message names.
    pub fn add_message(&mut self, message: &Message) {
        let quoted = message.reply_to.as_ref().and_then(|quote| quote.author_id);
        let forwarded = message.forwarded_from.map(|from| from.author_id);
        let system = message.system.iter();
        let told_of = system.flat_map(|system| [&system.actor, &system.user]);
        let named = [message.sender_id, quoted, forwarded]
            .into_iter()
            .flatten()
            .chain(message.mentions.iter().copied())
            .chain(told_of.flatten().map(|user| user.id));
        self.0.extend(named.map(|id| (id, message.chat_id)));
    }
}

impl<'a> FromIterator<&'a Message> for NamedPeople {
    fn from_iter<T: IntoIterator<Item = &'a Message>>(messages: T) -> Self {
        let mut named = Self::default();
        for message in messages {
            named.add_message(message);
        }
        named
    }
}

impl Queries {
    /// The people whom an answer names, each once, by id, as its reader sees them. Says nothing about who may
    /// read the answer. One query, or none if there are no people.
    pub async fn people(
        &self,
        reader: UserId,
        NamedPeople(named): NamedPeople,
    ) -> Result<Vec<SeenUser>, Error> {
        if named.is_empty() {
            return Ok(Vec::new());
        }
        let (users, chats): (Vec<UserId>, Vec<ChatId>) = named.into_iter().unzip();
        let parameters: Parameters<'_> = &[&self.realm, &reader, &users, &chats];
        self.all(PEOPLE, parameters).await
    }
}

impl FromRow for SeenUser {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let user_id = row.try_get("user_id")?;
        let role: Option<&str> = row.try_get("user_role")?;
        Ok(Self {
            user_id,
            name: if row.try_get("exists")? {
                Name::of(user_id, row.try_get("name")?)
            } else {
                Name::Removed
            },
            role: role.and_then(|role| role.parse().ok()),
            picture_id: row.try_get("picture_id")?,
            avatar_url: row.try_get("avatar_url")?,
            shows_presence: row.try_get("shows_presence")?,
            last_seen: row.optional_timestamp("last_seen")?,
        })
    }
}
