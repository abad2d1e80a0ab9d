//! The users who are typing, by chat, as received from all replicas.

use std::collections::HashMap;

use metrics::counter;
use tokio::time::Instant;

use crate::domain::{ChatId, Typing, UserId};
use crate::presence::timing::TYPING_TTL;
use crate::telemetry::metrics::SIGNALS_DROPPED;

/// The most typists that are kept.
pub(super) const MAX_TYPISTS: usize = 65_536;

/// A user in a chat.
pub(crate) type TypingKey = (ChatId, UserId);

pub(super) fn key(typing: &Typing) -> TypingKey {
    (typing.chat_id, typing.user_id)
}

/// The users who are typing, with the time of the last report.
#[derive(Default)]
pub(crate) struct ActiveTypists(HashMap<TypingKey, (Typing, Instant)>);

impl ActiveTypists {
    /// Records that a user is typing, or has stopped.
    pub(crate) fn apply(&mut self, typing: &Typing, now: Instant) {
        let key = key(typing);
        if !typing.is_typing {
            self.0.remove(&key);
        } else if self.0.len() < MAX_TYPISTS || self.0.contains_key(&key) {
            self.0.insert(key, (typing.clone(), now));
        } else {
            counter!(SIGNALS_DROPPED).increment(1);
        }
    }

    /// Ends a user's typing; returns the update to deliver, if the user was typing.
    pub(crate) fn end(&mut self, key: TypingKey) -> Option<Typing> {
        self.0.remove(&key).map(|(typing, _)| stopped(&typing))
    }

    /// The end of a user's typing, if the user is typing, for one reader; for others it goes on.
    pub(crate) fn stopped(&self, key: TypingKey) -> Option<Typing> {
        self.0.get(&key).map(|(typing, _)| stopped(typing))
    }

    /// Ends typing that was not renewed in time; returns the updates to deliver.
    pub(crate) fn expire(&mut self, now: Instant) -> Vec<Typing> {
        let expired = self.0.extract_if(|_, (_, at)| *at + TYPING_TTL <= now);
        expired.map(|(_, (typing, _))| stopped(&typing)).collect()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

fn stopped(typing: &Typing) -> Typing {
    Typing {
        is_typing: false,
        ..*typing
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Realm;

    fn typing(user_id: i64, is_typing: bool) -> Typing {
        Typing {
            realm: Realm::new("test"),
            chat_id: ChatId(1),
            chat_uuid: Uuid::nil(),
            user_id: UserId(user_id),
            is_typing,
        }
    }

    #[test]
    fn typing_expires_after_the_last_renewal() {
        let (mut typists, now) = (ActiveTypists::default(), Instant::now());
        typists.apply(&typing(1, true), now);
        typists.apply(&typing(2, true), now);
        typists.apply(&typing(1, true), now + TYPING_TTL / 2);
        assert_eq!(typists.expire(now + TYPING_TTL), [typing(2, false)]);
        assert_eq!(typists.expire(now + TYPING_TTL), []);
        let last = now + TYPING_TTL + TYPING_TTL / 2;
        assert_eq!(typists.expire(last), [typing(1, false)]);
    }

    #[test]
    fn ended_typing_does_not_expire_again() {
        let (mut typists, now) = (ActiveTypists::default(), Instant::now());
        typists.apply(&typing(1, true), now);
        let key = (ChatId(1), UserId(1));
        assert_eq!(typists.end(key), Some(typing(1, false)));
        assert_eq!(typists.end(key), None);
        assert_eq!(typists.expire(now + TYPING_TTL), []);
    }
}
