//! Flags and environment variables of the same names → a typed [`Config`].
//!
//! Everything is checked at start; an error names the variable.
//! Secrets come from the environment only, because other users can see a command line.

mod args;
mod parse;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

pub use args::{DatabaseArgs, ServeArgs, TokenArgs};
pub use parse::realms;
use parse::{
    address, boolean, given, login_limit, market_limits, number, personal_limits, provision_roles,
    storage, trusted_proxies, web_root, webhooks,
};

use tracing_subscriber::EnvFilter;

use crate::attachments::StorageUrl;
use crate::auth::LoginLimit;
use crate::auth::keys::KeySource;
use crate::auth::origin::AllowedOrigins;
use crate::auth::tokens::{TokenPolicy, Verifier};
use crate::db::Connector;
use crate::domain::{Limits, Realm, Role};
use crate::http::TrustedProxies;
use crate::log::WriterSettings;
use crate::outbox::Webhooks;
use crate::telemetry::LogFormat;

/// An invalid setting.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    variable: &'static str,
    problem: String,
}

impl ConfigError {
    fn new(variable: &'static str, problem: impl std::fmt::Display) -> Self {
        Self {
            variable,
            problem: problem.to_string(),
        }
    }
}

/// The Postgres to use.
#[derive(Clone)]
pub enum Database {
    /// A private one in the data directory.
    Embedded,
    /// An external one.
    External(Box<External>),
}

/// An external Postgres.
#[derive(Clone)]
pub struct External {
    /// Connects as the server's role.
    pub server: Connector,
    /// Connects as the owner of the schema.
    pub owner: Connector,
}

/// The source of the keys of tokens.
#[derive(Debug)]
pub enum Keys {
    /// Configured.
    Given(KeySource),
    /// A secret generated once and kept in the data directory.
    Generated,
}

impl Keys {
    /// Checks the configured keys before anything is opened.
    fn check(&self, leeway: Duration) -> Result<(), ConfigError> {
        let Self::Given(source) = self else {
            return Ok(());
        };
        let variable = match source {
            KeySource::Hs256 { .. } => "JWT_SECRET",
            KeySource::PublicKeyPem(_) => "JWT_PUBLIC_KEY_FILE",
            KeySource::Jwks { .. } => "JWKS_URL",
        };
        let usable = Verifier::new(source.clone(), leeway);
        usable.map_err(|error| ConfigError::new(variable, error))?;
        Ok(())
    }
}

/// The checked settings of `serve`.
pub struct Config {
    /// DATABASE_URL and OWNER_DATABASE_URL.
    pub database: Database,
    /// DATA_DIR.
    pub data_dir: PathBuf,
    /// LISTEN_ADDR.
    pub listen_addr: SocketAddr,
    /// METRICS_ADDR.
    pub metrics_addr: Option<SocketAddr>,
    /// REALMS.
    pub realms: Vec<Realm>,
    /// JWT_SECRET, JWT_PUBLIC_KEY_FILE or JWKS_URL.
    pub keys: Keys,
    /// JWT_LEEWAY_SECONDS.
    pub leeway: Duration,
    /// JWT_ISSUER and JWT_AUDIENCE.
    pub token_policy: TokenPolicy,
    /// AUTH_PROVISION.
    pub auth_provision: bool,
    /// PROVISION_ROLES.
    pub provision_roles: Vec<Role>,
    /// ALLOWED_ORIGINS.
    pub allowed_origins: AllowedOrigins,
    /// `TRUSTED_PROXIES`.
    pub trusted_proxies: TrustedProxies,
    /// `LOGIN_LIMIT`; `None` if it is off.
    pub login_limit: Option<LoginLimit>,
    /// HEARTBEAT_SECONDS.
    pub heartbeat: Duration,
    /// WEBHOOK_URL with WEBHOOK_SECRET.
    pub webhooks: Option<Webhooks>,
    /// WEB_ROOT.
    pub web_root: Option<PathBuf>,
    /// STORAGE_URL.
    pub storage: StorageUrl,
    /// `ATTACHMENT_QUOTA_MIB`, in bytes.
    pub attachment_quota: u64,
    /// `MARKET_…`: limits on each user of the realm market.
    pub market_limits: Limits,
    /// `APPEND_BATCH_MAX` and `APPEND_QUEUE_MAX`, `SEND_LIMIT` and `CHAT_LIMIT`.
    pub writer: WriterSettings,
}

