//! Deletes expired sessions.

use std::time::Duration;

use super::error::Error;
use super::sessions::Sessions;
use crate::workers::Job;

/// The job that deletes refresh tokens and revocations after their expiry.
pub struct SessionSweeper(pub Sessions);

impl Job for SessionSweeper {
    const NAME: &'static str = "session_sweeper";
    const INTERVAL: Duration = Duration::from_mins(10);
    type Error = Error;

    async fn run(&mut self) -> Result<(), Error> {
        self.0.sweep().await
    }
}
