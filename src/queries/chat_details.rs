//! Chats with everything that a reader is shown of them: the columns of the SQL functions `chat_for_all`
//! and `chat_for_reader`.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::{Error, FromRow, RowExt as _, query};
use crate::domain::{
    AttachmentId, ChatId, ChatKind, Draft, MemberRole, MessageId, Name, Position, Realm, Role,
    UserId, time,
};
use crate::queries::message::Message;
use crate::queries::run::Queries;
use crate::queries::seen::{ChatReader, ChatRows};
use crate::queries::snapshot::Snapshot;

const CHAT_DETAILS: &str = include_str!("sql/chat_details.sql");
const CHATS_BY_IDS: &str = include_str!("sql/chats_by_ids.sql");
const LISTED_CHATS: &str = include_str!("sql/listed_chats.sql");
const UNLISTED_CHATS: &str = include_str!("sql/unlisted_chats.sql");
const UNREAD_IN: &str = include_str!("sql/unread_in.sql");

/// What a pinned chat has more than another one in its place in a list: beyond all positions.
pub const PINNED_PLACE: Position = Position(1 << 62);

/// A chat as a reader sees it.
#[derive(Debug, Clone)]
pub struct ChatDetails {
    pub id: ChatId,
    /// The id of its event: its public id in realms whose ids are UUIDs.
    pub uuid: Uuid,
    pub kind: ChatKind,
    pub title: Option<String>,
    /// The attachment that is its picture.
    pub picture_id: Option<AttachmentId>,
    /// The subject of the chat, as an object that its realm defines.
    pub context: Option<serde_json::Value>,
    pub created_at: Timestamp,
    /// The first ones, by id.
    pub members: Vec<Member>,
    pub member_count: i64,
    /// Messages of other users, not deleted, that the reader has not read.
    pub unread_count: i64,
    /// Those of them that mention the reader.
    pub unread_mentions: i64,
    /// The last event that both count.
    pub as_of: Position,
    /// In the order in which they were pinned.
    pub pinned_ids: Vec<MessageId>,
    /// Whether the reader's list has it: not while it is hidden.
    pub is_listed: bool,
    pub standing: Standing,
    pub last_read_id: MessageId,
    pub settings: ChatSettings,
    /// What the reader has written and not sent.
    pub draft: Option<Draft>,
    /// The newest message that is not deleted, or system message.
    pub last_message: Option<Message>,
}

/// The reader's own settings of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatSettings {
    /// A time to come; `None`: not muted.
    pub muted_until: Option<Timestamp>,
    pub is_pinned: bool,
    pub is_archived: bool,
}

/// What a member has not read in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// Messages of other users, not deleted.
    pub count: i64,
    /// Those of them that mention the member.
    pub mentions: i64,
    /// The last event that both count.
    pub as_of: Position,
}

/// What decides on a user's actions in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// `None`: not a member.
    pub role: Option<MemberRole>,
    /// Whether the decision on a message would allow it now.
    pub may_write: bool,
    /// Whether the user may act in the realm at all: belongs to it, and is not banned.
    pub may_act: bool,
    /// The other user of a private chat, if the reader knows of them.
    pub counterpart: Option<UserId>,
}

/// A member of a chat.
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    pub user_id: UserId,
    exists: bool,
    name: Option<String>,
    /// The attachment that is their picture.
    pub picture_id: Option<AttachmentId>,
    /// `users.role`; `None` if the user was deleted.
    pub user_role: Option<Role>,
    /// A picture on another server.
    pub avatar_url: Option<String>,
    #[serde(deserialize_with = "optional_milliseconds")]
    pub last_seen: Option<Timestamp>,
    pub role: MemberRole,
    /// Of the listing that the chat is about.
    pub is_seller: bool,
    #[serde(deserialize_with = "milliseconds")]
    pub joined_at: Timestamp,
    pub last_read_id: MessageId,
    /// Whether the member blocks the reader, who then sees neither their presence nor their read mark.
    #[serde(skip)]
    pub is_hidden: bool,
}

/// The chats that a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFilter {
    All,
    Unread,
    Archived,
}

fn milliseconds<'de, D: Deserializer<'de>>(value: D) -> Result<Timestamp, D::Error> {
    Ok(time::clamp_to_rfc3339(i64::deserialize(value)?))
}

fn optional_milliseconds<'de, D>(value: D) -> Result<Option<Timestamp>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(Option::<i64>::deserialize(value)?.map(time::clamp_to_rfc3339))
}

impl Member {
    /// The member as a reader sees them whom they block.
    fn hide(&mut self) {
        self.is_hidden = true;
        self.last_seen = None;
        self.last_read_id = MessageId::NONE;
    }

    /// The name as other users see it.
    pub fn name(&self) -> Name {
        match &self.name {
            _ if !self.exists => Name::Removed,
            name => Name::of(self.user_id, name.clone()),
        }
    }
}

impl ChatDetails {
    /// The sort key of a reader's own list: pinned chats first, then by newest message that is not
    /// deleted, or system message.
    pub fn list_position(&self) -> Position {
        let last = self.last_message.as_ref();
        let newest = last.map_or(self.id.0, |message| message.id.0);
        let is_pinned = self.settings.is_pinned;
        Position(newest + if is_pinned { PINNED_PLACE.0 } else { 0 })
    }
}

impl ListFilter {
    /// The name in `sql/listed_chats.sql`.
    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unread => "unread",
            Self::Archived => "archived",
        }
    }
}

impl Queries {
    /// A chat, if the reader is a member, or sees all chats.
    pub async fn chat_details(
        &self,
        reader: UserId,
        chat_id: ChatId,
        sees_all: bool,
    ) -> Result<Snapshot<Option<ChatDetails>>, Error> {
        let parameters: query::Parameters<'_> = &[&chat_id, &self.realm, &reader, &sees_all];
        let found = self.snapshot(CHAT_DETAILS, parameters).await?;
        Ok(found.map(|chats: Vec<ChatDetails>| chats.into_iter().next()))
    }

