//! One event of the log.

use jiff::Timestamp;
use uuid::Uuid;

use super::accounts::{ShownTo, UserDeleted, UserNamed, UserPictureChanged, UserRoleChanged};
use super::body::EventBody;
use crate::domain::cursor::Cursor;
use crate::domain::ids::{ChatId, MessageId, Position, ScheduledId, UserId};
use crate::domain::realm::Realm;

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

    /// Whether it moves a read mark that its actor alone sees.
    pub fn is_own_mark(&self) -> bool {
        matches!(
            self.body,
            EventBody::ChatMarkedUnread(_) | EventBody::ChatReadAgain(_)
        )
    }

    /// The scheduled message that was made, changed or cancelled, or has failed: for its author alone, who is the
    /// actor. `None` for other events.
    pub fn scheduled_id(&self) -> Option<ScheduledId> {
        match &self.body {
            EventBody::MessageScheduled(_) => Some(ScheduledId(self.position.0)),
            EventBody::ScheduledChanged(changed) => Some(changed.scheduled_id),
            EventBody::ScheduledCancelled(cancelled) => Some(cancelled.scheduled_id),
            EventBody::ScheduledFailed(failed) => Some(failed.scheduled_id),
            _ => None,
        }
    }

    /// Whether it is about a scheduled message of this user.
    pub fn is_own_scheduled(&self, user_id: UserId) -> bool {
        self.scheduled_id().is_some() && self.actor_id == Some(user_id)
    }

    /// The user of whom it changes what others see, and where they see it; `None` for other events.
    pub fn shown_user(&self) -> Option<(UserId, &ShownTo)> {
        match &self.body {
            EventBody::UserNamed(UserNamed { user_id, shown_to })
            | EventBody::UserRoleChanged(UserRoleChanged { user_id, shown_to })
            | EventBody::UserPictureChanged(UserPictureChanged { user_id, shown_to })
            | EventBody::UserDeleted(UserDeleted { user_id, shown_to }) => {
                Some((*user_id, shown_to))
            }
            _ => None,
        }
    }

    /// Whether it is of a realm: what changes of a user is of each of the user's realms.
    pub fn is_of(&self, realm: Realm) -> bool {
        match self.shown_user() {
            Some((_, shown_to)) => shown_to.chats_in(realm).is_some(),
            None => self.realm == realm,
        }
    }

    /// The two users of a block or unblock, the blocker first; `None` for other events.
    pub fn blocked_pair(&self) -> Option<(UserId, UserId)> {
        let (blocker, blocked) = match &self.body {
            EventBody::UserBlocked(block) | EventBody::UserUnblocked(block) => {
                (block.blocker_id.or(self.actor_id), block.user_id)
            }
            EventBody::ParticipantBlocked(block) | EventBody::ParticipantUnblocked(block) => {
                (self.actor_id, block.user_id)
            }
            _ => return None,
        };
        Some((blocker?, blocked))
    }
}
