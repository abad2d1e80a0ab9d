//! Which events a subscriber gets, by the subscriber's chats as they are now.

use std::collections::HashSet;

use crate::domain::{ChatId, Event, EventBody, Realm, UserId};
use crate::live::subscriber::{Scope, Subscriber};

/// Whether an event is in the scope of a subscriber who is in these chats, if they are known.
pub(super) fn is_in_scope(
    event: &Event,
    subscriber: &Subscriber,
    scope: Scope,
    chats: Option<&HashSet<ChatId>>,
) -> bool {
    let Subscriber { realm, user_id, .. } = *subscriber;
    let is_in = |chat_id: &ChatId| chats.is_some_and(|chats| chats.contains(chat_id));
    let is_member = || is_in(&event.chat_id);
    event.is_of(realm)
        && match scope {
            Scope::WholeRealm => true,
            Scope::OwnChats | Scope::OwnPrivateChats => is_member(),
            Scope::Personal => {
                is_member() || concerns(event, user_id) || is_of_counterpart(event, realm, is_in)
            }
            Scope::OneChat(chat_id) => event.chat_id == chat_id && is_member(),
        }
}

/// Whether an event concerns a user outside of the user's chats.
fn concerns(event: &Event, user_id: UserId) -> bool {
    match &event.body {
        EventBody::ParticipantLeft(left) => left.user_id == user_id,
        EventBody::MessageScheduled(_)
        | EventBody::ScheduledChanged(_)
        | EventBody::ScheduledCancelled(_)
        | EventBody::ScheduledFailed(_) => event.actor_id == Some(user_id),
        EventBody::UserBlocked(_) | EventBody::UserUnblocked(_) => event
            .blocked_pair()
            .is_some_and(|(one, other)| one == user_id || other == user_id),
        _ => event
            .shown_user()
            .is_some_and(|(shown, _)| shown == user_id),
    }
}

/// Whether an event changes what is seen of a user who is, or was until then, in one of the subscriber's
/// chats.
fn is_of_counterpart(event: &Event, realm: Realm, is_in: impl Fn(&ChatId) -> bool) -> bool {
    let shown = event.shown_user();
    let shared = shown.and_then(|(_, shown_to)| shown_to.chats_in(realm));
    shared.is_some_and(|chats| chats.iter().any(is_in))
}
