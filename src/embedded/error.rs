//! What can go wrong with the private Postgres, told so that the reader knows what to do.
//!
//! These texts are met by somebody who has just cloned the project and typed one
//! command: each says what was looked for, what was found, and what to do next.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::discover::{Installation, SUPPORTED};

/// A failure to provide the embedded Postgres.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No Postgres is installed in any of the usual places.
    #[error(
        "no PostgreSQL found: looked for initdb and postgres in {}.\n{}\nOr set DATABASE_URL to a Postgres that runs elsewhere.",
        list(searched),
        install_advice(None)
    )]
    NoPostgres {
        /// The directories that were looked at.
        searched: Vec<PathBuf>,
    },

    /// Postgres is installed, but in none of the supported versions.
    #[error(
        "no suitable PostgreSQL found: versions {} to {} are supported, and here is only {}.\n{}\nOr set DATABASE_URL to a Postgres that runs elsewhere.",
        SUPPORTED.start(), SUPPORTED.end(), installations(found), install_advice(None)
    )]
    UnsupportedPostgres {
        /// What was found instead.
        found: Vec<Installation>,
    },

    /// The cluster was made by another major version than those installed.
    #[error(
        "the database in {} belongs to PostgreSQL {major}, which is not installed (found: {}).\n{}\nOr bring the database to a newer version with pg_upgrade.",
        cluster.display(), installations(found), install_advice(Some(*major))
    )]
    MajorNotInstalled {
        /// The cluster's directory.
        cluster: PathBuf,
        /// The major version it needs.
        major: u32,
        /// What was found instead.
        found: Vec<Installation>,
    },

    /// The cluster's own version file is missing or unreadable as a number.
    #[error(
        "{} is not a PostgreSQL cluster (its PG_VERSION says {content:?}): move it away, or restore it from a backup",
        cluster.display()
    )]
    NotACluster {
        /// The cluster's directory.
        cluster: PathBuf,
        /// What `PG_VERSION` holds.
        content: String,
    },

    /// Another server owns this data directory.
    #[error(
        "another vestnik server{} already serves {}: stop it first, or give this one another DATA_DIR",
        process(*pid), data_dir.display()
    )]
    InUse {
        /// The data directory.
        data_dir: PathBuf,
        /// The other server's process, where it could be read.
        pid: Option<i32>,
    },

    /// Another process holds the database, but the database does not answer.
    #[error(
        "another vestnik process uses the database in {}, but it has not answered for {seconds} s; see {}",
        home.display(), log.display()
    )]
    Busy {
        /// Where the cluster lives.
        home: PathBuf,
        /// How long we waited.
        seconds: u64,
        /// The Postgres log.
        log: PathBuf,
    },

    /// The cluster belongs to a user as whom we cannot run Postgres.
    #[error(
        "the database in {} belongs to the system user {owner}: run vestnik as that user (or as root), or choose another DATA_DIR",
        cluster.display()
    )]
    WrongOwner {
        /// The cluster's directory.
        cluster: PathBuf,
        /// Its owner's user id.
        owner: u32,
    },

    /// Root may not run Postgres, and no other account was found for it.
    #[error(
        "PostgreSQL refuses to run as root, and none of the system users {} exists: run vestnik as an ordinary user, or create one of them",
        candidates.join(", ")
    )]
    NoAccount {
        /// The accounts that were tried.
        candidates: Vec<&'static str>,
    },

    /// The account of Postgres can reach neither the data directory nor the fallback.
    #[error(
        "PostgreSQL runs here as the system user {uid}, who cannot reach {}: allow it to pass (chmod o+x on the directories above), or choose another DATA_DIR",
        path.display()
    )]
    OutOfReach {
        /// The account that runs Postgres.
        uid: u32,
        /// The directory that it must enter.
        path: PathBuf,
    },

    /// The data directory points to a cluster elsewhere that is gone.
    #[error(
        "{} is a link to {}, where the database was and is no more: bring it back (a volume that is not mounted?), or remove the link to begin with an empty database",
        link.display(), target.display()
    )]
    Gone {
        /// The link in the data directory.
        link: PathBuf,
        /// Where it points.
        target: PathBuf,
    },

    /// No directory is fit to hold the Unix socket.
    #[error(
        "no place for PostgreSQL's socket: {} must be a directory of its own, with mode 0700, of the user that runs PostgreSQL, and its path at most {limit} bytes long",
        list(tried)
    )]
    NoSocketDirectory {
        /// The directories that were tried.
        tried: Vec<PathBuf>,
        /// The longest path that the system takes.
        limit: usize,
    },

    /// `initdb` failed.
    #[error("initdb could not create the database in {}:\n{output}", cluster.display())]
    Initdb {
        /// The directory that it was to create.
        cluster: PathBuf,
        /// What it said.
        output: String,
    },

    /// Postgres ended while it was starting.
    #[error("PostgreSQL ended while starting ({status}). The end of {}:\n{tail}", log.display())]
    Died {
        /// How it ended.
        status: std::process::ExitStatus,
        /// Its log file.
        log: PathBuf,
        /// The last lines of this attempt.
        tail: String,
    },

    /// Postgres does not accept connections yet; it is left alone.
    #[error(
        "PostgreSQL was not ready after {seconds} s. It may be recovering from a crash: it goes on doing so, and the next start waits for it again. The end of {}:\n{tail}",
        log.display()
    )]
    NotReady {
        /// How long we waited.
        seconds: u64,
        /// Its log file.
        log: PathBuf,
        /// The last lines of this attempt.
        tail: String,
    },

    /// The password kept in the data directory is not the cluster's.
    #[error(
        "the database does not accept the password in {}: restore the file that belongs to this database",
        pgpass.display()
    )]
    WrongPassword {
        /// The password file.
        pgpass: PathBuf,
    },

    /// A file that holds a password or secret is not what it should be.
    #[error("{} {reason}", path.display())]
    BadSecret {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// Postgres would not end.
    #[error("PostgreSQL (process {pid}) did not stop, not even when told to at once; see {}", log.display())]
    StillRunning {
        /// The postmaster.
        pid: i32,
        /// Its log file.
        log: PathBuf,
    },

    /// A statement needed for setting up failed.
    #[error("the embedded PostgreSQL refused a statement")]
    Statement(#[from] tokio_postgres::Error),

    /// The operating system refused something.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried: a verb phrase.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
}

impl Error {
    /// Adds what was tried, and with which file, to an I/O error.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    paths.join(", ")
}

fn installations(found: &[Installation]) -> String {
    if found.is_empty() {
        return "none".to_owned();
    }
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    found.join(", ")
}

fn process(pid: Option<i32>) -> String {
    pid.map(|pid| format!(" (process {pid})"))
        .unwrap_or_default()
}

/// How to install Postgres; with a `major`, that very version.
fn install_advice(major: Option<u32>) -> String {
    let debian = major.map(|major| format!("-{major}")).unwrap_or_default();
    let brew = major.unwrap_or(*SUPPORTED.end());
    let mut advice = String::from("Install it:");
    let _ = write!(
        advice,
        "\n  Debian, Ubuntu:  sudo apt install postgresql{debian}"
    );
    let _ = match major {
        None => write!(
            advice,
            "\n  Fedora, RHEL:    sudo dnf install postgresql-server"
        ),
        Some(major) => write!(
            advice,
            "\n  Fedora, RHEL:    sudo dnf install postgresql{major}-server"
        ),
    };
    let _ = write!(
        advice,
        "\n  macOS:           brew install postgresql@{brew}"
    );
    advice
}