impl Config {
    /// Checks everything.
    pub fn new(database: &DatabaseArgs, serve: &ServeArgs) -> Result<Self, ConfigError> {
        let data_dir = database.data_dir.clone();
        let database = database.database()?;
        let keys = serve.tokens.keys(matches!(database, Database::Embedded))?;
        let leeway = number("JWT_LEEWAY_SECONDS", &serve.jwt_leeway_seconds, 0..=3600)?;
        let leeway = Duration::from_secs(leeway);
        keys.check(leeway)?;
        let token_policy = serve.tokens.policy(&keys)?;
        let allowed_origins = AllowedOrigins::parse(&serve.allowed_origins)
            .map_err(|error| ConfigError::new("ALLOWED_ORIGINS", error))?;
        let heartbeat = number("HEARTBEAT_SECONDS", &serve.heartbeat_seconds, 1..=3600)?;
        let batch_max = number("APPEND_BATCH_MAX", &serve.append_batch_max, 1..=10_000)?;
        let queue_max = number("APPEND_QUEUE_MAX", &serve.append_queue_max, 1..=1_000_000)?;
        let storage = storage(serve.storage_url.as_deref(), &data_dir)?;
        let quota = &serve.attachment_quota_mib;
        let quota = number("ATTACHMENT_QUOTA_MIB", quota, 1..=1_000_000_000)?;
        Ok(Self {
            database,
            data_dir,
            storage,
            attachment_quota: quota * 1024 * 1024,
            listen_addr: address("LISTEN_ADDR", &serve.listen_addr)?,
            metrics_addr: given(serve.metrics_addr.as_deref())
                .map(|text| address("METRICS_ADDR", text))
                .transpose()?,
            realms: realms(&serve.realms)?,
            keys,
            leeway,
            token_policy,
            provision_roles: provision_roles(&serve.provision_roles)?,
            auth_provision: boolean("AUTH_PROVISION", &serve.auth_provision)?,
            allowed_origins,
            trusted_proxies: trusted_proxies(&serve.trusted_proxies)?,
            login_limit: login_limit(&serve.login_limit)?,
            heartbeat: Duration::from_secs(heartbeat),
            webhooks: webhooks(serve)?,
            web_root: web_root(serve.web_root.as_ref())?,
            market_limits: market_limits(serve)?,
            writer: WriterSettings {
                batch_max: usize::try_from(batch_max).unwrap_or(usize::MAX),
                queue_max: usize::try_from(queue_max).unwrap_or(usize::MAX),
                limits: personal_limits(serve)?,
            },
        })
    }
}

impl DatabaseArgs {
    /// DATABASE_URL and OWNER_DATABASE_URL.
    pub fn database(&self) -> Result<Database, ConfigError> {
        let Some(url) = given(self.database_url.as_deref()) else {
            if given(self.owner_database_url.as_deref()).is_some() {
                let problem = "set without DATABASE_URL, the same database as the server";
                return Err(ConfigError::new("OWNER_DATABASE_URL", problem));
            }
            return Ok(Database::Embedded);
        };
        let server =
            Connector::new(url).map_err(|error| ConfigError::new("DATABASE_URL", error))?;
        let owner = match given(self.owner_database_url.as_deref()) {
            Some(url) => Connector::new(url)
                .map_err(|error| ConfigError::new("OWNER_DATABASE_URL", error))?,
            None => server.clone(),
        };
        Ok(Database::External(Box::new(External { server, owner })))
    }

