//! How slowly a peer may send or read.

use std::time::Duration;

/// Bytes a second that a peer must move on average, once [`GRACE`] is over.
const BYTES_A_SECOND: u64 = 16 * 1024;
/// Time that a peer may take beyond that.
const GRACE: Duration = Duration::from_secs(10);
/// How long a peer may move nothing, however fast it was before.
const STANDSTILL: Duration = Duration::from_secs(30);

/// Counts what a peer moves against the time that it is waited for. The time that this server
/// takes does not count.
#[derive(Debug, Default)]
pub struct MinimumRate {
    moved: u64,
    waited: Duration,
}

impl MinimumRate {
    /// The peer has moved so many bytes, after it was waited for so long.
    pub fn moved(&mut self, bytes: usize, after: Duration) {
        self.moved = self.moved.saturating_add(bytes as u64);
        self.waited += after;
    }

    /// How long the next bytes may be waited for.
    pub fn patience(&self) -> Duration {
        let earned = Duration::from_millis(self.moved.saturating_mul(1_000) / BYTES_A_SECOND);
        let left = (GRACE + earned).saturating_sub(self.waited);
        left.min(STANDSTILL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_steady_peer_may_go_on_and_a_slow_one_may_not() {
        let mut steady = MinimumRate::default();
        let mut slow = MinimumRate::default();
        for _ in 0..600 {
            steady.moved(16 * 1024, SECOND);
            slow.moved(15 * 1024, SECOND);
        }
        assert_eq!(steady.patience(), GRACE);
        assert_eq!(slow.patience(), Duration::ZERO);
    }

    #[test]
    fn who_was_fast_may_not_stand_still_for_long() {
        let mut fast = MinimumRate::default();
        fast.moved(1024 * 1024 * 1024, SECOND);
        assert_eq!(fast.patience(), STANDSTILL);
    }
}
