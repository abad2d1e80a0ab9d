//! Identifiers. Each has its own type, so that they cannot be confused.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// `users.id`.
    UserId
}
id! {
    /// `chats.id`: the position of the chat's `chat_created` event.
    ChatId
}
id! {
    /// `messages.id`: the position of the message's `message_sent` event.
    MessageId
}
id! {
    /// `scheduled_messages.id`: the position of the message's `message_scheduled` event.
    ScheduledId
}
id! {
    /// A position in the log: 1, 2, 3, … without a gap, in commit order. 0 is before the first
    /// event.
    Position
}

id! {
    /// `attachments.id`: an uploaded file.
    AttachmentId
}

impl UserId {
    /// The highest id that a token's numeric subject may name. The ids above it, up to
    /// 2^53 - 1, are those that the database hands out to guests and to users with an
    /// `external_id` (see `sql/users/assign_user_id.sql`).
    pub const MAX_NUMERIC_SUBJECT: i64 = (1 << 52) - 1;
}

impl ChatId {
    /// The chat of an event outside of chats: no chat has this id.
    pub const NONE: Self = Self(0);
}

impl MessageId {
    /// No message has this id, because positions start at 1.
    pub const NONE: Self = Self(0);
}

impl Position {
    /// The position after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
