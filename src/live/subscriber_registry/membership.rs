//! The chats of connected users: loaded once, then changed by events.

use std::collections::HashSet;

use super::{Change, SubscriberRegistry};
use crate::domain::{ChatCreated, ChatId, ChatRestored, Event, EventBody, Realm, UserId};
use crate::live::subscriber::Subscriber;
use crate::live::subscriber_queue::SubscriberQueue;
use crate::log::read::UserChats;

impl SubscriberRegistry {
    /// Adds the members that an event brings. Called before the event is delivered, so that they
    /// receive it.
    pub(in crate::live) fn join(&mut self, event: &Event) {
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
    pub(in crate::live) fn leave(&mut self, event: &Event) {
        match &event.body {
            EventBody::ParticipantLeft(left) => self.change(event, left.user_id, false),
            EventBody::ChatDeleted(_) => self.remove_all_members(event),
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
    pub(in crate::live) fn is_not_member(&self, queue: &SubscriberQueue) -> bool {
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

    pub(super) fn forget(&mut self, chat_id: ChatId, user_id: UserId) {
        if let Some(users) = self.chats.get_mut(&chat_id) {
            users.retain(|other| *other != user_id);
            if users.is_empty() {
                self.chats.remove(&chat_id);
                self.groups.remove(&chat_id);
            }
        }
    }

    /// Whether a user is retained whose chats are not loaded.
    pub(in crate::live) fn is_unknown(&self, realm: Realm, user_id: UserId) -> bool {
        let user = self.users.get(&(realm, user_id));
        user.is_some_and(|user| user.chats.is_none())
    }

    /// A user's chats, once they are loaded.
    pub(in crate::live) fn chats_of(
        &self,
        realm: Realm,
        user_id: UserId,
    ) -> Option<&HashSet<ChatId>> {
        self.users.get(&(realm, user_id))?.chats.as_ref()
    }

    /// Sets a user's chats as they were loaded, and applies the events that passed since.
    pub(in crate::live) fn set_chats(&mut self, realm: Realm, user_id: UserId, loaded: UserChats) {
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
        user.set_blockers(loaded.blockers, loaded_at);
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
    pub(in crate::live) fn forget_memberships(&mut self) {
        self.chats.clear();
        self.groups.clear();
        for (key, user) in &mut self.users {
            user.chats = None;
            user.changes.clear();
            user.blockers.clear();
            user.block_changes.clear();
            self.loading.insert(*key);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{ChatDeleted, Cursor, Position};

    const REALM: Realm = Realm::new("test");
    const CHAT: ChatId = ChatId(1);

    fn chats_at(position: i64) -> UserChats {
        UserChats {
            head: Cursor::new(Position(position), Uuid::nil()),
            chats: vec![CHAT],
            groups: Vec::new(),
            left: Vec::new(),
            blockers: Vec::new(),
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
            body: EventBody::ChatDeleted(ChatDeleted {}),
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
