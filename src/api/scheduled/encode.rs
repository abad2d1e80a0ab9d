//! Encodes scheduled messages for the wire. Pure.

use bytes::Bytes;

use super::wire;
use crate::api::frames;
use crate::api::messages::encode::quote;
use crate::api::users::wire::User;
use crate::chat::{ScheduledMessage, ScheduledState};
use crate::domain::{Event, EventBody, Realm, ShownAs};
use crate::http::attachment::attachments;

/// A scheduled message.
pub(in crate::api) fn scheduled(
    scheduled: ScheduledMessage,
    realm: Realm,
) -> wire::ScheduledMessage {
    wire::ScheduledMessage {
        id: scheduled.id.0,
        chat_id: scheduled.chat_id.0,
        attachments: attachments(&scheduled.attachments, realm),
        text: scheduled.content,
        reply_to: scheduled.reply_to.map(quote),
        send_at: scheduled.send_at.into(),
        state: match scheduled.state {
            ScheduledState::Waiting => wire::ScheduledState::Waiting,
            ScheduledState::Failed => wire::ScheduledState::Failed,
            ScheduledState::Sent => wire::ScheduledState::Sent,
            ScheduledState::Cancelled => wire::ScheduledState::Cancelled,
        },
    }
}

/// `scheduled_failed` if the event says why it failed, else `scheduled`.
pub(in crate::api) fn frame(
    event: &Event,
    scheduled: wire::ScheduledMessage,
    users: Vec<User>,
) -> Bytes {
    let EventBody::ScheduledFailed(failed) = &event.body else {
        let data = data(event, scheduled, users);
        return frames::frame(event, ShownAs::Scheduled, &data);
    };
    let data = wire::ScheduledFailedEvent {
        scheduled,
        code: failed.code.clone(),
        users,
        position: event.position.0,
        at: event.recorded_at.into(),
    };
    frames::frame(event, ShownAs::ScheduledFailed, &data)
}

/// The data of `scheduled`.
pub(in crate::api) fn data(
    event: &Event,
    scheduled: wire::ScheduledMessage,
    users: Vec<User>,
) -> wire::ScheduledEvent {
    wire::ScheduledEvent {
        scheduled,
        users,
        position: event.position.0,
        at: event.recorded_at.into(),
    }
}
