//! The list of what a shard has to do next.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

/// A list that wakes its reader once for all items that are added until the reader takes them. Its
/// caller adds no item that the list contains already.
pub(crate) struct ReadyList<T> {
    items: Mutex<Vec<Arc<T>>>,
    wakeup: Notify,
}

impl<T> Default for ReadyList<T> {
    fn default() -> Self {
        Self {
            items: Mutex::default(),
            wakeup: Notify::new(),
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
            self.wakeup.notify_one();
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
            self.wakeup.notified().await;
        }
    }
}
