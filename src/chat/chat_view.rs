//! A chat as its readers see it: the columns of the SQL functions `chat_view` and `chat_members`.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::chat::message::Message;
use crate::db::{Error, FromRow, PgTimestamp, RowExt as _};
use crate::domain::{
    AttachmentId, ChatCreated, ChatId, ChatKind, Custom, MessageId, Name, Position, Role, UserId,
};

/// A chat as a reader sees it.
#[derive(Debug, Clone)]
pub struct ChatView {
    pub id: ChatId,
    /// The id of its `chat_created` event: its public id in realms whose ids are UUIDs.
    pub uuid: Uuid,
    pub kind: ChatKind,
    pub title: Option<String>,
    /// The attachment that is its picture.
    pub picture_id: Option<AttachmentId>,
    /// The subject of the chat, as an object that its realm defines.
    pub context: Option<serde_json::Value>,
    /// None in what older contracts read.
    pub custom: Custom,
    pub created_by: Option<UserId>,
    pub created_at: Timestamp,
    /// When the newest message was sent, deleted or not, or the chat was created.
    pub updated_at: Timestamp,
    /// Messages that are not deleted.
    pub message_count: i64,
    /// Unread messages of other users, without deleted ones; 0 for a reader outside of the chat.
    pub unread_count: i64,
    /// In the order in which they were pinned. Not for older contracts.
    pub pins: Vec<Pin>,
    /// Ordered by id: those of the query's [`ParticipantScope`]; without one the two of a private chat.
    pub members: Vec<Member>,
    /// Of all members. Not for older contracts.
    pub member_count: i64,
    /// The newest message that is not deleted; not for older contracts: message or system message.
    pub last_message: Option<Message>,
}

/// A message that is pinned in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    pub message_id: MessageId,
    pub pinned_by: Option<UserId>,
    pub pinned_at: Timestamp,
}

/// A member or former member of a chat, as other members see them. Columns that the query does not read
/// are `None`.
#[derive(Debug, Clone)]
pub struct Member {
    pub user_id: UserId,
    /// `chat_participants.role`.
    pub role: String,
    pub joined_at: Timestamp,
    pub name: Name,
    /// `users.external_id`; `None` if the user was deleted.
    pub external_id: Option<String>,
    /// `users.role`; `None` if the user was deleted.
    pub user_role: Option<Role>,
    /// The attachment that is their picture.
    pub picture_id: Option<AttachmentId>,
    /// A picture on another server.
    pub avatar_url: Option<String>,
    pub last_seen: Option<Timestamp>,
    /// The newest message the user has read, 0 if there is none.
    pub last_read_id: MessageId,
    pub last_read_uuid: Option<Uuid>,
    /// Whether the member blocks the reader, who then sees neither their presence nor their read mark.
    pub is_hidden: bool,
}

/// The members that a query for older contracts returns, and what it reads of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParticipantScope {
    /// Members, without columns of `users`.
    MemberIds,
    /// Members, with [`Member::last_read_uuid`].
    Members,
    /// Members and former members.
    Everyone,
    /// Members and former members except the reader.
    Others,
}

impl ChatView {
    /// The sort key of lists by newest message that is not deleted.
    pub fn list_position(&self) -> Position {
        let last = self.last_message.as_ref();
        Position(last.map_or(self.id.0, |message| message.id.0))
    }

