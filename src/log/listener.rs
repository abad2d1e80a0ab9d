//! Hears what the database calls out: the bell of new events, and signals.
//!
//! # Guarantees
//! The bell is never truth, only a reason to read the log. So it rings once more than
//! needed rather than once less: after every (re-)LISTEN it rings by itself, because
//! something may have been called out in between. Where no bell is heard at all (a pooler
//! that swallows LISTEN) [`Bell::is_heard`] says so, and the tail's poll delivers.
//!
//! A connection that lives and brings nothing any more (a backend that hangs) is found out:
//! now and then, and when the tail finds what no bell had rung for, the listener calls out to
//! itself, and takes another connection where it does not hear that.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use serde::Deserialize;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::{AsyncMessage, Client};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::db::connection::Driver;
use crate::db::error::{classify, describe};
use crate::db::{Connector, Error, Pool, query};
use crate::domain::{Position, UserId};
use crate::log::metrics::METRICS;
use crate::presence::replica_signal::{self, ReplicaSignal};
use crate::presence::signature::{KEY, Verifier};

const BACKOFF: std::ops::Range<Duration> = Duration::from_millis(50)..Duration::from_secs(3);
/// How long the self-test waits for its own call.
const SELF_TEST: Duration = Duration::from_secs(3);
/// How often the listener tests whether it still hears, where nobody doubts it.
const INTERVAL: Duration = Duration::from_secs(15);
/// Tells the database's time besides.
const CALL: &str = "
    SELECT public.send_signal($1), (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
const LISTEN: &str = "LISTEN vestnik_events; LISTEN vestnik_signals";
/// Signals waiting to be acted on; past that a full re-check stands in for them all.
const SIGNALS: usize = 256;
/// Calls of other replicas waiting to be acted on. A lost one does no lasting harm: see
/// [`signals`].
const CALLS: usize = 1_024;

/// Something other than an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessChange {
    /// What these people may do has changed.
    Recheck(Vec<UserId>),
}

/// The bell, as those see it who wait for it.
#[derive(Clone)]
pub struct LogWakeup {
    rung: watch::Receiver<()>,
    heard: Arc<AtomicBool>,
    head: Arc<AtomicI64>,
    must_look: Arc<AtomicBool>,
    doubted: Arc<Notify>,
    is_pooled: bool,
}

impl LogWakeup {
    /// Waits for the next ring; rings since the last call count as one. Never returns
    /// once the listener is gone.
    pub async fn notified(&mut self) {
        if self.rung.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Whether notifications reach this replica at all, as last tested.
    pub fn is_delivering(&self) -> bool {
        self.heard.load(Ordering::Relaxed)
    }

    /// Whether none can be heard, because a pooler stands between.
    pub fn is_pooled(&self) -> bool {
        self.is_pooled
    }

    /// Says that there were events which no bell had rung for.
    pub fn report_missed(&self) {
        self.doubted.notify_one();
    }

    /// The head of the log as it was last heard of: how far there is to read, and never
    /// what is read.
    pub fn head(&self) -> Position {
        Position(self.head.load(Ordering::Relaxed))
    }

    /// Whether there may be more to read than up to `position`: a bell said so, or one may have
    /// been missed since this was last asked. Every login can ring, so it may be untrue.
    pub fn announces_more_than(&self, position: Position) -> bool {
        self.must_look.swap(false, Ordering::Relaxed) || self.head() > position
    }

    /// Says that the log ends at `actual`, where a bell had announced more. The next bell is a
    /// reason to look whatever it announces: what an authentic one said meanwhile is lost.
    pub fn disprove(&self, announced: Position, actual: Position) {
        let (announced, actual) = (announced.0, actual.0);
        let order = Ordering::Relaxed;
        let _ = self.head.compare_exchange(announced, actual, order, order);
        self.must_look.store(true, order);
    }

    /// Says what the head of the log is, for who has asked the database.
    pub fn set_head(&self, head: Position) {
        self.head.store(head.0, Ordering::Relaxed);
    }
}

/// The task that listens.
pub struct Listener {
    connector: Connector,
    /// The self-test calls from here: a pooler may well bring a connection its own calls back.
    pool: Pool,
    bell: watch::Sender<()>,
    heard: Arc<AtomicBool>,
    head: Arc<AtomicI64>,
    must_look: Arc<AtomicBool>,
    doubted: Arc<Notify>,
    signals: mpsc::Sender<AccessChange>,
    calls: mpsc::Sender<ReplicaSignal>,
    /// Of the connection that listens.
    verifier: Mutex<Option<Verifier>>,
    /// Said once, since whoever forges signals may send many.
    has_warned: AtomicBool,
}

/// What a listener hears, each for who acts on it.
pub struct ListenerChannels {
    /// New events.
    pub bell: LogWakeup,
    /// Something other than an event.
    pub signals: mpsc::Receiver<AccessChange>,
    /// What replicas call out.
    pub calls: mpsc::Receiver<ReplicaSignal>,
}

/// What `NOTIFY vestnik_signals` carries.
#[derive(Deserialize)]
struct Payload {
    #[serde(default)]
    recheck: Vec<UserId>,
    self_test: Option<Uuid>,
    #[serde(flatten)]
    calls: replica_signal::Payload,
}

impl Listener {
    /// A listener, and what it will hear.
    pub fn new(connector: Connector, pool: Pool) -> (Self, ListenerChannels) {
        let (bell, rung) = watch::channel(());
        let (signals, heard_signals) = mpsc::channel(SIGNALS);
        let (calls, heard_calls) = mpsc::channel(CALLS);
        let bell_seen = LogWakeup {
            rung,
            heard: Arc::default(),
            head: Arc::default(),
            must_look: Arc::default(),
            doubted: Arc::default(),
            is_pooled: connector.transaction_pooling(),
        };
        let listener = Self {
            connector,
            pool,
            bell,
            heard: bell_seen.heard.clone(),
            head: bell_seen.head.clone(),
            must_look: bell_seen.must_look.clone(),
            doubted: bell_seen.doubted.clone(),
            signals,
            calls,
            verifier: Mutex::default(),
            has_warned: AtomicBool::default(),
        };
        let heard = ListenerChannels {
            bell: bell_seen,
            signals: heard_signals,
            calls: heard_calls,
        };
        (listener, heard)
    }

