//! Starts a cluster from every state in which a crash may have left it.
//!
//! Owns the settings of Postgres. The callers decide when to start and stop it, and hold the
//! locks.
//!
//! Guarantees: the responding server is that of this cluster. Its own `postmaster.pid`
//! names the socket and a process that runs on this directory; and with SCRAM, the server
//! proves that it knows the password. Once Postgres has answered, its socket stays where it
//! is over any number of restarts.
//!
//! Settings that are promises are on the command line, where `postgresql.conf` and `ALTER
//! SYSTEM` cannot override them. The others (`max_connections`, `shared_buffers` …) have the
//! defaults of Postgres and can be tuned.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tokio::process::Child;
use tokio::time::sleep;

use super::endpoint::Endpoint;
use super::initdb;
use super::installation::{Installation, SUPPORTED};
use super::layout::{HostEnvironment, Layout, PORT, socket_name};
use super::pause::POLL_INTERVAL;
use super::postmaster::{PidFile, Postmaster};
use crate::embedded::error::Error;
use crate::embedded::find_installation;

/// How long Postgres may take until it answers, recovery from a crash included.
const READY_TIMEOUT: Duration = Duration::from_mins(1);

/// In the log of a new postmaster while processes of a killed one still run.
const PREVIOUS_STILL_RUNS: &str = "pre-existing shared memory block";

/// The delay before another attempt in that case.
const RETRY_DELAY: Duration = Duration::from_millis(500);

const SETTINGS: [&str; 15] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "password_encryption=scram-sha-256",
    "cluster_name=vestnik",
    "timezone=UTC",
    // Into the file that this process opens, without statements and rows: they hold
    // messages.
    "log_destination=stderr",
    "logging_collector=off",
    "log_min_messages=warning",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_line_prefix=%m [%p] ",
    "log_timezone=UTC",
];

/// An existing cluster, or one to be created.
#[derive(Debug)]
pub(super) struct Cluster {
    layout: Layout,
    host: HostEnvironment,
    endpoint: Endpoint,
    /// The directory of the socket since Postgres first answered: connections use it.
    socket_dir: OnceLock<PathBuf>,
}

/// A postmaster that this process started and that is not ready yet.
struct Attempt {
    child: Child,
    /// The size of the log before it started.
    log_size: u64,
}

