//! A subscriber, and what it follows.

use crate::domain::{ChatId, Event, Realm, Role, SessionKey, UserId};

/// The user of a connection.
#[derive(Debug, Clone)]
pub struct Subscriber {
    pub realm: Realm,
    pub user_id: UserId,
    /// The role when the connection opened. Another role ends it.
    pub role: Role,
    /// Whether it gets the events and signals of groups: in every scope but [`Scope::OwnPrivateChats`].
    pub shows_groups: bool,
    /// Whether its scope is [`Scope::Personal`].
    pub is_personal: bool,
    /// The session that the connection belongs to, and ends with.
    pub session: SessionKey,
    /// Whether the connection shows that the user is online: not that of a program.
    pub shows_online: bool,
}

impl Subscriber {
    /// Whether the subscriber gets the events of the event's chat, if it is in scope.
    pub(super) fn shows(&self, event: &Event) -> bool {
        self.shows_groups || !event.is_in_group
    }
}

/// The events that a subscriber gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The events of all chats of which the user is a member.
    OwnChats,
    /// The events of all private chats of which the user is a member.
    OwnPrivateChats,
    /// The events of all chats of which the user is a member, and the events that concern the user outside of these
    /// chats: those that removed the user from a chat while not connected, blocks, what happens to the user's
    /// scheduled messages, and what changes of the user and of those who share a chat with the user.
    Personal,
    /// The events of one chat, while the user is a member.
    OneChat(ChatId),
    /// All events of the realm, and what changes of its users, for users who may read every chat.
    WholeRealm,
}

impl Scope {
    /// Its label in metrics.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::OwnChats | Self::OwnPrivateChats | Self::Personal => "own_chats",
            Self::OneChat(_) => "one_chat",
            Self::WholeRealm => "whole_realm",
        }
    }

    /// The chat to which the events are limited, if any.
    pub(super) fn only_chat(self) -> Option<ChatId> {
        match self {
            Self::OneChat(chat_id) => Some(chat_id),
            Self::OwnChats | Self::OwnPrivateChats | Self::Personal | Self::WholeRealm => None,
        }
    }
}
