//! The files and directories of the embedded Postgres.
//!
//! ```text
//! DATA_DIR/
//!   server.lock     the lock of the server that owns this directory
//!   pgpass          the password, mode 0600, in the format of PGPASSFILE
//!   postgres.log    the log of Postgres (and postgres.log.1)
//!   postgres/       the home: belongs to the account that runs Postgres
//!     data/         the cluster
//!     run/          the socket, if its path is short enough
//! ```
//!
//! Two of these may be elsewhere. If the account that runs Postgres cannot enter `DATA_DIR`,
//! `postgres` is a link to a home under the fallback directory. If the path of the socket
//! would be too long, the socket is in a private directory under a temporary one.
//!
//! Guarantees: never changes the mode or owner of a directory that it did not create, and
//! never deletes one that holds data. Files that root writes are outside of the home, where
//! the other account could replace them by links.

use std::fmt::Write as _;
use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::account::Account;
use super::log_file::LogFile;
use super::{find_installation, lock, secret};
use crate::embedded::error::Error;

/// Part of the socket's name, although Postgres listens on no TCP port.
pub(super) const PORT: u16 = 5432;

/// The maximum length of a socket's path in bytes: 103 on macOS, 107 on Linux.
const MAX_SOCKET_PATH: usize = 103;

/// Begins the names of temporary files in the home.
pub(super) const UNFINISHED: &str = "unfinished-";

/// The directories of the machine that the embedded Postgres uses. Tests replace the default.
#[derive(Debug, Clone)]
pub struct HostEnvironment {
    /// Directories to search for `postgres` and `initdb`, the preferred one first.
    pub program_dirs: Vec<PathBuf>,
    /// Holds the clusters whose data directory Postgres cannot enter.
    pub fallback_dir: PathBuf,
    /// Hold the sockets whose path would be too long, the preferred one first.
    pub temporary_dirs: Vec<PathBuf>,
}

impl Default for HostEnvironment {
    fn default() -> Self {
        Self {
            program_dirs: find_installation::usual_directories(),
            fallback_dir: PathBuf::from("/var/lib/vestnik"),
            temporary_dirs: vec![std::env::temp_dir(), PathBuf::from("/tmp")],
        }
    }
}

/// The paths of one embedded Postgres, all absolute and without links.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    data_dir: PathBuf,
    home: PathBuf,
    account: Account,
}

impl Layout {
    /// Finds the home of this data directory. Creates both if they are absent.
    pub(super) async fn open(data_dir: &Path, host: &HostEnvironment) -> Result<Self, Error> {
        let data_dir = open_data_dir(data_dir)?;
        let creation_lock = lock::lock_for_creation(&data_dir).await?;
        let link = data_dir.join("postgres");
        let home = match link.canonicalize() {
            Ok(home) => home,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if let Ok(target) = link.read_link() {
                    return Err(Error::MissingHome { link, target });
                }
                create_home(&data_dir, &link, host).await?
            }
            Err(error) => return Err(Error::io("open", &link)(error)),
        };
        let account = account_of(&home)?;
        drop(creation_lock);
        require_entry(account, &home).await?;
        Ok(Self {
            data_dir,
            home,
            account,
        })
    }

    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    pub(super) fn account(&self) -> Account {
        self.account
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.home.join("data")
    }

    pub(super) fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    pub(super) fn pgpass(&self) -> PathBuf {
        self.data_dir.join("pgpass")
    }

    pub(super) fn log(&self) -> LogFile {
        LogFile::new(self.data_dir.join("postgres.log"))
    }

    /// A new path in the home for a cluster that is to be renamed when it is complete.
    pub(super) fn unfinished_cluster(&self) -> PathBuf {
        let random = &secret::random_hex()[..8];
        self.home.join(format!("{UNFINISHED}{random}"))
    }

    /// Deletes the remains of attempts that crashed. Requires the exclusive usage lock.
    pub(super) fn remove_unfinished(&self) -> Result<(), Error> {
        let entries = std::fs::read_dir(&self.home).map_err(Error::io("list", &self.home))?;
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            if !name.as_bytes().starts_with(UNFINISHED.as_bytes()) {
                continue;
            }
            let path = entry.path();
            let removed = match entry.file_type() {
                Ok(kind) if kind.is_dir() => std::fs::remove_dir_all(&path),
                _ => std::fs::remove_file(&path),
            };
            removed.map_err(Error::io("remove", &path))?;
        }
        Ok(())
    }

    /// A directory for the socket, created if absent: private to the account, with a path
    /// that is short enough and free of characters special to connection strings.
    pub(super) async fn socket_dir(&self, host: &HostEnvironment) -> Result<PathBuf, Error> {
        let mut tried = vec![self.home.join("run")];
        let name = format!("vestnik-{}", fingerprint(&self.home));
        for temporary in &host.temporary_dirs {
            if let Ok(temporary) = temporary.canonicalize()
                && self.account.can_enter(&temporary).await
            {
                tried.push(temporary.join(&name));
            }
        }
        for directory in &tried {
            if is_usable_for_socket(directory) && self.make_private(directory)? {
                return Ok(directory.clone());
            }
        }
        let max_length = MAX_SOCKET_PATH - socket_name().len() - 1;
        Err(Error::NoSocketDirectory { tried, max_length })
    }

    /// Creates the directory if it is absent. Returns whether only the account can enter it.
    pub(super) fn make_private(&self, directory: &Path) -> Result<bool, Error> {
        match DirBuilder::new().mode(0o700).create(directory) {
            Ok(()) => self.account.give(directory)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::io("create", directory)(error)),
        }
        Ok(self.account.owns_privately(directory))
    }
}

