//! A receiver of webhooks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use parking_lot::Mutex;
use serde_json::Value;
use standardwebhooks::Webhook;
use tokio::net::TcpListener;
use tokio::sync::{RwLock, RwLockWriteGuard};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::wait::eventually;

/// The shared signing secret.
pub const WEBHOOK_SECRET: &str = "whsec_dGhlIHRlc3RzJyBvd24gc2VjcmV0LCBub2JvZHkgZWxzZSdz";

/// A server that answers webhooks and records them.
pub struct Receiver {
    /// For `WEBHOOK_URL`.
    pub url: String,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

struct Inner {
    status: AtomicU16,
    retry_after: Mutex<Option<String>>,
    /// No call is answered while this is held for writing.
    gate: RwLock<()>,
    calls: Mutex<Vec<Call>>,
}

/// One call, with a signature that the published library verified.
#[derive(Clone, Debug)]
pub struct Call {
    /// `webhook-id`.
    pub id: String,
    pub body: Value,
    /// The status of the answer.
    pub status: u16,
    /// The time of arrival.
    pub at: Instant,
}

impl Receiver {
    /// A receiver that accepts every call.
    pub async fn start() -> Self {
        let inner = Arc::new(Inner {
            status: AtomicU16::new(204),
            retry_after: Mutex::default(),
            gate: RwLock::default(),
            calls: Mutex::default(),
        });
        let router = Router::new()
            .route("/hook", post(take))
            .with_state(inner.clone());
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            url: format!("http://{address}/hook"),
            inner,
            server,
        }
    }

    /// The settings of a replica that calls it.
    pub fn settings(&self) -> [(&str, &str); 2] {
        [
            ("WEBHOOK_URL", &self.url),
            ("WEBHOOK_SECRET", WEBHOOK_SECRET),
        ]
    }

    /// Answers with this status from now on.
    pub fn answer_with(&self, status: u16) {
        self.inner.status.store(status, Ordering::Relaxed);
    }

    /// Adds this `Retry-After` to answers, or none.
    pub fn set_retry_after(&self, retry_after: Option<&str>) {
        *self.inner.retry_after.lock() = retry_after.map(str::to_owned);
    }

    /// Answers no call until the returned guard is dropped.
    pub async fn hold(&self) -> RwLockWriteGuard<'_, ()> {
        self.inner.gate.write().await
    }

    pub fn calls(&self) -> Vec<Call> {
        self.inner.calls.lock().clone()
    }

    /// Calls answered 204.
    pub fn accepted(&self) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.status == 204);
        calls
    }

    /// Waits until at least one call has arrived.
    pub async fn until_called(&self) {
        eventually("a webhook", async || {
            (!self.calls().is_empty()).then_some(())
        })
        .await;
    }

    /// Waits until this many calls were accepted.
    pub async fn until_accepted(&self, count: usize) -> Vec<Call> {
        let what = format!("{count} accepted webhooks");
        eventually(&what, async || {
            let accepted = self.accepted();
            (accepted.len() >= count).then_some(accepted)
        })
        .await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Call {
    pub fn user_id(&self) -> i64 {
        self.body["user_id"].as_i64().expect("user_id is a number")
    }

    /// The text of the notification.
    pub fn text(&self) -> &str {
        let text = &self.body["notification"]["body"];
        text.as_str().expect("body is a text")
    }
}

async fn take(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> Response {
    let verifier = Webhook::new(WEBHOOK_SECRET).expect("the secret is usable");
    let verified = verifier.verify(&body, &headers);
    assert!(verified.is_ok(), "{verified:?}");
    let id = headers["webhook-id"].to_str().expect("an id is ASCII");
    let status = inner.status.load(Ordering::Relaxed);
    inner.calls.lock().push(Call {
        id: id.to_owned(),
        body: serde_json::from_slice(&body).expect("the body is JSON"),
        status,
        at: Instant::now(),
    });
    let _passed = inner.gate.read().await;
    let mut answer = StatusCode::from_u16(status)
        .expect("a status")
        .into_response();
    if let Some(value) = &*inner.retry_after.lock() {
        let value = value.parse().expect("a header's value");
        answer.headers_mut().insert(RETRY_AFTER, value);
    }
    answer
}
