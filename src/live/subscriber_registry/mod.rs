//! Users connected to this replica, their chats, and who blocks them.
//!
//! # Why
//! Membership is kept for each connected *user* and not for each connection: tabs share it, and
//! a user's second stream costs no query. It is loaded once, when the first stream opens, and
//! then updated by the membership events that pass through here, so a removal acts on open
//! streams at its own position in the log.

mod blocking;
mod delivery;
mod membership;
mod people;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::shared_event::SharedEvent;
use super::subscriber::{Scope, Subscriber};
use super::subscriber_queue::SubscriberQueue;
use crate::domain::{ChatId, Event, Position, Realm, UserId};

/// Connected users, with their chats and queues.
#[derive(Default)]
pub(super) struct SubscriberRegistry {
    users: HashMap<(Realm, UserId), ConnectedUser>,
    /// Connected members of each chat: the path of every event.
    chats: HashMap<ChatId, Vec<UserId>>,
    /// Those of `chats` that are groups.
    groups: HashSet<ChatId>,
    /// Users whose chats are being loaded.
    loading: HashSet<(Realm, UserId)>,
    /// Subscriptions to a whole realm.
    realm_subscribers: HashMap<Realm, Vec<Arc<SubscriberQueue>>>,
}

/// A connected user.
#[derive(Default)]
struct ConnectedUser {
    /// Open streams, and attempts to open one.
    streams: usize,
    /// `None` until the first load is done.
    chats: Option<HashSet<ChatId>>,
    /// The position at which `chats` were loaded: events up to it are contained already.
    loaded_at: Position,
    /// Chats that the user has left by events shortly before `loaded_at`, of which this replica may not
    /// have heard then.
    left: HashSet<ChatId>,
    /// The users who block them: loaded with the chats, and then changed by events.
    blockers: HashSet<UserId>,
    /// Membership events that passed while the chats were being loaded.
    changes: Vec<Change>,
    /// Blocks and unblocks that passed meanwhile: the position, the blocker, and whether it is a block.
    block_changes: Vec<(Position, UserId, bool)>,
    queues: Vec<Arc<SubscriberQueue>>,
}

/// A user joined or left a chat.
struct Change {
    position: Position,
    chat_id: ChatId,
    is_in_group: bool,
    is_member: bool,
}

impl ConnectedUser {
    /// Whether the user's chats were loaded after an event that removed the user from its chat.
    fn missed(&self, event: &Event) -> bool {
        event.position <= self.loaded_at && self.left.contains(&event.chat_id)
    }

    fn push_personally(&self, event: &Arc<SharedEvent>) {
        let queues = self.queues.iter();
        let personal = queues.filter(|queue| queue.subscriber.is_personal);
        personal.for_each(|queue| queue.push(event));
    }
}

impl SubscriberRegistry {
    pub(super) fn queues(&self) -> impl Iterator<Item = &Arc<SubscriberQueue>> {
        let members = self.users.values().flat_map(|user| &user.queues);
        members.chain(self.realm_subscribers.values().flatten())
    }

    /// The queues of one user.
    pub(super) fn queues_of(
        &self,
        realm: Realm,
        user_id: UserId,
    ) -> impl Iterator<Item = &Arc<SubscriberQueue>> {
        let user = self.users.get(&(realm, user_id));
        let of_realm = self.realm_subscribers.get(&realm).into_iter().flatten();
        let of_realm = of_realm.filter(move |queue| queue.subscriber.user_id == user_id);
        let own = user.into_iter().flat_map(|user| &user.queues);
        own.chain(of_realm)
    }

    /// Whether a member of this chat is connected.
    pub(super) fn has_subscribers(&self, chat_id: ChatId) -> bool {
        self.chats.contains_key(&chat_id)
    }

    /// Keeps track of a user's chats from now on, until [`release_user`](Self::release_user) is
    /// called as often.
    pub(super) fn retain_user(&mut self, realm: Realm, user_id: UserId) {
        let user = self.users.entry((realm, user_id)).or_default();
        user.streams += 1;
        if user.chats.is_none() {
            self.loading.insert((realm, user_id));
        }
    }

    /// Undoes one [`retain_user`](Self::retain_user).
    pub(super) fn release_user(&mut self, realm: Realm, user_id: UserId) {
        let Some(user) = self.users.get_mut(&(realm, user_id)) else {
            return;
        };
        user.streams -= 1;
        if user.streams == 0 {
            let user = self.users.remove(&(realm, user_id)).unwrap_or_default();
            self.loading.remove(&(realm, user_id));
            for chat_id in user.chats.into_iter().flatten() {
                self.forget(chat_id, user_id);
            }
        }
    }

    /// Delivers to a queue from now on.
    pub(super) fn add(&mut self, queue: &Arc<SubscriberQueue>, scope: Scope) {
        let Subscriber { realm, user_id, .. } = queue.subscriber;
        let queues = match scope {
            Scope::WholeRealm => self.realm_subscribers.entry(realm).or_default(),
            Scope::OwnChats | Scope::OwnPrivateChats | Scope::Personal | Scope::OneChat(_) => {
                &mut self.users.entry((realm, user_id)).or_default().queues
            }
        };
        queues.push(queue.clone());
    }

    /// Undoes [`add`](Self::add).
    pub(super) fn remove(&mut self, queue: &Arc<SubscriberQueue>) {
        let Subscriber { realm, user_id, .. } = queue.subscriber;
        let is_other = |other: &Arc<SubscriberQueue>| !Arc::ptr_eq(other, queue);
        if let Some(user) = self.users.get_mut(&(realm, user_id)) {
            user.queues.retain(is_other);
        }
        if let Some(queues) = self.realm_subscribers.get_mut(&realm) {
            queues.retain(is_other);
        }
    }
}
