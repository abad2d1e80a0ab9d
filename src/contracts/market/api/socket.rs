//! `GET /api/chat/ws/{chat_id}`: the WebSocket of one chat.

use std::sync::atomic::AtomicBool;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::contracts::market::caller::MarketSocketCaller;
use crate::contracts::market::realm::REALM;
use crate::contracts::market::socket::MarketSocket;
use crate::contracts::market::wire;
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::query::Query;
use crate::domain::ChatId;
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::stream::StreamLimits;
use crate::http::stream::websocket::Upgrade;
use crate::http::{Problem, last_event_id};

/// Opens the WebSocket of a chat. Frames are `{"type",…}` in both directions.
///
/// Durable frames have an `event_id`. A client that reconnects with it as `last_event_id` first
/// receives all events since then. `{"type":"reset"}` says that the id is unknown, for example
/// after a restored backup: the client reloads by REST. When the socket opens, it delivers the
/// presence of the other party.
///
/// Close codes: 1008 for too many frames, 1009 for a frame over 64 KiB, 1012 when the server shuts
/// down, 4401 when the token expired or its session was revoked, 4403 when the caller was banned,
/// removed or deleted, or the caller's role changed, 4408 when the client was silent for too long.
#[utoipa::path(
    get,
    path = "/api/chat/ws/{chat_id}",
    operation_id = "openMarketSocket",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(
        ("chat_id" = i64, Path),
        wire::SocketQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "An alternative to `last_event_id` in the query")
    ),
    responses(
        (status = 101, description = "The connection is a WebSocket"),
        Problems
    )
)]
pub async fn open(
    State(context): State<ContractContext>,
    MarketSocketCaller(caller): MarketSocketCaller,
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::SocketQuery>,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Problem>,
) -> Result<Response, Problem> {
    caller.require_id(query.user_id.as_deref())?;
    let upgrade = upgrade?;
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let permit = context.open_streams.begin_socket(caller.0.user_id)?;
    let (caller, chat_id, chat) = (caller.0, ChatId(chat_id), context.chat.clone());
    let subscribed = chat.subscribe_to_two_party_chat(&caller, chat_id, resume);
    let (subscription, access) = subscribed.await?;
    let limits = StreamLimits::new(context.heartbeat, caller.expires_at);
    let handler = MarketSocket {
        user_id: caller.user_id,
        chat_id,
        parties: chat.participants(caller.user_id, chat_id).await?.into(),
        is_blocked: AtomicBool::new(access.is_blocked),
        features: context.policy.features,
        chat,
    };
    Ok(upgrade.serve(permit, subscription, handler, REALM, limits))
}
