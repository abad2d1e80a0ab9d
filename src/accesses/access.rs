//! What is read, and how.

use crate::domain::{AttachmentId, ChatId, MessageId};

/// How something is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A list of chats, with the newest message of each.
    Listed,
    /// A list of reported messages.
    Reviewed,
    /// A stream of events.
    Followed,
    Searched,
    /// Nothing yet: the reader gave a reason.
    Opened,
    Read,
    /// A preview of a file, or what is known of it.
    Previewed,
    Downloaded,
    Exported,
}

impl Action {
    /// The name in the log.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Reviewed => "reviewed",
            Self::Followed => "followed",
            Self::Searched => "searched",
            Self::Opened => "opened",
            Self::Read => "read",
            Self::Previewed => "previewed",
            Self::Downloaded => "downloaded",
            Self::Exported => "exported",
        }
    }
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// All chats of the realm at once.
    AllChats,
    Chat(ChatId),
    /// A message or system message.
    Message(MessageId),
    File(AttachmentId),
}

impl Target {
    /// The chat, the message and the file.
    pub(super) const fn ids(self) -> (Option<ChatId>, Option<MessageId>, Option<AttachmentId>) {
        match self {
            Self::AllChats => (None, None, None),
            Self::Chat(id) => (Some(id), None, None),
            Self::Message(id) => (None, Some(id), None),
            Self::File(id) => (None, None, Some(id)),
        }
    }
}

/// An access that is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access<'a> {
    pub action: Action,
    pub target: Target,
    /// Whether the reader sees only what was reported, of chats that are not their own.
    pub only_reported: bool,
    /// Why.
    pub reason: Option<&'a str>,
}

impl Access<'_> {
    /// An access to everything of the target, without a reason of its own.
    pub const fn new(action: Action, target: Target) -> Self {
        Self {
            action,
            target,
            only_reported: false,
            reason: None,
        }
    }
}
