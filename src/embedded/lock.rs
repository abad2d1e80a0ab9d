//! Locks that decide which process may start, use or stop the cluster.
//!
//! Two file locks, which the kernel releases when their process ends:
//!
//! - the **server lock**, on a file in the data directory, belongs to the one server that
//!   owns the cluster;
//! - the **usage lock**, on the home directory of the cluster, is shared by all processes
//!   that use the database (a server, and commands such as `user add`) and exclusive while
//!   one of them starts or stops it.
//!
//! Hence two processes never start Postgres at the same time, and the last one to leave
//! stops it: a command that ends early does not stop the database of another.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use super::pause::POLL_INTERVAL;
use crate::embedded::error::Error;

/// How long another process may take to create something in a directory.
const CREATION_TIMEOUT: Duration = Duration::from_secs(30);

/// Held for as long as a server owns the data directory.
#[derive(Debug)]
pub(super) struct ServerLock {
    _file: File,
}

impl ServerLock {
    /// Takes the lock, or fails with the process that holds it.
    pub(super) fn acquire(data_dir: &Path) -> Result<Self, Error> {
        let path = data_dir.join("server.lock");
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&path)
            .map_err(Error::io("open", &path))?;
        if !succeeded(file.try_lock()).map_err(Error::io("lock", &path))? {
            let mut pid = String::new();
            let _ = file.read_to_string(&mut pid);
            return Err(Error::InUse {
                data_dir: data_dir.to_owned(),
                pid: pid.trim().parse().ok(),
            });
        }
        // The number only serves the message above.
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(Error::io("write", &path))?;
        Ok(Self { _file: file })
    }
}

/// Waits for the exclusive lock on a directory in which something is to be created once.
/// Dropping the file releases it.
pub(super) async fn lock_for_creation(directory: &Path) -> Result<File, Error> {
    let file = File::open(directory).map_err(Error::io("open", directory))?;
    let deadline = Instant::now() + CREATION_TIMEOUT;
    while !succeeded(file.try_lock()).map_err(Error::io("lock", directory))? {
        if Instant::now() > deadline {
            return Err(Error::io("lock", directory)(ErrorKind::WouldBlock.into()));
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    Ok(file)
}

/// The lock of the processes that use the database in one home directory.
#[derive(Debug)]
pub(super) struct UsageLock {
    directory: File,
    path: PathBuf,
}

impl UsageLock {
    /// Does not hold the lock yet.
    pub(super) fn new(home: &Path) -> Result<Self, Error> {
        let directory = File::open(home).map_err(Error::io("open", home))?;
        let path = home.to_owned();
        Ok(Self { directory, path })
    }

    /// Returns whether no other process uses the database; until [`UsageLock::release`],
    /// none can begin to.
    ///
    /// Releases a shared lock first: of several processes that leave at the same time, the
    /// last one gets `true`.
    pub(super) fn try_exclusive(&self) -> Result<bool, Error> {
        self.release()?;
        succeeded(self.directory.try_lock()).map_err(Error::io("lock", &self.path))
    }

    /// Releases an exclusive lock and joins the users of the database. Returns `false`
    /// while another process starts or stops it.
    pub(super) fn try_shared(&self) -> Result<bool, Error> {
        self.release()?;
        succeeded(self.directory.try_lock_shared()).map_err(Error::io("lock", &self.path))
    }

    pub(super) fn release(&self) -> Result<(), Error> {
        self.directory
            .unlock()
            .map_err(Error::io("unlock", &self.path))
    }
}

fn succeeded(result: Result<(), TryLockError>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