    /// A chat of a row of `chat_view`, and one with what the reader has not read.
    pub(super) fn from_rows(shared: &Row, own: &Row) -> Result<Self, Error> {
        let has_message = shared.try_get::<_, Option<i64>>("message_id")?.is_some();
        let last_message = has_message.then(|| Message::from_row(shared));
        let custom: Option<Json<Custom>> = shared.try_get("chat_custom")?;
        Ok(Self {
            id: shared.try_get("chat_id")?,
            uuid: shared.try_get("chat_uuid")?,
            kind: match shared.try_get("chat_type")? {
                "group" => ChatKind::Group,
                _ => ChatKind::Private,
            },
            title: shared.try_get("title")?,
            picture_id: shared.try_get("picture_id")?,
            context: shared.try_get("context")?,
            custom: custom.map(|Json(custom)| custom).unwrap_or_default(),
            created_by: shared.try_get("created_by")?,
            created_at: shared.timestamp("created_at")?,
            updated_at: shared.timestamp("updated_at")?,
            message_count: shared.try_get("message_count")?,
            unread_count: own.try_get("unread_count")?,
            pins: pins(shared)?,
            members: members(shared)?,
            member_count: shared
                .try_get::<_, Option<i64>>("member_count")?
                .unwrap_or_default(),
            last_message: last_message.transpose()?,
        })
    }
}

impl Member {
    /// Whether the chat is about a listing of theirs.
    pub fn is_seller(&self) -> bool {
        self.role == ChatCreated::SELLER
    }

    /// Whether the user has no account.
    pub fn is_guest(&self) -> bool {
        self.user_role == Some(Role::Guest)
    }

    /// The member as a reader sees them whom they block.
    pub(super) fn hide(&mut self) {
        self.is_hidden = true;
        self.last_seen = None;
        self.last_read_id = MessageId::NONE;
    }
}

impl ParticipantScope {
    /// The name in `sql/queries/chat_members.sql`.
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
        Self::from_rows(row, row)
    }
}

fn pins(row: &Row) -> Result<Vec<Pin>, Error> {
    let message_ids = row.array("pinned_ids")?;
    let by = row.array("pinned_by_ids")?;
    let at = row.array::<PgTimestamp>("pinned_ats")?;
    let pins = message_ids.into_iter().zip(by).zip(at);
    let pin = |((message_id, pinned_by), pinned_at): ((_, _), PgTimestamp)| Pin {
        message_id,
        pinned_by,
        pinned_at: pinned_at.0,
    };
    Ok(pins.map(pin).collect())
}

/// Reads the columns of the SQL function `chat_members`: arrays of one length, or NULL.
pub(super) fn members(row: &Row) -> Result<Vec<Member>, Error> {
    let user_ids = row.array::<UserId>("user_ids")?;
    let joined_ats = row.array::<PgTimestamp>("joined_ats")?;
    let mut roles = row.array("roles")?.into_iter();
    let mut names = row.array::<Option<String>>("names")?.into_iter();
    let mut external_ids = row.array::<Option<String>>("external_ids")?.into_iter();
    let mut user_roles = row.array::<Option<String>>("user_roles")?.into_iter();
    let mut picture_ids = row
        .array::<Option<AttachmentId>>("picture_ids")?
        .into_iter();
    let mut avatar_urls = row.array::<Option<String>>("avatar_urls")?.into_iter();
    let mut last_seens = row.array::<Option<PgTimestamp>>("last_seens")?.into_iter();
    let mut last_read_ids = row.array("last_read_ids")?.into_iter();
    let mut last_read_uuids = row.array::<Option<Uuid>>("last_read_uuids")?.into_iter();
    let members = user_ids.into_iter().zip(joined_ats);
    let members = members.map(|(user_id, joined_at)| Member {
        user_id,
        role: roles.next().unwrap_or_default(),
        joined_at: joined_at.0,
        name: Name::of_column(user_id, names.next().flatten()),
        external_id: external_ids.next().flatten(),
        user_role: user_roles
            .next()
            .flatten()
            .and_then(|role| role.parse().ok()),
        picture_id: picture_ids.next().flatten(),
        avatar_url: avatar_urls.next().flatten(),
        last_seen: last_seens.next().flatten().map(|at| at.0),
        last_read_id: last_read_ids.next().unwrap_or_default(),
        last_read_uuid: last_read_uuids.next().flatten(),
        is_hidden: false,
    });
    Ok(members.collect())
}
