//! Deletes keys that count no longer.

use std::time::Duration;

use crate::db::query;
use crate::db::{Error, Pool};
use crate::workers::Job;

const SWEEP: &str =
    "DELETE FROM public.idempotency_keys AS k WHERE k.claimed_at < now() - interval '1 day'";

/// The job that deletes keys after a day.
pub struct KeySweeper(pub Pool);

impl Job for KeySweeper {
    const NAME: &'static str = "key_sweeper";
    const INTERVAL: Duration = Duration::from_mins(10);
    type Error = Error;

    async fn run(&mut self) -> Result<(), Error> {
        query::run(&self.0, SWEEP, &[]).await?;
        Ok(())
    }
}
