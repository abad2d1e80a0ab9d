//! Limits concurrent operations by key.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A number of permits for each key. Clones share them. Unused keys take no memory.
pub struct KeyedPermits<K: Eq + Hash + Copy>(Arc<Inner<K>>);

struct Inner<K> {
    each: usize,
    waiting: usize,
    taken: Mutex<HashMap<K, Taken>>,
}

/// The state of a key that holds permits or waits for one.
struct Taken {
    free: Arc<Semaphore>,
    /// Held permits and waiting callers.
    count: usize,
}

/// One permit; dropping this frees it.
pub struct KeyedPermit<K: Eq + Hash + Copy> {
    _permit: OwnedSemaphorePermit,
    _entry: Entry<K>,
}

/// Keeps the state of a key.
struct Entry<K: Eq + Hash + Copy> {
    key: K,
    permits: Arc<Inner<K>>,
}

impl<K: Eq + Hash + Copy> KeyedPermits<K> {
    /// `each` permits for each key, and at most `waiting` waiting callers of a key.
    pub fn new(each: usize, waiting: usize) -> Self {
        Self(Arc::new(Inner {
            each,
            waiting,
            taken: Mutex::default(),
        }))
    }

    /// Takes a permit, if one is free.
    pub fn try_take(&self, key: K) -> Option<KeyedPermit<K>> {
        let (entry, free) = self.enter(key)?;
        Some(KeyedPermit {
            _permit: free.try_acquire_owned().ok()?,
            _entry: entry,
        })
    }

    /// Waits for a free permit. `None` after `timeout`, or if too many callers wait already.
    pub async fn take(&self, key: K, timeout: Duration) -> Option<KeyedPermit<K>> {
        let (entry, free) = self.enter(key)?;
        let permit = tokio::time::timeout(timeout, free.acquire_owned())
            .await
            .ok()?
            .ok()?;
        Some(KeyedPermit {
            _permit: permit,
            _entry: entry,
        })
    }

    fn enter(&self, key: K) -> Option<(Entry<K>, Arc<Semaphore>)> {
        let inner = &self.0;
        let mut all = inner.taken.lock();
        let taken = all.entry(key).or_insert_with(|| Taken {
            free: Arc::new(Semaphore::new(inner.each)),
            count: 0,
        });
        if taken.count >= inner.each + inner.waiting {
            return None;
        }
        taken.count += 1;
        let free = taken.free.clone();
        let permits = inner.clone();
        Some((Entry { key, permits }, free))
    }
}

impl<K: Eq + Hash + Copy> Clone for KeyedPermits<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Eq + Hash + Copy> Drop for Entry<K> {
    fn drop(&mut self) {
        let mut all = self.permits.taken.lock();
        if let Some(taken) = all.get_mut(&self.key) {
            taken.count -= 1;
            if taken.count == 0 {
                all.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_permits() {
        let permits = KeyedPermits::new(2, 0);
        let held = [permits.try_take(1), permits.try_take(1)];
        assert!(held.iter().all(Option::is_some));
        assert!(permits.try_take(1).is_none());
        assert!(permits.try_take(2).is_some());
        drop(held);
        assert!(permits.try_take(1).is_some());
        assert!(permits.0.taken.lock().is_empty(), "no key is kept for ever");
    }

    #[tokio::test]
    async fn a_freed_permit_goes_to_a_waiting_caller() {
        let permits = KeyedPermits::new(1, 1);
        let held = permits.try_take(1);
        let waiting = tokio::spawn({
            let permits = permits.clone();
            async move { permits.take(1, Duration::from_mins(1)).await.is_some() }
        });
        while permits.0.taken.lock()[&1].count < 2 {
            tokio::task::yield_now().await;
        }
        assert!(
            permits.take(1, Duration::from_mins(1)).await.is_none(),
            "the queue is full"
        );
        drop(held);
        assert!(waiting.await.expect("it ends"));
    }
}
