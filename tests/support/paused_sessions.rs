//! A session of Postgres that is alive and does nothing: a log that cannot be read just now.

use rustix::process::{Pid, Signal, kill_process};

use super::TestDatabase;

/// The server's sessions of one purpose, stopped. They go on when this is dropped.
pub struct PausedSessions(Vec<Pid>);

impl PausedSessions {
    /// Stops them.
    pub async fn sessions(database: &TestDatabase, purpose: &str) -> Self {
        let pids: Vec<Pid> = database
            .backends(purpose)
            .await
            .into_iter()
            .filter_map(Pid::from_raw)
            .collect();
        assert!(!pids.is_empty(), "no session for {purpose}");
        let frozen = Self(pids);
        for pid in &frozen.0 {
            kill_process(*pid, Signal::STOP).expect("the cluster is ours");
        }
        frozen
    }
}

impl Drop for PausedSessions {
    fn drop(&mut self) {
        for pid in &self.0 {
            let _ = kill_process(*pid, Signal::CONT);
        }
    }
}
