//! A REST client.

use std::net::IpAddr;
use std::sync::LazyLock;

use reqwest::{ClientBuilder, Method, RequestBuilder};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use uuid::Uuid;

use super::{EventStream, native_document};

/// A client of one server, with one token or none.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// The method, URL and body of the request, for messages.
    pub request: String,
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    /// `Null` if it is not JSON.
    pub body: Value,
}

/// Asserts that an answer is a refusal with this status and code.
#[track_caller]
pub fn assert_refused(answer: &Answer, status: u16, code: &str) {
    let found = (answer.status, answer.code());
    assert_eq!(found, (status, code), "{}: {}", answer.request, answer.body);
}

impl Answer {
    /// The problem's code, or "".
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The body of an answer with this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.request, self.body);
        self.body
    }
}

impl Client {
    /// A client of the server at `base`, without a token.
    pub fn new(base: &str) -> Self {
        Self::built(base, |builder| builder)
    }

    /// A client that connects from this local address.
    pub fn from_address(base: &str, address: IpAddr) -> Self {
        Self::built(base, |builder| builder.local_address(address))
    }

    fn built(base: &str, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        // Tests use no TLS, and loading the system's certificates is slow.
        static TLS: LazyLock<ClientConfig> = LazyLock::new(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
            ClientConfig::builder()
                .with_root_certificates(RootCertStore::empty())
                .with_no_client_auth()
        });
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(TLS.clone())
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none());
        Self {
            http: settings(builder).build().expect("a client can be built"),
            base: base.to_owned(),
            token: None,
        }
    }

    /// Sets a Bearer token.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self
        }
    }

    /// A request, to be completed and given to [`Client::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request; panics if the server cannot be reached, or answers as `/v1/openapi.json` does not say.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().expect("a request");
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let answer = self.execute(request).await.expect("the server answers");
        native_document::check(&method, &path, &answer);
        answer
    }

    /// Sends a request.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        self.execute(request.build()?).await
    }

    async fn execute(&self, request: reqwest::Request) -> reqwest::Result<Answer> {
        let body = request.body().and_then(|body| body.as_bytes());
        let body = String::from_utf8_lossy(body.unwrap_or_default());
        let body: String = body.chars().take(200).collect();
        let line = format!("{} {} {body}", request.method(), request.url());
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?;
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Answer {
            request: line,
            status,
            headers,
            body,
        })
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Sends a message; returns its id.
    pub async fn send_message(&self, chat_id: i64, content: &str) -> i64 {
        let body = serde_json::json!({ "chat_id": chat_id, "content": content });
        let message = self.post("/api/messages", &body).await.expect(201);
        message["id"].as_i64().expect("a message has an id")
    }

    /// Sends a message; `None` if the server cannot be reached.
    pub async fn try_send_message(
        &self,
        chat_id: i64,
        content: &str,
        client_id: Uuid,
    ) -> Option<Answer> {
        let body = serde_json::json!({
            "chat_id": chat_id, "content": content, "client_id": client_id
        });
        self.try_send(self.request(Method::POST, "/api/messages").json(&body))
            .await
            .ok()
    }

    /// Opens a stream at the head.
    pub async fn open_stream(&self) -> EventStream {
        self.open_stream_at("/api/events/chat").await
    }

    /// Opens a stream after an id.
    pub async fn open_stream_after(&self, last_event_id: &str) -> EventStream {
        let request = self.request(Method::GET, "/api/events/chat");
        EventStream::open(request.header("Last-Event-ID", last_event_id)).await
    }

    /// Opens a stream at this path and query.
    pub async fn open_stream_at(&self, path: &str) -> EventStream {
        EventStream::open(self.request(Method::GET, path)).await
    }
}
