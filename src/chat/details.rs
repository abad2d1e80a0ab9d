//! Chats with everything that a reader is shown of them.

use std::collections::{HashMap, HashSet};

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{ChatId, Cursor, Position, Rejection, UserId, pair_key};
use crate::queries::{ChatView, ListFilter, PINNED_PLACE, SeenChat, Snapshot, Unread};

/// A user who reads chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderAccess {
    pub user_id: UserId,
    /// Whether the user sees every chat of the realm, and not only their own.
    pub sees_all: bool,
    /// Whether the user sees the messages that were reported.
    pub sees_reported: bool,
}

impl ReaderAccess {
    /// A user who sees their own chats only.
    pub const fn member(user_id: UserId) -> Self {
        Self {
            user_id,
            sees_all: false,
            sees_reported: false,
        }
    }
}

/// A page of a list of chats.
#[derive(Debug, Clone, Copy)]
pub struct ChatListPage<'a> {
    pub filter: ListFilter,
    /// A part of the title or of a member's name.
    pub text: Option<&'a str>,
    pub after: Option<Position>,
    pub limit: i64,
}

/// A chat of a list, and its place there: the cursor of a page.
#[derive(Debug)]
pub struct ListedChat {
    pub chat: SeenChat,
    pub place: Position,
}

impl Chat {
    /// A chat.
    ///
    /// # Errors
    /// `NotAParticipant`, also if there is no such chat.
    pub async fn details(
        &self,
        reader: ReaderAccess,
        chat_id: ChatId,
    ) -> Result<Snapshot<SeenChat>, Error> {
        let ReaderAccess {
            user_id, sees_all, ..
        } = reader;
        let found = self.queries.seen_chat(user_id, chat_id, sees_all).await?;
        let value = found.value.ok_or(Rejection::NotAParticipant)?;
        Ok(Snapshot {
            value,
            cursor: found.cursor,
        })
    }

    /// A chat, for a reader who receives an event: many readers receive it at the same time, and share
    /// the queries. `None` if the reader may not see it.
    pub async fn details_as_seen(
        &self,
        reader: ReaderAccess,
        chat_id: ChatId,
    ) -> Result<Option<SeenChat>, Error> {
        let ReaderAccess {
            user_id, sees_all, ..
        } = reader;
        Ok(self
            .queries
            .chat_as_seen(user_id, chat_id, sees_all)
            .await?)
    }

    /// A page of the chats that a reader may see: pinned ones first, then latest activity. Who sees all chats has
    /// read and archived only those that they are in.
    pub async fn list(
        &self,
        reader: ReaderAccess,
        page: ChatListPage<'_>,
    ) -> Result<Snapshot<Vec<ListedChat>>, Error> {
        if !reader.sees_all || page.filter != ListFilter::All {
            return self.own_list(reader.user_id, page).await;
        }
        let pinned = self.own_pinned(reader.user_id, page).await?;
        let rest = ChatListPage {
            after: Some(page.after.unwrap_or(PINNED_PLACE).min(PINNED_PLACE)),
            limit: page.limit - i64::try_from(pinned.value.len()).unwrap_or(page.limit),
            ..page
        };
        let all = self.list_of_realm(reader.user_id, rest).await?;
        Ok(Snapshot {
            value: pinned.value.into_iter().chain(all).collect(),
            // The earlier one: the events after it may repeat what the others show already.
            cursor: pinned.cursor,
        })
    }

    /// A page of the chats that a reader is in.
    async fn own_list(
        &self,
        reader: UserId,
        page: ChatListPage<'_>,
    ) -> Result<Snapshot<Vec<ListedChat>>, Error> {
        let ChatListPage {
            filter,
            text,
            after,
            limit,
        } = page;
        let listed = self
            .queries
            .listed_chats(reader, filter, text, after, limit);
        let place = |chat: SeenChat| ListedChat {
            place: chat.list_position(),
            chat,
        };
        let places = |chats: Vec<SeenChat>| chats.into_iter().map(place).collect();
        Ok(listed.await?.map(places))
    }

    /// Those of a page that the reader has pinned.
    async fn own_pinned(
        &self,
        reader: UserId,
        page: ChatListPage<'_>,
    ) -> Result<Snapshot<Vec<ListedChat>>, Error> {
        let mut own = self.own_list(reader, page).await?;
        own.value.retain(|listed| listed.place > PINNED_PLACE);
        Ok(own)
    }

    /// A page of the realm's chats for a reader who sees all, without those that the reader has pinned or
    /// archived.
    async fn list_of_realm(
        &self,
        reader: UserId,
        page: ChatListPage<'_>,
    ) -> Result<Vec<ListedChat>, Error> {
        let queries = &self.queries;
        let set_aside = queries.set_aside_chats(reader).await?;
        let found = queries.chats_of_realm_besides(&set_aside, page.text, page.after, page.limit);
        let found = found.await?.value;
        let ids: Vec<ChatId> = found.iter().map(|chat| chat.id).collect();
        let chats = queries.chats_by_ids(reader, &ids).await?;
        let mut chats: HashMap<ChatId, SeenChat> =
            chats.into_iter().map(|chat| (chat.view.id, chat)).collect();
        let listed = |view: ChatView| {
            let place = view.list_position();
            let chat = chats.remove(&view.id)?;
            Some(ListedChat { chat, place })
        };
        Ok(found.into_iter().filter_map(listed).collect())
    }

    /// The private chat of two users that exists.
    pub async fn private_chat_of(
        &self,
        one: UserId,
        other: UserId,
    ) -> Result<Option<ChatId>, Error> {
        Ok(self.queries.chat_of_pair(&pair_key(one, other)).await?)
    }

    /// The chats that two users are in, of which a realm may have several private ones; at most 100.
    pub async fn chats_of_two(
        &self,
        one: UserId,
        other: UserId,
        with_groups: bool,
    ) -> Result<Vec<ChatId>, Error> {
        let chats = self.queries.chats_of_two(one, other, with_groups);
        Ok(chats.await?)
    }

    /// The reader's own chats that may be missing in a list that was read at `at`, until a message is
    /// sent in them.
    pub async fn unlisted_chats(
        &self,
        reader: UserId,
        at: Cursor,
    ) -> Result<HashSet<ChatId>, Error> {
        let unlisted = self.queries.unlisted_chats(reader, at.position).await?;
        Ok(unlisted.into_iter().collect())
    }

    /// The messages that a member has not read; `None` for others.
    pub async fn unread_in(
        &self,
        reader: UserId,
        chat_id: ChatId,
    ) -> Result<Option<Unread>, Error> {
        Ok(self.queries.unread_in(reader, chat_id).await?)
    }

    /// The users among these who are online.
    pub fn online(&self, user_ids: impl IntoIterator<Item = UserId>) -> HashSet<UserId> {
        self.hub.filter_online(user_ids.into_iter())
    }
}
