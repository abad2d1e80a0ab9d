//! Limits bytes that are held at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use parking_lot::Mutex;

/// A limit on the bytes that all keys together, and each key, may hold. Clones share it.
pub struct Budget<K: Eq + Hash + Copy>(Arc<Inner<K>>);

struct Inner<K> {
    all: usize,
    each: usize,
    held: Mutex<Held<K>>,
}

struct Held<K> {
    all: usize,
    each: HashMap<K, usize>,
}

/// Held bytes; dropping this releases them.
pub struct Share<K: Eq + Hash + Copy> {
    key: K,
    bytes: usize,
    budget: Arc<Inner<K>>,
}

impl<K: Eq + Hash + Copy> Budget<K> {
    /// `all` bytes in total, of which each key may hold `each`. A key that holds nothing may take
    /// one larger share.
    pub fn new(all: usize, each: usize) -> Self {
        let held = Held {
            all: 0,
            each: HashMap::new(),
        };
        Self(Arc::new(Inner {
            all,
            each,
            held: Mutex::new(held),
        }))
    }

    /// Takes bytes for a key, if they fit.
    pub fn try_take(&self, key: K, bytes: usize) -> Option<Share<K>> {
        let budget = &self.0;
        let mut held = budget.held.lock();
        let own = held.each.get(&key).copied().unwrap_or(0);
        let exceeds_own = own > 0 && own + bytes > budget.each;
        if exceeds_own || held.all + bytes > budget.all {
            return None;
        }
        held.all += bytes;
        held.each.insert(key, own + bytes);
        Some(Share {
            key,
            bytes,
            budget: budget.clone(),
        })
    }
}

impl<K: Eq + Hash + Copy> Clone for Budget<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Eq + Hash + Copy> Drop for Share<K> {
    fn drop(&mut self) {
        let mut held = self.budget.held.lock();
        held.all -= self.bytes;
        let own = held.each.get(&self.key).copied().unwrap_or(0);
        if own > self.bytes {
            held.each.insert(self.key, own - self.bytes);
        } else {
            held.each.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_cannot_use_up_the_budget_of_all() {
        let budget = Budget::new(100, 30);
        let large = budget.try_take(1, 60).expect("one thing may be large");
        assert!(
            budget.try_take(1, 1).is_none(),
            "but no second one beside it"
        );
        let _other = budget.try_take(2, 20).expect("another key has its own");
        assert!(budget.try_take(3, 21).is_none(), "all is all");
        drop(large);
        assert!(budget.try_take(1, 80).is_some());
        assert_eq!(
            budget.0.held.lock().each.len(),
            1,
            "no key is kept for ever"
        );
    }
}
