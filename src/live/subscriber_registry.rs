//! Who is connected to this replica, and in which chats.
//!
//! # Why
//! Membership is kept per connected *user* and not per connection: tabs share it, and a
//! user's second stream costs no query. It is loaded once, when the first stream opens,
//! and from then on kept right by the membership events that pass through here, so a
//! removal acts on open streams at the very place in the log where it happened.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::SharedEvent;
use super::subscriber::{Scope, Subscriber};
use crate::domain::{
    ChatCreated, ChatId, ChatRestored, Event, EventBody, Position, Realm, Signal, UserId,
};
use crate::live::subscriber_queue::SubscriberQueue;

/// Connected users, their chats and their mailboxes.
#[derive(Default)]
pub(super) struct SubscriberRegistry {
    members: HashMap<(Realm, UserId), ConnectedUser>,
    /// Connected members by chat: the way of every event.
    chats: HashMap<ChatId, Vec<UserId>>,
    /// Those whose chats are just being loaded.
    loading: HashSet<(Realm, UserId)>,
    /// Those who get all of a realm.
    realm_subscribers: HashMap<Realm, Vec<Arc<SubscriberQueue>>>,
}

/// A connected user.
#[derive(Default)]
struct ConnectedUser {
    /// Streams, and attempts to open one.
    holds: usize,
    /// `None` until the first load is done.
    chats: Option<HashSet<ChatId>>,
    /// Where the log was when they were loaded: what passes here up to there is in them already.
    loaded_at: Position,
    /// Membership events that passed while it was loading: position, chat, in or out.
    changes: Vec<(Position, ChatId, bool)>,
    mailboxes: Vec<Arc<SubscriberQueue>>,
}

impl SubscriberRegistry {
    pub(super) fn mailboxes(&self) -> impl Iterator<Item = &Arc<SubscriberQueue>> {
        let members = self.members.values().flat_map(|member| &member.mailboxes);
        members.chain(self.realm_subscribers.values().flatten())
    }

    /// One person's.
    pub(super) fn mailboxes_of(
        &self,
        realm: Realm,
        user_id: UserId,
    ) -> impl Iterator<Item = &Arc<SubscriberQueue>> {
        let member = self.members.get(&(realm, user_id));
        let watchers = self.realm_subscribers.get(&realm).into_iter().flatten();
        let watching = watchers.filter(move |mailbox| mailbox.subscriber.user_id == user_id);
        let own = member.into_iter().flat_map(|member| &member.mailboxes);
        own.chain(watching)
    }

    pub(super) fn deliver(&self, event: &Arc<SharedEvent>) {
        for user_id in self.chats.get(&event.chat_id).into_iter().flatten() {
            if let Some(member) = self.members.get(&(event.realm, *user_id)) {
                member
                    .mailboxes
                    .iter()
                    .for_each(|mailbox| mailbox.push(event));
            }
        }
        for mailbox in self
            .realm_subscribers
            .get(&event.realm)
            .into_iter()
            .flatten()
        {
            mailbox.push(event);
        }
    }

    /// Tells a chat's members who are connected, all but the one it is about.
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

    /// Tells these people, who are in a chat, those of them who are connected.
    pub(super) fn signal_to(
        &self,
        realm: Realm,
        chat_id: ChatId,
        user_ids: impl Iterator<Item = UserId>,
        signal: &Arc<Signal>,
    ) {
        for user_id in user_ids {
            let member = self.members.get(&(realm, user_id));
            for mailbox in member.into_iter().flat_map(|member| &member.mailboxes) {
                mailbox.signal(chat_id, signal);
            }
        }
    }

    /// Whether a member of this chat is connected.
    pub(super) fn has_subscribers(&self, chat_id: ChatId) -> bool {
        self.chats.contains_key(&chat_id)
    }

    /// Before the event is delivered: who comes in with it, gets it.
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

    /// After it was delivered: who goes out with it, gets it last.
    pub(super) fn leave(&mut self, event: &Event) {
        match &event.body {
            EventBody::ParticipantLeft(left) => self.change(event, left.user_id, false),
            EventBody::ChatDeleted => self.remove_all_members(event),
            _ => {}
        }
    }

    fn change(&mut self, event: &Event, user_id: UserId, is_in: bool) {
        let chat_id = event.chat_id;
        let Some(member) = self.members.get_mut(&(event.realm, user_id)) else {
            return;
        };
        let Some(chats) = &mut member.chats else {
            member.changes.push((event.position, chat_id, is_in));
            return;
        };
        if event.position <= member.loaded_at {
            return;
        }
        if is_in && chats.insert(chat_id) {
            self.chats.entry(chat_id).or_default().push(user_id);
        } else if !is_in && chats.remove(&chat_id) {
            for mailbox in &member.mailboxes {
                mailbox.leave(chat_id);
            }
            self.forget(chat_id, user_id);
        }
    }

    /// Whether a mailbox is about a chat that its user is known to be out of.
    pub(super) fn is_not_member(&self, mailbox: &SubscriberQueue) -> bool {
        let Subscriber { realm, user_id, .. } = mailbox.subscriber;
        match (mailbox.only, self.chats_of(realm, user_id)) {
            (Some(chat_id), Some(chats)) => !chats.contains(&chat_id),
            _ => false,
        }
    }

