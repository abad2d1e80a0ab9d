//! A private, durable Postgres in the data directory, used if `DATABASE_URL` is absent.
//!
//! One server owns the cluster ([`Embedded::start`]); commands such as `user add` use its
//! Postgres, or run it for as long as they need it ([`Embedded::attach`]).
//!
//! Guarantees:
//! - committed data survives the end of any process at any moment, and a crash of the
//!   machine: `fsync`, `full_page_writes` and `synchronous_commit` are on, and pages have
//!   checksums;
//! - clients need the random password, and a Unix socket in a directory that only the system
//!   user of Postgres can enter;
//! - Postgres outlives a killed server, and the next start takes it over. Ctrl-C at the
//!   terminal does not reach it: the server stops it after its own last query.
//!
//! It does not know the contents of the database.
//!
//! | module | owns |
//! |---|---|
//! | `installation` | the programs of one Postgres, and the supported versions |
//! | `find_installation` | where Postgres is installed |
//! | `account` | the system user that runs it |
//! | `layout` | all paths |
//! | `lock` | which process may start, use or stop it |
//! | `secret` | passwords and keys that are generated once |
//! | `initdb` | a new cluster |
//! | `endpoint` | how to connect |
//! | `cluster` | its settings, and making it run |
//! | `postmaster` | a running process |
//! | `supervisor` | restarting it under a running server |
//! | `log_file` | its log |
//!
//! # Why not a crate
//! `postgresql_embedded` 0.20 starts Postgres with `-F` (no fsync), takes the existence of
//! `postmaster.pid` for a running server, runs every program as the current user, and stops
//! Postgres when its handle is dropped. The takeover, the other account, the locks and the
//! recovery here would remain beside it.

mod account;
mod cluster;
mod endpoint;
mod error;
mod find_installation;
mod initdb;
mod installation;
mod layout;
mod lock;
mod log_file;
mod pause;
mod postmaster;
mod secret;
mod supervisor;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use cluster::Cluster;
use layout::Layout;
use lock::{ServerLock, UsageLock};
use pause::POLL_INTERVAL;
use postmaster::Postmaster;
use supervisor::Supervisor;

pub use error::Error;
pub use installation::Installation;
pub use layout::HostEnvironment;
pub use secret::load_or_create_secret;

/// How long to wait for a process that starts or stops the database.
const BUSY_TIMEOUT: Duration = Duration::from_mins(2);

/// The running Postgres of a data directory.
///
/// If it is dropped without [`Embedded::stop`], Postgres keeps running, and the next start
/// takes it over.
#[derive(Debug)]
pub struct Embedded {
    cluster: Arc<Cluster>,
    connection: tokio_postgres::Config,
    psql_hint: String,
    process: Process,
    usage: UsageLock,
    /// Released last: its next owner must find the cluster in its final state.
    _server_lock: Option<ServerLock>,
}

#[derive(Debug)]
enum Process {
    /// A server's: restarted if it ends.
    Supervised(Supervisor),
    /// A command's.
    Plain(Box<Postmaster>),
}

impl Embedded {
    /// Starts the Postgres of this data directory for a server, which owns it until
    /// [`Embedded::stop`]: creates what is absent, recovers from any earlier crash, and
    /// restarts Postgres if it ends.
    ///
    /// # Errors
    /// [`Error::InUse`] if another server owns the directory; otherwise see [`Error`].
    pub async fn start(data_dir: &Path, host: HostEnvironment) -> Result<Self, Error> {
        let layout = Layout::open(data_dir, &host).await?;
        let server_lock = ServerLock::acquire(layout.data_dir())?;
        let (cluster, usage, postmaster) = join(layout, host).await?;
        Ok(Self::new(cluster, usage, postmaster, Some(server_lock)))
    }

    /// Uses the Postgres of this data directory for a command: that of a running server, or
    /// one that it starts and that runs until [`Embedded::stop`].
    pub async fn attach(data_dir: &Path, host: HostEnvironment) -> Result<Self, Error> {
        let layout = Layout::open(data_dir, &host).await?;
        let (cluster, usage, postmaster) = join(layout, host).await?;
        Ok(Self::new(cluster, usage, postmaster, None))
    }

    fn new(
        cluster: Arc<Cluster>,
        usage: UsageLock,
        postmaster: Postmaster,
        server_lock: Option<ServerLock>,
    ) -> Self {
        Self {
            connection: cluster.endpoint().connection(&postmaster.socket_dir),
            psql_hint: cluster.psql_hint(&postmaster.socket_dir),
            process: match server_lock {
                Some(_) => Process::Supervised(Supervisor::spawn(Arc::clone(&cluster), postmaster)),
                None => Process::Plain(Box::new(postmaster)),
            },
            cluster,
            usage,
            _server_lock: server_lock,
        }
    }

    /// How to connect, as the owner of the database `vestnik`. Its `Debug` hides the
    /// password.
    pub fn connection(&self) -> tokio_postgres::Config {
        self.connection.clone()
    }

    /// A shell command that opens psql on this database. It names the file that holds the
    /// password, not the password.
    pub fn psql_hint(&self) -> &str {
        &self.psql_hint
    }

    /// Stops Postgres cleanly, unless another process still uses it, which then stops it.
    ///
    /// # Errors
    /// [`Error::StillRunning`] if it does not end; committed data is safe.
    pub async fn stop(self) -> Result<(), Error> {
        let postmaster = match self.process {
            Process::Supervised(supervisor) => supervisor.finish().await,
            Process::Plain(postmaster) => Some(*postmaster),
        };
        let Some(postmaster) = postmaster else {
            return Ok(());
        };
        if !self.usage.try_exclusive()? {
            tracing::info!("another vestnik process still uses PostgreSQL, and will stop it");
            return Ok(());
        }
        self.cluster.stop(postmaster).await
    }
}

/// Becomes a user of the database. The first user starts it.
async fn join(
    layout: Layout,
    host: HostEnvironment,
) -> Result<(Arc<Cluster>, UsageLock, Postmaster), Error> {
    let usage = UsageLock::new(layout.home())?;
    let cluster = Arc::new(Cluster::new(layout, host)?);
    let deadline = Instant::now() + BUSY_TIMEOUT;
    while Instant::now() < deadline {
        if usage.try_exclusive()? {
            let postmaster = cluster.ensure_running().await?;
            // Another process may take the lock in between; it finds Postgres running, and
            // shares the lock.
            while !usage.try_shared()? {
                sleep(POLL_INTERVAL).await;
            }
            return Ok((cluster, usage, postmaster));
        }
        if usage.try_shared()?
            && let Some(postmaster) = cluster.find_ready().await?
        {
            return Ok((cluster, usage, postmaster));
        }
        usage.release()?;
        sleep(POLL_INTERVAL).await;
    }
    Err(Error::Busy {
        home: cluster.layout().home().to_owned(),
        seconds: BUSY_TIMEOUT.as_secs(),
        log: cluster.layout().log().path().to_owned(),
    })
}
