//! Pages of a chat's members.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::people::SeenUser;
use crate::chat::queries::Queries;
use crate::chat::snapshot::Snapshot;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{ChatId, MemberRole, MessageId, UserId};

const MEMBERS: &str = include_str!("sql/members.sql");
const MEMBERS_NAMED: &str = include_str!("sql/members_named.sql");

/// A page of the members of a chat.
#[derive(Debug, Clone, Copy)]
pub struct MembersPage<'a> {
    /// Words that begin parts of the name.
    pub text: Option<&'a str>,
    pub after: Option<MemberKey>,
    pub limit: i64,
}

/// The place of a member in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberKey {
    /// 0 for the owner, 1 for an admin, 2 for another member.
    pub rank: i64,
    /// When they joined, in microseconds since 1970.
    pub joined: i64,
    pub user_id: UserId,
}

/// A member of a list, and their place there.
#[derive(Debug, Clone)]
pub struct ListedMember {
    pub user: SeenUser,
    pub role: MemberRole,
    pub joined_at: Timestamp,
    /// The newest message the member has read, 0 if there is none or if the member blocks the reader.
    pub last_read_id: MessageId,
    pub key: MemberKey,
}

/// Members of a group after a change, and what the change may have made of the group.
#[derive(Debug, Default)]
pub struct ChangedMembers {
    /// Those who were asked for, and the successor, in the order of the list of members.
    pub members: Vec<ListedMember>,
    /// Of all members.
    pub member_count: i64,
    /// The owner and the admins.
    pub managers: Vec<UserId>,
    /// Who is the owner without an event, since the former one has left.
    pub successor: Option<UserId>,
    /// Whether others may see them differently, since one of them blocks somebody.
    pub differ: bool,
}

impl MemberKey {
    /// Before the first member.
    const START: Self = Self {
        rank: -1,
        joined: 0,
        user_id: UserId(0),
    };
}

impl Queries {
    /// A page of the members of a chat: the owner, then admins, then the others, each by when they joined.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn members(
        &self,
        reader: ReaderAccess,
        chat_id: ChatId,
        page: MembersPage<'_>,
    ) -> Result<Snapshot<Vec<ListedMember>>, Error> {
        let ReaderAccess {
            user_id, sees_all, ..
        } = reader;
        self.require_readable(user_id, chat_id, sees_all).await?;
        let after = page.after.unwrap_or(MemberKey::START);
        let parameters: Parameters<'_> = &[
            &self.realm,
            &chat_id,
            &user_id,
            &page.text,
            &after.rank,
            &after.joined,
            &after.user_id,
            &page.limit,
        ];
        self.snapshot(MEMBERS, parameters).await
    }

    /// Those of the users who are members of a group, and its owner if nothing but their age made them the
    /// owner. Says nothing about who may read it. Nobody if there is no such group.
    pub async fn changed_members(
        &self,
        reader: UserId,
        chat_id: ChatId,
        users: Vec<UserId>,
    ) -> Result<ChangedMembers, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &chat_id, &reader, &users];
        let rows = query::all(&self.pool, MEMBERS_NAMED, parameters).await?;
        Ok(ChangedMembers::from_rows(&rows)?)
    }
}

impl ChangedMembers {
    fn from_rows(rows: &[Row]) -> Result<Self, db::Error> {
        let mut changed = Self::default();
        for row in rows {
            changed.member_count = row.try_get("member_count")?;
            changed.managers = row.try_get("manager_ids")?;
            changed.successor = row.try_get("successor_id")?;
            changed.differ |= row.try_get::<_, bool>("blocks_some")?;
            // Of nobody there is a row without a member.
            if row.try_get::<_, Option<UserId>>("user_id")?.is_some() {
                changed.members.push(ListedMember::from_row(row)?);
            }
        }
        Ok(changed)
    }
}

impl FromRow for ListedMember {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let user = SeenUser::from_row(row)?;
        let rank: i32 = row.try_get("rank")?;
        Ok(Self {
            role: MemberRole::named(row.try_get("member_role")?),
            joined_at: row.timestamp("joined_at")?,
            last_read_id: if user.shows_presence {
                row.try_get("last_read_id")?
            } else {
                MessageId::NONE
            },
            key: MemberKey {
                rank: rank.into(),
                joined: row.try_get("joined")?,
                user_id: user.user_id,
            },
            user,
        })
    }
}
