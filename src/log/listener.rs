//! Listens for notifications from Postgres: new events, and signals.
//!
//! # Guarantees
//! After every LISTEN it wakes all readers once, because notifications may have been missed
//! before. If no notification arrives at all (behind a pooler that swallows LISTEN),
//! [`LogWakeup::is_delivering`] is false, and the tail delivers by polling.
//!
//! A connection that stays open but delivers nothing (a backend that hangs) is detected: at an
//! interval, and whenever the tail finds events without a notification, the listener notifies
//! itself through another connection and reconnects if that does not arrive.
//! [`SignalDelivery`] tells caches for how long they may rely on signals.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::{Duration, Instant};

use metrics::counter;
use serde_json::value::RawValue;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_postgres::{AsyncMessage, Client};
use uuid::Uuid;

use crate::db::driver::Driver;
use crate::db::error::{classify, describe};
use crate::db::{Connector, Error, Pool, query};
use crate::log::signal_delivery::SignalDelivery;
use crate::log::signal_fence::{Passing, SignalFence};
use crate::log::signals::{Signal, SignalRouter};
use crate::log::signature::{SIGNAL_KEY, Verifier};
use crate::log::wakeup::{LogWakeup, WakeupState};
use crate::telemetry::metrics::NOTIFICATIONS_RECEIVED;
use crate::workers::{Health, Worker};

/// How long the self-test waits for its own notification.
const SELF_TEST_TIMEOUT: Duration = Duration::from_secs(3);
/// From one self-test to the next, if nothing was reported missed. Much less than `TRUST`, so that
/// caches can rely on a connection without interruption.
const SELF_TEST_INTERVAL: Duration = Duration::from_secs(2);
const SEND_SIGNAL: &str = include_str!("sql/send_signal.sql");
const LISTEN: &str = "SELECT public.listen()";

/// The task that listens.
pub struct Listener {
    connector: Connector,
    /// Sends the self-tests: a pooler may return a connection's own notifications to it.
    pool: Pool,
    wakeup: Arc<WakeupState>,
    signals: SignalRouter,
    delivery: SignalDelivery,
    passing: Arc<Passing>,
}

impl Listener {
    /// A listener, and the wakeup for the readers of the log.
    pub fn new(connector: Connector, pool: Pool) -> (Self, LogWakeup) {
        let wakeup = LogWakeup::new(connector.transaction_pooling());
        let passing = Arc::new(Passing::default());
        let mut listener = Self {
            connector,
            pool,
            wakeup: wakeup.state(),
            signals: SignalRouter::default(),
            delivery: SignalDelivery::default(),
            passing: passing.clone(),
        };
        listener.on_signal("fence_passed", move |fences| {
            passing.count(&serde_json::from_str::<Vec<Uuid>>(fences.get()).unwrap_or_default());
        });
        (listener, wakeup)
    }

