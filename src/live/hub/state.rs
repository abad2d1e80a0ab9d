//! The hub: delivers events to the subscribers of this replica.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use metrics::gauge;
use parking_lot::Mutex;

use crate::db::{Error, Pool};
use crate::domain::{ChatId, Cursor, Event, EventBody, Position, Realm, RealmPolicy, UserId};
use crate::live::hub::openings::Openings;
use crate::live::hub::scope::is_in_scope;
use crate::live::ready_list::ReadyList;
use crate::live::recent_events::RecentEvents;
use crate::live::shard::Shard;
use crate::live::shared_event::SharedEvent;
use crate::live::subscriber::{Scope, Subscriber};
use crate::live::subscriber_queue::{EndReason, SubscriberQueue};
use crate::live::subscriber_registry::SubscriberRegistry;
use crate::log::read::{EventRange, UserChats};
use crate::presence::{ActiveTypists, ChangedBlock, LocalState, NewMembers, Pending};
use crate::telemetry::metrics::SUBSCRIBERS;

/// The subscribers of one replica.
pub struct Hub {
    pub(super) state: Mutex<State>,
    /// Realms with [`RealmPolicy::blanks_deleted`].
    blanking_realms: Vec<Realm>,
    pub(super) presence: Arc<LocalState>,
    openings: Mutex<HashMap<Realm, Openings>>,
    shards: Vec<Arc<ReadyList<SubscriberQueue>>>,
    next_shard: AtomicUsize,
}

pub(super) struct State {
    head: Cursor,
    /// Counts replacements of the log.
    generation: u64,
    pub(super) recent: RecentEvents,
    pub(super) registry: SubscriberRegistry,
    pub(super) typing: ActiveTypists,
    pub(super) introductions: Pending<NewMembers>,
    pub(super) changed_blocks: Pending<ChangedBlock>,
    /// Set at shutdown: new subscriptions end at once.
    closed: Option<EndReason>,
}

impl State {
    /// Removes a user's texts, which have been erased from the log.
    fn erase_texts(&mut self, user_id: UserId) {
        self.recent.clear_texts_of(user_id);
        for queue in self.registry.queues() {
            queue.drop_texts_of(user_id);
        }
    }

    /// An event as a subscriber may see it; `None` if it shows nothing but a hidden read mark, or is about a
    /// scheduled message of somebody else. Who follows a whole realm sees all.
    fn as_seen(
        &self,
        subscriber: &Subscriber,
        scope: Scope,
        event: &Arc<SharedEvent>,
    ) -> Option<Arc<SharedEvent>> {
        if scope == Scope::WholeRealm {
            return Some(event.clone());
        }
        let Subscriber { realm, user_id, .. } = *subscriber;
        if event.scheduled_id().is_some() && !event.is_own_scheduled(user_id) {
            return None;
        }
        self.registry.as_seen(realm, user_id, event)
    }

    /// Ends the streams of a user who was banned from a realm.
    fn disconnect_user(&self, realm: Realm, user_id: UserId) {
        for queue in self.registry.queues_of(realm, user_id) {
            queue.end(EndReason::AccessChanged);
        }
    }
}

/// A subscriber's events of a range of positions.
pub(crate) struct Page {
    pub(crate) events: Vec<Arc<SharedEvent>>,
    /// The last position that was searched.
    pub(crate) searched: Position,
}

/// The state of the log when a queue was registered.
pub(crate) struct Registered {
    /// The queue receives the events after this one.
    pub(crate) head: Cursor,
    pub(crate) generation: u64,
}

/// One for each thread of the runtime.
fn shard_count() -> usize {
    available_parallelism().map_or(1, usize::from)
}

impl Hub {
    /// A hub that has read the log up to `head`.
    pub fn new(head: Cursor, policies: &[RealmPolicy]) -> Arc<Self> {
        let blanking = policies.iter().filter(|policy| policy.blanks_deleted);
        Arc::new(Self {
            blanking_realms: blanking.map(|policy| policy.realm).collect(),
            state: Mutex::new(State {
                head,
                generation: 0,
                recent: RecentEvents::default(),
                registry: SubscriberRegistry::default(),
                typing: ActiveTypists::default(),
                introductions: Pending::default(),
                changed_blocks: Pending::default(),
                closed: None,
            }),
            presence: Arc::default(),
            openings: Mutex::default(),
            shards: (0..shard_count()).map(|_| Arc::default()).collect(),
            next_shard: AtomicUsize::new(0),
        })
    }

