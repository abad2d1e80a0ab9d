//! Where the embedded Postgres lives.
//!
//! ```text
//! DATA_DIR/
//!   server.lock     the server that owns this directory
//!   pgpass          the owner's password, mode 0600, as PGPASSFILE wants it
//!   postgres.log    what Postgres says (and postgres.log.1)
//!   postgres/       the home: belongs to the account that runs Postgres
//!     data/         the cluster
//!     run/          the socket, if its path is short enough
//! ```
//!
//! Two of these may be elsewhere. If the account that runs Postgres cannot pass to
//! `DATA_DIR`, `postgres` is a link to a home under the fallback directory. If the
//! socket's path would be too long, the socket is in a private directory under the
//! temporary one; a Postgres that runs says where in its `postmaster.pid`.
//!
//! Guarantees: never changes the mode or owner of a directory that it did not create,
//! and never deletes one that holds anything. What root writes is kept outside the
//! home, where the other account could put a link in its way.

use std::fmt::Write as _;
use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::account::Account;
use super::log::Log;
use super::{Error, discover, lock, secret};

/// The socket's name is `.s.PGSQL.<port>`, even where there is no port to listen on.
pub(super) const PORT: u16 = 5432;

/// The longest path of a Unix socket in bytes: macOS takes 103, Linux 107.
const SOCKET_LIMIT: usize = 103;

/// The machine as the embedded Postgres sees it. [`Machine::default`] is the real one.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Directories in which `postgres` and `initdb` are looked for, the best first.
    pub programs: Vec<PathBuf>,
    /// Where clusters are kept whose data directory Postgres cannot reach.
    pub fallback: PathBuf,
    /// Directories for sockets whose path would be too long, the best first.
    pub temporary: Vec<PathBuf>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            programs: discover::usual_directories(),
            fallback: PathBuf::from("/var/lib/vestnik"),
            temporary: vec![std::env::temp_dir(), PathBuf::from("/tmp")],
        }
    }
}

/// The paths of one embedded Postgres, all absolute and free of links.
#[derive(Debug, Clone)]
pub(super) struct Place {
    data_dir: PathBuf,
    home: PathBuf,
    account: Account,
}

impl Place {
    /// Finds the home that belongs to this data directory; creates both if need be.
    pub(super) async fn open(data_dir: &Path, machine: &Machine) -> Result<Self, Error> {
        let data_dir = open_data_dir(data_dir)?;
        let creating = lock::alone_in(&data_dir).await?;
        let link = data_dir.join("postgres");
        let home = match link.canonicalize() {
            Ok(home) => home,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if let Ok(target) = link.read_link() {
                    return Err(Error::Gone { link, target });
                }
                create_home(&data_dir, &link, machine).await?
            }
            Err(source) => return Err(Error::io("open", &link)(source)),
        };
        let account = settle(&home)?;
        drop(creating);
        if !account.can_pass(&home).await {
            return Err(Error::OutOfReach {
                uid: account.uid(),
                path: home,
            });
        }
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

    pub(super) fn log(&self) -> Log {
        Log::new(self.data_dir.join("postgres.log"))
    }

    /// A path in the home that nobody else uses, for something to be renamed or removed.
    pub(super) fn unfinished(&self, what: &str) -> PathBuf {
        let random = &secret::random_hex()[..8];
        self.home.join(format!("{UNFINISHED}{what}-{random}"))
    }

