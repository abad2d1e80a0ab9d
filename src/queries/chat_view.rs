//! A chat as a reader sees it: the columns of the SQL function `chat_view`.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::{Error, FromRow, RowExt as _};
use crate::domain::{ChatId, ChatKind, MessageId, Name, Position, UserId};
use crate::queries::message::Message;

/// A chat as a reader sees it.
#[derive(Debug, Clone)]
pub struct ChatView {
    pub id: ChatId,
    /// The id of its `chat_created` event: its public id in realms whose ids are UUIDs.
    pub uuid: Uuid,
    pub kind: ChatKind,
    pub title: Option<String>,
    /// The subject of the chat, as an object that its realm defines.
    pub context: Option<serde_json::Value>,
    pub created_by: Option<UserId>,
    pub created_at: Timestamp,
    /// When the newest message was sent, deleted or not, or the chat was created.
    pub updated_at: Timestamp,
    /// Messages that are not deleted.
    pub message_count: i64,
    /// Messages of other users, not deleted, that the reader has not seen; 0 for a reader who is
    /// not in the chat.
    pub unread_count: i64,
    /// Ordered by id, limited to the query's [`ParticipantScope`].
    pub participants: Vec<ChatParticipant>,
    /// The newest message that is not deleted.
    pub last_message: Option<Message>,
}

impl ChatView {
    /// The sort key of lists by newest message that is not deleted.
    pub fn list_position(&self) -> Position {
        let last = self.last_message.as_ref();
        Position(last.map_or(self.id.0, |message| message.id.0))
    }
}

/// A participant of a chat, as other participants see them.
#[derive(Debug, Clone)]
pub struct ChatParticipant {
    pub user_id: UserId,
    /// `chat_participants.role`.
    pub role: String,
    pub name: Name,
    /// `users.external_id`; `None` if the user was removed.
    pub external_id: Option<String>,
    /// Whether the user has no account.
    pub is_guest: bool,
    /// The newest message the user has read, 0 if there is none.
    pub last_read_id: MessageId,
    pub last_read_uuid: Option<Uuid>,
}

/// The participants that a query returns, and the details of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParticipantScope {
    /// Members, without columns of `users`.
    MemberIds,
    /// Members, with [`ChatParticipant::last_read_uuid`].
    Members,
    /// Members and former members.
    Everyone,
    /// Members and former members except the reader.
    Others,
}

impl ParticipantScope {
    /// The name in `sql/queries/chat_participants_view.sql`.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::MemberIds => "member_ids",
            Self::Members => "members",
            Self::Everyone => "everyone",
            Self::Others => "others",
        }
    }
}

impl FromRow for ChatView {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let has_message = row.try_get::<_, Option<i64>>("message_id")?.is_some();
        Ok(Self {
            id: row.try_get("chat_id")?,
            uuid: row.try_get("chat_uuid")?,
            kind: match row.try_get("chat_type")? {
                "group" => ChatKind::Group,
                _ => ChatKind::Private,
            },
            title: row.try_get("title")?,
            context: row.try_get("context")?,
            created_by: row.try_get("created_by")?,
            created_at: row.timestamp("created_at")?,
            updated_at: row.timestamp("updated_at")?,
            message_count: row.try_get("message_count")?,
            unread_count: row.try_get("unread_count")?,
            participants: participants(row)?,
            last_message: has_message.then(|| Message::from_row(row)).transpose()?,
        })
    }
}

/// Reads the columns of the SQL function `chat_participants_view`: arrays of one length.
pub(super) fn participants(row: &Row) -> Result<Vec<ChatParticipant>, Error> {
    let user_ids = row.array::<UserId>("user_ids")?.into_iter();
    let mut roles = row.array("roles")?.into_iter();
    let mut names = row.array::<Option<String>>("names")?.into_iter();
    let mut external_ids = row.array::<Option<String>>("external_ids")?.into_iter();
    let mut are_guests = row.array("are_guests")?.into_iter();
    let mut last_read_ids = row.array("last_read_ids")?.into_iter();
    let mut last_read_uuids = row.array::<Option<Uuid>>("last_read_uuids")?.into_iter();
    let participants = user_ids.map(|user_id| ChatParticipant {
        user_id,
        role: roles.next().unwrap_or_default(),
        name: Name::of_column(user_id, names.next().flatten()),
        external_id: external_ids.next().flatten(),
        is_guest: are_guests.next().unwrap_or_default(),
        last_read_id: last_read_ids.next().unwrap_or_default(),
        last_read_uuid: last_read_uuids.next().flatten(),
    });
    Ok(participants.collect())
}
