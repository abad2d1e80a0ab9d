//! Flags, and environment variables of the same names.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::auth::LoginLimit;
use crate::auth::cookies::AccessCookies;
use crate::auth::origin::AllowedOrigins;
use crate::config::realm_files::RealmList;
use crate::config::setting::Setting;
use crate::config::values::{Algorithms, Number};
use crate::db::Connector;
use crate::domain::{ChatLimit, PublicUrl, Role, SendLimit};
use crate::files::StorageUrl;
use crate::http::TrustedProxies;
use crate::outbox::{Contact, EventEndpoints, MailFrom, Witnesses};
use crate::telemetry::LogFormat;

/// The database. Without DATABASE_URL the server starts a private Postgres in DATA_DIR.
#[derive(Clone, Args)]
pub struct DatabaseArgs {
    /// Postgres, as a libpq URL or connection string; several hosts may be listed
    /// [default: a private Postgres in DATA_DIR]
    #[arg(long, env, hide_env_values = true, global = true, value_name = "URL")]
    pub database_url: Option<Setting<Connector>>,
    /// The same database as its owner, for changes of the schema [default: DATABASE_URL]
    #[arg(long, env, hide_env_values = true, global = true, value_name = "URL")]
    pub owner_database_url: Option<Setting<Connector>>,
    /// Folder of the private Postgres and generated secrets
    #[arg(long, env, default_value = "./data", global = true, value_name = "DIR")]
    pub data_dir: PathBuf,
    /// Folder of files that add realms, or change those of the program [default: none]
    #[arg(long, env, global = true, value_name = "DIR")]
    pub realms_dir: Option<Setting<String>>,
    /// Format of log lines: `pretty` or `json`
    #[arg(
        long,
        env,
        default_value = "pretty",
        global = true,
        value_name = "FORMAT"
    )]
    pub log_format: Setting<LogFormat>,
}

/// The tokens to accept. The secret is read from JWT_SECRET, never from a flag.
#[derive(Clone, Args)]
pub struct TokenArgs {
    #[arg(skip = secret("JWT_SECRET"))]
    pub jwt_secret: Option<String>,
    /// PEM file with the public key (RSA, P-256 or Ed25519) that tokens are signed with
    #[arg(long, env, value_name = "FILE")]
    pub jwt_public_key_file: Option<Setting<String>>,
    /// JSON Web Key Set with the public keys that tokens are signed with
    #[arg(long, env, value_name = "URL")]
    pub jwks_url: Option<Setting<String>>,
    /// The `iss` that tokens must have; required with JWT_PUBLIC_KEY_FILE and JWKS_URL
    /// [default: any]
    #[arg(long, env, value_name = "TEXT")]
    pub jwt_issuer: Option<Setting<String>>,
    /// The value that the `aud` of tokens must be or contain; required with JWT_PUBLIC_KEY_FILE
    /// and JWKS_URL [default: any]
    #[arg(long, env, value_name = "TEXT")]
    pub jwt_audience: Option<Setting<String>>,
    /// Algorithms that tokens may be signed with, comma-separated: of a secret HS256, HS384 and
    /// HS512 [default: HS256, or the algorithm of the public key]
    #[arg(long, env, value_name = "LIST")]
    pub jwt_algorithms: Option<Setting<Algorithms>>,
    /// The claim that names the user [default: the first present of `sub`, `id`, `user_id`]
    #[arg(long, env, value_name = "NAME")]
    pub jwt_subject_claim: Option<Setting<String>>,
}

/// Where the content of attachments is.
#[derive(Clone, Args)]
pub struct StorageArgs {
    /// Storage of attachments: `file:///folder` or `s3://bucket/prefix`, the latter with the
    /// usual AWS_… variables [default: attachments/ in DATA_DIR]
    #[arg(long, env, value_name = "URL")]
    pub storage_url: Option<Setting<StorageUrl>>,
}

