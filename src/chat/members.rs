//! Pages of a chat's members.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::access::ReaderAccess;
use crate::chat::chat_view::member_role;
use crate::chat::error::Error;
use crate::chat::people::SeenUser;
use crate::chat::queries::Queries;
use crate::chat::snapshot::Snapshot;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{ChatId, MemberRole, MessageId, UserId};

const MEMBERS: &str = include_str!("sql/members.sql");

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
#[derive(Debug)]
pub struct ListedMember {
    pub user: SeenUser,
    pub role: MemberRole,
    pub joined_at: Timestamp,
    /// The newest message the member has read, 0 if there is none or if the member blocks the reader.
    pub last_read_id: MessageId,
    pub key: MemberKey,
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
}

impl FromRow for ListedMember {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let user = SeenUser::from_row(row)?;
        let rank: i32 = row.try_get("rank")?;
        Ok(Self {
            role: member_role(row.try_get("member_role")?),
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
