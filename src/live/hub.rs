//! Who is connected to this replica, and which events are theirs.
//!
//! # Why
//! Membership is kept per connected *user* and not per connection: tabs share it, and a
//! user's second stream costs no query. It is loaded once, when the first stream opens,
//! and from then on kept right by the membership events that pass through here, so a
//! removal acts on open streams at the very place in the log where it happened.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use metrics::gauge;
use parking_lot::Mutex;

use super::Published;
use super::mailbox::{End, Mailbox};
use super::ring::Ring;
use crate::domain::{ChatId, Cursor, Event, EventBody, Position, Realm, Role, SessionKey, UserId};

/// Whose connection it is.
#[derive(Debug, Clone)]
pub struct Subscriber {
    /// In which application.
    pub realm: Realm,
    /// `users.id`.
    pub user_id: UserId,
    /// What they were when it began; another role is another view.
    pub role: Role,
    /// The log-in it came with, whose end ends it.
    pub session: SessionKey,
}

/// Which events a subscriber gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of all chats the user is in.
    OwnChats,
    /// Those of one chat, while the user is in it.
    OneChat(ChatId),
    /// All of the realm, for who may read everything.
    WholeRealm,
}

/// The subscribers of one replica.
pub struct Hub {
    state: Mutex<State>,
}

struct State {
    head: Cursor,
    /// How often the log turned out to be another one.
    generation: u64,
    ring: Ring,
    members: HashMap<(Realm, UserId), Member>,
    /// Connected members by chat: the way of every event.
    chats: HashMap<ChatId, Vec<UserId>>,
    watchers: HashMap<Realm, Vec<Arc<Mailbox>>>,
    /// Set once nobody may come any more.
    closed: Option<End>,
}

/// A connected user.
#[derive(Default)]
struct Member {
    /// Streams, and attempts to open one.
    holds: usize,
    /// `None` until the first load is done.
    chats: Option<HashSet<ChatId>>,
    /// Membership events that passed while it was loading: position, chat, in or out.
    changes: Vec<(Position, ChatId, bool)>,
    mailboxes: Vec<Arc<Mailbox>>,
}

/// A page of the ring: the events found, and how far it was searched.
pub(super) struct RingPage {
    pub(super) events: Vec<Arc<Published>>,
    pub(super) searched: Position,
}

