//! The flags as clap reads them. Each is text that is parsed afterwards, so that an error names
//! the variable.

use std::path::PathBuf;

use clap::Args;

/// Default of `--login-limit`, also for an empty `LOGIN_LIMIT`.
pub(super) const DEFAULT_LOGIN_LIMIT: &str = "10/100";

/// The database. Without DATABASE_URL the server starts a private Postgres in DATA_DIR.
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
    /// Folder of the private Postgres and generated secrets
    #[arg(
        long,
        env = "DATA_DIR",
        default_value = "./data",
        global = true,
        value_name = "DIR"
    )]
    pub data_dir: PathBuf,
    /// Format of log lines: `pretty` or `json`
    #[arg(
        long,
        env = "LOG_FORMAT",
        default_value = "pretty",
        global = true,
        value_name = "FORMAT"
    )]
    pub log_format: String,
}

/// Which tokens are accepted. The secret is read from JWT_SECRET, never from a flag.
#[derive(Clone, Args)]
pub struct TokenArgs {
    /// `JWT_SECRET`.
    #[arg(skip = secret("JWT_SECRET"))]
    pub jwt_secret: Option<String>,
    /// PEM file with the public key (RSA, P-256 or Ed25519) that tokens are signed with
    #[arg(long, env = "JWT_PUBLIC_KEY_FILE", value_name = "FILE")]
    pub jwt_public_key_file: Option<PathBuf>,
    /// JSON Web Key Set with the public keys that tokens are signed with
    #[arg(long, env = "JWKS_URL", value_name = "URL")]
    pub jwks_url: Option<String>,
    /// The `iss` that tokens must have; required with JWT_PUBLIC_KEY_FILE and JWKS_URL
    /// [default: any]
    #[arg(long, env = "JWT_ISSUER", value_name = "TEXT")]
    pub jwt_issuer: Option<String>,
    /// What the `aud` of tokens must be or contain; required with JWT_PUBLIC_KEY_FILE and
    /// JWKS_URL [default: any]
    #[arg(long, env = "JWT_AUDIENCE", value_name = "TEXT")]
    pub jwt_audience: Option<String>,
}

/// Settings of the server.
#[derive(Clone, Args)]
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
    /// Seconds after its `exp` for which a token is still accepted
    #[arg(
        long,
        env = "JWT_LEEWAY_SECONDS",
        default_value = "0",
        value_name = "SECONDS"
    )]
    pub jwt_leeway_seconds: String,
    /// Create unknown users that a verified token names: `true` or `false`
    #[arg(
        long,
        env = "AUTH_PROVISION",
        default_value = "false",
        value_name = "BOOL"
    )]
    pub auth_provision: String,
    /// Roles that a token's `role` may give to a user it creates, comma-separated; with another
    /// role the user is a `member`
    #[arg(
        long,
        env = "PROVISION_ROLES",
        default_value = "student,teacher,member",
        value_name = "LIST"
    )]
    pub provision_roles: String,
    /// Other origins whose pages may call this server, comma-separated
    #[arg(long, env = "ALLOWED_ORIGINS", default_value = "", value_name = "LIST")]
    pub allowed_origins: String,
    /// Proxies whose X-Forwarded-For is trusted: addresses and networks, comma-separated
    /// [default: none, the peer is the client]
    #[arg(
        long,
        env = "TRUSTED_PROXIES",
        default_value = "",
        hide_default_value = true,
        value_name = "LIST"
    )]
    pub trusted_proxies: String,
    /// Failed log-ins per 15 minutes from one address: to one account / to any; `off`
    /// for no limit
    #[arg(
        long,
        env = "LOGIN_LIMIT",
        default_value = DEFAULT_LOGIN_LIMIT,
        value_name = "N/M"
    )]
    pub login_limit: String,
    /// Seconds between heartbeats of a silent stream
    #[arg(
        long,
        env = "HEARTBEAT_SECONDS",
        default_value = "30",
        value_name = "SECONDS"
    )]
    pub heartbeat_seconds: String,
    /// URL that notifications for offline users are posted to; signed with WEBHOOK_SECRET
    /// [default: nowhere]
    #[arg(long, env = "WEBHOOK_URL", hide_env_values = true, value_name = "URL")]
    pub webhook_url: Option<String>,
    /// `WEBHOOK_SECRET`.
    #[arg(skip = secret("WEBHOOK_SECRET"))]
    pub webhook_secret: Option<String>,
    /// Storage of attachments: `file:///folder` or `s3://bucket/prefix`, the latter with the
    /// usual AWS_… variables [default: attachments/ in DATA_DIR]
    #[arg(long, env = "STORAGE_URL", value_name = "URL")]
    pub storage_url: Option<String>,
    /// MiB of attachments that one user may store in a realm
    #[arg(
        long,
        env = "ATTACHMENT_QUOTA_MIB",
        default_value = "5120",
        value_name = "MIB"
    )]
    pub attachment_quota_mib: String,
    /// Folder of a built web client to serve at / [default: none]
    #[arg(long, env = "WEB_ROOT", value_name = "DIR")]
    pub web_root: Option<PathBuf>,
    /// Messages that one user may send: per second / in a burst; or `off`. The
    /// realm market has its own limits
    #[arg(
        long,
        env = "SEND_LIMIT",
        default_value = "20/100",
        value_name = "RATE/BURST"
    )]
    pub send_limit: String,
    /// Chats and groups that one user may create: per hour / groups in total; or `off`
    #[arg(
        long,
        env = "CHAT_LIMIT",
        default_value = "60/500",
        value_name = "RATE/GROUPS"
    )]
    pub chat_limit: String,
    /// Realm market: messages per user and minute
    #[arg(
        long,
        env = "MARKET_MESSAGES_PER_MINUTE",
        default_value = "20",
        value_name = "N"
    )]
    pub market_messages_per_minute: String,
    /// Realm market: messages per user and five seconds
    #[arg(
        long,
        env = "MARKET_MESSAGES_PER_5_SECONDS",
        default_value = "5",
        value_name = "N"
    )]
    pub market_messages_per_5_seconds: String,
    /// Realm market: new chats per user and minute
    #[arg(
        long,
        env = "MARKET_CHATS_PER_MINUTE",
        default_value = "10",
        value_name = "N"
    )]
    pub market_chats_per_minute: String,
    /// Realm market: chats that may get the same text from one user within a minute
    #[arg(
        long,
        env = "MARKET_SAME_TEXT_CHATS",
        default_value = "5",
        value_name = "N"
    )]
    pub market_same_text_chats: String,
    /// Maximum number of events in one transaction of the writer
    #[arg(
        long,
        env = "APPEND_BATCH_MAX",
        default_value = "512",
        value_name = "N"
    )]
    pub append_batch_max: String,
    /// Maximum number of sends waiting for the writer; further ones get 503
    #[arg(
        long,
        env = "APPEND_QUEUE_MAX",
        default_value = "8192",
        value_name = "N"
    )]
    pub append_queue_max: String,
}

/// Reads a secret from the environment: other users can see a command line.
fn secret(variable: &str) -> Option<String> {
    let secret = std::env::var(variable).ok();
    secret.filter(|secret| !secret.is_empty())
}
