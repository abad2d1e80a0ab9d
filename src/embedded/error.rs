//! Why the embedded Postgres could not be provided.
//!
//! The reader may have just cloned the project and typed one command: each message says
//! what was searched, what was found, and what to do next.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use super::installation::{Installation, SUPPORTED};

/// A failure to provide the embedded Postgres.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(
        "no PostgreSQL {} to {} found. Searched for initdb and postgres in {}. Found: {}.\n{}\nOr set DATABASE_URL to a Postgres that runs elsewhere.",
        SUPPORTED.start(), SUPPORTED.end(), list(searched), installations(found), install_advice(None)
    )]
    NoPostgres {
        searched: Vec<PathBuf>,
        found: Vec<Installation>,
    },

    #[error(
        "the database in {} requires PostgreSQL {major}, which is not installed. Found: {}.\n{}\nOr upgrade the database to a newer version with pg_upgrade.",
        cluster.display(), installations(found), install_advice(Some(*major))
    )]
    MajorNotInstalled {
        cluster: PathBuf,
        major: u32,
        found: Vec<Installation>,
    },

    #[error(
        "{} is not a PostgreSQL cluster (its PG_VERSION is {content:?}): move it away, or restore it from a backup",
        cluster.display()
    )]
    NotACluster { cluster: PathBuf, content: String },

    #[error(
        "another vestnik server{} already uses {}: stop it first, or set another DATA_DIR for this one",
        pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), data_dir.display()
    )]
    InUse { data_dir: PathBuf, pid: Option<i32> },

    #[error(
        "another vestnik process uses the database in {}, but the database has not answered for {seconds} s; see {}",
        home.display(), log.display()
    )]
    Busy {
        home: PathBuf,
        seconds: u64,
        log: PathBuf,
    },

    #[error(
        "the database in {} belongs to the system user {owner}: run vestnik as that user or as root, or set another DATA_DIR",
        cluster.display()
    )]
    WrongOwner { cluster: PathBuf, owner: u32 },

    #[error(
        "PostgreSQL refuses to run as root, and none of the system users {} exists: run vestnik as an ordinary user, or create one of them",
        candidates.join(", ")
    )]
    NoAccount { candidates: Vec<&'static str> },

    #[error(
        "PostgreSQL runs as the system user {uid}, which cannot enter {}: run chmod o+x on that directory and those above it, or set another DATA_DIR",
        path.display()
    )]
    Unreachable { uid: u32, path: PathBuf },

    #[error(
        "{} links to {}, which does not exist: restore the database there (is a volume not mounted?), or delete the link to start with an empty database",
        link.display(), target.display()
    )]
    MissingHome { link: PathBuf, target: PathBuf },

    #[error(
        "no directory for the socket of PostgreSQL: {} must belong to the user that runs PostgreSQL, with mode 0700 and a path of at most {max_length} bytes",
        list(tried)
    )]
    NoSocketDirectory {
        tried: Vec<PathBuf>,
        max_length: usize,
    },

    #[error("initdb could not create the database in {}:\n{output}", cluster.display())]
    Initdb { cluster: PathBuf, output: String },

    #[error("PostgreSQL ended while starting ({status}). The end of {}:\n{tail}", log.display())]
    StartFailed {
        status: ExitStatus,
        log: PathBuf,
        tail: String,
    },

    #[error(
        "PostgreSQL was not ready after {seconds} s. It may be recovering from a crash: it continues, and the next start waits for it again. The end of {}:\n{tail}",
        log.display()
    )]
    NotReady {
        seconds: u64,
        log: PathBuf,
        tail: String,
    },

    #[error(
        "the database rejects the password in {}: restore the file that belongs to this database",
        pgpass.display()
    )]
    WrongPassword { pgpass: PathBuf },

    #[error("{} {reason}", path.display())]
    BadSecret { path: PathBuf, reason: &'static str },

    #[error("PostgreSQL (process {pid}) did not stop, even after SIGQUIT; see {}", log.display())]
    StillRunning { pid: i32, log: PathBuf },

    #[error("the embedded PostgreSQL refused a statement")]
    Statement(#[from] tokio_postgres::Error),

    #[error("cannot {action} {}", path.display())]
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
}

impl Error {
    /// Adds the failed action, a verb, and its file to an I/O error.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    paths.join(", ")
}

fn installations(found: &[Installation]) -> String {
    if found.is_empty() {
        return "none".to_owned();
    }
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    found.join(", ")
}

/// How to install a supported Postgres, or the given major version.
fn install_advice(major: Option<u32>) -> String {
    let debian = major.map(|major| format!("-{major}")).unwrap_or_default();
    let fedora = major.map(|major| major.to_string()).unwrap_or_default();
    let brew = major.unwrap_or(*SUPPORTED.end());
    format!(
        "Install it:
  Debian, Ubuntu:  sudo apt install postgresql{debian}
  Fedora, RHEL:    sudo dnf install postgresql{fedora}-server
  macOS:           brew install postgresql@{brew}"
    )
}
