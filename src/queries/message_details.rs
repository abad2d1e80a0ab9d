//! Messages with everything that is shown of them: the columns of the SQL function `message_details`.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::{Error, FromRow, RowExt as _, query};
use crate::domain::text::{self, EXCERPT_CHARS};
use crate::domain::{
    Attachment, AttachmentId, ChatId, ForwardedFrom, MessageId, MessageKind, Name, Role, UserId,
};
use crate::queries::run::Queries;
use crate::queries::snapshot::Snapshot;

const MESSAGE_DETAILS: &str = include_str!("sql/message_details.sql");
const MESSAGES_AROUND: &str = include_str!("sql/messages_around.sql");
const FIRST_MESSAGE_AT: &str = include_str!("sql/first_message_at.sql");
const READERS: &str = include_str!("sql/readers.sql");

/// A message. A deleted one has no text, files or reactions.
#[derive(Debug, Clone)]
pub struct MessageDetails {
    pub id: MessageId,
    /// The id of its event: its public id in realms whose ids are UUIDs.
    pub uuid: Uuid,
    pub chat_id: ChatId,
    /// `None` for a system message.
    pub author_id: Option<UserId>,
    /// Empty for a system message.
    pub content: String,
    pub kind: MessageKind,
    /// What a system message tells of.
    pub system: Option<SystemMessage>,
    pub reply_to: Option<Quote>,
    pub forwarded_from: Option<ForwardedFrom>,
    pub attachments: Vec<Attachment>,
    /// In the order of their first use.
    pub reactions: Vec<ReactionCount>,
    pub mentions: Vec<UserId>,
    pub client_id: Option<Uuid>,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
}

/// What the history of a group tells of: an event, with the names of now.
#[derive(Debug, Clone, Deserialize)]
pub struct SystemMessage {
    pub kind: SystemMessageKind,
    /// `None` if the database caused it.
    pub actor: Option<NamedUser>,
    /// Who was added or removed, or left.
    pub user: Option<NamedUser>,
    /// The title that the group was given; empty if it was erased.
    pub title: Option<String>,
}

/// The kind of the event that a system message tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum SystemMessageKind {
    #[serde(rename = "chat_created")]
    Created,
    #[serde(rename = "chat_renamed")]
    Renamed,
    #[serde(rename = "participant_joined")]
    Joined,
    #[serde(rename = "participant_left")]
    Left,
}

/// A user by id, who may be deleted.
#[derive(Debug, Clone, Deserialize)]
pub struct NamedUser {
    pub id: UserId,
    exists: bool,
    name: Option<String>,
}

impl NamedUser {
    /// The name as other users see it.
    pub fn name(&self) -> Name {
        if self.exists {
            Name::of(self.id, self.name.clone())
        } else {
            Name::Removed
        }
    }
}

/// The message that another one replies to.
#[derive(Debug, Clone, Deserialize)]
pub struct Quote {
    pub id: MessageId,
    pub uuid: Uuid,
    pub author_id: Option<UserId>,
    /// The first 200 characters, of whole graphemes; empty if it is deleted.
    #[serde(deserialize_with = "excerpt")]
    pub excerpt: String,
}

fn excerpt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let read = String::deserialize(deserializer)?;
    Ok(text::beginning(&read, EXCERPT_CHARS).to_owned())
}

/// An emoji with which users react to a message.
#[derive(Debug, Clone, Deserialize)]
pub struct ReactionCount {
    pub emoji: String,
    /// Of users.
    pub count: i64,
    /// Whether the reader is one of them.
    pub mine: bool,
}

/// The part of a chat's history that a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageBound {
    Newest,
    Before(MessageId),
    After(MessageId),
    /// Half of the page before the message, the other half from it on.
    Around(MessageId),
    /// From this time on.
    At(Timestamp),
}

/// Messages in chronological order, deleted ones and system messages included.
#[derive(Debug)]
pub struct MessagePage {
    pub messages: Vec<MessageDetails>,
    pub has_older: bool,
    pub has_newer: bool,
}

/// A user who has read a message.
#[derive(Debug, Clone)]
pub struct Reader {
    pub user_id: UserId,
    pub name: Name,
    pub role: Option<Role>,
    /// The attachment that is their picture.
    pub picture_id: Option<AttachmentId>,
    /// A picture on another server.
    pub avatar_url: Option<String>,
    pub last_seen: Option<Timestamp>,
    /// `None` if thousands of events of the chat happened before.
    pub read_at: Option<Timestamp>,
}

/// The messages that a reader sees in chats of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BeyondOwn {
    pub all: bool,
    pub reported: bool,
}

impl Queries {
    /// A message, if the reader is a member of its chat, or sees it without being one.
    pub async fn message_details(
        &self,
        reader: UserId,
        id: MessageId,
        beyond: BeyondOwn,
    ) -> Result<Option<MessageDetails>, Error> {
        let BeyondOwn { all, reported } = beyond;
        let parameters: query::Parameters<'_> = &[&self.realm, &id, &reader, &all, &reported];
        self.first(MESSAGE_DETAILS, parameters).await
    }

