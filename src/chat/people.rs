//! The people whom an answer names: who wrote, who is quoted, forwarded or mentioned, also those who left.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::error::Error;
use crate::chat::message::Message;
use crate::chat::queries::Queries;
use crate::chat::seen::people_of;
use crate::chat::seen_chats::SeenChat;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{AttachmentId, ChatId, Event, MessageSent, Name, Role, UserId};

const CHANGED_USER: &str = include_str!("sql/changed_user.sql");

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

/// People as a reader sees them.
#[derive(Debug, Default)]
pub struct SeenPeople {
    /// Each once, by id.
    pub users: Vec<SeenUser>,
    /// Whether others may see them differently, since one of them blocks somebody.
    pub differ: bool,
}

/// Users, and the chats that name them: it depends on these whose presence a reader sees.
#[derive(Debug, Default)]
pub struct NamedPeople(BTreeSet<(UserId, ChatId)>);

impl NamedPeople {
    /// Adds a user whom a chat names.
    pub fn add(&mut self, chat_id: ChatId, user_id: UserId) {
        self.0.insert((user_id, chat_id));
    }

    /// Those whom a message names that replies to none, as its event has it.
    pub fn of_sent(event: &Event, sent: &MessageSent) -> Self {
        let forwarded = sent.forwarded_from.map(|from| from.author_id);
        let named = [event.actor_id, forwarded].into_iter().flatten();
        let named = named.chain(sent.mentions.iter().map(|mention| mention.user_id));
        Self(named.map(|id| (id, event.chat_id)).collect())
    }

    /// Adds everybody whom a chat names in a list: by its newest message, and who pinned messages.
    pub fn add_chat(&mut self, chat: &SeenChat) {
        if let Some(last) = &chat.view.last_message {
            self.add_message(last);
        }
        for pinned_by in chat.view.pins.iter().filter_map(|pin| pin.pinned_by) {
            self.add(chat.view.id, pinned_by);
        }
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
            .chain(message.mentions.iter().map(|mention| mention.user_id))
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

impl<'a> FromIterator<&'a SeenChat> for NamedPeople {
    fn from_iter<T: IntoIterator<Item = &'a SeenChat>>(chats: T) -> Self {
        let mut named = Self::default();
        for chat in chats {
            named.add_chat(chat);
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
        let named = named.into_iter().collect();
        let found = people_of(&self.pool, self.realm, vec![(reader, named)]);
        Ok(seen_people(&found.await?.pop().unwrap_or_default())?.users)
    }

    /// The same for readers of an event: many ask at the same time, and share the queries.
    pub async fn people_as_seen(
        &self,
        reader: UserId,
        named: NamedPeople,
    ) -> Result<SeenPeople, Error> {
        if named.0.is_empty() {
            return Ok(SeenPeople::default());
        }
        let (pool, named) = (self.pool.clone(), named.0.into_iter().collect());
        let people = self.seen.people(pool, self.realm, reader, named);
        Ok(seen_people(&people.await?)?)
    }

    /// A user as they are now, with the presence that who is not blocked by them sees. For readers of an
    /// event about them, of any realm.
    pub async fn changed_user(&self, user_id: UserId) -> Result<Option<SeenUser>, Error> {
        self.first(CHANGED_USER, &[&user_id]).await
    }
}

fn seen_people(rows: &[Row]) -> Result<SeenPeople, db::Error> {
    let mut people = SeenPeople::default();
    for row in rows {
        people.users.push(SeenUser::from_row(row)?);
        people.differ |= row.try_get::<_, bool>("blocks_some")?;
    }
    Ok(people)
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