    /// The tasks that write for subscribers.
    pub fn shards(&self) -> impl Iterator<Item = Shard> {
        self.shards.iter().cloned().map(Shard::new)
    }

    /// The shard of the next subscriber.
    pub(crate) fn next_shard(&self) -> Arc<ReadyList<SubscriberQueue>> {
        let next = self.next_shard.fetch_add(1, Ordering::Relaxed);
        self.shards[next % self.shards.len()].clone()
    }

    /// The last event of the log, of which this replica may not have heard yet.
    pub(crate) async fn head_of_log(&self, pool: &Pool, realm: Realm) -> Result<Cursor, Error> {
        self.openings(realm).head(pool).await
    }

    /// The chats of a user, according to the database.
    pub(crate) async fn read_chats(
        &self,
        pool: &Pool,
        realm: Realm,
        user_id: UserId,
    ) -> Result<UserChats, Error> {
        self.openings(realm).chats(pool, realm, user_id).await
    }

    fn openings(&self, realm: Realm) -> Openings {
        self.openings.lock().entry(realm).or_default().clone()
    }

    /// The last event that passed through here.
    pub fn head(&self) -> Cursor {
        self.state.lock().head
    }

    /// The user and the session of each open stream.
    pub fn connected(&self) -> Vec<Subscriber> {
        let state = self.state.lock();
        state
            .registry
            .queues()
            .map(|queue| queue.subscriber.clone())
            .collect()
    }

    /// Ends the streams that satisfy `which`.
    pub fn end(&self, end: EndReason, which: impl Fn(&Subscriber) -> bool) {
        let state = self.state.lock();
        for queue in state
            .registry
            .queues()
            .filter(|queue| which(&queue.subscriber))
        {
            queue.end(end);
        }
    }

    /// Ends every stream, and any that is opened from now on.
    pub fn close(&self, end: EndReason) {
        let mut state = self.state.lock();
        state.closed = Some(end);
        state.registry.queues().for_each(|queue| queue.end(end));
    }

    /// Delivers the events after the head, in order, to their subscribers.
    pub(crate) fn publish(&self, events: Vec<Event>) {
        let mut state = self.state.lock();
        for event in events {
            let event = Arc::new(SharedEvent::new(event));
            state.head = event.cursor();
            if let EventBody::UserErased(erased) = &event.body {
                state.erase_texts(erased.user_id);
            }
            if let EventBody::MessageDeleted(deleted) = &event.body
                && self.blanking_realms.contains(&event.realm)
            {
                // As in reads of the log: a client that resumes may not receive the deletion, so
                // it must not get the text.
                state.recent.clear_text(deleted.message_id);
            }
            state.registry.join(&event);
            state.apply_block(&event);
            state.registry.deliver(&event);
            state.registry.leave(&event);
            if let EventBody::UserBanned(banned) = &event.body {
                state.disconnect_user(event.realm, banned.user_id);
            }
            self.end_typing(&mut state, &event);
            state.note_new_members(&event);
            state.recent.push(event);
        }
    }

    /// The log was replaced: every subscription restarts from its head. Memberships are
    /// forgotten too, and each subscription loads them again: a chat of the lost log may have
    /// the id of another chat in this one.
    pub(crate) fn reset(&self, head: Cursor) {
        let mut state = self.state.lock();
        state.head = head;
        state.generation += 1;
        state.recent.clear();
        state.registry.forget_memberships();
        state.typing.clear();
        for queue in state.registry.queues() {
            queue.reset(head);
        }
    }

    pub(crate) fn generation(&self) -> u64 {
        self.state.lock().generation
    }

    /// Whether a cursor is of this log; `None` if it is older than the recent events.
    pub(crate) fn contains(&self, cursor: Cursor) -> Option<bool> {
        let state = self.state.lock();
        if cursor.position == state.head.position {
            return Some(cursor == state.head);
        }
        state.recent.contains(cursor)
    }

    /// Keeps track of a user's chats, which [`Hub::chats_to_load`] then asks for.
    pub(crate) fn retain_user(&self, realm: Realm, user_id: UserId) {
        self.state.lock().registry.retain_user(realm, user_id);
    }

    /// The generation of the log from which to load a user's chats, if they are not loaded.
    pub(crate) fn chats_to_load(&self, realm: Realm, user_id: UserId) -> Option<u64> {
        let state = self.state.lock();
        let is_unknown = state.registry.is_unknown(realm, user_id);
        is_unknown.then_some(state.generation)
    }

