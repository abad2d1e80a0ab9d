//! The events of the log: one list of kinds, one of the names under which they are shown, and a file for each
//! family of kinds.
//!
//! The file of a family has everything in Rust about its kinds: the payloads, their [`Payload`] and the commands.
//! The SQL of a kind (its shape, decision, projection and description) is in `sql/events/`.

// Modules see a macro that is defined above them: the lists precede the families.

/// Hands the list of all kinds to a macro: the name of the kind, its payload in the file of its family, and its
/// name in `events.kind`.
macro_rules! each_kind {
    ($apply:ident) => {
        $apply! {
            /// A chat began.
            ChatCreated(chats::ChatCreated) = "chat_created",
            /// The chat was deleted for all its participants.
            ChatDeleted(chats::ChatDeleted) = "chat_deleted",
            /// A deleted chat was restored with its history.
            ChatRestored(chats::ChatRestored) = "chat_restored",
            /// The title of a group changed.
            ChatRenamed(chats::ChatRenamed) = "chat_renamed",
            /// The picture of a group changed.
            ChatPictureChanged(chats::ChatPictureChanged) = "chat_picture_changed",
            /// The custom data of a chat changed.
            ChatCustomChanged(custom::ChatCustomChanged) = "chat_custom_changed",
            /// A user was added to a chat.
            ParticipantJoined(participants::Participant) = "participant_joined",
            /// A participant left, or was removed.
            ParticipantLeft(participants::ParticipantLeft) = "participant_left",
            /// A participant of a group got another role.
            ParticipantRoleChanged(participants::ParticipantRoleChanged) = "participant_role_changed",
            /// The actor sent a message.
            MessageSent(messages::MessageSent) = "message_sent",
            /// The author changed the text of a message.
            MessageEdited(messages::MessageEdited) = "message_edited",
            /// The custom data of a message changed.
            MessageCustomChanged(custom::MessageCustomChanged) = "message_custom_changed",
            /// A message was deleted.
            MessageDeleted(messages::MessageDeleted) = "message_deleted",
            /// More is shown of a file of a message than before, such as its preview.
            AttachmentProcessed(attachments::AttachmentProcessed) = "attachment_processed",
            /// A message was pinned for all participants.
            MessagePinned(pins::MessagePinned) = "message_pinned",
            /// A message was unpinned.
            MessageUnpinned(pins::MessagePinned) = "message_unpinned",
            /// A user reacted to a message.
            ReactionAdded(reactions::Reaction) = "reaction_added",
            /// A user took a reaction back, or was erased.
            ReactionRemoved(reactions::Reaction) = "reaction_removed",
            /// A user voted in a poll, or took the vote back, or was erased.
            PollVoted(polls::PollVoted) = "poll_voted",
            /// A poll takes no more votes.
            PollClosed(polls::PollClosed) = "poll_closed",
            /// The actor wants a message to be sent later.
            MessageScheduled(scheduled::MessageScheduled) = "message_scheduled",
            /// The actor changed the text or the time of a scheduled message.
            ScheduledChanged(scheduled::ScheduledChanged) = "scheduled_changed",
            /// The actor cancelled a scheduled message, or was erased.
            ScheduledCancelled(scheduled::ScheduledCancelled) = "scheduled_cancelled",
            /// A scheduled message of the actor was refused at its time.
            ScheduledFailed(scheduled::ScheduledFailed) = "scheduled_failed",
            /// The actor has read up to a message.
            ChatRead(reads::ChatRead) = "chat_read",
            /// The actor marked the chat unread for themselves, from a message on.
            ChatMarkedUnread(reads::OwnMark) = "chat_marked_unread",
            /// The actor has read a chat that they had marked unread, up to a message that others see as read.
            ChatReadAgain(reads::OwnMark) = "chat_read_again",
            /// A user who had been in this chat was erased: their texts must be dropped from memory.
            UserErased(users::UserErased) = "user_erased",
            /// A user got another name.
            UserNamed(accounts::UserNamed) = "user_named",
            /// A user got another role in the application.
            UserRoleChanged(accounts::UserRoleChanged) = "user_role_changed",
            /// A user got another picture, or has none any more.
            UserPictureChanged(accounts::UserPictureChanged) = "user_picture_changed",
            /// A user may not sign in any more.
            UserDeactivated(accounts::AccountChanged) = "user_deactivated",
            /// A deactivated user may sign in again.
            UserReactivated(accounts::AccountChanged) = "user_reactivated",
            /// A user belongs to other realms.
            UserRealmsChanged(accounts::UserRealmsChanged) = "user_realms_changed",
            /// A user got a new password.
            UserLoginReset(accounts::AccountChanged) = "user_login_reset",
            /// A user who is in chats was deleted.
            UserDeleted(accounts::UserDeleted) = "user_deleted",
            /// The actor removed the chat from their own list until a newer message arrives.
            ChatHidden(chats::ChatHidden) = "chat_hidden",
            /// The actor muted, pinned or archived the chat for themselves, or undid it.
            ChatSettingsChanged(chat_settings::ChatSettingsChanged) = "chat_settings_changed",
            /// The actor blocked the other user of a private chat.
            ParticipantBlocked(blocks::ParticipantBlocked) = "participant_blocked",
            /// The actor unblocked the other user of a private chat.
            ParticipantUnblocked(blocks::ParticipantBlocked) = "participant_unblocked",
            /// The actor blocked a user in every chat of the realm.
            UserBlocked(blocks::UserBlocked) = "user_blocked",
            /// The actor unblocked a user, or one of the two was deleted.
            UserUnblocked(blocks::UserBlocked) = "user_unblocked",
            /// The actor reported a message to the moderators.
            MessageReported(moderation::MessageReported) = "message_reported",
            /// A moderator resolved a report.
            ReportResolved(moderation::ReportResolved) = "report_resolved",
            /// A moderator banned a user from the realm.
            UserBanned(moderation::UserBanned) = "user_banned",
            /// The ban was lifted.
            UserUnbanned(moderation::UserBanned) = "user_unbanned",
            /// An admin, a moderator or an API key read a chat without being its member.
            Accessed(accesses::Accessed) = "accessed",
        }
    };
}

