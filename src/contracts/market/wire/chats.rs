//! Guests and chats.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::contracts::shared::{query, wire_id};
use crate::domain::{ChatId, UserId};

/// The answer of `POST /api/chat/guests`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketGuest)]
pub struct Guest {
    /// The public id of the guest.
    pub buyer_id: Uuid,
    /// A Bearer token that identifies the guest. The cookie `guest_token` has the same.
    pub token: String,
    /// When the token expires unless it is renewed.
    pub expires_at: Timestamp,
}

/// The body of `POST /api/chat/chats`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketOpenChat)]
pub struct OpenChat {
    /// The id of the listing in the shop.
    #[serde(deserialize_with = "wire_id::id")]
    #[schema(example = 1)]
    pub iphone_id: i64,
    /// The seller of the listing, a user with an account.
    #[serde(deserialize_with = "wire_id::id")]
    #[schema(example = 2)]
    pub seller_id: i64,
    /// The caller. Without a token: a UUID that no guest has yet, which the caller then has.
    #[schema(example = "b9f1a9a0-6a53-4b0e-9d58-0d7a2f0f4b57")]
    pub buyer_id: String,
    /// Whether the buyer has an account. A request without a token is then refused.
    #[serde(default)]
    pub buyer_is_registered: bool,
}

/// The chat of a listing, its seller and a buyer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketChat)]
pub struct Chat {
    #[schema(value_type = i64)]
    pub id: ChatId,
    /// The id of the listing in the shop.
    pub iphone_id: i64,
    /// The seller; null if that user was deleted.
    #[schema(required = true, value_type = Option<i64>)]
    pub seller_id: Option<UserId>,
    /// The public id of the buyer; null if that user was deleted.
    #[schema(required = true)]
    pub buyer_id: Option<String>,
    /// Whether the buyer has an account.
    pub buyer_is_registered: bool,
    pub created_at: Timestamp,
    /// When its newest message was sent; without messages, when it was created.
    pub updated_at: Timestamp,
    /// Messages of the other party that the caller has not read.
    #[schema(example = 3)]
    pub unread_count: i64,
    /// The text of the newest message; null if there is none.
    #[schema(required = true, example = "Привет!")]
    pub last_message: Option<String>,
    /// When the newest message was sent; null if there is none.
    #[schema(required = true)]
    pub last_message_time: Option<Timestamp>,
}

/// The answer of `POST /api/chat/chats`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketOpenedChat)]
pub struct OpenedChat {
    #[serde(flatten)]
    pub chat: Chat,
    /// The token of a guest, if this request created or renewed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guest_token: Option<String>,
}

/// A chat in a seller's list by listing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketInboxChat)]
pub struct InboxChat {
    #[schema(value_type = i64)]
    pub id: ChatId,
    /// The public id of the buyer; null if that user was deleted.
    #[schema(required = true)]
    pub buyer_id: Option<String>,
    /// Whether the buyer has an account.
    pub buyer_is_registered: bool,
    /// Messages of the buyer that the seller has not read.
    pub unread_count: i64,
    /// The text of the newest message; null if there is none.
    #[schema(required = true)]
    pub last_message: Option<String>,
    /// When the newest message was sent; null if there is none.
    #[schema(required = true)]
    pub last_message_time: Option<Timestamp>,
}

/// The chats of a seller by `iphone_id`, the latest activity first.
pub type Inbox = BTreeMap<String, Vec<InboxChat>>;

/// The request was executed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketSuccess)]
pub struct Success {
    /// Always true.
    #[schema(value_type = bool, example = true)]
    success: bool,
}

impl Success {
    pub const TRUE: Self = Self { success: true };
}

/// A page of the caller's chats.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnChatsQuery {
    /// The caller's public id. Any other id is refused.
    #[param(nullable = false)]
    pub user_id: Option<String>,
    /// Whether to list the chats in which the caller is the seller, not the buyer.
    #[serde(default, deserialize_with = "query::flag")]
    #[param(required = false)]
    pub is_seller: bool,
    /// Chats at most: 1 to 1,000, by default 1,000.
    #[param(minimum = 1, maximum = 1000, nullable = false)]
    pub limit: Option<i64>,
    /// Chats to skip, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// A page of a seller's chats.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// Chats at most: 1 to 1,000, by default 1,000.
    #[param(minimum = 1, maximum = 1000, nullable = false)]
    pub limit: Option<i64>,
    /// Chats to skip, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// Names the caller.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallerQuery {
    /// The caller's public id. Any other id is refused.
    #[param(nullable = false)]
    pub user_id: Option<String>,
}
