//! What one connection may take.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use governor::clock::MonotonicClock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::frames::{Head, Judge, Refused};

/// Largest message of a client, in bytes, whether in one frame or in many.
pub const MAX_FRAME: usize = 64 * 1024;

/// What is read at once. An idle connection holds no more than this.
const READ_BUFFER: usize = 1024;
/// What is gathered before it is written.
const WRITE_BUFFER: usize = 8 * 1024;
/// What waits for a peer that does not read: more than the longest frame of ours, since each
/// is only begun once the one before has been handed to the kernel.
const MAX_WRITE_BUFFER: usize = 512 * 1024;

/// Frames that a client may send, sustained and at once.
const FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const BURST: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
/// Frames over that which are only refused, sustained and at once; beyond, it is abuse.
const REFUSALS_A_SECOND: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const REFUSALS: NonZeroU32 = NonZeroU32::new(200).expect("not zero");

/// The same for all that is on the wire, where messages are counted besides.
const WIRE_FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::new(100).expect("not zero");
const WIRE_BURST: NonZeroU32 = NonZeroU32::new(800).expect("not zero");

/// How long one write may take: a peer that takes nothing is given up.
pub(super) const WRITE: Duration = Duration::from_secs(30);
/// How long a frame of the client may be in the works.
pub(super) const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the switch of protocols may take after its answer.
pub(super) const UPGRADE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a farewell may take, and what is still read for its sake.
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

/// How a client stands that has sent one more frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateVerdict {
    /// As it should be.
    Fine,
    /// To be refused.
    TooFast,
    /// To be ended.
    Abuse,
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<Instant>>;

/// Counts a client's frames against its two limits.
pub struct FrameRateLimiter {
    frames: Limiter,
    refusals: Limiter,
}

impl Default for FrameRateLimiter {
    /// For a client that comes in.
    fn default() -> Self {
        Self::new(FRAMES_A_SECOND, BURST)
    }
}

impl FrameRateLimiter {
    /// For all frames of a client whose messages are counted besides, and answered: far more than
    /// come of those.
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

    /// One more.
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

/// Counts the fragments that messages come in, which make no message yet, against the pace: the
/// last one of each is counted with its message.
pub(super) struct Fragments(pub(super) Arc<FrameRateLimiter>);

impl Judge for Fragments {
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
        let pacer = FrameRateLimiter::default();
        let paces: Vec<RateVerdict> = (0..400).map(|_| pacer.count()).collect();
        let count = |pace| paces.iter().filter(|other| **other == pace).count();
        // A slow machine may have let a few more through meanwhile.
        assert!(
            (60..80).contains(&count(RateVerdict::Fine)),
            "{}",
            count(RateVerdict::Fine)
        );
        assert!((200..220).contains(&count(RateVerdict::TooFast)));
        assert!(count(RateVerdict::Abuse) > 100);
    }
}
