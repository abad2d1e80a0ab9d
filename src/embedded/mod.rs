//! A private, durable Postgres in the data directory, for when `DATABASE_URL` is absent.
//!
//! Owns everything from finding the programs to the clean shutdown. One server owns
//! the cluster ([`Embedded::start`]); commands such as `user add` use its Postgres, or
//! run it for as long as they need it ([`Embedded::attach`]).
//!
//! Guarantees:
//! - what is committed survives the end of any of the processes at any moment, and of
//!   the machine: `fsync`, `full_page_writes` and `synchronous_commit` are on, and the
//!   pages have checksums;
//! - it is reached through a Unix socket in a directory that only its own system user
//!   can enter, and only with a random password;
//! - Postgres outlives a killed server, and the next start takes it over. It does not
//!   hear a Ctrl-C at the terminal: the server stops it after its own last query.
//!
//! Must not know what the database holds.
//!
//! | module | owns |
//! |---|---|
//! | `discover` | where Postgres is installed, and which versions are supported |
//! | `account` | the system user that runs it |
//! | `place` | all paths |
//! | `lock` | who may start and stop it |
//! | `secret` | passwords and keys that are made once |
//! | `initdb` | a new cluster |
//! | `endpoint` | how to connect |
//! | `cluster` | the settings, and the way from any state to a Postgres that answers |
//! | `postmaster` | one process that runs |
//! | `keeper` | starting it again if it is killed under a running server |
//! | `log` | what it says |

mod account;
mod cluster;
mod discover;
mod endpoint;
mod error;
mod initdb;
mod keeper;
mod lock;
mod log;
mod place;
mod postmaster;
mod secret;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use cluster::Cluster;
use keeper::Keeper;
use lock::{ServerLock, Turn};
use postmaster::Postmaster;

pub use discover::Installation;
pub use error::Error;
pub use place::Machine;
pub use secret::load_or_create_secret;

/// The pause between two looks at something that another process is about to do.
const POLL: Duration = Duration::from_millis(50);

/// How long others may hold the database without its answering, in which time one
/// starts it, or the last stops it.
const TURN_LIMIT: Duration = Duration::from_mins(2);

/// A running Postgres of our own.
///
/// Dropped without [`Embedded::stop`], it leaves Postgres running, for the next start
/// to take over.
#[derive(Debug)]
pub struct Embedded {
    cluster: Arc<Cluster>,
    connection: tokio_postgres::Config,
    url: Url,
    psql_hint: String,
    running: Running,
    turn: Turn,
    /// Released last: who takes it next must find the cluster settled.
    _server_lock: Option<ServerLock>,
}

#[derive(Debug)]
enum Running {
    /// The server's: started again if it dies.
    Kept(Keeper),
    /// A command's: what it finds or starts, as it is.
    Used(Box<Postmaster>),
}

/// Keeps the password out of `{:?}`.
struct Url(String);

impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Url(_)")
    }
}

impl Embedded {
    /// Starts the Postgres of this data directory for a server, which owns it from now
    /// on: creates what is missing, recovers from whatever happened before, and keeps
    /// it running until [`Embedded::stop`].
    ///
    /// # Errors
    /// [`Error::InUse`] if another server owns the directory; else see [`Error`].
    pub async fn start(data_dir: &Path) -> Result<Self, Error> {
        Self::start_on(data_dir, Machine::default()).await
    }

    /// [`Embedded::start`], with other places on the machine to use.
    pub async fn start_on(data_dir: &Path, machine: Machine) -> Result<Self, Error> {
        let place = place::Place::open(data_dir, &machine).await?;
        let server_lock = ServerLock::take(place.data_dir())?;
        let (cluster, turn, postmaster) = join(place, machine).await?;
        Ok(Self::assemble(cluster, turn, postmaster, Some(server_lock)))
    }

    /// Uses the Postgres of this data directory for a command: a server's if one
    /// runs, else starts it until [`Embedded::stop`].
    pub async fn attach(data_dir: &Path) -> Result<Self, Error> {
        Self::attach_on(data_dir, Machine::default()).await
    }

    /// [`Embedded::attach`], with other places on the machine to use.
    pub async fn attach_on(data_dir: &Path, machine: Machine) -> Result<Self, Error> {
        let place = place::Place::open(data_dir, &machine).await?;
        let (cluster, turn, postmaster) = join(place, machine).await?;
        Ok(Self::assemble(cluster, turn, postmaster, None))
    }

    fn assemble(
        cluster: Arc<Cluster>,
        turn: Turn,
        postmaster: Postmaster,
        server_lock: Option<ServerLock>,
    ) -> Self {
        let directory = postmaster.socket_directory().to_owned();
        Self {
            connection: cluster.endpoint().connection(&directory),
            url: Url(cluster.endpoint().url(&directory)),
            psql_hint: cluster.endpoint().psql_hint(&cluster.psql(), &directory),
            running: match server_lock {
                Some(_) => Running::Kept(Keeper::of(Arc::clone(&cluster), postmaster)),
                None => Running::Used(Box::new(postmaster)),
            },
            cluster,
            turn,
            _server_lock: server_lock,
        }
    }

    /// How to connect, as the owner of the database `vestnik`. Its `{:?}` does not show
    /// the password.
    pub fn connection(&self) -> tokio_postgres::Config {
        self.connection.clone()
    }

    /// The same as a URL, for another process. **It holds the password: never log it.**
    pub fn database_url(&self) -> &str {
        &self.url.0
    }

    /// A command line that opens psql on this database when typed into a shell. The
    /// password is not in it, only the file that has it.
    pub fn psql_hint(&self) -> &str {
        &self.psql_hint
    }

    /// Stops Postgres cleanly, unless somebody else uses it still: then they stop it.
    ///
    /// # Errors
    /// [`Error::StillRunning`] if it does not end; what is committed is safe.
    pub async fn stop(self) -> Result<(), Error> {
        let postmaster = match self.running {
            Running::Kept(keeper) => keeper.finish().await,
            Running::Used(postmaster) => Some(*postmaster),
        };
        let Some(postmaster) = postmaster else {
            return Ok(());
        };
        if !self.turn.try_alone()? {
            tracing::info!("another vestnik process uses PostgreSQL still, and will stop it");
            return Ok(());
        }
        self.cluster.stop(postmaster).await
    }
}

/// Becomes one of the users of the database, the first of whom starts it.
async fn join(
    place: place::Place,
    machine: Machine,
) -> Result<(Arc<Cluster>, Turn, Postmaster), Error> {
    let turn = Turn::new(place.home())?;
    let cluster = Arc::new(Cluster::new(place, machine)?);
    let deadline = Instant::now() + TURN_LIMIT;
    while Instant::now() < deadline {
        if turn.try_alone()? {
            let postmaster = cluster.ensure_running().await?;
            // Between giving up the one lock and taking the other, somebody else may
            // come first, find Postgres running, and share.
            while !turn.try_share()? {
                sleep(POLL).await;
            }
            return Ok((cluster, turn, postmaster));
        }
        if turn.try_share()?
            && let Some(postmaster) = cluster.answering().await?
        {
            return Ok((cluster, turn, postmaster));
        }
        turn.release()?;
        sleep(POLL).await;
    }
    Err(Error::Busy {
        home: cluster.place().home().to_owned(),
        seconds: TURN_LIMIT.as_secs(),
        log: cluster.log().path().to_owned(),
    })
}
