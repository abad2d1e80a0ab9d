//! Sets a replica's clock forward and back by hours.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rand::RngExt as _;
use rustix::process::{Signal, kill_process};

use crate::campaign::Campaign;
use crate::support::wait::eventually;
use crate::support::{ReplicaProcess, cluster};

/// A wall clock that is set by writing to a file; the monotonic clock is not affected.
pub struct Clock {
    directory: PathBuf,
    library: PathBuf,
}

impl Clock {
    /// A correct clock.
    pub fn new() -> Self {
        let clock = Self {
            directory: cluster::temporary_directory(),
            library: libfaketime(),
        };
        clock.set(0);
        clock
    }

    /// Sets the clock to the correct time plus these seconds.
    pub fn set(&self, seconds: i64) {
        // The rename is atomic, so no process reads a partial file.
        let new = self.directory.join("new");
        std::fs::write(&new, format!("{seconds:+}\n")).expect("the directory is ours");
        std::fs::rename(new, self.directory.join("now")).expect("the directory is ours");
    }

    /// Environment variables of a process that uses this clock.
    pub fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("LD_PRELOAD", path(&self.library)),
            ("FAKETIME_TIMESTAMP_FILE", path(&self.directory.join("now"))),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            // As on a real machine, only the wall clock jumps.
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
    }

    /// Waits until a replica's log shows that it uses this clock. (The `Date` header does not: it is
    /// cached until a second has passed by the clock that went back.)
    pub async fn until_believed(replica: &ReplicaProcess, seconds: i64) {
        let what = format!("a clock that is {seconds} s off");
        eventually(&what, async || {
            // The server logs a line for every SIGHUP.
            kill_process(replica.pid(), Signal::HUP).expect("the process is ours");
            let log = replica.log();
            let line = log.lines().rfind(|line| line.contains("SIGHUP"))?;
            let logged: Timestamp = line.split_whitespace().next()?.parse().ok()?;
            let off = logged.duration_since(Timestamp::now()).as_secs() - seconds;
            (off.abs() < 60).then_some(())
        })
        .await;
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

/// The path of Debian's package on any architecture.
fn libfaketime() -> PathBuf {
    let machines = std::fs::read_dir("/usr/lib")
        .into_iter()
        .flatten()
        .flatten();
    machines
        .map(|machine| machine.path().join("faketime/libfaketime.so.1"))
        .find(|library| library.exists())
        .expect("faketime is installed (`make test` checks this)")
}

/// Sets one replica's clock several times under load.
pub async fn jumps(campaign: &mut Campaign) {
    let node = campaign.any_node();
    let clock = Clock::new();
    let settings = clock.settings();
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    campaign.environment.nodes[node].terminate().await;
    campaign.environment.nodes[node].start_with(&settings).await;
    for _ in 0..3 {
        let hours = campaign.rng.random_range(-12..=12);
        clock.set(hours * 3600);
        Clock::until_believed(campaign.environment.nodes[node].replica(), hours * 3600).await;
        campaign.acknowledge(campaign.scale.window / 2).await;
    }
    campaign.environment.nodes[node].terminate().await;
    campaign.environment.nodes[node].start().await;
}
