//! The lowest rate at which a peer may send or read.

use std::time::Duration;

/// Bytes per second that a peer must transfer on average after [`GRACE`].
const BYTES_PER_SECOND: u64 = 16 * 1024;
/// Additional time that a peer may take.
const GRACE: Duration = Duration::from_secs(10);
/// How long a peer may transfer nothing, however fast it was before.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// Counts the bytes that a peer transfers and the time that the server waits for it. The server's
/// own time does not count.
#[derive(Debug, Default)]
pub struct MinimumRate {
    record: u64,
    waited: Duration,
}

impl MinimumRate {
    /// Records a transfer, and how long the server waited for it.
    pub fn record(&mut self, bytes: usize, after: Duration) {
        self.record = self.record.saturating_add(bytes as u64);
        self.waited += after;
    }

    /// How long the server waits for the next bytes.
    pub fn time_left(&self) -> Duration {
        let earned = Duration::from_millis(self.record.saturating_mul(1_000) / BYTES_PER_SECOND);
        let left = (GRACE + earned).saturating_sub(self.waited);
        left.min(MAX_PAUSE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_steady_peer_may_continue_and_a_slow_one_may_not() {
        let mut steady = MinimumRate::default();
        let mut slow = MinimumRate::default();
        for _ in 0..600 {
            steady.record(16 * 1024, SECOND);
            slow.record(15 * 1024, SECOND);
        }
        assert_eq!(steady.time_left(), GRACE);
        assert_eq!(slow.time_left(), Duration::ZERO);
    }

    #[test]
    fn a_fast_peer_may_not_pause_for_long() {
        let mut fast = MinimumRate::default();
        fast.record(1024 * 1024 * 1024, SECOND);
        assert_eq!(fast.time_left(), MAX_PAUSE);
    }
}
