//! Waiting for the thing itself, never for a while.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything may take before a test gives up on it: generous, because a busy
/// machine is no failure.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// Asks again and again until the answer is `Some`; panics with `what` after [`DEFAULT_TIMEOUT`].
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEFAULT_TIMEOUT;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            Instant::now() < deadline,
            "waited {DEFAULT_TIMEOUT:?} in vain for: {what}"
        );
        sleep(Duration::from_millis(10)).await;
    }
}

/// Awaits something that must happen; panics with `what` after [`DEFAULT_TIMEOUT`].
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    let Ok(value) = tokio::time::timeout(DEFAULT_TIMEOUT, future).await else {
        panic!("waited {DEFAULT_TIMEOUT:?} in vain for: {what}")
    };
    value
}
