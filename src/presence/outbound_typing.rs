//! Who types where, as far as this replica has to say it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::domain::Position;
use crate::live::metrics::METRICS;
use crate::presence::active_typists::{MOST, TYPING_TTL, TypingKey, place};
use crate::presence::replica_signal::TypingCall;

/// A renewal is passed on no more often than this, and leave to type asked for again.
const RENEWAL: Duration = Duration::from_secs(2);
/// Calls that may wait; past that the oldest is dropped.
const MAX_WAITING: usize = 4_096;
/// Calls looked at for one NOTIFY: more than fit.
const AT_ONCE: usize = 128;
/// What people said to this replica, and what of it is still to be called out.
#[derive(Default)]
pub(crate) struct OutboundTyping {
    typists: HashMap<TypingKey, Typist>,
    /// When each was let type, in that order.
    order: VecDeque<(Instant, TypingKey)>,
    waiting: HashMap<TypingKey, TypingCall>,
    queue: VecDeque<TypingKey>,
}

struct Typist {
    chat_uuid: Uuid,
    allowed: Instant,
    /// What was last put into the queue.
    said: Option<(bool, Instant)>,
}

impl OutboundTyping {
    /// Calls that wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// The chat's name, where somebody was let type there a moment ago.
    pub(crate) fn allowed(&self, place: TypingKey, now: Instant) -> Option<Uuid> {
        let typist = self.typists.get(&place)?;
        (now < typist.allowed + RENEWAL).then_some(typist.chat_uuid)
    }

    /// Somebody who may, types, or has ceased. Whether that is to be called out.
    pub(crate) fn set_typing(&mut self, call: TypingCall, now: Instant) -> bool {
        self.forget_old(now);
        let place = place(&call.typing);
        if self.allowed(place, now).is_none() {
            self.order.push_back((now, place));
            let said = self.typists.remove(&place).and_then(|typist| typist.said);
            let typist = Typist {
                chat_uuid: call.typing.chat_uuid,
                allowed: now,
                said,
            };
            self.typists.insert(place, typist);
        }
        let Some(typist) = self.typists.get_mut(&place) else {
            return false;
        };
        let is_known = typist.said.is_some_and(|(is_typing, at)| {
            is_typing == call.typing.is_typing && now < at + RENEWAL
        });
        if is_known {
            return false;
        }
        typist.said = Some((call.typing.is_typing, now));
        self.wait(place, call);
        true
    }

    fn wait(&mut self, place: TypingKey, call: TypingCall) {
        if self.waiting.insert(place, call).is_some() {
            return;
        }
        self.queue.push_back(place);
        if self.queue.len() > MAX_WAITING
            && let Some(oldest) = self.queue.pop_front()
        {
            self.waiting.remove(&oldest);
            METRICS.signals_dropped.increment(1);
        }
    }

    /// Calls to be made, the oldest first.
    pub(crate) fn take(&mut self) -> Vec<TypingCall> {
        let most = self.queue.len().min(AT_ONCE);
        let taken: Vec<TypingKey> = self.queue.drain(..most).collect();
        taken
            .iter()
            .filter_map(|place| self.waiting.remove(place))
            .collect()
    }

    /// Calls that did not fit; newer ones about the same stand.
    pub(crate) fn put_back(&mut self, calls: Vec<TypingCall>) {
        for call in calls.into_iter().rev() {
            let place = place(&call.typing);
            if let Entry::Vacant(vacant) = self.waiting.entry(place) {
                vacant.insert(call);
                self.queue.push_front(place);
            }
        }
    }

    /// They have sent what they typed.
    pub(crate) fn sent(&mut self, place: TypingKey, at: Position) {
        if let Some(typist) = self.typists.get_mut(&place) {
            typist.said = None;
            if self.waiting.get(&place).is_some_and(|call| call.at < at) {
                self.unqueue(place);
            }
        }
    }

