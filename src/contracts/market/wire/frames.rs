//! The frames of the WebSocket.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::messages::Message;
use crate::domain::{ChatId, MessageId};
use crate::http::Code;

/// The query of a WebSocket.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SocketQuery {
    /// The caller's public id. Any other id is refused.
    #[param(nullable = false)]
    pub user_id: Option<String>,
    /// A token, for clients that cannot set a header.
    #[param(nullable = false)]
    #[expect(dead_code, reason = "only documented: `auth` reads it")]
    token: Option<String>,
    /// The last `event_id` that the client received: the socket first delivers all events since
    /// then.
    #[param(nullable = false)]
    pub last_event_id: Option<String>,
}

/// A frame of the server. A durable frame also has an `event_id` to resume from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketServerFrame)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ServerFrame {
    /// The first frame.
    Ready {
        /// Where the stream begins: the `last_event_id` of a client that has received nothing since.
        id: String,
    },
    /// A new message, for both parties.
    Message { message: Message },
    /// The other party types or stopped typing.
    Typing {
        /// The public id of the other party.
        user_id: String,
        /// False if the party stopped.
        is_typing: bool,
    },
    /// The other party read the chat.
    Read {
        /// The public id of the other party.
        user_id: String,
        /// The newest message that the party has read.
        #[schema(value_type = i64)]
        last_read_id: MessageId,
    },
    /// A moderator deleted a message, or its author was erased. Both parties receive it.
    #[serde(rename = "message_deleted")]
    MessageDeleted {
        #[schema(value_type = i64)]
        chat_id: ChatId,
        #[schema(value_type = i64)]
        message_id: MessageId,
    },
    /// The presence of the other party.
    Online {
        /// The public id of the other party.
        user_id: String,
        /// Whether the party is connected.
        online: bool,
    },
    /// A frame of this client was refused.
    Error {
        /// The reason for programs, which does not change.
        code: Code,
        /// An explanation for people. Its wording may change.
        detail: String,
    },
}

/// A frame of the client.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketClientFrame)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ClientFrame {
    /// Sends a message.
    Message {
        /// 1 to 2,000 characters without its HTML tags, not only white space.
        #[schema(min_length = 1, max_length = 2000)]
        message_text: String,
        /// An id that the client chooses for the message, so that repeating the frame stores no
        /// second message.
        client_id: Option<Uuid>,
    },
    /// Reports that the user types or stopped typing.
    Typing {
        /// False if the user stopped.
        is_typing: bool,
    },
    /// Marks the chat read up to its newest message.
    Read {},
}