    /// Listens until told to stop, through any number of lost connections.
    pub async fn run(self, stop: CancellationToken) {
        if self.connector.transaction_pooling() {
            // LISTEN would be said to a session that is everybody's.
            tracing::error!(
                "DATABASE_URL leads through a pooler in transaction mode, where no notification \
                 arrives: delivery goes on by polling, up to a second late. Point DATABASE_URL \
                 past the pooler; the server needs few connections"
            );
            return stop.cancelled().await;
        }
        let mut backoff = BACKOFF.start;
        loop {
            let started = Instant::now();
            let outcome = stop.run_until_cancelled(self.listen()).await;
            let Some(Err(error)) = outcome else { return };
            self.heard.store(false, Ordering::Relaxed);
            METRICS.listener_failures.increment(1);
            if started.elapsed() > BACKOFF.end {
                backoff = BACKOFF.start;
            }
            tracing::warn!(%error, "the listener lost its connection, trying again");
            let jittered = backoff.mul_f64(rand::random_range(0.5..1.5));
            if stop.run_until_cancelled(sleep(jittered)).await.is_none() {
                return;
            }
            backoff = (backoff * 2).min(BACKOFF.end);
        }
    }

    /// One connection's life; returns only with an error.
    async fn listen(&self) -> Result<(), Error> {
        let (client, mut connection) = self.connector.open_raw("listener").await?;
        let listen = self.begin(&client);
        tokio::pin!(listen);
        loop {
            tokio::select! {
                listening = &mut listen => break listening?,
                message = next(&mut connection) => { self.on_notification(&message?); }
            }
        }
        // Whatever was called out while nobody listened is in the log.
        self.must_look.store(true, Ordering::Relaxed);
        self.notified();
        let (heard, own_calls) = watch::channel(None);
        let tests = self.test_for_ever(own_calls);
        tokio::pin!(tests);
        loop {
            tokio::select! {
                error = &mut tests => return Err(error),
                message = next(&mut connection) => {
                    if let Some(nonce) = self.on_notification(&message?) {
                        heard.send_replace(Some(nonce));
                    }
                }
            }
        }
    }

    /// Fetches the key of signals, then listens.
    async fn begin(&self, client: &Client) -> Result<(), Error> {
        client
            .batch_execute("SET ROLE vestnik_server")
            .await
            .map_err(classify)?;
        let row = client.query_typed_opt(KEY, &[]).await.map_err(classify)?;
        let verifier = row.and_then(|row| Verifier::new(row.get(0), row.get(1)));
        if verifier.is_none() {
            return Err(Error::Unavailable("there is no key of signals".into()));
        }
        *self.verifier.lock() = verifier;
        client.batch_execute(LISTEN).await.map_err(classify)
    }

