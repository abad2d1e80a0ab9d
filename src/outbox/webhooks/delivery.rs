//! Delivers a notification to the receiver.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use metrics::counter;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Url, redirect};
use serde::Serialize;
use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook,
};

use crate::outbox::webhooks::notification::{Attempt, Failure, Notification};
use crate::telemetry::metrics::WEBHOOK_ATTEMPTS;

/// The limit for a request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);
/// Pauses between attempts; the last one repeats. After an outage of minutes, the next attempt
/// follows within a minute.
const BACKOFF: [Duration; 10] = [
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_secs(30),
    Duration::from_mins(1),
    Duration::from_mins(2),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_hours(1),
];

/// The longest pause that a receiver can ask for.
const MAX_PAUSE: Duration = Duration::from_hours(1);

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
        // A client can only be built once the process has a TLS implementation; one that is
        // already installed stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(REQUEST_TIMEOUT)
            .redirect(redirect::Policy::none())
            .user_agent(concat!("vestnik/", env!("CARGO_PKG_VERSION")))
            .build()?;
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
            // The URL may hold a secret.
            .map_err(|error| Refusal::new(describe(&error.without_url())))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let header = answer.headers().get(RETRY_AFTER);
        Err(Refusal {
            reason: format!("answered {status}"),
            retry_after: header.and_then(|value| retry_after(value.to_str().ok()?)),
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

/// The pause of a `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date; an hour at most.
fn retry_after(value: &str) -> Option<Duration> {
    let value = value.trim();
    let asked = if let Ok(seconds) = value.parse() {
        Duration::from_secs(seconds)
    } else {
        let date = rfc2822::parse(value).ok()?.timestamp();
        let until = date.duration_since(Timestamp::now());
        Duration::try_from(until).unwrap_or_default()
    };
    Some(asked.min(MAX_PAUSE))
}

/// An error with its causes, which the client's text leaves out.
fn describe(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// The pause after this number of failures, shortened by up to a fifth, so that notifications that
/// failed together are not retried together.
fn backoff(failures: i32) -> Duration {
    let step = usize::try_from(failures).unwrap_or_default();
    let wait = BACKOFF
        .get(step)
        .or(BACKOFF.last())
        .copied()
        .unwrap_or_default();
    wait.mul_f64(rand::random_range(0.8..1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_takes_seconds_and_dates_up_to_an_hour() {
        let hour = Duration::from_hours(1);
        assert_eq!(retry_after(" 120 "), Some(Duration::from_mins(2)));
        assert_eq!(retry_after("999999999999"), Some(hour));
        assert_eq!(
            retry_after("Wed, 21 Oct 2015 07:28:00 GMT"),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("Sat, 01 Jan 2124 00:00:00 GMT"), Some(hour));
        for unreadable in ["", "-1", "soon", "1.5"] {
            assert_eq!(retry_after(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn retry_pauses_grow_up_to_an_hour() {
        assert!(backoff(0) < Duration::from_secs(10));
        assert!(BACKOFF.is_sorted());
        for failures in [9, 10, 1_000, i32::MAX] {
            assert!(backoff(failures) <= Duration::from_hours(1));
            assert!(backoff(failures) >= Duration::from_mins(48));
        }
    }
}