    /// RUST_LOG.
    pub fn log_filter() -> Result<EnvFilter, ConfigError> {
        let Ok(directives) = std::env::var(EnvFilter::DEFAULT_ENV) else {
            return Ok(EnvFilter::new("info"));
        };
        let directives = given(Some(&directives)).unwrap_or("info");
        EnvFilter::try_new(directives).map_err(|error| ConfigError::new("RUST_LOG", error))
    }

    /// LOG_FORMAT.
    pub fn log_format(&self) -> Result<LogFormat, ConfigError> {
        match self.log_format.as_str() {
            "pretty" | "" => Ok(LogFormat::Pretty),
            "json" => Ok(LogFormat::Json),
            other => {
                let problem = format!("`{other}` is neither `pretty` nor `json`");
                Err(ConfigError::new("LOG_FORMAT", problem))
            }
        }
    }
}

impl TokenArgs {
    /// JWT_ISSUER and JWT_AUDIENCE. Both are required with a key of an identity provider, which
    /// signs tokens of other applications with the same key.
    pub fn policy(&self, keys: &Keys) -> Result<TokenPolicy, ConfigError> {
        let policy = TokenPolicy {
            issuer: given(self.jwt_issuer.as_deref()).map(str::to_owned),
            audience: given(self.jwt_audience.as_deref()).map(str::to_owned),
        };
        let source = match keys {
            Keys::Given(KeySource::PublicKeyPem(_)) => "JWT_PUBLIC_KEY_FILE",
            Keys::Given(KeySource::Jwks { .. }) => "JWKS_URL",
            Keys::Given(KeySource::Hs256 { .. }) | Keys::Generated => return Ok(policy),
        };
        let missing = match &policy {
            TokenPolicy { issuer: None, .. } => "JWT_ISSUER",
            TokenPolicy { audience: None, .. } => "JWT_AUDIENCE",
            _ => return Ok(policy),
        };
        let problem = format!(
            "not set, but {source} is: tokens that its issuer signed for other applications \
             would be accepted"
        );
        Err(ConfigError::new(missing, problem))
    }

    /// The configured source of keys.
    pub fn keys(&self, is_embedded: bool) -> Result<Keys, ConfigError> {
        let secret = self.jwt_secret.clone();
        let file = self
            .jwt_public_key_file
            .as_ref()
            .filter(|path| !path.as_os_str().is_empty());
        let url = given(self.jwks_url.as_deref());
        match (secret, file, url) {
            (Some(secret), None, None) => {
                let secret = secret.into_bytes();
                Ok(Keys::Given(KeySource::Hs256 { secret }))
            }
            (None, Some(path), None) => {
                let pem = std::fs::read(path).map_err(|error| {
                    let problem = format!("cannot read {}: {error}", path.display());
                    ConfigError::new("JWT_PUBLIC_KEY_FILE", problem)
                })?;
                Ok(Keys::Given(KeySource::PublicKeyPem(pem)))
            }
            (None, None, Some(url)) => Ok(Keys::Given(KeySource::Jwks {
                url: url.to_owned(),
            })),
            (None, None, None) if is_embedded => Ok(Keys::Generated),
            (None, None, None) => Err(ConfigError::new(
                "JWT_SECRET",
                "not set. Set one of JWT_SECRET, JWT_PUBLIC_KEY_FILE and JWKS_URL, so that the \
                 server knows which tokens to believe (`openssl rand -hex 32` makes a secret)",
            )),
            (secret, file, url) => {
                let names = [
                    ("JWT_SECRET", secret.is_some()),
                    ("JWT_PUBLIC_KEY_FILE", file.is_some()),
                    ("JWKS_URL", url.is_some()),
                ];
                let mut set = names
                    .iter()
                    .filter(|(_, is_set)| *is_set)
                    .map(|(name, _)| *name);
                let first = set.next().unwrap_or("JWT_SECRET");
                let others: Vec<_> = set.collect();
                let problem = format!(
                    "set together with {}; set one of them",
                    others.join(" and ")
                );
                Err(ConfigError::new(first, problem))
            }
        }
    }
}
