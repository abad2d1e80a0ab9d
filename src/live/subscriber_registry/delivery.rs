//! Delivering events and signals to connected users.

use std::cell::OnceCell;
use std::sync::Arc;

use super::{ConnectedUser, SubscriberRegistry};
use crate::domain::{ChatId, EventBody, Realm, Signal, UserId};
use crate::live::shared_event::SharedEvent;

impl SubscriberRegistry {
    pub(in crate::live) fn deliver(&self, event: &Arc<SharedEvent>) {
        if let Some((user_id, shown_to)) = event.shown_user() {
            self.deliver_user(event, user_id, shown_to);
            return;
        }
        // What happens to a scheduled message is for its author.
        let is_for_actor = event.scheduled_id().is_some();
        // For those from whom the actor's read mark is hidden, made for the first of them.
        let unmarked = OnceCell::new();
        for user_id in self.chats.get(&event.chat_id).into_iter().flatten() {
            if is_for_actor && event.actor_id != Some(*user_id) {
                continue;
            }
            let Some(user) = self.users.get(&(event.realm, *user_id)) else {
                continue;
            };
            let shown = if user.misses_mark_of(event) {
                unmarked
                    .get_or_init(|| event.without_read_mark().map(Arc::new))
                    .as_ref()
            } else {
                Some(event)
            };
            if let Some(shown) = shown {
                user.queues.iter().for_each(|queue| queue.push(shown));
            }
        }
        for queue in self
            .realm_subscribers
            .get(&event.realm)
            .into_iter()
            .flatten()
        {
            queue.push(event);
        }
        self.deliver_personally(event);
    }

    /// Delivers an event to the personal subscriptions of users whom it concerns outside of their chats.
    fn deliver_personally(&self, event: &Arc<SharedEvent>) {
        let push = |user: &ConnectedUser| user.push_personally(event);
        let user = |user_id| self.users.get(&(event.realm, user_id));
        match &event.body {
            EventBody::UserBlocked(_) | EventBody::UserUnblocked(_) => {
                let pair = event.blocked_pair().map(|(one, other)| [one, other]);
                pair.into_iter().flatten().filter_map(user).for_each(push);
            }
            EventBody::MessageScheduled(_)
            | EventBody::ScheduledChanged(_)
            | EventBody::ScheduledCancelled(_)
            | EventBody::ScheduledFailed(_) => {
                let author = event.actor_id.filter(|author| !self.is_in(event, *author));
                author.and_then(user).into_iter().for_each(push);
            }
            EventBody::ParticipantLeft(left) => {
                let left = user(left.user_id);
                left.filter(|user| user.missed(event))
                    .into_iter()
                    .for_each(push);
            }
            EventBody::ChatDeleted(_) => {
                let users = self.users.iter();
                let of_realm = users.filter(|((realm, _), _)| *realm == event.realm);
                let missing = of_realm.filter(|(_, user)| user.missed(event));
                missing.for_each(|(_, user)| push(user));
            }
            _ => {}
        }
    }

    /// Whether a connected user is known as a member of an event's chat.
    fn is_in(&self, event: &SharedEvent, user_id: UserId) -> bool {
        let members = self.chats.get(&event.chat_id);
        members.is_some_and(|members| members.contains(&user_id))
    }

    /// Sends a signal to a chat's connected members, except the user it is about and those whom that user
    /// blocks.
    pub(in crate::live) fn signal(
        &self,
        realm: Realm,
        chat_id: ChatId,
        about: UserId,
        signal: &Arc<Signal>,
    ) {
        let members = self.chats.get(&chat_id).into_iter().flatten().copied();
        let others = members.filter(|user_id| *user_id != about);
        self.signal_to(realm, chat_id, others, about, signal);
    }

    /// Sends a signal about a user of a chat to those of these users who are connected and whom that user
    /// does not block.
    pub(in crate::live) fn signal_to(
        &self,
        realm: Realm,
        chat_id: ChatId,
        user_ids: impl Iterator<Item = UserId>,
        about: UserId,
        signal: &Arc<Signal>,
    ) {
        let is_in_group = self.groups.contains(&chat_id);
        for user_id in user_ids {
            if let Some(user) = self.users.get(&(realm, user_id))
                && !user.blockers.contains(&about)
            {
                user.signal(chat_id, is_in_group, signal);
            }
        }
    }

    /// Sends a signal about a chat to one user, whoever blocks them.
    pub(in crate::live) fn signal_one(
        &self,
        realm: Realm,
        chat_id: ChatId,
        user_id: UserId,
        signal: &Arc<Signal>,
    ) {
        if let Some(user) = self.users.get(&(realm, user_id)) {
            user.signal(chat_id, self.groups.contains(&chat_id), signal);
        }
    }
}

impl ConnectedUser {
    fn signal(&self, chat_id: ChatId, is_in_group: bool, signal: &Arc<Signal>) {
        let queues = self.queues.iter();
        for queue in queues.filter(|queue| queue.subscriber.shows_groups || !is_in_group) {
            queue.signal(chat_id, signal);
        }
    }
}
