//! The realm's words, as they stand on the wire.
//!
//! In answers, what may be absent is `null` and always there (`required`), but for a
//! `client_id`, which others than its sender do not see at all, and a `guest_token`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::domain::{ChatId, MessageId, Position, UserId};
use crate::http::Code;

/// `POST /api/chat/guests`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketGuest)]
pub struct Guest {
    /// What the guest is called.
    pub buyer_id: Uuid,
    /// What proves it: a Bearer token, and the cookie `guest_token` as well.
    pub token: String,
    /// When it expires, unless it is used before.
    pub expires_at: Timestamp,
}

/// `POST /api/chat/chats`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketOpen)]
pub struct Open {
    /// The listing, by its id in the shop.
    #[schema(example = 1)]
    pub iphone_id: i64,
    /// Who offers it.
    #[schema(example = 2)]
    pub seller_id: i64,
    /// Who asks: the caller. A guest without a token may bring a UUID that nobody has.
    #[schema(example = "b9f1a9a0-6a53-4b0e-9d58-0d7a2f0f4b57")]
    pub buyer_id: String,
    /// Whether the buyer has an account.
    #[serde(default)]
    pub buyer_is_registered: bool,
}

/// A chat about a listing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketChat)]
pub struct Chat {
    /// Its id.
    #[schema(value_type = i64)]
    pub id: ChatId,
    /// The listing.
    pub iphone_id: i64,
    /// Who offers it.
    #[schema(required = true, value_type = Option<i64>)]
    pub seller_id: Option<UserId>,
    /// Who asks.
    #[schema(required = true)]
    pub buyer_id: Option<String>,
    /// Whether the buyer has an account, as the server knows it.
    pub buyer_is_registered: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When its newest message was sent.
    pub updated_at: Timestamp,
    /// Messages of the other side after the reader's last visit.
    #[schema(example = 3)]
    pub unread_count: i64,
    /// The newest message's text.
    #[schema(required = true, example = "Привет!")]
    pub last_message: Option<String>,
    /// When that was sent.
    #[schema(required = true)]
    pub last_message_time: Option<Timestamp>,
}

/// What opening a chat answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketOpened)]
pub struct PrivateChat {
    /// The chat.
    #[serde(flatten)]
    pub chat: Chat,
    /// The token of who became a guest by this, or whose own was renewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guest_token: Option<String>,
}

/// A chat among a seller's, under its listing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketInboxChat)]
pub struct InboxChat {
    /// Its id.
    #[schema(value_type = i64)]
    pub id: ChatId,
    /// Who asks.
    #[schema(required = true)]
    pub buyer_id: Option<String>,
    /// Whether the buyer has an account.
    pub buyer_is_registered: bool,
    /// Messages of the buyer after the seller's last visit.
    pub unread_count: i64,
    /// The newest message's text.
    #[schema(required = true)]
    pub last_message: Option<String>,
    /// When that was sent.
    #[schema(required = true)]
    pub last_message_time: Option<Timestamp>,
}

