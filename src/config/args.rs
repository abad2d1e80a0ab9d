//! The flags, as clap reads them: every one is text, and is checked afterwards, so that what
//! is wrong can be said with the variable's name.

use std::path::PathBuf;

use clap::Args;

/// Of `--login-limit`, also where `LOGIN_LIMIT` is empty.
pub(super) const DEFAULT_LOGIN_LIMIT: &str = "10/100";

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

/// How the server serves.
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
    /// Proxies whose X-Forwarded-For is believed: addresses and networks, comma-separated
    /// [default: none, a client is who connects]
    #[arg(
        long,
        env = "TRUSTED_PROXIES",
        default_value = "",
        hide_default_value = true,
        value_name = "LIST"
    )]
    pub trusted_proxies: String,
    /// Log-ins that may fail in 15 minutes from one address: with one account / with any; `off`
    /// lifts the limit
    #[arg(
        long,
        env = "LOGIN_LIMIT",
        default_value = DEFAULT_LOGIN_LIMIT,
        value_name = "N/M"
    )]
    pub login_limit: String,
    /// Seconds of silence after which a stream says that it lives
    #[arg(
        long,
        env = "HEARTBEAT_SECONDS",
        default_value = "30",
        value_name = "SECONDS"
    )]
    pub heartbeat_seconds: String,
    /// Where notifications for people who are away are posted; signed with WEBHOOK_SECRET
    /// [default: nowhere]
    #[arg(long, env = "WEBHOOK_URL", hide_env_values = true, value_name = "URL")]
    pub webhook_url: Option<String>,
    /// `WEBHOOK_SECRET`.
    #[arg(skip = secret("WEBHOOK_SECRET"))]
    pub webhook_secret: Option<String>,
    /// Where attachments are kept: `file:///folder` or `s3://bucket/prefix`, the latter with the
    /// usual AWS_… variables [default: attachments/ in DATA_DIR]
    #[arg(long, env = "STORAGE_URL", value_name = "URL")]
    pub storage_url: Option<String>,
    /// MiB of attachments that one person may store in a realm
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
    /// Messages that one person may send: a second, and at once after a pause; or `off`. The
    /// realm market has limits of its own
    #[arg(
        long,
        env = "SEND_LIMIT",
        default_value = "20/100",
        value_name = "RATE/BURST"
    )]
    pub send_limit: String,
    /// Chats and groups that one person may create in an hour, and groups of theirs in all; or `off`
    #[arg(
        long,
        env = "CHAT_LIMIT",
        default_value = "60/500",
        value_name = "RATE/GROUPS"
    )]
    pub chat_limit: String,
    /// Realm market: messages that one person may send in a minute
    #[arg(
        long,
        env = "MARKET_MESSAGES_PER_MINUTE",
        default_value = "20",
        value_name = "N"
    )]
    pub market_messages_per_minute: String,
    /// Realm market: messages that one person may send in five seconds
    #[arg(
        long,
        env = "MARKET_MESSAGES_PER_5_SECONDS",
        default_value = "5",
        value_name = "N"
    )]
    pub market_messages_per_5_seconds: String,
    /// Realm market: chats that one person may begin in a minute
    #[arg(
        long,
        env = "MARKET_CHATS_PER_MINUTE",
        default_value = "10",
        value_name = "N"
    )]
    pub market_chats_per_minute: String,
    /// Realm market: chats that may get the same text from one person within a minute
    #[arg(
        long,
        env = "MARKET_SAME_TEXT_CHATS",
        default_value = "5",
        value_name = "N"
    )]
    pub market_same_text_chats: String,
    /// Most events in one transaction of the writer
    #[arg(
        long,
        env = "APPEND_BATCH_MAX",
        default_value = "512",
        value_name = "N"
    )]
    pub append_batch_max: String,
    /// Most sends that wait for the writer; further ones are refused for the moment
    #[arg(
        long,
        env = "APPEND_QUEUE_MAX",
        default_value = "8192",
        value_name = "N"
    )]
    pub append_queue_max: String,
}

/// Reads a secret from the environment: a command line is public.
fn secret(variable: &str) -> Option<String> {
    let secret = std::env::var(variable).ok();
    secret.filter(|secret| !secret.is_empty())
}
