//! A read that callers who arrive at the same time share.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use crate::db::Error;

/// Reads a value for many callers. A caller gets a value whose read began after the call, so it is
/// never older than the call; those who arrive during a read share the next one.
pub(super) struct SharedRead<T> {
    /// Reads that have begun.
    begun: AtomicU64,
    last: Mutex<Last<T>>,
}

/// The last read that has ended.
struct Last<T> {
    number: u64,
    /// `None` if it failed.
    value: Option<T>,
}

impl<T> Default for SharedRead<T> {
    fn default() -> Self {
        Self {
            begun: AtomicU64::new(0),
            last: Mutex::new(Last {
                number: 0,
                value: None,
            }),
        }
    }
}

impl<T: Copy> SharedRead<T> {
    /// The value that `read` returns, here or for another caller.
    ///
    /// # Errors
    /// That of `read`; `Unavailable` if another caller's read failed. It is not repeated by each
    /// of those who share it, because each might wait for a connection in turn.
    pub(super) async fn get(
        &self,
        read: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let begun = self.begun.load(Ordering::SeqCst);
        let mut last = self.last.lock().await;
        if last.number > begun {
            return last
                .value
                .ok_or_else(|| Error::Unavailable("a shared read failed".into()));
        }
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let outcome = read.await;
        *last = Last {
            number,
            value: outcome.as_ref().ok().copied(),
        };
        outcome
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures::future::join_all;
    use tokio::sync::Semaphore;

    use super::*;

    /// Lets ten callers arrive during a first read; returns what each of them gets.
    async fn ten_during_a_read(fails: bool) -> Vec<Result<u64, Error>> {
        let shared = Arc::new(SharedRead::default());
        let (begun, go_on) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let first = tokio::spawn({
            let (shared, begun, go_on) = (shared.clone(), begun.clone(), go_on.clone());
            async move {
                let read = async {
                    begun.add_permits(1);
                    go_on.acquire().await.unwrap().forget();
                    Ok(1)
                };
                shared.get(read).await
            }
        });
        begun.acquire().await.unwrap().forget();
        let reads = AtomicU64::new(1);
        let others = join_all((0..10).map(|_| {
            shared.get(async {
                let number = reads.fetch_add(1, Ordering::SeqCst) + 1;
                if fails {
                    Err(Error::Overloaded)
                } else {
                    Ok(number)
                }
            })
        }));
        // The callers are polled first, so they all arrive during the first read.
        let (others, ()) = tokio::join!(biased; others, async { go_on.add_permits(1) });
        assert_eq!(first.await.unwrap().unwrap(), 1);
        assert_eq!(reads.load(Ordering::SeqCst), 2, "reads for eleven callers");
        others
    }

    #[tokio::test]
    async fn callers_during_a_read_share_the_next_one() {
        let values = ten_during_a_read(false).await;
        assert!(values.into_iter().all(|value| value.unwrap() == 2));
    }

    #[tokio::test]
    async fn failed_read_fails_for_all_who_share_it() {
        let values = ten_during_a_read(true).await;
        assert!(values.into_iter().all(|value| value.is_err()));
    }
}
