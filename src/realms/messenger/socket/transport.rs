//! Polling and WebSockets: input is inspected here before the engine gets any of it.
//!
//! # Why
//! socketioxide accepts binary data before authentication, and gathers attachments, each as large
//! as a message may be. This application has no binary data, so it is refused: such a WebSocket
//! ends, and such a request is refused and its session closed.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use hyper::upgrade::OnUpgrade;
use socketioxide::socket::Sid;
use tokio::runtime::Handle;
use tower::{Service as _, ServiceExt as _};

use super::session::{self, FrameInspector, Session, SocketSession};
use super::{HANDSHAKE_TIMEOUT, Sockets};
use crate::http::extract::whole;
use crate::http::stream::websocket::{Guarded, Switched, Upgrade};
use crate::http::{Code, Problem};

/// How long the body of a request may take; before authentication, the handshake's timeout.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

impl Sockets {
    /// Answers any request.
    pub(super) async fn answer(&self, request: Request) -> Response {
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
            return self.switch(parts, &query, sid);
        }
        // Only the branch above may switch protocols.
        parts.extensions.remove::<OnUpgrade>();
        if parts.method != Method::POST {
            return self
                .pass_on(Request::from_parts(parts, Body::empty()))
                .await;
        }
        let Some(Ok(sid)) = sid.map(str::parse) else {
            return refused("there is no such session");
        };
        self.post(parts, body, sid)
            .await
            .unwrap_or_else(Problem::into_response)
    }

    async fn pass_on(&self, request: Request) -> Response {
        match self.service.clone().oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        }
    }

    /// Receives packets by polling.
    async fn post(&self, parts: Parts, body: Body, sid: Sid) -> Result<Response, Problem> {
        let session = Session::of(&self.io, sid);
        let (permits, body_timeout) = match &session {
            Some(session) => (session.posting(), BODY_TIMEOUT),
            None => (&*self.unauthenticated_posts, HANDSHAKE_TIMEOUT),
        };
        let busy = |_| Problem::too_many("one request at a time", 1);
        let _permit = permits.try_acquire().map_err(busy)?;
        let is_admitted = session.is_some();
        let packets = whole(body, session::largest_body(is_admitted), body_timeout).await?;
        if session::are_accepted(&packets, is_admitted) {
            let request = Request::from_parts(parts, packets.into());
            return Ok(self.pass_on(request).await);
        }
        self.close(sid).await;
        Ok(refused(
            "binary packets, and so many at once, are not accepted",
        ))
    }

    /// Opens a WebSocket: for a new session, or for one that began with polling.
    fn switch(&self, mut parts: Parts, query: &str, sid: Option<&str>) -> Response {
        let upgrade = match Upgrade::of(&mut parts) {
            Ok(upgrade) => upgrade,
            Err(problem) => return problem.into_response(),
        };
        if parameter(query, "EIO") != Some("4") {
            return refused("this is Engine.IO 4");
        }
        let session = parts.extensions.get::<Session>().cloned();
        let session = match (session, sid.map(str::parse)) {
            (Some(session), _) => SocketSession::New(session),
            (None, Some(Ok(sid))) => SocketSession::Upgraded(self.io.clone(), sid),
            (None, _) => return refused("there is no such session"),
        };
        let close = match &session {
            SocketSession::New(_) => None,
            SocketSession::Upgraded(_, sid) => Some(CloseOnDrop {
                sockets: self.clone(),
                sid: *sid,
            }),
        };
        let mut service = self.service.clone();
        upgrade.switch(async move |stream: Switched| {
            let stream = Guarded::new(stream, FrameInspector::new(session, close));
            let served = service.call((stream, Request::from_parts(parts, ())));
            if let Err(error) = served.await {
                tracing::debug!(%error, "a Socket.IO WebSocket failed");
            }
        })
    }

    /// Closes a session without a WebSocket, as its client would.
    async fn close(&self, sid: Sid) {
        let request = Request::post(format!("/socket.io/?EIO=4&transport=polling&sid={sid}"));
        let request = request.body(Body::from("1")).expect("a request");
        let status = self.pass_on(request).await.status();
        tracing::debug!(%sid, %status, "closed a session");
    }
}

/// Closes a session that began with polling when its WebSocket ends, also if the upgrade
/// failed.
pub(super) struct CloseOnDrop {
    sockets: Sockets,
    sid: Sid,
}

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        if let Ok(runtime) = Handle::try_current() {
            let (sockets, sid) = (self.sockets.clone(), self.sid);
            runtime.spawn(async move { sockets.close(sid).await });
        }
    }
}

fn refused(detail: &'static str) -> Response {
    let problem = Problem::new(StatusCode::BAD_REQUEST, Code::InvalidHandshake, detail);
    problem.into_response()
}

/// The first value of a query parameter, not decoded.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| {
        let value = pair.strip_prefix(name)?;
        value.strip_prefix('=')
    })
}
