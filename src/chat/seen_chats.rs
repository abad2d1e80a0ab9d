//! Chats with the state of one reader: the columns of the SQL functions `chat_view` and `chat_for_reader`.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::access::ReaderAccess;
use crate::chat::chat_view::{ChatView, Member};
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::chat::seen::{ChatReader, ChatRows};
use crate::chat::snapshot::Snapshot;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{ChatId, Draft, MemberRole, MessageId, Position, Rejection, UserId};

const SEEN_CHAT: &str = include_str!("sql/seen_chat.sql");
const UNREAD_IN: &str = include_str!("sql/unread_in.sql");

/// What a pinned chat has more than another one in its place in a list: beyond all positions.
pub(super) const PINNED_SORT_KEY: Position = Position(1 << 62);

/// A chat with the state of one reader: unread counts, permissions, settings and draft.
#[derive(Debug, Clone)]
pub struct SeenChat {
    /// With the members of a private chat, and the newest message or system message.
    pub view: ChatView,
    /// Messages that the reader has not read and that mention the reader.
    pub unread_mentions: i64,
    /// The last event that it and [`ChatView::unread_count`] count.
    pub as_of: Position,
    /// Whether the reader's list has it: not while it is hidden.
    pub is_listed: bool,
    pub standing: Standing,
    /// The newest message that is read on the reader's own devices.
    pub last_read_id: MessageId,
    pub settings: ChatSettings,
    /// The unsent text of the reader.
    pub draft: Option<Draft>,
}

/// The reader's own settings of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatSettings {
    /// A time in the future; `None`: not muted.
    pub muted_until: Option<Timestamp>,
    pub is_pinned: bool,
    pub is_archived: bool,
}

/// The unread messages of a member in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// The newest message that is read on the member's own devices.
    pub last_read_id: MessageId,
    /// Messages of other users, not deleted.
    pub count: i64,
    /// Those of them that mention the member.
    pub mentions: i64,
    /// The last event that these contain.
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

impl SeenChat {
    /// The sort key of a reader's own list: pinned chats first, then by newest message that is not
    /// deleted, or system message.
    pub fn list_position(&self) -> Position {
        let is_pinned = self.settings.is_pinned;
        let pinned = if is_pinned { PINNED_SORT_KEY.0 } else { 0 };
        Position(self.view.list_position().0 + pinned)
    }
}

impl Queries {
    /// A chat.
    ///
    /// # Errors
    /// `NotAParticipant`, also if there is no such chat.
    pub async fn chat(
        &self,
        reader: ReaderAccess,
        chat_id: ChatId,
    ) -> Result<Snapshot<SeenChat>, Error> {
        let sees_all = reader.sees_all.is_some();
        let parameters: Parameters<'_> = &[&chat_id, &self.realm, &reader.user_id, &sees_all];
        let found = self.snapshot(SEEN_CHAT, parameters).await?;
        let value = found.value.into_iter().next();
        Ok(Snapshot {
            value: value.ok_or(Rejection::NotAParticipant)?,
            cursor: found.cursor,
        })
    }

    /// A chat, for a reader who receives an event: many readers receive it at the same time, and share
    /// the queries. `None` if the reader may not see it.
    pub async fn chat_as_seen(
        &self,
        reader: ReaderAccess,
        chat_id: ChatId,
    ) -> Result<Option<SeenChat>, Error> {
        let reader = ChatReader {
            chat_id,
            user_id: reader.user_id,
            sees_all: reader.sees_all.is_some(),
        };
        let rows = self.seen.chat(self.pool.clone(), self.realm, reader);
        let chat = |rows: ChatRows| SeenChat::from_rows(&rows.shared, &rows.own);
        Ok(rows.await?.map(chat).transpose()?)
    }

    /// The unread messages of a member in a chat; `None` for other users.
    pub async fn unread_in(
        &self,
        reader: UserId,
        chat_id: ChatId,
    ) -> Result<Option<Unread>, Error> {
        self.first(UNREAD_IN, &[&chat_id, &reader]).await
    }
}

impl FromRow for SeenChat {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Self::from_rows(row, row)
    }
}

impl SeenChat {
    /// A chat of a row of `chat_view` and one of `chat_for_reader`.
    fn from_rows(shared: &Row, own: &Row) -> Result<Self, db::Error> {
        let mut view = ChatView::from_rows(shared, own)?;
        let blockers: Vec<UserId> = own.array("blocker_ids")?;
        let hidden = |member: &&mut Member| blockers.contains(&member.user_id);
        view.members
            .iter_mut()
            .filter(hidden)
            .for_each(Member::hide);
        if let Some(last) = &mut view.last_message {
            last.mark_own(own)?;
        }
        Ok(Self {
            view,
            unread_mentions: own.try_get("unread_mentions")?,
            as_of: own.try_get("head_position")?,
            is_listed: own.try_get("is_listed")?,
            standing: Standing::from_row(own)?,
            last_read_id: own.try_get("own_last_read_id")?,
            settings: ChatSettings {
                muted_until: own.optional_timestamp("muted_until")?,
                is_pinned: own.try_get("is_pinned")?,
                is_archived: own.try_get("is_archived")?,
            },
            draft: draft(own)?,
        })
    }
}

fn draft(own: &Row) -> Result<Option<Draft>, db::Error> {
    let text: Option<String> = own.try_get("draft_text")?;
    let reply_to = own.try_get("draft_reply_to")?;
    Ok(text.map(|text| Draft { text, reply_to }))
}

impl FromRow for Unread {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            last_read_id: row.try_get("last_read_id")?,
            count: row.try_get("unread_count")?,
            mentions: row.try_get("unread_mentions")?,
            as_of: row.try_get("head_position")?,
        })
    }
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let role: Option<&str> = row.try_get("own_role")?;
        let is_allowed =
            |column| Ok::<_, db::Error>(row.try_get::<_, Option<&str>>(column)?.is_none());
        Ok(Self {
            role: role.map(MemberRole::named),
            may_write: is_allowed("refusal_to_write")?,
            may_act: is_allowed("refusal_to_act")?,
            counterpart: row.try_get("counterpart_id")?,
        })
    }
}
