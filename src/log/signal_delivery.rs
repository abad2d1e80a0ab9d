//! Whether signals arrive, so that a cache may rely on them to be told of changes.
//!
//! # Guarantees
//! While [`SignalDelivery::connection`] returns the same number, every signal that was sent since it
//! first did has been handled by this replica, or was sent within the last [`TRUST`]. A connection
//! that delivers nothing (it was cut without a trace, its backend hangs) is trusted no longer than
//! that, since the listener sends signals to itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// How long a connection is trusted after it has delivered a signal of the listener to itself.
pub const TRUST: Duration = Duration::from_secs(5);

/// The state of the listening connection. Clones share it.
#[derive(Clone, Default)]
pub struct SignalDelivery(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Incremented whenever a signal may have been missed.
    connection: u64,
    /// The connection has delivered everything that was sent until then.
    proven_until: Option<Instant>,
}

impl SignalDelivery {
    /// Identifies the connection on which signals arrive; `None` if they may not.
    pub fn connection(&self) -> Option<u64> {
        let state = self.0.lock();
        let proven_until = state.proven_until?;
        (proven_until.elapsed() < TRUST).then_some(state.connection)
    }

    /// A new connection listens, or the last one has ended or lost a signal: nothing is trusted
    /// until a signal has arrived.
    pub(crate) fn restart(&self) {
        let mut state = self.0.lock();
        state.connection += 1;
        state.proven_until = None;
    }

    /// A signal that the listener sent to itself at this time has arrived.
    pub(crate) fn prove(&self, sent_at: Instant) {
        self.0.lock().proven_until = Some(sent_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silent_connection_is_trusted_for_a_bounded_time() {
        let delivery = SignalDelivery::default();
        assert_eq!(delivery.connection(), None, "nothing has arrived yet");
        delivery.prove(Instant::now());
        assert!(delivery.connection().is_some());
        let long_ago = Instant::now().checked_sub(TRUST);
        delivery.prove(long_ago.expect("this machine has run for seconds"));
        assert_eq!(delivery.connection(), None);
    }

    #[test]
    fn new_connection_has_another_number() {
        let delivery = SignalDelivery::default();
        delivery.prove(Instant::now());
        let first = delivery.connection().expect("a signal has arrived");
        delivery.restart();
        assert_eq!(delivery.connection(), None, "nothing has arrived on it yet");
        delivery.prove(Instant::now());
        let second = delivery.connection().expect("a signal has arrived");
        assert_ne!(first, second);
    }
}
