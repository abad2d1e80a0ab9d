//! The system user that runs Postgres.
//!
//! Postgres refuses to run as root. If the server is root, the programs of Postgres run as
//! an ordinary account, otherwise as the server's own.
//!
//! Guarantees: a program started through [`Account::command`] has the user and group of the
//! account, no supplementary groups, and none of the server's environment variables, which
//! may hold secrets or settings of another Postgres (`PGPORT`, `PGOPTIONS` …).

use std::ffi::OsStr;
use std::os::unix::fs::{MetadataExt, fchown, lchown};
use std::path::Path;
use std::process::Stdio;

use tempfile::NamedTempFile;
use tokio::process::Command;

use crate::embedded::error::Error;

/// Accounts that may run Postgres for root, the preferred one first.
const CANDIDATES: [&str; 4] = ["postgres", "_postgres", "vestnik", "nobody"];

/// Variables that a program may need in order to run at all.
const INHERITED_VARIABLES: [&str; 3] = ["PATH", "LD_LIBRARY_PATH", "TMPDIR"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// The account of this process.
    pub(super) fn current() -> Self {
        Self {
            uid: rustix::process::geteuid().as_raw(),
            gid: rustix::process::getegid().as_raw(),
        }
    }

    /// The account to run a new cluster.
    pub(super) fn for_new_cluster() -> Result<Self, Error> {
        let current = Self::current();
        if !current.is_root() {
            return Ok(current);
        }
        let mut accounts = CANDIDATES.iter().filter_map(|name| Self::named(name));
        let candidates = CANDIDATES.to_vec();
        accounts
            .find(|account| !account.is_root())
            .ok_or(Error::NoAccount { candidates })
    }

    /// The owner of an existing cluster: Postgres does not start as another account.
    pub(super) fn owner_of(cluster: &Path) -> Result<Self, Error> {
        let metadata = std::fs::metadata(cluster).map_err(Error::io("stat", cluster))?;
        let owner = Self {
            uid: metadata.uid(),
            gid: metadata.gid(),
        };
        let current = Self::current();
        if owner.is_root() || !(current.is_root() || current.uid == owner.uid) {
            return Err(Error::WrongOwner {
                cluster: cluster.to_owned(),
                owner: owner.uid,
            });
        }
        Ok(owner)
    }

    /// Asks the program `id`, which knows the users of every directory service;
    /// `/etc/passwd` does not.
    fn named(name: &str) -> Option<Self> {
        let id = |flag| {
            let mut command = std::process::Command::new("id");
            let output = command.args([flag, name]).output().ok()?;
            String::from_utf8_lossy(&output.stdout).trim().parse().ok()
        };
        Some(Self {
            uid: id("-u")?,
            gid: id("-g")?,
        })
    }

    pub(super) fn is_root(self) -> bool {
        self.uid == 0
    }

    fn is_current(self) -> bool {
        self.uid == Self::current().uid
    }

    pub(super) fn uid(self) -> u32 {
        self.uid
    }

    /// Whether this is a directory that belongs to the account and only it can enter.
    pub(super) fn owns_privately(self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok_and(|metadata| {
            metadata.is_dir() && metadata.uid() == self.uid && metadata.mode().trailing_zeros() >= 6
        })
    }

    /// A program to run as this account, in a process group of its own: Ctrl-C at the
    /// terminal does not reach it.
    pub(super) fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("LC_ALL", "C")
            .current_dir("/")
            .stdin(Stdio::null())
            .process_group(0);
        let inherited = INHERITED_VARIABLES.iter();
        command.envs(inherited.filter_map(|name| Some((name, std::env::var_os(name)?))));
        if !self.is_current() {
            // The standard library also drops all supplementary groups of a root process.
            command.gid(self.gid).uid(self.uid);
        }
        command
    }

    /// Whether this account may enter the directory.
    ///
    /// # Why
    /// A process of the account asks the kernel: mode bits alone do not show access control
    /// lists or mounts.
    pub(super) async fn can_enter(self, directory: &Path) -> bool {
        if self.is_current() {
            return true;
        }
        let mut command = self.command("/bin/sh");
        command.args(["-c", "test -x \"$1\"", "sh"]).arg(directory);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().await.is_ok_and(|status| status.success())
    }

    /// Makes this account the owner of a directory that this process created.
    pub(super) fn give(self, path: &Path) -> Result<(), Error> {
        if self.is_current() {
            return Ok(());
        }
        lchown(path, Some(self.uid), Some(self.gid)).map_err(Error::io("change the owner of", path))
    }

    /// [`Account::give`] for an open file.
    pub(super) fn give_file(self, file: &NamedTempFile) -> Result<(), Error> {
        if self.is_current() {
            return Ok(());
        }
        fchown(file.as_file(), Some(self.uid), Some(self.gid))
            .map_err(Error::io("change the owner of", file.path()))
    }
}
