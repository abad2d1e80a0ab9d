//! Permits that keys take in turns.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::oneshot;

/// Idle keys whose use is remembered. With more, it is forgotten.
const MAX_IDLE: usize = 1_000;

/// A number of permits. A free one goes to the waiting key that has used least; among equals to the key with
/// the fewest waiting callers, and within a key to the caller that has waited longest. Clones share them.
///
/// # How use is counted
/// A permit costs one unit, and what else the caller charges. A key that comes (again) counts as if it had used
/// `credit` less than the key that was served last, unless it has used more: so a key that seldom comes goes
/// before those that always wait, and no key saves up more than the credit. When no key holds a permit or
/// waits, all use is forgotten (start-time fair queueing).
pub struct Turns<K: Eq + Hash + Copy>(Arc<Inner<K>>);

struct Inner<K> {
    max_waiting: usize,
    credit: u64,
    queue: Mutex<Queue<K>>,
}

struct Queue<K> {
    /// Permits that nobody holds.
    free: usize,
    keys: HashMap<K, Account>,
    /// What the key that was served last had used before, or an earlier one, if that was more.
    level: u64,
    waiting: usize,
    /// The number of the last caller.
    last: u64,
}

/// The state of a key.
struct Account {
    used: u64,
    waiting: VecDeque<Waiting>,
    /// The numbers of the callers that hold a permit.
    holding: HashSet<u64>,
}

struct Waiting {
    number: u64,
    /// Dropped without a message if the caller is refused.
    granted: oneshot::Sender<()>,
}

/// A permit, or the slot of a caller that waits for one. Dropping it gives it back.
pub struct Turn<K: Eq + Hash + Copy> {
    key: K,
    number: u64,
    turns: Arc<Inner<K>>,
}

impl<K: Eq + Hash + Copy> Turns<K> {
    /// This many permits, and at most `max_waiting` waiting callers of all keys.
    pub fn new(permits: usize, max_waiting: usize, credit: u64) -> Self {
        Self(Arc::new(Inner {
            max_waiting,
            credit,
            queue: Mutex::new(Queue {
                free: permits,
                keys: HashMap::new(),
                level: credit,
                waiting: 0,
                last: 0,
            }),
        }))
    }

    /// Waits for a permit. `None` after `timeout`, or if too many callers wait: then the one that would be
    /// served last is refused.
    pub async fn take(&self, key: K, timeout: Duration) -> Option<Turn<K>> {
        let (turn, granted) = self.enter(key);
        tokio::time::timeout(timeout, granted).await.ok()?.ok()?;
        Some(turn)
    }

    fn enter(&self, key: K) -> (Turn<K>, oneshot::Receiver<()>) {
        let turns = self.0.clone();
        let (granted, receiver) = oneshot::channel();
        let mut queue = turns.queue.lock();
        let number = queue.enter(key, granted, turns.credit);
        queue.serve();
        if queue.waiting > turns.max_waiting {
            queue.refuse_last();
        }
        drop(queue);
        (Turn { key, number, turns }, receiver)
    }
}

impl<K: Eq + Hash + Copy> Clone for Turns<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Eq + Hash + Copy> Turn<K> {
    /// Charges what the key uses besides the permit itself.
    pub fn charge(&self, units: u64) {
        if let Some(account) = self.turns.queue.lock().keys.get_mut(&self.key) {
            account.used = account.used.saturating_add(units);
        }
    }
}

impl<K: Eq + Hash + Copy> Drop for Turn<K> {
    fn drop(&mut self) {
        let mut queue = self.turns.queue.lock();
        queue.leave(self.key, self.number, self.turns.credit);
        queue.serve();
    }
}

impl<K: Eq + Hash + Copy> Queue<K> {
    /// Adds a caller and returns its number.
    fn enter(&mut self, key: K, granted: oneshot::Sender<()>, credit: u64) -> u64 {
        if self.keys.len() >= MAX_IDLE {
            self.keys.retain(|_, account| !account.is_idle());
        }
        let least = self.level.saturating_sub(credit);
        let account = self.keys.entry(key).or_insert_with(|| Account {
            used: least,
            waiting: VecDeque::new(),
            holding: HashSet::new(),
        });
        if account.is_idle() {
            account.used = account.used.max(least);
        }
        self.last += 1;
        let number = self.last;
        account.waiting.push_back(Waiting { number, granted });
        self.waiting += 1;
        number
    }

    /// Hands free permits to waiting callers.
    fn serve(&mut self) {
        while self.free > 0 {
            let waiting = self.keys.values_mut().filter_map(|account| {
                let first = account.waiting.front()?.number;
                Some(((account.used, account.waiting.len(), first), account))
            });
            let Some((_, account)) = waiting.min_by_key(|(order, _)| *order) else {
                return;
            };
            let Some(next) = account.waiting.pop_front() else {
                return;
            };
            self.free -= 1;
            self.waiting -= 1;
            self.level = self.level.max(account.used);
            account.used = account.used.saturating_add(1);
            account.holding.insert(next.number);
            // A caller that is gone gives the permit back.
            let _ = next.granted.send(());
        }
    }

    /// Refuses the caller that would be served last.
    fn refuse_last(&mut self) {
        let waiting = self.keys.values_mut().filter_map(|account| {
            let last = account.waiting.back()?.number;
            Some(((account.used, account.waiting.len(), last), account))
        });
        if let Some((_, account)) = waiting.max_by_key(|(order, _)| *order) {
            account.waiting.pop_back();
            self.waiting -= 1;
        }
    }

    /// Removes a caller that waits, holds a permit, or was refused.
    fn leave(&mut self, key: K, number: u64, credit: u64) {
        let Some(account) = self.keys.get_mut(&key) else {
            return;
        };
        if account.holding.remove(&number) {
            self.free += 1;
        } else {
            let before = account.waiting.len();
            account.waiting.retain(|waiting| waiting.number != number);
            self.waiting -= before - account.waiting.len();
        }
        if account.is_idle() && account.used <= self.level.saturating_sub(credit) {
            self.keys.remove(&key);
        }
        if self.keys.values().all(Account::is_idle) {
            self.keys.clear();
            self.level = credit;
        }
    }
}

impl Account {
    fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.holding.is_empty()
    }
}
