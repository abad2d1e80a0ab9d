//! The list of the kinds of events, and their names.

/// Hands the list of all kinds to a macro: the name of the kind, its payload, and its name in `events.kind`.
macro_rules! each_kind {
    ($apply:ident) => {
        $apply! {
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
    };
}
pub(super) use each_kind;

/// Defines [`EventKind`].
macro_rules! define_kinds {
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
        }
    };
}

each_kind!(define_kinds);