impl Cluster {
    pub(super) fn new(layout: Layout, host: HostEnvironment) -> Result<Self, Error> {
        let endpoint = Endpoint::new(layout.pgpass())?;
        Ok(Self {
            layout,
            host,
            endpoint,
            socket_dir: OnceLock::new(),
        })
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// A shell command that opens psql on this database.
    pub(super) fn psql_hint(&self, socket_dir: &Path) -> String {
        let psql = find_installation::psql(&self.host.program_dirs);
        self.endpoint.psql_hint(&psql, socket_dir)
    }

    /// The postmaster, if it accepts connections now.
    pub(super) async fn find_ready(&self) -> Result<Option<Postmaster>, Error> {
        let cluster = self.layout.cluster();
        let Some(PidFile {
            pid,
            socket_dir: Some(socket_dir),
            // Otherwise a connection would only add a refusal to the log.
            is_ready: true,
        }) = PidFile::of_running(&cluster)
        else {
            return Ok(None);
        };
        if !self.endpoint.is_ready(&socket_dir).await? {
            return Ok(None);
        }
        self.socket_dir.get_or_init(|| socket_dir.clone());
        Ok(Some(Postmaster::found(pid, cluster, socket_dir)))
    }

    /// Creates the cluster if it is absent, and waits until it answers: takes over a
    /// postmaster that runs already, waits for one that starts, recovers or stops, or starts
    /// one. Requires the exclusive usage lock.
    pub(super) async fn ensure_running(&self) -> Result<Postmaster, Error> {
        let (cluster, log) = (self.layout.cluster(), self.layout.log());
        if !cluster.exists() {
            let installation = find_installation::newest(&self.host.program_dirs).await?;
            initdb::create(&self.layout, &installation, self.endpoint.password()).await?;
        }
        let mut attempt = None;
        let log_size = log.size();
        let start = Instant::now();
        while start.elapsed() < READY_TIMEOUT {
            if let Some(found) = self.find_ready().await? {
                return Ok(adopt(found, attempt));
            }
            attempt = match attempt {
                Some(attempt) => self.check(attempt).await?,
                None if PidFile::of_running(&cluster).is_some() => None,
                None => Some(self.spawn().await?),
            };
            sleep(POLL_INTERVAL).await;
        }
        Err(Error::NotReady {
            seconds: READY_TIMEOUT.as_secs(),
            tail: log.tail_since(log_size),
            log: log.path().to_owned(),
        })
    }

    /// Stops the postmaster. Requires the exclusive usage lock.
    pub(super) async fn stop(&self, postmaster: Postmaster) -> Result<(), Error> {
        let socket_dir = postmaster.socket_dir.clone();
        postmaster.stop(self.layout.log().path()).await?;
        if !socket_dir.starts_with(self.layout.home()) {
            // Fails, as it should, if the directory is not empty.
            let _ = std::fs::remove_dir(socket_dir);
        }
        Ok(())
    }

    /// Returns the attempt if it still runs, and `None` if it was too early and is to be
    /// repeated.
    async fn check(&self, mut attempt: Attempt) -> Result<Option<Attempt>, Error> {
        let log = self.layout.log();
        let ended = attempt.child.try_wait();
        let Some(status) = ended.map_err(Error::io("watch", log.path()))? else {
            return Ok(Some(attempt));
        };
        let tail = log.tail_since(attempt.log_size);
        if tail.contains(PREVIOUS_STILL_RUNS) {
            sleep(RETRY_DELAY).await;
            return Ok(None);
        }
        let log = log.path().to_owned();
        Err(Error::StartFailed { status, log, tail })
    }

    async fn spawn(&self) -> Result<Attempt, Error> {
        let cluster = self.layout.cluster();
        let installation = self.installation(&cluster).await?;
        let socket_dir = match self.socket_dir.get() {
            Some(known) if self.layout.make_private(known)? => known.clone(),
            _ => self.layout.socket_dir(&self.host).await?,
        };
        PidFile::remove_if_stale(&cluster)?;
        remove_socket(&socket_dir);
        let log = self.layout.log();
        log.rotate_if_large()?;
        let output = log.open()?;
        let errors = output.try_clone().map_err(Error::io("open", log.path()))?;
        let program = installation.bin.join("postgres");
        let mut command = self.layout.account().command(&program);
        command
            .arg("-D")
            .arg(&cluster)
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .args(["-c", &format!("port={PORT}"), "-c"])
            .arg(format!("unix_socket_directories={}", socket_dir.display()))
            .stdout(Stdio::from(output))
            .stderr(Stdio::from(errors));
        let log_size = log.size();
        let child = command.spawn().map_err(Error::io("run", &program))?;
        Ok(Attempt { child, log_size })
    }

    /// The programs of the version that created the cluster.
    async fn installation(&self, cluster: &Path) -> Result<Installation, Error> {
        let file = cluster.join("PG_VERSION");
        let content = match std::fs::read_to_string(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            result => result.map_err(Error::io("read", &file))?,
        };
        let content = content.trim().to_owned();
        match content.parse() {
            Ok(major) if SUPPORTED.contains(&major) => {
                find_installation::of_major(&self.host.program_dirs, major, cluster).await
            }
            _ => Err(Error::NotACluster {
                cluster: cluster.to_owned(),
                content,
            }),
        }
    }
}

/// Gives the postmaster its child process if this process started it.
fn adopt(mut found: Postmaster, attempt: Option<Attempt>) -> Postmaster {
    let pid = found.pid().cast_unsigned();
    let child = attempt.map(|attempt| attempt.child);
    found.child = child.filter(|child| child.id() == Some(pid));
    if found.child.is_none() {
        tracing::info!(pid, "using the PostgreSQL that already runs");
    }
    found
}

/// Deletes the socket of a dead postmaster. After a crash of the machine, the process in its
/// lock file may be another program, and Postgres would not start.
fn remove_socket(directory: &Path) {
    let _ = std::fs::remove_file(directory.join(socket_name() + ".lock"));
    let _ = std::fs::remove_file(directory.join(socket_name()));
}
