//! `GET /api/chat/ws/{chat_id}`: one chat, over one connection.

use axum::extract::{FromRequestParts as _, Request, State};
use axum::response::Response;

use crate::domain::ChatId;
use crate::http::extract::{Path, Query};
use crate::http::problem::Problems;
use crate::http::stream::StreamLimits;
use crate::http::stream::websocket::Upgrade;
use crate::http::{Problem, last_event_id};
use crate::realms::RealmContext;
use crate::realms::market::REALM;
use crate::realms::market::socket::MarketSocket;
use crate::realms::market::{caller, wire};

/// Opens the WebSocket of a chat: frames `{"type",…}` both ways.
///
/// Durable frames carry an `event_id`; `last_event_id` resumes after it. `{"type":"reset"}` means
/// that the id is not of this log: reload by REST. After connecting, the client receives the
/// other party's presence.
///
/// Close codes: 1008 too many frames, 1009 a frame over 64 KiB, 1012 the server shuts down,
/// 4401 the token expired or its session was revoked, 4403 the caller was banned, removed or
/// deleted, or has another role, 4408 the client was silent for too long.
#[utoipa::path(
    get,
    path = "/api/chat/ws/{chat_id}",
    operation_id = "openMarketSocket",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(
        ("chat_id" = i64, Path),
        wire::SocketQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "Another place for `last_event_id`")
    ),
    responses(
        (status = 101, description = "The WebSocket"),
        (status = 426, description = "Not a WebSocket's request", content_type = "application/problem+json", body = Problem),
        Problems
    )
)]
pub async fn connect(
    State(market): State<RealmContext>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    let visitor = market
        .authenticator
        .authenticate_guest_or_user_socket(&parts, "token")
        .await?;
    let visitor = caller::authenticated(&parts, visitor)?;
    let Path(chat_id) = Path::<i64>::from_request_parts(&mut parts, &()).await?;
    let Query(query) = Query::<wire::SocketQuery>::of(&parts)?;
    visitor.require(query.user_id.as_deref())?;
    let upgrade = Upgrade::of(&mut parts)?;
    let resume = last_event_id::from_request(&parts.headers, query.last_event_id.as_deref())?;
    let (caller, chat_id) = (visitor.0, ChatId(chat_id));
    let subscribed = market
        .chat
        .subscribe_to_two_party_chat(&caller, chat_id, resume);
    let (subscription, access) = subscribed.await?;
    let parties = market.chat.participants(chat_id).await?.into();
    let limits = StreamLimits::new(market.heartbeat, caller.expires_at);
    let is_blocked = access.is_blocked;
    let handler = MarketSocket::new(market.chat, caller.user_id, chat_id, parties, is_blocked);
    Ok(upgrade.serve(subscription, handler, REALM, limits))
}
