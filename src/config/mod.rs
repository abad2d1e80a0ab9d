//! Flags and environment variables of the same names → a typed [`Config`].
//!
//! Everything is checked at start; an error names the variable.
//! Secrets come from the environment only, because other users can see a command line.

mod args;
mod keys;
mod realm_files;
mod setting;
mod values;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tracing_subscriber::EnvFilter;

pub use args::{DatabaseArgs, ServeArgs, StorageArgs, TokenArgs};
pub use keys::Keys;
pub use realm_files::RealmList;
pub use setting::{ConfigError, Setting};
use values::Number;

use crate::auth::LoginLimit;
use crate::auth::cookies::AccessCookies;
use crate::auth::origin::AllowedOrigins;
use crate::auth::tokens::TokenPolicy;
use crate::db::Connector;
use crate::domain::{Limits, PersonalLimits, PublicUrl, Realm, Role};
use crate::files::StorageUrl;
use crate::http::TrustedProxies;
use crate::log::WriterSettings;
use crate::outbox::{
    Contact, EventEndpoint, InvalidWebhook, MailSettings, OpenWitnesses, PlainMail, SmtpServer,
    Webhooks,
};
use crate::realms::Realms;

/// The Postgres to use.
#[derive(Clone)]
pub enum Database {
    /// A private one in the data directory.
    Embedded,
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

/// The checked settings of `serve`.
pub struct Config {
    pub database: Database,
    pub data_dir: PathBuf,
    pub listen_addr: SocketAddr,
    pub metrics_addr: Option<SocketAddr>,
    /// All that the server knows.
    pub known_realms: Realms,
    /// Those that it serves.
    pub realms: Vec<Realm>,
    pub keys: Keys,
    pub leeway: Duration,
    pub token_policy: TokenPolicy,
    pub access_cookies: AccessCookies,
    pub auth_provision: bool,
    pub provision_roles: Vec<Role>,
    pub allowed_origins: AllowedOrigins,
    pub trusted_proxies: TrustedProxies,
    /// `None`: no limit.
    pub login_limit: Option<LoginLimit>,
    pub heartbeat: Duration,
    pub webhooks: Option<Webhooks>,
    /// Where events are posted to.
    pub event_webhooks: Vec<EventEndpoint>,
    /// Who gets the newest seal.
    pub seal_witnesses: OpenWitnesses,
    /// Begins links to this server.
    pub public_url: Option<PublicUrl>,
    /// `None`: no e-mails.
    pub mail: Option<MailSettings>,
    /// How push services reach the operator.
    pub push_contact: Option<Contact>,
    /// Whether pushes may go to addresses that are not public.
    pub push_insecure: bool,
    /// A folder that has an `index.html`.
    pub web_root: Option<PathBuf>,
    pub storage: StorageUrl,
    /// Where clients reach the bucket themselves.
    pub storage_public_url: Option<PublicUrl>,
    /// In bytes.
    pub attachment_quota: u64,
    /// The limits of the realms that have limits of their own.
    pub market_limits: Limits,
    pub writer: WriterSettings,
}

impl Config {
    /// Checks everything.
    pub fn new(database: &DatabaseArgs, serve: &ServeArgs) -> Result<Self, ConfigError> {
        let data_dir = database.data_dir.clone();
        let known_realms = database.realms()?;
        let realms = serve.realms.get()?.among(&known_realms, "REALMS")?;
        let database = database.database()?;
        let keys = serve.tokens.keys(matches!(database, Database::Embedded))?;
        let leeway = seconds(&serve.jwt_leeway_seconds)?;
        keys.check(leeway)?;
        let storage = serve.storage.url(&data_dir)?;
        Ok(Self {
            database,
            storage_public_url: serve.storage_public_url(&storage)?,
            storage,
            attachment_quota: u64::from(serve.attachment_quota_mib.get()?.0) * 1024 * 1024,
            data_dir,
            listen_addr: serve.listen_addr.get()?,
            metrics_addr: Setting::optional(serve.metrics_addr.as_ref())?,
            token_policy: serve.tokens.policy(&keys)?,
            access_cookies: serve.jwt_cookie.get()?,
            keys,
            leeway,
            auth_provision: serve.auth_provision.get()?,
            provision_roles: serve.provision_roles.get()?,
            allowed_origins: Setting::optional(serve.allowed_origins.as_ref())?.unwrap_or_default(),
            trusted_proxies: Setting::optional(serve.trusted_proxies.as_ref())?.unwrap_or_default(),
            login_limit: serve.login_limit.get()?,
            heartbeat: seconds(&serve.heartbeat_seconds)?,
            webhooks: serve.webhooks()?,
            event_webhooks: serve.event_webhooks(&realms)?,
            realms,
            known_realms,
            public_url: Setting::optional(serve.public_url.as_ref())?,
            seal_witnesses: serve.seal_witnesses()?,
            mail: serve.mail()?,
            push_contact: Setting::optional(serve.push_contact.as_ref())?,
            push_insecure: serve.push_insecure.get()?,
            web_root: serve.web_root()?,
            market_limits: serve.market_limits()?,
            writer: serve.writer()?,
        })
    }
}

impl StorageArgs {
    /// STORAGE_URL, or the folder in `data_dir`.
    pub fn url(&self, data_dir: &Path) -> Result<StorageUrl, ConfigError> {
        let given = Setting::optional(self.storage_url.as_ref())?;
        Ok(given.unwrap_or_else(|| StorageUrl::in_data_dir(data_dir)))
    }
}

impl DatabaseArgs {
    /// DATABASE_URL and OWNER_DATABASE_URL.
    pub fn database(&self) -> Result<Database, ConfigError> {
        let server = Setting::optional(self.database_url.as_ref())?;
        let owner = Setting::optional(self.owner_database_url.as_ref())?;
        match (server, owner) {
            (None, None) => Ok(Database::Embedded),
            (None, Some(_)) => Err(ConfigError::new(
                "OWNER_DATABASE_URL",
                "set without DATABASE_URL, the same database as the server",
            )),
            (Some(server), owner) => {
                let owner = owner.unwrap_or_else(|| server.clone());
                Ok(Database::External(Box::new(External { server, owner })))
            }
        }
    }

