//! The events of the log: one list of kinds, and a file for each family of them.
//!
//! The file of a family has everything in Rust about its kinds: the payloads, their [`Payload`] and the commands.
//! The SQL of a kind (its shape, decision, projection and description) is in `sql/events/`.

mod attachments;
mod blocks;
mod chat_settings;
mod chats;
mod command;
mod messages;
mod moderation;
mod new_event;
mod participants;
mod payload;
mod pins;
mod reactions;
mod reads;
mod shown_as;
mod users;

use jiff::Timestamp;
use serde_json::value::RawValue;
use uuid::Uuid;

pub use attachments::*;
pub use blocks::*;
pub use chat_settings::*;
pub use chats::*;
pub use command::*;
pub use messages::*;
pub use moderation::*;
pub use new_event::*;
pub use participants::*;
pub use payload::*;
pub use pins::*;
pub use reactions::*;
pub use reads::*;
pub use shown_as::*;
pub use users::*;

use super::{ChatId, Cursor, MessageId, Position, Realm, UserId};

/// Defines [`EventKind`] and [`EventBody`] from one list: name, payload, and `events.kind`.
macro_rules! event_kinds {
    ($($(#[$doc:meta])* $kind:ident($payload:ty) = $name:literal,)*) => {
        /// `events.kind`. The names are frozen once released.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind {
            $($(#[$doc])* $kind,)*
        }

        impl EventKind {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The name in `events.kind`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The kind with this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$kind),)*
                    _ => None,
                }
            }

            /// The fields of its payload.
            pub fn fields(self) -> Fields {
                match self {
                    $(Self::$kind => <$payload>::fields(),)*
                }
            }
        }

        /// `events.kind` with its `events.payload`.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum EventBody {
            $($(#[$doc])* $kind($payload),)*
            /// A kind that this version does not know, or a payload that it cannot read: a newer
            /// replica appended it, or manual SQL. It is delivered to no client.
            Unknown,
        }

        impl EventBody {
            /// Reads a row of the log. An unknown kind is no error.
            ///
            /// # Errors
            /// If the payload does not have the shape of its kind.
            pub fn parse(kind: &str, payload: &RawValue) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $($name => Self::$kind(serde_json::from_str(payload.get())?),)*
                    _ => Self::Unknown,
                })
            }

            /// The names under which a stream of the whole realm shows it.
            pub fn shown_as(&self) -> &'static [ShownAs] {
                self.payload().map_or(&[], Payload::shown_as)
            }

            /// An estimate of the memory for its texts and lists in bytes, with the frames that repeat them.
            pub fn memory(&self) -> usize {
                self.payload().map_or(0, Payload::memory)
            }

            /// Its payload, as the family of its kind implements it.
            fn payload(&self) -> Option<&dyn Payload> {
                match self {
                    $(Self::$kind(payload) => Some(payload),)*
                    Self::Unknown => None,
                }
            }

            fn payload_mut(&mut self) -> Option<&mut dyn Payload> {
                match self {
                    $(Self::$kind(payload) => Some(payload),)*
                    Self::Unknown => None,
                }
            }
        }
    };
}