    /// The signals of these topics. A topic has one subscriber.
    pub fn subscribe(&mut self, topics: &[&'static str]) -> mpsc::Receiver<Signal> {
        self.signals.subscribe(topics)
    }

    /// Calls `handler` with each signal of a topic before later notifications are handled, hence
    /// also before a later one wakes a reader. It must be fast, and harmless to repeat.
    pub fn on_signal(
        &mut self,
        topic: &'static str,
        handler: impl Fn(&RawValue) + Send + Sync + 'static,
    ) {
        self.signals.handle(topic, Box::new(handler));
    }

    /// Whether signals arrive.
    pub fn delivery(&self) -> SignalDelivery {
        self.delivery.clone()
    }

    /// Waits until all replicas have handled signals.
    pub fn fence(&self) -> SignalFence {
        SignalFence::new(self.pool.clone(), self.passing.clone())
    }

    /// Listens on one connection; returns only with an error.
    async fn listen(&self, health: &Health) -> Result<Infallible, Error> {
        let (client, mut connection) = self.connector.open_raw("listener").await?;
        let listen = self.start(&client);
        tokio::pin!(listen);
        loop {
            tokio::select! {
                listening = &mut listen => break listening?,
                message = next(&mut connection) => { self.on_notification(&message?); }
            }
        }
        health.working();
        self.delivery.restart();
        self.wakeup.catch_up();
        let (received, nonces) = watch::channel(None);
        let tests = self.test_repeatedly(nonces);
        tokio::pin!(tests);
        loop {
            tokio::select! {
                error = &mut tests => return Err(error),
                message = next(&mut connection) => {
                    if let Some(nonce) = self.on_notification(&message?) {
                        received.send_replace(Some(nonce));
                    }
                }
            }
        }
    }

    /// Reads the key of signals, then listens.
    async fn start(&self, client: &Client) -> Result<(), Error> {
        client
            .batch_execute("SET ROLE vestnik_server")
            .await
            .map_err(classify)?;
        let row = client
            .query_typed_opt(SIGNAL_KEY, &[])
            .await
            .map_err(classify)?;
        let verifier = row.and_then(|row| Verifier::new(row.get("key"), row.get("clock_ms")));
        let missing = || Error::Unavailable("there is no key of signals".into());
        self.signals.set_verifier(verifier.ok_or_else(missing)?);
        client.batch_execute(LISTEN).await.map_err(classify)
    }

    /// Tests at once, and then at an interval or when events were missed. Returns only if a
    /// connection that has delivered notifications stops delivering. One that never delivered is
    /// kept, since behind a pooler another one would not deliver either; this is logged once.
    async fn test_repeatedly(&self, mut nonces: watch::Receiver<Option<Uuid>>) -> Error {
        self.wakeup.set_delivering(false);
        let (mut has_delivered, mut is_logged) = (false, false);
        loop {
            match self.test(&mut nonces).await {
                Some(true) => has_delivered = true,
                Some(false) if has_delivered => {
                    return Error::Unavailable("notifications no longer arrive".into());
                }
                Some(false) if !is_logged => {
                    is_logged = true;
                    tracing::error!(
                        "no notification arrives on this connection (a pooler in transaction \
                         mode?): delivery relies on polling, up to a second late"
                    );
                }
                // Without a response from the database the state is unknown.
                Some(false) | None => {}
            }
            let _ = timeout(SELF_TEST_INTERVAL, self.wakeup.missed()).await;
        }
    }

    /// Sends a notification through the pool, and returns whether it arrived; `None` if it could
    /// not be sent.
    async fn test(&self, nonces: &mut watch::Receiver<Option<Uuid>>) -> Option<bool> {
        let nonce = Uuid::new_v4();
        let signal = serde_json::json!({ "self_test": nonce }).to_string();
        let parameters: query::Parameters<'_> = &[&signal];
        let sent_at = Instant::now();
        let sending = query::all(&self.pool, SEND_SIGNAL, parameters);
        match timeout(SELF_TEST_TIMEOUT, sending).await {
            Ok(Ok(rows)) => {
                if let Some(row) = rows.first() {
                    self.signals.set_clock(row.get("clock_ms"));
                }
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the self-test of notifications could not be sent");
                return None;
            }
            Err(_) => return None,
        }
        let arrival = nonces.wait_for(|received| *received == Some(nonce));
        let has_arrived = timeout(SELF_TEST_TIMEOUT, arrival).await.is_ok();
        self.wakeup.set_delivering(has_arrived);
        if has_arrived {
            self.delivery.prove(sent_at);
        } else {
            self.delivery.restart();
        }
        Some(has_arrived)
    }

    /// Handles a notification; returns the nonce of a self-test.
    fn on_notification(&self, message: &AsyncMessage) -> Option<Uuid> {
        let AsyncMessage::Notification(notification) = message else {
            return None;
        };
        self.wakeup.set_delivering(true);
        let payload = notification.payload();
        if notification.channel() == "vestnik_signals" {
            return self.signals.route(payload);
        }
        counter!(NOTIFICATIONS_RECEIVED).increment(1);
        if let Ok(head) = payload.parse() {
            self.wakeup.announce(head);
        } else if let Some(carried) = self.signals.carried_events(payload) {
            self.wakeup.carry(carried);
        }
        None
    }
}

impl Worker for Listener {
    const NAME: &'static str = "listener";
    type Error = Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Error> {
        if self.connector.transaction_pooling() {
            // LISTEN would reach a session that is shared.
            tracing::error!(
                "DATABASE_URL leads through a pooler in transaction mode, where no notification \
                 arrives: delivery relies on polling, up to a second late. Point DATABASE_URL \
                 past the pooler; the server needs few connections"
            );
            return std::future::pending().await;
        }
        self.listen(health).await
    }

    fn reset(&mut self) {
        self.delivery.restart();
        self.wakeup.set_delivering(false);
    }
}

/// Drives a connection until its next message; the end of the connection is an error.
async fn next(connection: &mut Driver) -> Result<AsyncMessage, Error> {
    match poll_fn(|cx| connection.poll_message(cx)).await {
        Some(Ok(message)) => Ok(message),
        Some(Err(error)) => Err(Error::Unavailable(describe(&error))),
        None => Err(Error::Unavailable("the connection was closed".into())),
    }
}
