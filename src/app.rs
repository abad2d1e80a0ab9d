//! The composition root: opens what there is to open, connects it, and takes it down again.
//!
//! Nothing else knows the whole. Every task that is started here is owned here and joined
//! at shutdown: streams end, what is in flight is answered, the writer empties its queue.

mod database;
mod ready;
mod router;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{interval, timeout};
use tokio_util::sync::CancellationToken;

pub use database::{OpenDatabase, generated_secret};
use ready::Readiness;

use crate::auth::keys::{KeyError, KeySource};
use crate::auth::principals::Principals;
use crate::auth::tokens::{Minter, Verifier};
use crate::auth::{Gate, Sessions, Watch};
use crate::chat::Chat;
use crate::config::{Config, Keys};
use crate::directory::Directory;
use crate::domain::Realm;
use crate::embedded;
use crate::http::{metrics, server};
use crate::live::{End, Hub, Tail};
use crate::realms::school::School;
use crate::store::schema::SchemaError;
use crate::store::{self, Listener, Pool, Writer};

/// Connections for reads, besides the writer's, the tail's and the listener's own.
const POOL: usize = 16;
/// How long open exchanges have to finish at shutdown.
const DRAIN: Duration = Duration::from_secs(8);
/// How often log-ins that are over are forgotten.
const SWEEP: Duration = Duration::from_secs(600);

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The private Postgres.
    #[error(transparent)]
    Embedded(#[from] embedded::Error),
    /// The schema.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The configured keys.
    #[error("the keys that tokens are signed with: {0}")]
    Keys(#[from] KeyError),
    /// An address to listen on.
    #[error("{variable}: cannot listen on {address}: {error}")]
    Listen {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The metrics' exporter.
    #[error("metrics: {0}")]
    Metrics(String),
}

/// A running server.
pub struct App {
    database: OpenDatabase,
    hub: Arc<Hub>,
    /// Ends the server's accepting and its connections.
    closing: CancellationToken,
    /// Ends what follows the log.
    stopping: CancellationToken,
    server: JoinHandle<()>,
    /// Tasks that end by themselves once no request can come any more.
    draining: Vec<JoinHandle<()>>,
    following: Vec<JoinHandle<()>>,
    /// Where it listens.
    pub address: SocketAddr,
    /// For the demo, which writes while the server runs.
    pub pool: Pool,
    /// Mints tokens, where they are minted here.
    pub minter: Option<Minter>,
}

impl App {
    /// Starts everything. When it returns, requests are served.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        if let Some(address) = config.metrics_addr {
            metrics::listen(address).map_err(StartError::Metrics)?;
        }
        let listener = listen(config.listen_addr)?;
        let address = listener.local_addr().unwrap_or(config.listen_addr);
        let database = OpenDatabase::own(&config.database, &config.data_dir).await?;
        database.migrate().await?;
        let (verifier, minter) = keys(config.keys, &config.data_dir, config.leeway)?;

        let connector = database.server.clone();
        let pool = connector.pool(POOL);
        let (ears, bell, signals) = Listener::new(connector.clone(), pool.clone());
        let (tail, hub) = Tail::open(connector.clone(), bell.clone()).await?;
        let (writer, writing) = Writer::new(connector, config.writer);
        let (principals, looking_up) = Principals::new(pool.clone());
        let watch = Watch::new(pool.clone(), hub.clone(), signals);
        let readiness = Readiness::new(pool.clone(), tail.health(), bell);

        let directory = Directory::new(pool.clone());
        let sessions = Sessions::new(pool.clone(), minter.clone());
        let provision = config.auth_provision.then(|| directory.clone());
        let gate = Gate::new(
            verifier,
            principals,
            config.allowed_origins.clone(),
            provision,
        );
        let school = config.realms.contains(&Realm::School).then(|| School {
            chat: Chat::new(Realm::School, writer.clone(), pool.clone(), hub.clone()),
            gate,
            sessions: sessions.clone(),
            directory,
            heartbeat: config.heartbeat,
        });
        let router = router::router(
            school,
            readiness,
            config.allowed_origins,
            config.web_root.as_deref(),
        );
        drop(writer);

        let (closing, stopping) = (CancellationToken::new(), CancellationToken::new());
        let following = vec![
            tokio::spawn(ears.run(stopping.clone())),
            tokio::spawn(tail.run(stopping.clone())),
            tokio::spawn(watch.run(stopping.clone())),
            tokio::spawn(sweep(sessions, stopping.clone())),
        ];
        let draining = vec![tokio::spawn(writing.run()), tokio::spawn(looking_up.run())];
        let server = tokio::spawn(server::serve(listener, router, closing.clone()));
        Ok(Self {
            database,
            hub,
            closing,
            stopping,
            server,
            draining,
            following,
            address,
            pool,
            minter,
        })
    }

    /// How to look into the database with psql, where it is the private one.
    pub fn psql_hint(&self) -> Option<String> {
        self.database.psql_hint()
    }

    /// Ends streams, answers what is in flight, empties the writer, and closes everything.
    /// Takes ten seconds at most, and longer only for a private Postgres that has much to
    /// write.
    pub async fn shut_down(mut self) {
        tracing::info!("shutting down");
        self.closing.cancel();
        self.hub.close(End::Shutdown);
        if timeout(DRAIN, &mut self.server).await.is_err() {
            tracing::warn!("some connections did not finish in time");
            self.server.abort();
            let _ = self.server.await;
        }
        self.stopping.cancel();
        for task in self.following {
            let _ = task.await;
        }
        for mut task in self.draining {
            // A connection that was cut off may still hold its end of the queue.
            if timeout(Duration::from_secs(1), &mut task).await.is_err() {
                task.abort();
            }
        }
        self.pool.close();
        self.database.close().await;
        tracing::info!("stopped");
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    server::listen(address).map_err(|error| StartError::Listen {
        variable: "LISTEN_ADDR",
        address,
        error,
    })
}

/// What believes tokens and, where the secret is ours, what mints them.
fn keys(
    keys: Keys,
    data_dir: &Path,
    leeway: Duration,
) -> Result<(Verifier, Option<Minter>), StartError> {
    let source = match keys {
        Keys::Given(source) => source,
        Keys::Generated => KeySource::Hs256 {
            secret: generated_secret(data_dir)?.into_bytes(),
        },
    };
    let minter = match &source {
        KeySource::Hs256 { secret } => Some(Minter::new(secret)?),
        KeySource::PublicKeyPem(_) | KeySource::Jwks { .. } => None,
    };
    Ok((Verifier::new(source, leeway)?, minter))
}

async fn sweep(sessions: Sessions, stop: CancellationToken) {
    let mut ticks = interval(SWEEP);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = sessions.sweep().await {
            tracing::warn!(%error, "old log-ins could not be forgotten");
        }
    }
}
