//! `GET /api/v1/ws`: everything of one user, over one connection.

use axum::extract::{Request, State};
use axum::response::Response;

use crate::chat::Scope;
use crate::http::extract::Query;
use crate::http::stream::StreamLimits;
use crate::http::stream::websocket::Upgrade;
use crate::http::{Problem, last_event_id};
use crate::realms::RealmContext;
use crate::realms::direct::Errors;
use crate::realms::direct::REALM;
use crate::realms::direct::socket::DirectSocket;
use crate::realms::direct::wire;

/// Opens the WebSocket: frames `{"type","data"}` both ways.
///
/// Durable frames carry an `id`; `last_event_id` resumes after it. `{"type":"reset"}` means
/// that the id is not of this log: reload by REST. After connecting, the client receives the
/// presence of every online user who shares a conversation with the caller.
///
/// Close codes: 1008 too many frames, 1009 a frame over 64 KiB, 1012 the server shuts down,
/// 4401 the token expired or its session was revoked, 4403 the role changed or the user was
/// deleted, 4408 the client was silent for too long.
#[utoipa::path(
    get,
    path = "/api/v1/ws",
    operation_id = "openDirectSocket",
    tag = "direct",
    params(
        wire::SocketQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "Another place for `last_event_id`")
    ),
    responses(
        (status = 101, description = "The WebSocket"),
        (status = 426, description = "Not a WebSocket's request", content_type = "application/json", body = wire::Error),
        Errors
    )
)]
pub async fn connect(
    State(direct): State<RealmContext>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    let caller = direct
        .authenticator
        .authenticate_socket(&parts, "token")
        .await?;
    let upgrade = Upgrade::of(&mut parts)?;
    let Query(query) = Query::<wire::SocketQuery>::of(&parts)?;
    let resume = last_event_id::from_request(&parts.headers, query.last_event_id.as_deref())?;
    let subscription = direct
        .chat
        .subscribe(&caller, Scope::OwnChats, resume)
        .await?;
    let limits = StreamLimits::new(direct.heartbeat, caller.expires_at);
    let handler = DirectSocket {
        chat: direct.chat,
        user_id: caller.user_id,
    };
    Ok(upgrade.serve(subscription, handler, REALM, limits))
}
