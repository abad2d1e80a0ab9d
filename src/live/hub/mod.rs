//! The one place that every event of this replica passes through, on its way from the tail
//! to the mailboxes of its subscribers.

mod presence;

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::Mutex;

use super::SharedEvent;
use super::metrics::METRICS;
use super::subscriber::{Scope, Subscriber};
use crate::domain::{ChatId, Cursor, Event, EventBody, Position, Realm, UserId};
use crate::live::recent_events::RecentEvents;
use crate::live::subscriber_queue::{EndReason, SubscriberQueue};
use crate::live::subscriber_registry::SubscriberRegistry;
use crate::presence::{ActiveTypists, LocalState, PendingIntroductions};

/// The subscribers of one replica.
pub struct Hub {
    state: Mutex<State>,
    /// What is to be told to other replicas.
    outbox: Arc<LocalState>,
}

struct State {
    head: Cursor,
    /// How often the log turned out to be another one.
    generation: u64,
    ring: RecentEvents,
    roster: SubscriberRegistry,
    typing: ActiveTypists,
    /// Everyone who is online, on whichever replica.
    online: HashSet<UserId>,
    acquaintances: PendingIntroductions,
    /// Set once nobody may come any more.
    closed: Option<EndReason>,
}

impl State {
    /// Forgets the texts that somebody wrote: they are gone from the log by now.
    fn erase(&mut self, user_id: UserId) {
        self.ring.erase(user_id);
        for mailbox in self.roster.mailboxes() {
            mailbox.erase(user_id);
        }
    }

    /// Ends the streams of somebody who was banned from a realm.
    fn disconnect_user(&self, realm: Realm, user_id: UserId) {
        for mailbox in self.roster.mailboxes_of(realm, user_id) {
            mailbox.end(EndReason::AccessChanged);
        }
    }
}

/// A page of the ring: the events found, and how far it was searched.
pub(crate) struct RingPage {
    pub(crate) events: Vec<Arc<SharedEvent>>,
    pub(crate) searched: Position,
}