    /// They are out of the chat.
    pub(crate) fn forget(&mut self, place: TypingKey) {
        if self.typists.remove(&place).is_some() {
            self.unqueue(place);
        }
    }

    fn unqueue(&mut self, place: TypingKey) {
        if self.waiting.remove(&place).is_some() {
            self.queue.retain(|other| *other != place);
        }
    }

    fn forget_old(&mut self, now: Instant) {
        while let Some((allowed, place)) = self.order.front().copied() {
            if allowed + TYPING_TTL > now && self.order.len() < MOST {
                break;
            }
            self.order.pop_front();
            if self
                .typists
                .get(&place)
                .is_some_and(|typist| typist.allowed == allowed)
            {
                self.typists.remove(&place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ChatId, Realm, Typing, UserId};

    fn call(user_id: i64, is_typing: bool) -> TypingCall {
        TypingCall {
            typing: Typing {
                realm: Realm::School,
                chat_id: ChatId(1),
                chat_uuid: Uuid::nil(),
                user_id: UserId(user_id),
                is_typing,
            },
            at: Position(10),
        }
    }

    fn said(said: &mut OutboundTyping) -> Vec<(i64, bool)> {
        let calls = said.take();
        let told = calls.iter().map(|call| &call.typing);
        told.map(|typing| (typing.user_id.0, typing.is_typing))
            .collect()
    }

    #[test]
    fn a_renewal_within_two_seconds_is_not_called_out_again() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        assert!(table.set_typing(call(1, true), now));
        assert_eq!(said(&mut table), [(1, true)]);
        assert!(!table.set_typing(call(1, true), now + RENEWAL / 2));
        assert!(table.set_typing(call(1, true), now + RENEWAL));
        assert_eq!(said(&mut table), [(1, true)]);
    }

    #[test]
    fn of_many_changes_the_newest_is_called_out() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        for _ in 0..500 {
            table.set_typing(call(1, true), now);
            table.set_typing(call(2, true), now);
            table.set_typing(call(1, false), now);
        }
        assert_eq!(said(&mut table), [(1, false), (2, true)]);
        assert_eq!(said(&mut table), []);
    }

    #[test]
    fn past_the_bound_the_oldest_call_is_dropped() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        let most = i64::try_from(MAX_WAITING).unwrap();
        for user_id in 0..=most {
            table.set_typing(call(user_id, true), now);
        }
        assert_eq!(table.len(), MAX_WAITING);
        assert_eq!(said(&mut table)[0], (1, true));
    }

    #[test]
    fn what_did_not_fit_goes_first_and_a_newer_word_stands() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        table.set_typing(call(1, true), now);
        table.set_typing(call(2, true), now);
        let calls = table.take();
        table.set_typing(call(3, true), now);
        table.set_typing(call(2, false), now);
        table.put_back(calls);
        assert_eq!(said(&mut table), [(1, true), (3, true), (2, false)]);
    }

    #[test]
    fn a_message_takes_back_the_typing_before_it() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        table.set_typing(call(1, true), now);
        table.sent((ChatId(1), UserId(1)), Position(11));
        assert_eq!(said(&mut table), []);
        assert!(
            table.set_typing(call(1, true), now),
            "the next text is news"
        );
    }

    #[test]
    fn who_left_has_to_be_let_type_anew() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        let place = (ChatId(1), UserId(1));
        table.set_typing(call(1, true), now);
        assert!(table.allowed(place, now).is_some());
        table.forget(place);
        assert_eq!(table.allowed(place, now), None);
        assert_eq!(said(&mut table), []);
    }

    #[test]
    fn typists_are_forgotten_in_time() {
        let (mut table, now) = (OutboundTyping::default(), Instant::now());
        for user_id in 0..1_000 {
            table.set_typing(call(user_id, true), now);
        }
        table.set_typing(call(1, true), now + TYPING_TTL);
        assert_eq!(table.typists.len(), 1);
    }
}
