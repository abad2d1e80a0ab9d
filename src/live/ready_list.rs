//! What a shard has to do next, and the bell that wakes it.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

/// A list whose reader is woken once, however much is added meanwhile. Whoever adds an item makes
/// sure that the list contains it once at most.
pub(crate) struct ReadyList<T> {
    items: Mutex<Vec<Arc<T>>>,
    bell: Notify,
}

impl<T> Default for ReadyList<T> {
    fn default() -> Self {
        Self {
            items: Mutex::default(),
            bell: Notify::new(),
        }
    }
}

impl<T> ReadyList<T> {
    pub(super) fn push(&self, item: Arc<T>) {
        let mut items = self.items.lock();
        let is_first = items.is_empty();
        items.push(item);
        drop(items);
        if is_first {
            self.bell.notify_one();
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.items.lock().len()
    }

    /// Waits for items, and moves all to `taken`, which is empty.
    pub(super) async fn take(&self, taken: &mut Vec<Arc<T>>) {
        loop {
            std::mem::swap(taken, &mut *self.items.lock());
            if !taken.is_empty() {
                return;
            }
            self.bell.notified().await;
        }
    }
}
