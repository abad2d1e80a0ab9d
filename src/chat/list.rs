//! The list of chats that a reader may see.

use std::collections::{HashMap, HashSet};

use crate::chat::access::ReaderAccess;
use crate::chat::chat_view::ChatView;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::chat::seen_chats::{PINNED_SORT_KEY, SeenChat};
use crate::chat::snapshot::Snapshot;
use crate::db::query::Parameters;
use crate::domain::{ChatId, Cursor, Position, UserId};

const CHATS_BY_IDS: &str = include_str!("sql/chats_by_ids.sql");
const LISTED_CHATS: &str = include_str!("sql/listed_chats.sql");
const UNLISTED_CHATS: &str = include_str!("sql/unlisted_chats.sql");

/// The chats that a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFilter {
    All,
    Unread,
    Archived,
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

/// A chat of a list, and its sort key there: the cursor of a page.
#[derive(Debug)]
pub struct ListedChat {
    pub chat: SeenChat,
    pub sort_key: Position,
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
    /// A page of the chats that a reader may see: pinned ones first, then latest activity. Who sees all chats has
    /// read and archived only those that they are in.
    pub async fn list(
        &self,
        reader: ReaderAccess,
        page: ChatListPage<'_>,
    ) -> Result<Snapshot<Vec<ListedChat>>, Error> {
        if reader.sees_all.is_none() || page.filter != ListFilter::All {
            return self.own_list(reader.user_id, page).await;
        }
        let pinned = self.own_pinned(reader.user_id, page).await?;
        let rest = ChatListPage {
            after: Some(page.after.unwrap_or(PINNED_SORT_KEY).min(PINNED_SORT_KEY)),
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
        let after = after.unwrap_or(Position(i64::MAX));
        let parameters: Parameters<'_> = &[
            &reader,
            &self.realm,
            &after,
            &limit,
            &filter.as_str(),
            &text,
            &PINNED_SORT_KEY,
        ];
        let listed = self.snapshot(LISTED_CHATS, parameters).await?;
        let listed_chat = |chat: SeenChat| ListedChat {
            sort_key: chat.list_position(),
            chat,
        };
        Ok(listed.map(|chats: Vec<SeenChat>| chats.into_iter().map(listed_chat).collect()))
    }

    /// Those of a page that the reader has pinned.
    async fn own_pinned(
        &self,
        reader: UserId,
        page: ChatListPage<'_>,
    ) -> Result<Snapshot<Vec<ListedChat>>, Error> {
        let mut own = self.own_list(reader, page).await?;
        own.value.retain(|listed| listed.sort_key > PINNED_SORT_KEY);
        Ok(own)
    }

    /// A page of the realm's chats for a reader who sees all, without those that the reader has pinned or
    /// archived.
    async fn list_of_realm(
        &self,
        reader: UserId,
        page: ChatListPage<'_>,
    ) -> Result<Vec<ListedChat>, Error> {
        let set_aside = self.set_aside_chats(reader).await?;
        let found = self.chats_of_realm_besides(&set_aside, page.text, page.after, page.limit);
        let found = found.await?.value;
        let ids: Vec<ChatId> = found.iter().map(|chat| chat.id).collect();
        let parameters: Parameters<'_> = &[&ids, &self.realm, &reader];
        let chats: Vec<SeenChat> = self.all(CHATS_BY_IDS, parameters).await?;
        let mut chats: HashMap<ChatId, SeenChat> =
            chats.into_iter().map(|chat| (chat.view.id, chat)).collect();
        let listed = |view: ChatView| {
            let sort_key = view.list_position();
            let chat = chats.remove(&view.id)?;
            Some(ListedChat { chat, sort_key })
        };
        Ok(found.into_iter().filter_map(listed).collect())
    }

    /// The reader's own chats that may be missing in a list that was read at `at`, until a message is
    /// sent in them.
    pub async fn unlisted_chats(
        &self,
        reader: UserId,
        at: Cursor,
    ) -> Result<HashSet<ChatId>, Error> {
        let parameters: Parameters<'_> = &[&reader, &self.realm, &at.position];
        let unlisted = self.chat_ids(UNLISTED_CHATS, parameters).await?;
        Ok(unlisted.into_iter().collect())
    }
}
