//! The commands of users, and the events they become.

use serde::Serialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::{
    ChatCreated, ChatPictureChanged, ChatRenamed, ChatSettingsChange, ConflictKey, EventKind,
    MemberRole, MessageEdited, MessagePinned, MessageReported, NewEvent, NewMessage, Participant,
    ParticipantLeft, ParticipantRoleChanged, ReportResolved, Resolution,
};
use crate::domain::text::MessageText;
use crate::domain::{Actor, AttachmentId, ChatId, Emoji, MessageId, Position, Realm, UserId};

/// A request to append an event. The database decides on it with the head of the log locked, in the
/// kind's `decide_<kind>()` in `sql/events/`. The result is an [`super::AppendOutcome`] or a
/// [`crate::domain::Rejection`].
#[derive(Debug, Clone)]
pub enum Command {
    SendMessage(NewMessage),
    /// Allowed for the author.
    EditMessage {
        message_id: MessageId,
        text: MessageText,
    },
    /// Allowed for the author, for the owner of the group, and for moderators if the message was
    /// reported.
    DeleteMessage {
        message_id: MessageId,
    },
    /// React to a message.
    AddReaction {
        message_id: MessageId,
        emoji: Emoji,
    },
    /// Take a reaction back.
    RemoveReaction {
        message_id: MessageId,
        emoji: Emoji,
    },
    /// Pin a message for all members. Allowed for both users of a private chat, and for the owner and the
    /// admins of a group.
    PinMessage {
        chat_id: ChatId,
        message_id: MessageId,
    },
    /// Allowed like [`Command::PinMessage`].
    UnpinMessage {
        chat_id: ChatId,
        message_id: MessageId,
    },
    /// Mark a chat read.
    MarkRead {
        chat_id: ChatId,
        /// Up to and including this message; `None`: the newest.
        up_to: Option<MessageId>,
    },
    /// Create a chat. If its `pair_key` is taken, the outcome is
    /// [`super::AppendOutcome::Duplicate`] with the existing one, which may be deleted.
    CreateChat(ChatCreated),
    /// Restore a deleted private chat with both its users.
    RestoreChat {
        chat_id: ChatId,
    },
    /// Delete a chat for all: a private one by either side, a group by its owner.
    DeleteChat {
        chat_id: ChatId,
    },
    /// Change the title of a group, which was checked. Allowed for its owner and admins.
    RenameChat {
        chat_id: ChatId,
        title: String,
    },
    /// Change the picture of a group to an upload of the user's, or remove it. Allowed for its owner and
    /// admins.
    ChangeChatPicture {
        chat_id: ChatId,
        attachment_id: Option<AttachmentId>,
    },
    /// Allowed for the owner and the admins of the group.
    AddParticipant {
        chat_id: ChatId,
        user_id: UserId,
    },
    /// Allowed for the owner of the group.
    AddAdmin {
        chat_id: ChatId,
        user_id: UserId,
    },
    /// Allowed for the owner of the group, who becomes an admin by making another one the owner.
    ChangeRole {
        chat_id: ChatId,
        user_id: UserId,
        role: MemberRole,
    },
    /// Remove a chat from the user's own list until a newer message arrives.
    HideChat {
        chat_id: ChatId,
    },
    /// Change the user's own settings of a chat. A user can pin a limited number of chats.
    ChangeChatSettings {
        chat_id: ChatId,
        change: ChatSettingsChange,
    },
    /// Block the other user of a private chat, in every chat of the two.
    BlockCounterpart {
        chat_id: ChatId,
    },
    UnblockCounterpart {
        chat_id: ChatId,
    },
    /// Block a user: the blocked user can neither send the actor private messages nor add the actor
    /// to groups.
    BlockUser {
        user_id: UserId,
    },
    UnblockUser {
        user_id: UserId,
    },
    /// Report a message to the moderators.
    ReportMessage {
        chat_id: ChatId,
        message_id: MessageId,
        reason: MessageText,
    },
    /// Ban the author of a reported message from the realm. Allowed for moderators.
    BanReportedAuthor {
        /// The position of the `message_reported`.
        report_id: Position,
    },
    /// Resolve a report, which removes it from the queue. Allowed for moderators.
    ResolveReport {
        /// The position of the `message_reported`.
        report_id: Position,
        resolution: Resolution,
    },
    /// Leave a group, or remove a participant but the owner, as the owner or an admin.
    RemoveParticipant {
        chat_id: ChatId,
        user_id: UserId,
    },
}

