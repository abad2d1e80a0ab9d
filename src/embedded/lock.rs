//! Who may do what with the cluster at this moment.
//!
//! Two locks, both `flock`s that the kernel drops when their process dies:
//!
//! - the **server lock**, a file in the data directory, is held by the one server
//!   that owns the cluster;
//! - the **turn**, on the cluster's home directory, is shared by all who use the
//!   database (a server, and commands such as `user add` beside it) and exclusive for
//!   starting and stopping it.
//!
//! Hence nobody starts Postgres twice, and whoever is the last to leave stops it: a
//! command never has its database taken away by another that ends earlier.
//!
//! Must not know what is done with the cluster.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;

use super::{Error, POLL};

/// How long another process may hold a directory while it creates something there.
const CREATION_LIMIT: Duration = Duration::from_secs(30);

/// Held for as long as a server owns the data directory.
#[derive(Debug)]
pub(super) struct ServerLock {
    _file: File,
}

impl ServerLock {
    /// Takes the lock, or says who has it.
    pub(super) fn take(data_dir: &Path) -> Result<Self, Error> {
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
        if !try_flock(&file, FlockOperation::NonBlockingLockExclusive, &path)? {
            let mut pid = String::new();
            let pid = file
                .read_to_string(&mut pid)
                .ok()
                .and_then(|_| pid.trim().parse().ok());
            return Err(Error::InUse {
                data_dir: data_dir.to_owned(),
                pid,
            });
        }
        // The number only serves the message above.
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(Error::io("write", &path))?;
        Ok(Self { _file: file })
    }
}

/// Waits for the lock on a directory in which something is to be created once, and
/// holds it until the file is dropped.
pub(super) async fn alone_in(directory: &Path) -> Result<File, Error> {
    let file = File::open(directory).map_err(Error::io("open", directory))?;
    let deadline = Instant::now() + CREATION_LIMIT;
    while !try_flock(&file, FlockOperation::NonBlockingLockExclusive, directory)? {
        if Instant::now() > deadline {
            let taken = std::io::Error::from(ErrorKind::WouldBlock);
            return Err(Error::io("lock", directory)(taken));
        }
        tokio::time::sleep(POLL).await;
    }
    Ok(file)
}

/// A place among those who use the database of one home directory.
#[derive(Debug)]
pub(super) struct Turn {
    home: File,
    path: PathBuf,
}

impl Turn {
    /// Holds nothing yet.
    pub(super) fn new(home: &Path) -> Result<Self, Error> {
        let file = File::open(home).map_err(Error::io("open", home))?;
        Ok(Self {
            home: file,
            path: home.to_owned(),
        })
    }

    /// Whether nobody else uses the database now; then nobody else can begin to.
    ///
    /// Gives up the share that was held. Of several who leave at once, one is the last
    /// and gets `true`: each gives up its share before it looks for those of the others.
    pub(super) fn try_alone(&self) -> Result<bool, Error> {
        try_flock(
            &self.home,
            FlockOperation::NonBlockingLockExclusive,
            &self.path,
        )
    }

    /// Whether we are among the users now: `false` while one of them starts or stops it.
    pub(super) fn try_share(&self) -> Result<bool, Error> {
        try_flock(
            &self.home,
            FlockOperation::NonBlockingLockShared,
            &self.path,
        )
    }

    /// Gives up whatever is held.
    pub(super) fn release(&self) -> Result<(), Error> {
        try_flock(&self.home, FlockOperation::Unlock, &self.path).map(|_| ())
    }
}

fn try_flock(file: &File, operation: FlockOperation, path: &Path) -> Result<bool, Error> {
    loop {
        match flock(file, operation) {
            Ok(()) => return Ok(true),
            Err(Errno::INTR) => {}
            Err(error) if std::io::Error::from(error).kind() == ErrorKind::WouldBlock => {
                return Ok(false);
            }
            Err(error) => return Err(Error::io("lock", path)(error.into())),
        }
    }
}
