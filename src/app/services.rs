//! The services behind the routes, and the background tasks that they need.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accesses::Accesses;
use crate::api::{self, ApiContext, ApiServices};
use crate::app::connection_reporter::ConnectionReporter;
use crate::app::consumers::Consumers;
use crate::app::error::StartError;
use crate::app::ready::Readiness;
use crate::app::router::NativeApi;
use crate::app::tasks::Tasks;
use crate::app::{metrics, openapi, router, web_client};
use crate::audit::Sealer;
use crate::auth::principals::Principals;
use crate::auth::tokens::{TokenIssuer, Verifier};
use crate::auth::{
    Accounts, ApiKeys, Authenticator, Guests, KeyTokens, Provisioning, SessionMonitor,
    SessionSweeper, Sessions,
};
use crate::bounds::KeyedRate;
use crate::chat::Chat;
use crate::config::Config;
use crate::contracts::{self, ContractContext, ContractServices};
use crate::db::{Connector, Pool, SharedConnection};
use crate::desk::{Desk, DeskPermits, LogCounter, ProofChecker};
use crate::directory::Directory;
use crate::domain::{PublicUrl, RealmPolicy};
use crate::files::{Admission, Attachments, Decoding, MediaProber, PreviewMaker, Storage, Sweeper};
use crate::http::metrics::Metrics;
use crate::http::stream::{Connections, OpenStreams};
use crate::idempotency::{IdempotencyKeys, KeySweeper};
use crate::live::{Hub, Tail};
use crate::log::{FenceKeeper, Listener, Writer};
use crate::outbox::{PushSubscriptions, UnsubscribeKey, Unsubscriptions, VapidKey};
use crate::presence::{self, PresenceReceiver};
use crate::scheduled::ScheduledSender;
use crate::workers::Periodic;

/// Connections for reads, besides those of the workers.
const POOL_SIZE: usize = 16;
/// How many of them one of several realms may use at once. The rest is for the other realms and
/// for authentication.
const REALM_SHARE: usize = POOL_SIZE / 2;
/// The same for the only realm.
const ONLY_REALM_SHARE: usize = POOL_SIZE - 4;

/// How many of them may read events for webhooks at once.
const EVENT_WEBHOOKS_SHARE: usize = 2;

/// How many changes of their account a user may make in an hour, in each realm.
const ACCOUNT_CHANGES: NonZeroU32 = NonZeroU32::new(60).expect("not zero");

/// How many of them all desks may use at once.
const DESK_SHARE: usize = 4;

/// How many of them may look for scheduled messages at once.
const SCHEDULED_SHARE: usize = 1;

/// The state of the routes.
pub(super) struct Services {
    pub(super) pool: Pool,
    /// The share of the desks.
    desk_pool: Pool,
    desk_permits: DeskPermits,
    pub(super) hub: Arc<Hub>,
    sessions: Sessions,
    connections: Connections,
    storage: Storage,
    admission: Admission,
    decoding: Decoding,
    uploads: TaskTracker,
    writer: Writer,
    principals: Principals,
    guests: Guests,
    vapid_key: VapidKey,
    unsubscribe_key: UnsubscribeKey,
    key_tokens: Option<KeyTokens>,
    readiness: Readiness,
    consumers: Consumers,
}

