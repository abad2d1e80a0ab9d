//! Flags and environment variables of the same names → a typed [`Config`].
//!
//! Everything is checked at start, and what is wrong is said with the variable's name.
//! Secrets come from the environment alone: a command line is public.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;

use crate::auth::keys::KeySource;
use crate::auth::origin::AllowedOrigins;
use crate::domain::Realm;
use crate::store::{Connector, WriterSettings};

/// Realms that this build serves.
pub const SERVED_REALMS: &[Realm] = &[Realm::School];

/// Where the data is. Without DATABASE_URL a private Postgres is started in DATA_DIR.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// Postgres, as a libpq URL or connection string; several hosts may be listed
    /// [default: a private Postgres in DATA_DIR]
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        global = true,
        value_name = "URL"
    )]
    pub database_url: Option<String>,
    /// The same database as its owner, for changes of the schema [default: DATABASE_URL]
    #[arg(
        long,
        env = "OWNER_DATABASE_URL",
        hide_env_values = true,
        global = true,
        value_name = "URL"
    )]
    pub owner_database_url: Option<String>,
    /// Where the private Postgres and generated secrets are kept
    #[arg(
        long,
        env = "DATA_DIR",
        default_value = "./data",
        global = true,
        value_name = "DIR"
    )]
    pub data_dir: PathBuf,
    /// How log lines look: `pretty` or `json`
    #[arg(
        long,
        env = "LOG_FORMAT",
        default_value = "pretty",
        global = true,
        value_name = "FORMAT"
    )]
    pub log_format: String,
}

/// What tokens are believed. The secret itself is read from JWT_SECRET, never from a flag.
#[derive(Debug, Clone, Args)]
pub struct TokenArgs {
    /// PEM file with the public key (RSA, P-256 or Ed25519) that tokens are signed with
    #[arg(long, env = "JWT_PUBLIC_KEY_FILE", value_name = "FILE")]
    pub jwt_public_key_file: Option<PathBuf>,
    /// JSON Web Key Set with the public keys that tokens are signed with
    #[arg(long, env = "JWKS_URL", value_name = "URL")]
    pub jwks_url: Option<String>,
}

/// How the server serves.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(
        long,
        env = "LISTEN_ADDR",
        default_value = "127.0.0.1:8080",
        value_name = "ADDR"
    )]
    pub listen_addr: String,
    /// Address and port of GET /metrics, for Prometheus [default: off]
    #[arg(long, env = "METRICS_ADDR", value_name = "ADDR")]
    pub metrics_addr: Option<String>,
    /// Applications to serve: a comma-separated list, or `all`
    #[arg(long, env = "REALMS", default_value = "school", value_name = "LIST")]
    pub realms: String,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub tokens: TokenArgs,
    /// How long after its `exp` a token still counts, in seconds
    #[arg(
        long,
        env = "JWT_LEEWAY_SECONDS",
        default_value = "0",
        value_name = "SECONDS"
    )]
    pub jwt_leeway_seconds: String,
    /// Create users that a verified token speaks of: `true` or `false`
    #[arg(
        long,
        env = "AUTH_PROVISION",
        default_value = "false",
        value_name = "BOOL"
    )]
    pub auth_provision: String,
    /// Other origins whose pages may call this server, comma-separated
    #[arg(long, env = "ALLOWED_ORIGINS", default_value = "", value_name = "LIST")]
    pub allowed_origins: String,
    /// Seconds of silence after which a stream says that it lives
    #[arg(
        long,
        env = "HEARTBEAT_SECONDS",
        default_value = "30",
        value_name = "SECONDS"
    )]
    pub heartbeat_seconds: String,
    /// Folder of a built web client to serve at / [default: none]
    #[arg(long, env = "WEB_ROOT", value_name = "DIR")]
    pub web_root: Option<PathBuf>,
    /// Most events in one transaction of the writer
    #[arg(
        long,
        env = "APPEND_BATCH_MAX",
        default_value = "512",
        value_name = "N"
    )]
    pub append_batch_max: String,
}

/// A setting that cannot be used.
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

/// Which Postgres.
#[derive(Clone)]
pub enum Database {
    /// A private one in the data directory.
    Embedded,
    /// Somebody else's.
    External(Box<External>),
}