/// Settings of the server.
#[derive(Clone, Args)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, env, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen_addr: Setting<SocketAddr>,
    /// Address and port of GET /metrics, for Prometheus [default: off]
    #[arg(long, env, value_name = "ADDR")]
    pub metrics_addr: Option<Setting<SocketAddr>>,
    /// Applications to serve: a comma-separated list, or `all`
    #[arg(long, env, default_value = "school", value_name = "LIST")]
    pub realms: Setting<RealmList>,
    #[command(flatten)]
    pub tokens: TokenArgs,
    /// Names of the cookie with the token, comma-separated: of several the first that is valid counts
    #[arg(long, env, default_value = "access_token", value_name = "LIST")]
    pub jwt_cookie: Setting<AccessCookies>,
    /// Seconds after its `exp` for which a token is still accepted
    #[arg(long, env, default_value = "0", value_name = "SECONDS")]
    pub jwt_leeway_seconds: Setting<Number<0, 3600>>,
    /// Create unknown users that a verified token names: `true` or `false`
    #[arg(long, env, default_value = "false", value_name = "BOOL")]
    pub auth_provision: Setting<bool>,
    /// Roles that a token's `role` may give to a user it creates, comma-separated; with another
    /// role the user is a `member`
    #[arg(
        long,
        env,
        default_value = "student,teacher,member",
        value_name = "LIST"
    )]
    pub provision_roles: Setting<Vec<Role>>,
    /// Other origins whose pages may call this server, comma-separated [default: none]
    #[arg(long, env, value_name = "LIST")]
    pub allowed_origins: Option<Setting<AllowedOrigins>>,
    /// Proxies whose X-Forwarded-For is trusted: addresses and networks, comma-separated
    /// [default: none, the peer is the client]
    #[arg(long, env, value_name = "LIST")]
    pub trusted_proxies: Option<Setting<TrustedProxies>>,
    /// Failed log-ins per 15 minutes from one address: to one account / to any; `off`
    /// for no limit
    #[arg(long, env, default_value = "10/100", value_name = "N/M")]
    pub login_limit: Setting<Option<LoginLimit>>,
    /// Seconds between heartbeats of a silent stream
    #[arg(long, env, default_value = "30", value_name = "SECONDS")]
    pub heartbeat_seconds: Setting<Number<1, 3600>>,
    /// URL that notifications for offline users are posted to; signed with WEBHOOK_SECRET
    /// [default: nowhere]
    #[arg(long, env, hide_env_values = true, value_name = "URL")]
    pub webhook_url: Option<Setting<String>>,
    #[arg(skip = secret("WEBHOOK_SECRET"))]
    pub webhook_secret: Option<String>,
    /// JSON list of endpoints that events are posted to [default: nowhere]
    #[arg(long, env, hide_env_values = true, value_name = "JSON")]
    pub event_webhooks: Option<Setting<EventEndpoints>>,
    /// Places outside that get the newest seal of the log: URLs, signed with `SEAL_WITNESS_SECRET`, and `mailto:`
    /// addresses, comma-separated [default: none]
    #[arg(long, env, hide_env_values = true, value_name = "LIST")]
    pub seal_witnesses: Option<Setting<Witnesses>>,
    #[arg(skip = secret("SEAL_WITNESS_SECRET"))]
    pub seal_witness_secret: Option<String>,
    /// Seconds between two seals for a URL of `SEAL_WITNESSES`
    #[arg(long, env, default_value = "3600", value_name = "SECONDS")]
    pub seal_witness_seconds: Setting<Number<1, 86_400>>,
    /// How push services reach the operator: a `mailto:` or `https:` URL [default: none]
    #[arg(long, env, value_name = "URL")]
    pub push_contact: Option<Setting<Contact>>,
    /// Send push notifications to any address, for tests: `true` or `false`
    #[arg(long, env, default_value = "false", value_name = "BOOL")]
    pub push_insecure: Setting<bool>,
    /// Address of this server in links: an http or https URL; required with SMTP_URL
    /// [default: none]
    #[arg(long, env, value_name = "URL")]
    pub public_url: Option<Setting<PublicUrl>>,
    #[arg(skip = secret("SMTP_URL"))]
    pub smtp_url: Option<String>,
    /// Sender of e-mails, like `School <chat@example.org>`; required with SMTP_URL
    /// [default: none]
    #[arg(long, env, value_name = "ADDRESS")]
    pub mail_from: Option<Setting<MailFrom>>,
    /// Seconds for which a message is unread before an e-mail tells of it
    #[arg(long, env, default_value = "900", value_name = "SECONDS")]
    pub mail_digest_after_seconds: Setting<Number<1, 604_800>>,
    #[command(flatten)]
    pub storage: StorageArgs,
    /// URL at which clients reach the S3 service of STORAGE_URL; downloads are redirected there
    /// [default: downloads pass through this server]
    #[arg(long, env, value_name = "URL")]
    pub storage_public_url: Option<Setting<PublicUrl>>,
    /// MiB of attachments that one user may store in a realm
    #[arg(long, env, default_value = "5120", value_name = "MIB")]
    pub attachment_quota_mib: Setting<Number<1, 1_000_000_000>>,
    /// Folder of a built web client to serve at / [default: none]
    #[arg(long, env, value_name = "DIR")]
    pub web_root: Option<Setting<String>>,
    /// Messages that one user may send: per second / in a burst; or `off`. The
    /// realm market has its own limits
    #[arg(long, env, default_value = "20/100", value_name = "RATE/BURST")]
    pub send_limit: Setting<Option<SendLimit>>,
    /// Chats and groups that one user may create: per hour / groups in total; or `off`
    #[arg(long, env, default_value = "60/500", value_name = "RATE/GROUPS")]
    pub chat_limit: Setting<Option<ChatLimit>>,
    /// Realm market: messages per user and minute
    #[arg(long, env, default_value = "20", value_name = "N")]
    pub market_messages_per_minute: Setting<Number<1, 1_000_000>>,
    /// Realm market: messages per user and five seconds
    #[arg(long, env, default_value = "5", value_name = "N")]
    pub market_messages_per_5_seconds: Setting<Number<1, 1_000_000>>,
    /// Realm market: new chats per user and minute
    #[arg(long, env, default_value = "10", value_name = "N")]
    pub market_chats_per_minute: Setting<Number<1, 1_000_000>>,
    /// Realm market: chats that may get the same text from one user within a minute
    #[arg(long, env, default_value = "5", value_name = "N")]
    pub market_same_text_chats: Setting<Number<1, 1_000_000>>,
    /// Maximum number of events in one transaction of the writer
    #[arg(long, env, default_value = "512", value_name = "N")]
    pub append_batch_max: Setting<Number<1, 10_000>>,
    /// Maximum number of sends waiting for the writer; further ones get 503
    #[arg(long, env, default_value = "8192", value_name = "N")]
    pub append_queue_max: Setting<Number<1, 1_000_000>>,
}

/// Reads a secret from the environment: other users can see a command line.
fn secret(variable: &str) -> Option<String> {
    let secret = std::env::var(variable).ok();
    secret.filter(|secret| !secret.is_empty())
}
