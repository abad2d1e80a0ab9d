//! Who types where, as this replica has heard.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::{ChatId, Typing, UserId};
use crate::live::metrics::METRICS;

/// How long typing lasts without being renewed.
pub(crate) const TYPING_TTL: Duration = Duration::from_secs(6);
/// Typists remembered.
pub(crate) const MOST: usize = 65_536;

/// Who and where.
pub(crate) type TypingKey = (ChatId, UserId);

pub(crate) fn place(typing: &Typing) -> TypingKey {
    (typing.chat_id, typing.user_id)
}

/// Who types, as this replica has heard.
#[derive(Default)]
pub(crate) struct ActiveTypists {
    typists: HashMap<TypingKey, (Typing, Instant)>,
    /// When each was heard, in that order.
    order: VecDeque<(Instant, TypingKey)>,
}

impl ActiveTypists {
    /// Takes in what was heard.
    pub(crate) fn apply(&mut self, typing: &Typing, now: Instant) {
        let place = place(typing);
        if !typing.is_typing {
            self.typists.remove(&place);
        } else if self.order.len() < MOST {
            self.order.push_back((now, place));
            self.typists.insert(place, (typing.clone(), now));
        } else {
            METRICS.signals_dropped.increment(1);
        }
    }

    /// Somebody has ceased: what is to be told, if they did type.
    pub(crate) fn end(&mut self, place: TypingKey) -> Option<Typing> {
        let (typing, _) = self.typists.remove(&place)?;
        Some(Typing {
            is_typing: false,
            ..typing
        })
    }

    /// Those who have not renewed their typing in time.
    pub(crate) fn expire(&mut self, now: Instant) -> Vec<Typing> {
        let mut lapsed = Vec::new();
        while let Some((heard, place)) = self.order.front().copied() {
            if heard + TYPING_TTL > now {
                break;
            }
            self.order.pop_front();
            if self.typists.get(&place).is_some_and(|(_, at)| *at == heard) {
                lapsed.extend(self.end(place));
            }
        }
        lapsed
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Realm;

    fn typing(user_id: i64, is_typing: bool) -> Typing {
        Typing {
            realm: Realm::School,
            chat_id: ChatId(1),
            chat_uuid: Uuid::nil(),
            user_id: UserId(user_id),
            is_typing,
        }
    }

    #[test]
    fn typing_lapses_six_seconds_after_the_last_renewal() {
        let (mut heard, now) = (ActiveTypists::default(), Instant::now());
        heard.apply(&typing(1, true), now);
        heard.apply(&typing(2, true), now);
        heard.apply(&typing(1, true), now + TYPING_TTL / 2);
        assert_eq!(heard.expire(now + TYPING_TTL), [typing(2, false)]);
        assert_eq!(heard.expire(now + TYPING_TTL), []);
        let last = now + TYPING_TTL + TYPING_TTL / 2;
        assert_eq!(heard.expire(last), [typing(1, false)]);
    }

    #[test]
    fn who_ceased_does_not_lapse_again() {
        let (mut heard, now) = (ActiveTypists::default(), Instant::now());
        heard.apply(&typing(1, true), now);
        let place = (ChatId(1), UserId(1));
        assert_eq!(heard.end(place), Some(typing(1, false)));
        assert_eq!(heard.end(place), None);
        assert_eq!(heard.expire(now + TYPING_TTL), []);
    }
}
