//! Chats.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::permissions::Permission;
use crate::api::drafts::wire::Draft;
use crate::api::given::given;
use crate::api::members::wire::{Member, MemberRole};
use crate::api::messages::wire::Message;
use crate::api::users::wire::User;
use crate::http::Time;

/// A chat as the caller sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Chat {
    #[schema(example = 40)]
    pub id: i64,
    /// The id that it has in contracts whose ids are UUIDs.
    pub uuid: Uuid,
    #[serde(rename = "type")]
    pub kind: ChatType,
    /// The title of a group.
    #[schema(required = true)]
    pub title: Option<String>,
    /// The path of the picture.
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    /// The listing that the chat is about.
    #[schema(required = true)]
    pub listing: Option<Listing>,
    /// Both members of a private chat or of one about a listing. Null for a group: `GET /chats/{id}/members`
    /// lists them.
    #[schema(required = true)]
    pub members: Option<Vec<Member>>,
    #[schema(example = 2)]
    pub member_count: i64,
    pub created_at: Time,
    /// The newest message that is not deleted.
    #[schema(required = true)]
    pub last_message: Option<Message>,
    /// Messages of others, not deleted, that the caller has not read.
    #[schema(example = 3)]
    pub unread_count: i64,
    /// Those of them that mention the caller.
    #[schema(example = 0)]
    pub unread_mention_count: i64,
    /// In the order in which they were pinned; at most 50.
    pub pins: Vec<Pin>,
    /// What the application keeps with it.
    pub custom: BTreeMap<String, Value>,
    pub me: Me,
}

/// The kind of a chat.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChatType {
    Private,
    Group,
    /// A private chat about a listing.
    Listing,
}

/// A listing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listing {
    pub id: i64,
    #[schema(required = true)]
    pub title: Option<String>,
    /// The user id of the seller. Null if the chat has no seller any more.
    #[schema(required = true)]
    pub seller_id: Option<i64>,
}

/// A message that is pinned in a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Pin {
    #[schema(example = 801)]
    pub message_id: i64,
    /// Who pinned it. Null if it was the server itself.
    #[schema(required = true)]
    pub pinned_by_id: Option<i64>,
    pub pinned_at: Time,
}

/// The caller's own part of a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    /// Null if the caller is no member.
    #[schema(required = true)]
    pub role: Option<MemberRole>,
    /// The newest message that the caller has read, 0 if none; lower than what others see while the caller has marked
    /// the chat unread.
    #[schema(example = 809)]
    pub last_read_id: i64,
    /// Whether the caller wants no notifications.
    pub muted: bool,
    /// When the chat is not muted any longer. Null: it is not muted, or without an end.
    #[schema(required = true)]
    pub muted_until: Option<Time>,
    /// Whether it precedes the other chats in the caller's list.
    pub pinned: bool,
    /// Whether only `filter=archived` lists it. A message that mentions the caller ends it.
    pub archived: bool,
    #[schema(required = true)]
    pub draft: Option<Draft>,
    /// What the server allows the caller here now.
    pub can: Vec<Permission>,
}

/// The body of `POST /chats`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChat {
    #[serde(rename = "type")]
    pub kind: NewChatType,
    /// Without the caller: the other user of a private chat, the seller of a listing, the members of
    /// a group. A key may name both users of a chat: of one about a listing the seller, then the buyer.
    #[schema(max_items = 500)]
    pub user_ids: Option<Vec<i64>>,
    /// The same by external ids, after those of `user_ids`: 500 users together.
    #[schema(max_items = 500)]
    pub external_ids: Option<Vec<String>>,
    /// The title of a group, or of the listing: 1 to 200 characters. That of a listing stays as it was when the
    /// chat began.
    pub title: Option<String>,
    /// The listing that the chat is about.
    pub listing_id: Option<i64>,
    /// What the application keeps with a new chat: at most 4,096 bytes as compact JSON, nested at most 32 deep. Of
    /// other chats than groups only a server-side key sets it. A chat that is there already keeps what it has.
    pub custom: Option<BTreeMap<String, Value>>,
}

/// The kind of a new chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum NewChatType {
    Private,
    Group,
    Listing,
}

/// The body of `PATCH /chats/{id}`. What is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatChange {
    /// 1 to 200 characters, not null.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    /// A picture that the caller uploaded. Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub avatar_id: Option<Option<i64>>,
    /// A merge patch of what the application keeps with the chat. Null: nothing. The same limits hold as for a new
    /// chat, for the patch and for what it leaves.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<BTreeMap<String, Value>>)]
    pub custom: Option<Option<BTreeMap<String, Value>>>,
}

/// A page of chats.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatList {
    pub chats: Vec<Chat>,
    /// The people whom the last messages and the pins name, each once: see `MessagePage`.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of the caller's chats.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChatsQuery {
    /// Which chats; by default `all`, which leaves archived ones out.
    #[param(inline)]
    pub filter: Option<ChatFilter>,
    /// A part of the title or of a member's name.
    pub q: Option<String>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// Which chats a list shows.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChatFilter {
    #[default]
    All,
    Unread,
    Archived,
}