    /// Tests whether this connection hears: at its beginning, now and then, in doubt. Returns
    /// only where one that did hear does so no more. One that never did is kept, because behind
    /// a pooler the next one would be no better; that is said loudly.
    async fn test_for_ever(&self, mut own_calls: watch::Receiver<Option<Uuid>>) -> Error {
        self.heard.store(false, Ordering::Relaxed);
        let (mut has_heard, mut has_complained) = (false, false);
        loop {
            match self.test(&mut own_calls).await {
                Some(true) => has_heard = true,
                Some(false) if has_heard => {
                    return Error::Unavailable("notifications arrive no more".into());
                }
                Some(false) if !has_complained => {
                    has_complained = true;
                    tracing::error!(
                        "no notification arrives on this connection (a pooler in transaction \
                         mode?): delivery goes on by polling, up to a second late"
                    );
                }
                // The database was not asked: that it is away is said by all who need it more.
                Some(false) | None => {}
            }
            let _ = timeout(INTERVAL, self.doubted.notified()).await;
        }
    }

    /// Calls out from another connection: whether the call was heard, where it was made.
    async fn test(&self, own_calls: &mut watch::Receiver<Option<Uuid>>) -> Option<bool> {
        let nonce = Uuid::new_v4();
        let call = serde_json::json!({ "self_test": nonce }).to_string();
        let parameters: query::Parameters<'_> = &[&call];
        let calling = query::all(&self.pool, CALL, parameters);
        match timeout(SELF_TEST, calling).await {
            Ok(Ok(rows)) => {
                let mut verifier = self.verifier.lock();
                if let (Some(row), Some(verifier)) = (rows.first(), verifier.as_mut()) {
                    verifier.set_clock(row.get(1));
                }
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the bell could not be tested");
                return None;
            }
            Err(_) => return None,
        }
        let hearing = own_calls.wait_for(|heard| *heard == Some(nonce));
        let is_heard = timeout(SELF_TEST, hearing).await.is_ok();
        self.heard.store(is_heard, Ordering::Relaxed);
        Some(is_heard)
    }

    /// Acts on a call; returns the nonce of a self-test.
    fn on_notification(&self, message: &AsyncMessage) -> Option<Uuid> {
        let AsyncMessage::Notification(call) = message else {
            return None;
        };
        self.heard.store(true, Ordering::Relaxed);
        match call.channel() {
            "vestnik_events" => {
                METRICS.bells.increment(1);
                // Whatever it says is only looked at: see `Bell::announces_more_than`.
                if let Ok(head) = call.payload().parse() {
                    self.head.fetch_max(head, Ordering::Relaxed);
                    self.notified();
                }
                None
            }
            _ => self.hear_signal(call.payload()),
        }
    }

    /// Returns the nonce, where this is a self-test's call.
    fn hear_signal(&self, text: &str) -> Option<Uuid> {
        let verifier = self.verifier.lock();
        let Some(authentic) = verifier.as_ref().and_then(|verifier| verifier.open(text)) else {
            METRICS.signals_refused[0].increment(1);
            if !self.has_warned.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    "somebody else sends notifications on vestnik_signals; they are ignored, and \
                     counted in vestnik_signals_refused_total"
                );
            }
            return None;
        };
        let Ok(payload) = serde_json::from_str::<Payload>(authentic.text) else {
            tracing::warn!("a signal of unknown shape");
            return None;
        };
        // A self-test has a nonce, and needs no clock.
        if authentic.is_stale && payload.self_test.is_none() {
            METRICS.signals_refused[1].increment(1);
            return None;
        }
        for call in payload.calls.into_calls() {
            if self.calls.try_send(call).is_err() {
                METRICS.calls_lost.increment(1);
            }
        }
        // Full: the periodic look at everyone makes up for it within seconds.
        if !payload.recheck.is_empty()
            && self
                .signals
                .try_send(AccessChange::Recheck(payload.recheck))
                .is_err()
        {
            tracing::warn!("more signals than can be acted on");
        }
        payload.self_test
    }

    fn notified(&self) {
        self.bell.send_replace(());
    }
}

/// The next message of a connection, which this drives; its end is an error.
async fn next(connection: &mut Driver) -> Result<AsyncMessage, Error> {
    match poll_fn(|cx| connection.poll_message(cx)).await {
        Some(Ok(message)) => Ok(message),
        Some(Err(error)) => Err(Error::Unavailable(describe(&error))),
        None => Err(Error::Unavailable("the connection was closed".into())),
    }
}
