//! A running Postgres: recognising it, waiting for its end, stopping it.
//!
//! Guarantees: a signal goes only to a process that is the postmaster of the given cluster,
//! never to another process that got its number.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::Child;
use tokio::time::{sleep, timeout};

use super::pause::POLL_INTERVAL;
use crate::embedded::error::Error;

/// How long a shutdown may take that writes everything to disk, and one that does not. Both
/// keep committed data.
const FAST_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);
const IMMEDIATE_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// How often to check that a postmaster which is not a child process still runs.
const LIVENESS_INTERVAL: Duration = Duration::from_secs(1);

/// The content of the cluster's `postmaster.pid`.
#[derive(Debug)]
pub(super) struct PidFile {
    pub(super) pid: Pid,
    /// Absent in the first moments of a start.
    pub(super) socket_dir: Option<PathBuf>,
    /// Whether Postgres accepts connections: it neither recovers nor stops.
    pub(super) is_ready: bool,
}

impl PidFile {
    /// Reads line 1, the process; line 5, the directory of the socket; and line 8, the state
    /// (`LOCK_FILE_LINE_…` in Postgres's `miscadmin.h`).
    fn read(cluster: &Path) -> Option<Self> {
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
            socket_dir: directory.is_absolute().then(|| directory.to_owned()),
            is_ready: line(8) == b"ready",
        })
    }

    /// Reads the file if its postmaster runs on this cluster now.
    pub(super) fn of_running(cluster: &Path) -> Option<Self> {
        Self::read(cluster).filter(|file| is_alive(file.pid) && is_postmaster(file.pid, cluster))
    }

    /// Deletes the file if another program has the number of its process, which happens
    /// after a crash of the machine. Requires the exclusive usage lock.
    ///
    /// # Why
    /// Postgres itself replaces a file whose process is gone, but refuses to start if a
    /// process of that number runs. It still prevents two postmasters by the shared memory
    /// of the cluster.
    pub(super) fn remove_if_stale(cluster: &Path) -> Result<(), Error> {
        let Some(Self { pid, .. }) = Self::read(cluster) else {
            return Ok(());
        };
        if !is_alive(pid) || is_postmaster(pid, cluster) {
            return Ok(());
        }
        tracing::info!(
            pid = pid.as_raw_nonzero(),
            "removing a stale postmaster.pid"
        );
        let path = cluster.join("postmaster.pid");
        std::fs::remove_file(&path).map_err(Error::io("remove", &path))
    }
}

/// A running postmaster, started by this process or found.
#[derive(Debug)]
pub(super) struct Postmaster {
    pub(super) child: Option<Child>,
    pub(super) socket_dir: PathBuf,
    pid: Pid,
    cluster: PathBuf,
}

impl Postmaster {
    /// One that this process did not start.
    pub(super) fn found(pid: Pid, cluster: PathBuf, socket_dir: PathBuf) -> Self {
        Self {
            child: None,
            socket_dir,
            pid,
            cluster,
        }
    }

    pub(super) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Returns once the process has ended. Cancel-safe.
    pub(super) async fn ended(&mut self) {
        self.wait(LIVENESS_INTERVAL).await;
    }

    /// Shuts down cleanly, or immediately if that takes too long.
    pub(super) async fn stop(mut self, log: &Path) -> Result<(), Error> {
        let signals = [
            (Signal::INT, FAST_SHUTDOWN_TIMEOUT),
            (Signal::QUIT, IMMEDIATE_SHUTDOWN_TIMEOUT),
        ];
        for (signal, limit) in signals {
            if self.child.is_none() && self.is_gone() {
                return Ok(());
            }
            match kill_process(self.pid, signal) {
                Ok(()) | Err(Errno::SRCH) => {}
                Err(error) => return Err(Error::io("stop", &self.cluster)(error.into())),
            }
            if timeout(limit, self.wait(POLL_INTERVAL)).await.is_ok() {
                return Ok(());
            }
            tracing::warn!(pid = self.pid(), ?signal, "PostgreSQL did not stop in time");
        }
        Err(Error::StillRunning {
            pid: self.pid(),
            log: log.to_owned(),
        })
    }

    async fn wait(&mut self, interval: Duration) {
        if let Some(child) = &mut self.child {
            // An error means that the child no longer exists.
            let _ = child.wait().await;
            return;
        }
        while !self.is_gone() {
            sleep(interval).await;
        }
    }

    /// Checks the file too: without an init process that reaps it, the process stays a
    /// zombie.
    fn is_gone(&self) -> bool {
        PidFile::of_running(&self.cluster).is_none_or(|file| file.pid != self.pid)
    }
}

/// Whether a process of this number exists, of any user.
fn is_alive(pid: Pid) -> bool {
    matches!(test_kill_process(pid), Ok(()) | Err(Errno::PERM))
}

/// Whether the process is a Postgres that was started with `-D cluster`.
#[cfg(target_os = "linux")]
fn is_postmaster(pid: Pid, cluster: &Path) -> bool {
    let path = format!("/proc/{}/cmdline", pid.as_raw_nonzero());
    let arguments = std::fs::read(path).unwrap_or_default();
    let mut arguments = arguments.split(|&byte| byte == 0);
    arguments.next().unwrap_or_default().ends_with(b"postgres")
        && arguments.any(|argument| argument == cluster.as_os_str().as_bytes())
}

/// Whether the process is a Postgres that was started with `-D cluster`.
#[cfg(not(target_os = "linux"))]
fn is_postmaster(pid: Pid, cluster: &Path) -> bool {
    let pid = pid.as_raw_nonzero().to_string();
    let mut command = std::process::Command::new("ps");
    let output = command.args(["-ww", "-o", "args=", "-p", &pid]).output();
    output.is_ok_and(|output| {
        let arguments = String::from_utf8_lossy(&output.stdout);
        arguments.contains("postgres") && arguments.contains(&*cluster.to_string_lossy())
    })
}
