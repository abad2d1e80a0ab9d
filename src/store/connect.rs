//! Opening connections to Postgres.
//!
//! Every connection of the server gives up its rights before its first statement
//! (`SET ROLE vestnik_server`) and has a limit on how long a statement may take.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, RecyclingMethod, Runtime};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::task::JoinHandle;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Connection, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Error;
use super::error::{classify, describe};

/// A pool of connections for reads.
pub type Pool = deadpool_postgres::Pool;

/// The half of a connection that moves its bytes.
pub(super) type Driver = Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// What every connection of the server runs first.
const BECOME_SERVER: &str = "
    SET ROLE vestnik_server;
    SET search_path = public, pg_temp;
    SET statement_timeout = '15s';
    SET idle_in_transaction_session_timeout = '15s';
    SET default_transaction_isolation = 'read committed';
    SET synchronous_commit = on;
";

/// How long opening a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a read may wait for a connection of the pool.
const POOL_WAIT: Duration = Duration::from_secs(5);

/// Not a usable connection string.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct InvalidUrl(String);

/// Knows how to reach one database.
#[derive(Clone)]
pub struct Connector {
    config: Config,
    tls: MakeRustlsConnect,
}

/// A connection whose other half runs in a task of its own; dropping it closes both.
pub struct Link {
    client: Client,
    driver: JoinHandle<()>,
}

impl Link {
    /// The client, for a transaction.
    pub fn client_mut(&mut self) -> &mut Client {
        &mut self.client
    }
}

impl std::ops::Deref for Link {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connector {
    /// Reads a libpq connection string or URL. Several hosts may be listed, with
    /// `target_session_attrs=read-write` to follow a failover.
    ///
    /// `sslmode` is `disable`, `prefer` (the default), `require` (encrypted, any
    /// certificate, as libpq has it) or `verify-full` (against the system's roots).
    pub fn new(url: &str) -> Result<Self, InvalidUrl> {
        let verify = url.contains("sslmode=verify-full");
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let config = Config::from_str(&url).map_err(|error| InvalidUrl(describe(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(InvalidUrl("names no host".into()));
        }
        Ok(Self::tuned(config, tls_config(verify)?))
    }

    /// Reaches the database that `config` names, without TLS: for a private one.
    pub fn from_config(config: Config) -> Self {
        let tls = tls_config(false).expect("without verification no roots are needed");
        Self::tuned(config, tls)
    }

    fn tuned(mut config: Config, tls: ClientConfig) -> Self {
        config
            .connect_timeout(CONNECT_TIMEOUT)
            .keepalives_idle(Duration::from_secs(15))
            .keepalives_interval(Duration::from_secs(5))
            .keepalives_retries(3)
            .tcp_user_timeout(Duration::from_secs(20));
        if config.get_application_name().is_none() {
            config.application_name("vestnik");
        }
        Self {
            config,
            tls: MakeRustlsConnect::new(tls),
        }
    }

    /// Opens a connection as whoever the URL names, for migrations.
    pub async fn open_as_owner(&self) -> Result<Link, Error> {
        let (client, connection) = self.connect().await?;
        Ok(spawn_driver(client, connection))
    }

    /// Opens a connection as `vestnik_server`; `purpose` shows in `pg_stat_activity`.
    pub async fn open(&self, purpose: &str) -> Result<Link, Error> {
        let (client, connection) = self.named(purpose).connect().await?;
        let link = spawn_driver(client, connection);
        link.batch_execute(BECOME_SERVER).await.map_err(classify)?;
        Ok(link)
    }

    /// Opens a connection whose notifications the caller reads itself.
    pub(super) async fn open_raw(&self, purpose: &str) -> Result<(Client, Driver), Error> {
        self.named(purpose).connect().await
    }

    /// A pool of at most `size` connections as `vestnik_server`.
    pub fn pool(&self, size: usize) -> Pool {
        let manager = Manager::from_config(
            self.named("queries").config,
            self.tls.clone(),
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(POOL_WAIT))
            .create_timeout(Some(CONNECT_TIMEOUT))
            .recycle_timeout(Some(CONNECT_TIMEOUT))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client
                        .batch_execute(BECOME_SERVER)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .build()
            .expect("a pool with a runtime and valid timeouts can be built")
    }

    fn named(&self, purpose: &str) -> Self {
        let mut named = self.clone();
        let base = self.config.get_application_name().unwrap_or("vestnik");
        named.config.application_name(format!("{base} {purpose}"));
        named
    }

    async fn connect(&self) -> Result<(Client, Driver), Error> {
        tokio::time::timeout(CONNECT_TIMEOUT * 2, self.config.connect(self.tls.clone()))
            .await
            .map_err(|_| Error::Unavailable("connecting took too long".into()))?
            .map_err(classify)
    }
}

fn spawn_driver(client: Client, connection: Driver) -> Link {
    let driver = tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = describe(&error), "a database connection ended");
        }
    });
    Link { client, driver }
}

fn tls_config(verify: bool) -> Result<ClientConfig, InvalidUrl> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("ring supports the default protocol versions");
    if !verify {
        let verifier = Arc::new(AnyCertificate(provider));
        return Ok(builder
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth());
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(InvalidUrl(
            "sslmode=verify-full: this system has no root certificates".into(),
        ));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// `sslmode=require` as libpq means it: encrypt, whoever is there.
#[derive(Debug)]
struct AnyCertificate(Arc<rustls::crypto::CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