    /// Lets everyone out of a chat, those too whose chats are just being loaded.
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
            }
        }
    }

    /// Begins to follow a user's membership.
    pub(super) fn retain_user(&mut self, realm: Realm, user_id: UserId) {
        let member = self.members.entry((realm, user_id)).or_default();
        member.holds += 1;
        if member.chats.is_none() {
            self.loading.insert((realm, user_id));
        }
    }

    /// Undoes one [`Roster::hold`].
    pub(super) fn release_user(&mut self, realm: Realm, user_id: UserId) {
        let Some(member) = self.members.get_mut(&(realm, user_id)) else {
            return;
        };
        member.holds -= 1;
        if member.holds == 0 {
            let member = self.members.remove(&(realm, user_id)).unwrap_or_default();
            self.loading.remove(&(realm, user_id));
            for chat_id in member.chats.into_iter().flatten() {
                self.forget(chat_id, user_id);
            }
        }
    }

    /// Whether a user is held, and their chats are not known.
    pub(super) fn is_unknown(&self, realm: Realm, user_id: UserId) -> bool {
        let member = self.members.get(&(realm, user_id));
        member.is_some_and(|member| member.chats.is_none())
    }

    /// A user's chats, once they are known.
    pub(super) fn chats_of(&self, realm: Realm, user_id: UserId) -> Option<&HashSet<ChatId>> {
        self.members.get(&(realm, user_id))?.chats.as_ref()
    }

    /// Sets a user's chats as they were at `position`, and what has passed since.
    pub(super) fn set_chats(
        &mut self,
        (realm, user_id): (Realm, UserId),
        (position, chats): (Position, Vec<ChatId>),
    ) {
        let Some(member) = self.members.get_mut(&(realm, user_id)) else {
            return;
        };
        if member.chats.is_some() {
            // Another stream of the same user was quicker.
            return;
        }
        let mut chats: HashSet<ChatId> = chats.into_iter().collect();
        for (at, chat_id, is_in) in std::mem::take(&mut member.changes) {
            match (at > position, is_in) {
                (false, _) => {}
                (true, true) => drop(chats.insert(chat_id)),
                (true, false) => drop(chats.remove(&chat_id)),
            }
        }
        member.chats = Some(chats.clone());
        member.loaded_at = position;
        self.loading.remove(&(realm, user_id));
        for chat_id in chats {
            self.chats.entry(chat_id).or_default().push(user_id);
        }
    }

    /// Forgets who is in which chat, and keeps who is connected.
    pub(super) fn forget_memberships(&mut self) {
        self.chats.clear();
        for (whose, member) in &mut self.members {
            member.chats = None;
            member.changes.clear();
            self.loading.insert(*whose);
        }
    }

    /// Lets a mailbox receive.
    pub(super) fn add(&mut self, mailbox: &Arc<SubscriberQueue>, scope: Scope) {
        let Subscriber { realm, user_id, .. } = mailbox.subscriber;
        let mailboxes = match scope {
            Scope::WholeRealm => self.realm_subscribers.entry(realm).or_default(),
            Scope::OwnChats | Scope::OneChat(_) => {
                &mut self.members.entry((realm, user_id)).or_default().mailboxes
            }
        };
        mailboxes.push(mailbox.clone());
    }

    /// Undoes [`Roster::add`].
    pub(super) fn remove(&mut self, mailbox: &Arc<SubscriberQueue>) {
        let Subscriber { realm, user_id, .. } = mailbox.subscriber;
        let is_other = |other: &Arc<SubscriberQueue>| !Arc::ptr_eq(other, mailbox);
        if let Some(member) = self.members.get_mut(&(realm, user_id)) {
            member.mailboxes.retain(is_other);
        }
        if let Some(watchers) = self.realm_subscribers.get_mut(&realm) {
            watchers.retain(is_other);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    const REALM: Realm = Realm::Direct;
    const CHAT: ChatId = ChatId(1);

    fn deleted_at(position: i64) -> Event {
        Event {
            position: Position(position),
            event_id: Uuid::nil(),
            realm: REALM,
            chat_id: CHAT,
            chat_uuid: Uuid::nil(),
            subject_uuid: None,
            actor_id: None,
            body: EventBody::ChatDeleted,
            recorded_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_deleted_chat_is_left_by_those_too_whose_chats_are_just_being_loaded() {
        let mut roster = SubscriberRegistry::default();
        let (known, loading) = (UserId(1), UserId(2));
        for user_id in [known, loading] {
            roster.retain_user(REALM, user_id);
        }
        roster.set_chats((REALM, known), (Position(4), vec![CHAT]));

        roster.leave(&deleted_at(5));
        roster.set_chats((REALM, loading), (Position(4), vec![CHAT]));

        for user_id in [known, loading] {
            assert_eq!(roster.chats_of(REALM, user_id), Some(&HashSet::new()));
        }
        assert!(!roster.has_subscribers(CHAT));
    }

    #[test]
    fn what_was_loaded_is_not_changed_by_what_happened_before() {
        let (mut roster, user_id) = (SubscriberRegistry::default(), UserId(1));
        roster.retain_user(REALM, user_id);
        // Deleted at 3 and brought back at 4, as the database says; here both are yet to pass.
        roster.set_chats((REALM, user_id), (Position(4), vec![CHAT]));

        roster.leave(&deleted_at(3));
        assert!(roster.has_subscribers(CHAT));
        roster.leave(&deleted_at(5));
        assert!(!roster.has_subscribers(CHAT));
    }

    #[test]
    fn nobody_is_loading_once_they_are_known_or_gone() {
        let mut roster = SubscriberRegistry::default();
        for user_id in [UserId(1), UserId(2)] {
            roster.retain_user(REALM, user_id);
        }
        roster.set_chats((REALM, UserId(1)), (Position(0), Vec::new()));
        roster.release_user(REALM, UserId(2));
        assert_eq!(roster.loading, HashSet::new());
    }
}
