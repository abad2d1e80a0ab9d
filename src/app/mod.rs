//! The composition root: opens what there is to open, connects it, and takes it down again.
//!
//! Nothing else knows the whole. Every task that is started here is owned here and joined
//! at shutdown: streams end, what is in flight is answered, the writer empties its queue.

mod database;
mod database_status;
mod documents;
mod openapi;
mod ready;
mod router;
mod web_client;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{interval, timeout};
use tokio_util::sync::CancellationToken;

pub use database::{OpenDatabase, generated_secret};
use database_status::Gauges;
pub use openapi::openapi;
use ready::Readiness;

use crate::attachments::{Attachments, Storage, StorageError, Sweeper};
use crate::auth::keys::{KeyError, KeySource};
use crate::auth::principals::Principals;
use crate::auth::tokens::{TokenIssuer, Verifier};
use crate::auth::{Authenticator, Guests, Provisioning, SessionMonitor, Sessions};
use crate::chat::Chat;
use crate::config::{Config, Keys};
use crate::db;
use crate::db::schema::SchemaError;
use crate::db::{Connector, Pool};
use crate::directory::Directory;
use crate::domain::Realm;
use crate::embedded;
use crate::http::server;
use crate::live::{EndReason, Hub, Tail};
use crate::log::{Listener, Sealer, Writer};
use crate::outbox::Runner;
use crate::presence::PresenceReceiver;
use crate::realms::{self, RealmContext};

