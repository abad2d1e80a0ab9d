//! The signals that wait for one subscriber.

use std::sync::Arc;

use indexmap::IndexMap;
use metrics::counter;

use crate::domain::{ChatId, Signal, UserId};
use crate::telemetry::metrics::SIGNALS_DROPPED;

/// A bounded queue in which a newer signal about the same subject replaces the older one. When
/// it overflows, typing is dropped first, since it expires by itself.
#[derive(Default)]
pub(crate) struct SignalQueue {
    signals: IndexMap<SignalKey, Arc<Signal>>,
    presence_dropped: bool,
}

/// The subject of a signal: a newer signal with the same key replaces the older one.
#[derive(PartialEq, Eq, Hash)]
enum SignalKey {
    Typing(ChatId, UserId),
    Presence(UserId),
    Draft(ChatId),
}

impl SignalKey {
    fn of(signal: &Signal) -> Self {
        match signal {
            Signal::Typing(typing) => Self::Typing(typing.chat_id, typing.user_id),
            Signal::Presence(presence) => Self::Presence(presence.user_id),
            Signal::Draft(chat_id, _) => Self::Draft(*chat_id),
        }
    }
}

impl SignalQueue {
    const MAX: usize = 256;

    pub(crate) fn push(&mut self, signal: &Arc<Signal>) {
        let key = SignalKey::of(signal);
        let is_replaced = self.signals.shift_remove(&key).is_some();
        if !is_replaced && self.signals.len() >= Self::MAX {
            self.make_room();
        }
        self.signals.insert(key, signal.clone());
    }

    fn make_room(&mut self) {
        counter!(SIGNALS_DROPPED).increment(1);
        let is_typing = |key: &SignalKey| matches!(key, SignalKey::Typing(..));
        if let Some(oldest) = self.signals.keys().position(is_typing) {
            self.signals.shift_remove_index(oldest);
        } else {
            // The subscriber queries all presence again, so the queued changes are not needed.
            self.signals.clear();
            self.presence_dropped = true;
        }
    }

    /// Whether presence was dropped since the last call.
    pub(crate) fn take_overflowed(&mut self) -> bool {
        std::mem::take(&mut self.presence_dropped)
    }

    pub(crate) fn take(&mut self) -> Vec<Arc<Signal>> {
        std::mem::take(&mut self.signals).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Presence, Realm, Typing};

    fn typing(user_id: i64, is_typing: bool) -> Arc<Signal> {
        Arc::new(Signal::Typing(Typing {
            realm: Realm::new("test"),
            chat_id: ChatId(1),
            chat_uuid: Uuid::nil(),
            user_id: UserId(user_id),
            is_typing,
        }))
    }

    fn presence(user_id: i64, online: bool) -> Arc<Signal> {
        Arc::new(Signal::Presence(Presence {
            user_id: UserId(user_id),
            online,
            last_seen: None,
        }))
    }

    #[test]
    fn only_the_newest_signal_about_a_subject_is_kept() {
        let mut queue = SignalQueue::default();
        for signal in [
            typing(1, true),
            presence(1, true),
            typing(2, true),
            typing(1, false),
            presence(1, false),
        ] {
            queue.push(&signal);
        }
        let kept = [typing(2, true), typing(1, false), presence(1, false)];
        assert_eq!(queue.take(), kept);
    }

    #[test]
    fn typing_is_dropped_before_presence() {
        let mut queue = SignalQueue::default();
        queue.push(&presence(1, true));
        for user_id in 0..1_000 {
            queue.push(&typing(user_id, true));
        }
        assert!(!queue.take_overflowed());
        let kept = queue.take();
        assert_eq!(kept.len(), SignalQueue::MAX);
        assert_eq!(kept[0], presence(1, true));
    }

    #[test]
    fn dropped_presence_is_reported() {
        let mut queue = SignalQueue::default();
        for user_id in 0..=256 {
            queue.push(&presence(user_id, true));
        }
        assert!(queue.take_overflowed());
        assert!(!queue.take_overflowed());
        assert_eq!(queue.take(), [presence(256, true)]);
    }
}
