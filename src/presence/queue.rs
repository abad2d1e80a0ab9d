//! The signals that wait for one subscriber.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::domain::{ChatId, Signal, UserId};
use crate::live::metrics::METRICS;

/// A bounded queue in which a newer word about the same matter replaces the older one. Where
/// it runs over, typing goes first: it lapses by itself.
#[derive(Default)]
pub(crate) struct SignalQueue {
    signals: VecDeque<Arc<Signal>>,
    /// Presence had to go too.
    presence_dropped: bool,
}

/// What a signal is about.
#[derive(PartialEq)]
enum SignalKey {
    Typing(ChatId, UserId),
    Presence(UserId),
}

fn matter(signal: &Signal) -> SignalKey {
    match signal {
        Signal::Typing(typing) => SignalKey::Typing(typing.chat_id, typing.user_id),
        Signal::Presence(presence) => SignalKey::Presence(presence.user_id),
    }
}

impl SignalQueue {
    const MOST: usize = 256;

    pub(crate) fn push(&mut self, signal: &Arc<Signal>) {
        let about = matter(signal);
        if let Some(older) = self.signals.iter().position(|other| matter(other) == about) {
            self.signals.remove(older);
        } else if self.signals.len() >= Self::MOST {
            self.make_room();
        }
        self.signals.push_back(signal.clone());
    }

    fn make_room(&mut self) {
        METRICS.signals_dropped.increment(1);
        let is_typing = |signal: &Arc<Signal>| matches!(**signal, Signal::Typing(_));
        if let Some(oldest) = self.signals.iter().position(is_typing) {
            self.signals.remove(oldest);
        } else {
            // None of it is worth anything once it is asked for anew.
            self.signals = VecDeque::new();
            self.presence_dropped = true;
        }
    }

    /// Whether presence was lost since it was last asked.
    pub(crate) fn take_overflowed(&mut self) -> bool {
        std::mem::take(&mut self.presence_dropped)
    }

    pub(crate) fn take(&mut self) -> Vec<Arc<Signal>> {
        std::mem::take(&mut self.signals).into()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Presence, Realm, Typing};

    fn typing(user_id: i64, is_typing: bool) -> Arc<Signal> {
        Arc::new(Signal::Typing(Typing {
            realm: Realm::School,
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
    fn the_newest_word_about_a_matter_is_kept() {
        let mut waiting = SignalQueue::default();
        for signal in [
            typing(1, true),
            presence(1, true),
            typing(2, true),
            typing(1, false),
            presence(1, false),
        ] {
            waiting.push(&signal);
        }
        let kept = [typing(2, true), typing(1, false), presence(1, false)];
        assert_eq!(waiting.take(), kept);
    }

    #[test]
    fn typing_goes_before_presence_does() {
        let mut waiting = SignalQueue::default();
        waiting.push(&presence(1, true));
        for user_id in 0..1_000 {
            waiting.push(&typing(user_id, true));
        }
        assert!(!waiting.take_overflowed());
        let kept = waiting.take();
        assert_eq!(kept.len(), SignalQueue::MOST);
        assert_eq!(kept[0], presence(1, true));
    }

    #[test]
    fn presence_that_is_lost_is_owned_up_to() {
        let mut waiting = SignalQueue::default();
        for user_id in 0..=256 {
            waiting.push(&presence(user_id, true));
        }
        assert!(waiting.take_overflowed());
        assert!(!waiting.take_overflowed());
        assert_eq!(waiting.take(), [presence(256, true)]);
    }
}