    /// The realms of the program, and those of the files in REALMS_DIR.
    pub fn realms(&self) -> Result<Realms, ConfigError> {
        let folder = Setting::optional(self.realms_dir.as_ref())?;
        folder.map_or_else(
            || Ok(Realms::of_program()),
            |folder| realm_files::realms_of(&folder),
        )
    }

    /// RUST_LOG.
    pub fn log_filter() -> Result<EnvFilter, ConfigError> {
        let directives = std::env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
        let directives = match directives.trim() {
            "" => "info",
            directives => directives,
        };
        EnvFilter::try_new(directives).map_err(|error| ConfigError::new("RUST_LOG", error))
    }
}

impl ServeArgs {
    fn webhooks(&self) -> Result<Option<Webhooks>, ConfigError> {
        let url = Setting::optional(self.webhook_url.as_ref())?;
        let (url, secret) = match (url, &self.webhook_secret) {
            (None, None) => return Ok(None),
            (Some(url), Some(secret)) => (url, secret),
            (None, Some(_)) => {
                return Err(ConfigError::new(
                    "WEBHOOK_SECRET",
                    "set without WEBHOOK_URL",
                ));
            }
            (Some(_), None) => {
                let problem = "not set, but WEBHOOK_URL is";
                return Err(ConfigError::new("WEBHOOK_SECRET", problem));
            }
        };
        let webhooks = Webhooks::new(&url, secret.trim());
        webhooks.map(Some).map_err(|error| {
            let variable = match error {
                InvalidWebhook::Secret => "WEBHOOK_SECRET",
                InvalidWebhook::Url | InvalidWebhook::Client(_) => "WEBHOOK_URL",
            };
            ConfigError::new(variable, error)
        })
    }

