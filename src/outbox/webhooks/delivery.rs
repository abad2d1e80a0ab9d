//! Delivers a notification to the receiver.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::Timestamp;
use metrics::counter;
use reqwest::{Client, Url};
use serde::Serialize;
use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook,
};

use crate::outbox::backoff::backoff;
use crate::outbox::http;
use crate::outbox::webhooks::notification::{Attempt, Failure, Notification};
use crate::telemetry::metrics::WEBHOOK_ATTEMPTS;

/// WEBHOOK_URL or WEBHOOK_SECRET cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidWebhook {
    /// The URL cannot be posted to.
    #[error("not an http or https URL")]
    Url,
    /// The secret does not follow Standard Webhooks.
    #[error("not `whsec_` and at least 24 bytes in base64 (try `openssl rand -base64 32`)")]
    Secret,
    /// The HTTP client cannot be built.
    #[error("{0}")]
    Client(#[from] reqwest::Error),
}

/// The service that is notified.
#[derive(Clone)]
pub(super) struct Receiver(Arc<Inner>);

struct Inner {
    url: Url,
    client: Client,
    signer: Webhook,
}

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
        let url = Url::parse(url).map_err(|_| InvalidWebhook::Url)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidWebhook::Url);
        }
        // The library takes any length; the specification asks for 24 bytes.
        let is_long = secret.strip_prefix("whsec_").unwrap_or(secret).len() >= 32;
        let signer = Webhook::new(secret).ok().filter(|_| is_long);
        let signer = signer.ok_or(InvalidWebhook::Secret)?;
        let client = http::client_builder().build()?;
        Ok(Self(Arc::new(Inner {
            url,
            client,
            signer,
        })))
    }

    /// Posts a notification.
    pub(super) fn deliver(&self, notification: Notification) -> BoxFuture<'static, Attempt> {
        let receiver = self.0.clone();
        Box::pin(async move {
            let refusal = receiver.post(&notification).await.err();
            let outcome = if refusal.is_none() {
                "accepted"
            } else {
                "failed"
            };
            counter!(WEBHOOK_ATTEMPTS, "outcome" => outcome).increment(1);
            if let Some(Refusal { reason, .. }) = &refusal {
                let (attempts, id) = (notification.attempts + 1, notification.id);
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

impl Inner {
    async fn post(&self, notification: &Notification) -> Result<(), Refusal> {
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
        let body = serde_json::to_vec(&body).expect("the body has string keys only");
        let (id, at) = (notification.id.to_string(), Timestamp::now().as_second());
        let signature = self.signer.sign(&id, at, &body).expect("JSON is UTF-8");
        let answer = self
            .client
            .post(self.url.clone())
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .header(HEADER_WEBHOOK_ID, id)
            .header(HEADER_WEBHOOK_TIMESTAMP, at)
            .header(HEADER_WEBHOOK_SIGNATURE, signature)
            .body(body)
            .send()
            .await
            .map_err(|error| Refusal::new(http::describe(error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        Err(Refusal {
            reason: format!("answered {status}"),
            retry_after: http::retry_after(answer.headers()),
        })
    }
}

/// A request that was not accepted.
struct Refusal {
    reason: String,
    retry_after: Option<Duration>,
}

impl Refusal {
    fn new(reason: String) -> Self {
        Self {
            reason,
            retry_after: None,
        }
    }

    /// The failure that follows this number of earlier ones.
    fn after(self, failures: i32) -> Failure {
        let wait = backoff(failures);
        Failure {
            reason: self.reason,
            wait: self.retry_after.map_or(wait, |asked| asked.max(wait)),
            pause: self.retry_after,
        }
    }
}
