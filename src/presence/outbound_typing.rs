//! The typing of this replica's users, to be published to the other replicas.

use std::collections::HashMap;
use std::time::Duration;

use indexmap::IndexMap;
use metrics::counter;
use tokio::time::Instant;
use uuid::Uuid;

use crate::domain::Position;
use crate::presence::active_typists::{MAX_TYPISTS, TypingKey, key};
use crate::presence::replica_signal::{Payload, TypingUpdate};
use crate::presence::timing::TYPING_TTL;
use crate::telemetry::metrics::SIGNALS_DROPPED;

/// The least time between two publications of the same state; also how long the permission to type
/// is cached.
const RENEWAL: Duration = Duration::from_secs(2);
/// The most updates that may wait; above it the oldest one is dropped.
const MAX_WAITING: usize = 4_096;
/// From one removal of old typists to the next.
const SWEEP: Duration = Duration::from_secs(1);

/// The typists of this replica, and the updates to publish.
#[derive(Default)]
pub(super) struct OutboundTyping {
    typists: HashMap<TypingKey, Typist>,
    /// The updates to publish, the oldest first.
    waiting: IndexMap<TypingKey, TypingUpdate>,
    next_sweep: Option<Instant>,
}

struct Typist {
    chat_uuid: Uuid,
    permitted_at: Instant,
    /// The state that was last queued, and when.
    queued: Option<(bool, Instant)>,
}

impl OutboundTyping {
    /// The number of waiting updates.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// The chat's UUID, if the user was permitted to type there a moment ago.
    pub(super) fn permission(&self, key: TypingKey, now: Instant) -> Option<Uuid> {
        let typist = self.typists.get(&key)?;
        (now < typist.permitted_at + RENEWAL).then_some(typist.chat_uuid)
    }

    /// Sets whether a user, who may type, is typing. Returns whether this has to be published.
    pub(super) fn set(&mut self, update: TypingUpdate, now: Instant) -> bool {
        self.sweep(now);
        let key = key(&update.typing);
        let is_full = self.typists.len() >= MAX_TYPISTS && !self.typists.contains_key(&key);
        if is_full {
            counter!(SIGNALS_DROPPED).increment(1);
            return false;
        }
        let typist = self.typists.entry(key).or_insert(Typist {
            chat_uuid: update.typing.chat_uuid,
            permitted_at: now,
            queued: None,
        });
        if now >= typist.permitted_at + RENEWAL {
            typist.permitted_at = now;
        }
        let is_typing = update.typing.is_typing;
        let is_known = typist
            .queued
            .is_some_and(|(was_typing, at)| was_typing == is_typing && now < at + RENEWAL);
        if is_known {
            return false;
        }
        typist.queued = Some((is_typing, now));
        self.waiting.insert(key, update);
        if self.waiting.len() > MAX_WAITING {
            self.waiting.shift_remove_index(0);
            counter!(SIGNALS_DROPPED).increment(1);
        }
        true
    }

    /// Takes the oldest updates, as many as one notification holds.
    pub(super) fn take(&mut self) -> Option<Payload> {
        let payload = Payload::of_typing(self.waiting.values())?;
        self.waiting.drain(..payload.count);
        Some(payload)
    }

    /// Ends the typing that precedes the user's message.
    pub(super) fn message_sent(&mut self, key: TypingKey, at: Position) {
        if let Some(typist) = self.typists.get_mut(&key) {
            typist.queued = None;
            if self.waiting.get(&key).is_some_and(|update| update.at < at) {
                self.waiting.shift_remove(&key);
            }
        }
    }

    /// The user left the chat.
    pub(super) fn remove(&mut self, key: TypingKey) {
        self.typists.remove(&key);
        self.waiting.shift_remove(&key);
    }

    /// Removes users who have not typed for the lifetime of typing.
    fn sweep(&mut self, now: Instant) {
        if self.next_sweep.is_none_or(|at| at <= now) {
            self.next_sweep = Some(now + SWEEP);
            self.typists
                .retain(|_, typist| typist.permitted_at + TYPING_TTL > now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ChatId, Realm, Typing, UserId};
    use crate::presence::replica_signal::parsed;

    fn update(user_id: i64, is_typing: bool) -> TypingUpdate {
        TypingUpdate {
            typing: Typing {
                realm: Realm::new("test"),
                chat_id: ChatId(1),
                chat_uuid: Uuid::nil(),
                user_id: UserId(user_id),
                is_typing,
            },
            at: Position(10),
        }
    }

    fn taken(typing: &mut OutboundTyping) -> Vec<(i64, bool)> {
        let updates = typing.take().map(|payload| parsed(&payload.text));
        let updates = updates.unwrap_or_default().into_iter();
        updates
            .map(|update| (update.typing.user_id.0, update.typing.is_typing))
            .collect()
    }

    #[test]
    fn a_renewal_is_published_at_most_every_two_seconds() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        assert!(typing.set(update(1, true), now));
        assert_eq!(taken(&mut typing), [(1, true)]);
        assert!(!typing.set(update(1, true), now + RENEWAL / 2));
        assert!(typing.set(update(1, true), now + RENEWAL));
        assert_eq!(taken(&mut typing), [(1, true)]);
    }

    #[test]
    fn only_the_newest_update_is_published() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        for _ in 0..500 {
            typing.set(update(1, true), now);
            typing.set(update(2, true), now);
            typing.set(update(1, false), now);
        }
        assert_eq!(taken(&mut typing), [(1, false), (2, true)]);
        assert_eq!(taken(&mut typing), []);
    }

    #[test]
    fn the_oldest_update_is_dropped_beyond_the_bound() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        let most = i64::try_from(MAX_WAITING).unwrap();
        for user_id in 0..=most {
            typing.set(update(user_id, true), now);
        }
        assert_eq!(typing.len(), MAX_WAITING);
        assert_eq!(taken(&mut typing)[0], (1, true));
    }

    #[test]
    fn updates_that_do_not_fit_are_taken_next() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        for user_id in 0..500 {
            typing.set(update(user_id, true), now);
        }
        let first = taken(&mut typing);
        assert!(first.len() < 500);
        let next = taken(&mut typing)[0];
        assert_eq!(next, (i64::try_from(first.len()).unwrap(), true));
    }

    #[test]
    fn a_message_cancels_typing_before_it() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        typing.set(update(1, true), now);
        typing.message_sent((ChatId(1), UserId(1)), Position(11));
        assert_eq!(taken(&mut typing), []);
        assert!(typing.set(update(1, true), now), "the next text is new");
    }

    #[test]
    fn leaving_a_chat_revokes_the_permission() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        let key = (ChatId(1), UserId(1));
        typing.set(update(1, true), now);
        assert!(typing.permission(key, now).is_some());
        typing.remove(key);
        assert_eq!(typing.permission(key, now), None);
        assert_eq!(taken(&mut typing), []);
    }

    #[test]
    fn old_typists_are_forgotten() {
        let (mut typing, now) = (OutboundTyping::default(), Instant::now());
        for user_id in 0..1_000 {
            typing.set(update(user_id, true), now);
        }
        typing.set(update(1, true), now + TYPING_TTL);
        assert_eq!(typing.typists.len(), 1);
    }
}