/// Somebody else's Postgres.
#[derive(Clone)]
pub struct External {
    /// As the server.
    pub server: Connector,
    /// As the owner.
    pub owner: Connector,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

/// Where to find tokens' keys.
#[derive(Debug)]
pub enum Keys {
    /// As configured.
    Given(KeySource),
    /// A secret generated once and kept in the data directory.
    Generated,
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
    /// AUTH_PROVISION.
    pub auth_provision: bool,
    /// ALLOWED_ORIGINS.
    pub allowed_origins: AllowedOrigins,
    /// HEARTBEAT_SECONDS.
    pub heartbeat: Duration,
    /// WEB_ROOT.
    pub web_root: Option<PathBuf>,
    /// APPEND_BATCH_MAX.
    pub writer: WriterSettings,
}

impl Config {
    /// Checks everything.
    pub fn new(database: &DatabaseArgs, serve: &ServeArgs) -> Result<Self, ConfigError> {
        let data_dir = database.data_dir.clone();
        let database = database.database()?;
        let keys = serve.tokens.keys(matches!(database, Database::Embedded))?;
        let allowed_origins = AllowedOrigins::parse(&serve.allowed_origins)
            .map_err(|error| ConfigError::new("ALLOWED_ORIGINS", error))?;
        let heartbeat = number("HEARTBEAT_SECONDS", &serve.heartbeat_seconds, 1..=3600)?;
        let leeway = number("JWT_LEEWAY_SECONDS", &serve.jwt_leeway_seconds, 0..=3600)?;
        let batch_max = number("APPEND_BATCH_MAX", &serve.append_batch_max, 1..=10_000)?;
        Ok(Self {
            database,
            data_dir,
            listen_addr: address("LISTEN_ADDR", &serve.listen_addr)?,
            metrics_addr: given(serve.metrics_addr.as_deref())
                .map(|text| address("METRICS_ADDR", text))
                .transpose()?,
            realms: realms(&serve.realms)?,
            keys,
            leeway: Duration::from_secs(leeway),
            auth_provision: boolean("AUTH_PROVISION", &serve.auth_provision)?,
            allowed_origins,
            heartbeat: Duration::from_secs(heartbeat),
            web_root: web_root(serve.web_root.as_ref())?,
            writer: WriterSettings {
                batch_max: usize::try_from(batch_max).unwrap_or(usize::MAX),
                ..WriterSettings::default()
            },
        })
    }
}

impl DatabaseArgs {
    /// DATABASE_URL and OWNER_DATABASE_URL.
    pub fn database(&self) -> Result<Database, ConfigError> {
        let Some(url) = given(self.database_url.as_deref()) else {
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
    /// The one source of keys.
    pub fn keys(&self, is_embedded: bool) -> Result<Keys, ConfigError> {
        let secret = std::env::var("JWT_SECRET")
            .ok()
            .filter(|secret| !secret.is_empty());
        let file = self
            .jwt_public_key_file
            .as_ref()
            .filter(|path| !path.as_os_str().is_empty());
        let url = given(self.jwks_url.as_deref());
        match (secret, file, url) {
            (Some(secret), None, None) => {
                if secret.len() < 32 {
                    tracing::warn!(
                        "JWT_SECRET is shorter than the 32 bytes that RFC 7518 asks for"
                    );
                }
                Ok(Keys::Given(KeySource::Hs256 {
                    secret: secret.into_bytes(),
                }))
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

/// An empty variable counts as absent: that is how compose files leave one out.
fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn address(variable: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.trim().parse().map_err(|_| {
        let problem = format!("`{text}` is not an address and a port, like 127.0.0.1:8080");
        ConfigError::new(variable, problem)
    })
}

fn number(
    variable: &'static str,
    text: &str,
    range: std::ops::RangeInclusive<u64>,
) -> Result<u64, ConfigError> {
    let value = u64::from_str(text.trim())
        .ok()
        .filter(|value| range.contains(value));
    value.ok_or_else(|| {
        let (low, high) = (range.start(), range.end());
        let problem = format!("`{text}` is not a whole number from {low} to {high}");
        ConfigError::new(variable, problem)
    })
}

fn boolean(variable: &'static str, text: &str) -> Result<bool, ConfigError> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" | "" => Ok(false),
        _ => Err(ConfigError::new(
            variable,
            format!("`{text}` is neither `true` nor `false`"),
        )),
    }
}

fn realms(text: &str) -> Result<Vec<Realm>, ConfigError> {
    if text.trim() == "all" {
        return Ok(SERVED_REALMS.to_vec());
    }
    let mut realms = Vec::new();
    for name in text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let realm = name
            .parse()
            .ok()
            .filter(|realm| SERVED_REALMS.contains(realm));
        let realm = realm.ok_or_else(|| {
            let known: Vec<_> = SERVED_REALMS.iter().map(|realm| realm.as_str()).collect();
            let problem = format!(
                "`{name}` is not served; there is {} and `all`",
                known.join(", ")
            );
            ConfigError::new("REALMS", problem)
        })?;
        if !realms.contains(&realm) {
            realms.push(realm);
        }
    }
    if realms.is_empty() {
        return Err(ConfigError::new("REALMS", "names no realm"));
    }
    Ok(realms)
}

fn web_root(path: Option<&PathBuf>) -> Result<Option<PathBuf>, ConfigError> {
    let Some(path) = path.filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(None);
    };
    if path.join("index.html").is_file() {
        return Ok(Some(path.clone()));
    }
    let problem = format!("{} has no index.html", path.display());
    Err(ConfigError::new("WEB_ROOT", problem))
}