    /// A chat, if the reader is a member, or sees all chats. For readers of an event, who share queries.
    pub async fn chat_as_seen(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        sees_all: bool,
    ) -> Result<Option<ChatDetails>, Error> {
        let reader = ChatReader {
            chat_id,
            user_id,
            sees_all,
        };
        let rows = self.seen.chat(self.pool.clone(), self.realm, reader);
        let chat = |rows: ChatRows| ChatDetails::from_rows(&rows.shared, &rows.own);
        rows.await?.map(chat).transpose()
    }

    /// These chats, in this order, for a reader who sees all chats.
    pub async fn chats_by_ids(
        &self,
        reader: UserId,
        ids: &[ChatId],
    ) -> Result<Vec<ChatDetails>, Error> {
        self.all(CHATS_BY_IDS, &[&ids, &self.realm, &reader]).await
    }

    /// At most `limit` chats of a reader's own list, by [`ChatDetails::list_position`], the highest
    /// first, after `after`; only those whose title, or a member's name, contains `text`.
    pub async fn listed_chats(
        &self,
        reader: UserId,
        filter: ListFilter,
        text: Option<&str>,
        after: Option<Position>,
        limit: i64,
    ) -> Result<Snapshot<Vec<ChatDetails>>, Error> {
        let after = after.unwrap_or(Position(i64::MAX));
        self.snapshot(
            LISTED_CHATS,
            &[
                &reader,
                &self.realm,
                &after,
                &limit,
                &filter.as_str(),
                &text,
                &PINNED_PLACE,
            ],
        )
        .await
    }

    /// The reader's chats that their list may have left out at a position.
    pub async fn unlisted_chats(&self, reader: UserId, at: Position) -> Result<Vec<ChatId>, Error> {
        let parameters: query::Parameters<'_> = &[&reader, &self.realm, &at];
        let rows = query::all(&self.pool, UNLISTED_CHATS, parameters).await?;
        rows.iter().map(|row| Ok(row.try_get("chat_id")?)).collect()
    }

    /// What a member has not read in a chat; `None` for others.
    pub async fn unread_in(
        &self,
        reader: UserId,
        chat_id: ChatId,
    ) -> Result<Option<Unread>, Error> {
        self.first(UNREAD_IN, &[&chat_id, &reader]).await
    }

    /// The realm of these queries.
    pub fn realm(&self) -> Realm {
        self.realm
    }
}

impl FromRow for ChatDetails {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Self::from_rows(row, row)
    }
}

impl ChatDetails {
    /// A chat of a row of `chat_for_all` and one of `chat_for_reader`.
    pub(super) fn from_rows(shared: &Row, own: &Row) -> Result<Self, Error> {
        let members: Option<Json<Vec<Member>>> = shared.try_get("members")?;
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
            created_at: shared.timestamp("created_at")?,
            members: members_for(members, &own.array("blocker_ids")?),
            member_count: shared.try_get("member_count")?,
            unread_count: own.try_get("unread_count")?,
            unread_mentions: own.try_get("unread_mentions")?,
            as_of: own.try_get("head_position")?,
            pinned_ids: shared.array("pinned_ids")?,
            is_listed: own.try_get("is_listed")?,
            standing: Standing::from_row(own)?,
            last_read_id: own.try_get("own_last_read_id")?,
            settings: ChatSettings {
                muted_until: own.optional_timestamp("muted_until")?,
                is_pinned: own.try_get("is_pinned")?,
                is_archived: own.try_get("is_archived")?,
            },
            draft: draft(own)?,
            last_message: last_message(shared, own)?,
        })
    }
}

/// The members of a chat for a reader whom some of them block.
fn members_for(members: Option<Json<Vec<Member>>>, blockers: &[UserId]) -> Vec<Member> {
    let mut members = members.map(|Json(members)| members).unwrap_or_default();
    let hidden = |member: &&mut Member| blockers.contains(&member.user_id);
    members.iter_mut().filter(hidden).for_each(Member::hide);
    members
}

/// The newest message, with the reader's own reactions marked.
fn last_message(shared: &Row, own: &Row) -> Result<Option<Message>, Error> {
    if shared.try_get::<_, Option<i64>>("message_id")?.is_none() {
        return Ok(None);
    }
    let mut message = Message::from_row(shared)?;
    let own: Vec<String> = own.array("own_reactions")?;
    for reaction in &mut message.reactions {
        reaction.mine = own.contains(&reaction.emoji);
    }
    Ok(Some(message))
}

fn draft(own: &Row) -> Result<Option<Draft>, Error> {
    let text: Option<String> = own.try_get("draft_text")?;
    let reply_to = own.try_get("draft_reply_to")?;
    Ok(text.map(|text| Draft { text, reply_to }))
}

impl FromRow for Unread {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            count: row.try_get("unread_count")?,
            mentions: row.try_get("unread_mentions")?,
            as_of: row.try_get("head_position")?,
        })
    }
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let role: Option<&str> = row.try_get("own_role")?;
        let is_allowed = |column| Ok::<_, Error>(row.try_get::<_, Option<&str>>(column)?.is_none());
        Ok(Self {
            role: role.map(|role| match role {
                "owner" => MemberRole::Owner,
                "admin" => MemberRole::Admin,
                _ => MemberRole::Member,
            }),
            may_write: is_allowed("refusal_to_write")?,
            may_act: is_allowed("refusal_to_act")?,
            counterpart: row.try_get("counterpart_id")?,
        })
    }
}