impl Command {
    /// The event to append. `decide_<kind>()` reads its payload, and may complete it.
    #[expect(
        clippy::too_many_lines,
        reason = "the only match over commands: an arm each"
    )]
    pub fn into_event(self, realm: Realm, actor: impl Into<Actor>) -> NewEvent {
        let Actor {
            user_id: actor_id,
            via_key,
        } = actor.into();
        let event = |kind, chat_id, payload, conflict_key| NewEvent {
            event_id: Uuid::now_v7(),
            realm,
            actor_id,
            via_key: via_key.clone(),
            kind,
            chat_id,
            payload,
            conflict_key,
            limits: None,
        };
        let about_chat = |kind, chat_id, payload| {
            event(kind, Some(chat_id), payload, ConflictKey::Chat(chat_id))
        };
        let about_message = |kind, chat_id, message_id, payload| {
            event(kind, chat_id, payload, ConflictKey::Message(message_id))
        };
        let reaction = |kind, message_id, emoji: Emoji| {
            let payload = raw(&json!({ "message_id": message_id, "emoji": emoji }));
            about_message(kind, None, message_id, payload)
        };
        let block = |kind, user_id| {
            let key = ConflictKey::Block(realm, actor_id, user_id);
            event(kind, None, raw(&json!({ "user_id": user_id })), key)
        };
        match self {
            Self::SendMessage(message) => {
                let chat_id = message.chat_id;
                let key = message.client_id.map_or(ConflictKey::None, |id| {
                    ConflictKey::Send(chat_id, actor_id, id)
                });
                event(
                    EventKind::MessageSent,
                    Some(chat_id),
                    message.payload(),
                    key,
                )
            }
            Self::EditMessage { message_id, text } => {
                let content = text.into_string();
                let payload = raw(&MessageEdited {
                    message_id,
                    content,
                });
                about_message(EventKind::MessageEdited, None, message_id, payload)
            }
            Self::DeleteMessage { message_id } => {
                let payload = raw(&json!({ "message_id": message_id }));
                about_message(EventKind::MessageDeleted, None, message_id, payload)
            }
            Self::PinMessage {
                chat_id,
                message_id,
            } => {
                let payload = raw(&MessagePinned { message_id });
                about_chat(EventKind::MessagePinned, chat_id, payload)
            }
            Self::UnpinMessage {
                chat_id,
                message_id,
            } => {
                let payload = raw(&MessagePinned { message_id });
                about_chat(EventKind::MessageUnpinned, chat_id, payload)
            }
            Self::AddReaction { message_id, emoji } => {
                reaction(EventKind::ReactionAdded, message_id, emoji)
            }
            Self::RemoveReaction { message_id, emoji } => {
                reaction(EventKind::ReactionRemoved, message_id, emoji)
            }
            Self::ReportMessage {
                chat_id,
                message_id,
                reason,
            } => {
                let content = reason.into_string();
                let payload = raw(&MessageReported {
                    message_id,
                    content,
                });
                let kind = EventKind::MessageReported;
                about_message(kind, Some(chat_id), message_id, payload)
            }
            Self::MarkRead { chat_id, up_to } => event(
                EventKind::ChatRead,
                Some(chat_id),
                raw(&json!({ "up_to_id": up_to })),
                ConflictKey::Read(chat_id, actor_id),
            ),
            Self::CreateChat(created) => {
                let key = created.pair_key.clone();
                let key = key.map_or(ConflictKey::None, |key| ConflictKey::Pair(realm, key));
                event(EventKind::ChatCreated, None, raw(&created), key)
            }
            Self::RestoreChat { chat_id } => {
                about_chat(EventKind::ChatRestored, chat_id, raw(&json!({})))
            }
            Self::DeleteChat { chat_id } => {
                about_chat(EventKind::ChatDeleted, chat_id, raw(&json!({})))
            }
            Self::HideChat { chat_id } => {
                about_chat(EventKind::ChatHidden, chat_id, raw(&json!({})))
            }
            Self::ChangeChatSettings { chat_id, change } => {
                // One at a time, so that together they stay within the limit of pinned chats.
                let key = ConflictKey::Settings(actor_id);
                let kind = EventKind::ChatSettingsChanged;
                event(kind, Some(chat_id), raw(&change), key)
            }
            Self::RenameChat { chat_id, title } => {
                let payload = raw(&ChatRenamed { content: title });
                about_chat(EventKind::ChatRenamed, chat_id, payload)
            }
            Self::ChangeChatPicture {
                chat_id,
                attachment_id,
            } => {
                let payload = raw(&ChatPictureChanged { attachment_id });
                about_chat(EventKind::ChatPictureChanged, chat_id, payload)
            }
            Self::AddParticipant { chat_id, user_id } => {
                let payload = raw(&Participant::member(user_id));
                about_chat(EventKind::ParticipantJoined, chat_id, payload)
            }
            Self::AddAdmin { chat_id, user_id } => {
                let payload = raw(&Participant::admin(user_id));
                about_chat(EventKind::ParticipantJoined, chat_id, payload)
            }
            Self::ChangeRole {
                chat_id,
                user_id,
                role,
            } => {
                let payload = raw(&ParticipantRoleChanged { user_id, role });
                about_chat(EventKind::ParticipantRoleChanged, chat_id, payload)
            }
            Self::RemoveParticipant { chat_id, user_id } => {
                let payload = raw(&ParticipantLeft { user_id });
                about_chat(EventKind::ParticipantLeft, chat_id, payload)
            }
            Self::BlockCounterpart { chat_id } => {
                about_chat(EventKind::ParticipantBlocked, chat_id, raw(&json!({})))
            }
            Self::UnblockCounterpart { chat_id } => {
                about_chat(EventKind::ParticipantUnblocked, chat_id, raw(&json!({})))
            }
            Self::BlockUser { user_id } => block(EventKind::UserBlocked, user_id),
            Self::UnblockUser { user_id } => block(EventKind::UserUnblocked, user_id),
            Self::BanReportedAuthor { report_id } => event(
                EventKind::UserBanned,
                None,
                raw(&json!({ "report_id": report_id })),
                ConflictKey::Report(report_id),
            ),
            Self::ResolveReport {
                report_id,
                resolution,
            } => event(
                EventKind::ReportResolved,
                None,
                raw(&ReportResolved {
                    report_id,
                    resolution,
                }),
                ConflictKey::Report(report_id),
            ),
        }
    }
}

pub(super) fn raw(payload: &impl Serialize) -> Box<RawValue> {
    to_raw_value(payload).expect("payloads have string keys and no failing Serialize")
}