impl Hub {
    /// A hub that has seen the log up to `head`.
    pub fn new(head: Cursor) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                head,
                generation: 0,
                ring: Ring::default(),
                members: HashMap::new(),
                chats: HashMap::new(),
                watchers: HashMap::new(),
                closed: None,
            }),
        })
    }

    /// The last event that passed through here.
    pub fn head(&self) -> Cursor {
        self.state.lock().head
    }

    /// Everyone with an open stream, and the log-ins they came with.
    pub fn connected(&self) -> Vec<(UserId, SessionKey)> {
        let state = self.state.lock();
        state
            .mailboxes()
            .map(|mailbox| {
                (
                    mailbox.subscriber.user_id,
                    mailbox.subscriber.session.clone(),
                )
            })
            .collect()
    }

    /// Ends the streams that `which` picks.
    pub fn end(&self, end: End, which: impl Fn(&Subscriber) -> bool) {
        let state = self.state.lock();
        for mailbox in state
            .mailboxes()
            .filter(|mailbox| which(&mailbox.subscriber))
        {
            mailbox.end(end);
        }
    }

    /// Ends every stream, and any that is opened from now on.
    pub fn close(&self, end: End) {
        let mut state = self.state.lock();
        state.closed = Some(end);
        state.mailboxes().for_each(|mailbox| mailbox.end(end));
    }

    /// Takes in the events after the head, in order, and hands each to its subscribers.
    pub(super) fn publish(&self, events: Vec<Event>) {
        let mut state = self.state.lock();
        for event in events {
            let event = Arc::new(Published::new(event));
            state.head = event.cursor();
            state.join(&event);
            state.deliver(&event);
            state.leave(&event);
            state.ring.push(event);
        }
    }

    /// The log is not the one it was: everyone starts anew from its head. Who is in which
    /// chat is forgotten too, and loaded again by each subscription on its way on: a chat
    /// of the lost log may have a namesake in this one.
    pub(super) fn reset(&self, head: Cursor) {
        let mut state = self.state.lock();
        state.head = head;
        state.generation += 1;
        state.ring.clear();
        state.chats.clear();
        for member in state.members.values_mut() {
            member.chats = None;
            member.changes.clear();
        }
        for mailbox in state.mailboxes() {
            mailbox.reset(head);
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.state.lock().generation
    }

    /// Whether the log holds the event a cursor speaks of, where the ring can tell.
    pub(super) fn holds(&self, cursor: Cursor) -> Option<bool> {
        let state = self.state.lock();
        if cursor.position == state.head.position {
            return Some(cursor == state.head);
        }
        state.ring.holds(cursor)
    }

    /// Begins to follow a user's membership, which [`Hub::to_load`] then asks for.
    pub(super) fn hold(&self, realm: Realm, user_id: UserId) {
        let mut state = self.state.lock();
        state.members.entry((realm, user_id)).or_default().holds += 1;
    }

    /// Whether a user's membership has to be loaded: the generation of the log to load it
    /// from, where it is not known.
    pub(super) fn to_load(&self, realm: Realm, user_id: UserId) -> Option<u64> {
        let state = self.state.lock();
        let member = state.members.get(&(realm, user_id))?;
        member.chats.is_none().then_some(state.generation)
    }

    /// Undoes one [`Hub::hold`].
    pub(super) fn release(&self, realm: Realm, user_id: UserId) {
        let mut state = self.state.lock();
        let Some(member) = state.members.get_mut(&(realm, user_id)) else {
            return;
        };
        member.holds -= 1;
        if member.holds == 0 {
            let member = state.members.remove(&(realm, user_id)).unwrap_or_default();
            for chat_id in member.chats.into_iter().flatten() {
                state.forget(chat_id, user_id);
            }
        }
    }

    /// Sets a user's chats as they were at `position`, and what has passed since. Does
    /// nothing where the log has become another one since `generation`.
    pub(super) fn install(
        &self,
        (realm, user_id): (Realm, UserId),
        generation: u64,
        (position, chats): (Position, Vec<ChatId>),
    ) {
        let mut state = self.state.lock();
        if state.generation != generation {
            return;
        }
        let Some(member) = state.members.get_mut(&(realm, user_id)) else {
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
        for chat_id in chats {
            state.chats.entry(chat_id).or_default().push(user_id);
        }
    }

    /// Lets a mailbox receive from here on; returns the event it comes after.
    pub(super) fn attach(&self, mailbox: &Arc<Mailbox>, scope: Scope) -> (Cursor, u64) {
        let mut state = self.state.lock();
        let Subscriber { realm, user_id, .. } = mailbox.subscriber;
        match scope {
            Scope::WholeRealm => state
                .watchers
                .entry(realm)
                .or_default()
                .push(mailbox.clone()),
            Scope::OwnChats | Scope::OneChat(_) => {
                let member = state.members.entry((realm, user_id)).or_default();
                member.mailboxes.push(mailbox.clone());
            }
        }
        if let Some(end) = state.closed {
            mailbox.end(end);
        }
        gauge!("vestnik_subscribers").increment(1);
        (state.head, state.generation)
    }

    pub(super) fn detach(&self, mailbox: &Arc<Mailbox>) {
        let mut state = self.state.lock();
        let Subscriber { realm, user_id, .. } = mailbox.subscriber;
        if let Some(member) = state.members.get_mut(&(realm, user_id)) {
            member
                .mailboxes
                .retain(|other| !Arc::ptr_eq(other, mailbox));
        }
        if let Some(watchers) = state.watchers.get_mut(&realm) {
            watchers.retain(|other| !Arc::ptr_eq(other, mailbox));
        }
        gauge!("vestnik_subscribers").decrement(1);
    }

    /// Empties a mailbox that ran over, and returns the head it is filled again from.
    pub(super) fn rearm(&self, mailbox: &Mailbox) -> Position {
        let state = self.state.lock();
        mailbox.rearm();
        state.head.position
    }

    /// A subscriber's events after `after` up to `up_to` out of the ring, where all of
    /// them are still there. Looks at no more than `most` events, for the sake of
    /// everyone else who waits for this lock.
    pub(super) fn page(
        &self,
        subscriber: &Subscriber,
        scope: Scope,
        (after, up_to): (Position, Position),
        most: usize,
    ) -> Option<RingPage> {
        let state = self.state.lock();
        let Subscriber { realm, user_id, .. } = *subscriber;
        let chats = state
            .members
            .get(&(realm, user_id))
            .and_then(|member| member.chats.as_ref());
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

impl State {
    fn mailboxes(&self) -> impl Iterator<Item = &Arc<Mailbox>> {
        let members = self.members.values().flat_map(|member| &member.mailboxes);
        members.chain(self.watchers.values().flatten())
    }

    fn deliver(&self, event: &Arc<Published>) {
        for user_id in self.chats.get(&event.chat_id).into_iter().flatten() {
            if let Some(member) = self.members.get(&(event.realm, *user_id)) {
                member
                    .mailboxes
                    .iter()
                    .for_each(|mailbox| mailbox.push(event));
            }
        }
        for mailbox in self.watchers.get(&event.realm).into_iter().flatten() {
            mailbox.push(event);
        }
    }

    /// Before the event is delivered: who comes in with it, gets it.
    fn join(&mut self, event: &Event) {
        match &event.body {
            EventBody::ChatCreated(created) => {
                for participant in &created.participants {
                    self.change(event, participant.user_id, true);
                }
            }
            EventBody::ParticipantJoined(joined) => self.change(event, joined.user_id, true),
            _ => {}
        }
    }

    /// After it was delivered: who goes out with it, gets it last.
    fn leave(&mut self, event: &Event) {
        if let EventBody::ParticipantLeft(left) = &event.body {
            self.change(event, left.user_id, false);
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
        if is_in && chats.insert(chat_id) {
            self.chats.entry(chat_id).or_default().push(user_id);
        } else if !is_in && chats.remove(&chat_id) {
            self.forget(chat_id, user_id);
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
}
