//! Limits of one connection.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use governor::clock::MonotonicClock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::frames::{FramePolicy, Head, Refused};

/// The largest message of a client, in bytes, in one frame or in fragments.
pub const MAX_FRAME: usize = 64 * 1024;

/// The read buffer in bytes, the only buffer of an idle connection.
const READ_BUFFER: usize = 1024;
/// Bytes that are buffered before they are written.
const WRITE_BUFFER: usize = 8 * 1024;
/// Bytes that may wait for a peer that does not read: more than the longest frame of the server,
/// since a frame is only begun after the kernel has taken the one before.
const MAX_WRITE_BUFFER: usize = 512 * 1024;

/// Frames that a client may send: per second, and in a burst.
const FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const BURST: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
/// Frames above that which are refused: per second, and in a burst. Further ones are abuse.
const REFUSALS_A_SECOND: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const REFUSALS: NonZeroU32 = NonZeroU32::new(200).expect("not zero");

/// The limit on frames of a transport that counts messages separately.
const WIRE_FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::new(100).expect("not zero");
const WIRE_BURST: NonZeroU32 = NonZeroU32::new(800).expect("not zero");

/// How long one write may take before the connection is closed.
pub(super) const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the switch of protocols may take after the 101 response.
pub(super) const UPGRADE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the closing handshake may take, and how many bytes it reads at most.
pub(super) const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
pub(super) const MAX_DRAINED: usize = 2 * 1024 * 1024;

/// The framework's settings.
pub(super) fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .max_message_size(Some(MAX_FRAME))
        .max_frame_size(Some(MAX_FRAME))
}

/// The decision on a client's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateVerdict {
    /// Handle it.
    Fine,
    /// Refuse it.
    TooFast,
    /// End the connection.
    Abuse,
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<Instant>>;

/// Counts a client's frames against the limit on frames, then on refusals.
pub struct FrameRateLimiter {
    frames: Limiter,
    refusals: Limiter,
}

impl Default for FrameRateLimiter {
    /// The limit for WebSockets.
    fn default() -> Self {
        Self::new(FRAMES_A_SECOND, BURST)
    }
}

impl FrameRateLimiter {
    /// The limit for a transport that counts and answers messages separately, far above the rate of
    /// those messages.
    pub fn of_frames() -> Self {
        Self::new(WIRE_FRAMES_A_SECOND, WIRE_BURST)
    }

    fn new(rate: NonZeroU32, burst: NonZeroU32) -> Self {
        let limiter = |rate, burst| {
            Limiter::direct_with_clock(Quota::per_second(rate).allow_burst(burst), MonotonicClock)
        };
        Self {
            frames: limiter(rate, burst),
            refusals: limiter(REFUSALS_A_SECOND, REFUSALS),
        }
    }

    /// Counts one more frame.
    pub fn count(&self) -> RateVerdict {
        if self.frames.check().is_ok() {
            RateVerdict::Fine
        } else if self.refusals.check().is_ok() {
            RateVerdict::TooFast
        } else {
            RateVerdict::Abuse
        }
    }
}

/// Counts the fragments of messages. The last fragment of each is counted with its message.
pub(super) struct Fragments(pub(super) Arc<FrameRateLimiter>);

impl FramePolicy for Fragments {
    fn frame(&mut self, head: Head) -> Result<(), Refused> {
        if !head.is_last && self.0.count() == RateVerdict::Abuse {
            return Err(Refused::TooFast);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_fine_then_refused_then_abuse() {
        let limiter = FrameRateLimiter::default();
        let verdicts: Vec<RateVerdict> = (0..400).map(|_| limiter.count()).collect();
        let count = |verdict| verdicts.iter().filter(|other| **other == verdict).count();
        // On a slow machine a few more may have been allowed meanwhile.
        assert!(
            (60..80).contains(&count(RateVerdict::Fine)),
            "{}",
            count(RateVerdict::Fine)
        );
        assert!((200..220).contains(&count(RateVerdict::TooFast)));
        assert!(count(RateVerdict::Abuse) > 100);
    }
}
