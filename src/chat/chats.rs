//! Lists of chats, and single chats.

use uuid::Uuid;

use crate::accesses::Recorded;
use crate::chat::chat_view::{ChatView, Member, ParticipantScope, members};
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::chat::snapshot::Snapshot;
use crate::db::query::Parameters;
use crate::db::{self, query};
use crate::domain::{ChatId, Position, Rejection, UserId, pair_key};

const CHATS_OF_USER: &str = include_str!("sql/chats_of_user.sql");
const CHATS_OF_USER_BY_ACTIVITY: &str = include_str!("sql/chats_of_user_by_activity.sql");
const CHAT_OF_USER: &str = include_str!("sql/chat_of_user.sql");
const CHATS_OF_REALM: &str = include_str!("sql/chats_of_realm.sql");
const CHATS_OF_REALM_BY_USERS: &str = include_str!("sql/chats_of_realm_by_users.sql");
const SET_ASIDE_CHATS: &str = include_str!("sql/set_aside_chats.sql");
const CHAT_OF_REALM: &str = include_str!("sql/chat_of_realm.sql");
const USERS_BY_NAME: &str = include_str!("sql/users_by_name.sql");
const PARTICIPANTS: &str = include_str!("sql/participants.sql");
const CHAT_BY_UUID: &str = include_str!("sql/chat_by_uuid.sql");
const CHAT_OF_PAIR: &str = include_str!("sql/chat_of_pair.sql");
const CHATS_OF_TWO: &str = include_str!("sql/chats_of_two.sql");
const CHAT_UUID: &str = include_str!("sql/chat_uuid.sql");

/// Before the first chat of a list.
const TOP: Position = Position(i64::MAX);

/// A page of a list, for contracts that page by offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OffsetPage {
    pub limit: i64,
    pub offset: i64,
}

impl Queries {
    /// At most `limit` chats that a user is in, by [`ChatView::list_position`], the newest first,
    /// after `after`.
    pub async fn chats_of_user(
        &self,
        user_id: UserId,
        after: Option<Position>,
        limit: i64,
        scope: ParticipantScope,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        self.listed(user_id, after, limit, scope, true).await
    }

    /// The same without groups.
    pub async fn private_chats_of_user(
        &self,
        user_id: UserId,
        after: Option<Position>,
        limit: i64,
        scope: ParticipantScope,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        self.listed(user_id, after, limit, scope, false).await
    }

    async fn listed(
        &self,
        user_id: UserId,
        after: Option<Position>,
        limit: i64,
        scope: ParticipantScope,
        with_groups: bool,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        let (after, scope) = (after.unwrap_or(TOP), scope.as_str());
        let parameters: Parameters<'_> =
            &[&user_id, &self.realm, &after, &limit, &scope, &with_groups];
        self.snapshot(CHATS_OF_USER, parameters).await
    }

    /// A page of the chats that a user is in, latest activity first.
    pub async fn chats_by_activity(
        &self,
        user_id: UserId,
        page: OffsetPage,
        scope: ParticipantScope,
    ) -> Result<Vec<ChatView>, Error> {
        self.by_activity(user_id, None, page, scope).await
    }

    /// A page of the chats in which a user has a role, without those the user has hidden, latest
    /// activity first. A chat that the user did not create is listed from its first message on.
    pub async fn chats_with_role(
        &self,
        user_id: UserId,
        role: &str,
        page: OffsetPage,
        scope: ParticipantScope,
    ) -> Result<Vec<ChatView>, Error> {
        self.by_activity(user_id, Some(role), page, scope).await
    }

    async fn by_activity(
        &self,
        user_id: UserId,
        role: Option<&str>,
        page: OffsetPage,
        scope: ParticipantScope,
    ) -> Result<Vec<ChatView>, Error> {
        let OffsetPage { limit, offset } = page;
        let scope = scope.as_str();
        let parameters: Parameters<'_> = &[&user_id, &self.realm, &limit, &offset, &scope, &role];
        self.all(CHATS_OF_USER_BY_ACTIVITY, parameters).await
    }

    /// A chat that a user is in, hidden or not.
    ///
    /// # Errors
    /// `NotAParticipant`, also if there is no such chat.
    pub async fn chat_of_user(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        scope: ParticipantScope,
    ) -> Result<ChatView, Error> {
        let parameters: Parameters<'_> = &[&user_id, &self.realm, &chat_id, &scope.as_str()];
        let found = self.first(CHAT_OF_USER, parameters).await?;
        Ok(found.ok_or(Rejection::NotAParticipant)?)
    }

