//! A Postgres that runs: recognising it, waiting for its end, stopping it.
//!
//! Guarantees: a signal goes only to a process that is the postmaster of the given
//! cluster, never to one that merely inherited its number.
//!
//! Must not know how a cluster is made or when it is to run.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::Child;
use tokio::time::{sleep, timeout};

use super::{Error, POLL};

/// How long Postgres may take to shut down in order (it writes everything to disk),
/// and then how long to end at once. It is durable either way.
const FAST_LIMIT: Duration = Duration::from_secs(30);
const IMMEDIATE_LIMIT: Duration = Duration::from_secs(10);

/// How often to see whether a postmaster that is not our child still lives.
const WATCH: Duration = Duration::from_secs(1);

/// What the cluster's `postmaster.pid` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) pid: Pid,
    /// Absent for the first moments of a starting postmaster.
    pub(super) socket_directory: Option<PathBuf>,
    /// Whether it accepts connections: it neither recovers nor stops.
    pub(super) is_ready: bool,
}

impl Record {
    /// Reads the file: line 1 is the process, line 5 the socket's directory, line 8 its
    /// state (`miscadmin.h` in Postgres, `LOCK_FILE_LINE_…`).
    pub(super) fn read(cluster: &Path) -> Option<Self> {
        let bytes = std::fs::read(cluster.join("postmaster.pid")).ok()?;
        let lines: Vec<_> = bytes
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .collect();
        let line = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
        let pid = str::from_utf8(line(1)).ok()?.parse().ok()?;
        let directory = Path::new(OsStr::from_bytes(line(5)));
        Some(Self {
            pid: Pid::from_raw(pid)?,
            socket_directory: directory.is_absolute().then(|| directory.to_owned()),
            is_ready: line(8) == b"ready",
        })
    }

    /// The record of a postmaster that runs on this cluster now.
    pub(super) fn of_live(cluster: &Path) -> Option<Self> {
        Self::read(cluster).filter(|record| is_alive(record.pid) && serves(record.pid, cluster))
    }

    /// Removes the file if its process has become another program, as happens after a
    /// crash of the machine. Only for who uses the cluster alone.
    ///
    /// # Why
    /// Postgres itself removes a file whose process is gone, but refuses to start if a
    /// process of that number lives. It still guards against two postmasters by
    /// the shared memory of the cluster.
    pub(super) fn remove_if_stale(cluster: &Path) -> Result<(), Error> {
        let path = cluster.join("postmaster.pid");
        match Self::read(cluster) {
            Some(record) if is_alive(record.pid) && !serves(record.pid, cluster) => {
                tracing::info!(
                    pid = record.pid.as_raw_nonzero(),
                    "removing a stale postmaster.pid"
                );
                std::fs::remove_file(&path).map_err(Error::io("remove", &path))
            }
            _ => Ok(()),
        }
    }
}

/// A running postmaster, whether we started it or found it.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: Pid,
    child: Option<Child>,
    cluster: PathBuf,
    socket_directory: PathBuf,
}

impl Postmaster {
    pub(super) fn new(
        pid: Pid,
        child: Option<Child>,
        cluster: PathBuf,
        socket_directory: PathBuf,
    ) -> Self {
        Self {
            pid,
            child,
            cluster,
            socket_directory,
        }
    }

    pub(super) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    pub(super) fn socket_directory(&self) -> &Path {
        &self.socket_directory
    }

    /// Returns once the process has ended. May be dropped and called again.
    pub(super) async fn ended(&mut self) {
        self.ended_seen_every(WATCH).await;
    }

    /// Shuts down in order; if that takes too long, at once.
    pub(super) async fn stop(mut self, log: &Path) -> Result<(), Error> {
        for (signal, limit) in [(Signal::INT, FAST_LIMIT), (Signal::QUIT, IMMEDIATE_LIMIT)] {
            if self.child.is_none() && self.is_gone() {
                return Ok(());
            }
            match kill_process(self.pid, signal) {
                Ok(()) | Err(Errno::SRCH) => {}
                Err(source) => return Err(Error::io("stop", &self.cluster)(source.into())),
            }
            if timeout(limit, self.ended_seen_every(POLL)).await.is_ok() {
                return Ok(());
            }
            tracing::warn!(
                pid = self.pid(),
                ?signal,
                "PostgreSQL has not stopped in time"
            );
        }
        Err(Error::StillRunning {
            pid: self.pid(),
            log: log.to_owned(),
        })
    }

    async fn ended_seen_every(&mut self, interval: Duration) {
        if let Some(child) = &mut self.child {
            // An error means that there is no such child any more.
            let _ = child.wait().await;
            return;
        }
        while !self.is_gone() {
            sleep(interval).await;
        }
    }

    /// Its file counts too: where nobody collects orphans, the process stays a zombie.
    fn is_gone(&self) -> bool {
        Record::of_live(&self.cluster).is_none_or(|record| record.pid != self.pid)
    }
}

/// Whether a process of this number exists, be it somebody else's.
pub(super) fn is_alive(pid: Pid) -> bool {
    matches!(test_kill_process(pid), Ok(()) | Err(Errno::PERM))
}

/// Whether the process is a Postgres that was started with `-D cluster`.
#[cfg(target_os = "linux")]
fn serves(pid: Pid, cluster: &Path) -> bool {
    let path = format!("/proc/{}/cmdline", pid.as_raw_nonzero());
    let Ok(arguments) = std::fs::read(path) else {
        return false;
    };
    let mut arguments = arguments.split(|&byte| byte == 0);
    let program = arguments.next().unwrap_or_default();
    program.ends_with(b"postgres")
        && arguments.any(|argument| argument == cluster.as_os_str().as_bytes())
}

/// Whether the process is a Postgres that was started with `-D cluster`.
#[cfg(not(target_os = "linux"))]
fn serves(pid: Pid, cluster: &Path) -> bool {
    let pid = pid.as_raw_nonzero().to_string();
    let output = std::process::Command::new("ps")
        .args(["-ww", "-o", "args=", "-p", &pid])
        .output();
    let cluster = cluster.to_string_lossy();
    output.is_ok_and(|output| {
        let arguments = String::from_utf8_lossy(&output.stdout);
        arguments.contains("postgres") && arguments.contains(&*cluster)
    })
}
