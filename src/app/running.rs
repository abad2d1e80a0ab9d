//! A running server: starting it, and shutting it down.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::database::{OpenDatabase, generated_secret};
use crate::app::error::{StartError, cannot_listen};
use crate::app::metrics;
use crate::app::services::Services;
use crate::app::tasks::Tasks;
use crate::auth::keys::KeySource;
use crate::auth::tokens::{TokenIssuer, Verifier};
use crate::config::{Config, Keys};
use crate::db::Pool;
use crate::domain::PublicUrl;
use crate::files::Storage;
use crate::http::server;
use crate::live::{EndReason, Hub};

/// How long open requests may take to finish at shutdown.
const REQUEST_DRAIN_TIMEOUT: Duration = Duration::from_secs(8);

/// A running server.
pub struct App {
    database: OpenDatabase,
    hub: Arc<Hub>,
    /// Stops accepting connections, and ends those that are idle.
    closing: CancellationToken,
    server: JoinHandle<()>,
    tasks: Tasks,
    /// The address that the server listens on.
    pub address: SocketAddr,
    /// For the demo, which reads while the server runs.
    pub pool: Pool,
    /// Connections whose login is the owner: for the demo, whose events have times of their own.
    pub owner_pool: Pool,
    /// Issues tokens, if this server has the secret for it.
    pub issuer: Option<TokenIssuer>,
}

impl App {
    /// Starts everything. When it returns, requests are served.
    pub async fn start(mut config: Config) -> Result<Self, StartError> {
        let metrics = metrics::open(config.metrics_addr)?;
        let listener = listen(config.listen_addr)?;
        let address = listener.local_addr().unwrap_or(config.listen_addr);
        let database = OpenDatabase::open_for_server(&config.database, &config.data_dir).await?;
        database.migrate(&config.known_realms).await?;
        let (verifier, issuer) = keys(&config)?;
        let public_url = config.storage_public_url.as_ref().map(PublicUrl::as_str);
        let storage = Storage::open(&config.storage, public_url)?;

        let mut tasks = Tasks::default();
        let connector = database.server.clone().detect_pooler().await?;
        let services = Services::start(
            connector,
            &mut config,
            issuer.clone(),
            storage,
            metrics,
            &mut tasks,
        )
        .await?;
        let (pool, hub) = (services.pool.clone(), services.hub.clone());
        let owner_pool = database.owner.pool(1);
        let router = services.into_router(&config, verifier, &mut tasks);

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
            owner_pool,
            issuer,
        })
    }

    /// The psql command for the private database, if there is one.
    pub fn psql_hint(&self) -> Option<String> {
        self.database.psql_hint()
    }

    /// Ends streams, finishes open requests, empties the writer's queue and closes everything.
    /// Takes at most ten seconds, and longer only if a private Postgres has much to write.
    pub async fn shut_down(mut self) {
        tracing::info!("shutting down");
        self.closing.cancel();
        self.hub.close(EndReason::Shutdown);
        if timeout(REQUEST_DRAIN_TIMEOUT, &mut self.server)
            .await
            .is_err()
        {
            tracing::warn!("some connections did not finish in time");
            self.server.abort();
            let _ = self.server.await;
        }
        self.tasks.join().await;
        self.pool.close();
        self.owner_pool.close();
        self.database.close().await;
        tracing::info!("stopped");
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    server::listen(address)
        .map_err(|error| cannot_listen("LISTEN_ADDR", address, error.to_string()))
}

/// The verifier of tokens, and their issuer if this server has the secret.
fn keys(config: &Config) -> Result<(Verifier, Option<TokenIssuer>), StartError> {
    let source = match &config.keys {
        Keys::Given(source) => source.clone(),
        Keys::Generated => KeySource::Hs256 {
            secret: generated_secret(&config.data_dir)?.into_bytes(),
        },
    };
    let policy = &config.token_policy;
    let issuer = match &source {
        KeySource::Hs256 { secret } => Some(TokenIssuer::new(secret)?.with_policy(policy.clone())),
        KeySource::PublicKeyPem(_) | KeySource::Jwks { .. } => None,
    };
    let verifier = Verifier::new(source, config.leeway)?.with_policy(policy.clone());
    Ok((verifier, issuer))
}
