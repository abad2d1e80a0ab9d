//! Sends a notification to a push service.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures::future::BoxFuture;
use metrics::counter;
use p256::PublicKey;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, StatusCode};
use sha2::{Digest as _, Sha256};
use web_push_native::Auth;

use super::notification::Notification;
use super::payload;
use super::public_address::PublicResolver;
use super::vapid::{Contact, VapidKey};
use crate::outbox::backoff::backoff;
use crate::outbox::channel::{Attempt, Failure, Run};
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
    pub(super) fn send(
        &self,
        run: Run,
        notification: Notification,
    ) -> BoxFuture<'static, Attempt<Report>> {
        let sender = self.0.clone();
        Box::pin(async move {
            let outcome = sender.post(&notification).await;
            counter!(PUSH_ATTEMPTS, "outcome" => outcome.label()).increment(1);
            outcome.of(run)
        })
    }
}

/// What became of a request, for its subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    Accepted,
    /// The subscription has ended.
    Ended,
    /// `is_refused`: the push service would refuse a repetition too.
    Failed {
        is_refused: bool,
    },
}

/// The outcome of a request.
enum Outcome {
    Accepted,
    Ended,
    /// The push service has certainly not taken the notification, and may take it later.
    NotNow(Failure),
    /// The push service may have taken it, or would refuse it again.
    Lost {
        failure: Failure,
        is_refused: bool,
    },
}

impl Outcome {
    /// The label of the metric.
    fn label(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Ended => "ended",
            Self::NotNow(_) | Self::Lost { .. } => "failed",
        }
    }

    /// The attempt to send a run that had this outcome.
    fn of(self, run: Run) -> Attempt<Report> {
        let settled = run.deliveries.len();
        match self {
            Self::Accepted => run.sent(Report::Accepted),
            Self::Ended => run.sent(Report::Ended),
            Self::NotNow(failure) => run.failed(0, failure, Report::Failed { is_refused: false }),
            Self::Lost {
                failure,
                is_refused,
            } => run.failed(settled, failure, Report::Failed { is_refused }),
        }
    }
}

impl Inner {
    async fn post(&self, notification: &Notification) -> Outcome {
        let Some(request) = self.request(notification) else {
            return Outcome::Ended;
        };
        let id = notification.subscription_id;
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Outcome::Accepted,
            Ok(answer) if has_ended(answer.status()) => Outcome::Ended,
            Ok(answer) => {
                let status = answer.status();
                tracing::warn!(subscription.id = id, %status, "a push was not accepted");
                let asked = http::retry_after(answer.headers());
                let failure = notification.failure(format!("answered {status}"), asked);
                if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
                    Outcome::NotNow(failure)
                } else {
                    let is_refused = true;
                    Outcome::Lost {
                        failure,
                        is_refused,
                    }
                }
            }
            Err(error) => {
                // Without a connection the request has certainly not arrived.
                let is_connect = error.is_connect();
                let reason = http::describe(error);
                tracing::warn!(subscription.id = id, reason, "a push failed");
                let failure = notification.failure(reason, None);
                if is_connect {
                    Outcome::NotNow(failure)
                } else {
                    let is_refused = false;
                    Outcome::Lost {
                        failure,
                        is_refused,
                    }
                }
            }
        }
    }

    /// The request for a notification; `None` if the browser's keys are invalid.
    fn request(&self, notification: &Notification) -> Option<RequestBuilder> {
        let payload = payload::of(&notification.content, notification.language);
        let body = encrypt(payload, notification)?;
        let endpoint = &notification.endpoint;
        let authorization = self.key.authorization(endpoint, self.contact.as_ref());
        let topic = topic(notification.subscription_id, notification.content.chat_id);
        let request = self
            .client
            .post(endpoint.clone())
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("TTL", TTL)
            .header("Urgency", "high")
            .header("Topic", topic)
            .body(body);
        Some(request)
    }
}

impl Notification {
    /// The failure of an attempt to send it, after which the push service asks for a pause.
    fn failure(&self, reason: String, asked: Option<Duration>) -> Failure {
        let wait = backoff(self.failures);
        Failure {
            reason,
            wait: asked.map_or(wait, |asked| asked.max(wait)),
            pause: None,
            is_gone: false,
        }
    }
}

fn has_ended(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

/// Names the chat to the push service, which replaces an undelivered notification of the same topic
/// (RFC 8030, 5.4). It is a hash, since ids do not concern the push service.
fn topic(subscription_id: i64, chat_id: i64) -> String {
    let digest = Sha256::digest(format!("{subscription_id}:{chat_id}"));
    BASE64_URL_SAFE_NO_PAD.encode(&digest[..24])
}

/// Encrypts a payload for a browser (RFC 8291); `None` if its keys are invalid.
fn encrypt(payload: Vec<u8>, notification: &Notification) -> Option<Vec<u8>> {
    let point = PublicKey::from_sec1_bytes(&notification.p256dh).ok()?;
    let auth = <[u8; 16]>::try_from(notification.auth.as_slice()).ok()?;
    web_push_native::encrypt(payload, &point, &Auth::from(auth)).ok()
}