/// A seller's chats: `iphone_id` → its chats, latest activity first.
pub type Grouped = BTreeMap<String, Vec<InboxChat>>;

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketMessage)]
pub struct Message {
    /// Its id.
    #[schema(value_type = i64)]
    pub id: MessageId,
    /// Its chat.
    #[schema(value_type = i64)]
    pub chat_id: ChatId,
    /// Who wrote it.
    #[schema(required = true, example = "2")]
    pub sender_id: Option<String>,
    /// Whether they have an account, as the server knows it.
    pub sender_is_registered: bool,
    /// Its text: plain, to be shown as text and never as HTML.
    #[schema(example = "Да, актуален!")]
    pub message_text: String,
    /// Whether the other side has read it.
    pub is_read: bool,
    /// When it was sent.
    pub created_at: Timestamp,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// `GET /api/chat/chats/{chat_id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketMessageList)]
pub struct MessageList {
    /// In chronological order.
    pub messages: Vec<Message>,
}

/// That it was done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketDone)]
pub struct Success {
    /// Always true.
    #[schema(value_type = bool, example = true)]
    success: bool,
}

impl Success {
    /// It was.
    pub const OK: Self = Self { success: true };
}

/// `POST /api/chat/chats/{chat_id}/report`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketReportMessage)]
pub struct ReportMessage {
    /// Which message of the chat.
    pub message_id: i64,
    /// Why: 1 to 2,000 characters.
    #[schema(example = "spam", min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A report that waits for a moderator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketReport)]
pub struct Report {
    /// Its id.
    #[schema(value_type = i64)]
    pub id: Position,
    /// Where.
    #[schema(value_type = i64)]
    pub chat_id: ChatId,
    /// Which message.
    #[schema(value_type = i64)]
    pub message_id: MessageId,
    /// What it says.
    pub message_text: String,
    /// Why it was reported.
    pub reason: String,
    /// By whom.
    #[schema(required = true)]
    pub reported_by: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// `GET /api/chat/moderation`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketQueue)]
pub struct Queue {
    /// The oldest first.
    pub reports: Vec<Report>,
}

/// `POST /api/chat/moderation/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketSettle)]
pub struct Settle {
    /// What is to become of it.
    pub action: Action,
}

/// What a moderator may do with a report.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[schema(as = MarketAction)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Nothing.
    Dismiss,
    /// Delete the message.
    DeleteMessage,
    /// Ban who wrote it.
    BanUser,
}

/// Whose chats.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MineQuery {
    /// The caller.
    #[param(nullable = false)]
    pub user_id: Option<String>,
    /// Those in which the caller sells, rather than buys.
    #[serde(default)]
    #[param(required = false)]
    pub is_seller: bool,
    /// How many: 1 to 1,000, 1,000 where absent.
    #[param(minimum = 1, maximum = 1000, nullable = false)]
    pub limit: Option<i64>,
    /// After how many.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// Who is calling.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallerQuery {
    /// The caller.
    #[param(nullable = false)]
    pub user_id: Option<String>,
}

/// A part of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many: 1 to 200, 100 where absent.
    #[param(minimum = 1, maximum = 200, nullable = false)]
    pub limit: Option<i64>,
    /// How many of the newest to leave out.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
    /// Only those before this message; not together with `offset`.
    #[param(nullable = false)]
    pub before_id: Option<i64>,
}

/// A part of the queue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// How many: 1 to 200, 100 where absent.
    #[param(minimum = 1, maximum = 200, nullable = false)]
    pub limit: Option<i64>,
    /// Only those after this report.
    #[param(nullable = false)]
    pub after_id: Option<i64>,
}

/// How a WebSocket is opened.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SocketQuery {
    /// The caller.
    #[param(nullable = false)]
    pub user_id: Option<String>,
    /// A token, for clients that can set no header.
    #[param(nullable = false)]
    #[expect(
        dead_code,
        reason = "documented here, and read where all credentials are"
    )]
    token: Option<String>,
    /// The last `event_id` seen: everything since follows, then what is live.
    #[param(nullable = false)]
    pub last_event_id: Option<String>,
}

/// What the server sends. Durable frames have an `event_id`, to resume by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketServerFrame)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ServerFrame {
    /// Somebody wrote: to both.
    Message {
        /// What.
        message: Message,
    },
    /// The other side types, or has ceased.
    Typing {
        /// Who.
        user_id: String,
        /// Whether they do, or have ceased.
        is_typing: bool,
    },
    /// The other side has read.
    Read {
        /// Who.
        user_id: String,
        /// The newest message that they have read.
        #[schema(value_type = i64)]
        last_read_id: MessageId,
    },
    /// A message is there no more: a moderator deleted it, or its author was erased. To both.
    #[serde(rename = "message_deleted")]
    MessageDeleted {
        /// Where.
        #[schema(value_type = i64)]
        chat_id: ChatId,
        /// Which.
        #[schema(value_type = i64)]
        message_id: MessageId,
    },
    /// Whether the other side is there.
    Online {
        /// Who.
        user_id: String,
        /// Whether they are connected.
        online: bool,
    },
    /// What this client sent was refused.
    Error {
        /// What to branch on.
        code: Code,
        /// What to show.
        detail: String,
    },
}

/// What a client sends.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketClientFrame)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ClientFrame {
    /// Write.
    Message {
        /// 1 to 2,000 characters once tags are gone, not only white space.
        #[schema(min_length = 1, max_length = 2000)]
        message_text: String,
        /// The sender's own name for the message: repeating it repeats nothing.
        client_id: Option<Uuid>,
    },
    /// Say that one types, or has ceased.
    Typing {
        /// Whether one does.
        is_typing: bool,
    },
    /// Mark the chat read, to its newest message.
    Read {},
}
