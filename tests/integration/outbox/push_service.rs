//! A push service, and browsers that have subscribed there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64_URL;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use parking_lot::Mutex;
use rand::Rng as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{RwLock, RwLockWriteGuard};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::support::eventually;

/// A server that takes pushes and records them.
pub(super) struct PushService {
    pub(super) url: String,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

struct Inner {
    status: AtomicU16,
    /// No push is answered while this is held for writing.
    gate: RwLock<()>,
    pushes: Mutex<Vec<Push>>,
}

/// A push as it arrived.
#[derive(Clone)]
pub(super) struct Push {
    /// The last part of the endpoint.
    pub(super) browser: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) at: Instant,
}

/// A browser with its keys.
pub(super) struct Browser {
    pub(super) name: String,
    pub(super) endpoint: String,
    key: SecretKey,
    auth: [u8; 16],
}

impl PushService {
    /// A service that accepts every push.
    pub(super) async fn start() -> Self {
        let inner = Arc::new(Inner {
            status: AtomicU16::new(201),
            gate: RwLock::default(),
            pushes: Mutex::default(),
        });
        let router = Router::new()
            .route("/push/{browser}", post(take))
            .with_state(inner.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            url: format!("http://{address}"),
            inner,
            server,
        }
    }

    /// Answers with this status from now on; refusals ask for a pause of seven seconds.
    pub(super) fn answer_with(&self, status: u16) {
        self.inner.status.store(status, Ordering::Relaxed);
    }

    /// Answers no push until the returned guard is dropped.
    pub(super) async fn hold(&self) -> RwLockWriteGuard<'_, ()> {
        self.inner.gate.write().await
    }

    pub(super) fn pushes(&self) -> Vec<Push> {
        self.inner.pushes.lock().clone()
    }

    /// Waits until at least this many pushes have arrived.
    pub(super) async fn until_pushed(&self, count: usize) -> Vec<Push> {
        let what = format!("{count} pushes");
        eventually(&what, async || {
            let pushes = self.pushes();
            (pushes.len() >= count).then_some(pushes)
        })
        .await
    }

    /// A browser that will have subscribed here.
    pub(super) fn browser(&self, name: &str) -> Browser {
        let (mut key, mut auth) = ([0; 32], [0; 16]);
        rand::rng().fill_bytes(&mut key);
        rand::rng().fill_bytes(&mut auth);
        Browser {
            name: name.to_owned(),
            endpoint: format!("{}/push/{name}", self.url),
            key: SecretKey::from_slice(&key).expect("a number below the order of the curve"),
            auth,
        }
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Browser {
    /// The subscription, as a browser describes it.
    pub(super) fn subscription(&self) -> Value {
        let point = self.key.public_key().to_encoded_point(false);
        json!({
            "type": "web_push",
            "endpoint": self.endpoint,
            "keys": {
                "p256dh": BASE64_URL.encode(point.as_bytes()),
                "auth": BASE64_URL.encode(self.auth),
            },
        })
    }

    /// The payload of a push to this browser.
    pub(super) fn decrypt(&self, push: &Push) -> Value {
        let auth = web_push_native::Auth::from(self.auth);
        let text = web_push_native::decrypt(push.body.clone(), &self.key, &auth);
        serde_json::from_slice(&text.expect("the push is for this browser")).expect("JSON")
    }
}

async fn take(
    State(inner): State<Arc<Inner>>,
    Path(browser): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    inner.pushes.lock().push(Push {
        browser,
        headers,
        body: body.to_vec(),
        at: Instant::now(),
    });
    let _passed = inner.gate.read().await;
    let status = inner.status.load(Ordering::Relaxed);
    let mut answer = StatusCode::from_u16(status)
        .expect("a status")
        .into_response();
    if !answer.status().is_success() {
        let seven = "7".parse().expect("a header's value");
        answer.headers_mut().insert(RETRY_AFTER, seven);
    }
    answer
}