impl Services {
    /// Opens the services and starts all background tasks.
    pub(super) async fn start(
        connector: Connector,
        config: &mut Config,
        issuer: Option<TokenIssuer>,
        storage: Storage,
        metrics: Option<Metrics>,
        tasks: &mut Tasks,
    ) -> Result<Self, StartError> {
        let pool = connector.pool(POOL_SIZE);
        let realms = config.known_realms.clone();
        let guests = Guests::open(pool.clone()).await?;
        let vapid_key = VapidKey::open(&pool).await?;
        let unsubscribe_key = UnsubscribeKey::open(&pool).await?;
        let (mut listener, wakeup) = Listener::new(connector.clone(), pool.clone());
        let fence = listener.fence();
        let key_tokens = issuer.clone().map(|it| KeyTokens::new(pool.clone(), it));
        let sessions = Sessions::new(pool.clone(), fence, issuer, config.login_limit);
        let opened = Tail::open(connector.clone(), wakeup.clone(), realms.policies());
        let (tail, hub) = opened.await?;
        let readiness = Readiness::new(pool.clone(), tail.lag(), wakeup.clone(), realms);
        let (writer, writer_task) = Writer::new(connector.clone(), &pool, config.writer);
        let principals = Principals::new(pool.clone(), &mut listener);

        if let Some(metrics) = metrics {
            let names = config.seal_witnesses.names();
            metrics::start(metrics, tasks, &pool, &wakeup, &writer, &tail, names);
        }
        start_live(tasks, &connector, &pool, &hub, &mut listener);
        let connections = Connections::default();
        tasks.supervise(ConnectionReporter(connections.clone()));
        tasks.supervise(listener);
        tasks.supervise(tail);
        let jobs = SharedConnection::new(connector.clone());
        start_periodic(tasks, &jobs, &pool, &sessions);
        start_scheduled(tasks, config, &pool, &writer);
        let admission = Admission::new(config.attachment_quota, &storage);
        let decoding = Decoding::default();
        start_attachments(tasks, &connector, &jobs, &storage, &decoding);
        let uploads = TaskTracker::new();
        tasks.drain(end_of(uploads.clone(), tasks.stop()));
        let consumers = Consumers {
            connector,
            jobs,
            wakeup,
        };
        consumers.start_notifications(tasks, config, &vapid_key, &unsubscribe_key)?;
        tasks.drain(writer_task.run());
        Ok(Self {
            desk_pool: pool.share(DESK_SHARE),
            desk_permits: DeskPermits::default(),
            pool,
            hub,
            sessions,
            connections,
            storage,
            admission,
            decoding,
            uploads,
            writer,
            principals,
            guests,
            vapid_key,
            unsubscribe_key,
            key_tokens,
            readiness,
            consumers,
        })
    }

    /// The routes of all realms, which alone keep the writer running once the workers have ended.
    pub(super) fn into_router(
        self,
        config: &Config,
        verifier: Verifier,
        tasks: &mut Tasks,
    ) -> Router {
        let provisioning = config.auth_provision.then(|| {
            let directory = Directory::new(self.pool.clone());
            Provisioning::new(directory, config.provision_roles.clone())
        });
        let origins = config.allowed_origins.clone();
        let authenticator = Authenticator::new(
            verifier,
            config.access_cookies.clone(),
            self.principals.clone(),
            self.guests.clone(),
            origins.clone(),
            provisioning,
            ApiKeys::new(self.pool.clone()),
        );
        let served = config.realms.iter();
        let policies = served.filter_map(|realm| config.known_realms.policy(*realm));
        let contexts: Vec<_> = policies
            .map(|policy| self.realm_context(policy.clone(), config, &authenticator))
            .collect();
        let native = contexts.iter();
        let native =
            native.map(|(chat, context)| self.native_context(chat.clone(), context, config));
        let native: Vec<ApiContext> = native.collect();
        let share = self.pool.share(EVENT_WEBHOOKS_SHARE);
        let consumers = &self.consumers;
        consumers.start_event_webhooks(tasks, config, native.iter(), &share);
        let native = NativeApi {
            routes: api::router(native.into_iter()),
            document: openapi::native_of(&config.realms),
        };
        let realms = contexts.iter().filter_map(|(_, context)| {
            let contract = contracts::of_realm(context.policy.realm)?;
            Some((contract.routes)().with_state(context.clone()))
        });
        web_client::log(config.web_root.as_deref());
        router::router(
            realms,
            native,
            self.readiness.clone(),
            origins,
            config.trusted_proxies.clone(),
            config.web_root.as_deref(),
            config.storage_public_url.as_ref().map(PublicUrl::origin),
        )
    }

    /// The chats of a realm, and the state of its older contract if it has one.
    fn realm_context(
        &self,
        policy: RealmPolicy,
        config: &Config,
        authenticator: &Authenticator,
    ) -> (Chat, ContractContext) {
        let realm = policy.realm;
        let contract = contracts::of_realm(realm);
        let share = match config.realms.len() {
            1 => ONLY_REALM_SHARE,
            _ => REALM_SHARE,
        };
        let pool = self.pool.share(share);
        let mut chat = Chat::new(realm, self.writer.clone(), pool.clone(), self.hub.clone());
        if contract.is_some_and(|contract| contract.has_limits) {
            chat = chat.with_limits(config.market_limits);
        }
        let needs_reason = policy.features.reading_needs_reason;
        let accesses = Accesses::new(realm, pool.clone(), needs_reason);
        let context = ContractContext::from(ContractServices {
            policy,
            chat: chat.clone(),
            accesses,
            authenticator: authenticator.to(realm),
            sessions: self.sessions.clone(),
            directory: Directory::new(pool.clone()),
            attachments: Attachments::new(
                realm,
                pool,
                self.storage.clone(),
                self.admission.clone(),
                self.decoding.clone(),
                self.uploads.clone(),
            ),
            guests: self.guests.clone(),
            open_streams: OpenStreams::new(realm, self.connections.clone()),
            heartbeat: config.heartbeat,
        });
        (chat, context)
    }

