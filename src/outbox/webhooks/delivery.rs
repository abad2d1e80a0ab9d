//! Delivers a notification to the receiver.

use futures::future::BoxFuture;
use metrics::counter;
use serde::Serialize;

use crate::outbox::signed_post::{InvalidWebhook, SignedReceiver};
use crate::outbox::webhooks::notification::{Attempt, Notification};
use crate::telemetry::metrics::WEBHOOK_ATTEMPTS;

/// The service that is notified.
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

    /// Posts a notification.
    pub(super) fn deliver(&self, notification: Notification) -> BoxFuture<'static, Attempt> {
        let receiver = self.0.clone();
        Box::pin(async move {
            let id = notification.id.to_string();
            let refusal = receiver.post(&id, body(&notification)).await.err();
            let outcome = if refusal.is_none() {
                "accepted"
            } else {
                "failed"
            };
            counter!(WEBHOOK_ATTEMPTS, "outcome" => outcome).increment(1);
            if let Some(refusal) = &refusal {
                let (attempts, reason) = (notification.attempts + 1, &*refusal.reason);
                tracing::warn!(webhook.id = %id, attempts, reason, "a webhook was not accepted");
            }
            Attempt {
                id: notification.id,
                user_id: notification.user_id,
                failure: refusal.map(|refusal| refusal.after(notification.attempts)),
            }
        })
    }
}

fn body(notification: &Notification) -> Vec<u8> {
    let body = Body {
        user_id: notification.user_id,
        notification: Content {
            kind: "new_message",
            title: "Новое сообщение",
            body: &notification.beginning,
            data: Data {
                conversation_id: notification.chat_id,
            },
        },
    };
    serde_json::to_vec(&body).expect("the body has string keys only")
}
