//! Posts the oldest events of a chat to an endpoint, one after the other.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use metrics::counter;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::encoder::{EncodedEvent, EventEncoder};
use super::endpoint::EventEndpoint;
use crate::db::{Error, Pool};
use crate::domain::{Cursor, Event, Position, ShownAs};
use crate::log::read;
use crate::outbox::channel::{Attempt, Delivery, Run};
use crate::outbox::signed_post::Refusal;
use crate::telemetry::metrics::EVENT_WEBHOOK_ATTEMPTS;

/// How long a run begins further events. Its results are recorded at its end.
const RUN_TIME: Duration = Duration::from_secs(5);

/// Posts to one endpoint. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sender {
    endpoint: EventEndpoint,
    encoder: Arc<dyn EventEncoder>,
    pool: Pool,
}

/// The body of a post.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    event_type: ShownAs,
    /// With three digits after the second, as in the data.
    timestamp: String,
    #[serde(serialize_with = "cursor")]
    event_id: Cursor,
    realm: &'a str,
    data: &'a RawValue,
}

fn cursor<S: serde::Serializer>(cursor: &Cursor, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(cursor)
}

impl Sender {
    pub(super) fn new(endpoint: EventEndpoint, encoder: Arc<dyn EventEncoder>, pool: Pool) -> Self {
        Self {
            endpoint,
            encoder,
            pool,
        }
    }

    /// Posts events of a chat until one is refused.
    pub(super) fn send(&self, run: Run) -> BoxFuture<'static, Attempt<()>> {
        let sender = self.clone();
        Box::pin(async move {
            let until = Instant::now() + RUN_TIME;
            let mut posted = 0;
            while posted < run.deliveries.len() {
                let delivery = &run.deliveries[posted];
                if let Err(refusal) = sender.post(delivery).await {
                    let failures = if posted == 0 { run.attempts } else { 0 };
                    let (endpoint, reason) = (sender.endpoint.name(), &*refusal.reason);
                    tracing::warn!(
                        endpoint,
                        webhook.id = %delivery.id,
                        attempts = failures + 1,
                        reason,
                        "an event webhook was not accepted"
                    );
                    return run.failed(posted, refusal.after(failures), ());
                }
                posted += 1;
                if Instant::now() >= until {
                    break;
                }
            }
            run.sent_first(posted, ())
        })
    }

    /// Posts what the endpoint takes of one event.
    async fn post(&self, delivery: &Delivery) -> Result<(), Refusal> {
        let unreadable = |error: &dyn std::fmt::Display| {
            Refusal::new(format!("the event cannot be read: {error}"))
        };
        let event = self.event(delivery).await;
        let event = event.map_err(|error| unreadable(&error))?;
        let realm = event
            .as_ref()
            .and_then(|event| self.endpoint.realm_of(event));
        // The log was replaced by an older one, or a user is in no realm of the endpoint any more.
        let (Some(event), Some(realm)) = (event, realm) else {
            return Ok(());
        };
        let event = Event { realm, ..event };
        let (event_id, recorded_at) = (event.cursor(), event.recorded_at);
        let encoded = self.encoder.encode(event).await;
        let encoded = encoded.map_err(|error| unreadable(&error))?;
        let mut numbers: HashMap<ShownAs, u64> = HashMap::new();
        for EncodedEvent { event_type, data } in encoded {
            let number = numbers.entry(event_type).or_default();
            *number += 1;
            if !self.endpoint.takes(event_type) {
                continue;
            }
            let body = Body {
                event_type,
                timestamp: format!("{recorded_at:.3}"),
                event_id,
                realm: realm.as_str(),
                data: &data,
            };
            let body = serde_json::to_vec(&body).expect("the body has string keys only");
            let mut id = format!("{}_{}", delivery.id.simple(), event_type.as_str());
            // One of several of the name has an id of its own.
            if *number > 1 {
                write!(id, "_{number}").expect("a String takes all text");
            }
            let posted = self.endpoint.receiver().post(&id, body).await;
            let outcome = if posted.is_ok() { "accepted" } else { "failed" };
            counter!(EVENT_WEBHOOK_ATTEMPTS, "outcome" => outcome).increment(1);
            posted?;
        }
        Ok(())
    }

    /// The event as the log has it now.
    async fn event(&self, delivery: &Delivery) -> Result<Option<Event>, Error> {
        read::at(&self.pool, Position(delivery.position)).await
    }
}
