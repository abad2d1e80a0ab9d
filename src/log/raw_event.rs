//! An event as the database stores it, and what its readers need besides.
//!
//! It arrives as a row of `events_from.sql` and its like, or in a notification of
//! `notify_appended.sql`; both have the columns of `event_context.sql`.

use jiff::Timestamp;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::domain::{
    Attachment, ChatId, Event, EventBody, MessageId, Position, Realm, ShownTo, UserDeleted, UserId,
    UserNamed, UserPictureChanged, UserRoleChanged,
};
use crate::telemetry::metrics::UNREADABLE_EVENTS;

/// The realm of an event whose realm is malformed: the event is delivered to no client.
const UNKNOWN_REALM: Realm = Realm::new("unknown");

/// An event whose payload was not read yet.
pub(super) struct RawEvent<'a> {
    pub(super) event_id: Uuid,
    pub(super) realm: &'a str,
    pub(super) chat_id: Option<i64>,
    pub(super) kind: &'a str,
    pub(super) actor_id: Option<i64>,
    pub(super) payload: &'a RawValue,
    /// `None` if the event has an unknown shape and names no chat.
    pub(super) chat_uuid: Option<Uuid>,
    pub(super) subject_uuid: Option<Uuid>,
    pub(super) files: Option<Vec<Attachment>>,
    /// The newest first.
    pub(super) newly_read: Option<Vec<i64>>,
    pub(super) is_blanked: Option<bool>,
    pub(super) is_in_group: bool,
    /// Of an event that changes what others see of a user.
    pub(super) shown_to: Option<ShownTo>,
}

impl RawEvent<'_> {
    pub(super) fn into_event(self, position: Position, recorded_at: Timestamp) -> Event {
        let realm = self.realm.parse::<Realm>();
        let mut body = match &realm {
            // The error is not logged, as it would quote the payload.
            Ok(_) => EventBody::parse(self.kind, self.payload).unwrap_or_else(|_| {
                metrics::counter!(UNREADABLE_EVENTS).increment(1);
                tracing::error!(
                    event.position = position.0,
                    event.kind = self.kind,
                    "an event cannot be read and is skipped"
                );
                EventBody::Unknown
            }),
            Err(_) => EventBody::Unknown,
        };
        match &mut body {
            EventBody::MessageSent(sent) => {
                if self.is_blanked == Some(true) {
                    sent.content.clear();
                } else {
                    sent.files = self.files.unwrap_or_default();
                }
            }
            EventBody::ChatRead(read) => {
                let newest_first = self.newly_read.unwrap_or_default().into_iter();
                read.newly_read = newest_first.rev().map(MessageId).collect();
            }
            EventBody::UserNamed(UserNamed { shown_to, .. })
            | EventBody::UserRoleChanged(UserRoleChanged { shown_to, .. })
            | EventBody::UserPictureChanged(UserPictureChanged { shown_to, .. })
            | EventBody::UserDeleted(UserDeleted { shown_to, .. }) => {
                *shown_to = self.shown_to.unwrap_or_default();
            }
            _ => {}
        }
        Event {
            position,
            event_id: self.event_id,
            realm: realm.unwrap_or(UNKNOWN_REALM),
            chat_id: self.chat_id.map_or(ChatId::NONE, ChatId),
            chat_uuid: self.chat_uuid.unwrap_or_default(),
            subject_uuid: self.subject_uuid,
            is_in_group: self.is_in_group,
            actor_id: self.actor_id.map(UserId),
            body,
            recorded_at,
        }
    }
}
