//! A message as a reader sees it: the columns of the SQL function `message_view`.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::{Error, FromRow, RowExt as _};
use crate::domain::text::{self, EXCERPT_CHARS};
use crate::domain::{
    Attachment, ChatId, Custom, ForwardedFrom, Mention, MessageId, MessageKind, Name, OptionIds,
    Poll, UserId,
};

/// A message. A deleted one has no text, files, reactions, poll or custom data, except for text and files in the
/// pages of older contracts.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: MessageId,
    /// The id of its event: its public id in realms whose ids are UUIDs.
    pub uuid: Uuid,
    pub chat_id: ChatId,
    /// `None` for a system message.
    pub sender_id: Option<UserId>,
    /// Its latest text; empty for a system message.
    pub content: String,
    pub kind: MessageKind,
    /// What a system message tells of.
    pub system: Option<SystemMessage>,
    pub reply_to: Option<Quote>,
    pub forwarded_from: Option<ForwardedFrom>,
    pub attachments: Vec<Attachment>,
    /// In the order of their first use; none in what older contracts read.
    pub reactions: Vec<ReactionCount>,
    /// What a poll has besides its text; `None` in what older contracts read.
    pub poll: Option<Poll>,
    pub mentions: Vec<Mention>,
    /// None in what older contracts read.
    pub custom: Custom,
    /// Chosen by the sender.
    pub client_id: Option<Uuid>,
    pub created_at: Timestamp,
    /// When its latest text was written, unless that is the first.
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
}

/// What the history of a group tells of: an event, with the names of now.
#[derive(Debug, Clone, Deserialize)]
pub struct SystemMessage {
    pub kind: SystemMessageKind,
    /// `None` if the database caused it.
    pub actor: Option<NamedUser>,
    /// The added, removed or leaving member.
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

impl Message {
    /// Whether it was deleted.
    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Marks what is the reader's own in a message that was read for several readers, by columns of the
    /// reader's row of `chat_for_reader`.
    pub(super) fn mark_own(&mut self, own: &Row) -> Result<(), Error> {
        let reactions: Vec<String> = own.array("own_reactions")?;
        for reaction in &mut self.reactions {
            reaction.mine = reactions.contains(&reaction.emoji);
        }
        if let Some(poll) = &mut self.poll {
            let own: Option<Json<OptionIds>> = own.try_get("own_option_ids")?;
            poll.own = own.map(|Json(ids)| ids).unwrap_or_default();
        }
        Ok(())
    }
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

impl FromRow for Message {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let attachments: Option<Json<Vec<Attachment>>> = row.try_get("attachments")?;
        let reactions: Option<Json<Vec<ReactionCount>>> = row.try_get("reactions")?;
        let poll: Option<Json<Poll>> = row.try_get("poll")?;
        let mentions: Option<Json<Vec<Mention>>> = row.try_get("mentions")?;
        let custom: Option<Json<Custom>> = row.try_get("custom")?;
        let reply_to: Option<Json<Quote>> = row.try_get("reply_to")?;
        let forwarded_from: Option<Json<ForwardedFrom>> = row.try_get("forwarded_from")?;
        let system: Option<Json<SystemMessage>> = row.try_get("system")?;
        Ok(Self {
            id: row.try_get("message_id")?,
            uuid: row.try_get("message_uuid")?,
            chat_id: row.try_get("in_chat_id")?,
            sender_id: row.try_get("sender_id")?,
            content: row.try_get("content")?,
            kind: MessageKind::from_name(row.try_get("message_type")?).unwrap_or_default(),
            system: system.map(|Json(system)| system),
            reply_to: reply_to.map(|Json(quote)| quote),
            forwarded_from: forwarded_from.map(|Json(from)| from),
            attachments: attachments.map(|Json(files)| files).unwrap_or_default(),
            reactions: reactions.map(|Json(counts)| counts).unwrap_or_default(),
            poll: poll.map(|Json(poll)| poll),
            mentions: mentions.map(|Json(list)| list).unwrap_or_default(),
            custom: custom.map(|Json(custom)| custom).unwrap_or_default(),
            client_id: row.try_get("client_id")?,
            created_at: row.timestamp("sent_at")?,
            edited_at: row.optional_timestamp("edited_at")?,
            deleted_at: row.optional_timestamp("deleted_at")?,
        })
    }
}
