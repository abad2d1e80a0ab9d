//! Limits on the actions of one user.

use serde::Serialize;

/// Limits of a realm on each user. They hold across replicas: the database counts, with the head of
/// the log locked (`sql/limits/check_send_allowed.sql`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub messages_a_minute: u32,
    pub messages_in_5_seconds: u32,
    /// Chats created in a minute.
    pub chats_a_minute: u32,
    /// Chats that get the same text within a minute.
    pub same_text_chats: u32,
}

/// The limits on one kind of action, as the database reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ActionLimits {
    pub a_minute: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_5_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_text_chats: Option<u32>,
}

impl Limits {
    pub(super) fn of_messages(self) -> ActionLimits {
        ActionLimits {
            a_minute: self.messages_a_minute,
            in_5_seconds: Some(self.messages_in_5_seconds),
            same_text_chats: Some(self.same_text_chats),
        }
    }

    pub(super) fn of_chats(self) -> ActionLimits {
        ActionLimits {
            a_minute: self.chats_a_minute,
            in_5_seconds: None,
            same_text_chats: None,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages_a_minute: 20,
            messages_in_5_seconds: 5,
            chats_a_minute: 10,
            same_text_chats: 5,
        }
    }
}

/// Limits on each user in realms that have no [`Limits`] of their own. The database
/// enforces them with the head of the log locked (`sql/limits/enforce_limits.sql`), so that they
/// hold across replicas; it reads this as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PersonalLimits {
    /// On each kind of event that users can repeat, such as messages and edits; `None`: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send: Option<SendLimit>,
    /// On chats and groups; `None`: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<ChatLimit>,
}

/// A token bucket of events of one kind. A long text takes several tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SendLimit {
    /// Tokens a second, at least 1.
    pub per_second: u32,
    /// Tokens at once, at least 1.
    pub burst: u32,
}

/// A token bucket of created chats and groups, and a total of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChatLimit {
    /// Chats and groups an hour, and in a burst; at least 1.
    pub per_hour: u32,
    /// Existing groups that the user created; at least 1.
    pub groups: u32,
}

impl PersonalLimits {
    /// No limit at all.
    pub const NONE: Self = Self {
        send: None,
        chat: None,
    };

    /// Whether there is no limit at all.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

impl SendLimit {
    /// An event takes a token, and one more for each of these in its text
    /// (`sql/limits/take_tokens.sql`).
    const BYTES_PER_TOKEN: usize = 4_096;

    /// Seconds until an event with a text of this size may be appended, rounded up.
    pub fn retry_after(self, text_bytes: usize) -> u32 {
        let tokens = 1 + text_bytes / Self::BYTES_PER_TOKEN;
        let tokens = u32::try_from(tokens).unwrap_or(u32::MAX);
        tokens.min(self.burst).div_ceil(self.per_second)
    }
}

impl ChatLimit {
    /// Seconds until one more chat may be created, rounded up.
    pub fn retry_after(self) -> u32 {
        3_600_u32.div_ceil(self.per_hour)
    }
}