/// Hands the list of all names under which streams and webhooks show events to a macro.
macro_rules! each_shown_name {
    ($apply:ident) => {
        $apply! {
            Message = "message",
            MessageEdited = "message_edited",
            MessageDeleted = "message_deleted",
            Reaction = "reaction",
            Poll = "poll",
            Read = "read",
            Member = "member",
            MemberRemoved = "member_removed",
            /// The chat as it is after the event.
            Chat = "chat",
            ChatRemoved = "chat_removed",
            User = "user",
            /// For its author alone: no webhook can ask for it.
            #[serde(skip_deserializing)]
            Scheduled = "scheduled",
            /// For its author alone: no webhook can ask for it.
            #[serde(skip_deserializing)]
            ScheduledFailed = "scheduled_failed",
        }
    };
}

mod accesses;
mod accounts;
mod attachments;
mod blocks;
mod body;
mod chat_settings;
mod chats;
mod command;
mod custom;
mod event;
mod kind;
mod messages;
mod moderation;
mod new_event;
mod outcome;
mod participants;
mod payload;
mod pins;
mod polls;
mod reactions;
mod reads;
mod scheduled;
mod shown_as;
mod users;

pub use accesses::*;
pub use accounts::*;
pub use attachments::*;
pub use blocks::*;
pub use body::*;
pub use chat_settings::*;
pub use chats::*;
pub use command::*;
pub use custom::*;
pub use event::*;
pub use kind::*;
pub use messages::*;
pub use moderation::*;
pub use new_event::*;
pub use outcome::*;
pub use participants::*;
pub use payload::*;
pub use pins::*;
pub use polls::*;
pub use reactions::*;
pub use reads::*;
pub use scheduled::*;
pub use shown_as::*;
pub use users::*;