    /// A message as a reader sees it. For readers of an event, who share queries. Says nothing about who
    /// may read it.
    pub async fn message_as_seen(
        &self,
        reader: UserId,
        id: MessageId,
    ) -> Result<Option<MessageDetails>, Error> {
        let row = self.seen.message(self.pool.clone(), self.realm, id, reader);
        row.await?
            .map(|row| MessageDetails::from_row(&row))
            .transpose()
    }

    /// A page of a chat's history as a reader sees it. Says nothing about who may read it.
    pub async fn messages_around(
        &self,
        reader: UserId,
        chat_id: ChatId,
        bound: PageBound,
        limit: i64,
    ) -> Result<Snapshot<MessagePage>, Error> {
        let cut = self.cut(chat_id, bound, limit).await?;
        let parameters: query::Parameters<'_> = &[
            &chat_id,
            &cut.at,
            &(cut.older + 1),
            &(cut.newer + 1),
            &reader,
        ];
        let found = self.snapshot(MESSAGES_AROUND, parameters).await?;
        Ok(found.map(|messages| cut.page(messages)))
    }

    async fn cut(&self, chat_id: ChatId, bound: PageBound, limit: i64) -> Result<Cut, Error> {
        let cut = |at, older, newer| Cut { at, older, newer };
        Ok(match bound {
            PageBound::Newest => cut(MessageId(i64::MAX), limit, 0),
            PageBound::Before(id) => cut(id, limit, 0),
            PageBound::After(id) => cut(MessageId(id.0.saturating_add(1)), 0, limit),
            PageBound::Around(id) => cut(id, limit / 2, limit - limit / 2),
            PageBound::At(time) => {
                // No message is older than this, and Postgres has no times as old as `jiff`.
                let milliseconds = time.as_millisecond().max(0);
                let parameters: query::Parameters<'_> = &[&chat_id, &milliseconds];
                let first = self.value(FIRST_MESSAGE_AT, parameters, "message_id");
                let first: Option<MessageId> = first.await?;
                cut(first.unwrap_or(MessageId(i64::MAX)), 0, limit)
            }
        })
    }

    /// Members who have read a message, besides its author and those who block `reader`, by id, after
    /// `after`.
    pub async fn readers(
        &self,
        reader: UserId,
        id: MessageId,
        after: UserId,
        limit: i64,
    ) -> Result<Vec<Reader>, Error> {
        let parameters: query::Parameters<'_> = &[&id, &after, &limit, &reader, &self.realm];
        self.all(READERS, parameters).await
    }
}

/// Where a page divides the history, and how many messages of each side it shows. One more of each
/// is read, which tells whether there are more.
#[derive(Clone, Copy)]
struct Cut {
    at: MessageId,
    older: i64,
    newer: i64,
}

impl Cut {
    fn page(self, mut messages: Vec<MessageDetails>) -> MessagePage {
        let size = |limit: i64| usize::try_from(limit).unwrap_or_default();
        let older = messages.partition_point(|message| message.id < self.at);
        let newer = messages.len() - older;
        let (surplus_older, surplus_newer) = (
            older.saturating_sub(size(self.older)),
            newer.saturating_sub(size(self.newer)),
        );
        messages.truncate(messages.len() - surplus_newer);
        messages.drain(..surplus_older);
        MessagePage {
            messages,
            has_older: surplus_older > 0,
            has_newer: surplus_newer > 0,
        }
    }
}

impl FromRow for MessageDetails {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let attachments: Option<Json<Vec<Attachment>>> = row.try_get("attachments")?;
        let reactions: Option<Json<Vec<ReactionCount>>> = row.try_get("reactions")?;
        let reply_to: Option<Json<Quote>> = row.try_get("reply_to")?;
        let forwarded_from: Option<Json<ForwardedFrom>> = row.try_get("forwarded_from")?;
        let system: Option<Json<SystemMessage>> = row.try_get("system")?;
        Ok(Self {
            id: row.try_get("message_id")?,
            uuid: row.try_get("message_uuid")?,
            chat_id: row.try_get("in_chat_id")?,
            author_id: row.try_get("author_id")?,
            content: row.try_get("content")?,
            kind: MessageKind::from_name(row.try_get("message_type")?).unwrap_or_default(),
            system: system.map(|Json(system)| system),
            reply_to: reply_to.map(|Json(quote)| quote),
            forwarded_from: forwarded_from.map(|Json(from)| from),
            attachments: attachments.map(|Json(files)| files).unwrap_or_default(),
            reactions: reactions.map(|Json(counts)| counts).unwrap_or_default(),
            mentions: row.array("mentions")?,
            client_id: row.try_get("client_id")?,
            created_at: row.timestamp("sent_at")?,
            edited_at: row.optional_timestamp("edited_at")?,
            deleted_at: row.optional_timestamp("deleted_at")?,
        })
    }
}

impl FromRow for Reader {
    fn from_row(row: &Row) -> Result<Self, Error> {
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
            last_seen: row.optional_timestamp("last_seen")?,
            read_at: row.optional_timestamp("read_at")?,
        })
    }
}
