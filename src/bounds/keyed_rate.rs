//! How often a key may do something.

use std::hash::Hash;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// The most keys that are counted. With so many, all keys are refused.
const MAX_KEYS: usize = 10_000;

/// Limits actions of each key to a number in a period, all of which may be at once.
pub struct KeyedRate<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> KeyedRate<K> {
    /// Allows this many actions of each key in an hour.
    pub fn an_hour(actions: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_hour(actions)))
    }

    /// Allows this many actions of each key in a second.
    pub fn a_second(actions: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_second(actions)))
    }

    /// Whether a key may act now. Counts the action.
    pub fn allows(&self, key: &K) -> bool {
        if self.0.len() >= MAX_KEYS {
            // Forgets those that may act as often as a new key.
            self.0.retain_recent();
        }
        self.0.len() < MAX_KEYS && self.0.check_key(key).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_rate() {
        let rate = KeyedRate::an_hour(NonZeroU32::new(2).expect("not zero"));
        assert_eq!([1, 1, 1].map(|key| rate.allows(&key)), [true, true, false]);
        assert!(rate.allows(&2));
    }

    #[test]
    fn number_of_keys_is_bounded() {
        let rate = KeyedRate::an_hour(NonZeroU32::MIN);
        let allowed = (0..2 * MAX_KEYS).filter(|key| rate.allows(key)).count();
        assert_eq!(allowed, MAX_KEYS);
    }
}
