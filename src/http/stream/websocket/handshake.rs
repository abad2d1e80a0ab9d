//! The WebSocket handshake (RFC 6455, section 4.2). A bad request gets an ordinary HTTP response,
//! before the switch of protocols.
//!
//! # Why not axum's upgrade
//! It validates each outgoing text frame again, and it spawns a task that does not count as a
//! connection, so a shutdown would not wait for it.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tracing::Instrument as _;

use super::limits::UPGRADE_TIMEOUT;
use super::transport::{Switched, WebSocket};
use crate::chat::Subscription;
use crate::domain::Realm;
use crate::http::code::Code;
use crate::http::problem::Problem;
use crate::http::server::ConnectionGuard;
use crate::http::stream::driver::{FrameStream, StreamLimits, drive};
use crate::http::stream::encoder::FrameHandler;
use crate::http::stream::open_streams::StreamPermit;
use crate::http::takeover::RequestHead;

/// A valid request for a WebSocket.
pub struct Upgrade {
    accept: HeaderValue,
    switching: OnUpgrade,
    guard: ConnectionGuard,
}

impl<S: Send + Sync> FromRequestParts<S> for Upgrade {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(parts)
    }
}

impl Upgrade {
    /// Validates a request, and takes its upgrade.
    ///
    /// # Errors
    /// 426 if it does not request a WebSocket of version 13, 400 if its key is malformed or it has a
    /// body.
    pub fn of(parts: &mut Parts) -> Result<Self, Problem> {
        RequestHead::require_no_body(parts)?;
        let key = check(&parts.method, &parts.headers)?;
        let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes()))
            .expect("Base64 is a header value");
        let switching = parts.extensions.remove::<OnUpgrade>();
        let guard = parts.extensions.get::<ConnectionGuard>().cloned();
        // HTTP/1.0 cannot switch.
        let (switching, guard) = switching.zip(guard).ok_or_else(required)?;
        Ok(Self {
            accept,
            switching,
            guard,
        })
    }

    /// Answers 101, and serves the subscription over the socket in its own task. `realm` is a
    /// label of its metrics.
    pub fn serve(
        self,
        permit: StreamPermit,
        subscription: Subscription,
        handler: impl FrameHandler<WebSocket>,
        realm: Realm,
        limits: StreamLimits,
    ) -> Response {
        // Both boxed: the task keeps the room of what it captured, also after that was moved.
        let frames = Box::new(FrameStream::new(subscription, handler));
        self.switch(async move |stream| {
            let _permit = permit;
            let socket = WebSocket::new(stream, realm, limits).await;
            Box::pin(drive(frames, socket, limits.expires)).await;
        })
    }

    /// Answers 101, and runs `then` with the bare connection in its own task.
    pub fn switch<T>(self, then: impl FnOnce(Switched) -> T + Send + 'static) -> Response
    where
        T: Future<Output = ()> + Send,
    {
        let switching = self.switching;
        let served = async move {
            match timeout(UPGRADE_TIMEOUT, switching).await {
                Ok(Ok(upgraded)) => then(TokioIo::new(upgraded)).await,
                Ok(Err(error)) => tracing::debug!(%error, "a peer did not switch to WebSocket"),
                Err(_) => tracing::debug!("a peer did not switch to WebSocket in time"),
            }
        };
        self.guard.spawn(served.in_current_span());
        let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
        *response.body_mut() = Body::empty();
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        response
    }
}

/// The client's key, if the request is valid.
fn check<'a>(method: &Method, headers: &'a HeaderMap) -> Result<&'a str, Problem> {
    let is_requested = header_contains(headers, &header::CONNECTION, "upgrade")
        && header_contains(headers, &header::UPGRADE, "websocket");
    if *method != Method::GET || !is_requested {
        return Err(required());
    }
    let version = headers.get(header::SEC_WEBSOCKET_VERSION);
    if version.is_none_or(|version| version != "13") {
        return Err(required());
    }
    let key = headers
        .get(header::SEC_WEBSOCKET_KEY)
        .and_then(|key| key.to_str().ok())
        .filter(|key| is_key(key));
    key.ok_or_else(|| {
        Problem::bad_request(
            Code::InvalidHandshake,
            "Sec-WebSocket-Key is not 16 bytes in Base64",
        )
    })
}

fn required() -> Problem {
    Problem::new(
        StatusCode::UPGRADE_REQUIRED,
        Code::UpgradeRequired,
        "this is a WebSocket, version 13",
    )
}

/// Whether a header, a comma-separated list, contains a name, in any case.
fn header_contains(headers: &HeaderMap, header: &HeaderName, name: &str) -> bool {
    headers.get_all(header).iter().any(|value| {
        let names = value.as_bytes().split(|byte| *byte == b',');
        names
            .map(<[u8]>::trim_ascii)
            .any(|other| other.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// 16 bytes are 22 digits and two signs of padding.
fn is_key(key: &str) -> bool {
    let Some(digits) = key.strip_suffix("==") else {
        return false;
    };
    digits.len() == 22
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
