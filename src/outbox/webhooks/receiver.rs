//! The service that is notified.

use metrics::counter;
use serde::Serialize;

use crate::outbox::channel::{Attempt, Run};
use crate::outbox::signed_post::{InvalidWebhook, SignedReceiver};
use crate::telemetry::metrics::WEBHOOK_ATTEMPTS;

/// Posts to it. Cheap to clone.
#[derive(Clone)]
pub(super) struct Receiver(SignedReceiver);

#[derive(Serialize)]
struct Body<'a> {
    user_id: i64,
    notification: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    body: &'a str,
    data: Data,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    conversation_id: i64,
}

impl Receiver {
    pub(super) fn new(url: &str, secret: &str) -> Result<Self, InvalidWebhook> {
        SignedReceiver::new(url, secret).map(Self)
    }

    /// Posts the beginning of a message.
    pub(super) async fn post(&self, run: Run, beginning: &str) -> Attempt<()> {
        let id = run.deliveries[0].id.to_string();
        let Err(refusal) = self.0.post(&id, body(&run, beginning)).await else {
            counter!(WEBHOOK_ATTEMPTS, "outcome" => "accepted").increment(1);
            return run.sent(());
        };
        counter!(WEBHOOK_ATTEMPTS, "outcome" => "failed").increment(1);
        let (attempts, reason) = (run.attempts + 1, &*refusal.reason);
        tracing::warn!(webhook.id = %id, attempts, reason, "a webhook was not accepted");
        let failure = refusal.after(run.attempts);
        run.failed(0, failure, ())
    }
}

fn body(run: &Run, beginning: &str) -> Vec<u8> {
    let body = Body {
        user_id: run.receiver_id(),
        notification: Content {
            kind: "new_message",
            title: "Новое сообщение",
            body: beginning,
            data: Data {
                conversation_id: run.deliveries[0].topic,
            },
        },
    };
    serde_json::to_vec(&body).expect("the body has string keys only")
}