event_kinds! {
    /// A chat began.
    ChatCreated(ChatCreated) = "chat_created",
    /// The chat was deleted for all its participants.
    ChatDeleted(ChatDeleted) = "chat_deleted",
    /// A deleted chat was restored with its history.
    ChatRestored(ChatRestored) = "chat_restored",
    /// The title of a group changed.
    ChatRenamed(ChatRenamed) = "chat_renamed",
    /// The picture of a group changed.
    ChatPictureChanged(ChatPictureChanged) = "chat_picture_changed",
    /// A user was added to a chat.
    ParticipantJoined(Participant) = "participant_joined",
    /// A participant left, or was removed.
    ParticipantLeft(ParticipantLeft) = "participant_left",
    /// A participant of a group got another role.
    ParticipantRoleChanged(ParticipantRoleChanged) = "participant_role_changed",
    /// The actor sent a message.
    MessageSent(MessageSent) = "message_sent",
    /// The author changed the text of a message.
    MessageEdited(MessageEdited) = "message_edited",
    /// A message was deleted.
    MessageDeleted(MessageDeleted) = "message_deleted",
    /// More is shown of a file of a message than before, such as its preview.
    AttachmentProcessed(AttachmentProcessed) = "attachment_processed",
    /// A message was pinned for all participants.
    MessagePinned(MessagePinned) = "message_pinned",
    /// A message was unpinned.
    MessageUnpinned(MessagePinned) = "message_unpinned",
    /// A user reacted to a message.
    ReactionAdded(Reaction) = "reaction_added",
    /// A user took a reaction back, or was erased.
    ReactionRemoved(Reaction) = "reaction_removed",
    /// The actor has read up to a message.
    ChatRead(ChatRead) = "chat_read",
    /// A user who had been in this chat was erased: their texts must be dropped from memory.
    UserErased(UserErased) = "user_erased",
    /// The actor removed the chat from their own list until a newer message arrives.
    ChatHidden(ChatHidden) = "chat_hidden",
    /// The actor muted, pinned or archived the chat for themselves, or undid it.
    ChatSettingsChanged(ChatSettingsChanged) = "chat_settings_changed",
    /// The actor blocked the other user of a private chat.
    ParticipantBlocked(ParticipantBlocked) = "participant_blocked",
    /// The actor unblocked the other user of a private chat.
    ParticipantUnblocked(ParticipantBlocked) = "participant_unblocked",
    /// The actor blocked a user in every chat of the realm.
    UserBlocked(UserBlocked) = "user_blocked",
    /// The actor unblocked a user, or one of the two was deleted.
    UserUnblocked(UserBlocked) = "user_unblocked",
    /// The actor reported a message to the moderators.
    MessageReported(MessageReported) = "message_reported",
    /// A moderator resolved a report.
    ReportResolved(ReportResolved) = "report_resolved",
    /// A moderator banned a user from the realm.
    UserBanned(UserBanned) = "user_banned",
    /// The ban was lifted.
    UserUnbanned(UserBanned) = "user_unbanned",
}

/// One row of the log.
#[derive(Debug, Clone)]
pub struct Event {
    pub position: Position,
    /// Chosen by the appending replica or session (UUIDv7); never changes.
    pub event_id: Uuid,
    pub realm: Realm,
    /// [`ChatId::NONE`] if it happened in no chat.
    pub chat_id: ChatId,
    /// The `event_id` of the chat's `chat_created`: the chat's id in realms that use UUIDs.
    pub chat_uuid: Uuid,
    /// The `event_id` of the message that this event is about (edited, deleted, read up to,
    /// replied to): the message's id in realms that use UUIDs.
    pub subject_uuid: Option<Uuid>,
    /// Whether the chat is a group.
    pub is_in_group: bool,
    /// `None` if the database itself appended it.
    pub actor_id: Option<UserId>,
    pub body: EventBody,
    /// In milliseconds.
    pub recorded_at: Timestamp,
}

impl Event {
    /// The cursor that a client sends back to resume after this event.
    pub fn cursor(&self) -> Cursor {
        Cursor::new(self.position, self.event_id)
    }

    /// Whether it holds text, or names of files, of this user.
    pub fn has_text_of(&self, user_id: UserId) -> bool {
        self.body.payload().is_some_and(|payload| {
            let authors = [self.actor_id, payload.text_author()];
            payload.has_text() && authors.contains(&Some(user_id))
        })
    }

    /// The same event as the log has it once its author was erased.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let mut event = self.clone();
        if let Some(payload) = event.body.payload_mut() {
            payload.clear_text();
        }
        event
    }

    /// The id of the message, if this is its `message_sent`.
    pub fn message_id(&self) -> MessageId {
        MessageId(self.position.0)
    }
}
