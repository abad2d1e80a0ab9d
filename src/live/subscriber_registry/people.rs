//! Delivering what changes of a user to those who see it.

use std::collections::HashSet;
use std::sync::Arc;

use super::SubscriberRegistry;
use crate::domain::{ShownTo, UserId};
use crate::live::shared_event::SharedEvent;

impl SubscriberRegistry {
    /// Delivers an event that changes what others see of a user, in each realm of the user: to who follows
    /// the whole realm, and to the personal subscriptions of those who share a chat with the user, and of the
    /// user. Who shares several chats gets it once.
    pub(super) fn deliver_user(
        &self,
        event: &Arc<SharedEvent>,
        user_id: UserId,
        shown_to: &ShownTo,
    ) {
        for (realm, chats) in shown_to.realms() {
            let of_realm = self.realm_subscribers.get(&realm).into_iter().flatten();
            of_realm.for_each(|queue| queue.push(event));
            let members = chats.iter().filter_map(|chat_id| self.chats.get(chat_id));
            let members = members.flatten().copied();
            let receivers: HashSet<UserId> = members.chain([user_id]).collect();
            for receiver in receivers {
                if let Some(receiver) = self.users.get(&(realm, receiver)) {
                    receiver.push_personally(event);
                }
            }
        }
    }
}