/// Connections for reads, besides the writer's, the tail's and the listener's own.
const POOL: usize = 16;
/// Those of them that one realm may use at once: the rest is for the others, and for looking up
/// who is calling.
const SHARE_OF_ONE: usize = POOL / 2;
/// The same where there is no other realm.
const SHARE_OF_THE_ONLY: usize = POOL - 4;
/// How long open exchanges have to finish at shutdown.
const DRAIN: Duration = Duration::from_secs(8);
/// How often log-ins that are over are forgotten.
const SWEEP: Duration = Duration::from_mins(10);

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The private Postgres.
    #[error(transparent)]
    Embedded(#[from] embedded::Error),
    /// The schema.
    #[error("{database}: {error}")]
    Schema {
        /// Which setting names the database.
        database: &'static str,
        /// What is wrong.
        error: SchemaError,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// The configured keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The storage of attachments.
    #[error("STORAGE_URL: {0}")]
    Storage(#[from] StorageError),
    /// An address to listen on.
    #[error("{variable}: cannot listen on {address}: {reason}")]
    Listen {
        /// Which setting.
        variable: &'static str,
        /// Its value.
        address: SocketAddr,
        /// What the system says.
        reason: String,
    },
}

/// A running server.
pub struct App {
    database: OpenDatabase,
    hub: Arc<Hub>,
    /// Ends the server's accepting and its connections.
    closing: CancellationToken,
    server: JoinHandle<()>,
    tasks: Tasks,
    /// Where it listens.
    pub address: SocketAddr,
    /// For the demo, which writes while the server runs.
    pub pool: Pool,
    /// Mints tokens, where they are minted here.
    pub minter: Option<TokenIssuer>,
}

/// Everything that runs beside the server.
#[derive(Default)]
struct Tasks {
    /// Ends what follows the log.
    stopping: CancellationToken,
    following: Vec<JoinHandle<()>>,
    /// Those that end by themselves once no request can come any more, or soon after.
    draining: Vec<JoinHandle<()>>,
}

/// The path from the log to the hub, running.
struct Services {
    pool: Pool,
    hub: Arc<Hub>,
    writer: Writer,
    principals: Principals,
    guests: Guests,
    readiness: Readiness,
}

impl App {
    /// Starts everything. When it returns, requests are served.
    pub async fn start(mut config: Config) -> Result<Self, StartError> {
        let metrics = database_status::open(config.metrics_addr)?;
        let listener = listen(config.listen_addr)?;
        let address = listener.local_addr().unwrap_or(config.listen_addr);
        let database = OpenDatabase::open_for_server(&config.database, &config.data_dir).await?;
        database.migrate().await?;
        let (verifier, minter) = keys(&config)?;
        let storage = storage(&config)?;

        let mut tasks = Tasks::default();
        let connector = database.server.clone().detect_pooler().await?;
        let (heart, gauges) = Services::start(connector, &mut config, &mut tasks).await?;
        if let Some(metrics) = metrics {
            let serving = gauges.serve(metrics, &tasks.stopping);
            tasks.draining.extend(serving);
        }
        let (pool, hub) = (heart.pool.clone(), heart.hub.clone());
        let sessions = Sessions::new(pool.clone(), minter.clone(), config.login_limit);
        tasks.following.push(tokio::spawn(sweep(
            sessions.clone(),
            tasks.stopping.clone(),
        )));
        if let Some(storage) = &storage {
            let sweeper = Sweeper::new(database.server.clone(), storage.clone());
            let sweeping = tokio::spawn(sweeper.run(tasks.stopping.clone()));
            tasks.following.push(sweeping);
        }
        let router = heart.into_router(&config, verifier, &sessions, storage.as_ref());

        let closing = CancellationToken::new();
        let server = tokio::spawn(server::serve(listener, router, closing.clone()));
        Ok(Self {
            database,
            hub,
            closing,
            server,
            tasks,
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
        self.hub.close(EndReason::Shutdown);
        if timeout(DRAIN, &mut self.server).await.is_err() {
            tracing::warn!("some connections did not finish in time");
            self.server.abort();
            let _ = self.server.await;
        }
        self.tasks.join().await;
        self.pool.close();
        self.database.close().await;
        tracing::info!("stopped");
    }
}

impl Tasks {
    /// Stops those that follow the log, and lets the others finish.
    async fn join(self) {
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
    }
}

impl Services {
    async fn start(
        connector: Connector,
        config: &mut Config,
        tasks: &mut Tasks,
    ) -> Result<(Self, Gauges), StartError> {
        let pool = connector.pool(POOL);
        let guests = Guests::open(pool.clone()).await?;
        let (listener, heard) = Listener::new(connector.clone(), pool.clone());
        let bell = heard.bell;
        let (tail, hub) = Tail::open(connector.clone(), bell.clone(), realms::POLICIES).await?;
        let readiness = Readiness::new(pool.clone(), tail.health(), bell.clone());
        let watch = SessionMonitor::new(pool.clone(), hub.clone(), heard.signals);
        let (outgoing, incoming) =
            PresenceReceiver::new(connector.clone(), pool.clone(), hub.clone(), heard.calls);
        let sealer = Sealer::new(connector.clone());
        let webhooks = config.webhooks.take().map(|webhooks| {
            Runner::new(connector.clone(), bell.clone(), webhooks).run(tasks.stopping.clone())
        });
        let (writer, writing) = Writer::new(connector, config.writer);
        let (principals, looking_up) = Principals::new(pool.clone());
        let gauges = Gauges {
            store: writer.gauges(pool.clone()),
            live: tail.gauges(),
            bell,
            pool: pool.clone(),
        };

        let stop = &tasks.stopping;
        tasks.following = vec![
            tokio::spawn(listener.run(stop.clone())),
            tokio::spawn(tail.run(stop.clone())),
            tokio::spawn(watch.run(stop.clone())),
            tokio::spawn(sealer.run(stop.clone())),
            tokio::spawn(incoming.run(stop.clone())),
            tokio::spawn(outgoing.run(stop.clone())),
        ];
        tasks.following.extend(webhooks.map(tokio::spawn));
        tasks.draining = vec![tokio::spawn(writing.run()), tokio::spawn(looking_up.run())];
        let heart = Self {
            pool,
            hub,
            writer,
            principals,
            guests,
            readiness,
        };
        Ok((heart, gauges))
    }

    /// The routes of all realms, which alone hold the writer from here on.
    fn into_router(
        self,
        config: &Config,
        verifier: Verifier,
        sessions: &Sessions,
        storage: Option<&Storage>,
    ) -> Router {
        let provisioning = config.auth_provision.then(|| Provisioning {
            directory: Directory::new(self.pool.clone()),
            roles: config.provision_roles.clone(),
        });
        let origins = config.allowed_origins.clone();
        let authenticator = Authenticator::new(
            verifier,
            self.principals,
            self.guests.clone(),
            origins.clone(),
            provisioning,
        );
        let share = match config.realms.len() {
            1 => SHARE_OF_THE_ONLY,
            _ => SHARE_OF_ONE,
        };
        let ground = |realm| {
            let pool = self.pool.share(share);
            let (writer, hub) = (self.writer.clone(), self.hub.clone());
            RealmContext {
                chat: Chat::new(realm, writer, pool.clone(), hub),
                authenticator: authenticator.to(realm),
                sessions: sessions.clone(),
                directory: Directory::new(pool.clone()),
                attachments: storage.map(|storage| {
                    Attachments::new(realm, pool, storage.clone(), config.attachment_quota)
                }),
                guests: self.guests.clone(),
                heartbeat: config.heartbeat,
                market_limits: config.market_limits,
            }
        };
        let served = config
            .realms
            .iter()
            .filter_map(|realm| realms::served(*realm));
        let realms = served.map(|served| (served.routes)(ground(served.realm)));
        web_client::log(config.web_root.as_deref());
        router::router(
            realms,
            self.readiness,
            origins,
            config.trusted_proxies.clone(),
            config.web_root.as_deref(),
        )
    }
}

/// Where attachments are kept, for a realm that has them.
fn storage(config: &Config) -> Result<Option<Storage>, StartError> {
    let has_files = config.realms.contains(&Realm::Messenger);
    let opened = has_files.then(|| Storage::open(&config.storage));
    Ok(opened.transpose()?)
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    server::listen(address)
        .map_err(|error| cannot_listen("LISTEN_ADDR", address, error.to_string()))
}

fn cannot_listen(variable: &'static str, address: SocketAddr, reason: String) -> StartError {
    StartError::Listen {
        variable,
        address,
        reason,
    }
}

/// What believes tokens and, where the secret is ours, what mints them.
fn keys(config: &Config) -> Result<(Verifier, Option<TokenIssuer>), StartError> {
    let source = match &config.keys {
        Keys::Given(source) => source.clone(),
        Keys::Generated => KeySource::Hs256 {
            secret: generated_secret(&config.data_dir)?.into_bytes(),
        },
    };
    let policy = &config.token_policy;
    let minter = match &source {
        KeySource::Hs256 { secret } => Some(TokenIssuer::new(secret)?.with_policy(policy.clone())),
        KeySource::PublicKeyPem(_) | KeySource::Jwks { .. } => None,
    };
    let verifier = Verifier::new(source, config.leeway)?.with_policy(policy.clone());
    Ok((verifier, minter))
}

async fn sweep(sessions: Sessions, stop: CancellationToken) {
    let mut ticks = interval(SWEEP);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = sessions.sweep().await {
            tracing::warn!(%error, "old log-ins could not be forgotten");
        }
    }
}
