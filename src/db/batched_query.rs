//! Look-ups that callers who arrive at the same time share.

use std::mem;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use parking_lot::Mutex;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::db::error::Error;

/// Look-ups that may wait; further ones are refused.
const MAX_WAITING: usize = 8_192;
/// The limit of one query, whose connection may hang.
const QUERY_TIMEOUT: Duration = Duration::from_secs(10);

/// Looks keys up for many callers. While `queries_at_once` queries run, further keys wait, and the
/// next query takes all of them. So a caller gets a value whose query began after the call, and
/// under load one query serves many callers.
pub(crate) struct BatchedQuery<K, V> {
    state: Mutex<State<K, V>>,
    keys_per_query: usize,
    queries_at_once: usize,
}

struct State<K, V> {
    waiting: Vec<Waiting<K, V>>,
    running: usize,
}

struct Waiting<K, V> {
    key: K,
    answer: oneshot::Sender<Result<V, Error>>,
}

impl<K, V> BatchedQuery<K, V> {
    pub(crate) fn new(keys_per_query: usize, queries_at_once: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                waiting: Vec::new(),
                running: 0,
            }),
            keys_per_query,
            queries_at_once,
        })
    }

    /// The next keys to look up. If there are none, the task that asks has to end.
    fn take(&self) -> Option<Vec<Waiting<K, V>>> {
        let mut state = self.state.lock();
        state.waiting.retain(|waiting| !waiting.answer.is_closed());
        let length = state.waiting.len().min(self.keys_per_query);
        let rest = state.waiting.split_off(length);
        let batch = mem::replace(&mut state.waiting, rest);
        if batch.is_empty() {
            // Under the same lock, so that no key arrives in between and waits for this task.
            state.running -= 1;
            return None;
        }
        Some(batch)
    }
}

impl<K: Send + 'static, V: Send + 'static> BatchedQuery<K, V> {
    /// The value that a query returns for `key`. `query` gets keys of several callers and returns
    /// their values, in the same order (fewer if it has none); all callers must pass the same one.
    ///
    /// # Errors
    /// `Overloaded`; `Unavailable` if the query failed. It is not repeated by each of those who
    /// share it, because each might wait for a connection in turn.
    pub(crate) async fn get<Q, F>(self: &Arc<Self>, key: K, query: Q) -> Result<V, Error>
    where
        Q: Fn(Vec<K>) -> F + Send + 'static,
        F: Future<Output = Result<Vec<V>, Error>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        {
            let mut state = self.state.lock();
            if state.waiting.len() >= MAX_WAITING {
                return Err(Error::Overloaded);
            }
            state.waiting.push(Waiting { key, answer });
            if state.running < self.queries_at_once {
                state.running += 1;
                // In a task: if a caller is cancelled, the query of the others goes on.
                tokio::spawn(self.clone().run(query));
            }
        }
        let gone = |_| Error::Unavailable("a shared query gave no answer".into());
        answered.await.map_err(gone)?
    }
    /// Queries until no keys wait.
    async fn run<Q, F>(self: Arc<Self>, query: Q)
    where
        Q: Fn(Vec<K>) -> F,
        F: Future<Output = Result<Vec<V>, Error>>,
    {
        while let Some(batch) = self.take() {
            let (keys, answers): (Vec<_>, Vec<_>) = batch
                .into_iter()
                .map(|waiting| (waiting.key, waiting.answer))
                .unzip();
            // A panic would leave the task counted as running.
            let values = AssertUnwindSafe(query(keys)).catch_unwind();
            let values = match timeout(QUERY_TIMEOUT, values).await {
                Ok(Ok(values)) => values,
                Ok(Err(_)) => Err(Error::Unavailable("a shared query panicked".into())),
                Err(_) => Err(Error::Unavailable("a shared query took too long".into())),
            };
            match values {
                Ok(values) => {
                    // The caller of a key without a value gets an error: its sender is dropped.
                    for (answer, value) in answers.into_iter().zip(values) {
                        let _ = answer.send(Ok(value));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, callers = answers.len(), "a shared query failed");
                    for answer in answers {
                        let _ = answer.send(Err(Error::Unavailable(error.to_string())));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;
    use tokio::sync::Semaphore;

    use super::*;

    /// Lets ten callers arrive during a first query; returns what each of them gets, and the
    /// number of queries.
    async fn ten_during_a_query(
        outcome: fn(Vec<usize>) -> Result<Vec<usize>, Error>,
    ) -> (Vec<Result<usize, Error>>, usize) {
        let shared = BatchedQuery::new(10, 1);
        let (begun, go_on) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let queries = Arc::new(AtomicUsize::new(0));
        let query = {
            let (begun, go_on, queries) = (begun.clone(), go_on.clone(), queries.clone());
            move |keys: Vec<usize>| {
                let (begun, go_on) = (begun.clone(), go_on.clone());
                let is_first = queries.fetch_add(1, Ordering::SeqCst) == 0;
                async move {
                    if is_first {
                        begun.add_permits(1);
                        go_on.acquire().await.unwrap().forget();
                        return Ok(keys);
                    }
                    outcome(keys)
                }
            }
        };
        let first = tokio::spawn({
            let (shared, query) = (shared.clone(), query.clone());
            async move { shared.get(0, query).await }
        });
        begun.acquire().await.unwrap().forget();
        let others = join_all((1..=10).map(|key| shared.get(key, query.clone())));
        // The callers are polled first, so they all arrive during the first query.
        let (others, ()) = tokio::join!(biased; others, async { go_on.add_permits(1) });
        assert_eq!(first.await.unwrap().unwrap(), 0);
        assert_eq!(shared.state.lock().running, 0);
        (others, queries.load(Ordering::SeqCst))
    }

    #[tokio::test]
    async fn callers_during_a_query_share_the_next_one() {
        let (values, queries) = ten_during_a_query(Ok).await;
        let values: Vec<_> = values.into_iter().map(Result::unwrap).collect();
        assert_eq!(values, (1..=10).collect::<Vec<_>>());
        assert_eq!(queries, 2);
    }

    #[tokio::test]
    async fn failed_query_fails_for_all_who_share_it() {
        let (values, queries) = ten_during_a_query(|_| Err(Error::Overloaded)).await;
        assert!(values.into_iter().all(|value| value.is_err()));
        assert_eq!(queries, 2);
    }

    #[tokio::test]
    async fn panic_in_a_query_fails_and_the_next_query_runs() {
        let shared = BatchedQuery::new(10, 1);
        let panics = |_: Vec<u8>| async { panic!("planted") };
        assert!(shared.get(1, panics).await.is_err());
        let echoes = |keys: Vec<u8>| async { Ok(keys) };
        assert_eq!(shared.get(2, echoes).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn caller_who_went_away_costs_no_look_up() {
        let shared = BatchedQuery::new(10, 0);
        let echoes = |keys: Vec<u8>| async { Ok(keys) };
        drop(timeout(Duration::ZERO, shared.get(1, echoes)).await);
        shared.state.lock().running += 1;
        assert!(shared.take().is_none());
    }
}