    /// Removes what a crash left of earlier attempts. Only for who uses the home alone.
    pub(super) fn remove_unfinished(&self) -> Result<(), Error> {
        let entries = std::fs::read_dir(&self.home).map_err(Error::io("list", &self.home))?;
        for entry in entries.filter_map(Result::ok) {
            if !entry
                .file_name()
                .as_bytes()
                .starts_with(UNFINISHED.as_bytes())
            {
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

    /// A directory for the socket, created if need be: private to the account, with a
    /// path short enough and free of characters that connection strings give a meaning.
    pub(super) async fn socket_directory(&self, machine: &Machine) -> Result<PathBuf, Error> {
        let mut tried = vec![self.home.join("run")];
        let name = format!("vestnik-{}", fingerprint(&self.home));
        for temporary in &machine.temporary {
            if let Ok(temporary) = temporary.canonicalize()
                && self.account.can_pass(&temporary).await
            {
                tried.push(temporary.join(&name));
            }
        }
        for directory in &tried {
            if is_fit_for_socket(directory) && self.make_private(directory)? {
                return Ok(directory.clone());
            }
        }
        let limit = SOCKET_LIMIT - socket_name().len() - 1;
        Err(Error::NoSocketDirectory { tried, limit })
    }

    /// Creates the directory if need be, and says whether the account alone can enter it.
    pub(super) fn make_private(&self, directory: &Path) -> Result<bool, Error> {
        match DirBuilder::new().mode(0o700).create(directory) {
            Ok(()) => self.account.give(directory)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(source) => return Err(Error::io("create", directory)(source)),
        }
        Ok(self.account.owns_privately(directory))
    }
}

const UNFINISHED: &str = "unfinished-";

/// `.s.PGSQL.5432`.
pub(super) fn socket_name() -> String {
    format!(".s.PGSQL.{PORT}")
}

fn is_fit_for_socket(directory: &Path) -> bool {
    let bytes = directory.as_os_str().as_bytes();
    bytes.len() + 1 + socket_name().len() <= SOCKET_LIMIT
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

/// The data directory without links, created if need be. Root makes it so that the
/// account of Postgres can pass through it, but not see what else is in it.
fn open_data_dir(data_dir: &Path) -> Result<PathBuf, Error> {
    let mode = if Account::own().uid() == 0 {
        0o711
    } else {
        0o700
    };
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(data_dir)
        .map_err(Error::io("create", data_dir))?;
    data_dir.canonicalize().map_err(Error::io("open", data_dir))
}

async fn create_home(data_dir: &Path, link: &Path, machine: &Machine) -> Result<PathBuf, Error> {
    let account = Account::for_new_cluster()?;
    if account.can_pass(data_dir).await {
        create_private(link)?;
        return Ok(link.to_owned());
    }
    let home = create_fallback(data_dir, machine)?;
    if !account.can_pass(&machine.fallback).await {
        return Err(Error::OutOfReach {
            uid: account.uid(),
            path: machine.fallback.clone(),
        });
    }
    std::os::unix::fs::symlink(&home, link).map_err(Error::io("create", link))?;
    tracing::info!(
        data_dir = %data_dir.display(), home = %home.display(), account.uid = account.uid(),
        "PostgreSQL, which does not run as root, cannot reach the data directory: \
         the database is kept elsewhere, with a link to it"
    );
    Ok(home)
}

/// A new home outside the data directory.
fn create_fallback(data_dir: &Path, machine: &Machine) -> Result<PathBuf, Error> {
    let fallback = &machine.fallback;
    DirBuilder::new()
        .recursive(true)
        .mode(0o711)
        .create(fallback)
        .map_err(Error::io("create", fallback))?;
    let fallback = fallback
        .canonicalize()
        .map_err(Error::io("open", fallback))?;
    let name = fingerprint(data_dir);
    let mut home = fallback.join(&name);
    let mut number = 0;
    // A home of this name has lost its link: somebody removed the data directory. The
    // database stays for them to remove; only one that is empty is used again.
    while home.exists() && std::fs::remove_dir(&home).is_err() {
        tracing::warn!(home = %home.display(), "a database of a removed data directory is left here");
        number += 1;
        home = fallback.join(format!("{name}-{number}"));
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

/// Who runs the cluster in this home. A home without one is given to the account first.
fn settle(home: &Path) -> Result<Account, Error> {
    let cluster = home.join("data");
    if cluster.exists() {
        return Account::owning(&cluster);
    }
    let account = match Account::owning(home) {
        Ok(account) => account,
        // Just created by root, or by a root that was killed before it gave it away.
        Err(Error::WrongOwner { owner: 0, .. }) if Account::own().uid() == 0 => {
            Account::for_new_cluster()?
        }
        Err(error) => return Err(error),
    };
    account.give(home)?;
    Ok(account)
}

/// 16 hexadecimal digits that stand for a path.
fn fingerprint(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    digest
        .iter()
        .take(8)
        .fold(String::with_capacity(16), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