impl Hub {
    /// A hub that has seen the log up to `head`.
    pub fn new(head: Cursor) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                head,
                generation: 0,
                ring: RecentEvents::default(),
                roster: SubscriberRegistry::default(),
                typing: ActiveTypists::default(),
                online: HashSet::new(),
                acquaintances: PendingIntroductions::default(),
                closed: None,
            }),
            outbox: Arc::default(),
        })
    }

    /// The last event that passed through here.
    pub fn head(&self) -> Cursor {
        self.state.lock().head
    }

    /// Everyone with an open stream, and the log-ins they came with.
    pub fn connected(&self) -> Vec<Subscriber> {
        let state = self.state.lock();
        state
            .roster
            .mailboxes()
            .map(|mailbox| mailbox.subscriber.clone())
            .collect()
    }

    /// Ends the streams that `which` picks.
    pub fn end(&self, end: EndReason, which: impl Fn(&Subscriber) -> bool) {
        let state = self.state.lock();
        for mailbox in state
            .roster
            .mailboxes()
            .filter(|mailbox| which(&mailbox.subscriber))
        {
            mailbox.end(end);
        }
    }

    /// Ends every stream, and any that is opened from now on.
    pub fn close(&self, end: EndReason) {
        let mut state = self.state.lock();
        state.closed = Some(end);
        state
            .roster
            .mailboxes()
            .for_each(|mailbox| mailbox.end(end));
    }

    /// Takes in the events after the head, in order, and hands each to its subscribers.
    pub(crate) fn publish(&self, events: Vec<Event>) {
        let mut state = self.state.lock();
        for event in events {
            let event = Arc::new(SharedEvent::new(event));
            state.head = event.cursor();
            if let EventBody::UserErased(erased) = &event.body {
                state.erase(erased.user_id);
            }
            if let EventBody::MessageDeleted(deleted) = &event.body
                && event.realm == Realm::Market
            {
                // As the log is read: nobody tells who comes back that it is deleted.
                state.ring.clear_text(deleted.message_id);
            }
            state.roster.join(&event);
            state.roster.deliver(&event);
            state.roster.leave(&event);
            if let EventBody::UserBanned(banned) = &event.body {
                state.disconnect_user(event.realm, banned.user_id);
            }
            self.end_typing(&mut state, &event);
            state.announce_to_new_members(&event);
            state.ring.push(event);
        }
    }

    /// The log is not the one it was: everyone starts anew from its head. Who is in which
    /// chat is forgotten too, and loaded again by each subscription on its way on: a chat
    /// of the lost log may have a namesake in this one.
    pub(crate) fn reset(&self, head: Cursor) {
        let mut state = self.state.lock();
        state.head = head;
        state.generation += 1;
        state.ring.clear();
        state.roster.forget_memberships();
        state.typing.clear();
        for mailbox in state.roster.mailboxes() {
            mailbox.reset(head);
        }
    }

    pub(crate) fn generation(&self) -> u64 {
        self.state.lock().generation
    }

    /// Whether the log holds the event a cursor speaks of, where the ring can tell.
    pub(crate) fn holds(&self, cursor: Cursor) -> Option<bool> {
        let state = self.state.lock();
        if cursor.position == state.head.position {
            return Some(cursor == state.head);
        }
        state.ring.contains(cursor)
    }

    /// Begins to follow a user's membership, which [`Hub::to_load`] then asks for.
    pub(crate) fn hold(&self, realm: Realm, user_id: UserId) {
        self.state.lock().roster.retain_user(realm, user_id);
    }

    /// Whether a user's membership has to be loaded: the generation of the log to load it
    /// from, where it is not known.
    pub(crate) fn chats_to_load(&self, realm: Realm, user_id: UserId) -> Option<u64> {
        let state = self.state.lock();
        let is_unknown = state.roster.is_unknown(realm, user_id);
        is_unknown.then_some(state.generation)
    }

    /// Undoes one [`Hub::hold`].
    pub(crate) fn release(&self, realm: Realm, user_id: UserId) {
        self.state.lock().roster.release_user(realm, user_id);
    }

    /// Sets a user's chats as they were at a position. Does nothing where the log has become
    /// another one since `generation`.
    pub(crate) fn install(
        &self,
        whose: (Realm, UserId),
        generation: u64,
        loaded: (Position, Vec<ChatId>),
    ) {
        let mut state = self.state.lock();
        if state.generation == generation {
            state.roster.set_chats(whose, loaded);
        }
    }

    /// Whether a user is known to be out of a chat: as of the head, which others may be ahead of.
    pub(crate) fn is_out(&self, realm: Realm, user_id: UserId, chat_id: ChatId) -> bool {
        let state = self.state.lock();
        let chats = state.roster.chats_of(realm, user_id);
        chats.is_some_and(|chats| !chats.contains(&chat_id))
    }

    /// Lets a mailbox receive from here on; returns the event it comes after. Where the log says
    /// that the user was in its chat at the position `seen`, and that is yet to pass through
    /// here, their coming in will too.
    pub(in crate::live) fn register(
        &self,
        mailbox: &Arc<SubscriberQueue>,
        scope: Scope,
        seen: Option<Position>,
    ) -> (Cursor, u64) {
        let mut state = self.state.lock();
        state.roster.add(mailbox, scope);
        if let Some(end) = state.closed {
            mailbox.end(end);
        }
        // Between its realm's look and here the user may have gone out of the chat.
        let is_behind = seen.is_some_and(|seen| state.head.position < seen);
        if state.roster.is_not_member(mailbox) && !is_behind {
            mailbox.end(EndReason::Removed);
        }
        METRICS.subscribers(scope).increment(1);
        self.outbox.opened(mailbox.subscriber.user_id);
        (state.head, state.generation)
    }

    /// Undoes [`Hub::attach`].
    pub(in crate::live) fn detach(&self, mailbox: &Arc<SubscriberQueue>, scope: Scope) {
        self.state.lock().roster.remove(mailbox);
        METRICS.subscribers(scope).decrement(1);
        self.outbox.closed(mailbox.subscriber.user_id);
    }

    /// Empties a mailbox that ran over, and returns the head it is filled again from. One
    /// about a chat that its user is out of by now is not filled again.
    pub(in crate::live) fn rearm(&self, mailbox: &SubscriberQueue) -> Position {
        let state = self.state.lock();
        mailbox.restart();
        if state.roster.is_not_member(mailbox) {
            mailbox.end(EndReason::Removed);
        }
        state.head.position
    }

    /// A subscriber's events after `after` up to `up_to` out of the ring, where all of
    /// them are still there. Looks at no more than `most` events, for the sake of
    /// everyone else who waits for this lock.
    pub(crate) fn page(
        &self,
        subscriber: &Subscriber,
        scope: Scope,
        (after, up_to): (Position, Position),
        most: usize,
    ) -> Option<RingPage> {
        let state = self.state.lock();
        let Subscriber { realm, user_id, .. } = *subscriber;
        let chats = state.roster.chats_of(realm, user_id);
        let mut page = RingPage {
            events: Vec::new(),
            searched: after,
        };
        for event in state.ring.after(after)?.take(most) {
            if event.position > up_to {
                break;
            }
            page.searched = event.position;
            let is_member = || chats.is_some_and(|chats| chats.contains(&event.chat_id));
            let is_theirs = match scope {
                Scope::WholeRealm => true,
                Scope::OwnChats => is_member(),
                Scope::OneChat(chat_id) => event.chat_id == chat_id && is_member(),
            };
            if is_theirs && event.realm == realm {
                page.events.push(event.clone());
            }
        }
        Some(page)
    }
}
