//! What to do with the events of the log.

use std::time::Duration;

use crate::db::{Error, Transaction};
use crate::domain::Event;

/// Consumes the log, one replica at a time. See [`super::Runner`] for when it is called.
pub trait Consumer: Send {
    /// Its row in the table `consumers`. Another name begins anew, at the end of the log.
    const NAME: &'static str;

    /// How old an event has to be: for consumers that have to know what came of it.
    const SETTLED: Duration = Duration::ZERO;

    /// Takes in events, in log order and without a gap, in the transaction that moves the
    /// checkpoint past them. Must not do anything that a rollback does not undo.
    fn consume(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Does its work outside until there is something to write down, or nothing left to do.
    /// May be dropped and called again at any time.
    fn poll_external(&mut self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    /// Writes down what came of the work outside, and takes up more of it. Called in each
    /// transaction, after [`Consumer::consume`].
    fn record_results(
        &mut self,
        _transaction: &Transaction<'_>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        async { Ok(()) }
    }

    /// Lets go of work under way: another replica has taken over, or a transaction failed, so
    /// that it is not known what was written down.
    fn abandon(&mut self) {}
}
