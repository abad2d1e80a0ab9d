//! The system user that runs Postgres.
//!
//! Postgres refuses to run as root. Where we are root, its programs run as an
//! ordinary account; otherwise they run as we do.
//!
//! Guarantees: a program started through [`Account::command`] has this account's user
//! and group, no supplementary groups, and none of our environment variables, which
//! may hold secrets or settings of another Postgres (`PGPORT`, `PGOPTIONS` …).

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command as BlockingCommand, Stdio};

use tokio::process::Command;

use super::Error;

/// Accounts that may run Postgres for root, the best first.
const CANDIDATES: [&str; 4] = ["postgres", "_postgres", "vestnik", "nobody"];

/// Variables that a program may need in order to run at all.
const INHERITED: [&str; 3] = ["PATH", "LD_LIBRARY_PATH", "TMPDIR"];

/// A system user and its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// Who we are.
    pub(super) fn own() -> Self {
        Self {
            uid: rustix::process::geteuid().as_raw(),
            gid: rustix::process::getegid().as_raw(),
        }
    }

    /// Who is to run a new cluster.
    pub(super) fn for_new_cluster() -> Result<Self, Error> {
        let own = Self::own();
        if !own.is_root() {
            return Ok(own);
        }
        let candidates = CANDIDATES.iter().filter_map(|name| Self::named(name));
        candidates
            .into_iter()
            .find(|account| !account.is_root())
            .ok_or(Error::NoAccount {
                candidates: CANDIDATES.to_vec(),
            })
    }

    /// Who runs an existing cluster: its owner, for Postgres accepts nobody else.
    pub(super) fn owning(cluster: &Path) -> Result<Self, Error> {
        let metadata = std::fs::metadata(cluster).map_err(Error::io("look at", cluster))?;
        let owner = Self {
            uid: metadata.uid(),
            gid: metadata.gid(),
        };
        let own = Self::own();
        if owner.is_root() || !(own.is_root() || own.uid == owner.uid) {
            return Err(Error::WrongOwner {
                cluster: cluster.to_owned(),
                owner: owner.uid,
            });
        }
        Ok(owner)
    }

    /// Asks the system's `id`, which knows users from any directory service, where
    /// reading `/etc/passwd` would not.
    fn named(name: &str) -> Option<Self> {
        let ask = |flag| {
            let output = BlockingCommand::new("id")
                .args([flag, name])
                .output()
                .ok()?;
            String::from_utf8_lossy(&output.stdout).trim().parse().ok()
        };
        Some(Self {
            uid: ask("-u")?,
            gid: ask("-g")?,
        })
    }

    fn is_root(self) -> bool {
        self.uid == 0
    }

    /// Whether this is somebody else than the user we run as.
    pub(super) fn is_another(self) -> bool {
        self.uid != Self::own().uid
    }

    pub(super) fn uid(self) -> u32 {
        self.uid
    }

    /// Whether this path belongs to the account and to it alone.
    pub(super) fn owns_privately(self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok_and(|metadata| {
            metadata.is_dir() && metadata.uid() == self.uid && metadata.mode().trailing_zeros() >= 6
        })
    }

    /// A program that is to run as this account, in a process group of its own so that
    /// a Ctrl-C at our terminal does not reach it.
    pub(super) fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::null())
            .process_group(0);
        command.env("LC_ALL", "C");
        for name in INHERITED {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if self.is_another() {
            // Before it changes the user, the standard library drops all
            // supplementary groups of a process that is root.
            command.gid(self.gid).uid(self.uid);
        }
        command
    }

    /// Whether this account may pass through the directory and all those above it.
    ///
    /// # Why
    /// The kernel is asked, as that user: mode bits alone do not tell of access
    /// control lists or of mounts.
    pub(super) async fn can_pass(self, directory: &Path) -> bool {
        if !self.is_another() {
            return true;
        }
        let mut command = self.command("/bin/sh");
        command.args(["-c", "test -x \"$1\"", "sh"]).arg(directory);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().await.is_ok_and(|status| status.success())
    }

    /// Makes a file or directory that we created this account's own.
    pub(super) fn give(self, path: &Path) -> Result<(), Error> {
        if self.is_another() {
            std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))
                .map_err(Error::io("change the owner of", path))?;
        }
        Ok(())
    }
}
