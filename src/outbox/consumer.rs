//! The trait of consumers.

use std::time::Duration;

use crate::db::{Error, Transaction};
use crate::domain::Event;

/// Consumes the log, on one replica at a time. See [`super::Runner`] for when it is called.
pub trait Consumer: Send + 'static {
    /// Its name in metrics, and by default its key.
    const NAME: &'static str;

    /// The age that an event must have, for consumers whose effects depend on what followed it.
    const SETTLED: Duration = Duration::ZERO;

    /// The key of its row in the table `consumers`. A new key starts at the end of the log.
    fn key(&self) -> &str {
        Self::NAME
    }

    /// Whether there is room for what further events cause. Without, [`Self::process`] gets none.
    fn has_room(&self) -> bool {
        true
    }

    /// Processes events, in log order and without a gap, in the transaction that moves the
    /// consumer's position past them, and records the results of external work. There may be no events.
    /// Must not do anything that a rollback does not undo.
    fn process(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Does external work until there is a result to record. May be dropped and called again at
    /// any time.
    fn poll_external(&mut self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    /// Abandons running work, because another replica has taken over, or a transaction failed and it
    /// is unknown which results were recorded.
    fn abandon(&mut self) {}
}
