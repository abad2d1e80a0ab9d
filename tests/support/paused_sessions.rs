//! Sessions of Postgres that are stopped but not closed.

use rustix::process::{Pid, Signal, kill_process};

use super::TestDatabase;

/// The server's stopped sessions of one purpose; they continue when this is dropped.
pub struct PausedSessions(Vec<Pid>);

impl PausedSessions {
    pub async fn sessions(database: &TestDatabase, purpose: &str) -> Self {
        let pids: Vec<Pid> = database
            .backends(purpose)
            .await
            .into_iter()
            .filter_map(Pid::from_raw)
            .collect();
        assert!(!pids.is_empty(), "no session for {purpose}");
        let paused = Self(pids);
        for pid in &paused.0 {
            kill_process(*pid, Signal::STOP).expect("the cluster is ours");
        }
        paused
    }
}

impl Drop for PausedSessions {
    fn drop(&mut self) {
        for pid in &self.0 {
            let _ = kill_process(*pid, Signal::CONT);
        }
    }
}