    /// At most `limit` chats of the realm, by [`ChatView::list_position`], the newest first, after
    /// `after`; only those whose title, or a participant's name, contains `name`, if that is given. For
    /// users who may see every chat.
    pub async fn chats_of_realm(
        &self,
        _recorded: Recorded,
        name: Option<&str>,
        after: Option<Position>,
        limit: i64,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        self.chats_of_realm_besides(&[], name, after, limit).await
    }

    /// The same without some chats.
    pub(super) async fn chats_of_realm_besides(
        &self,
        besides: &[ChatId],
        name: Option<&str>,
        after: Option<Position>,
        limit: i64,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        let after = after.unwrap_or(TOP);
        let few = match name {
            Some(name) => self.few_users_by_name(name).await?,
            None => None,
        };
        let Some(user_ids) = few else {
            let parameters: Parameters<'_> = &[&self.realm, &after, &limit, &besides, &name];
            return self.snapshot(CHATS_OF_REALM, parameters).await;
        };
        let parameters: Parameters<'_> = &[&self.realm, &after, &limit, &user_ids, &besides, &name];
        self.snapshot(CHATS_OF_REALM_BY_USERS, parameters).await
    }

    /// All users with such a name; `None` if there are many. Then the list, walked in its order,
    /// soon has chats of some of them, while gathering the chats of all would cost by their number.
    async fn few_users_by_name(&self, name: &str) -> Result<Option<Vec<UserId>>, db::Error> {
        const FEW: usize = 1_000;
        const FEW_AND_ONE: i64 = 1_001;
        let parameters: Parameters<'_> = &[&self.realm, &name, &FEW_AND_ONE];
        let rows = query::all(&self.pool, USERS_BY_NAME, parameters).await?;
        if rows.len() > FEW {
            return Ok(None);
        }
        let mut user_ids = Vec::with_capacity(rows.len());
        for row in &rows {
            if row.try_get("is_match")? {
                user_ids.push(row.try_get("user_id")?);
            }
        }
        user_ids.dedup();
        Ok(Some(user_ids))
    }

    /// The chats that a user has pinned or archived.
    pub async fn set_aside_chats(&self, user_id: UserId) -> Result<Vec<ChatId>, Error> {
        let parameters: Parameters<'_> = &[&user_id, &self.realm];
        self.chat_ids(SET_ASIDE_CHATS, parameters).await
    }

    /// A chat of the realm, for users who may see every chat.
    pub async fn chat_of_realm(&self, chat_id: ChatId) -> Result<Option<ChatView>, Error> {
        self.first(CHAT_OF_REALM, &[&self.realm, &chat_id]).await
    }

    /// The members and former members of a chat, for a reader with access to it.
    pub async fn participants(
        &self,
        reader: UserId,
        chat_id: ChatId,
    ) -> Result<Vec<Member>, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &chat_id, &reader];
        let row = query::first(&self.pool, PARTICIPANTS, parameters).await?;
        let members = row.map_or_else(|| Ok(Vec::new()), |row| members(&row));
        Ok(members?)
    }

    /// The chat that has a UUID.
    ///
    /// # Errors
    /// `ChatNotFound`, also if it is deleted.
    pub async fn find_chat(&self, uuid: Uuid) -> Result<ChatId, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &uuid];
        let found = self.value(CHAT_BY_UUID, parameters, "chat_id").await?;
        Ok(found.ok_or(Rejection::ChatNotFound)?)
    }

    /// The UUID of a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, also if it is deleted.
    pub async fn uuid_of(&self, chat_id: ChatId) -> Result<Uuid, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &chat_id];
        let found = self.value(CHAT_UUID, parameters, "chat_uuid").await?;
        Ok(found.ok_or(Rejection::ChatNotFound)?)
    }

    /// The private chat of two users, unless it is deleted.
    pub async fn private_chat_of(
        &self,
        one: UserId,
        other: UserId,
    ) -> Result<Option<ChatId>, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &pair_key(one, other)];
        self.value(CHAT_OF_PAIR, parameters, "chat_id").await
    }

    /// The chats that two users are in, of which a realm may have several private ones; at most 100.
    pub async fn chats_of_two(
        &self,
        one: UserId,
        other: UserId,
        with_groups: bool,
    ) -> Result<Vec<ChatId>, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &one, &other, &with_groups];
        self.chat_ids(CHATS_OF_TWO, parameters).await
    }
}
