//! The services behind the routes, and the workers that keep them going.

use std::sync::Arc;

use axum::Router;

use crate::app::error::StartError;
use crate::app::metrics::{DatabaseStatus, Gauges};
use crate::app::ready::Readiness;
use crate::app::tasks::Tasks;
use crate::app::{router, web_client};
use crate::attachments::{Attachments, Storage, Sweeper};
use crate::auth::principals::Principals;
use crate::auth::tokens::{TokenIssuer, Verifier};
use crate::auth::{Authenticator, Guests, Provisioning, SessionMonitor, SessionSweeper, Sessions};
use crate::chat::Chat;
use crate::config::Config;
use crate::db::{Connector, Pool};
use crate::directory::Directory;
use crate::http::metrics::Metrics;
use crate::live::{Hub, Tail};
use crate::log::{Listener, Sealer, Writer};
use crate::outbox::Runner;
use crate::presence::{self, PresenceReceiver};
use crate::realms::{self, RealmContext, RealmDescriptor};
use crate::workers::Periodic;

/// Connections for reads, besides those of the workers.
const POOL_SIZE: usize = 16;
/// How many of them one of several realms may use at once: the rest is for the others, and for
/// authenticating callers.
const REALM_SHARE: usize = POOL_SIZE / 2;
/// The same for the only realm.
const ONLY_REALM_SHARE: usize = POOL_SIZE - 4;

/// What the routes need.
pub(super) struct Services {
    pub(super) pool: Pool,
    pub(super) hub: Arc<Hub>,
    sessions: Sessions,
    storage: Option<Storage>,
    writer: Writer,
    principals: Principals,
    guests: Guests,
    readiness: Readiness,
}

impl Services {
    /// Starts the workers.
    pub(super) async fn start(
        connector: Connector,
        config: &mut Config,
        issuer: Option<TokenIssuer>,
        storage: Option<Storage>,
        metrics: Option<Metrics>,
        tasks: &mut Tasks,
    ) -> Result<Self, StartError> {
        let pool = connector.pool(POOL_SIZE);
        let guests = Guests::open(pool.clone()).await?;
        let sessions = Sessions::new(pool.clone(), issuer, config.login_limit);
        let (mut listener, wakeup) = Listener::new(connector.clone(), pool.clone());
        let access_signals = listener.subscribe(SessionMonitor::TOPICS);
        let presence_signals = listener.subscribe(presence::TOPICS);
        let (tail, hub) = Tail::open(connector.clone(), wakeup.clone(), realms::POLICIES).await?;
        let readiness = Readiness::new(pool.clone(), tail.lag(), wakeup.clone());
        let (publisher, receiver) = PresenceReceiver::new(
            connector.clone(),
            pool.clone(),
            hub.presence(),
            hub.clone(),
            presence_signals,
        );
        let (writer, writer_task) = Writer::new(connector.clone(), config.writer);
        let (principals, principals_task) = Principals::new(pool.clone());

        if let Some(metrics) = metrics {
            let gauges = Arc::new(Gauges {
                pool: pool.clone(),
                writer: writer.metrics(),
                tail: tail.metrics(),
                wakeup: wakeup.clone(),
            });
            tasks.drain(metrics.serve(move || gauges.record(), tasks.stop()));
            let (pool, wakeup) = (pool.clone(), wakeup.clone());
            tasks.supervise(Periodic(DatabaseStatus { pool, wakeup }));
        }
        tasks.supervise(listener);
        tasks.supervise(tail);
        tasks.supervise(publisher);
        tasks.supervise(receiver);
        tasks.supervise(SessionMonitor::new(
            pool.clone(),
            hub.clone(),
            access_signals,
        ));
        tasks.supervise(Periodic(SessionSweeper(sessions.clone())));
        tasks.supervise(Periodic(Sealer::new(connector.clone())));
        if let Some(storage) = &storage {
            let sweeper = Sweeper::new(connector.clone(), storage.clone());
            tasks.supervise(Periodic(sweeper));
        }
        if let Some(webhooks) = config.webhooks.take() {
            tasks.supervise(Runner::new(connector, wakeup, webhooks));
        }
        tasks.drain(writer_task.run());
        tasks.drain(principals_task.run());
        Ok(Self {
            pool,
            hub,
            sessions,
            storage,
            writer,
            principals,
            guests,
            readiness,
        })
    }

    /// The routes of all realms, which alone keep the writer running from here on.
    pub(super) fn into_router(self, config: &Config, verifier: Verifier) -> Router {
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
            1 => ONLY_REALM_SHARE,
            _ => REALM_SHARE,
        };
        let context = |descriptor: &RealmDescriptor| {
            let realm = descriptor.policy.realm;
            let pool = self.pool.share(share);
            let (writer, hub) = (self.writer.clone(), self.hub.clone());
            let mut chat = Chat::new(realm, writer, pool.clone(), hub);
            if descriptor.has_limits {
                chat = chat.with_limits(config.market_limits);
            }
            RealmContext {
                chat,
                authenticator: authenticator.to(realm),
                sessions: self.sessions.clone(),
                directory: Directory::new(pool.clone()),
                attachments: self.storage.as_ref().map(|storage| {
                    Attachments::new(realm, pool, storage.clone(), config.attachment_quota)
                }),
                guests: self.guests.clone(),
                heartbeat: config.heartbeat,
            }
        };
        let realms = realms::descriptors(&config.realms).map(|descriptor| {
            let routes = (descriptor.routes)();
            routes.with_state(context(descriptor))
        });
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
