//! Signals: notifications on `vestnik_signals`, which are not events of the log.
//!
//! A signal is a signed JSON object. Each of its keys is a topic, whose content goes to the
//! module that has subscribed to it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use metrics::counter;
use parking_lot::Mutex;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::log::carried_events::CarriedEvents;
use crate::log::signature::Verifier;
use crate::telemetry::metrics::{SIGNALS_LOST, SIGNALS_REFUSED};

/// Signals that may wait for one subscriber. Subscribers recover from lost signals: they reload, or
/// check all their state at an interval.
const CAPACITY: usize = 1_024;

/// One topic of a signal.
#[derive(Debug)]
pub struct Signal {
    /// Its topic.
    pub topic: &'static str,
    /// Its content as JSON.
    pub content: Box<RawValue>,
}

/// Handles the content of a signal while later ones wait.
pub(super) type Handler = Box<dyn Fn(&RawValue) + Send + Sync>;

/// Verifies signals and routes them by topic.
#[derive(Default)]
pub(super) struct SignalRouter {
    routes: HashMap<&'static str, mpsc::Sender<Signal>>,
    handlers: HashMap<&'static str, Handler>,
    /// Verifies by the key, which the listening connection has read.
    verifier: Mutex<Option<Verifier>>,
    /// Warns once, since a forger may send many.
    has_warned: AtomicBool,
}

impl SignalRouter {
    /// The signals of these topics.
    pub(super) fn subscribe(&mut self, topics: &[&'static str]) -> mpsc::Receiver<Signal> {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        for topic in topics {
            self.routes.insert(topic, sender.clone());
        }
        receiver
    }

    /// Calls `handler` with each signal of a topic, before its subscriber gets it. Repeated old
    /// signals are handled too: a handler must be harmless to repeat.
    pub(super) fn handle(&mut self, topic: &'static str, handler: Handler) {
        self.handlers.insert(topic, handler);
    }

    pub(super) fn set_verifier(&self, verifier: Verifier) {
        *self.verifier.lock() = Some(verifier);
    }

    /// Sets the database's clock, in milliseconds.
    pub(super) fn set_clock(&self, now: i64) {
        if let Some(verifier) = self.verifier.lock().as_mut() {
            verifier.set_clock(now);
        }
    }

    /// The events of a notification that this deployment has sent.
    pub(super) fn carried_events(&self, payload: &str) -> Option<CarriedEvents> {
        let verifier = self.verifier.lock();
        CarriedEvents::parse(verifier.as_ref()?.open(payload)?)
    }

    /// Routes the topics of a signal. Returns the nonce if it is the listener's self-test.
    pub(super) fn route(&self, payload: &str) -> Option<Uuid> {
        let verifier = self.verifier.lock();
        let verified = verifier.as_ref()?.verify(payload);
        let Some(signal) = verified else {
            self.refuse_forged();
            return None;
        };
        let Ok(mut topics) = serde_json::from_str::<HashMap<String, Box<RawValue>>>(signal.text)
        else {
            tracing::warn!("a signal has an unknown shape");
            return None;
        };
        // The self-test has a nonce and may be late.
        if let Some(nonce) = topics.remove("self_test") {
            return serde_json::from_str(nonce.get()).ok();
        }
        for (topic, content) in &topics {
            if let Some(handler) = self.handlers.get(topic.as_str()) {
                handler(content);
            }
        }
        if signal.is_stale {
            counter!(SIGNALS_REFUSED, "why" => "stale").increment(1);
            return None;
        }
        for (topic, content) in topics {
            self.hand_out(&topic, content);
        }
        None
    }

    fn hand_out(&self, topic: &str, content: Box<RawValue>) {
        let Some((topic, subscriber)) = self.routes.get_key_value(topic) else {
            return;
        };
        if subscriber.try_send(Signal { topic, content }).is_err() {
            counter!(SIGNALS_LOST).increment(1);
        }
    }

    fn refuse_forged(&self) {
        counter!(SIGNALS_REFUSED, "why" => "forged").increment(1);
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "another login sends notifications on vestnik_signals; they are ignored, and \
                 counted in vestnik_signals_refused_total"
            );
        }
    }
}