/// The name that Postgres gives its socket.
pub(super) fn socket_name() -> String {
    format!(".s.PGSQL.{PORT}")
}

fn is_usable_for_socket(directory: &Path) -> bool {
    let path = directory.as_os_str().as_bytes();
    path.len() + 1 + socket_name().len() <= MAX_SOCKET_PATH
        && path
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

/// The data directory without links, created if absent. Root creates it so that the account
/// of Postgres can enter but not list it.
fn open_data_dir(data_dir: &Path) -> Result<PathBuf, Error> {
    let mode = if Account::current().is_root() {
        0o711
    } else {
        0o700
    };
    create_with_parents(data_dir, mode)
}

fn create_with_parents(directory: &Path, mode: u32) -> Result<PathBuf, Error> {
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(directory)
        .and_then(|()| directory.canonicalize())
        .map_err(Error::io("create", directory))
}

async fn create_home(
    data_dir: &Path,
    link: &Path,
    host: &HostEnvironment,
) -> Result<PathBuf, Error> {
    let account = Account::for_new_cluster()?;
    if account.can_enter(data_dir).await {
        create_private(link)?;
        return Ok(link.to_owned());
    }
    let fallback_dir = create_with_parents(&host.fallback_dir, 0o711)?;
    let home = create_fallback_home(&fallback_dir, data_dir)?;
    require_entry(account, &fallback_dir).await?;
    symlink(&home, link).map_err(Error::io("create", link))?;
    tracing::info!(
        data_dir = %data_dir.display(), home = %home.display(), account.uid = account.uid(),
        "PostgreSQL does not run as root and cannot enter the data directory: \
         the database is elsewhere, and the data directory has a link to it"
    );
    Ok(home)
}

/// A home of this name that exists belongs to a data directory that was deleted: it stays
/// for the administrator to delete, and the new home gets a number.
fn create_fallback_home(fallback_dir: &Path, data_dir: &Path) -> Result<PathBuf, Error> {
    let name = fingerprint(data_dir);
    let mut home = fallback_dir.join(&name);
    let mut number = 0;
    // An empty one can be used again.
    while home.exists() && std::fs::remove_dir(&home).is_err() {
        tracing::warn!(home = %home.display(), "the database of a deleted data directory is still here");
        number += 1;
        home = fallback_dir.join(format!("{name}-{number}"));
    }
    create_private(&home)?;
    Ok(home)
}

fn create_private(directory: &Path) -> Result<(), Error> {
    DirBuilder::new()
        .mode(0o700)
        .create(directory)
        .map_err(Error::io("create", directory))
}

/// The account that runs the cluster in this home. It becomes the owner of a new home.
fn account_of(home: &Path) -> Result<Account, Error> {
    let cluster = home.join("data");
    if cluster.exists() {
        return Account::owner_of(&cluster);
    }
    let account = match Account::owner_of(home) {
        // Root has just created it, or was killed before changing its owner.
        Err(Error::WrongOwner { owner: 0, .. }) if Account::current().is_root() => {
            Account::for_new_cluster()?
        }
        result => result?,
    };
    account.give(home)?;
    Ok(account)
}

async fn require_entry(account: Account, directory: &Path) -> Result<(), Error> {
    if account.can_enter(directory).await {
        return Ok(());
    }
    Err(Error::Unreachable {
        uid: account.uid(),
        path: directory.to_owned(),
    })
}

/// 16 hexadecimal digits that stand for a path.
fn fingerprint(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    let mut text = String::with_capacity(16);
    for byte in &digest[..8] {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}