    /// Undoes one [`Hub::retain_user`].
    pub(crate) fn release_user(&self, realm: Realm, user_id: UserId) {
        self.state.lock().registry.release_user(realm, user_id);
    }

    /// Sets a user's chats as loaded, unless the log was replaced since `generation`.
    pub(crate) fn set_chats(
        &self,
        realm: Realm,
        user_id: UserId,
        generation: u64,
        loaded: UserChats,
    ) {
        let mut state = self.state.lock();
        if state.generation == generation {
            state.registry.set_chats(realm, user_id, loaded);
        }
    }

    /// Whether a user's chats are loaded and do not contain this one, as of the hub's head. The
    /// database may be ahead of that.
    pub(crate) fn is_not_member(&self, realm: Realm, user_id: UserId, chat_id: ChatId) -> bool {
        let state = self.state.lock();
        let chats = state.registry.chats_of(realm, user_id);
        chats.is_some_and(|chats| !chats.contains(&chat_id))
    }

    /// Delivers to a queue from now on. `member_at` is a position at which the database lists
    /// the user as a member of the queue's only chat: while the hub has not reached it, the event
    /// that adds the user is still to come.
    pub(crate) fn register(
        &self,
        queue: &Arc<SubscriberQueue>,
        scope: Scope,
        member_at: Option<Position>,
    ) -> Registered {
        let mut state = self.state.lock();
        state.registry.add(queue, scope);
        if let Some(end) = state.closed {
            queue.end(end);
        }
        let is_behind = member_at.is_some_and(|position| state.head.position < position);
        if state.registry.is_not_member(queue) && !is_behind {
            queue.end(EndReason::Removed);
        }
        gauge!(SUBSCRIBERS, "kind" => scope.kind()).increment(1.0);
        if queue.subscriber.shows_online {
            self.presence.connected(queue.subscriber.user_id);
        }
        Registered {
            head: state.head,
            generation: state.generation,
        }
    }

    /// Undoes [`Hub::register`].
    pub(crate) fn unregister(&self, queue: &Arc<SubscriberQueue>, scope: Scope) {
        self.state.lock().registry.remove(queue);
        gauge!(SUBSCRIBERS, "kind" => scope.kind()).decrement(1.0);
        if queue.subscriber.shows_online {
            self.presence.disconnected(queue.subscriber.user_id);
        }
    }

    /// Empties a queue that overflowed, and returns the head after which it receives events
    /// again. If the user has left the queue's only chat, the queue ends instead.
    pub(crate) fn restart(&self, queue: &SubscriberQueue) -> Position {
        let state = self.state.lock();
        queue.restart();
        if state.registry.is_not_member(queue) {
            queue.end(EndReason::Removed);
        }
        state.head.position
    }

    /// Events of a subscriber that were read from the log, as the subscriber may see them.
    pub(crate) fn as_seen(
        &self,
        subscriber: &Subscriber,
        scope: Scope,
        events: impl Iterator<Item = Arc<SharedEvent>>,
    ) -> Vec<Arc<SharedEvent>> {
        let state = self.state.lock();
        events
            .filter_map(|event| state.as_seen(subscriber, scope, &event))
            .collect()
    }

    /// A subscriber's recent events of a range, if all of the range is recent. At most
    /// `max_searched` events are searched, as the hub is locked meanwhile.
    pub(crate) fn page(
        &self,
        subscriber: &Subscriber,
        scope: Scope,
        range: EventRange,
        max_searched: usize,
    ) -> Option<Page> {
        let state = self.state.lock();
        let Subscriber { realm, user_id, .. } = *subscriber;
        let chats = state.registry.chats_of(realm, user_id);
        let mut page = Page {
            events: Vec::new(),
            searched: range.after,
        };
        for event in state.recent.after(range.after)?.take(max_searched) {
            if event.position > range.up_to {
                break;
            }
            page.searched = event.position;
            if scope == Scope::Personal
                && event.realm == realm
                && matches!(event.body, EventBody::ChatDeleted(_))
                && chats.is_none_or(|chats| !chats.contains(&event.chat_id))
            {
                // Only the database knows who was a member.
                return None;
            }
            if is_in_scope(event, subscriber, scope, chats) && subscriber.shows(event) {
                page.events.extend(state.as_seen(subscriber, scope, event));
            }
        }
        Some(page)
    }
}
