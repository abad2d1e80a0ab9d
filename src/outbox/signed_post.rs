//! Posts that are signed by the scheme of Standard Webhooks (standardwebhooks.com).

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Client, StatusCode, Url};
use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook,
};

use crate::outbox::backoff::backoff;
use crate::outbox::channel::Failure;
use crate::outbox::http;

/// How long a receiver that answers `410 Gone` gets no requests: by Standard Webhooks it wants none.
const GONE_PAUSE: Duration = Duration::from_hours(1);

/// The URL or the secret of a receiver cannot be used.
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

/// A service that receives signed posts. Cheap to clone.
#[derive(Clone)]
pub(super) struct SignedReceiver(Arc<Inner>);

struct Inner {
    url: Url,
    client: Client,
    signer: Webhook,
}

impl SignedReceiver {
    /// A receiver at `url`, with a secret `whsec_…` in Base64.
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

    /// Posts a JSON body with this `webhook-id`. Any status but 2xx refuses it.
    pub(super) async fn post(&self, id: &str, body: Vec<u8>) -> Result<(), Refusal> {
        let Inner {
            url,
            client,
            signer,
        } = &*self.0;
        let at = Timestamp::now().as_second();
        let signature = signer.sign(id, at, &body).expect("JSON is UTF-8");
        let answer = client
            .post(url.clone())
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
        let is_gone = status == StatusCode::GONE;
        Err(Refusal {
            reason: format!("answered {status}"),
            pause: http::retry_after(answer.headers()).max(is_gone.then_some(GONE_PAUSE)),
            is_gone,
        })
    }
}

/// A post that was not accepted.
pub(super) struct Refusal {
    pub(super) reason: String,
    pause: Option<Duration>,
    is_gone: bool,
}

impl Refusal {
    pub(super) fn new(reason: String) -> Self {
        Self {
            reason,
            pause: None,
            is_gone: false,
        }
    }

    /// The failure that follows this number of earlier ones.
    pub(super) fn after(self, failures: i32) -> Failure {
        let wait = backoff(failures);
        Failure {
            reason: self.reason,
            wait: self.pause.map_or(wait, |asked| asked.max(wait)),
            pause: self.pause,
            is_gone: self.is_gone,
        }
    }
}
