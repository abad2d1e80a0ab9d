//! HTTP requests, by polling or to open a WebSocket, on their way to the engine.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use hyper::upgrade::OnUpgrade;
use socketioxide::socket::Sid;
use tower::{Service as _, ServiceExt as _};

use super::close_on_drop::CloseOnDrop;
use super::inspection::{self, FrameInspector, SocketSession};
use super::limits::HANDSHAKE_TIMEOUT;
use super::server::SocketIoServer;
use super::session::Session;
use crate::http::body::whole;
use crate::http::stream::websocket::{Guarded, Switched, Upgrade};
use crate::http::{Code, Problem};

/// How long the body of a request may take; before authentication [`HANDSHAKE_TIMEOUT`].
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

impl SocketIoServer {
    /// Answers a request to `/socket.io/`. One without a session id starts a session.
    pub async fn answer(&self, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let sid = parameter(&query, "sid");
        if sid.is_none() {
            let Some(session) = self.sessions.open(&parts) else {
                return Problem::unavailable().into_response();
            };
            parts.extensions.insert(session);
        }
        if parameter(&query, "transport") == Some("websocket") {
            let opened = self.open_websocket(parts, &query, sid);
            return opened.unwrap_or_else(Problem::into_response);
        }
        // Only a WebSocket may upgrade the HTTP connection.
        parts.extensions.remove::<OnUpgrade>();
        if parts.method == Method::POST {
            let received = self.receive_packets(parts, body, sid).await;
            return received.unwrap_or_else(Problem::into_response);
        }
        self.pass_to_engine(Request::from_parts(parts, Body::empty()))
            .await
    }

    async fn pass_to_engine(&self, request: Request) -> Response {
        match self.engine.clone().oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        }
    }

    /// Receives the packets of a polling client.
    async fn receive_packets(
        &self,
        parts: Parts,
        body: Body,
        sid: Option<&str>,
    ) -> Result<Response, Problem> {
        let Some(Ok(sid)) = sid.map(str::parse) else {
            return Err(invalid_handshake("there is no such session"));
        };
        let session = Session::find(&self.io, sid);
        let (permits, timeout) = match &session {
            Some(session) => (session.posting(), BODY_TIMEOUT),
            None => (&*self.unauthenticated_posts, HANDSHAKE_TIMEOUT),
        };
        let busy = |_| Problem::too_many("one request at a time", 1);
        let _permit = permits.try_acquire().map_err(busy)?;
        let is_admitted = session.is_some();
        let packets = whole(body, inspection::max_body(is_admitted), timeout).await?;
        if inspection::are_accepted(&packets, is_admitted) {
            let request = Request::from_parts(parts, packets.into());
            return Ok(self.pass_to_engine(request).await);
        }
        self.close(sid).await;
        Err(invalid_handshake(
            "the request has binary packets, or too many packets",
        ))
    }

    /// Opens a WebSocket, for a new session or for one that started with polling.
    fn open_websocket(
        &self,
        mut parts: Parts,
        query: &str,
        sid: Option<&str>,
    ) -> Result<Response, Problem> {
        let upgrade = Upgrade::of(&mut parts)?;
        if parameter(query, "EIO") != Some("4") {
            return Err(invalid_handshake("the protocol version must be EIO=4"));
        }
        let session = parts.extensions.get::<Session>().cloned();
        let (session, close) = match (session, sid.map(str::parse)) {
            (Some(session), _) => (SocketSession::New(session), None),
            (None, Some(Ok(sid))) => {
                let server = self.clone();
                let close = CloseOnDrop { server, sid };
                let session = SocketSession::Upgraded(self.io.clone(), sid);
                (session, Some(close))
            }
            (None, _) => return Err(invalid_handshake("there is no such session")),
        };
        let mut engine = self.engine.clone();
        Ok(upgrade.switch(async move |stream: Switched| {
            let stream = Guarded::new(stream, FrameInspector::new(session, close));
            let served = engine.call((stream, Request::from_parts(parts, ())));
            if let Err(error) = served.await {
                tracing::debug!(%error, "a Socket.IO WebSocket failed");
            }
        }))
    }

    /// Closes a session that has no WebSocket, by the packet that its client would send.
    pub(super) async fn close(&self, sid: Sid) {
        const CLOSE_PACKET: &str = "1";
        let request = Request::post(format!("/socket.io/?EIO=4&transport=polling&sid={sid}"));
        let request = request.body(Body::from(CLOSE_PACKET));
        let request = request.expect("the URI is valid");
        let status = self.pass_to_engine(request).await.status();
        tracing::debug!(%sid, %status, "closed a session");
    }
}

fn invalid_handshake(detail: &'static str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, Code::InvalidHandshake, detail)
}

/// The first value of a query parameter, not decoded.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| {
        let value = pair.strip_prefix(name)?;
        value.strip_prefix('=')
    })
}
