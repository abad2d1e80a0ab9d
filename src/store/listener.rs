//! Hears what the database calls out: the bell of new events, and signals.
//!
//! # Guarantees
//! The bell is never truth, only a reason to read the log. So it rings once more than
//! needed rather than once less: after every (re-)LISTEN it rings by itself, because
//! something may have been called out in between. Where no bell is heard at all (a pooler
//! that swallows LISTEN) [`Bell::is_heard`] says so, and the tail's poll delivers.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::AsyncMessage;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::connect::Driver;
use super::error::{classify, describe};
use super::metrics::METRICS;
use super::signals::{self, Call};
use super::{Connector, Error, Pool};
use crate::domain::{Position, UserId};

const BACKOFF: std::ops::Range<Duration> = Duration::from_millis(50)..Duration::from_secs(3);
/// How long the self-test waits for its own call.
const SELF_TEST: Duration = Duration::from_secs(3);
/// Signals waiting to be acted on; past that a full re-check stands in for them all.
const SIGNALS: usize = 256;
/// Calls of other replicas waiting to be acted on. A lost one does no lasting harm: see
/// [`signals`].
const CALLS: usize = 1_024;

/// Something other than an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// What these people may do has changed.
    Recheck(Vec<UserId>),
}

/// The bell, as those see it who wait for it.
#[derive(Clone)]
pub struct Bell {
    rung: watch::Receiver<()>,
    heard: Arc<AtomicBool>,
    head: Arc<AtomicI64>,
}

impl Bell {
    /// Waits for the next ring; rings since the last call count as one. Never returns
    /// once the listener is gone.
    pub async fn ring(&mut self) {
        if self.rung.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Whether notifications reach this replica at all, as last tested.
    pub fn is_heard(&self) -> bool {
        self.heard.load(Ordering::Relaxed)
    }

    /// The head of the log as it was last heard of: how far there is to read, and never
    /// what is read.
    pub fn head(&self) -> Position {
        Position(self.head.load(Ordering::Relaxed))
    }

    /// Says what the head of the log is, for who has asked the database.
    pub fn note_head(&self, head: Position) {
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
    signals: mpsc::Sender<Signal>,
    calls: mpsc::Sender<Call>,
}

/// What a listener hears, each for who acts on it.
pub struct Heard {
    /// New events.
    pub bell: Bell,
    /// Something other than an event.
    pub signals: mpsc::Receiver<Signal>,
    /// What replicas call out.
    pub calls: mpsc::Receiver<Call>,
}

/// What `NOTIFY vestnik_signals` carries.
#[derive(Deserialize)]
struct Payload {
    #[serde(default)]
    recheck: Vec<UserId>,
    #[serde(flatten)]
    calls: signals::Payload,
}

impl Listener {
    /// A listener, and what it will hear.
    pub fn new(connector: Connector, pool: Pool) -> (Self, Heard) {
        let (bell, rung) = watch::channel(());
        let (signals, heard_signals) = mpsc::channel(SIGNALS);
        let (calls, heard_calls) = mpsc::channel(CALLS);
        let (heard, head) = <(Arc<AtomicBool>, Arc<AtomicI64>)>::default();
        let listener = Self {
            connector,
            pool,
            bell,
            heard: heard.clone(),
            head: head.clone(),
            signals,
            calls,
        };
        let heard = Heard {
            bell: Bell { rung, heard, head },
            signals: heard_signals,
            calls: heard_calls,
        };
        (listener, heard)
    }

    /// Listens until told to stop, through any number of lost connections.
    pub async fn run(self, stop: CancellationToken) {
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
        let listen = client.batch_execute("LISTEN vestnik_events; LISTEN vestnik_signals");
        tokio::pin!(listen);
        loop {
            tokio::select! {
                listening = &mut listen => break listening.map_err(classify)?,
                message = next(&mut connection) => self.hear(&message?),
            }
        }
        // Whatever was called out while nobody listened is in the log.
        self.ring();
        let nonce = Uuid::new_v4();
        let test = self.self_test(nonce);
        tokio::pin!(test);
        let mut testing = true;
        loop {
            tokio::select! {
                () = &mut test, if testing => testing = false,
                message = next(&mut connection) => self.hear(&message?),
            }
        }
    }

    /// Calls out from another connection, and says loudly if the call is not heard.
    async fn self_test(&self, nonce: Uuid) {
        self.heard.store(false, Ordering::Relaxed);
        let call = serde_json::json!({ "self_test": nonce }).to_string();
        let sent = timeout(SELF_TEST, async {
            let client = self.pool.get().await?;
            client
                .execute("SELECT pg_notify('vestnik_signals', $1)", &[&call])
                .await?;
            Ok::<_, Error>(())
        });
        if let Ok(Err(error)) = sent.await {
            tracing::warn!(%error, "the bell could not be tested");
        }
        sleep(SELF_TEST).await;
        if !self.heard.load(Ordering::Relaxed) {
            tracing::error!(
                "no notification arrives on this connection (a pooler in transaction mode?): \
                 delivery goes on by polling, up to a second late"
            );
        }
    }

    fn hear(&self, message: &AsyncMessage) {
        let AsyncMessage::Notification(call) = message else {
            return;
        };
        self.heard.store(true, Ordering::Relaxed);
        match call.channel() {
            "vestnik_events" => {
                METRICS.bells.increment(1);
                if let Ok(head) = call.payload().parse() {
                    self.head.fetch_max(head, Ordering::Relaxed);
                }
                self.ring();
            }
            _ => self.hear_signal(call.payload()),
        }
    }

    fn hear_signal(&self, text: &str) {
        let Ok(payload) = serde_json::from_str::<Payload>(text) else {
            tracing::warn!("a signal of unknown shape");
            return;
        };
        for call in payload.calls.into_calls() {
            if self.calls.try_send(call).is_err() {
                METRICS.calls_lost.increment(1);
            }
        }
        // Full: the periodic look at everyone makes up for it within seconds.
        if !payload.recheck.is_empty()
            && self
                .signals
                .try_send(Signal::Recheck(payload.recheck))
                .is_err()
        {
            tracing::warn!("more signals than can be acted on");
        }
    }

    fn ring(&self) {
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
