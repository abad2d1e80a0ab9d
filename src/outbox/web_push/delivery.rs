//! Sends a notification to a push service.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures::future::BoxFuture;
use metrics::counter;
use p256::PublicKey;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use reqwest::{Client, StatusCode};
use sha2::{Digest as _, Sha256};
use web_push_native::Auth;

use super::payload;
use super::public_address::PublicResolver;
use super::queue::{Attempt, Failure, Notification, Outcome, Receiver};
use super::vapid::{Contact, VapidKey};
use crate::outbox::backoff::backoff;
use crate::outbox::content::Content;
use crate::outbox::http;
use crate::telemetry::metrics::PUSH_ATTEMPTS;

/// For how many seconds a push service keeps a notification for a browser that is offline.
const TTL: &str = "86400";

/// Sends notifications. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sender(Arc<Inner>);

struct Inner {
    client: Client,
    key: VapidKey,
    contact: Option<Contact>,
}

impl Sender {
    pub(super) fn new(
        key: VapidKey,
        contact: Option<Contact>,
        allow_insecure: bool,
    ) -> Result<Self, reqwest::Error> {
        let mut client = http::client_builder();
        if !allow_insecure {
            client = client
                .https_only(true)
                // A proxy would resolve the names.
                .no_proxy()
                .dns_resolver(Arc::new(PublicResolver));
        }
        Ok(Self(Arc::new(Inner {
            client: client.build()?,
            key,
            contact,
        })))
    }

    /// Sends a notification.
    pub(super) fn deliver(
        &self,
        receiver: Receiver,
        notification: Notification,
        content: Content,
    ) -> BoxFuture<'static, Attempt> {
        let sender = self.0.clone();
        Box::pin(async move {
            let outcome = sender.post(&receiver, content).await;
            let label = match outcome {
                Outcome::Accepted => "accepted",
                Outcome::Ended => "ended",
                Outcome::Failed { .. } => "failed",
            };
            counter!(PUSH_ATTEMPTS, "outcome" => label).increment(1);
            Attempt {
                subscription_id: receiver.id,
                notification,
                outcome,
            }
        })
    }
}

impl Inner {
    async fn post(&self, receiver: &Receiver, content: Content) -> Outcome {
        let topic = topic(receiver.id, content.chat_id);
        let payload = payload::of(&content, receiver.language);
        let Some(body) = encrypt(payload, receiver) else {
            return Outcome::Ended;
        };
        let authorization = self
            .key
            .authorization(&receiver.endpoint, self.contact.as_ref());
        let request = self
            .client
            .post(receiver.endpoint.clone())
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("TTL", TTL)
            .header("Urgency", "high")
            .header("Topic", topic)
            .body(body);
        let id = receiver.id;
        let wait = backoff(receiver.failures);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Outcome::Accepted,
            Ok(answer) if has_ended(answer.status()) => Outcome::Ended,
            Ok(answer) => {
                let status = answer.status();
                tracing::warn!(subscription.id = id, %status, "a push was not accepted");
                Outcome::Failed {
                    pause: http::retry_after(answer.headers())
                        .map_or(wait, |asked| asked.max(wait)),
                    failure: failure_of(status),
                }
            }
            Err(error) => {
                // Without a connection the request has certainly not arrived.
                let failure = if error.is_connect() {
                    Failure::NotNow
                } else {
                    Failure::Unknown
                };
                let reason = http::describe(error);
                tracing::warn!(subscription.id = id, reason, "a push failed");
                Outcome::Failed {
                    pause: wait,
                    failure,
                }
            }
        }
    }
}

fn has_ended(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

fn failure_of(status: StatusCode) -> Failure {
    if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
        Failure::NotNow
    } else {
        Failure::Refused
    }
}

/// Names the chat to the push service, which replaces an undelivered notification of the same topic
/// (RFC 8030, 5.4). It is a hash, since ids do not concern the push service.
fn topic(subscription_id: i64, chat_id: i64) -> String {
    let digest = Sha256::digest(format!("{subscription_id}:{chat_id}"));
    BASE64_URL_SAFE_NO_PAD.encode(&digest[..24])
}

/// Encrypts a payload for a browser (RFC 8291); `None` if its keys are invalid.
fn encrypt(payload: Vec<u8>, receiver: &Receiver) -> Option<Vec<u8>> {
    let point = PublicKey::from_sec1_bytes(&receiver.p256dh).ok()?;
    let auth = <[u8; 16]>::try_from(receiver.auth.as_slice()).ok()?;
    web_push_native::encrypt(payload, &point, &Auth::from(auth)).ok()
}
