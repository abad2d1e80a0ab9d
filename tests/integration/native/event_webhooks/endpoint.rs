//! An endpoint of event webhooks.

use std::io::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parking_lot::Mutex;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::{TestDatabase, eventually};

const KEY: &[u8] = b"a secret of the tests, 32 bytes.";

/// A server that answers and records posts, and checks their signatures.
pub(super) struct Endpoint {
    name: &'static str,
    url: String,
    secret: NamedTempFile,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

struct Inner {
    posts: Mutex<Vec<Post>>,
    answer: Mutex<Answer>,
}

/// The status of the answer to a body.
type Answer = Box<dyn Fn(&Value) -> u16 + Send>;

/// One post, whose signature was right.
#[derive(Debug, Clone)]
pub(super) struct Post {
    /// `webhook-id`.
    pub(super) id: String,
    pub(super) body: Value,
    /// The status of the answer.
    pub(super) status: u16,
}

impl Post {
    pub(super) fn kind(&self) -> &str {
        self.body["type"].as_str().expect("a type")
    }

    pub(super) fn text(&self) -> &str {
        let text = &self.body["data"]["message"]["text"];
        text.as_str().expect("a message")
    }
}

impl Endpoint {
    pub(super) async fn start(name: &'static str) -> Self {
        let inner = Arc::new(Inner {
            posts: Mutex::default(),
            answer: Mutex::new(Box::new(|_| 200)),
        });
        let router = Router::new()
            .route("/events", post(take))
            .with_state(inner.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        let mut secret = NamedTempFile::new().expect("a file");
        writeln!(secret, "whsec_{}", STANDARD.encode(KEY)).expect("it is written");
        Self {
            name,
            url: format!("http://{address}/events"),
            secret,
            inner,
            server,
        }
    }

    /// The endpoint in `EVENT_WEBHOOKS`, with these fields too.
    pub(super) fn with(&self, more: Value) -> Value {
        let endpoint = json!({
            "name": self.name,
            "url": self.url,
            "secret_file": self.secret.path(),
        });
        let (Value::Object(mut endpoint), Value::Object(more)) = (endpoint, more) else {
            panic!("fields are an object");
        };
        endpoint.extend(more);
        endpoint.into()
    }

    /// `EVENT_WEBHOOKS` with this endpoint alone.
    pub(super) fn setting(&self, more: Value) -> String {
        json!([self.with(more)]).to_string()
    }

    /// Answers with the status that `answer` chooses for a body.
    pub(super) fn answer_with(&self, answer: impl Fn(&Value) -> u16 + Send + 'static) {
        *self.inner.answer.lock() = Box::new(answer);
    }

    pub(super) fn posts(&self) -> Vec<Post> {
        self.inner.posts.lock().clone()
    }

    pub(super) fn accepted(&self) -> Vec<Post> {
        let mut posts = self.posts();
        posts.retain(|post| post.status == 200);
        posts
    }

    /// The texts of the accepted posts of messages.
    pub(super) fn texts(&self) -> Vec<String> {
        let posts = self.accepted();
        let messages = posts.iter().filter(|post| post.kind() == "message");
        messages.map(|post| post.text().to_owned()).collect()
    }

    /// Waits until a message with this text was accepted.
    pub(super) async fn until_text(&self, text: &str) {
        eventually(&format!("the message {text}"), async || {
            self.texts().iter().any(|found| found == text).then_some(())
        })
        .await;
    }

    /// Waits until so many posts have arrived.
    pub(super) async fn until_posts(&self, count: usize) -> Vec<Post> {
        eventually(&format!("{count} posts"), async || {
            let posts = self.posts();
            (posts.len() >= count).then_some(posts)
        })
        .await
    }

    /// Waits until a replica consumes for it: it gets the events from then on.
    pub(super) async fn until_consumed(&self, database: &TestDatabase) {
        let held = format!(
            "SELECT count(*) FROM consumers
             WHERE name = 'event_webhooks:{}' AND lease_holder IS NOT NULL",
            self.name
        );
        database.until_number(&held, 1).await;
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers[name].to_str().expect("ASCII").to_owned();
    let (id, at) = (header("webhook-id"), header("webhook-timestamp"));
    assert!(!id.contains('.'), "{id}");
    let signed = [id.as_bytes(), b".", at.as_bytes(), b".", &body].concat();
    let expected = format!("v1,{}", STANDARD.encode(hmac_sha256(KEY, &signed)));
    assert_eq!(header("webhook-signature"), expected);
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970");
    let sent: u64 = at.parse().expect("seconds");
    assert!(now.as_secs().abs_diff(sent) < 60, "{at}");

    let body: Value = serde_json::from_slice(&body).expect("JSON");
    let status = (inner.answer.lock())(&body);
    inner.posts.lock().push(Post { id, body, status });
    StatusCode::from_u16(status).expect("a status")
}

/// RFC 2104, so that no library that the server uses checks its signatures.
fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    assert!(key.len() <= 64);
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        for (padded, key) in block.iter_mut().zip(key) {
            *padded ^= key;
        }
        block
    };
    let inner = Sha256::digest([&pad(0x36)[..], message].concat());
    Sha256::digest([&pad(0x5c)[..], &inner].concat()).to_vec()
}

#[test]
fn hmac_is_that_of_rfc_4231() {
    let digest = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
    let start = [0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e];
    assert_eq!(digest[..8], start);
}