    /// The same services for `/v1`: both serve the same chats, within the same limits.
    fn native_context(&self, chat: Chat, context: &ContractContext, config: &Config) -> ApiContext {
        let (policy, pool) = (context.policy.clone(), self.pool.clone());
        let realm = policy.realm;
        let key = self.vapid_key.clone();
        let sessions = context.sessions.clone();
        let sends_mail = config.mail.is_some();
        let (desk_pool, permits) = (self.desk_pool.clone(), self.desk_permits.clone());
        let desk = Desk::new(realm, desk_pool, self.consumers.connector.clone(), permits);
        ApiContext::from(ApiServices {
            policy,
            chat,
            accesses: context.accesses.clone(),
            desk_of_reports: desk.of_reports(),
            desk,
            authenticator: context.authenticator.clone(),
            directory: context.directory.clone(),
            attachments: context.attachments.clone(),
            push: PushSubscriptions::new(realm, pool.clone(), key, config.push_insecure),
            unsubscriptions: Unsubscriptions::new(pool.clone(), self.unsubscribe_key.clone()),
            accounts: Accounts::new(realm, pool, sessions.clone(), sends_mail),
            sessions,
            guests: context.guests.clone(),
            idempotency: IdempotencyKeys::new(realm, self.pool.clone(), self.uploads.clone()),
            account_changes: KeyedRate::an_hour(ACCOUNT_CHANGES),
            public_url: config.public_url.clone(),
            key_tokens: self.key_tokens.clone(),
            is_only_realm: config.realms.len() == 1,
            open_streams: context.open_streams.clone(),
            heartbeat: context.heartbeat,
        })
    }
}

/// Waits until uploads that run when the server stops have stored what they received.
async fn end_of(uploads: TaskTracker, stop: CancellationToken) {
    stop.cancelled().await;
    uploads.close();
    uploads.wait().await;
}

/// Starts what hears of signals between replicas, and what sends to streams.
fn start_live(
    tasks: &mut Tasks,
    connector: &Connector,
    pool: &Pool,
    hub: &Arc<Hub>,
    listener: &mut Listener,
) {
    let fences = FenceKeeper::new(pool.clone(), listener.subscribe(FenceKeeper::TOPICS));
    let access_changes = listener.subscribe(SessionMonitor::TOPICS);
    let monitor = SessionMonitor::new(pool.clone(), hub.clone(), access_changes);
    let signals = listener.subscribe(presence::TOPICS);
    let (publisher, receiver) =
        PresenceReceiver::new(connector.clone(), pool.clone(), hub.clone(), signals);
    tasks.supervise(fences);
    hub.shards().for_each(|shard| tasks.supervise(shard));
    tasks.supervise(publisher);
    tasks.supervise(receiver);
    tasks.supervise(monitor);
}

fn start_periodic(tasks: &mut Tasks, jobs: &SharedConnection, pool: &Pool, sessions: &Sessions) {
    tasks.supervise(Periodic(SessionSweeper(sessions.clone())));
    tasks.supervise(Periodic(KeySweeper(pool.clone())));
    tasks.supervise(Periodic(Sealer::new(jobs.clone())));
    tasks.supervise(Periodic(LogCounter::new(pool.share(DESK_SHARE))));
    tasks.supervise(Periodic(ProofChecker::new(jobs.clone())));
}

/// Starts what sends scheduled messages of the realms that are served.
fn start_scheduled(tasks: &mut Tasks, config: &Config, pool: &Pool, writer: &Writer) {
    let served = config.realms.iter();
    let policies = served.filter_map(|realm| config.known_realms.policy(*realm));
    let (pool, writer) = (pool.share(SCHEDULED_SHARE), writer.clone());
    tasks.supervise(Periodic(ScheduledSender::new(pool, writer, policies)));
}

/// Starts the workers of the attachments.
fn start_attachments(
    tasks: &mut Tasks,
    connector: &Connector,
    jobs: &SharedConnection,
    storage: &Storage,
    decoding: &Decoding,
) {
    let sweeper = Sweeper::new(connector.clone(), storage.clone());
    tasks.supervise(Periodic(sweeper));
    let maker = PreviewMaker::new(jobs.clone(), storage.clone(), decoding.clone());
    tasks.supervise(Periodic(maker));
    let prober = MediaProber::new(jobs.clone(), storage.clone());
    tasks.supervise(Periodic(prober));
}