    fn event_webhooks(&self, served: &[Realm]) -> Result<Vec<EventEndpoint>, ConfigError> {
        let Some(endpoints) = Setting::optional(self.event_webhooks.as_ref())? else {
            return Ok(Vec::new());
        };
        let opened = endpoints.open(served);
        opened.map_err(|error| ConfigError::new("EVENT_WEBHOOKS", error))
    }

    fn mail(&self) -> Result<Option<MailSettings>, ConfigError> {
        let Some(url) = &self.smtp_url else {
            return Ok(None);
        };
        let server = SmtpServer::parse(url.trim());
        let server = server.map_err(|error| ConfigError::new("SMTP_URL", error))?;
        let missing = |setting| ConfigError::new(setting, "not set, but SMTP_URL is");
        let from = Setting::optional(self.mail_from.as_ref())?;
        let public_url = Setting::optional(self.public_url.as_ref())?;
        Ok(Some(MailSettings {
            server,
            from: from.ok_or_else(|| missing("MAIL_FROM"))?,
            public_url: public_url.ok_or_else(|| missing("PUBLIC_URL"))?,
            digest_after: seconds(&self.mail_digest_after_seconds)?,
        }))
    }

    fn seal_witnesses(&self) -> Result<OpenWitnesses, ConfigError> {
        let Some(witnesses) = Setting::optional(self.seal_witnesses.as_ref())? else {
            return Ok(OpenWitnesses::default());
        };
        let mail = self.mail()?.as_ref().map(PlainMail::new);
        let pause = seconds(&self.seal_witness_seconds)?;
        let opened = witnesses.open(self.seal_witness_secret.as_deref(), mail.as_ref(), pause);
        opened.map_err(|error| ConfigError::new("SEAL_WITNESSES", error))
    }

    fn storage_public_url(&self, storage: &StorageUrl) -> Result<Option<PublicUrl>, ConfigError> {
        let url = Setting::optional(self.storage_public_url.as_ref())?;
        if url.is_some() && matches!(storage, StorageUrl::Folder(_)) {
            let problem = "set, but STORAGE_URL is no bucket";
            return Err(ConfigError::new("STORAGE_PUBLIC_URL", problem));
        }
        Ok(url)
    }

    fn web_root(&self) -> Result<Option<PathBuf>, ConfigError> {
        let path = Setting::optional(self.web_root.as_ref())?.map(PathBuf::from);
        match path {
            Some(path) if !path.join("index.html").is_file() => {
                let problem = format!("{} has no index.html", path.display());
                Err(ConfigError::new("WEB_ROOT", problem))
            }
            path => Ok(path),
        }
    }

    fn market_limits(&self) -> Result<Limits, ConfigError> {
        Ok(Limits {
            messages_a_minute: self.market_messages_per_minute.get()?.0,
            messages_in_5_seconds: self.market_messages_per_5_seconds.get()?.0,
            chats_a_minute: self.market_chats_per_minute.get()?.0,
            same_text_chats: self.market_same_text_chats.get()?.0,
        })
    }

    fn writer(&self) -> Result<WriterSettings, ConfigError> {
        Ok(WriterSettings {
            batch_max: self.append_batch_max.get()?.0 as usize,
            queue_max: self.append_queue_max.get()?.0 as usize,
            limits: PersonalLimits {
                send: self.send_limit.get()?,
                chat: self.chat_limit.get()?,
            },
        })
    }
}

fn seconds<const MIN: u32, const MAX: u32>(
    setting: &Setting<Number<MIN, MAX>>,
) -> Result<Duration, ConfigError> {
    Ok(Duration::from_secs(setting.get()?.0.into()))
}
