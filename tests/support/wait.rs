//! Waiting for a condition instead of sleeping.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// The longest wait for any condition: twice as long as the server waits for a client that does not
/// read (30 s), because a busy machine is no failure.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_mins(1);

/// Polls until the answer is `Some`; panics with `what` after [`DEFAULT_TIMEOUT`].
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEFAULT_TIMEOUT;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            Instant::now() < deadline,
            "waited {DEFAULT_TIMEOUT:?} for: {what}"
        );
        sleep(Duration::from_millis(10)).await;
    }
}

/// Awaits a future; panics with `what` after [`DEFAULT_TIMEOUT`].
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    let Ok(value) = tokio::time::timeout(DEFAULT_TIMEOUT, future).await else {
        panic!("waited {DEFAULT_TIMEOUT:?} for: {what}")
    };
    value
}
