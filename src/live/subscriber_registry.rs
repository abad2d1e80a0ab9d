//! Users connected to this replica, and their chats.
//!
//! # Why
//! Membership is kept for each connected *user* and not for each connection: tabs share it, and
//! a user's second stream costs no query. It is loaded once, when the first stream opens, and
//! then updated by the membership events that pass through here, so a removal acts on open
//! streams at its own position in the log.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::shared_event::SharedEvent;
use super::subscriber::{Scope, Subscriber};
use super::subscriber_queue::SubscriberQueue;
use crate::domain::{
    ChatCreated, ChatId, ChatRestored, Event, EventBody, Position, Realm, Signal, UserId,
};
use crate::log::read::UserChats;

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
    /// Membership events that passed while the chats were being loaded.
    changes: Vec<Change>,
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

    pub(super) fn deliver(&self, event: &Arc<SharedEvent>) {
        for user_id in self.chats.get(&event.chat_id).into_iter().flatten() {
            if let Some(user) = self.users.get(&(event.realm, *user_id)) {
                user.queues.iter().for_each(|queue| queue.push(event));
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
        let push = |user: &ConnectedUser| {
            let queues = user.queues.iter();
            let personal = queues.filter(|queue| queue.subscriber.is_personal);
            personal.for_each(|queue| queue.push(event));
        };
        let user = |user_id| self.users.get(&(event.realm, user_id));
        match &event.body {
            EventBody::UserBlocked(_) | EventBody::UserUnblocked(_) => {
                let pair = event.blocked_pair().map(|(one, other)| [one, other]);
                pair.into_iter().flatten().filter_map(user).for_each(push);
            }
            EventBody::ParticipantLeft(left) => {
                let left = user(left.user_id);
                left.filter(|user| user.missed(event))
                    .into_iter()
                    .for_each(push);
            }
            EventBody::ChatDeleted => {
                let users = self.users.iter();
                let of_realm = users.filter(|((realm, _), _)| *realm == event.realm);
                let missing = of_realm.filter(|(_, user)| user.missed(event));
                missing.for_each(|(_, user)| push(user));
            }
            _ => {}
        }
    }

    /// Sends a signal to a chat's connected members, except the user it is about.
    pub(super) fn signal(
        &self,
        realm: Realm,
        chat_id: ChatId,
        about: UserId,
        signal: &Arc<Signal>,
    ) {
        let members = self.chats.get(&chat_id).into_iter().flatten().copied();
        let others = members.filter(|user_id| *user_id != about);
        self.signal_to(realm, chat_id, others, signal);
    }

    /// Sends a signal about a chat to those of these users who are connected.
    pub(super) fn signal_to(
        &self,
        realm: Realm,
        chat_id: ChatId,
        user_ids: impl Iterator<Item = UserId>,
        signal: &Arc<Signal>,
    ) {
        let is_in_group = self.groups.contains(&chat_id);
        for user_id in user_ids {
            let user = self.users.get(&(realm, user_id));
            let queues = user.into_iter().flat_map(|user| &user.queues);
            for queue in queues.filter(|queue| queue.subscriber.shows_groups || !is_in_group) {
                queue.signal(chat_id, signal);
            }
        }
    }

    /// Whether a member of this chat is connected.
    pub(super) fn has_subscribers(&self, chat_id: ChatId) -> bool {
        self.chats.contains_key(&chat_id)
    }

    /// Adds the members that an event brings. Called before the event is delivered, so that they
    /// receive it.
    pub(super) fn join(&mut self, event: &Event) {
        match &event.body {
            EventBody::ChatCreated(ChatCreated { participants, .. })
            | EventBody::ChatRestored(ChatRestored { participants }) => {
                for participant in participants {
                    self.change(event, participant.user_id, true);
                }
            }
            EventBody::ParticipantJoined(joined) => self.change(event, joined.user_id, true),
            _ => {}
        }
    }

    /// Removes the members that an event removes. Called after the event is delivered, so that
    /// it is the last they receive.
    pub(super) fn leave(&mut self, event: &Event) {
        match &event.body {
            EventBody::ParticipantLeft(left) => self.change(event, left.user_id, false),
            EventBody::ChatDeleted => self.remove_all_members(event),
            _ => {}
        }
    }

    fn change(&mut self, event: &Event, user_id: UserId, is_member: bool) {
        let chat_id = event.chat_id;
        let Some(user) = self.users.get_mut(&(event.realm, user_id)) else {
            return;
        };
        let Some(chats) = &mut user.chats else {
            user.changes.push(Change {
                position: event.position,
                chat_id,
                is_in_group: event.is_in_group,
                is_member,
            });
            return;
        };
        if event.position <= user.loaded_at {
            return;
        }
        if is_member && chats.insert(chat_id) {
            self.chats.entry(chat_id).or_default().push(user_id);
            if event.is_in_group {
                self.groups.insert(chat_id);
            }
        } else if !is_member && chats.remove(&chat_id) {
            for queue in &user.queues {
                queue.leave(chat_id);
            }
            self.forget(chat_id, user_id);
        }
    }

    /// Whether a queue is limited to a chat of which its user is known not to be a member.
    pub(super) fn is_not_member(&self, queue: &SubscriberQueue) -> bool {
        let Subscriber { realm, user_id, .. } = queue.subscriber;
        match (queue.only_chat, self.chats_of(realm, user_id)) {
            (Some(chat_id), Some(chats)) => !chats.contains(&chat_id),
            _ => false,
        }
    }

    /// Removes all members of a chat, also those whose chats are being loaded.
    fn remove_all_members(&mut self, event: &Event) {
        let loading = self
            .loading
            .iter()
            .filter(|(realm, _)| *realm == event.realm)
            .map(|(_, user_id)| *user_id);
        let members = self
            .chats
            .get(&event.chat_id)
            .into_iter()
            .flatten()
            .copied();
        let user_ids: Vec<UserId> = members.chain(loading).collect();
        for user_id in user_ids {
            self.change(event, user_id, false);
        }
    }

    fn forget(&mut self, chat_id: ChatId, user_id: UserId) {
        if let Some(users) = self.chats.get_mut(&chat_id) {
            users.retain(|other| *other != user_id);
            if users.is_empty() {
                self.chats.remove(&chat_id);
                self.groups.remove(&chat_id);
            }
        }
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

    /// Whether a user is retained whose chats are not loaded.
    pub(super) fn is_unknown(&self, realm: Realm, user_id: UserId) -> bool {
        let user = self.users.get(&(realm, user_id));
        user.is_some_and(|user| user.chats.is_none())
    }

    /// A user's chats, once they are loaded.
    pub(super) fn chats_of(&self, realm: Realm, user_id: UserId) -> Option<&HashSet<ChatId>> {
        self.users.get(&(realm, user_id))?.chats.as_ref()
    }

    /// Sets a user's chats as they were loaded, and applies the events that passed since.
    pub(super) fn set_chats(&mut self, realm: Realm, user_id: UserId, loaded: UserChats) {
        let Some(user) = self.users.get_mut(&(realm, user_id)) else {
            return;
        };
        if user.chats.is_some() {
            // Another stream of the same user has loaded them.
            return;
        }
        let loaded_at = loaded.head.position;
        let mut chats: HashSet<ChatId> = loaded.chats.into_iter().collect();
        let mut groups = loaded.groups;
        for change in std::mem::take(&mut user.changes) {
            if change.position <= loaded_at {
                continue;
            }
            if change.is_member {
                chats.insert(change.chat_id);
                if change.is_in_group {
                    groups.push(change.chat_id);
                }
            } else {
                chats.remove(&change.chat_id);
            }
        }
        user.chats = Some(chats.clone());
        user.left = loaded.left.into_iter().collect();
        user.loaded_at = loaded_at;
        self.loading.remove(&(realm, user_id));
        groups.retain(|chat_id| chats.contains(chat_id));
        self.groups.extend(groups);
        for chat_id in chats {
            self.chats.entry(chat_id).or_default().push(user_id);
        }
    }

    /// Forgets all memberships. Users stay connected; their chats are loaded again.
    pub(super) fn forget_memberships(&mut self) {
        self.chats.clear();
        self.groups.clear();
        for (key, user) in &mut self.users {
            user.chats = None;
            user.changes.clear();
            self.loading.insert(*key);
        }
    }

    /// Delivers to a queue from now on.
    pub(super) fn add(&mut self, queue: &Arc<SubscriberQueue>, scope: Scope) {
        let Subscriber { realm, user_id, .. } = queue.subscriber;
        let queues = match scope {
            Scope::WholeRealm => self.realm_subscribers.entry(realm).or_default(),
            Scope::OwnChats | Scope::Personal | Scope::OneChat(_) => {
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Cursor;

    const REALM: Realm = Realm::new("test");
    const CHAT: ChatId = ChatId(1);

    fn chats_at(position: i64) -> UserChats {
        UserChats {
            head: Cursor::new(Position(position), Uuid::nil()),
            chats: vec![CHAT],
            groups: Vec::new(),
            left: Vec::new(),
        }
    }

    fn deleted_at(position: i64) -> Event {
        Event {
            position: Position(position),
            event_id: Uuid::nil(),
            realm: REALM,
            chat_id: CHAT,
            chat_uuid: Uuid::nil(),
            subject_uuid: None,
            is_in_group: false,
            actor_id: None,
            body: EventBody::ChatDeleted,
            recorded_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_deleted_chat_is_left_while_its_members_load() {
        let mut registry = SubscriberRegistry::default();
        let (loaded, loading) = (UserId(1), UserId(2));
        for user_id in [loaded, loading] {
            registry.retain_user(REALM, user_id);
        }
        registry.set_chats(REALM, loaded, chats_at(4));

        registry.leave(&deleted_at(5));
        registry.set_chats(REALM, loading, chats_at(4));

        for user_id in [loaded, loading] {
            assert_eq!(registry.chats_of(REALM, user_id), Some(&HashSet::new()));
        }
        assert!(!registry.has_subscribers(CHAT));
    }

    #[test]
    fn events_before_the_load_do_not_change_membership() {
        let (mut registry, user_id) = (SubscriberRegistry::default(), UserId(1));
        registry.retain_user(REALM, user_id);
        // The database has the deletion at 3 and the restoration at 4; the hub has neither yet.
        registry.set_chats(REALM, user_id, chats_at(4));

        registry.leave(&deleted_at(3));
        assert!(registry.has_subscribers(CHAT));
        registry.leave(&deleted_at(5));
        assert!(!registry.has_subscribers(CHAT));
    }

    #[test]
    fn loading_ends_with_the_load_or_the_user() {
        let mut registry = SubscriberRegistry::default();
        for user_id in [UserId(1), UserId(2)] {
            registry.retain_user(REALM, user_id);
        }
        registry.set_chats(REALM, UserId(1), chats_at(0));
        registry.release_user(REALM, UserId(2));
        assert_eq!(registry.loading, HashSet::new());
    }
}
